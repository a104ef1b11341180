"""What apps and directories ask of a feed, rule by rule, held against a feed as it is made.

A rule that the gate keeps names its own faults (`gate`): each is planted, and is to be caught by
that name and, where it is an episode's, in that episode. What lies inside media files is read by
`tests/mediafile`, what a server answers by `tests/e2e/test_web_servers.py`.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from lxml import etree

from mediahub.captions.formats import to_podcast_json, to_srt, to_vtt
from mediahub.catalog.feedvalues import Element, Funding, Location, Soundbite, UpdateFrequency
from mediahub.feed import (
    AlternateEnclosure,
    Enclosure,
    FeedEpisode,
    FeedPerson,
    FeedSeries,
    advise,
    build_feed,
    chapters_json,
    check_feed,
    enclosure_name,
    image_name,
    podcast_guid,
)
from mediahub.feed.filecheck import check_srt, check_transcript_json, check_vtt
from mediahub.feed.names import media_type
from mediahub.feed.namespaces import NAMESPACES as NS
from mediahub.pages.transcriptpage import transcript_page
from mediahub.transcript import Chapter, Span, Transcript
from mediahub.transcript.clock import clock_hms
from tests.feed import test_gate_faults as planted
from tests.transcript.examples import example

PODCAST = NS["podcast"]
OWN = (
    Element("podcast:socialInteract", PODCAST, "", {"protocol": "activitypub", "uri": "https://a.se/1"}),
    Element("podcast:contentLink", PODCAST, "Filmen", {"href": "https://a.se/film"}),
    Element("podcast:block", PODCAST, "no"),
    Element("podcast:podping", PODCAST, "", {"usesPodping": "false"}),
    Element("podcast:image", PODCAST, "", {"href": "https://a.se/bred.jpg", "width": "900"}),
    Element("podcast:chat", PODCAST, "", {"server": "chatt.example", "protocol": "xmpp"}),
)  # fmt: skip
"""Elements that nobody but the publisher can fill, and that people may write."""


@dataclass(frozen=True)
class Made:
    """A feed that says all that one can say, as the renderer writes it."""

    series: FeedSeries
    newer: FeedEpisode
    older: FeedEpisode

    @cached_property
    def xml(self) -> bytes:
        return build_feed(self.series, [self.older, self.newer])

    @cached_property
    def root(self) -> Any:
        return etree.fromstring(self.xml)

    @property
    def channel(self) -> Any:
        return self.root[0]

    @property
    def item(self) -> Any:
        return self.channel.find("item")

    @cached_property
    def transcript(self) -> Transcript:
        return example()

    @cached_property
    def chapters(self) -> dict[str, Any]:
        written = chapters_json(
            self.newer.chapters, title=self.newer.title, podcast_name=self.series.title
        )
        return json.loads(json.dumps(written))  # type: ignore[no-any-return]

    def texts(self, path: str) -> list[str | None]:
        """The text of each element of this name, in the channel and its items."""
        return [one.text for one in self.root.iterfind(path, NS)]

    def told(self, path: str) -> dict[str, str]:
        """The attributes of the first element of this name in the newest item or the channel."""
        found = self.item.find(path, NS)
        return dict((found if found is not None else self.channel.find(path, NS)).attrib)

    def text(self, path: str) -> str:
        """The text of the first element of this name in the newest item or the channel."""
        found = self.item.find(path, NS)
        return str((found if found is not None else self.channel.find(path, NS)).text)

    def with_series(self, **changes: Any) -> "Made":
        return replace(self, series=replace(self.series, **changes))

    def with_newer(self, **changes: Any) -> "Made":
        return replace(self, newer=replace(self.newer, **changes))


@pytest.fixture
def made(series: FeedSeries, newer: FeedEpisode, older: FeedEpisode) -> Made:
    link = newer.enclosure.url.replace(".mp3", ".m4a")
    return Made(
        replace(
            series,
            block=True,
            complete=True,
            new_feed_url="https://ny.example/podd.xml",
            funding=(Funding("https://stod.example/", "Stöd oss"),),
            location=Location("Lindhamn", "geo:59.3,18.1", "R398021", "SE"),
            update_frequency=UpdateFrequency("varje torsdag", "FREQ=WEEKLY;BYDAY=TH"),
            elements=OWN,
        ),
        replace(
            newer,
            automatic=True,
            location=Location("Hamnen"),
            soundbites=(Soundbite(12_500, 30_000, "Det bästa"),),
            alternates=(
                AlternateEnclosure(link, 5, "audio/mp4", "Ljudet", 64_000, None, "ab" * 32),
            ),
            elements=(Element("podcast:contentLink", PODCAST, "Bilder", {"href": "https://a.se/b"}),),
        ),
        replace(older, episode_type="trailer", season=1),
    )  # fmt: skip


@dataclass(frozen=True)
class Rule:
    """`holds` is a rule's assertion; `gate` are the names of the gate's rules that keep it."""

    name: str
    holds: Callable[[Made], bool]
    gate: tuple[str, ...] = ()


def _declared(made: Made) -> bool:
    return made.root.get("version") == "2.0" and made.root.nsmap == NS


def _channel_words(made: Made) -> bool:
    said = {name: made.channel.findtext(name) for name in ("title", "description", "link")}
    long = made.with_series(description="å " * 4000)
    return (
        all(said.values())
        and said["link"] != made.series.feed_url
        and made.channel.findtext("language") == "sv"
        and 3000 < len(long.channel.findtext("description").encode()) <= 4000
    )


def _cover(made: Made) -> bool:
    url = made.channel.find("itunes:image", NS).get("href")
    art = b"\xff\xd8\xff first", b"\xff\xd8\xff another"
    names = {image_name("omslag", data) for data in art}
    return url.endswith((".jpg", ".png")) and len(names) == 2


def _enclosure(made: Made) -> bool:
    told = made.told("enclosure")
    enclosure = made.newer.enclosure
    names = [enclosure_name("så-går-det", digest, ".mp3") for digest in ("0" * 8, "1" * 8)]
    return (
        told == {"url": enclosure.url, "length": str(enclosure.length), "type": "audio/mpeg"}
        and all(re.fullmatch(r"[a-z0-9-]+\.mp3", name) for name in names)
        and len(set(names)) == 2
        and [media_type(f"a.{end}") for end in ("mp3", "m4a", "mp4", "m4v", "mov", "pdf")]
        == ["audio/mpeg", "audio/mp4", "video/mp4", "video/x-m4v", "video/quicktime",
            "application/pdf"]
    )  # fmt: skip


def _guid(made: Made) -> bool:
    """It is a UUID that is none of title, address or bytes, so that it outlives all three."""
    sound = Enclosure(made.newer.enclosure.url.replace("deadbeef", "00000000"), 9, "audio/mpeg")
    later = made.with_newer(enclosure=sound, title="Ett annat namn", link="https://a.se/b/")
    return (
        made.told("guid") == {"isPermaLink": "false"}
        and UUID(made.text("guid")).version == 4
        and later.text("guid") == made.text("guid")
    )


def _dates(made: Made) -> bool:
    day = r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} 2020 \d\d:\d\d:\d\d [+-]\d{4}"
    dates = [*made.texts("channel/item/pubDate"), made.text("lastBuildDate")]
    return all(re.fullmatch(day, str(date)) for date in dates)


def _self(made: Made) -> bool:
    (link,) = made.channel.findall("atom:link[@rel='self']", NS)
    return dict(link.attrib) == {
        "href": made.series.feed_url, "rel": "self", "type": "application/rss+xml",
    }  # fmt: skip


def _described(made: Made) -> bool:
    """Paragraphs, lists, links and breaks in CDATA; what is longer is cut."""
    marked = made.with_newer(description="# Rubrik\n\n**Fet** [sida](https://a.se)\n\n- ett")
    text = marked.item.findtext("description")
    elements = set(re.findall(r"</?(\w+)", text))
    long = made.with_newer(description="ö " * 4000).item.findtext("description")
    return (
        elements <= {"p", "ol", "ul", "li", "a", "br"}
        and len(long.encode()) <= 4000
        and b"<description><![CDATA[<p>" in made.xml
    )


def _notes(made: Made) -> bool:
    """Beside the description stand the whole notes, who takes part and the page."""
    notes = made.text("content:encoded")
    return all(part in notes for part in ("Åsa Öberg", made.newer.link, "00:00 Inledning"))


def _picture(made: Made) -> bool:
    image = made.channel.find("image")
    same = all(image.findtext(n) == made.channel.findtext(n) for n in ("title", "link"))
    return same and image.findtext("url") == made.series.image_url


def _values(made: Made) -> bool:
    long = made.with_newer(title=f"  {'Långt namn ' * 40}  ").text("title")
    return len(long) <= 255 and long == long.strip()


def _yes(made: Made) -> bool:
    silent = made.with_series(block=False, complete=False)
    return (
        [made.text(f"itunes:{name}") for name in ("block", "complete")] == ["Yes", "Yes"]
        and b"itunes:block" not in silent.xml
        and b"itunes:complete" not in silent.xml
    )


def _people(made: Made) -> bool:
    """An item's list takes the place of the channel's, so the hosts stand in both."""
    hosts = [one.text for one in made.channel.findall("podcast:person", NS)]
    people = made.item.findall("podcast:person", NS)
    long = made.with_newer(people=(FeedPerson("Ek " * 90),))
    return (
        {one.text for one in people} > set(hosts)
        and {(one.get("role"), one.get("group")) for one in people}
        == {("host", "cast"), ("guest", "cast")}
        and len(long.text("podcast:person")) <= 128
    )


def _podcast_guid(made: Made) -> bool:
    """Made of the address without scheme and final slash; the specification's own example."""
    known = "9b024349-ccf0-5f69-a609-6b82873eab3c"
    addresses = ("https://podnews.net/rss", "http://podnews.net/rss/")
    return made.text("podcast:guid") == known and {*map(podcast_guid, addresses)} == {known}


