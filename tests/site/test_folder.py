"""A folder as target: what a sync writes, in which order, and what it leaves alone."""

import os
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from mediahub.site.build import build_site, episode_site
from mediahub.site.leaving import Leaving, leaving, read_since, write_since
from mediahub.site.target import SiteError, in_order
from mediahub.site.values import Content, Site, SyncReport
from tests.site.conftest import BASE, Ground, changed, day

CAPTIONS = "podden/a/transcript.vtt"


def test_the_first_sync_writes_all_that_does_not_stand_there_already(ground: Ground):
    site = build_site(ground.values())
    report = ground.target.sync(site)
    in_place = {a for a, content in site.contents.items() if content.file is not None}
    assert set(report.written) == set(site) - in_place
    assert set(ground.held()) == set(site)
    assert all(ground.held()[a] == c.data for a, c in site.contents.items() if c.data is not None)


def test_media_go_first_and_feeds_last(ground: Ground):
    order = in_order(build_site(ground.values()))
    ends = [address.rpartition(".")[2] for address in order]
    assert ends == [*["mp3"] * 3, *["jpg", "vtt", "vtt", "jpg", "vtt"], *["html"] * 5, *["xml"] * 2]


def test_an_unchanged_site_writes_nothing(ground: Ground):
    site = build_site(ground.values())
    ground.target.sync(site)
    before = {path: path.stat().st_mtime_ns for path in ground.root.rglob("*")}
    assert ground.target.sync(site) == SyncReport()
    assert {path: path.stat().st_mtime_ns for path in ground.root.rglob("*")} == before


def test_only_what_differs_is_written(ground: Ground):
    ground.target.sync(build_site(ground.values()))
    values = changed(
        ground.values(),
        "podden",
        lambda one: replace(one, channel=replace(one.channel, description="Nya samtal.")),
    )
    report = ground.target.sync(build_site(values))
    assert report.written == ("podden/index.html", "podden/feed.xml")


def test_a_lost_or_changed_file_is_put_back(ground: Ground):
    site = build_site(ground.values())
    ground.target.sync(site)
    before = ground.held()
    (ground.feeds / CAPTIONS).unlink()
    (ground.feeds / "podden" / "feed.xml").write_text("cut")
    shutil.rmtree(ground.feeds / "samtal" / "c")
    ground.episode("samtal", "c", 3)  # its enclosure is made again by others
    report = ground.target.sync(site)
    assert report.written == (
        CAPTIONS,
        "samtal/c/transcript.vtt",
        "samtal/c/index.html",
        "podden/feed.xml",
    )
    assert ground.held() == before


def test_damage_that_keeps_size_and_time_is_put_right_when_asked_to_verify(ground: Ground):
    site = build_site(ground.values())
    ground.target.sync(site)
    before = ground.held()
    enclosure = "podden/a/a-736f756e.mp3"
    for address in (CAPTIONS, enclosure):
        path = ground.feeds / address
        status = path.stat()
        path.write_bytes(b"X" * status.st_size)
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert ground.target.sync(site) == SyncReport()
    assert ground.target.sync(site, verify=True) == SyncReport(
        written=(CAPTIONS,), damaged=(enclosure,)
    )
    assert ground.held() == {**before, enclosure: b"XXXXX"}


def test_a_copied_folder_is_read_and_found_to_be_the_same(ground: Ground, tmp_path: Path):
    ground.target.sync(build_site(ground.values()))
    copy = Ground(tmp_path / "copy")
    shutil.copytree(ground.feeds, copy.feeds, copy_function=shutil.copyfile)
    shutil.copytree(ground.root / ".mediahub", copy.root / ".mediahub")
    assert copy.target.sync(build_site(copy.values())).written == ()


def test_a_lost_or_damaged_manifest_costs_reading_and_nothing_else(ground: Ground):
    site = build_site(ground.values())
    ground.target.sync(site)
    manifest = ground.root / ".mediahub" / "site.jsonl"
    whole = manifest.read_bytes()
    for data in (b"", b"\xff\xfe", whole[:-40], whole.replace(b"[", b"{", 3)):
        manifest.write_bytes(data)
        assert ground.target.sync(site).written == ()
    manifest.unlink()
    assert ground.target.sync(site).written == ()


def test_an_enclosure_that_is_gone_stops_the_sync_before_anything_is_written(ground: Ground):
    site = build_site(ground.values())
    (ground.feeds / "podden" / "a" / "a-736f756e.mp3").unlink()
    with pytest.raises(SiteError, match=r"podden/a/a-736f756e\.mp3 is gone; run again"):
        ground.target.sync(site)
    assert sorted(ground.held()) == ["podden/b/b-736f756e.mp3", "samtal/c/c-736f756e.mp3"]


