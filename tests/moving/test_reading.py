"""What is read out of an old feed."""
# ruff: noqa: E501

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediahub.errors import MediaError
from mediahub.feed.prose import to_plain
from mediahub.moving.dates import read_date
from mediahub.moving.prosed import as_markdown
from mediahub.moving.reading import dated, distinct, joined, read_feed
from mediahub.moving.values import (
    OldChapter,
    OldEnclosure,
    OldEpisode,
    OldFeed,
    OldPerson,
    OldTranscript,
)
from tests.moving.conftest import item, rss

SUMMER = timezone(timedelta(hours=2))

HEAD = """<title> Soppan </title><link>https://soppan.example/</link><language>sv-SE</language>
<description>Om &lt;b&gt;mat&lt;/b&gt;</description><copyright>© Soppan</copyright>
<atom:link rel="self" href="https://old.example/rss"/><atom:link rel="next" href="https://old.example/rss?p=2"/>
<itunes:author>Kvarteret</itunes:author><itunes:owner><itunes:email>a@b.example</itunes:email></itunes:owner>
<itunes:image href="https://old.example/c.jpg"/><itunes:type>serial</itunes:type>
<itunes:category text="Education"><itunes:category text="Courses"/></itunes:category>
<itunes:explicit>no</itunes:explicit><podcast:guid>11111111-2222-4333-8444-555555555555</podcast:guid>
<podcast:locked owner="a@b.example">yes</podcast:locked><podcast:person role="Host">Ola Ek</podcast:person>"""

MORE = """<description>Kort</description><content:encoded>&lt;p&gt;Hej &lt;a href="https://x.example/"&gt;här&lt;/a&gt;&lt;/p&gt;</content:encoded>
<link>https://soppan.example/1</link><itunes:season>2</itunes:season><itunes:episode>5</itunes:episode>
<itunes:explicit>yes</itunes:explicit><itunes:image href="https://old.example/1.jpg"/>
<podcast:person role="guest" href="https://rut.example/" img="https://rut.example/r.jpg">Rut  Alm</podcast:person>
<podcast:chapters url="https://old.example/1.json" type="application/json+chapters"/>
<psc:chapters><psc:chapter start="00:00:00" title="Inledning"/><psc:chapter start="01:02.500" title="Frågor" href="https://f.example/"/></psc:chapters>
<podcast:transcript url="https://old.example/1.vtt" type="text/vtt"/>"""


def test_a_feed_tells_all_that_is_known_of_it():
    feed, notices = read_feed(rss(item("Ett  tu", more=MORE), head=HEAD), "rss.xml")
    assert notices == ()
    assert feed == OldFeed(
        title="Soppan",
        address="https://old.example/rss",
        description="Om **mat**",
        language="sv",
        link="https://soppan.example/",
        author="Kvarteret",
        email="a@b.example",
        image="https://old.example/c.jpg",
        category=("Education", "Courses"),
        type="serial",
        copyright="© Soppan",
        guid="11111111-2222-4333-8444-555555555555",
        locked="a@b.example",
        following="https://old.example/rss?p=2",
        people=(OldPerson("Ola Ek"),),
        episodes=(
            OldEpisode(
                number=1,
                guid="g1",
                title="Ett tu",
                enclosure=OldEnclosure("https://old.example/1.mp3", "audio/mpeg", 11),
                published=datetime(2020, 6, 3, 7, tzinfo=SUMMER),
                date="Wed, 03 Jun 2020 07:00:00 +0200",
                description="Hej [här](https://x.example/)",
                link="https://soppan.example/1",
                season=2,
                episode=5,
                explicit=True,
                image="https://old.example/1.jpg",
                people=(
                    OldPerson(
                        "Rut Alm", "guest", "https://rut.example/", "https://rut.example/r.jpg"
                    ),
                ),
                chapters=(
                    OldChapter(0, "Inledning"),
                    OldChapter(62_500, "Frågor", "https://f.example/"),
                ),
                chapters_url="https://old.example/1.json",
                transcripts=(OldTranscript("https://old.example/1.vtt", "text/vtt"),),
            ),
        ),
    )


