"""The text forms of a transcript: golden files, and what must hold for any name and word."""

import json
import os
from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
import webvtt
from hypothesis import given
from hypothesis import strategies as st

from mediahub.captions.formats import (
    parse_captions,
    to_editors_vtt,
    to_podcast_json,
    to_srt,
    to_text,
    to_vtt,
)
from mediahub.captions.markup import visible
from mediahub.transcript import (
    Diarisation,
    Recognition,
    Segment,
    Span,
    Speaker,
    Transcript,
    Word,
)
from mediahub.transcript.timing import spread
from tests.transcript.examples import KB_SMALL, assemble, example

GOLDEN = Path(__file__).parent / "golden"

FORMS: dict[str, Callable[[Transcript], str]] = {
    "samtal.vtt": to_vtt,
    "samtal.editors.vtt": to_editors_vtt,
    "samtal.srt": to_srt,
    "samtal.txt": to_text,
    "samtal.json": lambda transcript: (
        json.dumps(to_podcast_json(transcript), ensure_ascii=False, indent=1) + "\n"
    ),
}


@pytest.mark.parametrize("name", FORMS)
def test_a_conversation_in_each_form(name: str) -> None:
    text = FORMS[name](example())
    golden = GOLDEN / name
    if os.environ.get("REWRITE_GOLDEN"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


def one(text: str, name: str = "Åsa Öberg") -> Transcript:
    return Transcript(
        "sv",
        4000,
        (Segment("S1", spread(text.split(), Span(0, 3000)), paragraph=True),),
        (Speaker("S1", name),),
        model=KB_SMALL,
    )


def doubtful() -> Transcript:
    """Six words, of which the second, third and last are doubtful."""
    return replace(one("Öppna <duren> nu. Bättre med motagning."), doubtful=(1, 2, 5))


def test_what_is_probably_wrong_is_marked_in_the_text() -> None:
    assert to_text(doubtful()) == (
        "Ord följda av [?] är troligen felhörda.\n\n"
        "Åsa Öberg [0:00]\nÖppna <duren> [?] nu. [?] Bättre med motagning. [?]\n"
    )


def test_captions_name_what_is_probably_wrong_in_a_comment_that_no_player_shows() -> None:
    text = to_editors_vtt(doubtful())
    assert "\n\nNOTE troligen felhört: &lt;duren&gt;, nu, motagning\n\n00:00:00.000" in text
    plain = to_vtt(replace(doubtful(), doubtful=()))
    assert parse_captions(text, ".vtt") == parse_captions(plain, ".vtt")
    captions = webvtt.from_buffer(StringIO(text)).captions
    assert [one.text for one in captions] == [
        one.text for one in webvtt.from_buffer(StringIO(plain)).captions
    ]


def test_published_captions_hold_no_comment() -> None:
    assert "NOTE" not in to_vtt(replace(example(), doubtful=(1, 2)))


def test_an_independent_parser_reads_the_captions() -> None:
    captions = webvtt.from_buffer(StringIO(to_vtt(example()))).captions
    assert [caption.voice for caption in captions[:3]] == ["Talare 1"] * 3
    assert captions[0].start == "00:00:00.500"
    assert [caption.text for caption in captions if caption.voice is None] == ["[ohörbart]"]


def test_a_gap_within_a_sentence_stands_in_the_podcasts_text() -> None:
    words = (
        Word("Jag", Span(0, 400)),
        Word("heter", Span(400, 900)),
        Word("här.", Span(1800, 2000)),
    )
    segment = Segment("S1", words)
    gaps = (Span(900, 1700), Span(5000, 6000))
    transcript = replace(one("Hej."), segments=(segment,), gaps=gaps)
    assert to_podcast_json(transcript)["segments"] == [
        {
            "speaker": "Åsa Öberg",
            "startTime": 0.0,
            "endTime": 2.0,
            "body": "Jag heter [ohörbart] här.",
        },
        {"startTime": 5.0, "endTime": 6.0, "body": "[ohörbart]"},
    ]


def test_a_name_and_text_with_markup_are_escaped() -> None:
    assert to_vtt(one("1 < 2 && x --> y", "<Åsa> & co")) == (
        "WEBVTT\n\n00:00:00.000 --> 00:00:03.000\n"
        "<v &lt;Åsa&gt; &amp; co>1 &lt; 2 &amp;&amp; x --&gt; y</v>\n"
    )


def test_a_swedish_model_needs_no_notice() -> None:
    assert "NOTE" not in to_editors_vtt(one("Hej."))
    assert to_text(one("Hej.")) == "Åsa Öberg [0:00]\nHej.\n"


def test_an_author_and_another_language_need_no_notice() -> None:
    assert "NOTE" not in to_editors_vtt(replace(example(), origin="author"))
    assert "NOTE" not in to_editors_vtt(replace(example(), language="en"))


def test_a_text_that_is_reviewed_to_its_end_needs_no_notice() -> None:
    made = example()
    assert "Räkna med fel" in to_editors_vtt(made)
    assert "Räkna med fel" in to_text(replace(made, reviewed=(Span(0, 1500),)))
    whole = replace(made, reviewed=(Span(0, made.duration_ms + 1),))
    assert "Räkna med fel" not in to_editors_vtt(whole)
    assert "Räkna med fel" not in to_text(whole)


def test_a_lone_unnamed_speaker_is_not_named_in_srt() -> None:
    assert to_srt(one("Hej på er.", "Talare")) == "1\n00:00:00,000 --> 00:00:03,000\nHej på er.\n"
    assert to_srt(one("Hej.")).splitlines()[2] == "Åsa Öberg: Hej."


def test_silence_has_a_form_of_its_own() -> None:
    silence = assemble(Recognition("sv", 3_600_000, ()), Diarisation(()))
    assert silence.speakers == ()
    assert to_vtt(silence) == "WEBVTT\n"
    assert to_srt(silence) == ""
    assert to_text(silence) == ""
    assert to_podcast_json(silence) == {"version": "1.0.0", "segments": []}


def test_hours_are_written_in_full() -> None:
    late = Transcript(
        "sv",
        40_000_000,
        (Segment("S1", spread(["Slut."], Span(36_000_001, 36_001_500)), paragraph=True),),
        (Speaker("S1", "Talare"),),
    )
    assert "10:00:00.001 --> 10:00:01.500" in to_vtt(late)
    assert to_text(late) == "Talare [10:00:00]\nSlut.\n"


printable = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1
)


@given(st.lists(printable, min_size=1, max_size=40), printable)
def test_any_words_come_back_from_the_captions(texts: list[str], name: str) -> None:
    text, name = (" ".join(visible(part).split()) for part in (" ".join(texts), name))
    if not text or text == "[ohörbart]" or not name or "\\" in text:
        return  # \N and \h are how some programs write a line's end and a blank
    cues = parse_captions(to_vtt(one(text, name)), ".vtt")
    assert " ".join(cue.text for cue in cues) == text
    assert {cue.voice for cue in cues} == {name}