def handled(path: Path, data: bytes) -> Site:
    """A site of captions that a file holds."""
    path.write_bytes(data)
    content = Content.of_bytes("transcript.vtt", data)
    return Site(BASE, {CAPTIONS: replace(content, data=None, file=path)})


def test_a_file_is_copied(ground: Ground):
    site = handled(ground.root / "made.vtt", b"WEBVTT\n")
    assert ground.target.sync(site).written == (CAPTIONS,)
    assert ground.held() == {CAPTIONS: b"WEBVTT\n"}


def test_a_file_that_changed_since_the_site_was_built_is_not_taken_for_what_it_was(ground: Ground):
    source = ground.root / "made.vtt"
    site = handled(source, b"old")
    source.write_bytes(b"damaged or newer")
    with pytest.raises(SiteError, match="is not what it was made as"):
        ground.target.sync(site)
    assert ground.held() == {}
    ground.target.sync(handled(source, b"older"))
    source.write_bytes(b"damaged or newer")
    assert ground.target.sync(site) == SyncReport(outdated=(CAPTIONS,))
    assert ground.held() == {CAPTIONS: b"older"}


def test_a_feed_is_not_written_when_something_before_it_cannot_be(ground: Ground):
    values = ground.values()
    ground.target.sync(build_site(values))
    before = ground.held()
    (ground.feeds / "podden" / "index.html").unlink()
    (ground.feeds / "podden" / "index.html").mkdir()
    later = changed(
        values, "podden", lambda one: replace(one, channel=replace(one.channel, title="Ny"))
    )
    with pytest.raises(SiteError, match=r"podden/index\.html could not be written \(Is a dir"):
        ground.target.sync(build_site(later))
    del before["podden/index.html"]
    assert ground.held() == before


def test_one_episode_is_brought_up_to_date_alone(ground: Ground):
    ground.target.sync(build_site(ground.values()))
    before = ground.held()
    episode = ground.episode("podden", "a", 1)
    files = {**episode.files, "transcript.vtt": Content.of_bytes("transcript.vtt", b"new")}
    report = ground.target.sync(episode_site(BASE, "podden", replace(episode, files=files)))
    assert report == SyncReport(written=(CAPTIONS,))
    assert ground.held() == {**before, CAPTIONS: b"new"}


def test_a_sync_can_be_narrowed_to_folders(ground: Ground):
    site = build_site(ground.values())
    report = ground.target.sync(site, only=["podden/a", "index.html"])
    assert report.written == (CAPTIONS, "podden/a/index.html")


def test_what_is_referred_to_no_more_is_told_and_stays(ground: Ground):
    ground.target.sync(build_site(ground.values()))
    (ground.feeds / "robots.txt").write_text("allow")
    fewer = changed(ground.values(), "podden", lambda one: replace(one, episodes=one.episodes[:1]))
    without_samtal = replace(fewer, series=fewer.series[:1])
    report = ground.target.sync(build_site(without_samtal))
    assert report.unreferred == (
        "podden/b/b-736f756e.mp3",
        "podden/b/index.html",
        "podden/b/transcript.vtt",
    )
    assert set(report.unreferred) < set(ground.held())


def test_replaced_media_stay_a_day_for_apps_and_what_has_ended_goes_at_once():
    media = ("podden/b/b-1.mp3", "podden/b/bild-1.jpg")
    unreferred = (*media, "podden/b/chapters.json")
    a_day = timedelta(days=1)
    first = leaving(unreferred, {}, now=day(9), keep=a_day)
    assert first == Leaving(("podden/b/chapters.json",), dict.fromkeys(media, day(9)))
    assert leaving(media, first.staying, now=day(9), keep=a_day) == Leaving((), first.staying)
    assert leaving(media, first.staying, now=day(10), keep=a_day) == Leaving(media, {})
    assert leaving(media, {}, now=day(9), keep=timedelta()) == Leaving(media, {})
    ended = leaving(unreferred, {}, now=day(9), keep=a_day, ended={"b"})
    assert ended == Leaving(unreferred, {})


def test_since_when_nothing_names_a_file_is_kept_and_a_lost_note_counts_anew(tmp_path: Path):
    path = tmp_path / "leaving.json"
    assert read_since(path) == {}
    since = {"podden/b/b-1.mp3": day(9)}
    write_since(path, since)
    assert read_since(path) == since
    path.write_text('{"schema": 1, "since": {"a": "2020"}}', encoding="utf-8")
    assert read_since(path) == {}


def test_removing_takes_empty_folders_with_it(ground: Ground):
    ground.target.sync(build_site(ground.values()))
    gone = ground.target.addresses("samtal")
    assert ground.target.remove([*gone, "samtal/never-there"]) == gone
    assert not (ground.feeds / "samtal").exists()
    assert ground.target.holds("podden/feed.xml")
    assert not ground.target.holds("samtal/feed.xml")
