"""Decisions as a list: merged into new words, asked about, answered, taken back, and reviewed."""

from pathlib import Path

import pytest

from mediahub.desk.editing import correct, name
from mediahub.desk.journal import answer, entries_of, review, undo
from mediahub.desk.withholding import withhold_passage
from mediahub.edits import read_journal
from mediahub.errors import SettingsError
from mediahub.transcript import Span
from mediahub.workspace.results import read_transcript
from tests.desk.conftest import CAPTIONS, Place

ITEM = "podden-avsnitt-1"
SAID = "Fattigdomen bland barn märks på utflyktsdagen."


@pytest.fixture
def made(bare: Place) -> Place:
    assert bare.run().failures == ()
    return bare


def corrected(place: Place, before: str, after: str) -> None:
    """The words of an item corrected in a copy of its captions."""
    path = place.root / "ny.vtt"
    text = place.text(f"transcripts/{ITEM}/transcript.vtt")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")
    correct(place.root, ITEM, path, by="Lisa")


def heard_anew(place: Place, *changes: tuple[str, str]) -> None:
    """Other words for the same sound: its captions are replaced."""
    text = CAPTIONS
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    (place.root / "media" / "podden" / "avsnitt-1.vtt").write_text(text, encoding="utf-8")
    assert place.run().failures == ()


def said(place: Place) -> str:
    words = read_transcript(place.root / "transcripts" / ITEM).words
    return " ".join(word.text for word in words)


def states(place: Place) -> list[tuple[str, str]]:
    return [(one.told, one.state) for one in entries_of(place.root, ITEM)[1]]


def asked(place: Place) -> str:
    (one,) = [one for one in entries_of(place.root, ITEM)[1] if one.pending]
    return one.id


def journal(place: Place) -> Path:
    return place.root / "media" / "podden" / "avsnitt-1.edits.json"


def test_a_correction_holds_when_the_words_around_it_are_others(made: Place):
    corrected(made, "utflyktsdagen", "friluftsdagen")
    heard_anew(made, ("märks på utflyktsdagen", "syns på utfärdsdagen"))
    assert "syns på friluftsdagen." in said(made)
    assert states(made) == [('"utflyktsdagen." reads "friluftsdagen."', "stands")]
    # Its place is kept beside the first one, so that a run with nothing new changes nothing.
    before = journal(made).read_bytes()
    assert made.run().idle
    assert journal(made).read_bytes() == before
    heard_anew(made)
    assert SAID.replace("utflyktsdagen", "friluftsdagen") in said(made)


def test_a_place_in_doubt_is_asked_about_and_the_persons_words_stand(made: Place):
    corrected(made, "utflyktsdagen", "friluftsdagen")
    heard_anew(made, (SAID, "Någonting helt annat sägs nu här."))
    assert "friluftsdagen." in said(made)
    told = [one for _, one in made.run().notices if one.code == "correction-question"]
    assert ["friluftsdagen" in one.said.swedish for one in told] == [True]
    assert f"`mediahub edits {ITEM} --answer {asked(made)} keep`" in told[0].advice.swedish
    assert states(made) == [('"utflyktsdagen." reads "friluftsdagen."', "asked")]


def test_a_question_is_answered_by_keeping_by_the_new_words_or_by_the_right_ones(made: Place):
    corrected(made, "utflyktsdagen", "friluftsdagen")
    heard_anew(made, (SAID, "Någonting helt annat sägs nu här."))
    (question,) = [one for one in entries_of(made.root, ITEM)[1] if one.pending]
    answer(made.root, ITEM, question.id, "keep", by="Åsa")
    assert "friluftsdagen." in said(made)
    assert [one.state for one in entries_of(made.root, ITEM)[1]] == ["stands", "stands"]
    kept = entries_of(made.root, ITEM)[1][-1].id
    undo(made.root, ITEM, kept)
    answer(made.root, ITEM, asked(made), "new", by="Åsa")
    assert "friluftsdagen." not in said(made)
    assert "Någonting helt annat sägs nu här." in said(made)
    assert not any(one.pending for one in entries_of(made.root, ITEM)[1])


def test_what_is_not_asked_cannot_be_answered(made: Place):
    with pytest.raises(SettingsError, match="asks nothing about its edits"):
        answer(made.root, ITEM, "abc", "keep")
    with pytest.raises(SettingsError, match="the answer is empty"):
        answer(made.root, ITEM, "abc", " ")


