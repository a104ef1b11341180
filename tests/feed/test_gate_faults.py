"""Faults planted one by one: each is found, by its rule, and in the episode that has it."""

import io
import json

import pytest
from PIL import Image

from mediahub.feed import build_feed, check_feed
from mediahub.feed.filecheck import (
    check_chapters_file,
    check_html,
    check_picture_file,
    check_srt,
    check_transcript_json,
    check_vtt,
)

GUID = "0d2b7a4e-55b1-4c35-8f5e-2f2f5a0a9a10"
BASE = "https://media.example.se/feeds/podden"
FOLDER = f"{BASE}/tidiga-insatser"
LOCATION = '<podcast:location geo="geo:59.3,18.1">Lindhamn</podcast:location>'
BITE = '<podcast:soundbite startTime="10" duration="30">Kort</podcast:soundbite>'
OFTEN = '<podcast:updateFrequency rrule="FREQ=WEEKLY">Varje vecka</podcast:updateFrequency>'
FUND = '<podcast:funding url="https://example.se/stod">Stöd oss</podcast:funding>'
TRAILER = (
    '<podcast:trailer url="https://example.se/a.mp3" pubdate="Wed, 10 Jun 2020 06:30:00 +0200">'
    "Smakprov</podcast:trailer>"
)
MARK = '<podcast:integrity type="sri" value="sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="/>'
SOURCE = f'<podcast:source uri="{FOLDER}/tidiga-insatser-cafebabe.mp4"/>'


@pytest.fixture
def feed(series, older, newer):
    return build_feed(series, [older, newer]).decode()


def in_channel(text):
    return ("<podcast:medium>", f"{text}<podcast:medium>")


def in_item(text):
    return ("</psc:chapters>", f"</psc:chapters>{text}")


