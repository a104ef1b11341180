"""What is withheld is in no form of a transcript, whatever the words there are."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediahub.captions.formats import (
    parse_captions,
    recognition_from_captions,
    to_podcast_json,
    to_srt,
    to_text,
    to_vtt,
)
from mediahub.edits import Journal, Withhold, apply, corrections
from mediahub.edits.entries import Undo
from mediahub.edits.withholding import passage, silenced, taken_out, withheld, withhold
from mediahub.transcript import Diarisation, Segment, Span, Speaker, Transcript, Word
from mediahub.transcript.codec import transcript_from_json, transcript_to_json
from mediahub.transcript.values import AuthoredCue, CuePart
from tests.transcript.examples import KB_SMALL, line_of

ANNA, BO = Speaker("S1", "Anna", None, "S1"), Speaker("S2", "Bo", None, "S2")


def words(text: str, start_ms: int) -> tuple[Word, ...]:
    """Each word lasts 300 ms, and there is no pause."""
    return line_of(text, start_ms=start_ms)


TALK = Transcript(
    "sv",
    10_000,
    (
        Segment("S1", words("Hon heter Eva Lind och", 0), paragraph=True),
        Segment("S2", words("Jaså.", 3000), paragraph=True),
        Segment("S1", words("bor här.", 4000), paragraph=True),
    ),
    (ANNA, BO),
    gaps=(Span(2000, 2900),),
    model=KB_SMALL,
    doubtful=(0, 3, 7),
)
# Hon 0–300, heter 300–600, Eva 600–900, Lind 900–1200, och 1200–1500, Jaså. 3000–3300, bor 4000 –


def texts(transcript: Transcript) -> list[str]:
    return [segment.text for segment in transcript.segments]


def test_words_that_a_passage_touches_go_and_their_segment_is_cut() -> None:
    left = withhold(TALK, [Span(700, 1000)])
    assert left == replace(
        TALK,
        segments=(
            Segment("S1", words("Hon heter", 0), paragraph=True),
            Segment("S1", words("och", 1200), paragraph=True),
            *TALK.segments[1:],
        ),
        doubtful=(0, 5),
        withheld=(Span(700, 1000),),
    )


def test_a_speaker_who_says_nothing_else_goes_with_what_was_said_there() -> None:
    left = withhold(TALK, [Span(2500, 3500)])
    assert texts(left) == ["Hon heter Eva Lind och", "bor här."]
    assert left.speakers == (ANNA,)
    assert left.gaps == (Span(2000, 2500),)


def test_nothing_withheld_changes_nothing() -> None:
    assert withhold(TALK, []) is TALK
    assert withhold(TALK, [Span(20_000, 30_000)]) is TALK


def test_all_of_it_can_be_withheld() -> None:
    left = withhold(TALK, [Span(0, 60_000)])
    assert (left.segments, left.speakers, left.withheld) == ((), (), (Span(0, 10_000),))
    assert to_text(left).endswith("[0:00]\n[Ett stycke är borttaget]\n")


spans = st.tuples(st.integers(0, 5000), st.integers(1, 3000)).map(lambda s: Span(s[0], sum(s)))


@given(st.lists(spans, max_size=4), st.lists(spans, max_size=4))
def test_what_is_withheld_in_two_goes_is_withheld_as_one(
    some: list[Span], more: list[Span]
) -> None:
    left = withhold(withhold(TALK, some), more)
    assert left == withhold(TALK, [*some, *more])
    assert not any(word.span.overlap_ms(hole) for word in left.words for hole in left.withheld)
    assert set(left.words) <= set(TALK.words)
    assert transcript_from_json(transcript_to_json(left)) == left


def test_every_form_says_that_something_is_gone_and_not_what() -> None:
    left = withhold(replace(TALK, doubtful=()), [Span(700, 1000)])
    for form in (to_vtt(left), to_srt(left), to_text(left), str(to_podcast_json(left))):
        assert form.count("[Ett stycke är borttaget]") == 1
        assert form.index("Hon heter") < form.index("[Ett stycke") < form.index("bor här.")
        assert "Eva" not in form
        assert "Lind" not in form


@pytest.mark.parametrize("form", [to_vtt, to_srt])
def test_a_copy_of_such_captions_changes_nothing(form: object) -> None:
    left = withhold(TALK, [Span(700, 1000)])
    suffix = ".vtt" if form is to_vtt else ".srt"
    names = [speaker.name for speaker in left.speakers]
    read = parse_captions(form(left), suffix, names=names)  # type: ignore[operator]
    assert corrections(left, read) == ()


def test_no_line_of_captions_keeps_what_is_withheld() -> None:
    text = (
        "WEBVTT\n\n00:00.000 --> 00:04.000\n<v Anna>Hon heter\nEva Lind.</v>\n\n"
        "00:04.000 --> 00:06.000\n[Eva skrattar]\n\n00:05.500 --> 00:08.000\n<v Bo>Jaså.</v>\n"
    )
    recognition = recognition_from_captions(parse_captions(text, ".vtt"), 9000, "sv")
    whole = apply(recognition, Diarisation(()), Journal()).transcript
    assert whole.cues
    left = withhold(whole, [Span(2100, 5500)])
    assert left.cues == (
        AuthoredCue(Span(0, 4000), (CuePart(("Hon heter",), 0),)),
        AuthoredCue(Span(5500, 8000), (CuePart(("Jaså.",), 1),)),
    )
    assert "Eva" not in str(transcript_to_json(left))
    assert [block.partition("\n")[2] for block in to_vtt(left).strip().split("\n\n")[1:]] == [
        "<v Anna>Hon heter</v>",
        "[Ett stycke är borttaget]",
        "<v Bo>– Jaså.</v>",
    ]


def test_words_that_were_corrected_away_return_in_no_line_beside_a_passage() -> None:
    cue = AuthoredCue(Span(0, 3000), (CuePart(("Hon heter", "Eva Lind."), 0),))
    said = replace(TALK.segments[0], words=words("Hon heter", 0), piece=0)
    left = withhold(replace(TALK, segments=(said,), cues=(cue,)), [Span(1000, 2000)])
    assert left.cues == (AuthoredCue(Span(0, 3000), (CuePart(("Hon heter",), 0),)),)


def test_another_model_hears_other_words_there_and_none_of_them_is_read() -> None:
    hole = passage(TALK, Span(700, 1000))
    other = (replace(TALK.segments[0], words=words("Hon heter Ewa Lindh hon och", 100)),)
    assert texts(withhold(replace(TALK, segments=other, doubtful=()), [hole])) == ["Hon", "hon och"]


def test_a_passage_is_whole_words_and_half_of_the_pauses_beside_it() -> None:
    assert passage(TALK, Span(700, 1000)) == Span(600, 1200)
    assert passage(TALK, Span(3100, 3200)) == Span(2500, 3650)  # 500 ms at most
    assert passage(TALK, Span(0, 100)) == Span(0, 300)
    assert passage(TALK, Span(4500, 4600)) == Span(4300, 5100)
    assert [word.text for word in taken_out(TALK, Span(600, 1200))] == ["Eva", "Lind"]


def test_a_passage_without_words_is_what_was_pointed_at_or_is_withheld_already() -> None:
    assert passage(TALK, Span(6000, 7000)) == Span(6000, 7000)
    left = withhold(TALK, [Span(600, 1200)])
    assert passage(left, Span(700, 1000)) == Span(600, 1200)


def test_what_is_withheld_now_and_what_is_not_to_be_heard() -> None:
    journal = Journal(
        (
            Withhold("a", Span(1000, 2000), "skäl"),
            Withhold("b", Span(1500, 3000), "skäl", sound=True),
            Withhold("c", Span(5000, 6000), "skäl", sound=True),
            Undo("d", of="c"),
        )
    )
    assert withheld(journal) == (Span(1000, 3000),)
    assert silenced(journal) == (Span(1500, 3000),)
