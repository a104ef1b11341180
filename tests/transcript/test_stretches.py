"""Stretches: where another language than the recording's first is spoken."""

import json

import pytest

from mediahub.transcript import Diarisation, Recognition, Span, Stretch, Word, language_at
from mediahub.transcript.codec import (
    dump,
    recognition_from_json,
    recognition_to_json,
    transcript_from_json,
    transcript_to_json,
)
from tests.transcript.examples import assemble

ENGLISH = (Stretch(Span(1000, 2000), "en"), Stretch(Span(3000, 3500), "fi"))
SENTENCE = "hon sa we are friends och skrattade glatt"
SAID = Recognition(
    "sv",
    4000,
    tuple(
        Word(text, Span(500 * at, 500 * at + 400), 0.9)
        for at, text in enumerate(
            ["hon", "sa", "we", "are", "friends", "och", "skrattade", "glatt"]
        )
    ),
    stretches=(Stretch(Span(1000, 2500), "en"),),
)


@pytest.mark.parametrize(
    ("ms", "language"),
    [(0, "sv"), (999, "sv"), (1000, "en"), (1999, "en"), (2000, "sv"), (3200, "fi"), (9000, "sv")],
)
def test_an_instant_is_in_the_language_of_its_stretch_or_in_the_first(ms: int, language: str):
    assert language_at(ENGLISH, ms, "sv") == language


def test_a_segment_ends_where_the_language_changes():
    transcript = assemble(SAID, Diarisation(()))
    assert [segment.text for segment in transcript.segments] == [
        "hon sa",
        "we are friends",
        "och skrattade glatt",
    ]
    assert [transcript.language_of(one.words[0]) for one in transcript.segments] == [
        "sv",
        "en",
        "sv",
    ]


def test_stretches_come_back_from_json_and_one_language_leaves_no_trace():
    assert recognition_from_json(json.loads(dump(recognition_to_json(SAID)))) == SAID
    transcript = assemble(SAID, Diarisation(()))
    assert transcript_from_json(json.loads(dump(transcript_to_json(transcript)))) == transcript
    alone = Recognition("sv", 4000, SAID.words)
    assert "stretches" not in recognition_to_json(alone)
    assert "stretches" not in transcript_to_json(assemble(alone, Diarisation(())))


def test_a_stretch_that_is_none_is_named():
    with pytest.raises(ValueError, match=r"stretches\[0\].*is not \[start_ms, end_ms, language\]"):
        recognition_from_json({**recognition_to_json(SAID), "stretches": [[1, 2]]})


def test_which_words_are_not_swedish():
    assert SAID.not_swedish == {2, 3, 4}
    assert Recognition("en", 4000, SAID.words[:2]).not_swedish == {0, 1}
    assert Recognition("sv-SE", 4000, SAID.words).not_swedish == frozenset()