OF_THE_FEED = [
    ("declaration", "<?xml", " <?xml"),
    ("xml", "</channel>", "</chanel>"),
    ("encoding", "'UTF-8'", "'ISO-8859-1'"),
    ("doctype", "<rss", "<!DOCTYPE rss []><rss"),
    ("rss", 'version="2.0"', 'version="1.0"'),
    ("namespace", "https://podcastindex.org/namespace/1.0", "https://example.se/ns"),
    ("channel-value", "<title>Jämlikhetspodden</title>", ""),
    ("channel-value", "<itunes:author>Exempelstaden</itunes:author>", ""),
    ("channel-link", f"<link>{BASE}/</link>", f"<link>{BASE}/feed.xml</link>"),
    ("address", f"<link>{BASE}/</link>", "<link>podden</link>"),
    ("language", "<language>sv<", "<language>sv_SE<"),
    ("self-link", 'rel="self"', 'rel="hub"'),
    ("self-link", 'rel="self" type="application/rss+xml"', 'rel="self" type="text/xml"'),
    ("cover-missing", f'<itunes:image href="{BASE}/podden-0a1b2c3d.jpg"/>', ""),
    ("picture-name", "podden-0a1b2c3d.jpg", "podden-0a1b2c3d.jpg?v=2"),
    ("category", 'text="Relationships"', 'text="Friends"'),
    ("explicit", "false</itunes:explicit>\n    <podcast", "clean</itunes:explicit>\n    <podcast"),
    ("date-weekday", "Thu, 11 Jun", "Mon, 11 Jun"),
    ("built", "Thu, 11 Jun 2020", "Tue, 09 Jun 2020"),
    ("type", "<itunes:type>episodic", "<itunes:type>weekly"),
    ("channel-image", "<title>Jämlikhetspodden</title>\n      <link>", "<title>P</title><link>"),
    ("namespace", "http://podlove.org/simple-chapters", "https://example.se/ns"),
    ("podcast-guid", "<podcast:guid>9b024349-ccf0-5f69-a609-6b82873eab3c</podcast:guid>", ""),
    ("podcast-guid", "9b024349-ccf0-5f69-a609-6b82873eab3c", "podden"),
    ("podcast-locked", ">yes</podcast:locked>", ">true</podcast:locked>"),
    ("podcast-locked", 'owner="podden@example.se"', 'owner="podden"'),
    ("podcast-medium", "<podcast:medium>podcast", "<podcast:medium>radio"),
    ("podcast-license", ">cc-by-4.0<", ">cc-by-sa-4.0<"),
    ("podcast-person", 'role="host" group="cast">Anna Ek</podcast:person>\n    <item>',
     'role="moderator" group="cast">Anna Ek</podcast:person>\n    <item>'),
    ("shared", "6f1c0f0e-7a53-4f0c-9a60-3a4a1d0f7b11", GUID),
    ("order", "Wed, 03 Jun 2020", "Thu, 11 Jun 2020"),
    ("owner", "<itunes:email>podden@example.se", "<itunes:email>podden"),
    ("block", *in_channel("<itunes:block>yes</itunes:block>")),
    ("complete", *in_channel("<itunes:complete>true</itunes:complete>")),
    ("address", *in_channel("<itunes:new-feed-url>feed.xml</itunes:new-feed-url>")),
    ("repeated", *in_channel("<language>sv</language>")),
    ("repeated", *in_channel("<podcast:medium>podcast</podcast:medium>")),
    ("author", *in_channel("<managingEditor>Anna</managingEditor>")),
    ("address", *in_channel(FUND.replace("https://", ""))),
    ("podcast-funding", *in_channel(FUND.replace("Stöd oss", ""))),
    ("podcast-location", *in_channel(LOCATION.replace("geo:", "", 1).replace("59.3", "N59"))),
    ("podcast-txt", *in_channel('<podcast:txt purpose="ai-content">ja</podcast:txt>')),
    ("podcast-frequency", *in_channel(OFTEN.replace("FREQ=WEEKLY", "varje vecka"))),
    ("podcast-frequency", *in_channel(OFTEN.replace("rrule", 'dtstart="i går" rrule'))),
    ("podcast-podping", *in_channel('<podcast:podping usesPodping="yes"/>')),
    ("podcast-social", *in_channel('<podcast:socialInteract uri="https://a.se/1"/>')),
    ("address", *in_channel('<podcast:socialInteract protocol="activitypub" uri="1"/>')),
    ("address", *in_channel('<podcast:image href="bred.jpg"/>')),
    ("guid-missing", f'<guid isPermaLink="false">{GUID}</guid>', ""),
    ("podcast-chat", *in_channel('<podcast:chat protocol="irc"/>')),
    ("podcast-block", *in_channel('<podcast:block id="x">Yes</podcast:block>')),
    ("date", *in_channel(TRAILER.replace("Wed, 10 Jun", "10 juni"))),
    ("description-markup", "<p>Samtal om", "<h1>Samtal om"),
]  # fmt: skip
OF_AN_EPISODE = [
    ("title-missing", "<title>Tidiga insatser – så gör vi</title>", ""),
    ("value-space", "<title>Tidiga", "<title> Tidiga"),
    ("value-length", "<title>Tidiga", "<title>" + "a" * 250),
    ("description-length", "<p>Vad vinner", "<p>" + "å" * 2001),
    ("description-markup", "<p>Vad vinner", "<p><b>Vad</b> vinner"),
    ("description-missing", "<description><![CDATA[", "<description/><description><![CDATA["),
    ("notes-markup", "<content:encoded><![CDATA[", "<content:encoded><![CDATA[<script>"),
    ("guid-permalink", 'isPermaLink="false">0d2b', 'isPermaLink="true">0d2b'),
    ("guid-space", ">0d2b7a4e", "> 0d2b7a4e"),
    ("date", "Wed, 10 Jun 2020 06:30:00 +0200", "2020-06-10"),
    ("date-missing", "<pubDate>Wed, 10 Jun 2020 06:30:00 +0200</pubDate>", ""),
    ("date-weekday", "Wed, 10 Jun", "Sun, 10 Jun"),
    ("enclosure-count", "<enclosure", '<enclosure url="https://a.se/a.mp3"/><enclosure'),
    ("enclosure-name", "deadbeef.mp3", "deadbeef.wav"),
    ("enclosure-type", 'length="34567890" type="audio/mpeg"', 'length="34567890" type="audio/mp3"'),
    ("enclosure-length", 'length="34567890"', 'length="33 MB"'),
    ("address", "tidiga-insatser-deadbeef.mp3", "tidiga insatser.mp3"),
    ("explicit", "false</itunes:explicit>\n      <itunes:keywords",
     "no</itunes:explicit>\n      <itunes:keywords"),
    ("picture-name", "bild-12345678.png", "bild-12345678.webp"),
    ("duration", "<itunes:duration>2095", "<itunes:duration>34:55"),
    ("duration", "<itunes:duration>2095</itunes:duration>", ""),
    ("number", "<itunes:season>1", "<itunes:season>0"),
    ("number", "<podcast:season>1", "<podcast:season>2"),
    ("podcast-season", "<podcast:season>1", "<podcast:season>ett"),
    ("podcast-episode", "<podcast:episode>4", "<podcast:episode>fyra"),
    ("episode-type", ">full</itunes:episodeType>", ">teaser</itunes:episodeType>"),
    ("transcript-type", "text/vtt", "text/webvtt"),
    ("transcript-rel", 'rel="captions"', 'rel="subtitles"'),
    ("transcript-language", 'type="text/vtt" language="sv"', 'type="text/vtt" language="svenska!"'),
    ("chapters-type", "application/json+chapters", "application/json"),
    ("chapters-start", 'start="00:00:00.000"', 'start="00:00:01.500"'),
    ("chapters-order", 'start="00:10:00.000"', 'start="00:01:00.000"'),
    ("chapters-past-end", 'start="00:10:00.000"', 'start="00:34:56"'),
    ("chapters-forms", "<podcast:chapters ", "<podcast:contentLink "),
    ("chapter-time", 'start="00:10:00.000"', 'start="tio"'),
    ("chapter-title", 'title="Frågor från publiken"', 'title=""'),
    ("address", 'href="https://example.se/hembesok"', 'href="hembesok"'),
    ("chapters-version", 'chapters version="1.2"', 'chapters version="2"'),
    ("podcast-person", 'role="guest" group="cast"', 'role="guest" group="rollista"'),
    ("podcast-person", ">Åsa Öberg</podcast:person>", "></podcast:person>"),
    ("address", f'img="{FOLDER}/asa.jpg"', 'img="asa.jpg"'),
    ("podcast-alternate", SOURCE, ""),
    ("address", SOURCE, SOURCE.replace("https:", "")),
    ("podcast-alternate", 'height="720"', 'height="hög"'),
    ("podcast-alternate", 'title="Film"', f'title="{"Film" * 9}"'),
    ("podcast-integrity", SOURCE, SOURCE + MARK.replace("sha256-A", "sha256-")),
    ("podcast-integrity", SOURCE, SOURCE + MARK.replace("sri", "md5")),
    ("podcast-integrity", SOURCE, SOURCE + MARK + MARK),
    ("podcast-soundbite", *in_item(BITE.replace('"30"', '"0"'))),
    ("podcast-soundbite", *in_item(BITE.replace('"10"', '"2090"'))),
    ("podcast-location", *in_item(LOCATION.replace("geo=", 'osm="1" geo='))),
    ("podcast-txt", *in_item("<podcast:txt/>")),
    ("address", *in_item('<podcast:contentLink href="film">Filmen</podcast:contentLink>')),
    ("block", *in_item("<itunes:block>No</itunes:block>")),
    ("author", *in_item("<author>Anna Ek</author>")),
    ("repeated", *in_item("<itunes:duration>2095</itunes:duration>")),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "old", "new"), OF_THE_FEED)
