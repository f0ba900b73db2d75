"""Drill's REST interface: queries, and what is known of those that run."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from decimal import Decimal
from http.client import HTTPException
from http.cookiejar import CookieJar
from typing import Any, NamedTuple

ASKED_S = 15.0
"""How long anything but a query may take to be answered."""

PROFILE_TRIES, PROFILE_WAIT_S = 10, 0.1

VERBOSE = "drill.exec.http.rest.errors.verbose"


class NotConnected(Exception):
    """Drill cannot be reached, or does not answer as Drill does."""


class NotAuthenticated(Exception):
    """Drill does not let this user in."""


class DrillFailure(Exception):
    """What Drill says of a query that failed. `kind` is its own word for it, such as `VALIDATION ERROR`."""

    def __init__(self, message: str, kind: str, exception: str) -> None:
        super().__init__(message)
        self.kind, self.exception = kind, exception


class Answer(NamedTuple):
    columns: list[str]
    types: list[str]
    rows: list[dict[str, Any]]


class Fragments(NamedTuple):
    done: int
    total: int


class DrillService:
    """One user's way to a server. A query may run in one thread while others ask about it."""

    def __init__(self, url: str, user: str, password: str) -> None:
        self.url = url.rstrip("/")
        self._user = user
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        if password:
            self._log_in(password)
        self._get("/status.json")

    def query(self, text: str, schema: str, options: Mapping[str, str], limit: int | None) -> Answer:
        """Runs a query to its end. A `DrillFailure` where it fails."""
        request: dict[str, Any] = {"queryType": "SQL", "query": text, "options": {**options, VERBOSE: "true"}}
        if schema:
            request["defaultSchema"] = schema
        if limit is not None:
            request["autoLimit"] = limit
        if self._user:
            request["userName"] = self._user
        told = self._parsed(self._send("/query.json", json.dumps(request).encode(), "application/json", None))
        if told.get("queryState") != "COMPLETED":
            raise self._failure(told)
        return Answer(told.get("columns", []), told.get("metadata", []), told.get("rows", []))

    def running(self, tag: str) -> str | None:
        """The id of the query that runs and begins with `tag`."""
        told = self._get("/profiles/running.json")
        if "runningQueries" not in told:  # an older Drill, which tells of all queries at once
            told = self._get("/profiles.json")
        return next((_id_of(each) for each in told.get("runningQueries", []) if tag in each.get("query", "")), None)

    def fragments(self, query: str) -> Fragments:
        told = self._get(f"/profiles/{query}.json")
        return Fragments(told.get("finishedFragments", 0), told.get("totalFragments", 0))

    def cancel(self, query: str) -> None:
        self._send(f"/profiles/cancel/{query}", None, None, ASKED_S)

    def _failure(self, told: dict[str, Any]) -> DrillFailure:
        exception, state = told.get("exception", ""), told.get("queryState")
        error = self._error_of(told.get("queryId", ""))
        kind, colon, text = error.partition(": ")
        if not colon or not kind.isupper():
            return DrillFailure(told.get("errorMessage") or error or f"the query ended as {state}", "", exception)
        return DrillFailure(text.partition("\n\nSQL Query:")[0].strip(), kind, exception)

    def _error_of(self, query: str) -> str:
        """Drill's own words, `VALIDATION ERROR: …`, which it writes down a moment after it has answered."""
        for _ in range(PROFILE_TRIES):
            try:
                error: str = self._get(f"/profiles/{query}.json").get("error") or ""
            except NotConnected:
                error = ""
            if error:
                return error
            time.sleep(PROFILE_WAIT_S)
        return ""

    def _log_in(self, password: str) -> None:
        form = urllib.parse.urlencode({"j_username": self._user, "j_password": password}).encode()
        page = self._send("/j_security_check", form, "application/x-www-form-urlencoded", ASKED_S)
        if b"j_security_check" in page:
            raise NotAuthenticated(f"Drill at {self.url} does not let {self._user} in: wrong user or password")

    def _get(self, path: str) -> dict[str, Any]:
        return self._parsed(self._send(path, None, None, ASKED_S))

    def _parsed(self, body: bytes) -> dict[str, Any]:
        head = body.partition(b'"rows"')[0]
        try:
            told = json.loads(body, parse_float=Decimal) if b"DECIMAL" in head else json.loads(body)
        except ValueError:
            told = None
        if isinstance(told, dict):
            return told
        if b"j_security_check" in body or b'href="/login"' in body:
            raise NotAuthenticated(f"Drill at {self.url} asks to log in: give `drill` a `user` and a `password`")
        raise NotConnected(f"what answers at {self.url} is not Drill's REST interface")

    def _send(self, path: str, body: bytes | None, kind: str | None, timeout_s: float | None) -> bytes:
        request = urllib.request.Request(f"{self.url}{path}", body, {"Content-Type": kind} if kind else {})
        try:
            with self._opener.open(request, timeout=timeout_s) as response:
                found: bytes = response.read()
                return found
        except urllib.error.HTTPError as problem:
            return self._refused(problem)
        except urllib.error.URLError as problem:
            raise NotConnected(f"Drill at {self.url} cannot be reached: {problem.reason}") from None
        except (OSError, HTTPException) as problem:
            raise NotConnected(f"Drill at {self.url} breaks the connection off: {problem!r}") from None

    def _refused(self, problem: urllib.error.HTTPError) -> bytes:
        """Some versions tell a failed query with the status of a failed request."""
        told = problem.read()
        if problem.code in (401, 403):
            raise NotAuthenticated(f"Drill at {self.url} does not let {self._user or 'anybody'} in") from None
        if told.lstrip().startswith(b"{"):
            return told
        raise NotConnected(f"Drill at {self.url} answers {problem.code} {problem.reason}") from None


def _id_of(profile: dict[str, Any]) -> str | None:
    if profile.get("queryId"):
        return str(profile["queryId"])
    place = profile.get("location", "").rpartition("/")[2]
    return place.removesuffix(".json") or None
