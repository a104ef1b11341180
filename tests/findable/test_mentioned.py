"""What is spoken of in one item: few headings and good ones."""

from mediahub.findable.mentioned import MOST, MOST_WORDS, mentioned
from mediahub.findable.register import Entry, Headword, Mention
from mediahub.search import Passage


def said(text: str, every_ms: int = 1000) -> tuple[Passage, ...]:
    times = tuple(every_ms * number for number in range(len(text.split())))
    return (Passage("", 0, times[-1] + every_ms, text, word_times=times),)


def test_terms_laws_and_names_stand_in_the_order_of_the_alphabet_with_their_moments() -> None:
    text = "Vi läser socialtjänstlagen med Margareta Winberg och talar om barnfattigdomen."
    assert mentioned(said(text), [Headword("barnfattigdom")]) == (
        Entry("barnfattigdom", "term", (Mention("", 9000),)),
        Entry("Margareta Winberg", "name", (Mention("", 4000),)),
        Entry("socialtjänstlagen", "law", (Mention("", 2000),)),
    )


def test_who_has_agreed_to_no_heading_has_none() -> None:
    assert mentioned(said("Det sa Eva Ek i går."), [Headword("Eva Ek", (), "unlisted")]) == ()


def test_a_compound_has_to_come_back_and_gives_way_to_terms() -> None:
    once = said("En orosanmälan är en sak, flera orosanmälningar en annan.")
    assert mentioned(once, []) == ()
    again = "En orosanmälan kom. " + "Ja. " * 70 + "Flera orosanmälningar kom."
    assert [one.heading for one in mentioned(said(again), [])] == ["orosanmälan"]
    words = ("orosanmälan", "hembesöket", "barnfattigdomen", "familjebehandlare", "bostadsbolaget")
    twice = f"{' '.join(words)} {'ja ' * 70} {' '.join(words)}"
    assert len(mentioned(said(twice), [])) == MOST_WORDS


def test_of_many_headings_those_stay_that_are_spoken_of_most() -> None:
    terms = [
        f"{one}stad"
        for one in (
            "alm",
            "björk",
            "ek",
            "en",
            "gran",
            "hassel",
            "idegran",
            "klibbal",
            "lind",
            "lönn",
            "oxel",
            "pil",
            "tall",
        )
    ]
    text = f"{' '.join(terms)} {'ja ' * 80} {terms[-1]}"
    kept = [one.heading for one in mentioned(said(text), [Headword(one) for one in terms])]
    assert kept == [*terms[: MOST - 1], terms[-1]]
