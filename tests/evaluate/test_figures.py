"""All figures of one recording, as a table, as JSON, and before against after."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from mediahub.evaluate import (
    Change,
    Figures,
    Topic,
    Truth,
    TruthSegment,
    compare,
    comparison_table,
    evaluate,
    figures_from_json,
    read_truth,
    words_in_silence,
)
from mediahub.transcript import Chapter, Diarisation, Segment, Span, Speaker, Transcript, Turn, Word

SHARED = Path(__file__).parents[2].parent / "shared" / "speech"

TRUTH = Truth(
    duration_ms=60_000,
    segments=(
        TruthSegment(Span(1_000, 3_000), "Anna", "Välkomna till hembesöken."),
        TruthSegment(Span(31_000, 32_000), "Erik", "Tack, Anna."),
    ),
    topics=(Topic(Span(1_000, 3_000), "Ett"), Topic(Span(31_000, 32_000), "Två")),
    terms=("hembesöken",),
)


def segment(label: str, start_ms: int, text: str) -> Segment:
    return Segment(
        label,
        tuple(
            Word(word, Span(start_ms + 500 * i, start_ms + 500 * i + 400))
            for i, word in enumerate(text.split())
        ),
    )


def transcript(*segments: Segment) -> Transcript:
    return Transcript("sv", 60_000, segments, (Speaker("S1", "Anna"), Speaker("S2", "Erik")))


HEARD = transcript(
    segment("S1", 1_000, "välkomna till hembesiken"),
    segment("S1", 20_000, "mm"),
    segment("S2", 31_000, "tack Anna"),
)
VOICES = Diarisation((Turn(Span(1_000, 3_000), "S1"), Turn(Span(31_000, 33_000), "S2")))
CHAPTERS = (Chapter(Span(0, 31_000), "Ett"), Chapter(Span(31_000, 60_000), "Två"))

FIGURES = Figures(
    wer=2 / 5,
    cer=4 / 34,  # "hembesöken" → "hembesiken" and " mm" added
    words=5,
    substitutions=1,
    deletions=0,
    insertions=1,
    words_in_silence=1,
    speakers=2,
    speakers_found=2,
    wrong_speaker=0.0,
    term_recall=0.0,
    der=750 / 2_000,  # 250 ms inside each border are not judged, nor the first of the added second
    der_strict=1_000 / 3_000,
    der_missed=0.0,
    der_false_alarm=750 / 2_000,
    der_confusion=0.0,
    chapters=2,
    chapters_found=2,
    chapter_f1=1.0,
    pk=0.0,
    window_diff=0.0,
)


def test_every_figure_of_a_recording() -> None:
    assert evaluate(TRUTH, HEARD, VOICES, CHAPTERS) == FIGURES


def test_what_was_not_given_has_no_figure() -> None:
    figures = evaluate(TRUTH, HEARD)
    assert (figures.der, figures.chapter_f1, figures.chapters) == (None, None, None)
    assert figures.speakers_found == 2


def test_terms_from_elsewhere_are_added() -> None:
    assert evaluate(TRUTH, HEARD, terms=["Anna"]).term_recall == 0.5


def test_the_table_is_for_people() -> None:
    assert FIGURES.table() == "\n".join(
        [
            "WER                             40.0 %",
            "CER                             11.8 %",
            "Words said                           5",
            "  replaced                           1",
            "  lost                               0",
            "  added                              1",
            "Words in speech-free stretches       1",
            "Term recall                      0.0 %",
            "DER (0.25 s collar)             37.5 %",
            "  missed                         0.0 %",
            "  false alarm                   37.5 %",
            "  confusion                      0.0 %",
            "DER (no collar)                 33.3 %",
            "Words to the wrong speaker       0.0 %",
            "Speakers                             2",
            "Speakers found                       2",
            "Topics                               2",
            "Chapters found                       2",
            "Chapter F1 (±10 s)               1.000",
            "Pk                               0.000",
            "WindowDiff                       0.000",
        ]
    )


def test_json_says_its_schema_and_keeps_what_is_missing_as_null() -> None:
    data = evaluate(TRUTH, HEARD).to_json()
    assert list(data)[:3] == ["schema", "wer", "cer"]
    assert (data["schema"], data["wer"], data["der"]) == (1, 0.4, None)


def test_a_comparison_says_what_became_better() -> None:
    before = evaluate(TRUTH, HEARD)
    after = evaluate(TRUTH, transcript(segment("S1", 1_000, "Välkomna till hembesöken")))
    changes = {change.name: change for change in compare(before, after)}
    assert changes["wer"] == Change("wer", 0.4, 0.4, None)
    assert changes["deletions"] == Change("deletions", 0, 2, better=False)
    assert changes["term_recall"] == Change("term_recall", 0.0, 1.0, better=True)
    assert changes["words_in_silence"] == Change("words_in_silence", 1, 0, better=True)
    assert changes["speakers_found"].better is None
    assert "der" not in changes


def test_figures_that_were_kept_are_the_same_as_when_they_were_measured() -> None:
    measured = replace(FIGURES, wer=1 / 3)
    kept = figures_from_json(json.loads(json.dumps(measured.to_json())))
    assert {change.better for change in compare(kept, measured)} == {None}


def test_the_comparison_is_a_table_too() -> None:
    lines = comparison_table(compare(evaluate(TRUTH, HEARD), FIGURES)).splitlines()
    assert lines[0] == " " * 32 + "before   after"
    assert lines[9] == "DER (0.25 s collar)" + " " * 18 + "–  37.5 %"


def test_a_word_near_a_sentence_is_not_in_silence() -> None:
    assert words_in_silence(TRUTH, transcript(segment("S1", 3_400, "ja"))) == 0
    assert words_in_silence(TRUTH, transcript(segment("S1", 3_600, "ja nej"))) == 2


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared material is not here")
def test_the_truth_against_itself_is_perfect() -> None:
    truth = read_truth(SHARED / "kort.truth.json")
    segments = []
    for sentence in truth.segments:
        words = sentence.text.split()
        step = sentence.span.duration_ms // len(words)
        at = [sentence.span.start_ms + i * step for i in range(len(words))]
        segments.append(
            Segment(
                sentence.speaker,
                tuple(Word(w, Span(s, s + step)) for w, s in zip(words, at, strict=True)),
            )
        )
    itself = Transcript("sv", truth.duration_ms, tuple(segments), ())
    chapters = [Chapter(topic.span, topic.title) for topic in truth.topics]
    figures = evaluate(truth, itself, Diarisation(truth.turns), chapters)
    assert (figures.wer, figures.cer, figures.der, figures.der_strict) == (0, 0, 0, 0)
    assert (figures.wrong_speaker, figures.chapter_f1, figures.pk) == (0, 1, 0)
    assert (figures.words_in_silence, figures.speakers_found) == (0, 3)
