"""Whatever a file, a person or a recogniser wrote, the feed and the page stay whole."""

import io
import unicodedata
from dataclasses import replace
from html.parser import HTMLParser

import podcastparser
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from mediahub.feed import FeedPerson, build_feed, check_feed
from mediahub.feed.text import clean, cut_to_bytes, escape, one_line
from mediahub.pages import EpisodePage, Frame, episode_page
from mediahub.transcript import Chapter, Segment, Span, Speaker, Transcript, Word

# Text that markup, XML and addresses trip over, mixed with any text at all.
texts = st.one_of(
    st.text(max_size=40),
    st.lists(
        st.sampled_from(
            ["]]>", "<b>", "&amp;", '"', "'", "\x00", "\x0b", "\ud800", "\ufffe", "\u00ad", "åäö",
             "a\u030a", "🎙️", "\r\n", "\n\n", "https://å.se/ö?", "javascript:x", "--", "%zz"]
        ),
        max_size=8,
    ).map("".join),
)  # fmt: skip
quick = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


@quick
@given(texts, texts, texts, texts)
def test_a_feed_of_any_text_passes_the_gate(series, newer, title, description, name, chapter):
    any_series = replace(series, title=title + "x", description=description, author=name + "x")
    episode = replace(
        newer,
        title=title + "x",
        description=description,
        people=(FeedPerson(name + "x", href=chapter),),
        keywords=(name,),
        chapters=(Chapter(Span(0, 9_000), chapter), Chapter(Span(9_000, 20_000), title, link=name)),
    )
    xml = build_feed(any_series, [episode])
    assert check_feed(xml) == ()
    assert build_feed(any_series, [episode]) == xml
    feed = podcastparser.parse("https://media.example.se/feed.xml", io.BytesIO(xml))
    assert feed["title"].split() == one_line(title + "x").split()


@quick
@given(texts, texts, texts)
def test_a_page_of_any_text_has_no_markup_of_theirs(series, newer, title, said, name):
    def tags(html):
        found = []
        parser = HTMLParser()
        parser.handle_starttag = lambda tag, attrs: found.append((tag, len(attrs)))
        parser.feed(html)
        return [tag for tag in found if tag[0] not in {"p", "a", "br"}]

    def page(title, said, name):
        words = tuple(Word(word, Span(0, 1)) for word in said.split() or ["x"])
        transcript = Transcript("sv", 9_000, (Segment("S1", words),), (Speaker("S1", name),))
        episode = replace(newer, title=title + "x", description=said + "x", chapters=())
        frame = Frame(name, "https://x.example", "a.css", "a.js", credits=(said,))
        return episode_page(EpisodePage(series, episode, "podcast", "p/e", transcript), frame)

    assert tags(page(title, said, name + "x")) == tags(page("x", "x", "x"))


@given(st.text(), st.integers(4, 50))
def test_cut_text_never_takes_more_bytes_than_there_are(text, limit):
    cut = cut_to_bytes(text, limit)
    assert len(cut.encode()) <= limit
    assert cut_to_bytes(cut, limit) == cut


@given(st.text(), st.integers(2, 50))
def test_one_line_never_has_more_characters_than_asked(text, limit):
    line = one_line(text, limit)
    assert len(line) <= limit
    assert line == " ".join(line.split())
    assert one_line(line, limit) == line


@given(texts)
def test_clean_text_is_composed_and_has_nothing_that_xml_forbids(text):
    cleaned = clean(text)
    assert cleaned == unicodedata.normalize("NFC", cleaned).strip()
    assert (etree.fromstring(f"<x>{escape(text)}</x>").text or "") == cleaned
    assert clean(cleaned) == cleaned
