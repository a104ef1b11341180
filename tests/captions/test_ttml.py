"""TTML, as broadcasters and Teams save it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediahub.captions.notices import EMPTY, LANGUAGES, NO_TIME, TURNED
from mediahub.captions.reading import CaptionCue, ReadCaptions, read_captions
from mediahub.errors import MediaError
from mediahub.transcript import Span

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttm='
    '"http://www.w3.org/ns/ttml#metadata" xmlns:ttp="http://www.w3.org/ns/ttml#parameter" '
    'ttp:frameRate="25" ttp:tickRate="10000000" xml:lang="sv"><head><metadata>'
    '<ttm:agent xml:id="s" type="person"><ttm:name type="full">Siv Ek</ttm:name></ttm:agent>'
    "</metadata></head><body>"
)


def ttml(body: str) -> str:
    return f"{HEAD}{body}</body></tt>"


def said(captions: ReadCaptions) -> list[tuple[int, int, str, str]]:
    return [(cue.span.start_ms, cue.span.end_ms, cue.voice, cue.text) for cue in captions.cues]


@pytest.mark.parametrize("suffix", [".ttml", ".dfxp", ".vtt"])
def test_paragraphs_are_cues(suffix: str) -> None:
    text = ttml(
        '<div><p begin="00:00:01.000" end="00:00:03.5" ttm:agent="s">Hej &amp;\n  alla<br/>i '
        '<span>sal <span style="i">två</span></span>.</p>\n<p begin="4s" dur="500ms">&#8211; Ja?'
        "<br/>– Nej &lt; jo.</p><p begin='9s' end='10s'> </p></div>"
    )
    captions = read_captions(text, suffix)
    assert captions.cues[0] == CaptionCue(
        Span(1000, 3500), "Siv Ek", "Hej & alla i sal två.", ("Hej & alla", "i sal två.")
    )
    assert said(captions)[1:] == [(4000, 4125, "", "Ja?"), (4125, 4500, "", "Nej < jo.")]
    assert captions.notices == ()


@pytest.mark.parametrize(
    ("begin", "ms"),
    [
        ("00:00:02.5", 2500),
        ("00:00:02:05", 2200),
        ("2.5s", 2500),
        ("50f", 2000),
        ("25000000t", 2500),
        ("1500ms", 1500),
        ("0.5m", 30_000),
        ("0.01h", 36_000),
    ],
)
def test_times_in_all_units(begin: str, ms: int) -> None:
    text = ttml(f'<div><p begin="{begin}" dur="1s">Hej</p></div>')
    assert said(read_captions(text, ".ttml")) == [(ms, ms + 1000, "", "Hej")]


def test_times_count_from_what_they_stand_in() -> None:
    text = ttml(
        '<div begin="10s"><p begin="1s" end="3s">Ett<span begin="1s"> två</span></p></div>'
        '<div><p><span begin="20s" end="21s">Tre</span><span begin="22s" end="23s">Fyra</span></p>'
        "</div>"
    )
    captions = read_captions(text, ".ttml")
    assert said(captions) == [
        (11_000, 13_000, "", "Ett två"),
        (20_000, 21_000, "", "Tre"),
        (22_000, 23_000, "", "Fyra"),
    ]
    assert [word.span.start_ms for word in captions.cues[0].words] == [11_000, 12_000]


def test_a_wrong_time_is_told() -> None:
    text = ttml(
        '\n<p begin="1s" end="2s">Ett</p>\n<p begin="9s" end="8s">Två</p>\n<p begin="x">Tre</p>'
    )
    captions = read_captions(text, ".ttml", name="a.ttml")
    assert said(captions) == [
        (1000, 2000, "", "Ett"),
        (9000, 10_000, "", "Två"),
        (10_000, 11_000, "", "Tre"),
    ]
    assert captions.notices == (
        TURNED.at("a.ttml, line 4", text='begin="9s" end="8s"'),
        NO_TIME.at("a.ttml, line 5", text='begin="x"'),
    )


def test_one_of_several_languages_is_taken() -> None:
    text = ttml(
        '<div xml:lang="en"><p begin="1s" end="2s">Hello</p></div>'
        '<div xml:lang="sv-SE"><p begin="1s" end="2s">Hej</p></div>'
    )
    captions = read_captions(text, ".ttml", name="a")
    assert [cue.text for cue in captions.cues] == ["Hej"]
    assert captions.notices == (LANGUAGES.at("a", chosen="sv-SE", others="en"),)


def test_a_file_without_text_is_told() -> None:
    assert read_captions(ttml("<div/>"), ".ttml", name="a") == ReadCaptions((), (EMPTY.at("a"),))


def test_text_without_times_and_broken_xml_are_refused() -> None:
    with pytest.raises(MediaError, match="line 1: no text has a time"):
        read_captions("<tt><body><p>Hej</p></body></tt>", ".ttml", name="a.ttml")
    with pytest.raises(MediaError, match="line 1: this is no whole XML"):
        read_captions('<tt><body><p begin="1s" end="2s">Hej</body>', ".ttml", name="a.ttml")


def test_no_entity_of_the_file_is_read() -> None:
    text = (
        '<!DOCTYPE tt [<!ENTITY x SYSTEM "file:///x">]>\n'
        '<tt><body><p begin="1s" end="2s">a&x;b&nbsp;c</p></body></tt>'
    )
    assert [cue.text for cue in read_captions(text, ".ttml").cues] == ["a&x;b c"]


fragments = st.sampled_from(
    [
        "<p>",
        "</p>",
        '<p begin="1s" end="2s">',
        "ord",
        "<br/>",
        "<span>",
        "</span>",
        "&amp;",
        "&",
        "<div begin='x'>",
        "</div>",
    ]
)


@given(st.lists(fragments, max_size=10).map("".join))
def test_any_body_is_read_or_refused_with_a_line(body: str) -> None:
    try:
        captions = read_captions(ttml(body), ".ttml")
    except MediaError as error:
        assert "line " in str(error)
    else:
        assert sum(cue.text.count("ord") for cue in captions.cues) <= body.count("ord")
