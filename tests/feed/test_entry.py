"""Entries are made one by one, kept, and assembled into the very feed that was made whole."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from mediahub.feed import (
    FeedPerson,
    assemble_feed,
    build_feed,
    entry_from_json,
    entry_to_json,
    feed_entry,
    in_feed_order,
)
from mediahub.feed.itemcheck import check_item
from mediahub.feed.rules import NamedFile
from mediahub.transcript import Chapter, Span
from tests.feed.conftest import said
from tests.feed.test_any_text import texts

FOLDER = "https://media.example.se/feeds/podden/tidiga-insatser"
quick = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


def written_whole(feed):
    """The feed as one writer writes it in one go: what assembling it may not differ from."""
    parser = etree.XMLParser(remove_blank_text=True, strip_cdata=False)
    root = etree.fromstring(feed, parser)
    return etree.tostring(root, pretty_print=True, encoding="UTF-8", xml_declaration=True)


@quick
@given(st.lists(st.tuples(texts, texts, texts, st.integers(0, 3)), min_size=1, max_size=4))
def test_entries_of_any_text_make_the_feed_that_is_made_whole(series, newer, values):
    episodes = [
        replace(
            newer,
            guid=f"{number}",
            title=title + "x",
            description=description,
            published=newer.published + timedelta(days=days),
            updated=None,
            enclosure=replace(newer.enclosure, url=f"{FOLDER}/{number}.mp3"),
            people=(FeedPerson(name + "x", href=name),),
            chapters=(Chapter(Span(0, 9_000), name),) * days,
        )
        for number, (title, description, name, days) in enumerate(values)
    ]
    entries = [feed_entry(episode) for episode in episodes]
    feed = assemble_feed(series, entries)
    assert feed == build_feed(series, reversed(episodes))
    assert feed == written_whole(feed)
    assert said(feed) == said(feed, entries=in_feed_order(entries)) == ()


def test_an_entry_is_the_items_own_lines(series, older):
    feed = build_feed(series, [older]).decode()
    assert feed_entry(older).xml == feed[feed.index("    <item>") : feed.index("  </channel>")]


def test_an_entry_that_was_kept_is_the_same(series, older, newer):
    entries = [feed_entry(older), feed_entry(newer)]
    kept = [entry_from_json(json.loads(json.dumps(entry_to_json(entry)))) for entry in entries]
    assert kept == entries
    assert assemble_feed(series, kept) == build_feed(series, [older, newer])


@pytest.mark.parametrize(
    "change", [{"version": 0}, {"published": "i går"}, {"findings": None}, {"xml": ...}]
)
def test_an_entry_of_another_form_is_to_be_made_again(change, older):
    value = {**entry_to_json(feed_entry(older)), **change}
    assert entry_from_json({k: v for k, v in value.items() if v is not ...}) is None


def test_an_entry_knows_when_anything_in_it_last_changed(older, newer):
    assert feed_entry(older).changed == older.published
    assert feed_entry(newer).changed == newer.updated


def test_a_time_without_a_zone_is_refused(older):
    for change in ({"published": datetime(2020, 1, 1)}, {"updated": datetime(2020, 1, 1)}):
        with pytest.raises(ValueError, match="zone"):
            feed_entry(replace(older, **change))


def test_what_the_gate_must_know_of_an_item_is_read_once(newer):
    found = feed_entry(newer).findings
    assert (found.title, found.guid, found.published) == (newer.title, newer.guid, newer.published)
    assert (found.enclosures, found.problems) == ((newer.enclosure.url,), ())
    assert found.unnumbered is False
    assert found.files == (
        NamedFile("its enclosure", newer.enclosure.url, length=34_567_890),
        NamedFile("its image", f"{FOLDER}/bild-12345678.png", "image/png"),
        NamedFile("a transcript", f"{FOLDER}/transcript.vtt", "text/vtt"),
        NamedFile("a transcript", f"{FOLDER}/transcript.srt", "application/x-subrip"),
        NamedFile("a transcript", f"{FOLDER}/transcript.json", "application/json"),
        NamedFile("a transcript", f"{FOLDER}/", "text/html"),
        NamedFile(
            "its alternate enclosure",
            f"{FOLDER}/tidiga-insatser-cafebabe.mp4",
            "video/mp4",
            98_765_432,
        ),
        NamedFile("the chapter file", f"{FOLDER}/chapters.json", "application/json+chapters"),
    )


@pytest.mark.parametrize(
    "xml",
    [
        "",
        "<item/><item/>",
        "<item>",
        "<item/>x",
        "x<item/>",
        "</rss><rss><item/>",
        "<channel/>",
        "<new:item/>",
    ],
)
def test_what_is_not_one_item_would_break_the_feed(xml):
    with pytest.raises(ValueError, match="item"):
        check_item(xml)


@pytest.fixture
def entries(older, newer):
    return in_feed_order([feed_entry(older), feed_entry(newer)])


def test_the_gate_reads_all_of_a_feed_that_is_not_made_of_these_entries(series, entries):
    feed = assemble_feed(series, entries)
    broken = feed.replace(b"<itunes:duration>2095", b"<itunes:duration>34:55")
    problem = "episode “Tidiga insatser – så gör vi”: itunes:duration is '34:55', not whole seconds"
    for other in (entries, entries[::-1], entries[:1], entries[1:]):
        assert said(broken, entries=other) == (problem,)
        assert said(feed, entries=other) == ()


def test_prefixes_that_mean_something_else_are_read_again(series, entries):
    feed = assemble_feed(series, entries)
    other = feed.replace(b'"http://podlove.org/simple-chapters"', b'"http://example.se/psc"')
    other = other.replace(b"www.itunes.com/dtds", b"www.itunes.com/dtd")
    assert said(other, entries=entries) == said(other)
    assert "the channel has no itunes:image" in said(other)


def test_what_entries_share_is_seen_without_reading_them_again(series, older, newer):
    twin = replace(newer, guid=older.guid, enclosure=older.enclosure)
    entries = in_feed_order([feed_entry(older), feed_entry(twin)])
    feed = assemble_feed(replace(series, type="serial"), entries)
    assert said(feed, entries=entries) == (
        f"2 episodes share the guid {older.guid}",
        f"2 episodes share the enclosure address {older.enclosure.url}",
        "episode “Barnets bästa”: a serial series needs an episode number (itunes:episode)",
    )
    first = (feed_entry(older), feed_entry(newer))
    swapped = feed.replace(
        "".join(entry.xml for entry in entries).encode(),
        "".join(entry.xml for entry in first).encode(),
    )
    assert said(swapped, entries=first)[:1] == ("the episodes are not in order, newest first",)


def test_the_files_of_entries_are_looked_up_each_time(series, older):
    entries = (feed_entry(older),)
    feed = assemble_feed(series, entries)
    held = {series.image_url: (9, "image/jpeg"), older.enclosure.url: (7, "audio/mpeg")}
    assert said(feed, files=held, entries=entries) == (
        "episode “Barnets bästa”: its enclosure says 1234567 bytes but the file has 7: "
        f"{older.enclosure.url}",
    )