@pytest.mark.parametrize(
    "guid",
    ["https://old.example/?p=12", "tag:soundcloud,2010:tracks/1", "a b  c", "{0F-1}", "åäö", "12"],
)
def test_a_guid_stays_as_it_is(guid: str):
    feed, _ = read_feed(rss(item(guid=f"\n {guid} ")), "rss.xml")
    assert feed.episodes[0].guid == guid


def test_an_episode_without_a_guid_is_known_by_its_file():
    feed, notices = read_feed(rss(item(guid=None), item(guid="")), "rss.xml")
    assert {one.guid for one in feed.episodes} == {"https://old.example/1.mp3"}
    assert [one.code for one in notices] == ["feed-no-guid"] * 2


def test_of_two_with_one_guid_the_newest_keeps_it():
    old = item("Gammalt", "g", "https://old.example/a.mp3", "Mon, 01 Jun 2020 07:00:00 GMT")
    new = item("Nytt", "g", "https://old.example/b.mp3")
    feed, notices = distinct(read_feed(rss(old, new), "rss.xml")[0], "rss.xml")
    assert [(one.title, one.guid) for one in feed.episodes] == [
        ("Gammalt", "https://old.example/a.mp3"),
        ("Nytt", "g"),
    ]
    assert [(one.code, one.place) for one in notices] == [("feed-same-guid", "rss.xml, item 1")]


def test_one_that_stands_twice_is_taken_once():
    feed, notices = distinct(read_feed(rss(item(), item()), "rss.xml")[0], "rss.xml")
    assert len(feed.episodes) == 1
    assert [one.code for one in notices] == ["feed-episode-twice"]


def test_what_has_no_file_is_told():
    feed, notices = read_feed(
        rss("<title>Bara text</title>", item(url="javascript:alert(1)"), item()), "rss.xml"
    )
    assert [one.number for one in feed.episodes] == [3]
    assert [one.code for one in notices] == ["feed-no-enclosure"] * 2


def test_what_has_no_place_here_is_told():
    more = "<podcast:soundbite/><podcast:soundbite/><itunes:episodeType>Bonus</itunes:episodeType>"
    head = '<podcast:funding url="https://x.example/">Stöd</podcast:funding>'
    _, (notice,) = read_feed(rss(item(more=more), head=head), "rss.xml")
    assert (notice.code, notice.said.swedish) == (
        "feed-no-place",
        "Det som inte har någon plats här togs inte med: 1 podcast:funding, 2 podcast:soundbite, "
        "1 itunes:episodeType.",
    )


def test_a_licence_comes_along():
    head = '<podcast:license url="https://l.example/">cc-by-4.0</podcast:license>'
    feed, _ = read_feed(rss(item(), head=head), "rss.xml")
    assert (feed.license, feed.license_url) == ("cc-by-4.0", "https://l.example/")


def test_pages_are_joined_and_what_stands_on_both_is_taken_once():
    first, _ = read_feed(rss(item("B", "b"), item("A", "a")), "1")
    second, _ = read_feed(rss(item("A", "a"), item("Z", "z")), "2")
    assert [(one.number, one.guid) for one in joined(first, second).episodes] == [
        (1, "b"), (2, "a"), (3, "z"),
    ]  # fmt: skip


