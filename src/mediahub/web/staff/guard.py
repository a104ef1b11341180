"""What holds for every request: where it comes from, how large it is, what answers forbid."""

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

SAFE = {"GET", "HEAD", "OPTIONS"}
LARGEST = 2 << 20
"""Bytes of a request that is no upload."""
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
]


class Guard:
    """Refuses other names, other sites' requests and bodies too large; adds the headers to all.

    `hosts` are the names that the site answers to, without port, in lower case. A request that
    changes something must come from a page of ours: browsers say so by Origin and Sec-Fetch-Site,
    and one that says neither is refused. The token of its page is asked for as well (`tokens`).
    """

    def __init__(self, app: "ASGIApp", hosts: frozenset[str]) -> None:
        self._app, self._hosts = app, hosts

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        from starlette.responses import PlainTextResponse

        refused = self._refused(scope)
        if refused is not None:
            status, words = refused
            await PlainTextResponse(words + "\n", status)(scope, receive, _with_headers(send))
            return
        await self._app(scope, receive, _with_headers(send))

    def _refused(self, scope: "Scope") -> tuple[int, str] | None:
        headers: dict[str, list[str]] = {}
        for name, value in scope["headers"]:
            headers.setdefault(name.decode("latin-1"), []).append(value.decode("latin-1"))
        hosts = headers.get("host", [])
        name = re.sub(r":\d*$", "", hosts[0]).lower() if len(hosts) == 1 else ""
        if name not in self._hosts:
            return 421, "This site answers to its own name only"
        length = headers.get("content-length", ["0"])[0]
        if not (length.isascii() and length.isdigit()) or int(length[:12]) > LARGEST:
            return 413, "Too much at once"
        if scope["method"] in SAFE:
            return None
        if headers.get("transfer-encoding"):
            return 411, "Say how long the request is"
        return None if _from_here(headers, hosts[0]) else (403, "Another site asked for this")


def _from_here(headers: dict[str, list[str]], host: str) -> bool:
    """Whether a browser says that a page of ours asked: by Sec-Fetch-Site, or by Origin."""
    site, origin = (headers.get(name, [None])[0] for name in ("sec-fetch-site", "origin"))
    if site is not None and site not in ("same-origin", "none"):
        return False
    if origin is not None and urlsplit(origin).netloc.lower() != host.lower():
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