def _license(made: Made) -> bool:
    other = made.with_series(license="CC-BY-SA-4.0", license_url="https://cc.example/by-sa")
    known = made.channel.find("podcast:license", NS)
    shown = other.channel.find("podcast:license", NS)
    return (
        (known.text, dict(known.attrib)) == ("cc-by-4.0", {})
        and shown.get("url") == "https://cc.example/by-sa"
    )  # fmt: skip


def _alternate(made: Made) -> bool:
    told = made.told("podcast:alternateEnclosure")
    found = made.item.find("podcast:alternateEnclosure", NS)
    names = [child.tag.rpartition("}")[2] for child in found]
    mark = found.find("podcast:integrity", NS)
    return (
        told == {"type": "audio/mp4", "length": "5", "bitrate": "64000", "title": "Ljudet"}
        and names == ["source", "integrity"]
        and mark.get("type") == "sri"
        and re.fullmatch(r"sha256-[A-Za-z0-9+/]{43}=", mark.get("value")) is not None
    )


def _chapter_file(made: Made) -> bool:
    chapters = made.chapters["chapters"]
    starts = [one["startTime"] for one in chapters]
    return (
        made.chapters["version"] == "1.2.0"
        and starts == sorted(starts)
        and starts[0] == 0
        and all(set(one) <= {"startTime", "endTime", "title", "url"} for one in chapters)
    )