def test_a_fault_of_the_feed_is_found_by_its_rule(feed, rule, old, new):
    assert old in feed
    found = check_feed(feed.replace(old, new, 1).encode())
    assert (rule, "") in {(one.rule, one.guid) for one in found}


@pytest.mark.parametrize(("rule", "old", "new"), OF_AN_EPISODE)
def test_a_fault_of_an_episode_is_found_by_its_rule_and_in_that_episode(feed, rule, old, new):
    start = feed.index("<item>")
    assert old in feed[start:]
    found = check_feed((feed[:start] + feed[start:].replace(old, new, 1)).encode())
    assert (rule, GUID) in {(one.rule, one.guid.strip()) for one in found}


def test_what_is_right_of_each_kind_passes(feed):
    whole = feed.replace(*in_channel(LOCATION + OFTEN + FUND + TRAILER), 1)
    start = whole.index("<item>")
    item = whole[start:].replace(*in_item(BITE + LOCATION), 1)
    assert check_feed((whole[:start] + item.replace(SOURCE, SOURCE + MARK)).encode()) == ()


VTT = "WEBVTT\n\n00:00:01.000 --> 00:00:02.500\n<v Åsa Öberg>A &amp; B</v>\n"
SECOND = "\n00:00:03.000 --> 00:00:04.000\nMer\n"
SRT = "1\n00:00:01,000 --> 00:00:02,500\nÅsa: A\n\n2\n00:00:03,000 --> 00:00:04,000\nMer\n"
SEGMENTS = [{"speaker": "Åsa", "startTime": 1, "endTime": 2.5, "body": "A"}]


