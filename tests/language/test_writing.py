import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediahub.language.writing import Fillers, readable
from mediahub.transcript import Span, Word


def spoken(text: str) -> tuple[Word, ...]:
    """The words of a text, 100 ms each, less and less probable."""
    return tuple(
        Word(word, Span(100 * at, 100 * at + 100), 1 / (at + 1))
        for at, word in enumerate(text.split(" "))
    )


def written(text: str, fillers: Fillers = "keep") -> str:
    return " ".join(word.text for word in readable(spoken(text), fillers=fillers))


@pytest.mark.parametrize(
    ("heard", "reads"),
    [
        ("ungefär 70% av dem.", "ungefär 70 procent av dem."),
        ("ungefär 70 %, tror jag", "ungefär 70 procent, tror jag"),
        ("1,5% och 5-10%.", "1,5 procent och 5–10 procent."),
        ("3.5% och 12.25 procent.", "3,5 procent och 12,25 procent."),
        ("Vi ses kl 14:30.", "Vi ses kl. 14.30."),
        ("klockan 9:00-10:15, sedan", "klockan 9.00–10.15, sedan"),
        ("kl. 14:30 till 15:30", "kl. 14.30 till 15.30"),
        ("15 000 kronor, 15.000 kronor", "15\xa0000 kronor, 15\xa0000 kronor"),
        ("15,000 kronor och 10000", "15\xa0000 kronor och 10\xa0000"),
        ("2 500 000 kronor", "2\xa0500\xa0000 kronor"),
        ("tex böcker, t.ex böcker", "t.ex. böcker, t.ex. böcker"),
        ("t. ex. böcker (t ex) böcker", "t.ex. böcker (t.ex.) böcker"),
        ("bl. a. skor m.m. Och", "bl.a. skor m.m. Och"),
        ("skor osv, dvs allt", "skor osv., dvs. allt"),
        ("skor o s v, d. v. s. allt", "skor osv., dvs. allt"),
        ("(fr o m i dag) T. o. m. regn", "(fr.o.m. i dag) T.o.m. regn"),
        ("T.ex böcker pga regn.", "T.ex. böcker p.g.a. regn."),
        ("fem till 10 barn, 5 eller sex", "5 till 10 barn, 5 eller 6"),
        ("åren 2019-2020", "åren 2019–2020"),
    ],
)  # fmt: skip
def test_numbers_times_and_abbreviations_have_one_form(heard: str, reads: str) -> None:
    assert written(heard) == reads


@pytest.mark.parametrize(
    "text",
    [
        "femton barn och 15 vuxna",
        "år 2020 och 1984",
        "det stod 14:30 i matchen",  # a score, or a time: it is not said which
        "ring 08-123 45 67",
        "den 2020-06-03",
        "på PGA-touren med Tex Willer och PGA",
        "10 mm regn, bla bla",
        "betygen d, v och s",
        "F.D. Roosevelt, S.K. Andersson, M. M. Ekström och I O M",
        "mellan 20 100 och 30",
        "fem till åtta och 100 eller fem",
        "3,141 och 1,5",
        "version 3.5 och 14.30 i går",
    ],
)
def test_what_may_be_something_else_is_left_alone(text: str) -> None:
    assert written(text) == text


def test_words_that_are_joined_or_split_keep_their_time_and_belief() -> None:
    words = readable((Word("15", Span(0, 200), 0.75), Word("000%.", Span(300, 500), 0.25)))
    assert words == (
        Word("15\xa0000", Span(0, 214), 0.5),
        Word("procent.", Span(214, 500), 0.5),
    )


@pytest.mark.parametrize(
    ("heard", "reads"),
    [
        ("Vi, eh, tänkte öhm gå.", "Vi, tänkte gå."),
        ("Eh, vi tänkte", "Vi tänkte"),
        ("Vi tänkte, öh. Sedan", "Vi tänkte. Sedan"),
        ("Hm. Det var liksom ju typ bra, mm.", "Hm. Det var liksom ju typ bra, mm."),
    ],
)
def test_hesitations_go_by_setting_and_words_stay(heard: str, reads: str) -> None:
    assert written(heard, "remove") == reads
    assert written(heard) == heard


PIECES = st.sampled_from(
    [
        "15",
        "000",
        "000.",
        "70%",
        "%",
        "5-10",
        "5-10%",
        "kl",
        "kl.",
        "klockan",
        "14:30",
        "tex",
        "14:30-15:00",
        "t.",
        "ex.",
        "t",
        "ex",
        "m.",
        "m.m",
        "eh",
        "Eh,",
        "öh.",
        "hm?",
        "fem",
        "sex",
        "till",
        "eller",
        "10",
        "10000",
        "15,000",
        "1.500.000",
        "bl",
        "a",
        "(bl",
        "a)",
        "Osv",
        "o",
        "s",
        "v",
        "v.",
        "osv.",
        "och",
        "Ord,",
        "“kl",
        "2",
        "1",
        "000%",
        "500",
    ]
)


@given(st.lists(PIECES, max_size=12).map(" ".join), st.sampled_from(["keep", "remove"]))
def test_doing_it_twice_changes_nothing_more(text: str, fillers: Fillers) -> None:
    once = readable(spoken(text) if text else (), fillers=fillers)
    assert readable(once, fillers=fillers) == once
    spans = [word.span for word in once]
    assert spans == sorted(spans)
