"""The preview: `feeds/` served on this machine as a good web server on the net would serve it."""

import errno
import os
import re
import socket
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from mediahub.errors import SettingsError, system_reason
from mediahub.feed import PREVIEW_PORT, media_type
from mediahub.feed.names import NOT_FOUND
from mediahub.tongues import Said
from mediahub.web.addresses import readdressed_file

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import FileResponse, Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

HOST = "127.0.0.1"
_OWN_NAMES = {"127.0.0.1", "localhost", "[::1]"}
_ONE_RANGE = re.compile(r"(\d{1,18})-(\d{0,18})|-(\d{1,18})", re.ASCII)
_ASSETS = re.compile(r'href="(/[^"/][^"]*)/assets/')
# Types whose text would be read in some other alphabet if they did not say.
_TEXT_TYPES = {"application/rss+xml", "application/x-subrip"}

_NOT_FOUND = """<!doctype html>
<html lang="sv"><head><meta charset="utf-8"><title>Sidan finns inte</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>:root{color-scheme:light dark}body{font:1.125rem/1.6 system-ui,sans-serif;max-width:36rem;
margin:20vh auto;padding:0 1.5rem}h1{font-size:2rem;line-height:1.2}</style></head>
<body><main><h1>Sidan finns inte</h1>
<p>Adressen kan vara felskriven, eller så har avsnittet inte publicerats än.</p>
<p><a href="/">Till alla serier</a></p></main></body></html>
"""


def make_app(feeds_dir: Path) -> "Starlette":
    """An application that answers GET and HEAD with the files of `feeds_dir`, and nothing else.

    Byte ranges (also suffixes and If-Range), ETag, Last-Modified and 304, the media types of
    `publish.media_type`, a folder's index.html, CORS for browser players. Feeds that were made for
    the preview name the address they are asked at. Names that begin with a dot, links that leave
    the folder and requests under another host's name are refused.
    """
    from starlette.applications import Starlette
    from starlette.middleware import Middleware
    from starlette.routing import Route

    root = feeds_dir.resolve()

    # A plain function: Starlette runs it in a thread, so that the disk never blocks the others.
    def answer(request: "Request") -> "Response":
        return _answer(root, request)

    return Starlette(
        routes=[Route("/{path:path}", answer, methods=["GET"])],
        middleware=[Middleware(_OnlyHere)],
    )


class PreviewServer:
    """The preview on a port of 127.0.0.1; the port is taken when the object is made.

    Port 0 takes any free one. Raises SettingsError when the port cannot be had.
    """

    def __init__(self, feeds_dir: Path, port: int = PREVIEW_PORT) -> None:
        import uvicorn

        if not feeds_dir.is_dir():
            raise SettingsError(
                f"{feeds_dir} is not there yet: mediahub run makes it",
                swedish=f"{feeds_dir} finns inte än: `mediahub run` gör den",
            )
        self._socket = listening(port)
        self.port: int = self._socket.getsockname()[1]
        self.url = f"http://{HOST}:{self.port}"
        self._server = uvicorn.Server(
            uvicorn.Config(
                make_app(feeds_dir),
                lifespan="off",
                ws="none",
                log_level="warning",
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=2,
            )
        )

    def run(self) -> None:
        """Answer until `stop`, or an interrupt where this is the main thread."""
        with self._socket:
            self._server.run(sockets=[self._socket])

    def stop(self) -> None:
        """Let `run` return once the requests under way are answered; from any thread."""
        self._server.should_exit = True


def serve(
    feeds_dir: Path, port: int = PREVIEW_PORT, *, on_ready: Callable[[str], None] = lambda _: None
) -> None:
    """Serve `feeds_dir` on 127.0.0.1 until interrupted; `on_ready` gets the address.

    Raises SettingsError when there is no such folder or the port cannot be had.
    """
    server = PreviewServer(feeds_dir, port)
    # The socket listens already: who connects from now on is answered.
    on_ready(server.url)
    # uvicorn finishes what is under way and then passes Ctrl-C on; here it is the way to end.
    with suppress(KeyboardInterrupt):
        server.run()


def listening(port: int, host: str = HOST) -> socket.socket:
    """A socket that listens on a port. Raises SettingsError when the port cannot be had."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if os.name != "nt":  # there it would let two servers share the port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(128)
    except (OSError, OverflowError) as error:
        listener.close()
        busy = isinstance(error, OSError) and error.errno == errno.EADDRINUSE
        why = system_reason(error).swedish if isinstance(error, OSError) else f"{error}"
        reason = (
            Said("is in use by another program", "används av ett annat program")
            if busy
            else Said(f"cannot be used ({error})", f"går inte att använda ({why})")
        )
        raise SettingsError(
            f"Port {port} {reason}: choose another with --port",
            swedish=f"Porten {port} {reason.swedish}. Välj en annan med --port.",
        ) from error
    return listener


def _not_found(root: Path) -> "Response":
    """The site's own page for what is not there, as a server would be told to show it."""
    from starlette.responses import HTMLResponse

    try:
        page = (root / NOT_FOUND).read_text(encoding="utf-8")
    except OSError:
        page = _NOT_FOUND  # nothing is published yet
    # Its addresses begin at the root of the server that public_url names; here that is feeds/.
    folder = _ASSETS.search(page)
    if folder is not None:
        page = page.replace(f'="{folder[1]}/', '="/')
    return HTMLResponse(page, status_code=404)