def test_a_good_transcript_passes():
    assert check_vtt((VTT + SECOND).encode(), 4_000) == ()
    assert check_vtt(b"WEBVTT\n\nNOTE\nen anm\xc3\xa4rkning\n") == ()
    assert check_srt(SRT.encode(), 4_000) == check_srt(b"") == ()
    good = json.dumps({"version": "1.0.0", "segments": SEGMENTS}).encode()
    assert check_transcript_json(good, 4_000) == ()
    assert check_html(b"<!doctype html><p>A") == ()


@pytest.mark.parametrize(
    ("rule", "data"),
    [
        ("vtt", VTT.encode("latin-1")),
        ("vtt", ("\ufeff" + VTT).encode()),
        ("vtt-header", VTT[7:].encode()),
        ("vtt-header", VTT.replace("\n\n", "\n", 1).encode()),
        ("vtt-time", VTT.replace(".000", ",000").encode()),
        ("vtt-time", VTT.replace("00:00:01.000", "0:01.000").encode()),
        ("vtt-time", VTT.replace("02.500", "62.500").encode()),
        ("vtt-turned", VTT.replace("02.500", "00.500").encode()),
        ("vtt-order", (VTT + SECOND.replace("03", "00")).encode()),
        ("vtt-past-end", (VTT + SECOND.replace("04.000", "09.000")).encode()),
        ("vtt-empty", (VTT.replace("<v Åsa Öberg>A &amp; B</v>", "") + SECOND).encode()),
        ("vtt-escape", VTT.replace("&amp;", "&").encode()),
        ("vtt-escape", VTT.replace("&amp;", "<").encode()),
        ("vtt-tag", VTT.replace("</v>", "</c>").encode()),
        ("vtt-tag", VTT.replace("A &", "<i>A &").replace("</v>", "").encode()),
        ("vtt-voice", VTT.replace("<v Åsa Öberg>", "<v>").encode()),
        ("vtt-text", (VTT + "\nlöst\n").encode()),
    ],
)
def test_a_fault_in_a_vtt_is_found(rule, data):
    assert rule in {found.rule for found in check_vtt(data, 5_000)}


@pytest.mark.parametrize(
    ("rule", "old", "new"),
    [
        ("srt", "Åsa", "\0"),
        ("srt-number", "2\n", "3\n"),
        ("srt-number", "1\n", ""),
        ("srt-time", ",500", ".500"),
        ("srt-time", "-->", "->"),
        ("srt-turned", "04,000", "02,000"),
        ("srt-order", "00:00:03,000", "00:00:00,000"),
        ("srt-past-end", "04,000", "40,000"),
        ("srt-empty", "\nMer\n", "\n"),
        ("srt-text", "Mer", "a --> b"),
    ],
)
def test_a_fault_in_an_srt_is_found(rule, old, new):
    found = check_srt(SRT.replace(old, new, 1).encode(), 5_000)
    assert rule in {one.rule for one in found}


