"""An old host on this machine: what it serves, where its line breaks, what it was asked."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

NAMESPACES = (
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
    'xmlns:podcast="https://podcastindex.org/namespace/1.0" '
    'xmlns:atom="http://www.w3.org/2005/Atom" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:psc="http://podlove.org/simple-chapters"'
)


def rss(*items: str, head: str = "<title>Soppan</title>") -> bytes:
    body = "".join(f"<item>{item}</item>" for item in items)
    channel = f"<channel>{head}{body}</channel>"
    text = f'<?xml version="1.0"?><rss version="2.0" {NAMESPACES}>{channel}</rss>'
    return text.encode()


def item(
    title: str = "Ett", guid: str | None = "g1", url: str = "https://old.example/1.mp3",
    date: str = "Wed, 03 Jun 2020 07:00:00 +0200", more: str = "",
) -> str:  # fmt: skip
    said = f"<guid>{guid}</guid>" if guid is not None else ""
    return (
        f"<title>{title}</title>{said}<pubDate>{date}</pubDate>"
        f'<enclosure url="{url}" length="11" type="audio/mpeg"/>{more}'
    )


@dataclass
class Host:
    """What stands at each path; `breaks` tells after how many bytes the line breaks, once each."""

    address: str = ""
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    leads: dict[str, str] = field(default_factory=dict)
    breaks: dict[str, list[int]] = field(default_factory=dict)
    ranges: bool = True
    asked: list[tuple[str, str | None]] = field(default_factory=list)

    def put(self, path: str, data: bytes, kind: str = "application/xml") -> str:
        self.files[path] = (kind, data)
        return f"{self.address}{path}"


@pytest.fixture
def host() -> Iterator[Host]:
    one = Host()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            _answer(self, one)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    one.address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield one
    server.shutdown()
    server.server_close()


def _answer(handler: BaseHTTPRequestHandler, one: Host) -> None:
    path, wanted = handler.path, handler.headers.get("Range")
    one.asked.append((path, wanted))
    if path in one.leads:
        handler.send_response(302)
        handler.send_header("Location", one.leads[path])
        handler.send_header("Content-Length", "0")
        handler.end_headers()
        return
    if path not in one.files:
        handler.send_error(404)
        return
    kind, data = one.files[path]
    mark = f'"{len(data)}-{sum(data) % 9973}"'
    begins = 0
    if one.ranges and wanted and handler.headers.get("If-Range") == mark:
        begins = int(wanted.removeprefix("bytes=").partition("-")[0])
        if begins >= len(data):
            handler.send_error(416)
            return
    handler.send_response(206 if begins else 200)
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", str(len(data) - begins))
    if one.ranges:
        handler.send_header("ETag", mark)
    if begins:
        handler.send_header("Content-Range", f"bytes {begins}-{len(data) - 1}/{len(data)}")
    handler.end_headers()
    cuts = one.breaks.get(path, [])
    handler.wfile.write(data[begins : begins + cuts.pop(0) if cuts else None])
    handler.close_connection = True


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace with nothing in it but its settings."""
    folder = tmp_path / "ws"
    (folder / "media").mkdir(parents=True)
    (folder / "mediahub.toml").write_text(
        '# Våra inställningar.\npublic_url = "https://ny.example/feeds"\n', encoding="utf-8"
    )
    return folder
