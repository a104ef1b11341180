"""A target elsewhere: what is sent, in which order, and that a broken line harms nothing."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from mediahub.feed.names import FEED, PAGE
from mediahub.site.build import build_site
from mediahub.site.target import SiteError
from mediahub.site.targets.kept import NAME
from mediahub.site.targets.mirror import site_in
from mediahub.site.targets.remote import NotOursError, RemoteTarget
from mediahub.site.targets.served import Served, served
from mediahub.site.targets.store import FolderStore, StoreError
from mediahub.site.values import Content, Site, SyncReport
from tests.site.conftest import Ground

ENCLOSURE = "podden/a/a-736f756e.mp3"


@dataclass
class Memory:
    """A place in memory, whose line breaks at the write numbered `breaks`, leaving half a file."""

    files: dict[str, bytes] = field(default_factory=dict)
    headers: dict[str, Served] = field(default_factory=dict)
    done: list[str] = field(default_factory=list)
    breaks: int | None = None
    torn: bool = False
    at_once: int = 1

    def _counted(self, name: str, half: bytes | None) -> None:
        if self.breaks == len(self.done):
            if self.torn and half is not None:
                self.files[name] = half
            raise StoreError("the line broke")
        self.done.append(name)

    def read(self, name: str) -> bytes | None:
        return self.files.get(name)

    def size(self, name: str) -> int | None:
        return len(self.files[name]) if name in self.files else None

    def put(self, name: str, source: Path, headers: Served) -> None:
        data = source.read_bytes()
        # What keeps account is put whole anywhere: by another name first, or by S3 itself.
        self._counted(name, None if name == NAME else data[: len(data) // 2])
        self.files[name], self.headers[name] = data, headers

    def remove(self, name: str) -> None:
        self._counted(f"-{name}", None)
        self.files.pop(name, None)

    def mended(self) -> "Memory":
        return Memory(dict(self.files), dict(self.headers))

    @property
    def public(self) -> dict[str, bytes]:
        return {name: data for name, data in self.files.items() if name != NAME}


@pytest.fixture
def site(ground: Ground) -> Site:
    ground.target.sync(build_site(ground.values()))
    return site_in(ground.feeds, ground.root / ".mediahub" / "site.jsonl")


def changed(site: Site) -> Site:
    """The site with one episode's sound and page replaced, its old sound gone."""
    name = "podden/a/a-6e657721.mp3"
    new = {
        name: Content.of_bytes(name, b"new!" * 9),
        "podden/a/index.html": Content.of_bytes("index.html", b"<p>nytt</p>"),
        "podden/feed.xml": Content.of_bytes("feed.xml", b"<rss>a-6e657721.mp3</rss>"),
    }
    return site.without([ENCLOSURE]).with_contents(new)


def bytes_of(site: Site) -> dict[str, bytes]:
    return {a: c.data or (c.file or Path()).read_bytes() for a, c in site.contents.items()}


def test_what_a_folder_holds_is_the_site_that_was_built(ground: Ground, site: Site):
    built = build_site(ground.values())
    assert {a: c.sha256 for a, c in site.contents.items()} == {
        a: c.sha256 for a, c in built.contents.items()
    }
    assert site.feeds == built.feeds


def test_the_first_sync_puts_everything_media_first_and_feeds_last(site: Site):
    place = Memory()
    RemoteTarget(place).sync(site)
    assert place.public == bytes_of(site)
    sent = [name for name in place.done if name != NAME]
    ends = [name.rpartition(".")[2] for name in sent]
    assert sorted(ends[3:8]) == ["jpg", "jpg", "vtt", "vtt", "vtt"]
    assert ends[:3] + ends[8:] == [*["mp3"] * 3, *["html"] * 5, *["xml"] * 2]


def test_nothing_is_put_again_that_is_there(site: Site):
    place = Memory()
    RemoteTarget(place).sync(site)
    place.done.clear()
    assert RemoteTarget(place).sync(site) == SyncReport()
    assert place.done == []


def test_only_what_differs_is_put_and_what_left_goes_after_the_feed(site: Site):
    place = Memory()
    RemoteTarget(place).sync(site)
    place.done.clear()
    report = RemoteTarget(place).sync(changed(site))
    assert report == SyncReport(
        ("podden/a/a-6e657721.mp3", "podden/a/index.html", "podden/feed.xml"), removed=(ENCLOSURE,)
    )
    assert place.done == [NAME, *report.written, f"-{ENCLOSURE}", NAME]


