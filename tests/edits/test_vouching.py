"""Copies of captions: which captions they are of, and what they vouch for."""

from dataclasses import replace

from mediahub.captions.formats import parse_captions, to_editors_vtt
from mediahub.edits import Journal, ReplaceWords, apply
from mediahub.edits.vouching import CopyOrigin, origin_of, signed, vouched
from mediahub.transcript import Span
from tests.transcript.examples import conversation

RECOGNITION, TURNS = conversation(
    (0, 2000, "A", "Jag heter Karin Lind."), (2500, 4000, "B", "Välkommen till duren.")
)
RECOGNITION = replace(
    RECOGNITION, words=tuple(replace(word, probability=0.4) for word in RECOGNITION.words)
)
HEARD = replace(apply(RECOGNITION, TURNS, Journal()).transcript, doubtful=(3, 6))
ORIGIN = CopyOrigin("avsnitt-4", "0123456789ab")


def test_captions_say_what_they_are_a_copy_of_and_no_player_shows_it() -> None:
    captions = signed(to_editors_vtt(HEARD), ORIGIN)
    assert captions.startswith("WEBVTT\n\nNOTE mediahub avsnitt-4 0123456789ab\n\n")
    assert origin_of(captions) == ORIGIN
    assert parse_captions(captions, ".vtt") == parse_captions(to_editors_vtt(HEARD), ".vtt")
    assert origin_of(to_editors_vtt(HEARD)) is None


def test_a_doubt_taken_out_of_the_copy_says_that_the_words_are_right() -> None:
    captions = to_editors_vtt(HEARD)
    assert vouched(HEARD, captions) == ()
    (entry,) = vouched(HEARD, captions.replace("NOTE troligen felhört: Lind\n\n", ""))
    assert isinstance(entry, ReplaceWords)
    assert (entry.before, entry.after, entry.left) == (
        ("Lind.",),
        "Lind.",
        ("Jag", "heter", "Karin"),
    )
    words = apply(RECOGNITION, TURNS, Journal(entries=(entry,))).transcript.words
    assert [word.probability for word in words] == [0.4, 0.4, 0.4, 1.0, 0.4, 0.4, 0.4]
    assert [word.span for word in words] == [word.span for word in RECOGNITION.words]


def test_a_word_that_was_corrected_needs_nobodys_word() -> None:
    corrected = ReplaceWords("x", Span(3000, 4000), ("duren.",), "turen.")
    captions = to_editors_vtt(HEARD).replace("NOTE troligen felhört: duren\n\n", "")
    assert vouched(HEARD, captions, (corrected,)) == ()


def test_a_doubt_that_still_stands_at_another_time_vouches_for_nothing() -> None:
    captions = to_editors_vtt(HEARD).replace("00:00:00.000 -->", "00:00:00.040 -->")
    assert vouched(HEARD, captions) == ()


def test_of_several_doubts_only_the_one_taken_out_is_found_right() -> None:
    both = replace(HEARD, doubtful=(2, 3))
    captions = to_editors_vtt(both)
    assert "NOTE troligen felhört: Karin, Lind\n" in captions
    (entry,) = vouched(both, captions.replace("Karin, Lind\n", "Karin\n"))
    assert isinstance(entry, ReplaceWords)
    assert (entry.before, entry.after) == (("Lind.",), "Lind.")
