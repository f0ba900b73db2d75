"""Ways to carry a call to HiveServer2 and its answer back: a socket, with SASL or without it, and HTTP."""

from __future__ import annotations

import base64
import http.client
import socket
import ssl
import struct
from http.cookies import SimpleCookie
from typing import Protocol

from .address import Address
from .thrift import Take, taking_from

CONNECT_S = 30.0
_START, _OK, _COMPLETE = 1, 2, 5
_LONGEST_FRAME = 2**31 - 1


class ConnectionRefused(Exception):
    """The server cannot be reached."""


class NotAuthenticated(Exception):
    """The server does not let this user in."""


class Transport(Protocol):
    def send(self, message: bytes) -> Take:
        """Sends a call and gives the answer. An `OSError` where the connection breaks."""

    def limit(self, seconds: float) -> None:
        """From now on an answer that takes longer is an `OSError`."""

    def close(self) -> None: ...


def connect(address: Address) -> Transport:
    try:
        return _Http(address) if address.is_http else _Binary(address)
    except ssl.SSLError as problem:
        raise ConnectionRefused(f"HiveServer2 at {address} cannot be spoken to by TLS: {problem}") from None
    except ConnectionResetError as problem:
        hint = "`transport` and `auth` of the environment's hive must be those of the server"
        raise ConnectionRefused(f"HiveServer2 at {address} breaks the connection off: {problem}; {hint}") from None
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise ConnectionRefused(f"HiveServer2 at {address} cannot be reached: {reason}") from None


class _Binary:
    def __init__(self, address: Address) -> None:
        self._socket = _open(address)
        self._stream = self._socket.makefile("rb")
        self._framed = address.sasl
        try:
            if address.sasl:
                self._log_in(address)
            # A query may take days; whether the server is still there is the system's affair.
            self._socket.settimeout(None)
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        except BaseException:
            self.close()
            raise

    def send(self, message: bytes) -> Take:
        if self._framed:
            self._socket.sendall(struct.pack(">i", len(message)) + message)
            (length,) = struct.unpack(">i", self._read(4))
            return taking_from(self._read(length))
        self._socket.sendall(message)
        return self._read

    def limit(self, seconds: float) -> None:
        self._socket.settimeout(seconds)

    def close(self) -> None:
        self._stream.close()
        self._socket.close()

    def _log_in(self, address: Address) -> None:
        """SASL's PLAIN: the server of `NONE` takes any password, those of LDAP, PAM and CUSTOM look at it."""
        user = address.user or "anonymous"
        self._tell(_START, b"PLAIN")
        self._tell(_OK, f"\0{user}\0{address.password or 'anonymous'}".encode())
        status, length = struct.unpack(">bi", self._read(5))
        told = self._read(length)
        if status != _COMPLETE:
            raise NotAuthenticated(f"HiveServer2 at {address} does not let {user} in: {told.decode(errors='replace')}")

    def _tell(self, status: int, payload: bytes) -> None:
        self._socket.sendall(struct.pack(">bi", status, len(payload)) + payload)

    def _read(self, length: int) -> bytes:
        if not 0 <= length <= _LONGEST_FRAME:
            raise ConnectionResetError("what the server tells is not by Thrift's protocol")
        found = self._stream.read(length)
        if len(found) < length:
            raise ConnectionResetError("the server has closed the connection")
        return found


class _Http:
    def __init__(self, address: Address) -> None:
        self._address = address
        self._connection = _http_connection(address)
        self._connection.connect()
        if self._connection.sock is not None:
            self._connection.sock.settimeout(None)
        self._cookies: dict[str, str] = {}

    def send(self, message: bytes) -> Take:
        try:
            self._connection.request("POST", f"/{self._address.http_path.lstrip('/')}", message, self._headers())
            response = self._connection.getresponse()
            body = response.read()
        except http.client.HTTPException as problem:
            raise ConnectionResetError(f"the server has broken the connection off: {problem!r}") from None
        for each in response.headers.get_all("Set-Cookie", []):
            self._cookies.update({name: morsel.value for name, morsel in SimpleCookie(each).items()})
        if response.status in (401, 403):
            raise NotAuthenticated(
                f"HiveServer2 at {self._address} does not let {self._user} in: {response.status} {response.reason}"
            )
        if response.status != 200:
            raise ConnectionResetError(f"the server answers {response.status} {response.reason}")
        return taking_from(body)

    def limit(self, seconds: float) -> None:
        self._connection.timeout = seconds
        if self._connection.sock is not None:
            self._connection.sock.settimeout(seconds)

    def close(self) -> None:
        self._connection.close()

    @property
    def _user(self) -> str:
        return self._address.user or "anonymous"

    def _headers(self) -> dict[str, str]:
        login = base64.b64encode(f"{self._user}:{self._address.password or 'anonymous'}".encode()).decode()
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        return {
            "Content-Type": "application/x-thrift",
            "Accept": "application/x-thrift",
            "Authorization": f"Basic {login}",
            "X-XSRF-HEADER": "true",
            **({"Cookie": cookies} if cookies else {}),
        }


def _http_connection(address: Address) -> http.client.HTTPConnection:
    if address.tls:
        return http.client.HTTPSConnection(
            address.host, address.port, timeout=CONNECT_S, context=ssl.create_default_context()
        )
    return http.client.HTTPConnection(address.host, address.port, timeout=CONNECT_S)


def _open(address: Address) -> socket.socket:
    plain = socket.create_connection((address.host, address.port), CONNECT_S)
    plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if not address.tls:
        return plain
    try:
        return ssl.create_default_context().wrap_socket(plain, server_hostname=address.host)
    except BaseException:
        plain.close()
        raise
