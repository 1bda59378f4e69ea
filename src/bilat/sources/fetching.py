"""Fetching from the open web, for `bilat watch` alone: addresses checked, sizes and times capped.

A name may stand for an address in our own network, and may stand for another one a moment later. So the address is
checked where the connection is made, and it is that address which is connected to; a redirect makes a new connection.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Iterable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from bilat.model import BilatError

MOST_REDIRECTS = 5
_SECONDS = 30.0  # for one answer as a whole
_PAUSE = 1.0  # seconds between two requests to one host
_AGENT = "bilat (news reader)"
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Refused(Exception):
    """An address is not fetched, or its answer not read: `reason` in a word, and what to do."""

    def __init__(self, reason: str, detail: str, again: bool = False, after: float = 0.0) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail
        self.again = again  # whether it may go better later
        self.after = after  # seconds that the server asks us to wait


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address gave: its bytes (none where nothing is new), and the marks to ask with next time."""

    address: str
    data: bytes | None
    etag: str
    modified: str


def is_public(address: str) -> bool:
    """Whether an IP address lies in the open internet; one inside another (IPv4 in IPv6) is looked at by itself."""
    ip = ipaddress.ip_address(address.split("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


class Fetcher:
    """Fetches addresses, one after another, with a pause between two requests to one host."""

    def __init__(self, allow_private: bool = False, pause: float = _PAUSE, seconds: float = _SECONDS) -> None:
        """Raises BilatError where the extra that it needs is missing."""
        try:
            import httpx
        except ImportError:
            raise BilatError('watching feeds needs an extra: pip install "bilat[feeds]"') from None
        self._pause = pause
        self._seconds = seconds
        self._last: dict[str, float] = {}
        self._client = httpx.Client(
            transport=_transport(allow_private),
            timeout=10.0,
            trust_env=False,
            headers={"User-Agent": _AGENT, "Accept-Encoding": "gzip"},
        )

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def get(self, address: str, most: int, etag: str = "", modified: str = "") -> Answer:
        """What an address gives, at most so many bytes. Raises Refused."""
        import httpx

        marks = {"If-None-Match": etag, "If-Modified-Since": modified}
        headers = {name: value for name, value in marks.items() if value}
        deadline = time.monotonic() + self._seconds
        for _ in range(MOST_REDIRECTS + 1):
            self._wait(_host(address))
            try:
                with self._client.stream("GET", address, headers=headers) as answer:
                    if answer.has_redirect_location:
                        address = urljoin(address, answer.headers.get("Location", ""))
                        continue
                    return self._read(answer, address, most, deadline)
            except httpx.InvalidURL as error:
                raise Refused("address", f"{error}; correct the address") from None
            except (httpx.HTTPError, OSError) as error:
                raise _refused(error) from None
        raise Refused("redirects", f"it redirects more than {MOST_REDIRECTS} times; correct the address")

    def _read(self, answer: Any, address: str, most: int, deadline: float) -> Answer:
        marks = answer.headers.get("ETag", ""), answer.headers.get("Last-Modified", "")
        status = answer.status_code
        if status == 304:
            return Answer(address, None, *marks)
        if status != 200:
            again = status == 429 or status >= 500
            what = "it is asked again later" if again else "correct the address"
            raise Refused("status", f"the server answers {status}; {what}", again, _after(answer.headers))
        data = b""
        for chunk in answer.iter_bytes():
            data += chunk
            if len(data) > most:
                raise Refused("too_large", f"it is larger than {most // 1_000_000} MB")
            if time.monotonic() > deadline:
                raise Refused(
                    "timeout", f"it takes more than {self._seconds:.0f} seconds; it is asked again later", True
                )
        return Answer(address, data, *marks)

    def _wait(self, host: str) -> None:
        time.sleep(max(0.0, self._last.get(host, 0.0) + self._pause - time.monotonic()))
        self._last[host] = time.monotonic()


def _host(address: str) -> str:
    try:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise Refused("address", "it is no http or https address; correct it")
    except ValueError as error:
        raise Refused("address", f"{error}; correct the address") from None
    if parts.username or parts.password:
        raise Refused("address", "it carries a user name or a password; bilat sends none")
    return parts.hostname


def _after(headers: Any) -> float:
    """How many seconds a server asks us to stay away."""
    value = headers.get("Retry-After", "")
    if value.isdigit():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (TypeError, ValueError):
        return 0.0


def _refused(error: Exception) -> Refused:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, _Private):
            return Refused("private", f"{cause}; --allow-private lets bilat fetch there")
        cause = cause.__cause__ or cause.__context__
    return Refused("unreachable", f"{type(error).__name__}: {error}"[:200] + "; it is asked again later", True)


class _Private(OSError):
    """A name stands for an address that is not in the open internet."""


def _transport(allow_private: bool) -> Any:
    import httpcore
    import httpx

    class Checked(httpcore.SyncBackend):
        def connect_tcp(
            self,
            host: str,
            port: int,
            timeout: float | None = None,
            local_address: str | None = None,
            socket_options: Iterable[Any] | None = None,
        ) -> httpcore.NetworkStream:
            found = list(dict.fromkeys(row[4][0] for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))
            private = [str(address) for address in found if not is_public(str(address))]
            if private and not allow_private:
                raise _Private(f"{host} stands for {private[0]}, which is not in the open internet")
            return super().connect_tcp(str(found[0]), port, timeout, local_address, socket_options)

    transport = httpx.HTTPTransport(trust_env=False)
    # httpx offers no way to say how connections are made; its pool does.
    transport._pool = httpcore.ConnectionPool(
        ssl_context=httpx.create_ssl_context(trust_env=False), network_backend=Checked(), max_connections=4
    )
    return transport