def test_in_urgency_what_left_goes_before_media_are_sent(site: Site):
    place = Memory()
    RemoteTarget(place).sync(site)
    place.done.clear()
    report = RemoteTarget(place, urgent=True).sync(changed(site))
    new, page, feed = "podden/a/a-6e657721.mp3", "podden/a/index.html", "podden/feed.xml"
    assert place.done == [NAME, page, f"-{ENCLOSURE}", NAME, new, feed, NAME]
    assert report == SyncReport((page, new, feed), removed=(ENCLOSURE,))
    assert place.public == bytes_of(changed(site))


def breaks(torn: bool, before: Memory, site: Site, *, urgent: bool = False) -> Iterator[Memory]:
    """The place after a sync that broke at each of its writes in turn."""
    whole = before.mended()
    RemoteTarget(whole, urgent=urgent).sync(site)
    for number in range(len(whole.done)):
        place = before.mended()
        place.breaks, place.torn = number, torn
        with pytest.raises(SiteError):
            RemoteTarget(place, urgent=urgent).sync(site)
        yield place


def test_where_several_go_at_once_they_still_go_before_what_names_them(site: Site):
    place = Memory(at_once=4)
    RemoteTarget(place).sync(site)
    assert place.public == bytes_of(site)
    sent = [name for name in place.done if name != NAME]
    ends = [name.rpartition(".")[2] for name in sent]
    assert ends[:3] + ends[8:] == [*["mp3"] * 3, *["html"] * 5, *["xml"] * 2]


def test_one_file_that_cannot_be_put_does_not_cost_the_others(ground: Ground, site: Site):
    place = Memory(at_once=4)
    page = ground.feeds / "podden/index.html"
    page.write_bytes(b"changed")
    with pytest.raises(SiteError, match="changed while it was sent"):
        RemoteTarget(place).sync(site)
    place.done.clear()
    RemoteTarget(place).sync(site_in(ground.feeds, ground.root / ".mediahub" / "site.jsonl"))
    page, *feeds = [name for name in place.done if name != NAME]
    assert (page, sorted(feeds)) == (
        "podden/index.html", ["podden/feed.xml", "samtal/feed.xml"],
    )  # fmt: skip


@pytest.mark.parametrize("torn", [False, True])
def test_wherever_the_line_breaks_the_next_sync_ends_with_the_same(site: Site, torn: bool):
    old = Memory()
    RemoteTarget(old).sync(site)
    for place in (
        *breaks(torn, Memory(), site),
        *breaks(torn, old, changed(site)),
        *breaks(torn, old, changed(site), urgent=True),
    ):
        later = place.mended()
        RemoteTarget(later).sync(changed(site))
        assert later.public == bytes_of(changed(site))
        # People may also have gone back to what was there before.
        back = place.mended()
        RemoteTarget(back).sync(site)
        assert back.public == bytes_of(site)


def test_wherever_the_line_breaks_no_feed_is_public_before_what_it_names(site: Site):
    old = Memory()
    RemoteTarget(old).sync(site)
    new = bytes_of(changed(site))
    for place in breaks(False, old, changed(site)):
        if place.files["podden/feed.xml"] == new["podden/feed.xml"]:
            assert all(place.files[name] == data for name, data in new.items())
        else:
            assert ENCLOSURE in place.files


def test_what_was_put_before_the_line_broke_is_not_put_again(site: Site):
    large = {"podden/a/x-00000000.mp3": Content.of_bytes("x.mp3", b"x" * (5 << 20))}
    place = Memory(breaks=3)  # the account, the large file, the account; then it breaks
    with pytest.raises(SiteError):
        RemoteTarget(place).sync(site.without([ENCLOSURE]).with_contents(large))
    first = place.done[1]
    later = place.mended()
    RemoteTarget(later).sync(site.without([ENCLOSURE]).with_contents(large))
    assert first not in later.done or len(site.contents[first].data or b"") < (4 << 20)


