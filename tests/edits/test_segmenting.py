"""Segments that people split and joined."""

import pytest

from mediahub.edits import (
    Conflict,
    Entry,
    JoinSegments,
    Journal,
    ReplaceWords,
    SplitSegment,
    appended,
    apply,
    version_of,
)
from mediahub.edits.segmenting import join_at, split_at
from mediahub.errors import MediaError
from mediahub.transcript import Diarisation, Recognition, Span, Transcript, Turn
from tests.transcript.examples import KB_SMALL, WESPEAKER, line_of

TEXT = "Vi börjar nu. Det är dags. Sedan går vi."
VOICES = Diarisation((Turn(Span(0, 1800), "S1"), Turn(Span(1800, 9000), "S2")), model=WESPEAKER)


def made(
    *entries: Entry, text: str = TEXT, start_ms: int = 0, voices: Diarisation | None = None
) -> Transcript:
    words = line_of(text, start_ms=start_ms)
    recognition = Recognition("sv", 60_000, words, model=KB_SMALL)
    result = apply(recognition, voices or Diarisation(()), Journal(entries))
    assert result.unplaced == ()
    return result.transcript


def texts(transcript: Transcript) -> list[str]:
    return [segment.text for segment in transcript.segments]


def test_a_segment_is_split_between_the_words_nearest_a_time() -> None:
    entry = split_at(made(), 650)
    assert entry == SplitSegment(entry.id, Span(600, 600), ("Vi", "börjar"), ("nu.", "Det", "är"))
    assert texts(made(entry)) == ["Vi börjar", "nu.", "Det är dags.", "Sedan går vi."]


def test_two_segments_are_joined_where_they_meet() -> None:
    entry = join_at(made(), 1000)
    assert texts(made(entry)) == ["Vi börjar nu. Det är dags.", "Sedan går vi."]


@pytest.mark.parametrize("moved", [0, 1500])
def test_they_are_found_again_when_words_and_times_have_changed(moved: int) -> None:
    split, join = split_at(made(), 650), join_at(made(), 1800)
    better = made(split, join, text="Vi börja nu. De är dags. Sen går vi.", start_ms=moved)
    assert texts(better) == ["Vi börja", "nu.", "De är dags. Sen går vi."]


def test_the_later_decision_on_a_place_counts() -> None:
    split = split_at(made(), 650)
    join = join_at(made(split), 650)
    assert texts(made(split, join)) == texts(made())
    journal = appended(appended(Journal(), [split]), [join])
    again = appended(journal, [split])
    assert [type(one) for one in again.entries] == [SplitSegment, JoinSegments, SplitSegment]
    assert texts(made(*again.entries)) == texts(made(split))


def test_two_who_decide_otherwise_of_one_place_are_told() -> None:
    split = split_at(made(), 650)
    join = join_at(made(split), 650)
    seen = Journal()
    now = appended(seen, [split], by="Åsa")
    with pytest.raises(Conflict, match=r'no new segment before "nu\. Det är"'):
        appended(now, [join], version_of(seen))
    assert appended(now, [split], version_of(seen), by="Bo") is now


def test_a_long_segment_that_was_cut_can_be_joined() -> None:
    long = " ".join(["ord"] * 70)
    (cut,) = [one.span.end_ms for one in made(text=long).segments[:-1]]
    assert len(made(join_at(made(text=long), cut), text=long).segments) == 1


def test_two_speakers_make_no_segment() -> None:
    with pytest.raises(MediaError, match='at 0:01, before "Sedan", another speaker begins'):
        join_at(made(voices=VOICES), 1800)
    join = join_at(made(), 1800)
    recognition = Recognition("sv", 60_000, line_of(TEXT), model=KB_SMALL)
    result = apply(recognition, VOICES, Journal((join,)))
    assert [one.reason for one in result.unplaced] == [
        '"Det är dags." and "Sedan går vi." at 0:01 are said by two speakers, and cannot be one '
        "segment"
    ]


def test_what_cannot_be_done_is_told() -> None:
    with pytest.raises(MediaError, match=r"within 2 s of 0:05; the nearest do at 0:01\.8"):
        join_at(made(), 5000)
    with pytest.raises(MediaError, match='at 0:00, before "Det", a new segment begins already'):
        split_at(made(), 900)
    with pytest.raises(MediaError, match="1:10 is past the end of the recording"):
        split_at(made(), 70_000)
    with pytest.raises(MediaError, match="no border"):
        join_at(made(text="Hej"), 0)


def test_a_place_that_is_gone_is_kept_and_told() -> None:
    split = split_at(made(), 650)
    recognition = Recognition("sv", 60_000, line_of("Något helt annat sägs här"), model=KB_SMALL)
    result = apply(recognition, Diarisation(()), Journal((split,)))
    assert [one.reason for one in result.unplaced] == [
        '"Vi börjar" and "nu. Det är" are no longer said one after the other at 0:00'
    ]


def test_a_word_beside_a_border_may_be_corrected_later() -> None:
    split = split_at(made(), 650)
    mended = ReplaceWords("r", Span(300, 600), ("börjar",), "startar", ("Vi",), ("nu.", "Det"))
    assert texts(made(split, mended))[:2] == ["Vi startar", "nu."]
