"""What people decided, in the words that editors read."""

import pytest

from mediahub.desk.journal import Listed
from mediahub.edits import ReplaceWords
from mediahub.edits.entries import (
    AttributeWords,
    Entry,
    JoinSegments,
    Keep,
    NameSpeaker,
    NotSpeaker,
    Review,
    SetChapters,
    SplitSegment,
    Undo,
    UnknownEntry,
    Withhold,
)
from mediahub.transcript import Chapter, Span
from mediahub.web.staff.deciding import described, sides, told

AT = Span(0, 65_000)


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (ReplaceWords("a", AT, ("gat",), "gata"), "”gat” blev ”gata”"),
        (ReplaceWords("a", AT, (), "gata"), "”gata” lades till"),
        (ReplaceWords("a", AT, ("gata",), ""), "”gata” togs bort"),
        (ReplaceWords("a", AT, ("gata",), "gata"), "”gata” är rätt"),
        (NameSpeaker("a", "Talare 1", AT, ("hej",), "Anna"), "Talare 1 heter Anna"),
        (NotSpeaker("a", "Talare 1", AT, ("hej",), "anna"), "Talare 1 är inte anna"),
        (AttributeWords("a", AT, tuple("abcdefg"), "Bo"), "”a b c d e f …” sägs av Bo"),
        (SetChapters("a", (Chapter(AT, "Ett"),)), "Kapitel: 1 stycke"),
        (SetChapters("a", ()), "Inga kapitel"),
        (Withhold("a", AT, "hemligt", sound=True), "Undanhållet till 1:05, också i ljudet"),
        (Review("a", AT, "hej"), "Granskat till 1:05"),
        (SplitSegment("a", AT, ("a",), ("b",)), "Nytt stycke vid ”b”"),
        (JoinSegments("a", AT, ("a",), ("b",)), "Inget nytt stycke vid ”b”"),
        (Keep("a", "b", "c"), "Det som står är rätt"),
        (Undo("a", "b"), "Ett beslut togs tillbaka"),
        (UnknownEntry("a", {}), "Ett beslut som den här versionen inte känner till"),
    ],
)
def test_each_kind_is_told_in_swedish(entry: Entry, words: str):
    assert described(entry) == words
    assert told(Listed("a", "told", "stands", decision=entry)) == words


def test_a_question_is_between_what_was_what_is_and_what_was_written():
    entry = ReplaceWords("a", AT, ("gat",), "gata")
    asked = Listed("a", "", "asked", heard="gård", decision=entry)
    assert sides(asked) == (("Hördes förut", "gat"), ("Hörs nu", "gård"), ("Rättat till", "gata"))
    proposed = Listed("a", "", "proposed", heard="gård", kept="gata")
    assert (told(proposed), sides(proposed)) == (
        "Granskat som ”gata”",
        (("Granskat", "gata"), ("Hörs nu", "gård")),
    )