@pytest.mark.parametrize(
    ("rule", "document"),
    [
        ("transcript-json", "{"),
        ("transcript-json", '{"version": "1.0.0", "segments": [{"startTime": NaN}]}'),
        ("transcript-json", json.dumps({"segments": SEGMENTS})),
        ("transcript-json", json.dumps([SEGMENTS])),
        ("transcript-json", json.dumps({"version": "1.0.0", "segments": ["A"]})),
        *(
            (
                rule,
                json.dumps({"version": "1.0.0", "segments": [*SEGMENTS, {**SEGMENTS[0], **odd}]}),
            )
            for rule, odd in [
                ("transcript-json", {"startTime": "0:01"}),
                ("transcript-json", {"endTime": None}),
                ("transcript-json", {"body": " "}),
                ("transcript-json", {"speaker": 1}),
                ("transcript-json-order", {"startTime": 0}),
                ("transcript-json-order", {"endTime": 0.5}),
                ("transcript-json-past-end", {"endTime": 60}),
            ]
        ),
    ],
)
def test_a_fault_in_a_json_transcript_is_found(rule, document):
    assert rule in {one.rule for one in check_transcript_json(document.encode(), 5_000)}


CHAPTERS = [{"startTime": 0, "endTime": 2.5, "title": "A"}, {"startTime": 2.5, "title": "B"}]
MARKS = [(0, "A"), (2_500, "B")]


@pytest.mark.parametrize(
    ("rule", "change", "first"),
    [
        ("chapters-json", {"startTime": "0"}, 0),
        ("chapters-json", {"startTime": True}, 0),
        ("chapters-json", {"title": ""}, 1),
        ("chapters-json", {"endTime": -1}, 0),
        ("chapters-json", {"toc": "no"}, 0),
        ("address", {"url": "hembesok"}, 0),
        ("address", {"img": "javascript:alert(1)"}, 0),
        ("chapters-start", {"startTime": 1}, 0),
        ("chapters-order", {"startTime": 0}, 1),
        ("chapters-past-end", {"startTime": 9}, 1),
        ("chapters-differ", {"title": "C"}, 1),
        ("chapters-differ", {"startTime": 2.4}, 1),
    ],
)
def test_a_fault_in_a_chapter_file_is_found(rule, change, first):
    good = {"version": "1.2.0", "chapters": CHAPTERS}
    assert check_chapters_file(json.dumps(good).encode(), MARKS, 5_000) == ()
    chapters = [{**one, **change} if n == first else one for n, one in enumerate(CHAPTERS)]
    data = json.dumps({**good, "chapters": chapters}).encode()
    assert rule in {one.rule for one in check_chapters_file(data, MARKS, 5_000)}


def picture(kind="JPEG", size=(1400, 1400), mode="RGB"):
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize(
    ("rule", "data", "ending", "cover"),
    [
        ("picture-type", picture("PNG"), ".jpg", True),
        ("picture-type", b"GIF89a", ".png", False),
        ("picture", picture(size=(1400, 1000)), ".jpg", True),
        ("picture", picture(size=(600, 600)), ".jpg", True),
        ("picture", picture(size=(3100, 3100)), ".jpg", True),
        ("picture", picture("PNG", mode="RGBA"), ".png", True),
        ("picture", picture(mode="CMYK"), ".jpg", True),
        ("picture", picture()[:400], ".jpg", False),
        ("picture", b"\xff\xd8\xff no picture", ".jpg", False),
    ],
)
def test_a_fault_in_a_picture_is_found(rule, data, ending, cover):
    assert rule in {one.rule for one in check_picture_file(data, ending, cover=cover)}
    assert check_picture_file(picture(), ".jpg", cover=True) == ()


def test_a_page_that_is_no_page_is_found():
    assert [one.rule for one in check_html(b"404")] == ["html"]
    assert [one.rule for one in check_html(b"<html>\xff")] == ["html"]
