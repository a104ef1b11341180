"""A fault stops what it is about, and nothing else."""
# ruff: noqa: E501  (a line of the error is a line here)

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from mediahub.catalog import Item, Problem, Term, load, load_for_reading
from mediahub.errors import SettingsError

MEDIAHUB = '[[series]]\nid = "podd"\ntitle = "Podden"\n[[series]]\nid = "b"\ntitle = "B"\n'
SOUND = {
    "mediahub.toml": MEDIAHUB,
    "media/u/theme.toml": 'title = "U"\n[[items]]\nfile = "x.mp3"\n',
    "media/u/x.mp3": "",
    "media/bar.mp3": "",
}
"""What goes on, whatever is wrong elsewhere."""
SOUND_IDS = {"u-x": None, "bar": None}


def stopped(root: Path) -> dict[str, str | None]:
    """Why each item is stopped; the catalogue is the same for those who only read."""
    catalogue = load(root)
    assert load_for_reading(root) == catalogue
    return {item.id: item.problem for item in catalogue.items}


def test_a_theme_that_is_no_toml_stops_its_folders_files(make) -> None:
    theme = 'id = "egen"\ntitle = \n[[items]]\nid = "min"\nfile = "a.mp3"\n'
    files = {"media/t/theme.toml": theme, "media/t/a.mp3": "", "media/t/inre/b.mp4": ""}
    root = make(SOUND | files)
    line = "media/t/theme.toml: line 2, column 9: there is no value after ="
    assert stopped(root) == {"t-a": line, "t-inre-b": line, **SOUND_IDS}
    catalogue = load(root)
    assert [(theme.id, theme.title, theme.items, theme.problem) for theme in catalogue.themes] == [
        ("t", "T", ("t-a", "t-inre-b"), line),
        ("u", "U", ("u-x",), None),
    ]
    assert catalogue.problems == (Problem("media/t/theme.toml", line, ("t-a", "t-inre-b"), "t"),)
    item = catalogue.item("t-a")
    assert (item.theme, item.series, item.kind) == ("t", "podd", "podcast")


def test_a_fault_in_the_themes_own_keys_stops_its_items_and_keeps_the_rest(make) -> None:
    theme = (
        'titel = "T"\ndate = 2020-06-03\nintroduction = "Hej."\n'
        '[[items]]\nfile = "a.mp3"\nseries = "b"\ntitle = "Ett"\n'
        '[[glossary]]\nterm = "x"\ndefinition = "y"\n[[glossary]]\nterm = "z"\n'
    )
    root = make(SOUND | {"media/t/theme.toml": theme, "media/t/a.mp3": "", "media/t/b.mp3": ""})
    why = "\n".join(
        f"media/t/theme.toml: {what}"
        for what in (
            "key 'title': is missing",
            "[[glossary]] 2, key 'definition': is missing",
            "key 'titel': unknown key; did you mean 'title'?",
        )
    )
    assert stopped(root) == {"t-a": why, "t-b": why, **SOUND_IDS}
    catalogue = load(root)
    theme = catalogue.theme("t")
    assert (theme.title, theme.date, theme.introduction, theme.glossary, theme.problem) == (
        "T",
        date(2020, 6, 3),
        "Hej.",
        (Term("x", "y"),),
        why,
    )
    item = catalogue.item("t-a")
    assert (item.title, item.series, item.date) == ("Ett", "b", date(2020, 6, 3))


def test_chapters_out_of_order_stop_their_item_alone(make) -> None:
    marks = '[[items.chapters]]\nstart = "{}"\ntitle = "Del"\n'
    theme = (
        'title = "T"\n[[items]]\nfile = "a.mp3"\n'
        + marks.format("1:00")
        + marks.format("0:30")
        + '[[items]]\nfile = "b.mp3"\n'
        + marks.format("0:00")
    )
    root = make(SOUND | {"media/t/theme.toml": theme, "media/t/a.mp3": "", "media/t/b.mp3": ""})
    why = (
        "media/t/theme.toml: [[items]] 1, [[chapters]] 2, key 'start': \"0:30\" does not come after "
        '"1:00"; put them in order'
    )
    assert stopped(root) == {"t-a": why, "t-b": None, **SOUND_IDS}


