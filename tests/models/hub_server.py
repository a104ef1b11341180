"""A model hub on the loopback that speaks the hub's protocol, and can be made to go wrong."""

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

OLD, NEW = "0" * 40, "a1b2c3d4e5f6" + "0" * 28


@dataclass
class Shelf:
    """What the hub has: the files at its newest commit, and the commits that it knows."""

    files: dict[str, bytes]
    name: str = "test/moved"
    commits: set[str] = field(default_factory=lambda: {NEW, "main"})
    repository: bool = True
    told: str | None = "RevisionNotFound"
    """The word with which a commit that is gone is refused; a mirror need not have one."""
    cuts: dict[str, list[int]] = field(default_factory=dict)
    """By file: after so many bytes the line breaks, once for each number; 0 is no answer at all."""
    spoilt: dict[str, bytes] = field(default_factory=dict)
    """By file: what is sent in place of what is stated."""
    ranges: bool = True
    """Whether a part of a file can be had; else all of it is sent."""
    elsewhere: bool = False
    """Whether files lie on another host, to which the hub sends whoever asks for one."""
    trusted: list[str | None] = field(default_factory=list)
    """The token that came with each question for a file there."""
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    """The files that were sent, whole or in part: the name and the range that was asked for."""

    def info(self) -> dict[str, object]:
        """What the hub states of its newest commit."""
        siblings = [
            {
                "rfilename": name,
                "size": len(data),
                "blobId": hashlib.sha1(
                    b"blob %d\0" % len(data) + data, usedforsecurity=False
                ).hexdigest(),
                **({"lfs": lfs(data)} if name == "model.bin" else {}),
            }
            for name, data in self.files.items()
        ]
        return {"id": self.name, "sha": NEW, "siblings": siblings}


def lfs(data: bytes) -> dict[str, object]:
    """What the hub states of a large file."""
    return {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data), "pointerSize": 100}


@contextmanager
def serving(shelf: Shelf) -> Iterator[str]:
    """The address of a hub that has this shelf, as HF_ENDPOINT wants it."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.answer(body=True)

        def do_HEAD(self) -> None:
            self.answer(body=False)

        def answer(self, *, body: bool) -> None:
            parts = unquote(self.path).partition("?")[0].strip("/").split("/")
            asked = "/".join(parts[2:4] if parts[:2] == ["api", "models"] else parts[:2])
            if parts[0] == "elsewhere":
                shelf.trusted.append(self.headers.get("Authorization"))
                self.file(parts[1], body=body)
            elif not shelf.repository or asked != shelf.name:
                self.send(404, b"", {"X-Error-Code": "RepoNotFound"}, body=body)
            elif parts[:2] == ["api", "models"]:
                commit = parts[5] if len(parts) > 5 else "main"
                if self.knows(commit, body=body):
                    self.send(200, json.dumps(shelf.info()).encode(), {}, body=body)
            elif self.knows(parts[3], body=body):  # OWNER/NAME/resolve/COMMIT/FILE
                if shelf.elsewhere:
                    there = f"http://localhost:{server.server_port}/elsewhere/{parts[4]}"
                    self.send(302, b"", {"Location": there}, body=body)
                else:
                    self.file(parts[4], body=body)

        def knows(self, commit: str, *, body: bool) -> bool:
            if commit not in shelf.commits:
                gone = {"X-Error-Code": shelf.told} if shelf.told else {}
                self.send(404, b"", gone, body=body)
            return commit in shelf.commits

        def file(self, name: str, *, body: bool) -> None:
            digest = hashlib.sha256(shelf.files[name]).hexdigest()
            told = {"X-Repo-Commit": NEW, "ETag": f'"{digest}"', "Accept-Ranges": "bytes"}
            data, code, wanted = shelf.spoilt.get(name, shelf.files[name]), 200, None
            if body:
                wanted = self.headers.get("Range")
                shelf.asked.append((name, wanted))
            if wanted and shelf.ranges:
                start = int(wanted.removeprefix("bytes=").rstrip("-"))
                told["Content-Range"] = f"bytes {start}-{len(data) - 1}/{len(data)}"
                data, code = data[start:], 206
            cuts = shelf.cuts.get(name) if body else None
            self.send(code, data, told, body=body, cut=cuts.pop(0) if cuts else None)

        def send(
            self,
            code: int,
            data: bytes,
            told: dict[str, str],
            *,
            body: bool,
            cut: int | None = None,
        ) -> None:
            if cut == 0:
                code, data = 503, b""
            self.send_response(code)
            for name, value in {**told, "Content-Length": str(len(data))}.items():
                self.send_header(name, value)
            self.end_headers()
            if body:
                self.wfile.write(data[:cut])

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
