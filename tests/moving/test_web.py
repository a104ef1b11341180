"""Asking strangers' addresses, and files that come in pieces."""

import hashlib
from pathlib import Path

import pytest

from mediahub.moving.download import fetch
from mediahub.moving.web import REDIRECTS, STRIKES, Web, WebError
from tests.moving.conftest import Host

HERE = Web(private=True)
SOUND = bytes(range(256)) * 2000


def test_addresses_of_this_machine_are_not_asked_unless_that_is_said(host: Host):
    url = host.put("/rss", b"x")
    with pytest.raises(WebError, match="--private"):
        Web().read(url, 10)
    assert host.asked == []
    assert HERE.read(url, 10).data == b"x"


@pytest.mark.parametrize(
    "host_name",
    ["127.0.0.1", "localhost", "[::1]", "10.0.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0",  # noqa: S104
     "[::ffff:127.0.0.1]", "[fd00::1]", "2130706433"],
)  # fmt: skip
def test_no_form_of_a_private_address_is_asked(host_name: str):
    with pytest.raises(WebError, match="its own network"):
        Web().read(f"http://{host_name}:1/", 10)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://x.example/", "http://", "gopher://x"])
def test_only_the_web_is_asked(url: str):
    with pytest.raises(WebError, match="no address of the web"):
        HERE.read(url, 10)


def test_what_leads_out_of_the_web_is_not_followed(host: Host):
    host.leads["/a"] = "file:///etc/passwd"
    with pytest.raises(WebError, match="no address of the web"):
        HERE.read(f"{host.address}/a", 10)


def test_what_leads_into_ones_own_network_is_not_followed(
    host: Host, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("mediahub.moving.web._is_everybodys", lambda number: number == "127.0.0.1")
    host.leads["/a"] = "http://10.0.0.1/intern"
    with pytest.raises(WebError, match=r"leads to 10\.0\.0\.1"):
        Web().read(f"{host.address}/a", 10)


def test_some_redirects_are_followed_and_no_more(host: Host):
    host.put("/0", b"here")
    host.leads |= {f"/{n}": f"/{n - 1}" for n in range(1, REDIRECTS + 2)}
    assert HERE.read(f"{host.address}/{REDIRECTS}", 10).data == b"here"
    with pytest.raises(WebError, match="leads on more than"):
        HERE.read(f"{host.address}/{REDIRECTS + 1}", 10)


def test_too_much_is_not_read(host: Host):
    url = host.put("/rss", SOUND)
    with pytest.raises(WebError, match="gives more than"):
        HERE.read(url, 1000)


def test_half_an_answer_is_none(host: Host):
    url = host.put("/rss", SOUND)
    host.breaks["/rss"] = [100]
    with pytest.raises(WebError, match="the line broke after 100 of 512000"):
        HERE.read(url, 1 << 20)


def test_what_answers_no_is_told(host: Host):
    with pytest.raises(WebError, match="answers 404"):
        HERE.read(f"{host.address}/nej", 10)


def test_a_broken_line_is_gone_on_with(host: Host, tmp_path: Path):
    url = host.put("/1.mp3", SOUND, "audio/mpeg")
    host.breaks["/1.mp3"] = [200_000, 100_000]
    got = fetch(HERE, url, tmp_path / "1.part")
    assert got.path.read_bytes() == SOUND
    assert (got.sha256, got.type) == (hashlib.sha256(SOUND).hexdigest(), "audio/mpeg")
    assert [wanted for _, wanted in host.asked] == [None, "bytes=200000-", "bytes=300000-"]


def test_the_next_command_goes_on_too(host: Host, tmp_path: Path):
    url, part = host.put("/1.mp3", SOUND), tmp_path / "1.part"
    host.breaks["/1.mp3"] = [1000]
    with pytest.raises(WebError, match="the line broke after 1000"):
        fetch(HERE, url, part, tries=1)
    assert fetch(HERE, url, part).path.read_bytes() == SOUND
    assert host.asked[-1] == ("/1.mp3", "bytes=1000-")


def test_a_file_that_was_changed_meanwhile_is_begun_anew(host: Host, tmp_path: Path):
    url, part = host.put("/1.mp3", SOUND), tmp_path / "1.part"
    host.breaks["/1.mp3"] = [1000]
    with pytest.raises(WebError):
        fetch(HERE, url, part, tries=1)
    host.put("/1.mp3", SOUND[::-1] + b"!")
    assert fetch(HERE, url, part).path.read_bytes() == SOUND[::-1] + b"!"


def test_a_host_that_knows_no_ranges_is_asked_for_all_again(host: Host, tmp_path: Path):
    host.ranges = False
    url = host.put("/1.mp3", SOUND)
    host.breaks["/1.mp3"] = [400_000]
    assert fetch(HERE, url, tmp_path / "1.part").path.read_bytes() == SOUND


def test_what_came_as_a_whole_before_the_stop_is_taken(host: Host, tmp_path: Path):
    url, part = host.put("/1.mp3", SOUND), tmp_path / "1.part"
    host.breaks["/1.mp3"] = [1000]
    with pytest.raises(WebError):
        fetch(HERE, url, part, tries=1)
    part.write_bytes(SOUND)
    assert fetch(HERE, url, part).path.read_bytes() == SOUND


def test_a_page_in_place_of_a_recording_is_refused(host: Host, tmp_path: Path):
    url = host.put("/1.mp3", b"\n<!DOCTYPE html><title>Logga in</title>", "text/html")
    with pytest.raises(WebError, match="a web page in place"):
        fetch(HERE, url, tmp_path / "1.part")
    assert not (tmp_path / "1.part").exists()


def test_what_is_larger_than_agreed_or_empty_is_not_taken(host: Host, tmp_path: Path):
    with pytest.raises(WebError, match="not fetched"):
        fetch(HERE, host.put("/1.mp3", SOUND), tmp_path / "1.part", most=1000)
    with pytest.raises(WebError, match="is empty"):
        fetch(HERE, host.put("/2.mp3", b""), tmp_path / "2.part")


def test_a_host_that_does_not_answer_is_not_waited_for_again_and_again():
    web = Web(private=True)
    for _ in range(STRIKES):
        with pytest.raises(WebError, match="does not answer"):
            web.read("http://127.0.0.1:1/x", 10)
    with pytest.raises(WebError, match="was not asked"):
        web.read("http://127.0.0.1:1/y", 10)