def test_a_fault_in_one_table_stops_that_item_and_keeps_what_is_sound_of_it(make) -> None:
    theme = (
        'title = "T"\n'
        '[[items]]\nfile = "a.mp3"\nid = "min"\ntitle = "Ett"\nseries = "b"\nlangauge = "sv"\n'
        "published = 2020-06-03T06:00:00Z\nspeakers = 0\n"
        'contributors = [{ person = "per", role = "host" }, { person = "anna", role = "host" }]\n'
        '[[items]]\nfile = "b.mp3"\ntitle = "Två"\n'
        'chapters = [{ start = 9, title = "K" }, { start = 3, title = "L" }]\n'
        '[[items]]\nfile = "c.mp3"\ntitle = "Tre"\n'
    )
    people = '[[people]]\nid = "per"\nname = "Per"\n'
    files = {f"media/t/{name}": "" for name in ("a.mp3", "b.mp3", "c.mp3", "d.mp3")}
    root = make(SOUND | files | {"media/t/theme.toml": theme, "media/people.toml": people})
    catalogue = load(root)
    assert stopped(root) == {
        "min": "\n".join(
            f"media/t/theme.toml: [[items]] 1, {what}"
            for what in (
                "key 'speakers': 0 is not a number of voices; write 3 or [2, 4]",
                "key 'langauge': unknown key; did you mean 'language'?",
                "[[contributors]] 2, key 'person': there is no person 'anna' in media/people.toml",
            )
        ),
        "t-b": "media/t/theme.toml: [[items]] 2, [[chapters]] 2, key 'start': 3 does not come "
        "after 9; put them in order",
        "t-c": None,
        "t-d": None,
        **SOUND_IDS,
    }
    assert catalogue.item("min") == Item(
        id="min",
        title="Ett",
        kind="podcast",
        path=root / "media/t/a.mp3",
        theme="t",
        series="b",
        published=datetime(2020, 6, 3, 6, tzinfo=UTC),
        date=date(2020, 6, 3),
        problem=catalogue.item("min").problem,
        described_in=root / "media/t/theme.toml",
    )
    assert (catalogue.item("t-b").title, catalogue.item("t-b").chapters) == ("Två", ())
    assert (catalogue.item("t-c").title, catalogue.theme("t").problem) == ("Tre", None)


def test_a_table_that_names_no_file_stops_the_files_it_may_be_about(make) -> None:
    theme = 'title = "T"\n[[items]]\nfile = "a.mp3"\n[[items]]\npublished = 2031-01-01\n'
    files = {f"media/t/{name}": "" for name in ("a.mp3", "b.mp3", "c.mp3")}
    root = make(SOUND | files | {"media/t/theme.toml": theme, "media/t/c.toml": "episode = 1"})
    line = "media/t/theme.toml: [[items]] 2, key 'file': is missing"
    assert stopped(root) == {"t-a": None, "t-b": line, "t-c": None, **SOUND_IDS}


def test_a_listed_file_that_is_gone_is_an_item_that_says_so(make) -> None:
    theme = (
        'title = "T"\n[[items]]\nfile = "borta.mp4"\ntitle = "Ett"\nid = "min"\nseries = "b"\n'
        '[[items]]\nfile = "a.mp3"\n[[items]]\nfile = "../inre/b.mp3"\n'
    )
    root = make(SOUND | {"media/t/theme.toml": theme, "media/t/a.mp3": ""})
    gone = (
        "media/t/theme.toml: [[items]] 1, key 'file': 'borta.mp4' does not exist in media/t/",
        "media/t/theme.toml: [[items]] 3, key 'file': '../inre/b.mp3' does not exist in media/t/",
    )
    assert stopped(root) == {"min": gone[0], "t-a": None, "inre-b": gone[1], **SOUND_IDS}
    catalogue = load(root)
    assert catalogue.theme("t").items == ("min", "t-a", "inre-b")
    assert catalogue.item("min") == Item(
        id="min",
        title="Ett",
        kind="film",
        path=root / "media/t/borta.mp4",
        theme="t",
        series="b",
        problem=gone[0],
        missing=True,
        described_in=root / "media/t/theme.toml",
    )
    assert catalogue.problems == (
        Problem("media/t/theme.toml", gone[0], ("min",), "t"),
        Problem("media/t/theme.toml", gone[1], ("inre-b",), "t"),
    )


