"""The preview over real HTTP: ranges, conditions, types, and what it refuses."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
from email.utils import formatdate

import pytest
from starlette.testclient import TestClient

from mediahub.errors import SettingsError
from mediahub.web import PreviewServer, serve
from mediahub.web.preview import make_app

SOUND = bytes(range(256)) * 8
LOCAL = "http://127.0.0.1:8765/lokal/a.mp3 åäö http://127.0.0.1:87650/"
AT_9000 = LOCAL.replace("127.0.0.1:8765/", "localhost:9000/").encode()


@pytest.fixture(scope="module")
def feeds(tmp_path_factory):
    root = tmp_path_factory.mktemp("workspace") / "feeds"
    folder = root / "podden"
    folder.mkdir(parents=True)
    (root.parent / "mediahub.toml").write_text("hemligt = true")
    (root / "index.html").write_text("<h1>Alla serier</h1>", encoding="utf-8")
    (root / "länk").symlink_to(root.parent)
    (root / "tom").mkdir()
    for name, content in {
        "feed.xml": b"<rss/>",
        "a.mp3": SOUND,
        "a.m4a": SOUND,
        "a.vtt": b"WEBVTT\n",
        "a.srt": b"1\n",
        "chapters.json": b"{}",
        "transcript.json": b"{}",
        "index.html": b"<h1>Podden</h1>",
        "tom.mp3": b"",
        ".halv.mp3": b"half",
        "omslag.jpg": b"\xff\xd8",
        "åäö.txt": "åäö".encode(),
    }.items():
        (folder / name).write_bytes(content)
        os.utime(folder / name, (1_591_164_000, 1_591_164_000))
    local = root / "lokal"
    local.mkdir()
    for name in ("feed.xml", "index.html", "chapters.json", "a.vtt"):
        (local / name).write_text(LOCAL, encoding="utf-8")
        os.utime(local / name, (1_591_164_000, 1_591_164_000))
    return root


@pytest.fixture(scope="module")
def server(feeds):
    server = PreviewServer(feeds, port=0)
    thread = threading.Thread(target=server.run)
    thread.start()
    yield server
    server.stop()
    thread.join(timeout=10)
    assert not thread.is_alive()


@pytest.fixture
def ask(server):
    """Ask the server: (status, headers, body)."""

    def ask(path, method="GET", host=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers={**sent, **({"Host": host} if host else {})})
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body

    return ask


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("feed.xml", "application/rss+xml; charset=utf-8"),
        ("a.mp3", "audio/mpeg"),
        ("a.m4a", "audio/mp4"),
        ("a.vtt", "text/vtt; charset=utf-8"),
        ("a.srt", "application/x-subrip; charset=utf-8"),
        ("chapters.json", "application/json+chapters"),
        ("transcript.json", "application/json"),
        ("index.html", "text/html; charset=utf-8"),
        ("omslag.jpg", "image/jpeg"),
        ("%C3%A5%C3%A4%C3%B6.txt", "text/plain; charset=utf-8"),
    ],
)
def test_every_file_has_its_type(ask, name, kind):
    status, headers, _ = ask(f"/podden/{name}")
    assert (status, headers["content-type"]) == (200, kind)
    assert headers["access-control-allow-origin"] == "*"


def test_a_whole_file(ask):
    status, headers, body = ask("/podden/a.mp3")
    assert (status, body) == (200, SOUND)
    assert headers["content-length"] == "2048"
    assert headers["accept-ranges"] == "bytes"
    assert headers["last-modified"] == "Wed, 03 Jun 2020 06:00:00 GMT"
    assert headers["cache-control"] == "no-cache"


def test_head_says_what_get_would(ask):
    status, headers, body = ask("/podden/a.mp3", "HEAD")
    assert (status, body) == (200, b"")
    assert headers["content-length"] == "2048"


@pytest.mark.parametrize(
    ("asked", "got", "content_range"),
    [
        ("bytes=0-0", SOUND[:1], "bytes 0-0/2048"),
        ("bytes=100-199", SOUND[100:200], "bytes 100-199/2048"),
        ("bytes=2000-", SOUND[2000:], "bytes 2000-2047/2048"),
        ("bytes=2000-99999", SOUND[2000:], "bytes 2000-2047/2048"),
        ("bytes=-10", SOUND[-10:], "bytes 2038-2047/2048"),
        ("bytes=-99999", SOUND, "bytes 0-2047/2048"),
        ("Bytes= 0-3 ", SOUND[:4], "bytes 0-3/2048"),
        ("bytes=5-6,9999-", SOUND[5:7], "bytes 5-6/2048"),
    ],
)
def test_a_range(ask, asked, got, content_range):
    status, headers, body = ask("/podden/a.mp3", Range=asked)
    assert (status, body, headers["content-range"]) == (206, got, content_range)
    assert headers["content-length"] == str(len(got))


def test_several_ranges_come_in_parts(ask):
    status, headers, body = ask("/podden/a.mp3", Range="bytes=0-1,10-11")
    assert status == 206
    assert headers["content-type"].startswith("multipart/byteranges; boundary=")
    assert b"Content-Range: bytes 0-1/2048\r\n\r\n\x00\x01\r\n" in body
    assert b"Content-Range: bytes 10-11/2048\r\n\r\n\x0a\x0b\r\n" in body


@pytest.mark.parametrize("asked", ["bytes=2048-", "bytes=9999-10000", "bytes=-0"])
def test_a_range_past_the_end_is_416(ask, asked):
    status, headers, _ = ask("/podden/a.mp3", Range=asked)
    assert (status, headers["content-range"]) == (416, "bytes */2048")
    assert headers["access-control-allow-origin"] == "*"


def test_any_range_of_an_empty_file_is_416(ask):
    assert ask("/podden/tom.mp3", Range="bytes=0-")[0] == 416
    assert ask("/podden/tom.mp3", Range="bytes=-5")[0] == 416


@pytest.mark.parametrize(
    "asked",
    ["seconds=1-2", "bytes=5-2", "bytes=a-b", "bytes=--5", "bytes=", "bytes", "bytes=1-2;3",
     "bytes=" + "0-1," * 30, "bytes=-" + "9" * 5000, "bytes=１-２".encode().decode("latin-1")],
)  # fmt: skip
def test_a_range_that_makes_no_sense_is_ignored(ask, asked):
    status, headers, body = ask("/podden/a.mp3", Range=asked)
    assert (status, body) == (200, SOUND)
    assert "content-range" not in headers


def test_if_range_serves_the_part_only_of_the_same_file(ask):
    _, headers, _ = ask("/podden/a.mp3")
    for same in (headers["etag"], headers["last-modified"]):
        assert ask("/podden/a.mp3", Range="bytes=0-3", If_Range=same)[0] == 206
    for other in ('"other"', "W/" + headers["etag"], "Wed, 03 Jun 2020 05:00:00 GMT"):
        status, _, body = ask("/podden/a.mp3", Range="bytes=0-3", If_Range=other)
        assert (status, body) == (200, SOUND)


def test_a_file_that_the_client_has_is_304(ask):
    _, headers, _ = ask("/podden/feed.xml")
    for condition in (
        {"If_None_Match": headers["etag"]},
        {"If_None_Match": f'"x", W/{headers["etag"]}'},
        {"If_None_Match": "*"},
        {"If_Modified_Since": headers["last-modified"]},
        {"If_Modified_Since": formatdate(1_600_000_000, usegmt=True)},
    ):
        status, answered, body = ask("/podden/feed.xml", **condition)
        assert (status, body, answered["etag"]) == (304, b"", headers["etag"])
        assert answered["access-control-allow-origin"] == "*"


def test_a_file_that_has_changed_is_sent(ask):
    for condition in (
        {"If_None_Match": '"old"'},
        {"If_None_Match": '"old"', "If_Modified_Since": formatdate(1_600_000_000, usegmt=True)},
        {"If_Modified_Since": formatdate(1_500_000_000, usegmt=True)},
        {"If_Modified_Since": "i går"},
    ):
        assert ask("/podden/feed.xml", **{k: v.encode() for k, v in condition.items()})[0] == 200


def test_feeds_made_for_the_preview_name_the_address_they_are_asked_at(ask, server):
    for path, kind, usual in (
        ("/lokal/feed.xml", "application/rss+xml; charset=utf-8", LOCAL),
        ("/lokal/", "text/html; charset=utf-8", LOCAL),
        ("/lokal/chapters.json", "application/json+chapters", LOCAL),
    ):
        for host in (f"127.0.0.1:{server.port}", "localhost:9000", "[::1]:9000"):
            expected = usual.replace("127.0.0.1:8765/", f"{host}/").encode()
            status, headers, body = ask(path, host=host)
            assert (status, headers["content-type"], body) == (200, kind, expected)
            assert headers["content-length"] == str(len(expected))
            assert headers["access-control-allow-origin"] == "*"
        assert ask(path, host="127.0.0.1:8765")[2] == usual.encode()


def test_a_readdressed_feed_is_served_whole_and_has_a_tag_of_its_own(ask):
    _, usual, _ = ask("/lokal/feed.xml", host="127.0.0.1:8765")
    status, headers, body = ask("/lokal/feed.xml", host="localhost:9000", Range="bytes=0-3")
    assert (status, headers["accept-ranges"], body) == (200, "none", AT_9000)
    assert headers["etag"] != usual["etag"]
    assert headers["last-modified"] == usual["last-modified"]
    same = ask("/lokal/feed.xml", host="localhost:9000", If_None_Match=headers["etag"])
    assert (same[0], same[2], same[1]["etag"]) == (304, b"", headers["etag"])
    status, headers, body = ask("/lokal/feed.xml", "HEAD", host="localhost:9000")
    assert (status, headers["content-length"], body) == (200, str(len(AT_9000)), b"")


def test_captions_and_sound_are_served_as_they_are(ask):
    assert ask("/lokal/a.vtt", host="localhost:9000")[2] == LOCAL.encode()


def test_a_folder_shows_its_index_page(ask):
    assert ask("/")[2] == b"<h1>Alla serier</h1>"
    assert ask("/podden/")[2] == b"<h1>Podden</h1>"
    status, headers, _ = ask("/podden")
    assert (status, headers["location"]) == (301, "./podden/")


@pytest.mark.parametrize(
    "path",
    [
        "/finns-inte",
        "/tom/",
        "/../mediahub.toml",
        "/podden/../../mediahub.toml",
        "/%2e%2e/mediahub.toml",
        "/..%2fmediahub.toml",
        "/..%5cmediahub.toml",
        "/l%C3%A4nk/mediahub.toml",
        "/podden/.halv.mp3",
        "/podden/feed.xml/",
        "/podden/a%00.mp3",
        "/" + "a" * 300,
    ],
)
def test_what_is_not_there_or_not_ours_is_a_swedish_404(ask, path):
    status, headers, body = ask(path)
    assert status == 404
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert "Sidan finns inte" in body.decode()


def test_the_page_for_what_is_not_there_is_at_home_in_the_preview(tmp_path):
    (tmp_path / "404.html").write_text(
        '<link href="/podd/assets/page.css"><a href="/podd/index.html"></a><a href="/poddar/">',
        encoding="utf-8",
    )
    answer = TestClient(make_app(tmp_path), base_url="http://127.0.0.1:8765").get("/x")
    assert (answer.status_code, answer.text) == (
        404,
        '<link href="/assets/page.css"><a href="/index.html"></a><a href="/poddar/">',
    )


def test_a_redirect_never_leaves_the_server(ask):
    for path in ("//podden", "//evil.example/../podden"):
        assert not ask(path)[1].get("location", "").startswith(("//", "http"))


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_other_methods_are_refused(ask, method):
    assert ask("/podden/feed.xml", method)[0] == 405


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost", "LOCALHOST:1", "[::1]:8765"])
def test_own_names_are_answered(ask, host):
    assert ask("/", host=host)[0] == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.", "a:b"])
def test_another_hosts_name_is_refused(ask, host):
    status, headers, body = ask("/podden/feed.xml", host=host)
    assert (status, body) == (421, b"The preview answers only to 127.0.0.1\n")
    assert "access-control-allow-origin" not in headers


def test_it_listens_on_loopback_only(server):
    assert server.url == f"http://127.0.0.1:{server.port}"
    with pytest.raises(OSError), socket.create_connection(("127.0.0.2", server.port), timeout=2):
        pass


def test_a_busy_port_is_named_with_the_way_out(feeds, server):
    with pytest.raises(SettingsError) as error:
        serve(feeds, server.port)
    assert str(error.value) == (
        f"Port {server.port} is in use by another program: choose another with --port"
    )


def test_a_port_that_cannot_be_is_refused(feeds):
    with pytest.raises(SettingsError, match="Port 99999 cannot be used"):
        serve(feeds, 99999)


def test_feeds_that_are_not_made_yet_are_refused(tmp_path):
    with pytest.raises(SettingsError, match="mediahub run makes it"):
        serve(tmp_path / "feeds", 0)


def test_serve_tells_its_address_before_it_answers(feeds):
    class StopError(Exception):
        pass

    def stop(url):
        assert url.startswith("http://127.0.0.1:")
        raise StopError

    with pytest.raises(StopError):
        serve(feeds, 0, on_ready=stop)


def test_ctrl_c_ends_it_quietly(feeds):
    script = (
        "import sys; from pathlib import Path; from mediahub.web import serve\n"
        "serve(Path(sys.argv[1]), 0, on_ready=lambda url: print(url, flush=True))\n"
        "print('ended')"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(feeds)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    url = process.stdout.readline().strip()
    # Only a server that has answered has its signal handlers in place.
    connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=10)
    connection.request("GET", "/podden/feed.xml")
    assert connection.getresponse().read() == b"<rss/>"
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert (out, err, process.returncode) == ("ended\n", "", 0)
