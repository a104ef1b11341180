"""What sending takes by the clock over a line with a delay: one file at a time, and several.

`python benchmarks/sending.py [--files 120] [--delay-ms 20]`; it needs `mediahub[publish]`, wsgidav
and cheroot. The servers are real, on this machine; the line between holds back what it carries.
"""

import argparse
import asyncio
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import asyncssh

from mediahub.site.targets.fsspecstore import sftp_store, webdav_store
from mediahub.site.targets.remote import RemoteTarget
from mediahub.site.values import Content, Site

WORD = "hemlighet"


def site(files: int, mark: str) -> Site:
    """Pages and captions of a few kB, six a folder, with a feed that names them."""
    names = ("index.html", "transcript.vtt", "transcript.srt", "transcript.json", "chapters.json")
    contents = {
        f"podden/avsnitt-{at // 5:04}/{names[at % 5]}": f"{mark} {at} ".encode() * 300
        for at in range(files)
    }
    contents["podden/feed.xml"] = f"<rss>{mark}</rss>".encode()
    return Site("", {name: Content.of_bytes(name, data) for name, data in contents.items()})


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as one:
        return int(one.getsockname()[1])


class Line:
    """A line to a port of this machine that hands on what it is given after a delay."""

    def __init__(self, loop: asyncio.AbstractEventLoop, port: int, delay_s: float) -> None:
        self._port, self._delay_s, self.port = port, delay_s, free_port()
        asyncio.run_coroutine_threadsafe(self._serve(), loop).result(30)

    async def _serve(self) -> None:
        self._server = await asyncio.start_server(self._carry, "127.0.0.1", self.port)

    async def _carry(self, near: asyncio.StreamReader, to_near: asyncio.StreamWriter) -> None:
        far, to_far = await asyncio.open_connection("127.0.0.1", self._port)
        await asyncio.gather(self._one_way(near, to_far), self._one_way(far, to_near))

    async def _one_way(self, one: asyncio.StreamReader, other: asyncio.StreamWriter) -> None:
        loop = asyncio.get_running_loop()
        with suppress(OSError):
            while data := await one.read(1 << 16):
                loop.call_later(self._delay_s, other.write, data)
        loop.call_later(self._delay_s, other.close)


@contextmanager
def sftp(
    loop: asyncio.AbstractEventLoop, folder: Path, delay_s: float
) -> Iterator[Callable[[], Any]]:
    key, port = asyncssh.generate_private_key("ssh-ed25519"), free_port()

    class Passwords(asyncssh.SSHServer):
        def password_auth_supported(self) -> bool:
            return True

        def validate_password(self, _username: str, password: str) -> bool:
            return password == WORD

    async def serve() -> Any:
        return await asyncssh.listen(
            "127.0.0.1", port, server_factory=Passwords, server_host_keys=[key],
            sftp_factory=lambda channel: asyncssh.SFTPServer(channel, chroot=str(folder)),
        )  # fmt: skip

    server = asyncio.run_coroutine_threadsafe(serve(), loop).result(30)
    line = Line(loop, port, delay_s)
    home = Path.home() / ".ssh"
    home.mkdir(parents=True, exist_ok=True)
    public = key.export_public_key().decode().strip()
    (home / "known_hosts").write_text(f"[127.0.0.1]:{line.port} {public}\n")
    yield lambda: sftp_store(
        "/srv/www/feeds", "sftp", host="127.0.0.1", port=line.port, user="lisa", secret=WORD
    )
    loop.call_soon_threadsafe(server.close)


@contextmanager
def webdav(
    loop: asyncio.AbstractEventLoop, folder: Path, delay_s: float
) -> Iterator[Callable[[], Any]]:
    (folder / "feeds").mkdir()
    port = free_port()
    settings = {
        "host": "127.0.0.1", "port": port, "provider_mapping": {"/": str(folder)}, "verbose": 0,
        "simple_dc": {"user_mapping": {"*": {"lisa": {"password": WORD}}}},
    }  # fmt: skip
    config = folder.parent / "wsgidav.json"
    config.write_text(json.dumps(settings))
    server = subprocess.Popen(
        [sys.executable, "-m", "wsgidav.server.server_cli", "-c", str(config)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    while True:
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", port)).close()
            break
        time.sleep(0.1)
    line = Line(loop, port, delay_s)
    base = f"http://127.0.0.1:{line.port}/feeds"
    yield lambda: webdav_store(base, "webdav", user="lisa", secret=WORD)
    server.terminate()
    server.wait(30)


def seconds(work: Callable[[], object]) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--files", type=int, default=120)
    given.add_argument("--delay-ms", type=float, default=20)
    given.add_argument("--at-once", default="1,4")
    asked = given.parse_args()
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as place:
        os.environ["HOME"] = place  # whose known_hosts are asked
        for name, way in (("sftp", sftp), ("webdav", webdav)):
            folder = Path(place) / name / "root"
            folder.mkdir(parents=True)
            with way(loop, folder, asked.delay_ms / 1000) as opened:
                for number, at_once in enumerate(map(int, asked.at_once.split(","))):
                    store = opened()
                    store.at_once = at_once
                    target, whole = RemoteTarget(store), site(asked.files, f"{name}{number}")
                    put = seconds(lambda t=target, w=whole: t.sync(w))
                    fewer = Site(
                        "", {"podden/feed.xml": whole.contents["podden/feed.xml"]}, ("podden",)
                    )
                    gone = seconds(lambda t=target, f=fewer: t.sync(f))
                    print(
                        f"{name}, {at_once} at once: {put:.1f} s to put, {gone:.1f} s to take away"
                    )


if __name__ == "__main__":
    main()