def _psc(made: Made) -> bool:
    chapters = made.item.findall("psc:chapters/psc:chapter", NS)
    return made.told("psc:chapters") == {"version": "1.2"} and all(
        re.fullmatch(r"\d\d:\d\d:\d\d\.\d{3}", one.get("start")) for one in chapters
    )


def _lines(made: Made) -> bool:
    """One a line, from 0 and three at least, where apps make chapters of them."""
    two = made.with_newer(chapters=made.newer.chapters[:2])
    text = made.text("description")
    return (
        re.findall(r"(?:<p>|<br>)(\d\d:\d\d) ", text) == ["00:00", "01:01", "10:00"]
        and "00:00 " not in two.text("description")
    )  # fmt: skip


def _same_chapters(made: Made) -> bool:
    """Every form tells the same, from 0, rising, and none begins past the end."""
    late = Chapter(Span(9_000_000, 9_100_000), "Efter slutet", "author")
    odd = made.with_newer(chapters=(late, *reversed(made.newer.chapters[1:])))
    for one in (made, odd):
        listed = one.item.findall("psc:chapters/psc:chapter", NS)
        titles = [chapter.get("title") for chapter in listed]
        lines = re.findall(r"\d\d:\d\d ([^<]+)", one.text("content:encoded"))
        starts = [chapter.get("start") for chapter in listed]
        if (
            lines != [title.replace("&", "&amp;") for title in titles]
            or starts[0] != "00:00:00.000"
        ):
            return False
        if any(before >= after for before, after in pairwise(starts)) or "Efter slutet" in titles:
            return False
    return [one["title"] for one in made.chapters["chapters"]] == [
        one.title for one in made.newer.chapters
    ]