def test_what_takes_the_place_of_a_listed_file_must_be_named_for_it(make) -> None:
    theme = 'title = "T"\n[[items]]\nfile = "a.mp3"\npublished = 2031-01-01\n'
    root = make(SOUND | {"media/t/theme.toml": theme, "media/t/a.m4a": ""})
    gone = (
        "media/t/theme.toml: [[items]] 1, key 'file': 'a.mp3' does not exist in media/t/; "
        "did you mean 'a.m4a'?"
    )
    same = (
        "media/t/a.m4a: 'media/t/a.m4a' would have the id of 'media/t/a.mp3', 't-a', which is "
        "gone; if it takes its place, name it in media/t/theme.toml, [[items]] 1, else give it an "
        "id of its own"
    )
    assert [(item.path.name, item.problem) for item in load(root).items if item.id == "t-a"] == [
        ("a.mp3", f"{gone}\n{same}"),
        ("a.m4a", same),
    ]


def test_a_sibling_keeps_its_id_when_a_listed_file_is_gone(make) -> None:
    theme = 'title = "T"\n[[items]]\nfile = "a.mp3"\n[[items]]\nfile = "a.mp4"\n'
    root = make({"media/t/theme.toml": theme, "media/t/a.mp3": "", "media/t/a.mp4": ""})
    assert stopped(root) == {"t-a-mp3": None, "t-a-mp4": None}
    (root / "media/t/a.mp3").unlink()
    assert [(item.id, item.missing) for item in load(root).items] == [
        ("t-a-mp3", True),
        ("t-a-mp4", False),
    ]


def test_a_bare_files_own_toml_stops_that_item(make) -> None:
    files = {
        "media/a.mp3": "",
        "media/a.toml": 'id = "min"\ntitle = "Ett"\nepisode = "1"\n',
        "media/b.mp3": "",
        "media/b.toml": "x",
    }
    root = make(SOUND | files)
    assert stopped(root) == {
        "min": "media/a.toml: key 'episode': should be a whole number, is \"1\"",
        "b": "media/b.toml: line 1, column 2: Expected '=' after a key in a key/value pair",
        **SOUND_IDS,
    }
    catalogue = load(root)
    assert catalogue.item("min").title == "Ett"
    assert [problem.items for problem in catalogue.problems] == [("min",), ("b",)]
    assert catalogue.item("b").described_in == root / "media/b.toml"


def test_a_toml_whose_file_is_gone_is_an_item_that_says_so(make) -> None:
    files = {
        "media/podden-avsnitt-1.toml": 'id = "min"\ntitle = "Ett"\n',
        "media/filmen-om-oss.mp4.toml": "",
    }
    catalogue = load(make(SOUND | files))
    gone = [item for item in catalogue.items if item.problem]
    assert [(item.id, item.title, item.kind, item.missing, item.problem) for item in gone] == [
        (
            *("filmen-om-oss", "Filmen om oss", "film", True),
            "media/filmen-om-oss.mp4.toml: describes no file: no media file is called 'filmen-om-oss.mp4'",
        ),
        (
            *("min", "Ett", "podcast", True),
            "media/podden-avsnitt-1.toml: describes no file: no media file is called 'podden-avsnitt-1'",
        ),
    ]


def test_a_toml_that_may_describe_two_files_stops_both(make) -> None:
    root = make(SOUND | {"media/a.mp3": "", "media/a.mp4": "", "media/a.toml": 'title = "Vad?"'})
    line = "media/a.toml: may describe 'a.mp3' or 'a.mp4'; name it 'a.mp3.toml' to say which"
    assert stopped(root) == {"a-mp3": line, "a-mp4": line, **SOUND_IDS}


def test_a_misspelt_theme_toml_stops_its_folders_files(make) -> None:
    theme = 'title = "T"\n[[items]]\nfile = "a.mp3"\npublished = 2031-01-01\n'
    root = make(SOUND | {"media/t/tema.toml": theme, "media/t/a.mp3": "", "media/t/b.mp3": ""})
    line = (
        "media/t/tema.toml: describes no file: no media file is called 'tema'; "
        "did you mean 'theme.toml'?"
    )
    assert stopped(root) == {"t-a": line, "t-b": line, **SOUND_IDS}


