"""Another recording of the same talk: an intro cut away, a jingle put in front, a part left out."""

from hypothesis import given
from hypothesis import strategies as st

from mediahub.edits import Journal, NameSpeaker, ReplaceWords, apply
from mediahub.edits.fits import wording_digest
from mediahub.edits.merging import merged
from mediahub.edits.reviewing import review_of
from mediahub.edits.shifting import Shift, Stretch, shift_between
from mediahub.edits.standing import fit_on
from mediahub.transcript import Diarisation, Recognition, Span, Word
from tests.transcript.examples import line_of

TALK = (
    "god kväll och välkomna till nämnden jag heter Carinalgren och leder mötet i dag ska vi "
    "höra om biblioteket i Norrtorp som byggs om till våren sedan talar Olle Breddberg om "
    "cykelvägar längs ån och sist av allt röstar vi om budgeten för nästa år"
)
NAME, LATER = TALK.split().index("Carinalgren"), TALK.split().index("Breddberg")


def recognised(words: tuple[Word, ...]) -> Recognition:
    return Recognition("sv", 600_000, words)


def said(text: str, start_ms: int) -> Recognition:
    return recognised(line_of(text, start_ms=start_ms))


def corrected(recognition: Recognition, at: int, after: str) -> ReplaceWords:
    words = recognition.words
    return ReplaceWords(
        f"{at}",
        words[at].span,
        (words[at].text,),
        after,
        tuple(word.text for word in words[max(0, at - 3) : at]),
        tuple(word.text for word in words[at + 1 : at + 4]),
        wording=wording_digest(words),
    )


BEFORE = said(TALK, 20_000)
ENTRIES = (corrected(BEFORE, NAME, "Karin Ahlgren"), corrected(BEFORE, LATER, "Bredberg"))
RIGHT = TALK.replace("Carinalgren", "Karin Ahlgren").replace("Breddberg", "Bredberg")


def after_all(new: Recognition) -> tuple[str, list[str | None], int]:
    """The text with the corrections in it, what became of each, and how many found no place."""
    wording = wording_digest(new.words)
    made = merged(BEFORE, wording_digest(BEFORE.words), ENTRIES, new, wording)
    result = apply(new, Diarisation(()), Journal(made), wording=wording)
    fits = [fit_on(one, wording) for one in made if isinstance(one, ReplaceWords)]
    text = " ".join(word.text for word in result.transcript.words)
    return text, [fit and fit.state for fit in fits], len(result.unplaced)


@given(st.integers(0, 120_000))
def test_corrections_follow_what_is_said_wherever_it_begins(start_ms: int) -> None:
    assert after_all(said(TALK, start_ms)) == (RIGHT, ["moved", "moved"], 0)


def test_a_jingle_in_front_that_is_heard_as_words_takes_no_correction() -> None:
    text, states, waiting = after_all(said(f"la la la di da {TALK}", 25_000))
    assert (text, states, waiting) == (f"la la la di da {RIGHT}", ["moved", "moved"], 0)


def test_a_correction_of_what_was_cut_away_waits_and_stands_nowhere_else() -> None:
    rest = " ".join(TALK.split()[NAME + 5 :])
    right = " ".join(TALK.replace("Breddberg", "Bredberg").split()[NAME + 5 :])
    assert after_all(said(rest, 0)) == (right, [None, "moved"], 1)


def test_a_part_left_out_in_the_middle_moves_what_comes_after_it() -> None:
    words = line_of(TALK, start_ms=20_000)
    before, rest = words[: NAME + 6], line_of(" ".join(TALK.split()[NAME + 6 :]), start_ms=90_000)
    assert after_all(recognised((*before, *rest))) == (RIGHT, ["moved", "moved"], 0)


def test_reviewed_text_and_names_follow_as_well() -> None:
    old = wording_digest(BEFORE.words)
    words = BEFORE.words
    name = NameSpeaker(
        "n", "S1", words[0].span, ("god", "kväll", "och"), "Karin Ahlgren", wording=old
    )
    held = Span(words[14].span.start_ms, words[30].span.end_ms)
    transcript = apply(BEFORE, Diarisation(()), Journal(), wording=old).transcript
    review = review_of(transcript, held)
    assert review is not None
    new = said(TALK.replace("biblioteket", "bilbloteket"), 31_000)
    wording = wording_digest(new.words)
    made = merged(BEFORE, old, (name, review), new, wording)
    fits = [fit for one in made for fit in getattr(one, "fits", ()) if wording in fit.wordings]
    assert [(fit.state, fit.words, fit.after) for fit in fits] == [
        ("settled", ("god", "kväll", "och"), None),
        ("settled", (), None),
        ("question", ("bilbloteket",), "biblioteket"),
    ]
    assert fits[1].span == Span(held.start_ms + 11_000, held.end_ms + 11_000)


def test_the_shift_is_told_by_stretches_and_not_by_chance() -> None:
    words = line_of(TALK)
    later = line_of(" ".join(TALK.split()[20:]), start_ms=40_000)
    assert shift_between(words, (*words[:20], *later)) == Shift(
        (Stretch(0, 19 * 300, 0), Stretch(20 * 300, (len(words) - 3) * 300, 34_000))
    )
    assert shift_between(words, line_of("god kväll och välkomna hem", start_ms=9_000)).plain
    assert shift_between(words, line_of(TALK, start_ms=400)).plain
    assert shift_between((), words) == shift_between(words, ()) == Shift()