def test_an_episode_without_a_date_gets_that_of_the_older_beside_it():
    feed, notices = dated(
        read_feed(rss(item("C", "c", date="snart"), item("B", "b"), item("A", "a", date="")), "f")[
            0
        ],
        "f",
    )
    assert {one.published for one in feed.episodes} == {datetime(2020, 6, 3, 7, tzinfo=SUMMER)}
    assert [one.code for one in notices] == ["feed-no-date", "feed-no-date"]
    with pytest.raises(MediaError, match="no episode has a date"):
        dated(read_feed(rss(item(date="")), "f")[0], "f")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Wed, 03 Jun 2020 07:00:00 GMT", datetime(2020, 6, 3, 7, tzinfo=UTC)),
        ("Tue, 03 Jun 2020 07:00:00 +0200", datetime(2020, 6, 3, 5, tzinfo=UTC)),
        ("3 Jun 2020 07:00 CEST", datetime(2020, 6, 3, 5, tzinfo=UTC)),
        ("ons, 03 maj 2020 07:00:00 +0000", datetime(2020, 5, 3, 7, tzinfo=UTC)),
        ("Wed, 03 Jun 2020 07:00:00 EST", datetime(2020, 6, 3, 12, tzinfo=UTC)),
        ("2020-06-03T07:00:00Z", datetime(2020, 6, 3, 7, tzinfo=UTC)),
        ("2020-06-03", datetime(2020, 6, 3, tzinfo=UTC)),
        ("Wed, 03 Jun 20 07:00:00 -0000", datetime(2020, 6, 3, 7, tzinfo=UTC)),
        ("nyss", None),
        ("", None),
        ("Wed, 99 Jun 2020 07:00:00 GMT", None),
    ],
)
def test_dates_are_read_as_hosts_write_them(text: str, moment: datetime | None):
    assert read_date(text) == moment


@given(st.text(max_size=60))
def test_any_text_is_a_date_with_a_zone_or_none(text: str):
    moment = read_date(text)
    assert moment is None or moment.utcoffset() is not None


@pytest.mark.parametrize(
    ("notes", "markdown"),
    [
        ("Rad ett\nRad två", "Rad ett\nRad två"),
        ("<p>Ett</p>\n<p>Två<br>tre</p>", "Ett\n\nTvå\ntre"),
        ("<ul><li>A</li><li>B</li></ul>", "- A\n- B"),
        ('<a href="https://x.example/">https://x.example</a>', "https://x.example/"),
        ('<a href="javascript:x()">här</a>', "här"),
        ("Å &amp; Ä &#8211; <em> vikt </em>igt", "Å \\& Ä – *vikt* igt"),
        ("<script>x()</script>Hej <b></b>du", "Hej du"),
        ("2 < 3 * 4 * 5", "2 \\< 3 \\* 4 \\* 5"),
        ("<p>*inte* kursivt</p>", "\\*inte\\* kursivt"),
    ],
)
def test_show_notes_become_what_people_write_here(notes: str, markdown: str):
    assert as_markdown(notes) == markdown


@given(st.text(alphabet="ab *_[]()#-1.<>&\n", max_size=40))
def test_plain_notes_say_the_same_words(text: str):
    words = "".join(sign for sign in text if sign in "ab")
    assert (
        "".join(sign for sign in to_plain(as_markdown(text)) if sign in "ab") == words
        or "<" in text
    )


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    "<rss><channel><title>&b;</title></channel></rss>"
)
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    "<rss><channel><title>&x;</title></channel></rss>"
)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (BOMB, "entities of its own"),
        (OUTSIDE, "entities of its own"),
        ("<!DOCTYPE html><html><body>Hej<br></body></html>", "a web page, not a feed"),
        ("<rss><channel>", "no sound XML"),
        ("", "no sound XML"),
        ('<feed xmlns="http://www.w3.org/2005/Atom"/>', "Atom feed"),
        ("<opml/>", "<opml>, not RSS"),
    ],
)
def test_what_is_no_feed_is_refused(text: str, told: str):
    with pytest.raises(MediaError, match=told):
        read_feed(text.encode(), "rss.xml")


def test_a_feed_in_another_encoding_is_read():
    text = '<?xml version="1.0" encoding="windows-1252"?><rss><channel><title>Åsa – ”å”</title></channel></rss>'
    assert read_feed(text.encode("windows-1252"), "x")[0].title == "Åsa – ”å”"
