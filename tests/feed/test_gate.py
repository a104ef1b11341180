"""The gate lets a good feed through and names each fault in a bad one."""

import pytest

from mediahub.feed import build_feed, check_chapters
from tests.feed.conftest import said

BASE = "https://media.example.se/feeds/podden"
FOLDER = f"{BASE}/tidiga-insatser"
HELD = {
    f"{BASE}/podden-0a1b2c3d.jpg": (200_000, "image/jpeg"),
    f"{BASE}/barnets-basta/barnets-basta-00aa11bb.mp3": (1_234_567, "audio/mpeg"),
    f"{FOLDER}/tidiga-insatser-deadbeef.mp3": (34_567_890, "audio/mpeg"),
    f"{FOLDER}/tidiga-insatser-cafebabe.mp4": (98_765_432, "video/mp4"),
    f"{FOLDER}/bild-12345678.png": (9, "image/png"),
    f"{FOLDER}/chapters.json": (9, "application/json+chapters"),
    f"{FOLDER}/transcript.json": (9, "application/json"),
    f"{FOLDER}/transcript.srt": (9, "application/x-subrip; charset=utf-8"),
    f"{FOLDER}/transcript.vtt": (9, "text/vtt; charset=utf-8"),
    f"{FOLDER}/": (9, "text/html; charset=utf-8"),
}


@pytest.fixture
def feed(series, older, newer):
    return build_feed(series, [older, newer]).decode()


def test_a_good_feed_passes(feed):
    assert said(feed.encode()) == ()
    assert said(feed.encode(), files=HELD) == ()
    assert said(feed.encode(), files=HELD.get) == ()


NEW = "episode “Tidiga insatser – så gör vi”: "


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("<?xml", "\n<?xml", "the feed does not begin with an XML declaration at its first byte"),
        ("'UTF-8'", "'ISO-8859-1'", "the feed is in ISO-8859-1, not UTF-8"),
        ('version="2.0"', 'version="0.91"', "the feed is not RSS 2.0 with a channel"),
        (
            "http://www.itunes.com/dtds",
            "https://www.itunes.com/dtds",
            "the feed does not declare the namespace http://www.itunes.com/dtds/podcast-1.0.dtd",
        ),
        ("<title>Jämlikhetspodden</title>", "", "the channel has no title"),
        ("<language>sv</language>", "", "the channel has no language"),
        (
            "<language>sv</language>",
            "<language>svenska!</language>",
            "the channel's language 'svenska!' is not an ISO 639 code such as sv",
        ),
        (
            "Samtal om",
            "å" * 2001,
            "the description has 4048 bytes; 4000 is the most",
        ),
        (
            f"<link>{BASE}/</link>",
            f"<link>{BASE}/feed.xml</link>",
            "the channel's link is the feed itself, not a web page",
        ),
        (
            'rel="self"',
            'rel="hub"',
            "the channel has no atom:link rel=self with the feed's own address",
        ),
        (
            f'<itunes:image href="{BASE}/podden-0a1b2c3d.jpg"/>',
            "",
            "the channel has no itunes:image",
        ),
        (
            "podden-0a1b2c3d.jpg",
            "podden-0a1b2c3d.webp",
            f"the channel's image must end in .jpg or .png: {BASE}/podden-0a1b2c3d.webp",
        ),
        (
            'text="Society &amp; Culture"',
            'text="Society &amp; Cultures"',
            'itunes:category: "Society & Cultures" is not one of Apple\'s categories; '
            'did you mean "Society & Culture"?',
        ),
        (
            "false</itunes:explicit>\n    <podcast",
            "no</itunes:explicit>\n    <podcast",
            "the channel's itunes:explicit is 'no'; it must be true or false",
        ),
        (
            "Thu, 11 Jun",
            "Fri, 11 Jun",
            "lastBuildDate 'Fri, 11 Jun 2020 12:00:00 +0000' names the wrong weekday",
        ),
        (
            "Wed, 10 Jun 2020 06:30:00 +0200",
            "ons, 10 jun 2020 06:30:00 +0200",
            NEW + "pubDate 'ons, 10 jun 2020 06:30:00 +0200' is not a date of RFC 2822 "
            "with weekday and zone",
        ),
        (
            "Wed, 10 Jun 2020 06:30:00 +0200",
            "2020-06-10",
            NEW + "pubDate '2020-06-10' is not a date of RFC 2822",
        ),
        (
            "Wed, 03 Jun 2020",
            "Fri, 03 Jul 2020",
            "the episodes are not in order, newest first",
        ),
        (
            "6f1c0f0e-7a53-4f0c-9a60-3a4a1d0f7b11",
            "0d2b7a4e-55b1-4c35-8f5e-2f2f5a0a9a10",
            "2 episodes share the guid 0d2b7a4e-55b1-4c35-8f5e-2f2f5a0a9a10",
        ),
        (
            f"{BASE}/barnets-basta/barnets-basta-00aa11bb.mp3",
            f"{FOLDER}/tidiga-insatser-deadbeef.mp3",
            f"2 episodes share the enclosure address {FOLDER}/tidiga-insatser-deadbeef.mp3",
        ),
        (
            'isPermaLink="false">0d2b',
            'isPermaLink="true">0d2b',
            NEW + 'its guid is no address and not marked isPermaLink="false"',
        ),
        (
            'length="34567890"',
            'length="0"',
            NEW + "its enclosure's length is '0', not a number of bytes",
        ),
        (
            'length="34567890" type="audio/mpeg"',
            'length="34567890" type="audio/mp3"',
            NEW + "its enclosure ends in .mp3 but says it is audio/mp3",
        ),
        (
            "tidiga-insatser-deadbeef.mp3",
            "tidiga-insatser-å.mp3",
            NEW + "its enclosure's address holds characters that are not allowed in an address: "
            f"{FOLDER}/tidiga-insatser-å.mp3",
        ),
        (
            "<itunes:duration>2095",
            "<itunes:duration>34:55",
            NEW + "itunes:duration is '34:55', not whole seconds",
        ),
        (
            "<itunes:season>1",
            "<itunes:season>0",
            NEW + "itunes:season is '0'; it counts from 1",
        ),
        (
            "episodic",
            "serial",
            "episode “Barnets bästa”: a serial series needs an episode number (itunes:episode)",
        ),
        ("text/vtt", "text/srt", NEW + "a transcript's type 'text/srt' is one no app reads"),
        (
            "application/json+chapters",
            "application/json",
            NEW + "the chapters' type must be application/json+chapters",
        ),
        (
            'start="00:00:00.000"',
            'start="00:00:01.500"',
            NEW + "the first chapter begins at 1.5 s, not at 0",
        ),
        ('start="00:10:00.000"', 'start="00:01:00.000"', NEW + "the chapters do not rise in time"),
        (
            'start="00:10:00.000"',
            'start="00:34:56"',
            NEW + "a chapter begins at 2096 s, past the end",
        ),
        (
            'start="00:10:00.000"',
            'start="10 min"',
            NEW + "a chapter begins at '10 min', which is no time",
        ),
    ],
)
def test_a_fault_is_named(feed, old, new, problem):
    assert old in feed
    assert problem in said(feed.replace(old, new).encode("utf-8"))


