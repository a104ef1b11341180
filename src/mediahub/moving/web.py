"""Asking the web for a stranger's files: few redirects, no private addresses, no more than agreed.

Every address that a feed names may be anybody's choice. So the name is looked up once, what it
stands for is looked at, and that very address is asked.
"""

import http.client
import ipaddress
import socket
import ssl
import time
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from mediahub.errors import MediaError
from mediahub.feed.addresses import ascii_url

REDIRECTS = 8
"""Hosts that count downloads put one or two before the file's own."""
WAIT_S = 30
"""How long is waited for a connection, and for each piece of an answer."""
STRIKES = 3
LONGEST_S = 300
"""How long a feed or a picture may take as a whole."""
_AGENT = "mediahub (+feed import)"
_CHUNK = 1 << 16


class WebError(MediaError):
    """An address that cannot be asked, or does not answer as it should."""


@dataclass(frozen=True, slots=True)
class Page:
    """What an address gave: its bytes, media type ("" for none), and the address it led to."""

    data: bytes
    type: str
    url: str


class Answer:
    """An open answer: status, headers (names in lower case) and the body, piece by piece."""

    def __init__(self, response: http.client.HTTPResponse, url: str) -> None:
        self._response = response
        self.url = url
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}

    def pieces(self) -> Iterator[bytes]:
        """The body, as it comes. Raises WebError where the line breaks."""
        try:
            while piece := self._response.read(_CHUNK):
                yield piece
        except (OSError, http.client.HTTPException) as error:
            raise WebError(
                f"{self.url}: the line broke ({_told(error)})",
                swedish=f"{self.url}: förbindelsen bröts ({_told(error)})",
            ) from error


@dataclass(frozen=True, slots=True)
class Web:
    """How the web is asked; `private` allows this machine and its own network.

    A host that did not answer `STRIKES` times is not asked again: a feed may name thousands of
    files at it, and each would be waited for.
    """

    private: bool = False
    silent: Counter[str] = field(default_factory=Counter, compare=False)

    @contextmanager
    def open(self, url: str, headers: Mapping[str, str] | None = None) -> Iterator[Answer]:
        """The answer of an address, its redirects followed. Raises WebError."""
        at = url
        for _ in range(REDIRECTS + 1):
            connection = self._connection(at)
            host = f"{connection.host}:{connection.port}"
            if self.silent[host] >= STRIKES:
                raise WebError(
                    f"{at} was not asked: {host} has not answered {STRIKES} times",
                    swedish=f"{at} är inte tillfrågad: {host} har inte svarat på {STRIKES} gånger",
                )
            try:
                try:
                    answer = _asked(connection, at, headers or {})
                except WebError:
                    self.silent[host] += 1
                    raise
                self.silent[host] = 0
                if answer.status in (301, 302, 303, 307, 308) and "location" in answer.headers:
                    at = urljoin(at, answer.headers["location"])
                    continue
                if answer.status not in (200, 206, 416):
                    raise WebError(
                        f"{at} answers {answer.status}", swedish=f"{at} svarar {answer.status}"
                    )
                yield answer
                return
            finally:
                connection.close()
        raise WebError(
            f"{url} leads on more than {REDIRECTS} times",
            swedish=f"{url} leder vidare mer än {REDIRECTS} gånger",
        )

    def read(self, url: str, most: int) -> Page:
        """All that an address gives. Raises WebError where that is more than `most` bytes."""
        end = time.monotonic() + LONGEST_S
        data = bytearray()
        with self.open(url, {"Accept-Encoding": "gzip"}) as answer:
            if answer.status != 200:
                raise WebError(
                    f"{url} answers {answer.status}", swedish=f"{url} svarar {answer.status}"
                )
            packed = answer.headers.get("content-encoding", "").lower() in ("gzip", "x-gzip")
            unpack = zlib.decompressobj(wbits=31) if packed else None
            for piece in answer.pieces():
                data += unpack.decompress(piece, most + 1 - len(data)) if unpack else piece
                if len(data) > most:
                    raise WebError(
                        f"{url} gives more than {most >> 20} MB; it was not read",
                        swedish=f"{url} ger mer än {most >> 20} MB, och är inte läst",
                    )
                if time.monotonic() > end:
                    raise WebError(
                        f"{url} took more than {LONGEST_S} s",
                        swedish=f"{url} tog mer än {LONGEST_S} s",
                    )
            said = answer.headers.get("content-length", "")
            if not packed and said.isdigit() and len(data) < int(said):
                raise WebError(
                    f"{url}: the line broke after {len(data)} of {said} bytes",
                    swedish=f"{url}: förbindelsen bröts efter {len(data)} av {said} byte",
                )
            return Page(bytes(data), _type(answer.headers.get("content-type", "")), answer.url)

    def _connection(self, url: str) -> http.client.HTTPConnection:
        try:
            parts = urlsplit(ascii_url(url))
            host, port = parts.hostname, parts.port
        except ValueError as error:
            raise WebError(
                f"{url} is no address ({error})", swedish=f"{url} är ingen adress ({error})"
            ) from error
        if parts.scheme not in ("http", "https") or not host:
            raise WebError(
                f"{url} is no address of the web; it begins with https:// or http://",
                swedish=f"{url} är ingen webbadress. En sådan börjar med https:// eller http://.",
            )
        port = port or (443 if parts.scheme == "https" else 80)
        place = self._place(url, host, port)
        if parts.scheme == "https":
            return _PinnedHttps(host, port, place)
        return _Pinned(host, port, place)

    def _place(self, url: str, host: str, port: int) -> str:
        """The number that a host's name stands for, allowed to be asked."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise WebError(
                f"{url}: there is no host of that name ({_told(error)})",
                swedish=f"{url}: det finns ingen värd med det namnet ({_told(error)})",
            ) from error
        numbers = [str(one[4][0]).partition("%")[0] for one in found]
        if not self.private and not all(map(_is_everybodys, numbers)):
            raise WebError(
                f"{url} leads to {numbers[0]}, an address of this machine or its own network; "
                "if that is meant, say --private",
                swedish=f"{url} leder till {numbers[0]}, en adress på den här datorn eller "
                "dess eget "
                "nät. Skriv --private om det är meningen.",
            )
        return numbers[0]


class _Pinned(http.client.HTTPConnection):
    """A connection to a host at the number that was looked at."""

    def __init__(self, host: str, port: int, place: str) -> None:
        super().__init__(host, port, timeout=WAIT_S)
        self._place = place

    def connect(self) -> None:
        self.sock = socket.create_connection((self._place, self.port), self.timeout)


class _PinnedHttps(_Pinned):
    def connect(self) -> None:
        super().connect()
        context = ssl.create_default_context()
        self.sock = context.wrap_socket(self.sock, server_hostname=self.host)


def _asked(connection: http.client.HTTPConnection, url: str, headers: Mapping[str, str]) -> Answer:
    parts = urlsplit(ascii_url(url))
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request(
            "GET",
            path,
            headers={
                "Host": parts.netloc.rpartition("@")[2],
                "User-Agent": _AGENT,
                "Accept-Encoding": "identity",
                **headers,
            },
        )
        return Answer(connection.getresponse(), url)
    except (OSError, http.client.HTTPException) as error:
        raise WebError(
            f"{url} does not answer ({_told(error)})", swedish=f"{url} svarar inte ({_told(error)})"
        ) from error


def _is_everybodys(number: str) -> bool:
    address = ipaddress.ip_address(number)
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_global and not address.is_multicast


def _type(said: str) -> str:
    return said.partition(";")[0].strip().lower()


def _told(error: BaseException) -> str:
    return str(error) or type(error).__name__
