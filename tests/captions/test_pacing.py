"""When cues are shown: near their words, apart, long enough to be read where there is room."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from mediahub.captions.pacing import EARLY_MS, LATE_MS, Spoken, paced
from mediahub.transcript import Span


def test_a_cue_stays_into_the_pause_and_ends_before_the_next() -> None:
    said = [Spoken(Span(0, 1000), 34), Spoken(Span(4000, 6000), 17), Spoken(Span(6000, 8000), 17)]
    assert paced(said, 20_000) == [Span(0, 2000), Span(4000, 5920), Span(6000, 8000)]


def test_a_fast_cue_pushes_the_next_which_has_time_to_spare() -> None:
    said = [Spoken(Span(0, 1600), 34), Spoken(Span(1600, 6000), 34)]
    assert paced(said, 20_000) == [Span(0, 2000), Span(2080, 6000)]


def test_a_run_that_is_fast_to_its_end_begins_early() -> None:
    said = [Spoken(Span(1000, 1800), 34), Spoken(Span(9000, 9500), 17)]
    assert paced(said, 20_000) == [Span(800, 2800), Span(9000, 10_000)]


def test_nothing_is_left_out_of_what_is_too_fast() -> None:
    said = [Spoken(Span(at * 1000, (at + 1) * 1000), 60) for at in range(6)]
    spans = paced(said, 7000)
    assert len(spans) == 6
    assert all(a.end_ms + 80 <= b.start_ms for a, b in pairwise(spans))
    assert all(span.duration_ms >= 900 for span in spans)


lengths = st.tuples(st.integers(0, 3000), st.integers(1, 7000), st.integers(1, 84))


@given(st.lists(lengths, max_size=12))
def test_cues_rise_apart_near_their_words(given_lengths: list[tuple[int, int, int]]) -> None:
    said = []
    at = 0
    for pause, length, letters in given_lengths:
        said.append(Spoken(Span(at + pause, at + pause + length), letters))
        at += pause + length
    spans = paced(said, at + 500)
    assert len(spans) == len(said)
    assert all(a.end_ms <= b.start_ms for a, b in pairwise(spans))
    assert all(span and span.end_ms <= at + 500 for span in spans)
    if all(one.span.duration_ms > 1100 for one in said):
        assert all(
            -EARLY_MS <= span.start_ms - one.span.start_ms <= LATE_MS
            for span, one in zip(spans, said, strict=True)
        )
