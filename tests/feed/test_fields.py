"""What a series and an episode may say of themselves to apps."""

import hashlib
import json
from base64 import b64encode
from dataclasses import replace

from lxml import etree

from mediahub.catalog.feedvalues import Element, Funding, Location, Soundbite, UpdateFrequency
from mediahub.feed import AlternateEnclosure, FeedPerson, build_feed, feed_entry
from mediahub.feed.entry import entry_from_json, entry_to_json
from mediahub.feed.namespaces import NAMESPACES as NS
from mediahub.feed.paging import assemble_pages
from tests.feed.conftest import said

OWN = Element("own:mark", "https://own.example/ns", "A & B", {"kind": "c\x00d"})


def channel(xml):
    return etree.fromstring(xml).find("channel")


def told(parent, name):
    return [(dict(one.attrib), one.text) for one in parent.findall(name, NS)]


def test_what_a_series_says_of_itself_is_in_its_channel(series, older):
    full = replace(
        series,
        block=True,
        complete=True,
        new_feed_url="https://ny.example/podd.xml",
        funding=(Funding("https://stöd.example/", "Stöd oss"),),
        location=Location("Lindhamn", "geo:59.3,18.1", "R398021", "SE"),
        update_frequency=UpdateFrequency("varje torsdag", "FREQ=WEEKLY;BYDAY=TH"),
        elements=(OWN,),
    )
    xml = build_feed(full, [older])
    assert said(xml) == ()
    made = channel(xml)
    assert told(made, "itunes:block") == told(made, "itunes:complete") == [({}, "Yes")]
    assert made.findtext("itunes:new-feed-url", namespaces=NS) == "https://ny.example/podd.xml"
    assert told(made, "podcast:funding") == [({"url": "https://xn--std-tna.example/"}, "Stöd oss")]
    place = {"rel": "subject", "geo": "geo:59.3,18.1", "osm": "R398021", "country": "SE"}
    assert told(made, "podcast:location") == [(place, "Lindhamn")]
    often = {"rrule": "FREQ=WEEKLY;BYDAY=TH", "complete": "true"}
    assert told(made, "podcast:updateFrequency") == [(often, "varje torsdag")]
    assert told(made, "{https://own.example/ns}mark") == [({"kind": "cd"}, "A & B")]


def test_a_finished_series_says_so_to_both_kinds_of_apps(series, older):
    made = channel(build_feed(replace(series, complete=True), [older]))
    assert told(made, "itunes:complete") == [({}, "Yes")]
    assert told(made, "podcast:updateFrequency") == [({"complete": "true"}, "avslutad")]


def test_what_is_not_said_is_not_in_the_feed(series, older):
    xml = build_feed(series, [older])
    for name in ("block", "complete", "new-feed-url", "funding", "location", "txt", "soundbite"):
        assert f":{name}".encode() not in xml


def test_what_an_episode_says_of_itself_is_in_its_item(series, older):
    sha256 = hashlib.sha256(b"sound").hexdigest()
    link = f"{older.link}ljud-12345678.m4a"
    full = replace(
        older,
        block=True,
        automatic=True,
        episode_type="bonus",
        location=Location("Lindhamn"),
        soundbites=(Soundbite(12_500, 30_000, "Det bästa"),),
        alternates=(AlternateEnclosure(link, 5, "audio/mp4", "Bara ljudet", sha256=sha256),),
        elements=(OWN,),
    )
    xml = build_feed(series, [full])
    assert said(xml) == ()
    item = channel(xml).find("item")
    assert told(item, "itunes:block") == [({}, "Yes")]
    assert told(item, "itunes:episodeType") == [({}, "bonus")]
    assert told(item, "podcast:location") == [({"rel": "subject"}, "Lindhamn")]
    assert told(item, "podcast:txt") == [({"purpose": "ai-content"}, "true")]
    assert told(item, "podcast:soundbite") == [
        ({"startTime": "12.5", "duration": "30"}, "Det bästa")
    ]
    digest = b64encode(hashlib.sha256(b"sound").digest()).decode()
    assert told(item, "podcast:alternateEnclosure/podcast:integrity") == [
        ({"type": "sri", "value": f"sha256-{digest}"}, None)
    ]
    assert told(item, "{https://own.example/ns}mark") == [({"kind": "cd"}, "A & B")]


def test_the_channel_tells_of_a_trailer_as_its_item_does(series, older, newer):
    smakprov = replace(older, episode_type="trailer", season=2, title="Snart")
    xml = build_feed(series, [smakprov, newer])
    assert said(xml) == ()
    assert told(channel(xml), "podcast:trailer") == [
        (
            {
                "url": older.enclosure.url,
                "pubdate": "Wed, 03 Jun 2020 06:00:00 +0000",
                "length": "1234567",
                "type": "audio/mpeg",
                "season": "2",
            },
            "Snart",
        )
    ]
    entries = [feed_entry(one) for one in (smakprov, newer)]
    assert b"podcast:trailer" in assemble_pages(series, entries, 1)["feed.xml"]
    assert entry_from_json(json.loads(json.dumps(entry_to_json(entries[0])))) == entries[0]


def test_who_has_several_parts_is_named_once_in_the_notes_and_once_a_part_in_the_feed(
    series, older
):
    people = (
        FeedPerson("Anna Ek", "host"),
        FeedPerson("Bo Alm", "guest"),
        FeedPerson("Anna Ek", "writer", "writing"),
        FeedPerson("Anna Ek", "host"),
    )
    item = channel(build_feed(series, [replace(older, people=people)])).find("item")
    assert [(one.text, one.get("role")) for one in item.findall("podcast:person", NS)] == [
        ("Anna Ek", "host"),
        ("Bo Alm", "guest"),
        ("Anna Ek", "writer"),
    ]
    assert "<ul><li>Anna Ek, programledare, text</li><li>Bo Alm, gäst</li></ul>" in (
        item.findtext("content:encoded", namespaces=NS)
    )