def test_an_item_told_of_twice_is_stopped(make) -> None:
    theme = 'title = "T"\n[[items]]\nfile = "a.mp3"\n[[items]]\nfile = "a.mp3"\n'
    files = {"media/t/theme.toml": theme, "media/t/a.mp3": "", "media/t/b.mp3": ""}
    line = (
        "media/t/theme.toml: [[items]] 2, key 'file': 'a.mp3' is listed twice, first in "
        "media/t/theme.toml, [[items]] 1"
    )
    assert stopped(make(SOUND | files)) == {"t-a": line, "t-b": None, **SOUND_IDS}


@pytest.mark.parametrize(
    ("one", "other"), [("ä.mp3", "Ä.mp3"), ("å.mp3", "a\u030a.mp3"), ("a b.mp3", "a-b.mp3")]
)
def test_two_files_with_one_id_stop_those_two(make, one: str, other: str) -> None:
    root = make(SOUND | {f"media/{one}": "", f"media/{other}": ""})
    catalogue = load(root)
    both = [item for item in catalogue.items if item.problem is not None]
    assert {item.path.name for item in both} == {one, other}
    assert len({(item.id, item.problem) for item in both}) == 1
    assert all(f"'media/{name}'" in (both[0].problem or "") for name in (one, other))
    assert {item.id for item in catalogue.items if item.problem is None} == set(SOUND_IDS)
    assert [problem.items for problem in catalogue.problems] == [(both[0].id,)]


def test_two_themes_with_one_id_stop_the_items_of_both(make) -> None:
    files = {
        "media/t/theme.toml": 'title = "T"',
        "media/t/a.mp3": "",
        "media/v/theme.toml": 'id = "t"\ntitle = "V"',
        "media/v/b.mp3": "",
    }
    line = "media/v/theme.toml: key 'id': 't' is the id of media/t/theme.toml too; change one"
    assert stopped(make(SOUND | files)) == {"t-a": line, "v-b": line, **SOUND_IDS}


def test_an_id_that_can_be_none_is_not_taken(make) -> None:
    theme = 'id = "../t"\ntitle = "T"\n[[items]]\nid = "../../x"\nfile = "a.mp3"\n'
    catalogue = load(make({"media/t/theme.toml": theme, "media/t/a.mp3": ""}))
    assert [theme.id for theme in catalogue.themes] == ["t"]
    assert [item.id for item in catalogue.items] == ["t-a"]


@pytest.mark.parametrize(
    ("file", "text", "line"),
    [
        ("mediahub.toml", "x", "line 1, column 2: Expected '=' after a key in a key/value pair"),
        ("mediahub.toml", f'{MEDIAHUB}titel = "x"', "[[series]] 2, key 'titel': unknown key; did you mean 'title'?"),
        ("media/people.toml", '[[people]]\nid = "per"\n', "[[people]] 1, key 'name': is missing"),
    ],
)  # fmt: skip
def test_a_fault_in_what_all_leans_on_stops_all_but_those_who_read(
    make, file: str, text: str, line: str
) -> None:
    root = make(SOUND | {file: text})
    with pytest.raises(SettingsError) as error:
        load(root)
    assert str(error.value) == f"1 problem in the workspace:\n{file}: {line}"
    catalogue = load_for_reading(root)
    assert {item.id: item.problem for item in catalogue.items} == SOUND_IDS
    assert catalogue.problems == (Problem(file, f"{file}: {line}"),)


def test_what_is_sound_in_a_faulty_file_is_there_for_those_who_read(make) -> None:
    people = '[[people]]\nid = "a"\nname = "A"\nlink = "x"\n[[people]]\nid = "b"\n'
    mediahub = f'{MEDIAHUB}kinds = ["film", "film", "bild"]\n[speech]\nmodel = "x"\nthreads = -1\n'
    catalogue = load_for_reading(make({"mediahub.toml": mediahub, "media/people.toml": people}))
    assert [(one.id, one.kinds) for one in catalogue.series] == [
        ("podd", ("podcast",)),
        ("b", ("film",)),
    ]
    assert (catalogue.settings.model, catalogue.settings.threads) == ("x", 0)
    assert [(one.id, one.name, one.link) for one in catalogue.people] == [("a", "A", None)]


def test_only_a_folder_without_media_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no folder media/"):
        load_for_reading(tmp_path)
