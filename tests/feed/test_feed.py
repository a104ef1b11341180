"""The feed, whole, as it is written and as two independent parsers read it."""

import io
import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import podcastparser
import pytest
from lxml import etree

from mediahub.feed import FeedPerson, build_feed
from mediahub.transcript import Chapter, Span

NS = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "psc": "http://podlove.org/simple-chapters",
    "content": "http://purl.org/rss/1.0/modules/content/",
}
BASE = "https://media.example.se/feeds/podden"
FOLDER = f"{BASE}/tidiga-insatser"
NOTES = (
    "<p>Vad vinner vi på att vara tidigt ute?</p>"
    '<p>Läs mer på <a href="https://example.se/tidigt?a=1&amp;b=2">'
    "https://example.se/tidigt?a=1&amp;b=2</a>. Vi säger &quot;hej&quot; &lt;då&gt;.</p>"
    "<p>Medverkande:</p><ul><li>Anna Ek, programledare</li>"
    '<li><a href="https://example.se/%C3%A5sa">Åsa Öberg</a>, gäst</li></ul>'
    f'<p><a href="{FOLDER}/">Avskrift och mer om avsnittet</a></p>'
    "<p>00:00 Inledning<br>01:01 Hembesök &amp; stöd<br>10:00 Frågor från publiken</p>"
)
DESCRIPTION = (
    "Vad vinner vi på att vara tidigt ute?\n\n"
    # It takes even what is escaped for an element.
    'Läs mer på https://example.se/tidigt?a=1&b=2. Vi säger "hej" .\n\n'
    "Medverkande:\n\n * Anna Ek, programledare\n\n * Åsa Öberg, gäst\n\n"
    "Avskrift och mer om avsnittet\n\n"
    "00:00 Inledning\n01:01 Hembesök & stöd\n10:00 Frågor från publiken"
)


def items(xml):
    return etree.fromstring(xml).findall("channel/item")


def test_the_feed_is_the_golden_file(series, older, newer, same_as_golden):
    same_as_golden("feed.xml", build_feed(series, [older, newer]))


def test_podcastparser_reads_every_value(series, older, newer):
    feed = podcastparser.parse(f"{BASE}/feed.xml", io.BytesIO(build_feed(series, [older, newer])))
    episodes = feed.pop("episodes")
    assert feed == {
        "title": "Jämlikhetspodden",
        "link": f"{BASE}/",
        "description": "<p>Samtal om förebyggande &amp; främjande arbete.</p>",
        "generator": "mediahub",
        "cover_url": f"{BASE}/podden-0a1b2c3d.jpg",
        "language": "sv",
        "itunes_author": "Exempelstaden",
        "itunes_categories": [["Society & Culture", "Relationships"]],
        "itunes_owner": {"name": "Exempelstaden", "email": "podden@example.se"},
        "type": "episodic",
        "explicit": False,
    }
    assert [episode["title"] for episode in episodes] == [
        "Tidiga insatser – så gör vi",
        "Barnets bästa",
    ]
    assert episodes[0] == {
        "title": "Tidiga insatser – så gör vi",
        "description": DESCRIPTION,
        "description_html": NOTES,
        "published": 1591763400,
        "link": f"{FOLDER}/",
        "total_time": 2095,
        "payment_url": None,
        "enclosures": [
            {
                "url": f"{FOLDER}/tidiga-insatser-deadbeef.mp3",
                "file_size": 34567890,
                "mime_type": "audio/mpeg",
            }
        ],
        "chapters": [
            {"start": 0, "title": "Inledning"},
            {"start": 61, "title": "Hembesök & stöd", "href": "https://example.se/hembesok"},
            {"start": 600, "title": "Frågor från publiken"},
        ],
        "guid": "0d2b7a4e-55b1-4c35-8f5e-2f2f5a0a9a10",
        "episode_art_url": f"{FOLDER}/bild-12345678.png",
        "season": 1,
        "number": 4,
        "type": "full",
        "explicit": False,
    }


def test_feedparser_finds_nothing_to_complain_of(series, older, newer):
    feed = feedparser.parse(build_feed(series, [older, newer]))
    assert not feed.bozo
    assert feed.feed.updated == "Thu, 11 Jun 2020 12:00:00 +0000"
    entry = feed.entries[0]
    assert (entry.id, entry.guidislink) == ("0d2b7a4e-55b1-4c35-8f5e-2f2f5a0a9a10", False)
    assert entry.published == "Wed, 10 Jun 2020 06:30:00 +0200"
    assert [chapter["start"] for chapter in entry.psc_chapters.chapters] == [
        "00:00:00.000",
        "00:01:01.500",
        "00:10:00.000",
    ]


