"""The examples for web servers in docs/publishing.md, run as they stand there.

Each is left out, with a word, where its server is not installed (`NGINX` and `CADDY` name others).
"""
# ruff: noqa: S310

import os
import re
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.test_targets import free_port

DOCS = Path(__file__).parents[2] / "docs" / "publishing.md"
FEED = b"<rss>" + b"<item/>" * 1000 + b"</rss>"
SOUND = bytes(range(256)) * 100
FILES = {
    "feeds/.mediahub-site.json": b"{}",
    "feeds/podden/feed.xml": FEED,
    "feeds/podden/index.html": b"<p>hej</p>",
    "feeds/podden/a/a-00112233.mp3": SOUND,
    "feeds/podden/a/a-00112233.m4a": SOUND,
    "feeds/podden/a/transcript.vtt": b"WEBVTT\n",
    "feeds/podden/a/transcript.srt": b"1\n",
    "feeds/podden/a/transcript.json": b"{}",
    "feeds/podden/a/chapters.json": b"{}",
    "feeds/podden/feed-1.xml": FEED,
    "feeds/podden/a/spelare.html": b"<p>hej</p>",
}
TYPES = {
    "podden/feed.xml": ("application/rss+xml; charset=utf-8", "public, max-age=300"),
    "podden/feed-1.xml": ("application/rss+xml; charset=utf-8", "public, max-age=300"),
    "podden/": ("text/html; charset=utf-8", "public, max-age=600"),
    "podden/a/a-00112233.mp3": ("audio/mpeg", "public, max-age=86400"),
    "podden/a/a-00112233.m4a": ("audio/mp4", "public, max-age=86400"),
    "podden/a/transcript.vtt": ("text/vtt; charset=utf-8", "public, max-age=600"),
    "podden/a/transcript.srt": ("application/x-subrip; charset=utf-8", "public, max-age=600"),
    "podden/a/chapters.json": (
        "application/json+chapters; charset=utf-8", "public, max-age=600",
    ),
}  # fmt: skip


def example(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    return found[1]


def program(name: str) -> str:
    found = os.environ.get(name.upper()) or shutil.which(name) or shutil.which(f"/usr/sbin/{name}")
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def nginx(folder: Path, port: int) -> list[str]:
    text = example("nginx").replace("listen 443 ssl;", f"listen 127.0.0.1:{port};")
    text = re.sub(r"^ *ssl_certificate.*\n", "", text, flags=re.MULTILINE)
    text = text.replace("/srv/www", str(folder / "www"))
    held = "".join(
        f"{kind}_temp_path {folder / kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"daemon off; master_process off; pid {folder / 'pid'}; error_log {folder / 'error.log'};"
        f"events {{}} http {{ access_log off; {held}\n{text}}}"
    )
    return [program("nginx"), "-c", str(folder / "nginx.conf"), "-p", str(folder)]


def caddy(folder: Path, port: int) -> list[str]:
    text = example("caddy").replace("media.example.se {", f"http://127.0.0.1:{port} {{", 1)
    text = text.replace("/srv/www", str(folder / "www"))
    (folder / "Caddyfile").write_text(f"{{\n\tadmin off\n}}\n{text}")
    return [
        program("caddy"),
        "run",
        "--adapter",
        "caddyfile",
        "--config",
        f"{folder / 'Caddyfile'}",
    ]


def ask(url: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(url, headers=named, method=method)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, {k.lower(): v for k, v in answer.headers.items()}, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, {k.lower(): v for k, v in error.headers.items()}, b""


@pytest.fixture(params=[nginx, caddy])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    for name, data in FILES.items():
        path = tmp_path / "www" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    for path in (tmp_path, *tmp_path.parents[:1]):
        path.chmod(0o755)
    port = free_port()
    command = request.param(tmp_path, port)
    environment = {**os.environ, "HOME": str(tmp_path)}
    server = subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE)
    try:
        for _ in range(100):
            try:
                ask(f"http://127.0.0.1:{port}/")
                break
            except OSError:
                if server.poll() is not None and server.stderr is not None:
                    pytest.fail(server.stderr.read().decode())
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/feeds/"
    finally:
        server.terminate()
        server.wait(30)


def test_a_server_as_in_the_docs_does_what_apps_ask_for(address: str):
    for name, wanted in TYPES.items():
        status, headers, _ = ask(address + name)
        assert (name, status, headers["content-type"], headers["cache-control"]) == (
            name, 200, *wanted,
        )  # fmt: skip
        assert headers["access-control-allow-origin"] == "*"
        assert headers["content-security-policy"] == "frame-ancestors 'self'"
    assert "content-security-policy" not in ask(address + "podden/a/spelare.html")[1]
    mp3 = address + "podden/a/a-00112233.mp3"
    status, headers, data = ask(mp3, "HEAD")
    assert (status, headers["content-length"], data) == (200, str(len(SOUND)), b"")
    assert headers["accept-ranges"] == "bytes"
    status, headers, data = ask(mp3, Range="bytes=256-511")
    assert (status, data) == (206, SOUND[256:512])
    assert headers["content-range"] == f"bytes 256-511/{len(SOUND)}"
    feed = address + "podden/feed.xml"
    for packing in ({}, {"Accept_Encoding": "gzip"}):
        _, headers, data = ask(feed, **packing)
        assert headers.get("content-encoding") == packing.get("Accept_Encoding")
        assert len(data) < 1000 if packing else data == FEED
        status, _, data = ask(feed, If_None_Match=headers["etag"], **packing)
        assert (status, data) == (304, b"")
    assert "content-encoding" not in ask(mp3, Accept_Encoding="gzip")[1]
    assert ask(address + ".mediahub-site.json")[0] == 404
    status, headers, _ = ask(feed, "OPTIONS")
    assert (status, headers["access-control-allow-headers"]) == (204, "Range, If-None-Match")
