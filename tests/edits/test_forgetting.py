"""A journal in which a person was named, without their name."""

import pytest

from mediahub.edits import (
    AttributeWords,
    Journal,
    NameSpeaker,
    NotSpeaker,
    ReplaceWords,
    SetChapters,
    SplitSegment,
    UnknownEntry,
    Withhold,
)
from mediahub.edits.forgetting import Forgotten, journal_without
from mediahub.transcript import Chapter, Span

EVA = Forgotten("eva", ("Eva Lind", "Eva von Lind"))
HERE = Span(1000, 2000)


def without(*entries: object, holes: tuple[Span, ...] = ()) -> tuple[object, ...]:
    journal = Journal(entries, source="a.mp3")  # type: ignore[arg-type]
    return journal_without(journal, EVA, "N.N.", holes).entries


def test_whoever_bears_the_name_or_the_id_is_called_otherwise() -> None:
    assert without(
        NameSpeaker("a", "S1", HERE, ("Hej",), "Eva Lind", "eva"),
        NameSpeaker("b", "S1", HERE, ("Hej",), "EVA  LIND"),
        AttributeWords("c", HERE, ("Ja",), "Eva Lindh", person="eva"),
        NameSpeaker("d", "S2", HERE, ("Hej",), "Eva Lindgren"),
        NotSpeaker("e", "S2", HERE, ("Hej",), "eva"),
        NotSpeaker("f", "S2", HERE, ("Hej",), "bo"),
    ) == (
        NameSpeaker("a", "S1", HERE, ("Hej",), "N.N."),
        NameSpeaker("b", "S1", HERE, ("Hej",), "N.N."),
        AttributeWords("c", HERE, ("Ja",), "N.N."),
        NameSpeaker("d", "S2", HERE, ("Hej",), "Eva Lindgren"),
        NotSpeaker("f", "S2", HERE, ("Hej",), "bo"),
    )


def test_the_name_goes_from_what_people_wrote_in_it() -> None:
    title = Chapter(Span(0, 5000), "Möte med Eva Lind", "reviewed")
    assert without(
        ReplaceWords("a", HERE, ("efa", "lin"), "Eva Lind", ("med",), ("Eva", "Linds", "bok")),
        SetChapters("b", (title,)),
        Withhold("c", HERE, "Eva von Lind bad"),
        SplitSegment("d", HERE, ("Jag", "Eva", "Lind,"), ("är", "här")),
    ) == (
        ReplaceWords("a", HERE, ("efa", "lin"), "N.N.", ("med",), ("–", "–", "bok")),
        SetChapters("b", (Chapter(Span(0, 5000), "Möte med N.N.", "reviewed"),)),
        Withhold("c", HERE, "N.N. bad"),
        SplitSegment("d", HERE, ("Jag", "–", "–,"), ("är", "här")),
    )


def test_a_correction_of_the_name_goes_where_nothing_is_read_any_more() -> None:
    named = ReplaceWords("a", HERE, ("Eva", "Lind"), "Eva Lindh")
    other = ReplaceWords("b", HERE, ("efa",), "eva")
    assert without(named, other, holes=(Span(1500, 1600),)) == (other,)
    assert without(named) == (named,)  # it would be found no more


@pytest.mark.parametrize("text", ["Eva Lindholm", "Neva Lind", "Eva, Lind", ""])
def test_another_name_stays(text: str) -> None:
    assert not EVA.named_in(text)
    assert EVA.out_of(text) == text


def test_a_journal_that_is_not_about_them_is_the_same() -> None:
    journal = Journal(
        (ReplaceWords("a", HERE, ("x",), "y"), UnknownEntry("z", {"name": "Eva Lind"}))
    )
    assert journal_without(journal, EVA, "N.N.") is journal