def _answer(root: Path, request: "Request") -> "Response":
    from starlette.responses import RedirectResponse, Response

    path: str = request.path_params["path"]
    found = _inside(root, path)
    if found is None:
        return _not_found(root)
    if found.is_dir():
        if path and not path.endswith("/"):
            # Relative, so that it cannot be made to point at another host.
            return RedirectResponse("./" + quote(path.rsplit("/", 1)[-1]) + "/", status_code=301)
        found = _inside(root, path + "index.html")
    elif path.endswith("/"):
        found = None
    if found is None or not found.is_file():
        return _not_found(root)
    file = readdressed_file(found, request.headers["host"]) or _file_response(found)
    if _unchanged(request, file):
        kept = ("etag", "last-modified", "cache-control", "accept-ranges")
        return Response(status_code=304, headers={name: file.headers[name] for name in kept})
    return file


def _inside(root: Path, path: str) -> Path | None:
    """The file or folder at an address, or None when it is not there or not ours to show."""
    parts = [part for part in path.split("/") if part]
    # Leading dots cover "..", hidden files and half-written ones.
    if any(part.startswith(".") or "\\" in part or "\0" in part for part in parts):
        return None
    try:
        found = root.joinpath(*parts).resolve(strict=True)
    except (OSError, ValueError):  # absent, a loop of links, too long a name
        return None
    return found if found.is_relative_to(root) else None


def _file_response(path: Path) -> "Response":
    kind = media_type(path.name)
    if kind in _TEXT_TYPES:
        kind += "; charset=utf-8"
    headers = {"cache-control": "no-cache"}
    return ranged_file()(path, media_type=kind, headers=headers, stat_result=path.stat())


@cache
def ranged_file() -> "type[FileResponse]":
    """A FileResponse that takes ranges as it should."""
    from starlette.responses import FileResponse

    class RangedFile(FileResponse):
        """A FileResponse that takes ranges as RFC 9110 (14.2) has them.

        Starlette refuses with 400 what a server should ignore (another unit, a malformed range)
        and with 416 a list of which only some can be satisfied.
        """

        async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
            size = int(self.headers["content-length"])
            headers = [
                (name, usable)
                for name, value in scope["headers"]
                if (usable := _usable(value, size) if name == b"range" else value) is not None
            ]
            await super().__call__({**scope, "headers": headers}, receive, send)

    return RangedFile


def _usable(header: bytes, size: int) -> bytes | None:
    """The Range header with what this file can satisfy; None when it is to be ignored.

    A header of which nothing can be satisfied is given back as it is, for the 416.
    """
    unit, _, ranges = header.decode("latin-1").partition("=")
    parts = [part.strip() for part in ranges.split(",") if part.strip()]
    matches = [_ONE_RANGE.fullmatch(part) for part in parts]
    if unit.strip().lower() != "bytes" or not matches or len(matches) > 20:
        return None
    kept = []
    for match in matches:
        if match is None or (match[2] and int(match[1]) > int(match[2])):
            return None
        start = int(match[1]) if match[1] else size - int(match[3])
        if start < size:
            kept.append(match[0])
    return f"bytes={','.join(kept) if kept else f'{size}-'}".encode()


def _unchanged(request: "Request", response: "Response") -> bool:
    from email.utils import parsedate_to_datetime

    known = request.headers.get("if-none-match")
    if known is not None:
        # A weak comparison (RFC 9110, 13.1.2); If-Modified-Since is then not looked at.
        tags = {tag.strip().removeprefix("W/") for tag in known.split(",")}
        return "*" in tags or response.headers["etag"] in tags
    since = request.headers.get("if-modified-since")
    if since is None:
        return False
    try:
        asked = parsedate_to_datetime(since)
        return parsedate_to_datetime(response.headers["last-modified"]) <= asked
    except (TypeError, ValueError):  # not a date, or one without a zone
        return False


class _OnlyHere:
    """Answers only under this machine's own names, and lets browser players read the answer.

    Another site's name that resolves to 127.0.0.1 (DNS rebinding) is refused.
    """

    def __init__(self, app: "ASGIApp") -> None:
        self._app = app

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        from starlette.responses import PlainTextResponse

        hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        if len(hosts) != 1 or re.sub(r":\d*$", "", hosts[0]).lower() not in _OWN_NAMES:
            refusal = PlainTextResponse("The preview answers only to 127.0.0.1\n", 421)
            await refusal(scope, receive, send)
            return

        async def with_headers(message: "Message") -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], *_CORS]}
            await send(message)

        await self._app(scope, receive, with_headers)


_CORS: list[Any] = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"accept-ranges, content-length, content-range, etag"),
    (b"x-content-type-options", b"nosniff"),
]
