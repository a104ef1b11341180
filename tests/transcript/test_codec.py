"""JSON of the values in the middle: what goes out comes back, and what is wrong is named."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediahub.transcript import (
    Chapter,
    Diarisation,
    ModelIdentity,
    Recognition,
    Segment,
    Span,
    Speaker,
    Transcript,
    Turn,
    Word,
)
from mediahub.transcript.codec import (
    chapters_from_json,
    chapters_to_json,
    diarisation_from_json,
    diarisation_to_json,
    dump,
    recognition_from_json,
    recognition_to_json,
    transcript_from_json,
    transcript_to_json,
)

from .examples import example

BASE = ModelIdentity("openai/whisper-base", "ba2f", swedish=False)

spans = st.tuples(st.integers(0, 10**7), st.integers(0, 10**6)).map(
    lambda pair: Span(pair[0], pair[0] + pair[1])
)
texts = st.text(min_size=1, max_size=12)
probabilities = st.integers(0, 1000).map(lambda thousandth: thousandth / 1000)
words = st.lists(st.builds(Word, texts, spans, probabilities), max_size=6).map(tuple)
models = st.none() | st.builds(ModelIdentity, texts, texts, st.booleans())
origins = st.sampled_from(["recogniser", "author"])


@st.composite
def recognitions(draw: st.DrawFn) -> Recognition:
    said = draw(words)
    breaks = draw(st.lists(st.integers(0, max(0, len(said) - 1)), unique=True).map(sorted))
    breaks = breaks if said else []
    return Recognition(
        language=draw(texts),
        duration_ms=draw(st.integers(0, 10**8)),
        words=said,
        regions=tuple(draw(st.lists(spans, max_size=3))),
        gaps=tuple(draw(st.lists(spans, max_size=3))),
        origin=draw(origins),
        model=draw(models),
        vocabulary=tuple(draw(st.lists(texts, max_size=3))),
        breaks=tuple(breaks),
        voices=tuple("Åsa" if index % 2 else "" for index in breaks),
    )


@st.composite
def transcripts(draw: st.DrawFn) -> Transcript:
    speakers = (Speaker("S1", "Åsa Öberg", "asa", "S2"), Speaker("S2", "Talare 2"))
    lines = draw(st.lists(words.filter(bool), max_size=4))
    return Transcript(
        language="sv",
        duration_ms=draw(st.integers(0, 10**8)),
        segments=tuple(
            Segment(draw(st.sampled_from(["S1", "S2"])), line, draw(st.booleans()))
            for line in lines
        ),
        speakers=speakers,
        gaps=tuple(draw(st.lists(spans, max_size=3))),
        origin=draw(origins),
        model=draw(models),
    )


def through_text(document: dict[str, Any]) -> Any:
    text = dump(document)
    assert text.encode("utf-8", "surrogatepass")
    return json.loads(text)


@given(recognitions())
def test_a_recognition_comes_back_as_it_went_out(value: Recognition) -> None:
    assert recognition_from_json(through_text(recognition_to_json(value))) == value


@given(transcripts())
def test_a_transcript_comes_back_as_it_went_out(value: Transcript) -> None:
    assert transcript_from_json(through_text(transcript_to_json(value))) == value


@given(st.lists(st.builds(Turn, spans, texts), max_size=4).map(tuple), models)
def test_a_diarisation_comes_back_as_it_went_out(
    turns: tuple[Turn, ...], model: ModelIdentity | None
) -> None:
    value = Diarisation(turns, {"S1": (0.25, -0.5), "S2": (1.0, 0.0)}, model)
    assert diarisation_from_json(through_text(diarisation_to_json(value))) == value


@given(
    st.lists(
        st.builds(
            Chapter, spans, texts, st.sampled_from(["automatic", "author", "reviewed"]), st.none()
        ),
        max_size=4,
    ).map(tuple)
)
def test_chapters_come_back_as_they_went_out(value: tuple[Chapter, ...]) -> None:
    assert chapters_from_json(through_text(chapters_to_json(value))) == value


def test_a_recognition_is_one_key_and_one_word_a_line() -> None:
    value = Recognition(
        "sv",
        2000,
        (Word("Hej", Span(0, 400), 0.91249), Word("då.", Span(400, 900))),
        regions=(Span(0, 900),),
        model=BASE,
        vocabulary=("hembesök",),
    )
    assert dump(recognition_to_json(value)) == (
        "{\n"
        ' "schema": 1,\n'
        ' "language": "sv",\n'
        ' "duration_ms": 2000,\n'
        ' "origin": "recogniser",\n'
        ' "model": {"name":"openai/whisper-base","revision":"ba2f","swedish":false},\n'
        ' "vocabulary": [\n  "hembesök"\n ],\n'
        ' "regions": [\n  [0,900]\n ],\n'
        ' "gaps": [],\n'
        ' "breaks": [],\n'
        ' "voices": [],\n'
        ' "words": [\n  ["Hej",0,400,0.912],\n  ["då.",400,900,1.0]\n ]\n'
        "}\n"
    )


def good() -> dict[str, Any]:
    return recognition_to_json(
        Recognition("sv", 900, (Word("Hej", Span(0, 400)),), gaps=(Span(1, 2),))
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"schema": 2}, "schema: 2, but this version reads 1"),
        ({"schema": True}, "schema: True, but this version reads 1"),
        ({"language": 7}, "language: 7 is not text"),
        ({"duration_ms": "x"}, "duration_ms: 'x' is not a whole number from 0"),
        ({"words": {}}, "words: {} is not a list"),
        ({"words": [["a", 1, 2]]}, "words[0]: ['a', 1, 2] is not [text, start_ms, end_ms, prob"),
        ({"words": [["a", 3, 2, 1]]}, "words[0]: the start 3 comes after the end 2"),
        ({"words": [["a", 1, 2, 1.5]]}, "words[0]: the probability 1.5 is not within 0 and 1"),
        ({"words": [["a", 1, 2, float("nan")]]}, "words[0]: nan is not a number"),
        ({"gaps": [[1, 2], [1]]}, "gaps[1]: [1] is not [start_ms, end_ms]"),
        ({"origin": "robot"}, "origin: 'robot' is none of ('recogniser', 'author')"),
        ({"model": {"name": "x", "swedish": True}}, "model.revision: missing"),
        ({"breaks": [1]}, "breaks: an index lies past the last of 1 words"),
        ({"breaks": [0], "voices": ["A", "B"]}, "voices: 2 names for 1 breaks"),
    ],
)
def test_a_wrong_recognition_is_named_by_its_key(change: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError) as raised:
        recognition_from_json({**good(), **change})
    assert str(raised.value).startswith(message)


def test_a_missing_key_is_named() -> None:
    document = good()
    del document["regions"]
    with pytest.raises(ValueError, match=r"^regions: missing$"):
        recognition_from_json(document)


def test_what_is_not_an_object_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^document: \[\] is not an object$"):
        transcript_from_json([])


def test_a_transcript_that_tells_of_no_doubts_has_none() -> None:
    document = transcript_to_json(example())
    del document["doubtful"]
    assert transcript_from_json(document) == example()
    assert transcript_from_json(document | {"doubtful": [0, 3]}).doubtful == (0, 3)


def test_only_an_automatic_name_says_so() -> None:
    document = transcript_to_json(example())
    assert all("automatic" not in speaker for speaker in document["speakers"])
    document["speakers"][0]["automatic"] = True
    read = transcript_from_json(document)
    assert read.speakers[0].automatic
    assert transcript_to_json(read) == document


def test_a_segment_of_an_unknown_speaker_is_named() -> None:
    document = transcript_to_json(
        Transcript(
            "sv", 900, (Segment("S1", (Word("Hej", Span(0, 400)),)),), (Speaker("S1", "Talare"),)
        )
    )
    document["segments"][0]["speaker"] = "S9"
    with pytest.raises(ValueError, match=r"segments\[0\]\.speaker: no speaker 'S9'"):
        transcript_from_json(document)


def test_a_chapter_of_an_unknown_source_is_named() -> None:
    document = chapters_to_json([Chapter(Span(0, 5), "Inledning")])
    document["chapters"][0]["source"] = "guess"
    with pytest.raises(ValueError, match=r"chapters\[0\]\.source: 'guess' is none of"):
        chapters_from_json(document)
