"""Numbers and files that stand twice, and themes that no page shows, are told."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

from mediahub.catalog import Item, Theme
from mediahub.catalog.values import Answer, Term
from mediahub.pipeline.alike import (
    LATE_ANSWER,
    NO_PAGE,
    SAME_NUMBER,
    SAME_SOUND,
    TWICE_EXPLAINED,
    late_answers,
    same_numbers,
    same_sounds,
    twice_explained,
    without_page,
)
from mediahub.pipeline.overview import overview
from tests.pipeline.conftest import Place


def item(name: str, **told: object) -> Item:
    return Item(name, name, "podcast", Path(f"media/{name}.mp3"), series="podd", **told)  # type: ignore[arg-type]


def test_two_episodes_of_one_season_with_one_number_are_told_once() -> None:
    told = same_numbers(
        [
            item("b", episode=5, season=1),
            item("a", episode=5, season=1, described_in=Path("media/a.toml")),
            item("c", episode=5, season=2),
            item("d", episode=5),
            item("e"),
            item("f"),
        ],
        Path.as_posix,
    )
    assert told == (
        SAME_NUMBER.at("media/a.toml", number="1:5", others="media/b.mp3", series="podd"),
    )


def test_the_same_number_in_two_series_is_right() -> None:
    other = Item("b", "B", "podcast", Path("b.mp3"), series="annan", episode=1)
    assert same_numbers([item("a", episode=1), other], Path.as_posix) == ()


def test_one_file_under_three_names_is_told_once() -> None:
    digests = {"a": "1", "b": "1", "c": "2", "d": "1"}
    told = same_sounds([item(name) for name in "dcbax"], digests, Path.as_posix)
    assert told == (SAME_SOUND.at("media/a.mp3", others="media/b.mp3, media/d.mp3"),)


def test_a_word_that_two_entries_of_a_glossary_have_is_told_once() -> None:
    terms = (
        Term("barnfattigdom", "A.", ("utsatthet",)),
        Term("Barnfattigdom", "B."),
        Term("hembesök", "C.", ("Utsatthet", "hembesök")),
    )
    themes = [Theme("t", "T", Path("media/t"), glossary=terms), Theme("u", "U", Path("media/u"))]
    where = "media/t/theme.toml"
    assert twice_explained(themes, Path.as_posix) == (
        TWICE_EXPLAINED.at(where, word="barnfattigdom"),
        TWICE_EXPLAINED.at(where, word="utsatthet"),
    )


def test_an_answer_past_the_end_of_its_recording_is_told() -> None:
    answers = (
        Answer("Hur?", item="film", at_ms=60_000),
        Answer("När?", item="film", at_ms=59_999),
        Answer("Var?", item="ohord", at_ms=60_000),
        Answer("Vem?", "Hon."),
    )
    theme = Theme("t", "T", Path("media/t"), answers=answers)
    assert late_answers([theme], {"film": 60_000, "ohord": 0}, Path.as_posix) == (
        LATE_ANSWER.at("media/t/theme.toml", question="Hur?", at="1:00", end="1:00"),
    )


def test_a_theme_in_which_nothing_is_to_be_published_has_no_page() -> None:
    shown = Theme("t", "T", Path("media/t"), items=("text", "film"))
    texts = Theme("u", "U", Path("media/u"), items=("text",))
    none = Theme("v", "V", Path("media/v"))
    wrong = Theme("w", "W", Path("media/w"), problem="x")
    timed = Theme("x", "X", Path("media/x"), published=datetime(2020, 6, 3, tzinfo=UTC))
    told = without_page([shown, texts, none, wrong, timed], {"film"}, Path.as_posix)
    assert told == (NO_PAGE.at("media/u/theme.toml"), NO_PAGE.at("media/v/theme.toml"))


def test_a_run_and_every_plan_tell_it(bare: Place) -> None:
    podden = bare.root / "media" / "podden"
    shutil.copyfile(podden / "avsnitt-1.mp3", podden / "avsnitt-2.mp3")
    for name in ("avsnitt-1", "avsnitt-2"):
        (podden / f"{name}.toml").write_text("episode = 4\n", encoding="utf-8")
    theme = bare.root / "media" / "tema"
    theme.mkdir()
    (theme / "theme.toml").write_text('title = "Tema"\n', encoding="utf-8")
    (theme / "text.md").write_text("# Text\n", encoding="utf-8")
    first, second = (f"media/podden/avsnitt-{number}.mp3" for number in (1, 2))
    told = (
        SAME_NUMBER.at("media/podden/avsnitt-1.toml", number="4", others=second, series="media"),
        SAME_SOUND.at(first, others=second),
        NO_PAGE.at("media/tema/theme.toml"),
    )
    assert bare.run().notices.workspace[-3:] == told
    assert overview(bare.root, store=bare.store).notices.workspace[-3:] == told
    assert bare.run().notices.workspace[-3:] == told
