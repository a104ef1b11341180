"""What holds for every request: where it comes from, how large it is, what answers forbid."""

import re
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Any

from mediahub.web.staff.patience import in_time

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

SAFE = {"GET", "HEAD", "OPTIONS"}
API = "/api/"
"""Where programs ask, with tokens of their own: no cookie counts there, so none can be misused."""
LARGEST = 2 << 20
"""Bytes of a request that is no upload."""
UPLOADS = ("/ladda-upp/filer/", "/ladda-upp/bild/")
PIECE = "application/offset+octet-stream"
PICTURES, LARGEST_PICTURE = "/ladda-upp/bild/", 21 << 20
"""Where a form may hold a picture, and the most bytes of it: its view says what is too large."""
FORM = "multipart/form-data"
Refusal = Callable[["Scope", int, str], "ASGIApp"]
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_HEADERS: list[Any] = [
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
    (b"cache-control", b"no-store"),
]


def _plain(_scope: "Scope", status: int, words: str) -> "ASGIApp":
    from starlette.responses import PlainTextResponse

    return PlainTextResponse(words + "\n", status)


class Guard:
    """Refuses other names, other sites' requests and bodies too large; adds the headers to all.

    `hosts` are the names that the site answers to, without port, in lower case. A request that
    changes something must come from a page of ours: browsers say so by Origin and Sec-Fetch-Site,
    and one that says neither is refused. What is under `API` is asked by programs, which have no
    page, and is refused by `api_refusal`.
    """

    def __init__(
        self, app: "ASGIApp", hosts: frozenset[str], api_refusal: Refusal = _plain
    ) -> None:
        self._app, self._hosts, self._api_refusal = app, hosts, api_refusal

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refused = self._refused(scope)
        if refused is not None:
            refusal = self._api_refusal if scope["path"].startswith(API) else _plain
            await refusal(scope, *refused)(scope, receive, _with_headers(send))
            return
        if scope["method"] in SAFE:
            await self._app(scope, receive, _with_headers(send))
            return
        from starlette.requests import ClientDisconnect

        length = next((int(v) for name, v in scope["headers"] if name == b"content-length"), 0)
        begun = False

        async def sending(message: "Message") -> None:
            nonlocal begun
            begun = True
            await send(message)

        told = _with_headers(sending)
        try:
            await self._app(scope, in_time(receive, length, monotonic), told)
        except ClientDisconnect:
            if not begun:
                await _plain(scope, 408, "The request took too long")(scope, receive, told)

    def _refused(self, scope: "Scope") -> tuple[int, str] | None:
        headers: dict[str, list[str]] = {}
        for name, value in scope["headers"]:
            headers.setdefault(name.decode("latin-1"), []).append(value.decode("latin-1"))
        hosts = headers.get("host", [])
        name = re.sub(r":\d*$", "", hosts[0]).lower() if len(hosts) == 1 else ""
        if name not in self._hosts:
            return 421, "This site answers to its own name only"
        # What is too much for an upload, its view knows, which alone reads such a body.
        kind = headers.get("content-type", [""])[0]
        piece = kind == PIECE
        uploads = piece and scope["path"].startswith(UPLOADS)
        length = "0" if uploads else headers.get("content-length", ["0"])[0]
        # Zeros before it make no number smaller, and a long one is not to be read at all.
        digits = length.lstrip("0")
        most = LARGEST
        if scope["path"].startswith(PICTURES) and kind.startswith(FORM):
            most = LARGEST_PICTURE
        if not re.fullmatch(r"\d{0,12}", digits, re.ASCII) or int(digits or 0) > most:
            return 413, "Too much at once"
        if scope["method"] in SAFE:
            return None
        if headers.get("transfer-encoding") and not uploads:
            return 411, "Say how long the request is"
        if scope["path"].startswith(API):
            return None
        return None if _from_here(headers, hosts[0]) else (403, "Another site asked for this")


def _from_here(headers: dict[str, list[str]], host: str) -> bool:
    """Whether a browser says that a page of ours asked: by Sec-Fetch-Site, or by Origin."""
    site, origin = (headers.get(name, [None])[0] for name in ("sec-fetch-site", "origin"))
    host = host.lower()
    if site is not None and site not in ("same-origin", "none"):
        return False
    if origin is not None and origin.lower() not in (f"http://{host}", f"https://{host}"):
        return False
    return origin is not None or site is not None


def _with_headers(send: "Send") -> "Send":
    async def sending(message: "Message") -> None:
        if message["type"] == "http.response.start":
            own = {name for name, _ in message["headers"]}
            added = [pair for pair in _HEADERS if pair[0] not in own]
            message = {**message, "headers": [*message["headers"], *added]}
        await send(message)

    return sending
