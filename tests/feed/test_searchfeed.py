"""The feed of a saved search: its bytes, its GUIDs, its dates."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import feedparser

from mediahub.feed.searchfeed import (
    AFTER,
    BEFORE,
    Found,
    SearchChannel,
    build_search_feed,
    search_guid,
)

BASE = "https://media.example.se/feeds"
LOCAL = ZoneInfo("Europe/Stockholm")
CHANNEL = SearchChannel(
    "oro",
    "Sökning: orosanmälan & <stöd>",
    "Var det sägs i det som Exempelstaden har publicerat.",
    f"{BASE}/",
    f"{BASE}/sok/oro/feed.xml",
)
OLD = Found(
    "samtal", "Ett samtal", 3_723_400, None, "orosanmälan",
    f"När en {BEFORE}orosanmälan{AFTER} kommer in < tre dagar",
    datetime(2020, 6, 3, 12, tzinfo=LOCAL), "Anna", f"{BASE}/podden/samtal/#t=3723",
)  # fmt: skip
NEW = Found(
    "bilder", "Bilderna", 0, 7, "orosanmälningar", f"{BEFORE}Orosanmälningar{AFTER}",
    datetime(2021, 1, 13, 12, tzinfo=LOCAL),
)  # fmt: skip


def test_the_feed_is_the_golden_file(same_as_golden):
    same_as_golden("searchfeed.xml", build_search_feed(CHANNEL, [OLD, NEW]))
    assert build_search_feed(CHANNEL, [NEW, OLD]) == build_search_feed(CHANNEL, [OLD, NEW])


def test_feedparser_reads_every_value():
    read = feedparser.parse(build_search_feed(CHANNEL, [OLD, NEW]))
    assert not read.bozo
    assert (read.feed.title, read.feed.link, read.feed.language) == (
        "Sökning: orosanmälan & <stöd>", f"{BASE}/", "sv",
    )  # fmt: skip
    assert read.feed.updated == read.entries[0].published
    assert [
        (e.title, e.get("link"), e.id, e.guidislink, e.summary, e.published)
        for e in read.entries
    ] == [
        ("Bilderna, sida 7", None, search_guid("oro", NEW), False, "<b>Orosanmälningar</b>",
         "Wed, 13 Jan 2021 12:00:00 +0100"),
        ("Ett samtal, 1:02:03", f"{BASE}/podden/samtal/#t=3723", search_guid("oro", OLD), False,
         "Anna: När en <b>orosanmälan</b> kommer in &lt; tre dagar",
         "Wed, 03 Jun 2020 12:00:00 +0200"),
    ]  # fmt: skip


def test_a_text_in_one_flow_has_parts_and_nothing_has_an_enclosure():
    xml = build_search_feed(CHANNEL, [replace(NEW, paged=False)])
    assert "<title>Bilderna, del 7</title>" in xml.decode()
    assert b"<enclosure" not in xml


def test_a_guid_survives_a_moment_moved_and_other_words_around_it():
    heard_anew = replace(OLD, at_ms=3_729_900, snippet="Annat", title="Ny titel", speaker=None)
    assert search_guid("oro", heard_anew) == search_guid("oro", OLD)
    others = [
        replace(OLD, at_ms=3_730_000), replace(OLD, item="b"), replace(OLD, matched="anmälan"),
        replace(OLD, page=1), OLD,
    ]  # fmt: skip
    assert len({search_guid("oro", one) for one in others}) == 5
    assert search_guid("annan", OLD) != search_guid("oro", OLD)
    assert build_search_feed(CHANNEL, [OLD, heard_anew]) == build_search_feed(CHANNEL, [OLD])


def test_a_feed_that_found_nothing_has_no_date():
    xml = build_search_feed(CHANNEL, [])
    assert b"<lastBuildDate>" not in xml
    read = feedparser.parse(xml)
    assert (read.bozo, read.entries) == (False, [])
