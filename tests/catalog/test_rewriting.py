"""A table of a TOML given other values: what a person wrote beside them stays as it is."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from mediahub.catalog.media_models import ItemFile, PeopleFile, ThemeFile
from mediahub.catalog.rewriting import Spot, new_faults, rewritten, table_at
from mediahub.catalog.tomlfile import parse

PATH = Path("theme.toml")
THEME = """\
# Veckans tema
title = "T" # rubriken
introduction = \"\"\"
Första raden.
Andra raden.\"\"\"
credits = [
    # "Med stöd av ...",
    "Tack", # till alla
]
# contact = "redaktionen@example.se"

[[items]]
file = "a.mp3"
title = "A"
contributors = [
    { person = "anna", role = "host" }, # värden
    { person = "bo", role = "guest" },
]
# mer om A

# Filmen
[[items]]
title   =   "B"
file = "./b.mp4"   # den långa

# Orden
[[glossary]]
term = "främjande" # ordet
definition = "D"
"""


def test_only_what_is_said_otherwise_is_touched() -> None:
    values = {"title": "Tema", "introduction": "Första raden.\nAndra raden.", "credits": ["Tack"]}
    assert rewritten(THEME, PATH, (), values) == THEME.replace('title = "T"', 'title = "Tema"')
    same = {"title": "B", "file": "./b.mp4"}
    assert rewritten(THEME, PATH, ("items", 1), same) == THEME


def test_a_new_key_stands_among_the_tables_own() -> None:
    made = rewritten(THEME, PATH, ("items", 0), {"date": date(2026, 1, 31), "description": "a\nb"})
    new = 'date = 2026-01-31\ndescription = """a\nb"""\n# mer om A\n'
    assert made == THEME.replace("# mer om A\n", new)
    made = rewritten(THEME, PATH, (), {"ask": "Fråga oss"})
    comment = '# contact = "redaktionen@example.se"\n'
    assert made == THEME.replace(comment, f'{comment}ask = "Fråga oss"\n')


def test_a_key_is_taken_away_and_its_neighbours_stay() -> None:
    made = rewritten(THEME, PATH, ("items", 0), {"title": None, "label": None})
    assert made == THEME.replace('title = "A"\n', "")


def test_of_a_list_no_more_than_differs_goes_and_comes() -> None:
    people = [
        {"person": "anna", "role": "interviewer"},
        {"person": "cia", "role": "guest"},
        {"person": "bo", "role": "guest"},
    ]
    made = rewritten(THEME, PATH, ("items", 0), {"contributors": people})
    assert '{ person = "anna", role = "interviewer" }, # värden' in made
    assert '{ person = "bo", role = "guest" },\n]\n# mer om A' in made
    assert parse(made.encode())["items"][0]["contributors"] == people
    made = rewritten(THEME, PATH, (), {"credits": ["Först", "Tack"]})
    assert '# "Med stöd av ...",' in made
    assert '"Tack", # till alla' in made
    assert parse(made.encode())["credits"] == ["Först", "Tack"]


def test_a_new_table_comes_last_of_its_kind() -> None:
    values = {"term": "räcke", "definition": "Ett\nskydd", "aliases": None}
    made = rewritten(THEME, PATH, ("glossary", 1), values)
    assert made.startswith(THEME)
    assert parse(made.encode())["glossary"][1] == {"term": "räcke", "definition": "Ett\nskydd"}
    assert rewritten("", PATH, ("people", 0), {"id": "a", "name": "A"}) == (
        '[[people]]\nid = "a"\nname = "A"\n'
    )


def test_tables_written_on_one_line_are_changed_there() -> None:
    text = 'title = "T"\nitems = [\n  { file = "a.mp3", title = "A" }, # ett\n]\n'
    made = rewritten(text, PATH, ("items", 0), {"title": "Nytt", "episode": 3})
    assert parse(made.encode())["items"] == [{"file": "a.mp3", "title": "Nytt", "episode": 3}]
    assert "# ett" in made


EPISODE = "0 will not do: it should be greater than or equal to 1"


@pytest.mark.parametrize(
    ("spot", "values", "faults"),
    [
        ((), {"title": ""}, {"title": "is empty"}),
        (("items", 0), {"episode": 0}, {"episode": EPISODE}),
        (("items", 0), {"title": "Nytt"}, {}),
        (("glossary", 1), {"term": "x"}, {"definition": "is missing"}),
    ],
)  # fmt: skip
def test_faults_are_told_by_key(spot: Spot, values: dict[str, Any], faults: dict[str, str]) -> None:
    after = rewritten(THEME, PATH, spot, values)
    assert new_faults(ThemeFile, THEME, after, spot) == faults


def test_what_was_wrong_before_stands_in_nobodys_way() -> None:
    before = 'title = ""\nlink = "inget"\n'
    after = rewritten(before, PATH, (), {"description": "D"})
    assert new_faults(ItemFile, before, after, ()) == {}
    assert new_faults(PeopleFile, "", '[[people]]\nid = "x"\n', ("people", 0)) == {
        "name": "is missing"
    }


TEXTS = st.text(st.sampled_from("aåÖ \n\"\\'#=[]\t"), max_size=20)
TIMES = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1))
PARTS = st.fixed_dictionaries({"person": TEXTS, "role": TEXTS})
VALUES = st.dictionaries(
    st.sampled_from(["title", "description", "formats", "published", "contributors", "episode"]),
    st.none()
    | TEXTS
    | st.lists(TEXTS, max_size=3)
    | TIMES.map(lambda moment: moment.replace(microsecond=0))
    | st.lists(PARTS, max_size=3)
    | st.integers(0, 99)
    | st.booleans(),
    max_size=4,
)


@given(VALUES, VALUES, st.sampled_from([(), ("items", 0), ("items", 1), ("glossary", 0)]))
def test_whatever_is_written_is_read_back_and_nothing_else_changes(
    first: dict[str, Any], second: dict[str, Any], spot: Spot
) -> None:
    text, expected = THEME, parse(THEME.encode())
    for values in (first, second):
        text = rewritten(text, PATH, spot, values)
        target = expected[spot[0]][spot[1]] if spot else expected
        target.update(values)
        for key in [key for key, value in target.items() if value is None]:
            del target[key]
        assert parse(text.encode()) == expected
        assert tomlkit.parse(text).unwrap() == expected
    for comment in (
        "# Veckans tema",
        "# rubriken",
        "# den långa",
        "# Filmen",
        "# Orden",
        "# ordet",
    ):
        assert comment in text or spot in ((), ("items", 0))
    assert table_at(parse(text.encode()), spot) is not None
