"""Targets held against real servers: SeaweedFS (S3), asyncssh (SFTP), WsgiDAV (WebDAV).

Each is left out, with a word, where its server or its client is not installed.
"""
# ruff: noqa: S310

import asyncio
import hashlib
import json
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from mediahub.catalog.settings import PublishSettings
from mediahub.site.targets.kept import NAME
from mediahub.site.targets.opening import open_store
from mediahub.site.targets.remote import RemoteTarget
from mediahub.site.targets.store import StoreError
from mediahub.site.values import Content, Site, SyncReport
from tests.servers import KEY, SECRET, answers, free_port, needed, served_s3

LARGE = bytes(range(256)) * 4096 * 12
"""12 MB: put in parts where a place puts in parts."""


def content(name: str, data: bytes) -> Content:
    return Content.of_bytes(name, data)


def site(tmp: Path, feed: bytes = b"<rss>1</rss>", sound: bytes = LARGE) -> Site:
    digest = hashlib.sha256(sound).hexdigest()
    enclosure = f"podden/a/a-{digest[:8]}.mp3"
    path = tmp / digest
    path.write_bytes(sound)
    return Site(
        "",
        {
            enclosure: Content.of_file(enclosure, path, digest),
            **{
                address: content(address, data)
                for address, data in {
                    "podden/a/transcript.srt": "1\n00:00:01,000 --> …\nÅäö\n".encode(),
                    "podden/a/transcript.vtt": b"WEBVTT\n",
                    "podden/a/index.html": "<p>Å</p>".encode(),
                    "podden/feed.xml": feed,
                    "index.html": b"<p>allt</p>",
                }.items()
            },
        },
    )


def enclosure_of(one: Site) -> str:
    return next(address for address in one if address.endswith(".mp3"))


def held(store_read: Callable[[str], bytes | None], one: Site) -> bool:
    return all(
        store_read(address) == (part.data if part.data is not None else part.file.read_bytes())
        for address, part in one.contents.items()
        if part.data is not None or part.file is not None
    )


def through_all(settings: PublishSettings, tmp: Path, environment: dict[str, str]) -> None:
    """What holds for every target: first, again, changed, taken away, replaced, verified."""
    store = open_store(settings, tmp, environment)
    first = site(tmp)
    assert set(RemoteTarget(store).sync(first).written) == set(first)
    assert held(store.read, first)
    assert store.size(enclosure_of(first)) == len(LARGE)
    got = tmp / "hemma"
    assert store.get(enclosure_of(first), got)
    assert got.read_bytes() == LARGE
    assert not store.get("podden/saknas.mp3", tmp / "ingenting")
    assert not (tmp / "ingenting").exists()
    assert store.names("podden") == sorted(name for name in first if name.startswith("podden/"))
    assert store.names("saknas") == []
    assert RemoteTarget(open_store(settings, tmp, environment)).sync(first) == SyncReport()
    second = site(tmp, b"<rss>2</rss>", b"ny")
    report = RemoteTarget(store).sync(second)
    assert report.written == (enclosure_of(second), "podden/feed.xml")
    assert report.removed == (enclosure_of(first),)
    assert held(store.read, second)
    assert store.read(enclosure_of(first)) is None
    store.remove("podden/a/transcript.vtt")
    assert RemoteTarget(store).sync(second) == SyncReport()
    assert RemoteTarget(store).sync(second, verify=True).written == ("podden/a/transcript.vtt",)