@pytest.mark.parametrize("seed", ["0", "1"])
def test_the_bytes_do_not_depend_on_the_hash_seed(seed, series, older, newer):
    script = (
        "import sys; sys.path.insert(0, sys.argv[1]); import conftest as c\n"
        "from mediahub.feed import build_feed\n"
        "make = lambda f: f._fixture_function()\n"
        "feed = build_feed(make(c.series), [make(c.newer), make(c.older)])\n"
        "sys.stdout.buffer.write(feed)"
    )
    made = subprocess.run(
        [sys.executable, "-c", script, str(Path(__file__).parent)],
        env={**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": "C.UTF-8"},
        capture_output=True,
        check=True,
    )
    assert made.stdout == build_feed(series, [older, newer])


def test_persons_transcripts_and_the_other_rendition_are_written_in_the_order_apps_want(
    series, newer
):
    (item,) = items(build_feed(series, [newer]))
    assert [
        (person.text, dict(person.attrib)) for person in item.findall("podcast:person", NS)
    ] == [
        ("Anna Ek", {"role": "host", "group": "cast"}),
        (
            "Åsa Öberg",
            {
                "role": "guest",
                "group": "cast",
                "img": f"{FOLDER}/asa.jpg",
                "href": "https://example.se/%C3%A5sa",
            },
        ),
    ]
    assert [link.get("type") for link in item.findall("podcast:transcript", NS)] == [
        "text/vtt",
        "application/x-subrip",
        "application/json",
        "text/html",
    ]
    other = item.find("podcast:alternateEnclosure", NS)
    assert dict(other.attrib) == {
        "type": "video/mp4",
        "length": "98765432",
        "height": "720",
        "title": "Film",
    }
    assert other[0].get("uri") == f"{FOLDER}/tidiga-insatser-cafebabe.mp4"


def test_last_build_date_is_the_newest_content_never_now(series, older):
    when = datetime(2020, 6, 4, tzinfo=UTC)
    root = etree.fromstring(build_feed(series, [older], updated=when))
    assert root.findtext("channel/lastBuildDate") == "Thu, 04 Jun 2020 00:00:00 +0000"
    root = etree.fromstring(build_feed(series, [older]))
    assert root.findtext("channel/lastBuildDate") == "Wed, 03 Jun 2020 06:00:00 +0000"


def test_episodes_of_the_same_minute_keep_one_order(series, older):
    twin = replace(older, guid="00000000-0000-4000-8000-000000000000")
    assert build_feed(series, [older, twin]) == build_feed(series, [twin, older])


def test_characters_that_xml_forbids_are_dropped(series, older):
    bad = replace(older, title="A\x0bB\ud800\ufffe", description="\x00x\x1b]]>y\r\nz")
    (item,) = items(build_feed(series, [bad]))
    assert item.findtext("title") == "AB"
    assert item.findtext("description") == "<p>x]]&gt;y<br>z</p>"
    assert item.findtext("content:encoded", namespaces=NS).startswith("<p>x]]&gt;y<br>z</p>")


def test_notes_of_ones_own_keep_a_cdata_end_inside(series, older):
    (item,) = items(build_feed(series, [replace(older, show_notes_html="<p>a]]>b</p>")]))
    assert item.findtext("content:encoded", namespaces=NS).startswith("<p>a]]>b</p>")


def test_a_long_description_is_cut_by_bytes_and_keeps_its_chapter_lines(series, newer):
    (item,) = items(build_feed(series, [replace(newer, description="åäö " * 2000)]))
    description = item.findtext("description")
    assert 3900 < len(description.encode()) <= 4000
    assert description.endswith(
        "åäö…</p><p>00:00 Inledning<br>01:01 Hembesök &amp; stöd<br>10:00 Frågor från publiken</p>"
    )


def test_two_chapters_are_too_few_for_lines_but_not_for_psc(series, older):
    chapters = (Chapter(Span(0, 60_000), "A"), Chapter(Span(60_000, 154_400), "B"))
    two = replace(older, chapters=chapters)
    (item,) = items(build_feed(series, [two]))
    assert item.findtext("description") == "<p>Ett kort samtal.</p>"
    assert [c.get("title") for c in item.findall("psc:chapters/psc:chapter", NS)] == ["A", "B"]


def test_an_episode_without_chapters_has_no_chapter_elements(series, older):
    (item,) = items(build_feed(series, [replace(older, chapters_url=f"{BASE}/c.json")]))
    assert item.find("psc:chapters", NS) is None
    assert item.find("podcast:chapters", NS) is None


def test_a_name_is_cut_to_what_the_tag_takes(series, older):
    long = replace(older, people=(FeedPerson("Ek " * 60),))
    (item,) = items(build_feed(series, [long]))
    assert len(item.findtext("podcast:person", namespaces=NS)) <= 128


def test_addresses_are_written_in_ascii(series, older):
    odd = replace(older, link="https://åland.example/träff?år=1#å")
    (item,) = items(build_feed(series, [odd]))
    assert item.findtext("link") == ("https://xn--land-poa.example/tr%C3%A4ff?%C3%A5r=1#%C3%A5")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"category": ("Samhälle",)}, '"Samhälle" is not one of Apple\'s categories'),
        ({"category": ("Arts", "Book")}, 'did you mean "Books"?'),
        ({"image_url": "https://x.se/a.jpeg"}, "must end in .jpg or .png"),
        ({"image_url": "https://x.se/a.jpg?v=2"}, "must end in .jpg or .png"),
        ({"license": "CC-BY-SA-4.0"}, "needs a license_url"),
        ({"title": " \n "}, "no title"),
    ],
)
def test_what_no_feed_may_hold_is_refused(change, message, series, older):
    with pytest.raises(ValueError, match=re.escape(message)):
        build_feed(replace(series, **change), [older])


