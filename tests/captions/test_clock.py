"""Captions by another clock than the recording's: moved when that is certain, else told."""

from hypothesis import given
from hypothesis import strategies as st

from mediahub.captions.clock import on_the_clock
from mediahub.captions.notices import OUTSIDE, SHIFTED
from mediahub.captions.reading import CaptionCue
from mediahub.captions.taking import recognition_from_captions
from mediahub.transcript import Span, Word

HOUR = 3_600_000


def cues(*spans: tuple[int, int]) -> list[CaptionCue]:
    return [
        CaptionCue(Span(start, end), "", f"ord{number}", cue=number)
        for number, (start, end) in enumerate(spans)
    ]


def test_captions_within_the_recording_are_as_they_were() -> None:
    given = cues((0, 900), (39_000, 41_000), (39_950, 39_980))
    assert on_the_clock(given, 40_000, "a.vtt") == (tuple(given), ())


def test_a_broadcast_begins_at_ten() -> None:
    ten = 10 * HOUR
    moved, notices = on_the_clock(
        cues((ten + 1000, ten + 2000), (ten + 30_000, ten + 41_000)), 40_000, "a.srt"
    )
    assert moved == tuple(cues((1000, 2000), (30_000, 41_000)))
    assert notices == (SHIFTED.at("a.srt", by="10:00:00", first="10:00:01"),)


def test_a_leader_before_the_hour_is_told() -> None:
    ten = 10 * HOUR
    moved, notices = on_the_clock(
        cues((ten - 8000, ten - 5000), (ten, ten + 2000), (ten + 3000, ten + 4000)), 40_000, "a"
    )
    assert [cue.span for cue in moved] == [Span(0, 2000), Span(3000, 4000)]
    assert [cue.cue for cue in moved] == [0, 1]
    assert [notice.code for notice in notices] == ["captions-shifted", "captions-outside"]


def test_an_hour_late_in_a_recording_that_is_longer() -> None:
    late = cues(*((HOUR + at, HOUR + at + 2000) for at in range(1000, 5_300_000, 60_000)))
    moved, notices = on_the_clock(late, 5_400_000, "a")
    assert moved[0].span == Span(1000, 3000)
    assert [notice.code for notice in notices] == ["captions-shifted"]


def test_captions_of_the_last_part_that_end_a_little_late_stay() -> None:
    given = cues(
        (HOUR + 1000, HOUR + 3000),
        *((HOUR + at, HOUR + at + 900) for at in range(5000, 1_800_000, 90_000)),
        (5_398_000, 5_404_000),
    )
    assert on_the_clock(given, 5_400_000, "a") == (tuple(given), ())


def test_what_lies_outside_is_told_and_not_squeezed_in() -> None:
    inside, notices = on_the_clock(
        cues((0, 5000), (36_000, 44_000), (39_970, 42_000), (50_000, 55_000)), 40_000, "a.vtt"
    )
    assert inside == tuple(cues((0, 5000), (36_000, 44_000)))
    assert notices == (OUTSIDE.at("a.vtt", count=2, first="0:39", last="0:50", length="0:40"),)


def test_an_uncertain_clock_leaves_nothing() -> None:
    assert on_the_clock(cues((4_530_000, 4_533_000)), 40_000, "a")[0] == ()


def test_all_times_of_a_cue_move_together() -> None:
    words = (Word("Hej", Span(HOUR + 1000, HOUR + 1500)),)
    late = CaptionCue(
        Span(HOUR + 1000, HOUR + 2000), "", "Hej", shown=Span(HOUR, HOUR + 3000), words=words
    )
    (moved,), _ = on_the_clock([late], 40_000, "a")
    assert moved == CaptionCue(
        Span(1000, 2000), "", "Hej", shown=Span(0, 3000), words=(Word("Hej", Span(1000, 1500)),)
    )


@given(
    st.lists(st.tuples(st.integers(0, 12 * HOUR), st.integers(0, 9000)), max_size=8),
    st.integers(1, 2 * HOUR),
)
def test_every_cue_lies_within_or_is_told(spans: list[tuple[int, int]], duration_ms: int) -> None:
    given = cues(*((start, start + length) for start, length in sorted(spans)))
    inside, notices = on_the_clock(given, duration_ms, "a")
    assert all(cue.span.start_ms < duration_ms for cue in inside)
    told = [notice for notice in notices if notice.code == "captions-outside"]
    missing = len(given) - len(inside)
    assert (f"number: {missing};" in told[0].said.english) if missing else not told
    recognition = recognition_from_captions(inside, duration_ms, "sv")
    assert len(recognition.words) == len(inside)
    assert all(word.span.end_ms <= duration_ms for word in recognition.words)
