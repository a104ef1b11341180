"""What is withheld follows what is said into another recording of the same talk."""

import json

import pytest

from mediahub.edits import Journal, Withhold
from mediahub.edits.entries import SetChapters
from mediahub.edits.fits import wording_digest
from mediahub.edits.withholding import silenced, withheld
from mediahub.pipeline.anchoring import Carried, carried, carried_from_json, carried_to_json
from mediahub.pipeline.withholding import RECORDING, misplaced
from mediahub.pipeline.wording import Recognised
from mediahub.transcript import Chapter, Recognition, Span
from tests.transcript.examples import line_of

TALK = (
    "god kväll och välkomna till nämnden jag heter Karin och leder mötet i dag ska vi höra om "
    "biblioteket i Norrtorp som byggs om till våren och om cykelvägar längs ån"
)
FIRST, SECOND = "a" * 64, "b" * 64
OWN = Span(20_000 + 9 * 300, 20_000 + 15 * 300)


def recognised(start_ms: int, *, text: str = TALK, duration_ms: int = 600_000) -> Recognition:
    return Recognition("sv", duration_ms, line_of(text, start_ms=start_ms))


def entry(sound: bool = False) -> Withhold:
    return Withhold("w", OWN, "gästen bad", sound, rest={RECORDING: FIRST[:12]})


def followed(journal: Journal, old: Recognition, new: Recognition, sha256: str) -> Carried:
    """Where it stands in the new words, as it is read back by who keeps it."""
    before = Recognised(old, (), "keep")
    made = carried(journal, wording_digest(old.words), lambda: before, new, sha256)
    return carried_from_json(json.loads(json.dumps(carried_to_json(made))))


@pytest.mark.parametrize("by_ms", [5_000, -15_000])
def test_it_goes_with_its_words_and_back(by_ms: int) -> None:
    journal = Journal((entry(sound=True),))
    old, new = recognised(20_000), recognised(20_000 + by_ms)
    places = followed(journal, old, new, SECOND)
    moved = places.journal(journal)
    there = Span(OWN.start_ms + by_ms, OWN.end_ms + by_ms)
    assert withheld(moved) == silenced(moved) == (there,)
    assert misplaced(moved, SECOND) is None
    assert places.withheld is not None
    (notice,) = places.withheld.notices(journal)
    assert notice.code == "withheld-moved"
    back = followed(moved, new, old, FIRST).journal(moved)
    assert withheld(back) == (OWN,)
    assert withheld(followed(back, old, new, SECOND).journal(back)) == (there,)


def test_chapters_that_somebody_set_are_told_when_the_words_come_at_other_times() -> None:
    old = recognised(20_000)
    journal = Journal((SetChapters("c", (Chapter(OWN, "Biblioteket"),)),))
    before = Recognised(old, (), "keep")
    now = wording_digest(old.words)

    def shifted(new: Recognition) -> bool:
        return carried(journal, now, lambda: before, new, SECOND).shifted

    assert shifted(recognised(25_000))
    assert not shifted(old)
    assert not shifted(recognised(20_100))


def test_the_same_sound_in_other_bytes_is_told_to_nobody() -> None:
    journal = Journal((entry(),))
    places = followed(journal, recognised(20_000), recognised(20_000), SECOND)
    moved = places.journal(journal)
    assert withheld(moved) == (OWN,)
    assert misplaced(moved, SECOND) is None
    assert places.withheld is not None
    assert places.withheld.notices(journal) == []


def test_what_was_cut_away_withholds_nothing_else() -> None:
    journal = Journal((entry(),))
    rest = " ".join(TALK.split()[16:])
    moved = followed(journal, recognised(20_000), recognised(0, text=rest), SECOND).journal(journal)
    assert withheld(moved) == ()


def test_where_nothing_tells_the_place_it_stays_at_its_time_and_is_told() -> None:
    journal = Journal((entry(),))
    other = recognised(20_000, text="helt andra ord om något annat som ingen har hört förut")
    stays = followed(journal, recognised(20_000), other, SECOND).journal(journal)
    assert withheld(stays) == (OWN,)
    assert misplaced(stays, SECOND) is not None
    # Other words of that recording are no evidence of where it lay in the first.
    again = followed(stays, other, recognised(20_000), SECOND).journal(stays)
    assert withheld(again) == (OWN,)
    assert misplaced(again, SECOND) is not None
