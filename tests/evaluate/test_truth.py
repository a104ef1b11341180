"""Truth files: what is read from them, and what is said of a file that is wrong."""

import json
from pathlib import Path
from typing import Any

import pytest

from mediahub.errors import MediaError
from mediahub.evaluate import Topic, Truth, TruthSegment, read_truth
from mediahub.transcript import Span, Turn

SHARED = Path(__file__).parents[2].parent / "shared" / "speech"

FILE: dict[str, Any] = {
    "duration": 9.9996,
    "segments": [
        {"start": 0.5, "end": 2.744, "speaker": "Anna", "text": "Hej och välkomna."},
        {"start": 3, "end": 4.25, "speaker": "Erik", "text": "Tack, Anna."},
    ],
    "topics": [
        {"start": 0.5, "end": 2.9, "topic": "Hälsning"},
        {"start": 3, "end": 9, "topic": "Tack"},
    ],
    "terms": ["hembesök"],
}


def written(folder: Path, data: Any) -> Path:
    path = folder / "x.truth.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def test_seconds_become_milliseconds(tmp_path: Path) -> None:
    assert read_truth(written(tmp_path, FILE)) == Truth(
        duration_ms=10_000,
        segments=(
            TruthSegment(Span(500, 2_744), "Anna", "Hej och välkomna."),
            TruthSegment(Span(3_000, 4_250), "Erik", "Tack, Anna."),
        ),
        topics=(Topic(Span(500, 2_900), "Hälsning"), Topic(Span(3_000, 9_000), "Tack")),
        terms=("hembesök",),
    )


def test_a_truth_knows_its_words_turns_speakers_and_borders(tmp_path: Path) -> None:
    truth = read_truth(written(tmp_path, FILE))
    assert truth.text == "Hej och välkomna. Tack, Anna."
    assert truth.words == ("Hej", "och", "välkomna.", "Tack,", "Anna.")
    assert truth.turns == (Turn(Span(500, 2_744), "Anna"), Turn(Span(3_000, 4_250), "Erik"))
    assert truth.speakers == ("Anna", "Erik")
    assert truth.borders_ms == (3_000,)


def test_topics_and_terms_may_be_missing(tmp_path: Path) -> None:
    truth = read_truth(written(tmp_path, {"duration": 1, "segments": []}))
    assert truth == Truth(1_000, ())


def changed(**fields: Any) -> dict[str, Any]:
    return FILE | fields


def segment(**fields: Any) -> dict[str, Any]:
    return {"start": 0, "end": 1, "speaker": "Anna", "text": "Hej."} | fields


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ([], "the file: an object with fields is wanted"),
        ({"segments": []}, "duration is missing"),
        (changed(duration="9"), "duration: a number of seconds, 0 or more, is wanted, not '9'"),
        (changed(duration=True), "duration: a number"),
        (changed(duration=float("nan")), "duration: a number"),
        (changed(segments={}), "segments: a list is wanted"),
        (changed(segments=[1]), "segments[0]: an object"),
        (changed(segments=[segment(speaker="")]), "segments[0].speaker: some text is wanted"),
        (changed(segments=[{"start": 0, "end": 1}]), "segments[0].speaker is missing"),
        (changed(segments=[segment(start=2)]), "segments[0].end: the end comes before the start"),
        (changed(segments=[segment(end=99)]), "segments[0].end: the end comes after"),
        (changed(segments=[segment(start=-1)]), "segments[0].start: a number"),
        (
            changed(segments=[segment(start=1, end=2), segment()]),
            "segments[1].start: comes before the one above it",
        ),
        (changed(topics=[{"start": 0, "end": 1}]), "topics[0].topic is missing"),
        (changed(terms=[""]), "terms[0]: some text"),
    ],
)
def test_an_error_names_the_file_and_the_field(tmp_path: Path, data: Any, said: str) -> None:
    path = written(tmp_path, data)
    with pytest.raises(MediaError) as caught:
        read_truth(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert said in str(caught.value)


def test_a_file_that_is_not_json_or_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "x.truth.json"
    with pytest.raises(MediaError, match=r"x\.truth\.json: cannot be read"):
        read_truth(path)
    path.write_bytes(b"\xff{")
    with pytest.raises(MediaError, match=r"x\.truth\.json: cannot be read"):
        read_truth(path)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared material is not here")
def test_the_shared_dialogues_are_read_whole() -> None:
    kort, lang = (read_truth(SHARED / f"{name}.truth.json") for name in ("kort", "lang"))
    assert (kort.duration_ms, len(kort.segments), kort.borders_ms) == (
        167_135,
        42,
        (56_503, 115_181),
    )
    assert (lang.duration_ms, len(lang.segments), len(lang.topics)) == (1_117_080, 273, 6)
    assert kort.speakers == lang.speakers == ("Anna", "Erik", "Kim")
