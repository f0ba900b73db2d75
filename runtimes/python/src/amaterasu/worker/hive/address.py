"""Where HiveServer2 is, and how it is spoken to: the `hive` of an environment."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import unquote

PREFIX = "settings."
"""Of the keys of a connection that are settings of the server's session."""

_URL = re.compile(
    r"(?:jdbc:)?hive2://(?P<host>\[[^\]]*\]|[^:/;?#]*)(?::(?P<port>\d+))?(?:/(?P<database>[^;?#]*))?(?P<rest>.*)"
)
_NAMES = {"transportmode": "transport", "httppath": "httpPath", "user": "user", "password": "password", "auth": "auth"}


class Address(NamedTuple):
    host: str
    port: int
    database: str
    is_http: bool
    http_path: str
    tls: bool
    user: str
    password: str
    sasl: bool
    """Whether the binary protocol is wrapped in SASL: by all servers but those of `NOSASL`."""
    settings: dict[str, str]

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


class BadAddress(ValueError):
    """A connection that cannot be understood, in words."""


def address_of(conf: Mapping[str, str]) -> Address:
    """The connection that an action's request tells; its keys stand above what its URL says."""
    told = {**_of_url(conf["url"]), **{key: value for key, value in conf.items() if key != "url" and value != ""}} \
        if conf.get("url") else dict(conf)  # fmt: skip
    if not told.get("host"):
        raise BadAddress("the environment's hive names no host")
    auth, is_http = told.get("auth", "none").lower(), told.get("transport", "binary").lower() == "http"
    if auth == "kerberos":
        raise BadAddress("HiveServer2 is asked for with Kerberos, which is not supported here")
    return Address(
        host=told["host"],
        port=int(told.get("port") or (10001 if is_http else 10000)),
        database=told.get("database", ""),
        is_http=is_http,
        http_path=told.get("httpPath", "cliservice"),
        tls=told.get("tls", "false").lower() == "true",
        user=told.get("user", ""),
        password=told.get("password", ""),
        sasl=auth != "nosasl",
        settings={key[len(PREFIX) :]: value for key, value in told.items() if key.startswith(PREFIX)},
    )


def _of_url(url: str) -> dict[str, str]:
    """A URL as JDBC has it: `jdbc:hive2://host:port/database;variables of the session?settings#variables`."""
    match = _URL.fullmatch(url)
    if match is None:
        raise BadAddress(
            f"{re.sub('password=[^;?#]*', 'password=…', url)} is no URL of HiveServer2: hive2://host:10000/database"
        )
    rest, _, variables = match["rest"].partition("#")
    options, _, settings = rest.partition("?")
    told = {
        "host": match["host"].strip("[]"),
        "port": match["port"] or "",
        "database": unquote(match["database"] or ""),
    }
    for name, value in _pairs(options):
        key = name.lower()
        if key == "servicediscoverymode":
            raise BadAddress("HiveServer2 cannot be looked up in ZooKeeper here: name one server's host and port")
        if key in _NAMES:
            told[_NAMES[key]] = value
        elif key == "ssl":
            told["tls"] = value
        elif key == "principal":
            told["auth"] = "kerberos"
    told.update({f"{PREFIX}{name}": value for name, value in _pairs(settings)})
    told.update({f"{PREFIX}hivevar:{name}": value for name, value in _pairs(variables)})
    return {key: value for key, value in told.items() if value != ""}


def _pairs(text: str) -> list[tuple[str, str]]:
    found = [each.partition("=") for each in text.split(";") if "=" in each]
    return [(name.strip(), value) for name, _, value in found]
