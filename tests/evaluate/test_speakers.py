"""DER against hand-computed numbers, and words given to the wrong speaker."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediahub.evaluate import Der, SpeakerWords, best_mapping, der, words_to_wrong_speaker
from mediahub.transcript import Segment, Span, Turn, Word


def turns(*parts: tuple[str, int, int]) -> tuple[Turn, ...]:
    return tuple(Turn(Span(start, end), speaker) for speaker, start, end in parts)


TRUTH = turns(("Anna", 0, 10_000), ("Erik", 12_000, 20_000))


@pytest.mark.parametrize(
    ("hypothesis", "wanted"),
    [
        # Other names, same times: nothing wrong.
        (turns(("S2", 0, 10_000), ("S1", 12_000, 20_000)), Der(0, 0, 0, 18_000)),
        # Nothing found.
        ((), Der(18_000, 0, 0, 18_000)),
        # One voice for both, and the pause filled: Anna's 10 s are right, Erik's 8 s are not.
        (turns(("S1", 0, 20_000)), Der(0, 2_000, 8_000, 18_000)),
        # The border 1 s late and the start 0.5 s late.
        (turns(("S1", 500, 13_000), ("S2", 13_000, 20_000)), Der(500, 2_000, 1_000, 18_000)),
        # A third voice: the best mapping leaves the shorter half out.
        (
            turns(("S1", 0, 4_000), ("S2", 4_000, 10_000), ("S3", 12_000, 20_000)),
            Der(0, 0, 4_000, 18_000),
        ),
        # Both voices at once in the last 3 s: one too many.
        (
            turns(("S1", 0, 10_000), ("S2", 12_000, 20_000), ("S1", 17_000, 20_000)),
            Der(0, 3_000, 0, 18_000),
        ),
    ],
)
def test_der_without_a_collar(hypothesis: tuple[Turn, ...], wanted: Der) -> None:
    assert der(TRUTH, hypothesis, collar_ms=0) == wanted


def test_the_collar_leaves_out_both_sides_of_every_true_border() -> None:
    # Judged: 250–9750 and 12250–19750. The border at 13.000 is 750 ms late after the collar;
    # 10.250–11.750 of the pause is filled.
    late = turns(("S1", 0, 13_000), ("S2", 13_000, 20_000))
    assert der(TRUTH, late) == Der(0, 1_500, 750, 17_000)
    assert der(TRUTH, late).rate == pytest.approx(2_250 / 17_000)


def test_overlap_is_judged_once_for_each_speaker_unless_it_is_skipped() -> None:
    truth = turns(("Anna", 0, 10_000), ("Erik", 8_000, 20_000))
    found = turns(("S1", 0, 10_000), ("S2", 10_000, 20_000))
    assert der(truth, found, collar_ms=0) == Der(2_000, 0, 0, 22_000)
    assert der(truth, found, collar_ms=0, skip_overlap=True) == Der(0, 0, 0, 18_000)


def test_turns_of_one_speaker_that_overlap_are_one() -> None:
    truth = turns(("Anna", 0, 6_000), ("Anna", 4_000, 10_000))
    assert der(truth, turns(("S1", 0, 10_000)), collar_ms=0) == Der(0, 0, 0, 10_000)


def test_no_truth_and_no_result_is_no_error() -> None:
    assert der((), ()).rate == 0.0
    assert der((), TRUTH).rate == 1.0


parts = st.lists(
    st.tuples(st.sampled_from("ABC"), st.integers(0, 30), st.integers(1, 12)), max_size=7
).map(lambda many: turns(*((who, at, at + length) for who, at, length in many)))


@given(parts, parts)
def test_der_is_what_counting_each_millisecond_gives(
    truth: tuple[Turn, ...], found: tuple[Turn, ...]
) -> None:
    def at(side: tuple[Turn, ...], ms: int) -> set[str]:
        return {turn.speaker for turn in side if ms in turn.span}

    moments = [(at(truth, ms), at(found, ms)) for ms in range(43)]
    confusion = min(
        sum(
            min(len(names), len(labels)) - sum(to[label] in names for label in labels)
            for names, labels in moments
        )
        for order in permutations("ABC")
        for to in [dict(zip("ABC", order, strict=True))]
    )
    assert der(truth, found, collar_ms=0) == Der(
        sum(max(0, len(a) - len(b)) for a, b in moments),
        sum(max(0, len(b) - len(a)) for a, b in moments),
        confusion,
        sum(len(a) for a, _ in moments),
    )


def test_the_mapping_takes_the_largest_sum_and_not_the_largest_pair() -> None:
    shared = {("Anna", "S1"): 10, ("Anna", "S2"): 9, ("Erik", "S1"): 8}
    assert best_mapping(shared) == {"S1": "Erik", "S2": "Anna"}
    assert best_mapping({}) == {}


def said(speaker: str, *spans: tuple[int, int]) -> Segment:
    return Segment(speaker, tuple(Word("ord", Span(*span)) for span in spans))


def test_a_word_belongs_to_who_held_most_of_it() -> None:
    segments = (
        # The third word begins in Anna's time but is mostly Erik's; the last is in the pause.
        said("S1", (0, 400), (9_000, 9_900), (19_900, 20_400)),
        said("S2", (12_000, 12_500), (13_000, 13_500), (10_500, 11_000)),
        said("S2", (1_000, 1_500)),
    )
    truth = (*TRUTH, Turn(Span(20_000, 22_000), "Anna"))
    assert words_to_wrong_speaker(truth, segments) == SpeakerWords(wrong=1, judged=6)
    assert words_to_wrong_speaker(truth, segments).rate == pytest.approx(1 / 6)


def test_a_word_that_two_hold_equally_is_not_judged() -> None:
    truth = turns(("Anna", 0, 1_000), ("Erik", 0, 1_000))
    assert words_to_wrong_speaker(truth, (said("S1", (0, 500)),)) == SpeakerWords(0, 0)
    assert SpeakerWords(0, 0).rate == 0.0
