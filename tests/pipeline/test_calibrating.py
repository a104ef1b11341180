"""Confidence in a model that nobody measured, by what people reviewed in this workspace."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from mediahub.desk.editing import correct
from mediahub.desk.journal import review
from mediahub.pipeline import calibrating
from mediahub.pipeline.calibrating import is_due, seen_in
from mediahub.pipeline.calibrations import Calibration, read_calibrations, write_calibrations
from mediahub.pipeline.overview import overview
from mediahub.speech.calibration import Seen
from mediahub.speech.confidence import OTHERS, Table
from mediahub.transcript import ModelIdentity, Recognition, Segment, Span, Transcript, Word
from mediahub.transcript.codec import dump, recognition_to_json
from mediahub.workspace.paths import Workspace
from mediahub.workspace.results import read_transcript
from tests.pipeline.conftest import Place, Run, sound
from tests.pipeline.test_renewing import model_folder

TABLE = Calibration(Table(known=((0.4, 0.2), (0.9, 0.96)), unknown=((0.8, 0.04),)), 2000, 2)
MODEL = "local/egen"
SAID = "vi talar om barn och skola i dag"


def said(text: str, *probabilities: float) -> tuple[Word, ...]:
    return tuple(
        Word(one, Span(1000 * at, 1000 * at + 900), probability)
        for at, (one, probability) in enumerate(zip(text.split(), probabilities, strict=True))
    )


def transcript(text: str, reviewed: tuple[Span, ...], withheld: tuple[Span, ...] = ()):
    words = said(text, *[1.0] * len(text.split()))
    segments = (Segment("S1", words),)
    return Transcript("sv", 9000, segments, (), reviewed=reviewed, withheld=withheld)


def test_a_word_that_stood_after_the_review_was_right():
    heard = said("Vi talar om Dommerud – nu", 0.9, 0.8, 0.7, 0.6, 0.5, 0.4)
    text = transcript("vi talade om Dommeröd – nu", (Span(0, 5000),))
    assert seen_in(heard, text, {"dommerud"}) == [
        Seen(0.9, known=True, right=True),
        Seen(0.8, known=True, right=False),
        Seen(0.7, known=True, right=True),
        Seen(0.6, known=True, right=False),
    ]


def test_what_is_withheld_is_not_looked_at():
    heard = said("vi talar om barn", 0.9, 0.8, 0.7, 0.6)
    text = transcript("vi talar", (Span(0, 9000),), (Span(2000, 4000),))
    assert [one.probability for one in seen_in(heard, text, set())] == [0.9, 0.8]


def test_enough_is_two_thousand_words_in_two_items_and_then_half_as_much_again():
    assert [is_due(None, *have) for have in ((1999, 9), (9000, 1), (2000, 2))] == [
        False,
        False,
        True,
    ]
    assert [is_due(TABLE, words, 3) for words in (2999, 3000)] == [False, True]


def test_what_is_kept_is_read_again_but_for_models_that_have_been_measured_since(empty: Place):
    place = Workspace(empty.root)
    write_calibrations(place, {MODEL: TABLE, "openai/whisper-base": TABLE})
    assert read_calibrations(place) == {MODEL: TABLE}


@pytest.mark.parametrize("damage", ["", "[]", '{"schema": 2}', '{"schema": 1, "models": {"a": 1}}'])
def test_what_cannot_be_read_is_fitted_anew(empty: Place, damage: str):
    place = Workspace(empty.root)
    place.private.mkdir()
    place.confidence.write_text(damage, encoding="utf-8")
    assert read_calibrations(place) == {}


@pytest.fixture
def heard(
    empty: Place, instead: Callable[[str, Run], Run], monkeypatch: pytest.MonkeyPatch
) -> Place:
    """Three films by a model of the house's own, which is unsure of words that are right."""
    for number, name in enumerate(("ett", "tre", "två")):
        sound(empty.root / "media" / "podden" / f"{name}.mp3", 60, frequency=440 + number)
    folder = model_folder(empty.root.parent / "egen", "")
    (empty.root / "mediahub.toml").write_text(
        f'[speech]\nmodel = "{folder.as_posix()}"\n', encoding="utf-8"
    )
    words = said(" ".join([SAID] * 7), *[0.9, 0.9, 0.9, 0.4] * 14)

    def run(job: Any, scratch: Any) -> None:
        value = Recognition("sv", 60_000, words, model=ModelIdentity(MODEL, job.model.revision))
        text = dump(recognition_to_json(value))
        scratch.out("recognition.json").write_text(text, encoding="utf-8")

    instead("recognise", run)
    monkeypatch.setattr(calibrating, "ENOUGH_WORDS", 60)
    assert empty.run().failures == ()
    return empty


def doubts(place: Place, item: str) -> int:
    return len(read_transcript(place.root / "transcripts" / item).doubtful)


def transcribed(place: Place) -> list[tuple[str, tuple[str, ...]]]:
    """Which transcripts the next run makes again, and why."""
    return [
        (one.item, one.reasons)
        for one in overview(place.root, store=place.store).statuses
        if one.stage == "transcribe" and one.condition == "stale"
    ]


def test_reviewed_words_tell_which_words_of_the_others_are_doubtful(heard: Place):
    before = doubts(heard, "podden-tre")
    assert before == 14
    kept = heard.root / ".mediahub" / "confidence.json"
    review(heard.root, "podden-ett")
    heard.run()
    assert not kept.exists()
    review(heard.root, "podden-tva")
    told = heard.run()
    assert (
        "how far local/egen can be believed is now judged by 112 words that people reviewed in 2 "
        "items: the next run marks the doubtful ones anew"
    ) in told.notes
    assert json.loads(kept.read_bytes())["models"][MODEL] == {
        "words": 112,
        "items": 2,
        "known": [[0.775, 1.0]],
        "unknown": [[p, share] for p, share in OTHERS.unknown],
    }
    again = ("reviewed words tell how far its model is right",)
    assert transcribed(heard) == [
        (item, again) for item in ("podden-ett", "podden-tre", "podden-tva")
    ]
    heard.run()
    assert doubts(heard, "podden-tre") == 0
    assert heard.run().idle


def test_corrected_words_count_as_wrong_and_a_little_more_changes_nothing(heard: Place):
    for item in ("podden-ett", "podden-tva"):
        text = heard.text(f"transcripts/{item}/transcript.vtt")
        copy = heard.root.parent / "ny.vtt"
        copy.write_text(text.replace("barn", "lag"), encoding="utf-8")
        correct(heard.root, item, copy)
        review(heard.root, item)
    heard.run()
    (found,) = read_calibrations(Workspace(heard.root)).values()
    assert found.table.known[0] == (0.4, 0.5)
    heard.run()
    before = (heard.root / ".mediahub" / "confidence.json").read_bytes()
    review(heard.root, "podden-tre", Span(0, 10_000))
    heard.run()
    assert (heard.root / ".mediahub" / "confidence.json").read_bytes() == before