def test_a_feed_without_episodes_is_refused(series):
    with pytest.raises(ValueError, match="at least one episode"):
        build_feed(series, [])


def test_an_enclosure_of_no_length_is_refused(series, older):
    with pytest.raises(ValueError, match="no length"):
        build_feed(series, [replace(older, enclosure=replace(older.enclosure, length=0))])


def test_a_link_that_is_no_web_address_is_left_out(series, older):
    person = FeedPerson("Anna", href="javascript:alert(1)", img="file:///etc/passwd")
    chapters = (Chapter(Span(0, 154_400), "A", "author", "mailto:a@b.se"),)
    xml = build_feed(series, [replace(older, people=(person,), chapters=chapters)])
    (item,) = items(xml)
    assert dict(item.find("podcast:person", NS).attrib) == {"role": "host", "group": "cast"}
    assert item.find("psc:chapters/psc:chapter", NS).get("href") is None
    assert b"javascript" not in xml


def test_the_notes_say_what_a_person_is_and_does_as_the_page_does(series, newer):
    people = (
        FeedPerson("Björn Ödquist", "guest", presented="socialsekreterare, föreläsare"),
        FeedPerson("Åsa Öberg", "guest"),
    )
    xml = build_feed(series, [replace(newer, people=people)]).decode()
    assert (
        "<ul><li>Björn Ödquist, socialsekreterare, föreläsare</li><li>Åsa Öberg, gäst</li></ul>"
    ) in xml


def test_descriptions_hold_apples_elements_alone_and_the_notes_all(series, older):
    marked = "Läs **detta** på [sidan](https://ex.example).\n\n> - ett\n> - två"
    feed = build_feed(replace(series, description=marked), [replace(older, description=marked)])
    kept = '<p>Läs detta på <a href="https://ex.example">sidan</a>.</p><ul><li>ett</li><li>två</li></ul>'
    assert etree.fromstring(feed).findtext("channel/description") == kept
    (item,) = items(feed)
    assert item.findtext("description") == kept
    assert f"<description><![CDATA[{kept}]]></description>".encode() in feed
    assert item.findtext("content:encoded", namespaces=NS).startswith(
        '<p>Läs <strong>detta</strong> på <a href="https://ex.example">sidan</a>.</p>'
        "<blockquote><ul><li>ett</li><li>två</li></ul></blockquote>"
    )


def test_the_notes_lead_to_our_page_to_the_episodes_own_and_name_who_paid(series, older):
    own = "https://annan.example/podden/"
    credited = replace(older, elsewhere=own, credits=("Medfinansieras av *Fonden*.",))
    (item,) = items(build_feed(series, [credited]))
    assert item.findtext("link") == own
    assert item.findtext("content:encoded", namespaces=NS).endswith(
        f'<p><a href="{older.link}">Avskrift och mer om avsnittet</a></p>'
        f'<p>Egen webbsida: <a href="{own}">annan.example/podden</a></p>'
        "<p>Medfinansieras av <em>Fonden</em>.</p>"
    )
