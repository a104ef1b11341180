"""The register: what is spoken of, with the moments."""

from dataclasses import replace

import pytest

from mediahub.findable import FoundItem, TakesPart
from mediahub.findable.register import (
    Entry,
    Headword,
    Mention,
    register,
    sort_key,
)
from mediahub.search import Passage


def spoken(folder: str, text: str, doubtful: tuple[int, ...] = ()) -> FoundItem:
    """An item in which a word is said each second."""
    times = tuple(1000 * number for number in range(len(text.split())))
    passage = Passage(folder, 0, times[-1] + 1000, text, word_times=times, doubtful=doubtful)
    return FoundItem(folder, "", folder, "", "", (passage,))


def test_a_term_is_found_in_any_form_and_by_its_other_words() -> None:
    items = [
        spoken("ett", "Vi talar om barnfattigdomen nu."),
        spoken("två", "Det är barn i fattiga familjer."),
    ]
    assert register(items, [Headword("barnfattigdom", ("barn i fattiga familjer",))]) == (
        Entry("barnfattigdom", "term", (Mention("ett", 3000), Mention("två", 2000))),
    )


def test_a_person_is_found_by_the_name_and_stands_once() -> None:
    item = spoken("ett", "Jag heter Johan Ekberg och Ekberg har mer att säga.")
    assert register([item], [Headword("Johan Ekberg", ("Ekberg",), "person")]) == (
        Entry("Johan Ekberg", "person", (Mention("ett", 2000),)),
    )


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        ("Det sa Margareta Winberg i går.", ["Margareta Winberg"]),
        ("Vi for till Hjällbo. Sedan lämnade vi Hjällbo igen.", ["Hjällbo"]),
        ("Det var i Göteborg. Jag minns Göteborgs gator.", ["Göteborg"]),
        ("Hjällbo är stort. Hjällbo är bra.", []),  # a sentence begins with it
        ("Vi talade med Kerstin en gång.", []),  # once, and one word
        ("Så säger socialtjänstlagens portal.", ["socialtjänstlagen"]),
        ("En orosanmälan är en sak, flera orosanmälningar en annan.", ["orosanmälan"]),
    ],
)  # fmt: skip
def test_headings_that_nobody_wrote_down(text: str, headings: list[str]) -> None:
    assert [one.heading for one in register([spoken("ett", text)])] == headings


def test_what_was_probably_misheard_is_no_heading() -> None:
    assert register([spoken("ett", "Det sa Margareta Winberg i går.", doubtful=(2, 3))]) == ()


def test_a_lead_and_a_description_are_not_counted() -> None:
    passage = Passage("ett", 0, 0, "Det sa Margareta Winberg i går.", lead=6)
    described = Passage("ett", 0, 0, "Det sa Margareta Winberg i går.", described=True)
    assert register([FoundItem("ett", "", "", "", "", (passage, described))]) == ()


def test_the_order_is_that_of_the_swedish_alphabet() -> None:
    headings = ["Öster", "Zeta", "Ängen", "Åby", "wien", "Vara", "Éva"]
    assert sorted(headings, key=sort_key) == [
        "Éva",
        "Vara",
        "wien",
        "Zeta",
        "Åby",
        "Ängen",
        "Öster",
    ]


ANNA, BO = TakesPart("Anna Lind", True), TakesPart("Bo Alm", False)
CALLED = "Det är sant. Jag tycker att Anna har rätt, och Annas bok säger det."


@pytest.mark.parametrize(
    ("text", "people", "headings"),
    [
        (CALLED, (ANNA, BO), ["Anna Lind"]),
        (CALLED, (ANNA, TakesPart("Anna Berg", True)), []),  # which of them?
        (CALLED, (TakesPart("Anna Lind", False),), []),
        (CALLED, (BO,), []),  # it is registered, and nobody's here
        ("Jag minns Kerstin, och att Kerstin log.", (ANNA,), ["Kerstin"]),
        ("Det skrev Anna Berg om i fjol.", (ANNA,), ["Anna Berg"]),
    ],
)
def test_a_first_name_alone_is_that_of_the_one_who_bears_it_and_agreed(
    text: str, people: tuple[TakesPart, ...], headings: list[str]
) -> None:
    registered = [Headword("Anna Lind", (), "person"), Headword("Bo Alm", (), "unlisted")]
    made = register([replace(spoken("ett", text), people=people)], registered)
    assert [one.heading for one in made if one.sort != "word"] == headings


def test_a_first_name_alone_stands_under_the_whole_name_and_once() -> None:
    item = replace(spoken("ett", "Välkommen, säger Anna Lind. Tack säger Anna."), people=(ANNA,))
    (entry,) = register([item], [Headword("Anna Lind", (), "person")])
    assert (entry.heading, entry.sort, entry.mentions) == (
        "Anna Lind", "person", (Mention("ett", 2000),),
    )  # fmt: skip