def test_a_decision_is_taken_back_and_brought_again(made: Place):
    corrected(made, "utflyktsdagen", "friluftsdagen")
    (entry,) = read_journal(journal(made)).entries
    undo(made.root, ITEM, entry.id, by="Åsa")
    assert SAID in said(made)
    assert states(made) == [
        ('"utflyktsdagen." reads "friluftsdagen."', "taken back"),
        (f"{entry.id} taken back", "stands"),
    ]
    assert undo(made.root, ITEM, entry.id) == [
        f"{ITEM}: {entry.id} was taken back already, and nothing was changed."
    ]
    undo(made.root, ITEM, entries_of(made.root, ITEM)[1][-1].id)
    assert "friluftsdagen" in said(made)
    with pytest.raises(SettingsError, match="has no edit 'x'"):
        undo(made.root, ITEM, "x")


def test_a_name_is_taken_back(made: Place):
    name(made.root, ITEM, "Anna", "Anna Berg")
    (entry,) = read_journal(journal(made)).entries
    undo(made.root, ITEM, entry.id)
    speakers = read_transcript(made.root / "transcripts" / ITEM).speakers
    assert "Anna Berg" not in [speaker.name for speaker in speakers]


def test_reviewed_text_stands_and_what_differs_is_proposed(made: Place):
    before = said(made)
    review(made.root, ITEM, by="Lisa")
    heard_anew(made, ("utflyktsdagen", "friluftsdagen"))
    assert said(made) == before
    assert read_transcript(made.root / "transcripts" / ITEM).all_reviewed
    found = entries_of(made.root, ITEM)[1]
    assert [(one.state, one.heard) for one in found] == [
        ("stands", None),
        ("proposed", "friluftsdagen."),
    ]
    answer(made.root, ITEM, found[-1].id, "new")
    assert said(made) == before.replace("utflyktsdagen", "friluftsdagen")
    assert not any(one.pending for one in entries_of(made.root, ITEM)[1])
    heard_anew(made, ("utflyktsdagen", "badortsdagen"))
    assert "friluftsdagen" in said(made)


def test_a_part_is_reviewed_and_what_it_asked_is_answered(made: Place):
    corrected(made, "utflyktsdagen", "friluftsdagen")
    heard_anew(made, (SAID, "Någonting helt annat sägs nu här."))
    assert asked(made)
    told = review(made.root, ITEM, Span(0, 60_000), by="Lisa")
    assert told[1] == "That answers 1 of its questions."
    assert not any(one.pending for one in entries_of(made.root, ITEM)[1])
    with pytest.raises(SettingsError, match="nothing is said from"):
        review(made.root, ITEM, Span(3_000_000, 3_060_000))


def test_a_copy_of_the_old_words_is_taken_on_the_new_ones(made: Place):
    old = made.root / "gammal.vtt"
    old.write_text(made.text(f"transcripts/{ITEM}/transcript.vtt"), encoding="utf-8")
    heard_anew(made, ("märks på utflyktsdagen", "syns på utfärdsdagen"))
    old.write_text(old.read_text(encoding="utf-8").replace("utflykts", "frilufts"), "utf-8")
    correct(made.root, ITEM, old, by="Lisa")
    assert "syns på friluftsdagen." in said(made)


def test_a_lost_base_loses_no_correction(made: Place):
    corrected(made, "utflyktsdagen", "friluftsdagen")
    for path in (made.root / ".mediahub" / "bases").rglob("*.gz"):
        path.unlink()
    heard_anew(made, ("bland barn", "bland de barn"))
    assert "friluftsdagen." in said(made)


def test_what_was_taken_back_is_decided_once_more(made: Place):
    corrected(made, "utflyktsdagen", "friluftsdagen")
    (entry,) = read_journal(journal(made)).entries
    undo(made.root, ITEM, entry.id)
    corrected(made, "utflyktsdagen", "friluftsdagen")
    assert "friluftsdagen" in said(made)
    assert [one.state for one in entries_of(made.root, ITEM)[1]] == [
        "taken back",
        "stands",
        "stands",
    ]


def test_a_passage_withheld_and_given_back_is_withheld_again(made: Place):
    done = withhold_passage(made.root, ITEM, Span(4000, 5000), "bad om det")
    assert "bland" not in said(made)
    undo(made.root, ITEM, done.id)
    assert "bland barn" in said(made)
    withhold_passage(made.root, ITEM, Span(4000, 5000), "bad om det")
    assert "bland" not in said(made)


@pytest.mark.parametrize("name_given", ["Anna \x00 Lind", "Anna \ud800 Lind"])
def test_words_that_are_no_text_change_nothing(made: Place, name_given: str) -> None:
    with pytest.raises(SettingsError, match=r"the words hold U\+"):
        name(made.root, ITEM, "Anna", name_given, by="Lisa")
    assert not (made.root / "media" / "podden" / "avsnitt-1.edits.json").exists()