def test_a_blank_line_first_or_broken_xml_stops_all(feed):
    assert said(b"\xef\xbb\xbf" + feed.encode()) == (
        "the feed does not begin with an XML declaration at its first byte",
    )
    (problem,) = said(feed[:-20].encode())
    assert problem.startswith("the feed is not well-formed XML: ")


def test_a_feed_without_episodes_is_stopped(feed):
    start, end = feed.index("<item>"), feed.rindex("</item>") + len("</item>")
    assert said((feed[:start] + feed[end:]).encode()) == ("the feed has no episode",)


@pytest.mark.parametrize(
    ("url", "held", "problem"),
    [
        (
            f"{FOLDER}/tidiga-insatser-deadbeef.mp3",
            None,
            NEW + f"its enclosure is not there: {FOLDER}/tidiga-insatser-deadbeef.mp3",
        ),
        (
            f"{FOLDER}/tidiga-insatser-deadbeef.mp3",
            (7, "audio/mpeg"),
            NEW + "its enclosure says 34567890 bytes but the file has 7: "
            f"{FOLDER}/tidiga-insatser-deadbeef.mp3",
        ),
        (
            f"{FOLDER}/transcript.vtt",
            None,
            NEW + f"a transcript is not there: {FOLDER}/transcript.vtt",
        ),
        (
            f"{FOLDER}/chapters.json",
            (9, "application/json"),
            NEW + "the chapter file is application/json, not application/json+chapters: "
            f"{FOLDER}/chapters.json",
        ),
        (
            f"{BASE}/podden-0a1b2c3d.jpg",
            (9, "image/png"),
            f"the channel's image is image/png, not image/jpeg: {BASE}/podden-0a1b2c3d.jpg",
        ),
    ],
)
def test_a_file_that_is_not_as_promised_is_named(feed, url, held, problem):
    files = {**HELD, url: held} if held else {u: f for u, f in HELD.items() if u != url}
    assert said(feed.encode(), files=files) == (problem,)


def test_an_outside_entity_is_never_read(feed, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("hemligt")
    doctype = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{secret.as_uri()}">]>\n<rss'
    attack = feed.replace("<rss", doctype, 1).replace("Jämlikhetspodden", "&x;")
    assert said(attack.encode()) == ("the feed has a document type, which apps refuse to read",)


def test_chapter_documents():
    good = {"version": "1.2.0", "chapters": [{"startTime": 0}, {"startTime": 9.5}]}
    assert check_chapters(good, 10_000) == ()
    assert check_chapters(good, 9_000) == ("a chapter begins at 9.5 s, past the end",)
    assert check_chapters({"chapters": []}, 1) == ("it has no version and list of chapters",)
    assert check_chapters({"version": "1.2.0", "chapters": [{"startTime": "0"}]}, 1) == (
        "chapter 1 has no startTime in seconds",
    )