def _transcripts(made: Made) -> bool:
    """WebVTT first, for old apps read the first; the language and the page with each."""
    links = made.item.findall("podcast:transcript", NS)
    return (
        [one.get("type") for one in links]
        == ["text/vtt", "application/x-subrip", "application/json", "text/html"]
        and {one.get("language") for one in links} == {"sv"}
        and links[0].get("rel") == "captions"
    )  # fmt: skip


def _vtt(made: Made) -> bool:
    """A name in every cue, times with hours, escaped, and lines that fit."""
    text = to_vtt(made.transcript)
    cues = text.strip().split("\n\n")[1:]
    said = [line for cue in cues for line in cue.split("\n")[1:]]
    time = r"\d\d:\d\d:\d\d\.\d{3}"
    return (
        text.startswith("WEBVTT\n\n")
        and check_vtt(text.encode()) == ()
        and all(re.match(rf"{time} --> {time}\n(<v |\[ohörbart\])", cue) for cue in cues)
        and "R&amp;D" in text
        and "&lt;b&gt;" in text
        and all(len(re.sub(r"<[^>]+>|&(amp|lt|gt);", "", line)) <= 65 for line in said)
    )


def _srt(made: Made) -> bool:
    """Two lines of 32 at most, and the name where another begins."""
    cards = [card.split("\n") for card in to_srt(made.transcript).strip().split("\n\n")]
    lines = [card[2:] for card in cards]
    return (
        check_srt(to_srt(made.transcript).encode()) == ()
        and all(1 <= len(card) <= 2 and all(len(line) <= 32 for line in card) for card in lines)
        and any(card[0].startswith("Talare 1: ") for card in lines)
    )


def _json(made: Made) -> bool:
    value = to_podcast_json(made.transcript)
    keys = {"startTime", "endTime", "body"}
    return (
        value["version"] == "1.0.0"
        and all(set(one) - {"speaker"} == keys for one in value["segments"])
        and all("speaker" in one or one["body"] == "[ohörbart]" for one in value["segments"])
        and check_transcript_json(json.dumps(value).encode()) == ()
    )


def _html(made: Made) -> bool:
    page = transcript_page(made.transcript, title="Samtal")
    times = re.findall(r"<time>([^<]+)</time>", page)
    first = made.transcript.segments[0].span.start_ms
    return (
        re.search(r"<cite>[^<]+:</cite>\s*<time>", page) is not None
        and times[0] == clock_hms(first)
    )  # fmt: skip


def _titles_are_advised(made: Made) -> bool:
    """Apps show number and name beside the title; an editor is told, and the title stands."""
    named = made.with_newer(title="Avsnitt 4: Jämlikhetspodden")
    told = advise(named.series, [named.newer])
    plain = advise(made.series, [made.newer])
    return len(told) == len(plain) + 2


def _advised_bites(made: Made) -> bool:
    long = replace(made.newer, soundbites=(Soundbite(0, 300_000),))
    return any("soundbites" in one for one in advise(made.series, [long]))