@pytest.fixture(scope="module")
def seaweed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an S3 service with a bucket that all may read."""
    with served_s3(tmp_path_factory.mktemp("weed"), "podd") as address:
        yield address


@pytest.fixture
def s3(seaweed: str, monkeypatch: pytest.MonkeyPatch) -> PublishSettings:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    return PublishSettings("s3://podd/feeds", endpoint=seaweed)


AWS = {"AWS_ACCESS_KEY_ID": KEY}


def test_s3_holds_the_site(s3: PublishSettings, tmp_path: Path):
    through_all(s3, tmp_path, AWS)


def test_s3_serves_each_file_by_its_type_and_time(
    s3: PublishSettings, seaweed: str, tmp_path: Path
):
    one = site(tmp_path)
    settings = PublishSettings("s3://podd/typer", endpoint=seaweed)
    RemoteTarget(open_store(settings, tmp_path, AWS)).sync(one)
    got = {}
    for address in one:
        with urllib.request.urlopen(f"{seaweed}/podd/typer/{address}") as answer:
            got[address.rpartition("/")[2][-7:]] = (
                answer.headers["Content-Type"],
                answer.headers["Cache-Control"],
            )
    assert got == {
        enclosure_of(one)[-7:]: ("audio/mpeg", "public, max-age=86400"),
        "ipt.srt": ("application/x-subrip; charset=utf-8", "public, max-age=600"),
        "ipt.vtt": ("text/vtt; charset=utf-8", "public, max-age=600"),
        "ex.html": ("text/html; charset=utf-8", "public, max-age=600"),
        "eed.xml": ("application/rss+xml; charset=utf-8", "public, max-age=300"),
    }
    ranged = urllib.request.Request(
        f"{seaweed}/podd/typer/{enclosure_of(one)}", headers={"Range": "bytes=256-511"}
    )
    with urllib.request.urlopen(ranged) as answer:
        assert (answer.status, answer.read()) == (206, bytes(range(256)))


def test_a_wrong_key_is_told_without_the_secret(
    seaweed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "fel-hemlighet")
    store = open_store(PublishSettings("s3://podd/x", endpoint=seaweed), tmp_path, AWS)
    with pytest.raises(StoreError) as told:
        RemoteTarget(store).sync(site(tmp_path))
    assert "goes on from there" in str(told.value)
    assert "hemlighet" not in str(told.value)


@pytest.fixture
def sftp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[PublishSettings, Path]]:
    """A machine reached by SSH, known to the user, and the folder that it serves."""
    needed("sshfs", "asyncssh")
    import asyncssh

    folder, home = tmp_path / "srv", tmp_path / "home"
    folder.mkdir()
    (home / ".ssh").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    key = asyncssh.generate_private_key("ssh-ed25519")
    port = free_port()

    class Passwords(asyncssh.SSHServer):
        def begin_auth(self, _username: str) -> bool:
            return True

        def password_auth_supported(self) -> bool:
            return True

        def validate_password(self, username: str, password: str) -> bool:
            return (username, password) == ("lisa", SECRET)

    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, daemon=True).start()

    async def serve() -> asyncssh.SSHAcceptor:
        return await asyncssh.listen(
            "127.0.0.1", port, server_factory=Passwords, server_host_keys=[key],
            sftp_factory=lambda channel: asyncssh.SFTPServer(channel, chroot=str(folder)),
        )  # fmt: skip

    server = asyncio.run_coroutine_threadsafe(serve(), loop).result(30)
    public = key.export_public_key().decode().strip()
    (home / ".ssh" / "known_hosts").write_text(f"[127.0.0.1]:{port} {public}\n")
    yield PublishSettings(f"sftp://lisa@127.0.0.1:{port}/www/feeds"), folder
    loop.call_soon_threadsafe(server.close)


class Line:
    """A line to a server that breaks, once and for all, after so many bytes towards it."""

    def __init__(self, port: int, most: int) -> None:
        self._to, self._left, self._open = port, most, list[socket.socket]()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                far = socket.create_connection(("127.0.0.1", self._to))
                self._open += [near, far]
                threading.Thread(target=self._pass, args=(near, far, True), daemon=True).start()
                threading.Thread(target=self._pass, args=(far, near, False), daemon=True).start()

    def _pass(self, one: socket.socket, other: socket.socket, counted: bool) -> None:
        with suppress(OSError):
            while data := one.recv(1 << 16):
                if counted:
                    self._left -= len(data)
                    if self._left < 0:
                        self.cut()
                        return
                other.sendall(data)
            other.shutdown(socket.SHUT_WR)

    def cut(self) -> None:
        for one in (self._listening, *self._open):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()


def gone_on_with(
    settings: PublishSettings, port: int, tmp: Path, environment: dict[str, str], most: int
) -> None:
    """A line that broke after so many bytes: nothing half, and the next sync has it all."""
    first, second = site(tmp), site(tmp, b"<rss>2</rss>", LARGE[::-1])
    RemoteTarget(open_store(settings, tmp, environment)).sync(first)
    line = Line(port, most)
    there, here = f":{port}", f":{line.port}"
    broken = PublishSettings(
        settings.target.replace(there, here), (settings.endpoint or "").replace(there, here) or None
    )
    known = tmp / "home" / ".ssh" / "known_hosts"
    if known.exists():
        known.write_text(f"{known.read_text()}{known.read_text().replace(there, here)}")
    with pytest.raises(StoreError):
        RemoteTarget(open_store(broken, tmp, environment)).sync(second)
    line.cut()
    store = open_store(settings, tmp, environment)
    assert held(store.read, first)
    third = site(tmp, b"<rss>3</rss>", b"ny")
    assert enclosure_of(first) in RemoteTarget(store).sync(third).removed
    assert held(store.read, third)


def port_of(address: str) -> int:
    return int(address.rpartition(":")[2].partition("/")[0])


@pytest.mark.parametrize("most", [30_000, 6 << 20])
def test_sftp_is_gone_on_with(sftp: tuple[PublishSettings, Path], tmp_path: Path, most: int):
    gone_on_with(sftp[0], port_of(sftp[0].target), tmp_path, WORD, most)
    assert [path.name for path in sftp[1].rglob(".mediahub-*")] == [NAME]


@pytest.mark.parametrize("most", [3_000, 6 << 20])
def test_webdav_is_gone_on_with(webdav: tuple[PublishSettings, Path], tmp_path: Path, most: int):
    gone_on_with(webdav[0], port_of(webdav[0].target), tmp_path, WORD, most)
    assert [path.name for path in webdav[1].rglob(".mediahub-*")] == [NAME]


@pytest.mark.parametrize("most", [3_000, 6 << 20])
def test_s3_is_gone_on_with(s3: PublishSettings, seaweed: str, tmp_path: Path, most: int):
    settings = PublishSettings(f"s3://podd/bruten-{most}", endpoint=seaweed)
    gone_on_with(settings, port_of(seaweed), tmp_path, AWS, most)


WORD = {"MEDIAHUB_PUBLISH_PASSWORD": SECRET}


def test_sftp_holds_the_site(sftp: tuple[PublishSettings, Path], tmp_path: Path):
    settings, folder = sftp
    through_all(settings, tmp_path, WORD)
    left = [path.name for path in folder.rglob(".mediahub-*")]
    assert left == [NAME]


def test_sftp_believes_no_machine_that_it_does_not_know(
    sftp: tuple[PublishSettings, Path], tmp_path: Path
):
    known = tmp_path / "home" / ".ssh" / "known_hosts"
    known.write_text("")
    with pytest.raises(StoreError, match="Host key is not trusted"):
        open_store(sftp[0], tmp_path, WORD)


def test_sftp_with_a_wrong_password_is_told(sftp: tuple[PublishSettings, Path], tmp_path: Path):
    with pytest.raises(StoreError) as told:
        open_store(sftp[0], tmp_path, {"MEDIAHUB_PUBLISH_PASSWORD": "fel-ord"})
    assert "fel-ord" not in str(told.value)


@pytest.fixture
def webdav(tmp_path: Path) -> Iterator[tuple[PublishSettings, Path]]:
    needed("webdav4", "wsgidav", "cheroot")
    folder, port = tmp_path / "dav", free_port()
    (folder / "feeds").mkdir(parents=True)
    settings = {
        "host": "127.0.0.1",
        "port": port,
        "provider_mapping": {"/": str(folder)},
        "simple_dc": {"user_mapping": {"*": {"lisa": {"password": SECRET}}}},
        "verbose": 0,
    }
    (tmp_path / "wsgidav.json").write_text(json.dumps(settings))
    server = subprocess.Popen(
        [sys.executable, "-m", "wsgidav.server.server_cli", "-c", str(tmp_path / "wsgidav.json")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )

    def ask() -> None:
        with suppress(urllib.error.HTTPError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/")

    try:
        answers(ask)
        yield PublishSettings(f"webdav://lisa@127.0.0.1:{port}/feeds"), folder / "feeds"
    finally:
        server.terminate()
        server.wait(30)


def test_webdav_holds_the_site(webdav: tuple[PublishSettings, Path], tmp_path: Path):
    settings, folder = webdav
    through_all(settings, tmp_path, WORD)
    left = [path.name for path in folder.rglob(".mediahub-*")]
    assert left == [NAME]


def test_webdav_with_a_wrong_password_is_told(webdav: tuple[PublishSettings, Path], tmp_path: Path):
    store = open_store(webdav[0], tmp_path, {"MEDIAHUB_PUBLISH_PASSWORD": "fel-ord"})
    with pytest.raises(StoreError, match="401"):
        RemoteTarget(store).sync(site(tmp_path))