def test_asked_to_stop_it_says_what_is_left(site: Site):
    place = Memory()
    answers = iter([False, False, True])
    report = RemoteTarget(place, stopped=lambda: next(answers)).sync(site)
    assert (len(report.written), len(report.left)) == (2, len(site) - 2)
    rest = RemoteTarget(place).sync(site)
    assert rest.written == report.left


def test_a_lost_folder_takes_nothing_away(site: Site):
    place = Memory()
    RemoteTarget(place).sync(site)
    before = place.public
    RemoteTarget(place).sync(Site(""))
    RemoteTarget(place).sync(site.under("samtal"))
    assert place.public == before


def test_a_series_at_its_end_goes_as_a_whole(site: Site):
    place = Memory()
    RemoteTarget(place).sync(site)
    RemoteTarget(place, ended=["podden"]).sync(
        site.without([a for a in site if a.startswith("podden/")])
    )
    assert not [name for name in place.public if name.startswith("podden/")]
    assert f"samtal/{FEED}" in place.public


def test_what_others_put_there_is_neither_written_over_nor_taken_away(site: Site):
    site = site.with_contents({PAGE: Content.of_bytes(PAGE, b"<p>Temat</p>")})
    place = Memory(files={PAGE: b"<p>En helt annan webbplats</p>", "om.html": b"<p>Om oss</p>"})
    with pytest.raises(NotOursError, match="--take-over"):
        RemoteTarget(place).sync(site)
    assert place.done == []
    RemoteTarget(place, take_over=True).sync(site)
    assert place.files["om.html"] == b"<p>Om oss</p>"
    assert place.files[PAGE] == b"<p>Temat</p>"


def test_a_damaged_account_is_told_and_nothing_is_written(site: Site):
    for text in (b"{", b"[]", json.dumps({"schema": 9, "files": {}}).encode()):
        place = Memory(files={NAME: text})
        with pytest.raises(SiteError, match="Delete it there"):
            RemoteTarget(place).sync(site)
        assert place.done == []


def test_verifying_finds_what_was_cut_or_taken_away_there(site: Site):
    place = Memory()
    RemoteTarget(place).sync(site)
    place.files[ENCLOSURE] = b"s"
    del place.files["podden/feed.xml"]
    assert RemoteTarget(place).sync(site) == SyncReport()
    report = RemoteTarget(place).sync(site, verify=True)
    assert report.written == (ENCLOSURE, "podden/feed.xml")


def test_a_file_that_changed_after_it_was_looked_at_stops_what_comes_after_it(
    ground: Ground, site: Site
):
    place = Memory()
    (ground.feeds / ENCLOSURE).write_bytes(b"other")
    with pytest.raises(SiteError, match="changed while it was sent"):
        RemoteTarget(place).sync(site)
    assert f"podden/{FEED}" not in place.files


def test_every_kind_of_file_has_its_type_and_time():
    week, day = "public, max-age=600", "public, max-age=86400"
    wanted = {
        "p/feed.xml": ("application/rss+xml; charset=utf-8", "public, max-age=300"),
        "p/a/a-00112233.mp3": ("audio/mpeg", day),
        "p/a/a-00112233.m4a": ("audio/mp4", day),
        "p/omslag-00112233.jpg": ("image/jpeg", day),
        "p/a/transcript.srt": ("application/x-subrip; charset=utf-8", week),
        "p/a/transcript.vtt": ("text/vtt; charset=utf-8", week),
        "p/a/transcript.json": ("application/json; charset=utf-8", week),
        "p/a/chapters.json": ("application/json+chapters; charset=utf-8", week),
        "p/a/index.html": ("text/html; charset=utf-8", week),
    }
    assert {address: served(address) for address in wanted} == wanted


def test_a_folder_holds_what_it_was_sent(site: Site, tmp_path: Path):
    folder = tmp_path / "www"
    target = RemoteTarget(FolderStore(folder))
    target.sync(site)
    target.sync(changed(site))
    held = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
    assert held.pop(NAME)
    assert held == bytes_of(changed(site))
    assert target.addresses("podden/a") == tuple(
        sorted(a for a in changed(site) if a.startswith("podden/a/"))
    )
    assert target.remove(["podden/a/index.html"]) == ("podden/a/index.html",)
    assert not target.holds("podden/a/index.html")