MUST = [
    Rule("1 the declaration is the first byte, in UTF-8 without a mark",
         lambda m: m.xml.startswith(b"<?xml ") and b"UTF-8" in m.xml[:60],
         ("declaration", "encoding", "doctype", "xml")),
    Rule("2 RSS 2.0 with the namespaces by their exact addresses", _declared, ("rss", "namespace")),
    Rule("3 the channel has title, description, a web page and a language", _channel_words,
         ("channel-value", "description-length", "channel-link", "language")),
    Rule("4 the art is .jpg or .png, and another picture has another address", _cover,
         ("cover-missing", "picture-name")),
    Rule("5 a category of Apple's, with its sub-category within",
         lambda m: m.told("itunes:category/itunes:category") == {"text": "Relationships"},
         ("category",)),
    Rule("6 explicit is true or false, in channel and item",
         lambda m: m.texts(".//itunes:explicit") == ["false"] * 3, ("explicit",)),
    Rule("7 an item has a title, and it is advised against number and show in it",
         _titles_are_advised, ("title-missing",)),
    Rule("8 an enclosure in ASCII, with its type, real length, and an address of its own",
         _enclosure,
         ("address", "enclosure-name", "enclosure-type", "enclosure-length", "enclosure-count",
          "shared")),
    Rule("9 a guid that stays whatever changes", _guid,
         ("guid-permalink", "guid-space", "guid-missing", "shared")),
    Rule("10 dates in English with weekday and zone", _dates,
         ("date", "date-weekday", "date-missing")),
    Rule("11 the feed's own address", _self, ("self-link",)),
    Rule("12 at least one item, the newest first",
         lambda m: m.texts("channel/item/guid") == [m.newer.guid, m.older.guid], ("order",)),
]  # fmt: skip
SHOULD = [
    Rule("author", lambda m: m.text("itunes:author") == m.series.author, ("channel-value",)),
    Rule("owner with name and e-mail",
         lambda m: m.text("itunes:owner/itunes:email") == m.series.owner_email, ("owner",)),
    Rule("episodic or serial", lambda m: m.text("itunes:type") == "episodic", ("type",)),
    Rule("length in whole seconds", lambda m: m.text("itunes:duration") == "2095", ("duration",)),
    Rule("season and number count from 1",
         lambda m: (m.text("itunes:season"), m.text("itunes:episode")) == ("1", "4"), ("number",)),
    Rule("full, trailer or bonus",
         lambda m: m.texts("channel/item/itunes:episodeType") == ["full", "trailer"],
         ("episode-type",)),
    Rule("an item's own picture",
         lambda m: m.told("itunes:image") == {"href": str(m.newer.image_url)}, ("picture-name",)),
    Rule("an item's web page", lambda m: m.text("link") == m.newer.link, ("address",)),
    Rule("a description in the elements that apps keep", _described,
         ("description-missing", "description-length", "description-markup")),
    Rule("the whole notes", _notes, ("notes-markup",)),
    Rule("copyright", lambda m: m.text("copyright") == m.series.copyright),
    Rule("RSS's own picture says what the channel says", _picture, ("channel-image",)),
    Rule("built when something last changed, not when it ran",
         lambda m: m.text("lastBuildDate") == "Thu, 11 Jun 2020 12:00:00 +0000", ("built",)),
    Rule("no value is too long or has space round it", _values, ("value-length", "value-space")),
    Rule("block and complete are Yes or not there", _yes, ("block", "complete")),
    Rule("where the feed has moved",
         lambda m: m.text("itunes:new-feed-url") == m.series.new_feed_url, ("address",)),
    Rule("no author without an e-mail address",
         lambda m: m.texts(".//author") == m.texts(".//managingEditor") == [], ("author",)),
    Rule("nothing that is meant once stands twice",
         lambda m: check_feed(m.xml) == (), ("repeated",)),
]  # fmt: skip
TAGS = [
    Rule("transcript", _transcripts, ("transcript-type", "transcript-rel", "transcript-language")),
    Rule("chapters", lambda m: m.told("podcast:chapters")["type"] == "application/json+chapters",
         ("chapters-type", "chapters-forms")),
    Rule("person", _people, ("podcast-person",)),
    Rule("soundbite",
         lambda m: m.told("podcast:soundbite") == {"startTime": "12.5", "duration": "30"}
         and _advised_bites(m), ("podcast-soundbite",)),
    Rule("guid", _podcast_guid, ("podcast-guid",)),
    Rule("locked", lambda m: m.text("podcast:locked") == "yes"
         and m.told("podcast:locked") == {"owner": str(m.series.owner_email)}, ("podcast-locked",)),
    Rule("funding", lambda m: m.told("podcast:funding") == {"url": "https://stod.example/"}
         and m.text("podcast:funding") == "Stöd oss", ("podcast-funding",)),
    Rule("trailer", lambda m: m.told("podcast:trailer")
         == {"url": m.older.enclosure.url, "pubdate": "Wed, 03 Jun 2020 06:00:00 +0000",
             "length": "1234567", "type": "audio/mpeg", "season": "1"}, ("date",)),
    Rule("license", _license, ("podcast-license",)),
    Rule("location", lambda m: m.channel.find("podcast:location", NS).get("osm") == "R398021"
         and m.text("podcast:location") == "Hamnen", ("podcast-location",)),
    Rule("medium", lambda m: m.text("podcast:medium") == "podcast", ("podcast-medium",)),
    Rule("alternateEnclosure", _alternate, ("podcast-alternate", "podcast-integrity")),
    Rule("season", lambda m: m.text("podcast:season") == "1", ("podcast-season", "number")),
    Rule("episode", lambda m: m.text("podcast:episode") == "4", ("podcast-episode",)),
    Rule("updateFrequency", lambda m: m.told("podcast:updateFrequency")
         == {"rrule": "FREQ=WEEKLY;BYDAY=TH", "complete": "true"}, ("podcast-frequency",)),
    Rule("txt tells what a machine made", lambda m: m.text("podcast:txt") == "true"
         and m.told("podcast:txt") == {"purpose": "ai-content"}, ("podcast-txt",)),
    Rule("podping", lambda m: m.told("podcast:podping") == {"usesPodping": "false"},
         ("podcast-podping",)),
    Rule("socialInteract", lambda m: m.told("podcast:socialInteract")["uri"] == "https://a.se/1",
         ("podcast-social",)),
    Rule("image", lambda m: m.told("podcast:image")["href"] == "https://a.se/bred.jpg",
         ("address",)),
    Rule("contentLink", lambda m: m.text("podcast:contentLink") == "Bilder", ("address",)),
    Rule("block", lambda m: m.text("podcast:block") == "no", ("podcast-block",)),
    Rule("chat", lambda m: m.told("podcast:chat")["protocol"] == "xmpp", ("podcast-chat",)),
]  # fmt: skip
FORMS = [
    Rule("chapters as a file", _chapter_file, ("chapters-order", "chapters-past-end")),
    Rule("chapters in the feed", _psc, ("chapters-version", "chapter-time", "chapter-title")),
    Rule("chapters as lines", _lines),
    Rule("the same chapters in every form", _same_chapters, ("chapters-start", "chapters-forms")),
    Rule("WebVTT", _vtt),
    Rule("SubRip", _srt),
    Rule("JSON", _json),
    Rule("HTML", _html),
]
RULES = [*MUST, *SHOULD, *TAGS, *FORMS]
PLANTED = [
    *((rule, old, new, "") for rule, old, new in planted.OF_THE_FEED),
    *((rule, old, new, planted.GUID) for rule, old, new in planted.OF_AN_EPISODE),
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_feed_as_it_is_made_keeps_the_rule(made: Made, rule: Rule):
    assert check_feed(made.xml) == ()
    assert rule.holds(made)


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if rule.gate], ids=lambda rule: rule.name
)  # fmt: skip
def test_who_breaks_the_rule_is_caught_by_its_name_and_in_its_episode(
    series: FeedSeries, older: FeedEpisode, newer: FeedEpisode, rule: Rule
):
    feed = build_feed(series, [older, newer]).decode()
    start = feed.index("<item>")
    for name in rule.gate:
        faults = [one for one in PLANTED if one[0] == name]
        assert faults, f"no fault is planted for {name}"
        for _, old, new, guid in faults:
            head, body = (feed[:start], feed[start:]) if guid else ("", feed)
            assert old in body
            found = check_feed((head + body.replace(old, new, 1)).encode())
            assert (name, guid) in {(one.rule, one.guid.strip()) for one in found}


def test_every_rule_of_the_gate_stands_in_the_table():
    kept = {name for rule in RULES for name in rule.gate}
    assert {rule for rule, *_ in PLANTED} - kept == set()
