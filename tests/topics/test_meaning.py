"""What hangs together by what its words mean, though no word comes back."""

import math

import pytest

from mediahub.topics import ChapterSettings, find_chapters
from mediahub.topics.background import background, keys
from mediahub.topics.beginnings import beginnings, signs, taken_up
from mediahub.topics.meaning import coherence

from .conftest import MakeTranscript

ILLNESS = [
    "En läkare undersökte patienten.",
    "Sjukhuset hade ont om sängar.",
    "Operationen gick bra.",
    "Sjuksköterskan gav medicin.",
    "Vårdcentralen tog prover.",
    "Kirurgen var nöjd.",
]
TRAINS = [
    "Tåget stod på spåret.",
    "Resenärer väntade på perrongen.",
    "Järnvägen behöver underhåll.",
    "Bussen körde i stället.",
    "Trafiken stod stilla på vägarna.",
    "Pendlare tog bilen.",
]


def test_a_border_is_found_where_no_word_comes_back(make: MakeTranscript) -> None:
    talk = make([("S1", text) for text in (*ILLNESS, *TRAINS)], word_ms=1_500)
    border = talk.segments[6].span.start_ms
    assert [border - c.span.start_ms for c in find_chapters(talk)[1:]] == [200]
    # Words that come back are all that is left without it, and there are none.
    assert len(find_chapters(talk, ChapterSettings(meaning=0))) == 1


def test_a_stretch_of_one_meaning_scores_higher_than_a_mixed_one(make: MakeTranscript) -> None:
    talk = make([("S1", text) for text in (*ILLNESS, *TRAINS)])
    scores = coherence(talk.segments, pull=50.0)
    assert scores(6)[0] > 2 * scores(9)[3]
    # The whole is no further from itself than nought.
    assert scores(12)[0] == pytest.approx(0, abs=1e-9)


def test_words_without_a_meaning_tell_nothing(make: MakeTranscript) -> None:
    talk = make([("S1", "Ja och nej."), ("S1", "Xyzzy plugh.")])
    assert coherence(talk.segments, pull=50.0)(2).tolist() == [0.0, 0.0]


def test_a_word_that_the_recogniser_doubts_means_less(make: MakeTranscript) -> None:
    lines = [("S1", text) for text in (*ILLNESS, *TRAINS)]
    sure, doubted = (coherence(make(lines, probability=p).segments, pull=50.0)(6)[0]
                     for p in (1.0, 0.2))  # fmt: skip
    assert 0 < doubted < sure


def test_near_words_have_near_vectors() -> None:
    table = background()

    def likeness(one: str, other: str) -> float:
        a, b = (table.vectors[table.rows[keys(word)[0]]] for word in (one, other))
        return float(a @ b) / math.sqrt(float(a @ a) * float(b @ b))

    assert likeness("hjärta", "infarkt") > 0.6
    assert likeness("hjärta", "bibliotek") < 0.2


def test_a_sentence_that_points_back_reads_as_no_beginning(make: MakeTranscript) -> None:
    talk = make(
        [
            ("S1", "Biblioteken lånar ut färre böcker än förr."),
            ("S1", "Dessutom har de färre besökare."),
            ("S1", "Under våren öppnar kommunen en ny skola."),
            ("S1", "Den är till för de yngsta."),
        ]
    )
    first, second, third, fourth = beginnings(talk.segments)
    assert third > first == 0 > second
    assert third > fourth
    assert second + third + fourth == pytest.approx(0)


def test_what_was_just_said_is_taken_up(make: MakeTranscript) -> None:
    talk = make([("S1", "Bina bor i kupan."), ("S1", "Kupan är gul."), ("S1", "Elen är dyr.")])
    first, second, third = taken_up(talk.segments)
    assert second > first == third


def test_signs_are_the_first_words_the_small_words_and_the_length_of_two_sentences() -> None:
    assert signs("Det är en skola.", "Hur då?") == {
        "asks False", "first det", "pair det är", "length 1", "has det", "has är", "has en",
        "before asks True", "before first hur", "before pair hur då", "before length 0",
        "before has hur", "before has då",
    }  # fmt: skip
