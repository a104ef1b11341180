"""An expression is read, or refused with a caret under the place."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mediahub.errors import SettingsError
from mediahub.pipeline.selection import FIELDS, parse
from mediahub.pipeline.selection.fields import Fact

EPISODE: Mapping[str, Fact] = {
    "id": "podden-avsnitt-4",
    "series": "podden",
    "theme": None,
    "kind": "podcast",
    "title": "Ett samtal om hembesök",
    "language": "sv",
    "date": dt.date(2020, 6, 3),
    "published": dt.date(2020, 7, 1),
    "model": "openai/whisper-base",
    "confidence": 0.78,
    "minutes": 34.9,
    "speakers": 3,
    "unnamed": 1,
    "edits": 0,
    "reviewed": False,
    "pending": 2,
    "failed": False,
    "notices": 0,
    "wer": None,
}


def holds(text: str, **facts: Fact) -> bool:
    return parse(text).holds({**EPISODE, **facts}.__getitem__)


def refused(text: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        parse(text)
    return str(caught.value).splitlines()


@pytest.mark.parametrize(
    "text",
    [
        'series == "podden" and model != "KBLab/kb-whisper-small" and confidence < 0.8'
        " and not reviewed",
        "series == 'PODDEN'",
        "series == ”podden”",
        'series in ["filmer", "podden"] AND NOT failed',
        'series not in ["filmer"]',
        'title ~ "HEMBESÖK"',
        'title contains "hembeso\u0308k"',
        'title not contains "skola"',
        "date == 2020-06 and date >= 2020 and date <= 2020-06-03 and date < 2021",
        'date == "2020-06-03"',
        "date > 2019 and not date > 2020",
        "published and published == true and published != none and published > 2020-06",
        "confidence < 80 % and confidence >= 78%",
        "minutes < 1 h and minutes > 34:00 and minutes < 0:35:00 and minutes < 40 min",
        "minutes > 2000 s",
        "theme == none and model != none",
        "pending and not edits and unnamed == 1",
        "pending in [1, 2]",
        "failed or (reviewed or pending > 1)",
        "failed == false",
        "not not pending",
    ],
)
def test_what_holds_of_an_episode(text: str):
    assert holds(text)


@pytest.mark.parametrize(
    "text",
    [
        'theme == "x"',
        'theme != "x"',
        'theme in ["x"]',
        'theme not in ["x"]',
        'theme ~ "x"',
        'theme not contains "x"',
        "wer < 0.5",
        "wer >= 0",
        "wer != 0.5",
        "wer == none and wer != none",
        "published == false",
        "published != true",
    ],
)
def test_what_is_not_known_is_neither_equal_nor_unequal_nor_more_nor_less(text: str):
    assert not holds(text)


def test_an_unpublished_item_has_no_day():
    assert holds("not published and published == false and published == none", published=None)
    assert not holds("published > 1900 or published < 2100 or published != 2020", published=None)


def test_and_binds_closer_than_or():
    assert holds("pending or failed and reviewed")
    assert not holds("(pending or failed) and reviewed")
    assert not holds("not pending or reviewed")


def test_the_first_part_that_decides_ends_it():
    asked = []

    def ask(name: str) -> Fact:
        asked.append(name)
        return EPISODE[name]

    assert not parse('series == "filmer" and confidence < 0.9').holds(ask)
    assert asked == ["series"]


@pytest.mark.parametrize(
    ("text", "told", "place"),
    [
        ('serie == "a"', "there is no field 'serie'; did you mean 'series'?", "serie"),
        (
            "confidance < 0.8",
            "there is no field 'confidance'; did you mean 'confidence'?",
            "confidance",
        ),
        ('series = "a"', "write == for equal", "="),
        ('series === "a"', "write == for equal", "==="),
        ("series == podden", 'a text stands in quotes: "podden"', "podden"),
        (
            "model == KBLab/kb-whisper-small",
            'a text stands in quotes: "KBLab/kb-',
            "KBLab/kb-whisper-small",
        ),
        ('title ~ "hej', "the quote is not closed", '"hej'),
        ("confidence < 80", "confidence is a share from 0 to 1: write 0.8 or 80 %", "80"),
        ("confidence < 0,8", "write 0.8 with a point", "0,8"),
        ('confidence < "0.8"', "here a number should stand, such as `confidence < 0.8`", '"0.8"'),
        ("(pending or edits", "this bracket is not closed", "("),
        ("pending)", "here `and` or `or` should stand", ")"),
        ('series in "a"', 'after `in` comes a list: [1, 2] or ["one", "two"]', '"a"'),
        ('series in ["a"', "this list is not closed", "["),
        ('series in ["a" "b"]', "here a comma or ] should stand", '"b"'),
        ("model", 'say what model should be, such as `model == "…"`', "model"),
        (
            "not confidence",
            "say what confidence should be, such as `confidence < 0.8`",
            "confidence",
        ),
        ('series > "a"', "series is neither more nor less: write == or !=", ">"),
        ('minutes ~ "3"', "minutes is no text that could contain anything", "~"),
        ('title ~ ""', "here a text should stand", '""'),
        ('kind == "article"', "kind is film or podcast", '"article"'),
        ("reviewed == 1", "reviewed is true or false", "1"),
        ("date == 2020-13", "here a day should stand: 2020-06-03, or 2020-06 or 2020", "2020-13"),
        ('date == "i går"', "here a day should stand: 2020-06-03, or 2020-06 or 2020", '"i går"'),
        ("minutes < 1:70", "a minute has 60 seconds, and an hour 60 minutes", "1:70"),
        ("minutes < 5 apples", "a length is in s, min or h", "apples"),
        ("edits > -1", "no value is less than nothing", "-"),
        ("edits > none", "nothing is more or less than this", "none"),
        ("pending && edits", "write and", "&&"),
        ("pending || edits", "write or", "||"),
        ("!pending", "write not", "!"),
        ("edits <> 1", "write != for not equal", "<>"),
        ("edits => 1", "write >=", "=>"),
        ("pending edits", "here a comparison should stand, such as `pending > 2`", "edits"),
        (
            '"podden" == series',
            "here a field should stand: the field comes first, then what it should be",
            '"podden"',
        ),
        ("pending or and", "here a field should stand: the field comes first", "and"),
        ("pending; edits", "nothing begins with ';'", ";"),
        ("__import__('os')", "there is no field '__import__'; the fields are ", "__import__"),
    ],
)
def test_a_slip_is_shown_at_its_place(text: str, told: str, place: str):
    first, shown, carets = refused(text)
    assert first.startswith(f"--where: {told}")
    assert shown == f"  {text}"
    assert shown[carets.index("^") : len(carets)] == place


@pytest.mark.parametrize("text", ["pending and", "not", "edits =="])
def test_what_is_missing_is_missing_at_the_end(text: str):
    first, _, carets = refused(text)
    assert first.endswith(" is missing at the end")
    assert carets == f"  {' ' * len(text)}^"


def test_nothing_to_go_by_names_the_fields():
    names = ", ".join(field.name for field in FIELDS)
    assert refused(" ")[0] == f"--where: there is nothing to go by; the fields are {names}"


def test_of_a_long_expression_the_place_is_shown():
    text = " and ".join(['title ~ "hembesök"'] * 9 + ["edit > 1"] + ["pending"] * 20)
    lines = refused(text)
    assert max(map(len, lines[1:])) <= 79
    at = lines[2].index("^")
    assert lines[1][at : at + lines[2].count("^")] == "edit"


def test_what_stands_too_deep_is_refused_and_no_bug():
    assert refused("(" * 5000 + "pending" + ")" * 5000)[0] == (
        "--where: too much stands in each other"
    )
    assert refused("not " * 5000 + "pending")[0] == "--where: too much stands in each other"


@given(st.text(max_size=40))
@example("a \u2028")
@example("\u2029\x85")
def test_whatever_is_typed_is_read_or_refused_in_lines(text: str):
    try:
        parse(text)
    except SettingsError as error:
        assert len(str(error).splitlines()) == 3
        assert "^" in str(error).splitlines()[2]


PIECES = st.lists(
    st.sampled_from([
        "and", "or", "not", "(", ")", "[", "]", ",", "in", "~", "==", "<", "none", "true", "series",
        "edits", "date", "published", "confidence", "minutes", '"a"', "1", "0.5", "2020-06", "1:30",
        "%", "h",
    ]),
    max_size=12,
)  # fmt: skip


@given(PIECES)
def test_words_in_any_order_are_read_or_refused(pieces: list[str]):
    text = " ".join(pieces)
    try:
        expression = parse(text)
    except SettingsError:
        return
    assert expression.holds(EPISODE.__getitem__) in (True, False)
    assert expression.fields <= EPISODE.keys()


Truth = Callable[[Mapping[str, Fact]], bool]
_NUMBERS = st.integers(0, 4)


def _leaf() -> st.SearchStrategy[tuple[str, Truth]]:
    def compared(name: str, operator: str, value: int) -> tuple[str, Truth]:
        reckon: dict[str, Callable[[Any, int], bool]] = {
            "==": lambda a, b: a == b, "!=": lambda a, b: a != b, "<": lambda a, b: a < b,
            "<=": lambda a, b: a <= b, ">": lambda a, b: a > b, ">=": lambda a, b: a >= b,
        }  # fmt: skip
        return f"{name} {operator} {value}", lambda facts: reckon[operator](facts[name], value)

    names = st.sampled_from(["edits", "pending", "notices"])
    operators = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
    numbers = st.builds(compared, names, operators, _NUMBERS)
    flags = st.sampled_from(["reviewed", "failed", "edits"]).map(
        lambda name: (name, lambda facts: bool(facts[name]))
    )
    return numbers | flags


def _joined(parts: st.SearchStrategy[tuple[str, Truth]]) -> st.SearchStrategy[tuple[str, Truth]]:
    pairs = st.tuples(parts, parts)
    both = pairs.map(
        lambda two: (f"({two[0][0]}) and ({two[1][0]})", lambda f: two[0][1](f) and two[1][1](f))
    )
    either = pairs.map(
        lambda two: (f"({two[0][0]}) or ({two[1][0]})", lambda f: two[0][1](f) or two[1][1](f))
    )
    other = parts.map(lambda one: (f"not ({one[0]})", lambda f: not one[1](f)))
    return both | either | other


FACTS = st.fixed_dictionaries({
    "edits": _NUMBERS, "pending": _NUMBERS, "notices": _NUMBERS,
    "reviewed": st.booleans(), "failed": st.booleans(),
})  # fmt: skip


@given(st.recursive(_leaf(), _joined, max_leaves=8), FACTS)
def test_it_holds_when_python_says_so(made: tuple[str, Truth], facts: dict[str, Any]):
    text, truth = made
    assert parse(text).holds(facts.__getitem__) == truth(facts)
