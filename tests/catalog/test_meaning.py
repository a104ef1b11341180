"""What was meant by a word that is not known, and by the beginning of an id."""
# ruff: noqa: E501  (a message is a line here)

import pytest

from mediahub.catalog import Contributor, Item, Person
from mediahub.catalog.problems import did_you_mean, nearest, resolve_id
from mediahub.errors import SettingsError


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        ("titel", ["title", "text"], "title"),
        ("podden", ["podden-avsnitt-12", "podden-avsnitt-1", "podd"], "podden-avsnitt-1"),
        ("hemb", ["hemm", "hembesok-i-orten"], "hembesok-i-orten"),
        ("Sinead OConnor", ["Anna Lind", "Sinéad O'Connor"], "Sinéad O'Connor"),
        ("ANNA", ["Anna Lind"], "Anna Lind"),
        ("zzz", ["title"], None),
        ("", ["title"], None),
        ("title", [], None),
    ],
)
def test_the_nearest_word_begins_with_what_was_typed_or_looks_like_it(word, known, meant) -> None:
    assert nearest(word, known) == meant


def test_what_was_probably_meant_is_asked() -> None:
    assert did_you_mean("titel", ["title"]) == "; did you mean 'title'?"
    assert did_you_mean("zzz", ["title"]) == ""


IDS = ["a", "ab", *(f"tema-{number}" for number in range(1, 8)), "podd-1"]


@pytest.mark.parametrize(("given", "meant"), [("a", "a"), ("ab", "ab"), ("p", "podd-1")])
def test_an_id_may_be_given_by_a_beginning_that_only_it_has(given: str, meant: str) -> None:
    assert resolve_id(given, IDS) == meant


@pytest.mark.parametrize(
    ("given", "ids", "told"),
    [
        ("te", IDS, "'te' begins 7 ids: tema-1, tema-2, tema-3, tema-4, tema-5 and 2 more; write more of the one you mean"),
        ("te", ["tema-2", "tema-1"], "'te' begins 2 ids: tema-1, tema-2; write more of the one you mean"),
        ("pod-1", IDS, "there is no item 'pod-1'; did you mean 'podd-1'?"),
        ("1", IDS, "there is no item '1'; did you mean podd-1, tema-1?"),
        ("avsnitt-5", ["tema-avsnitt-50", "tema-avsnitt-5-mer", "avsnitt-7"], "there is no item 'avsnitt-5'; did you mean tema-avsnitt-5-mer?"),
        ("Avs", ["tema-avsnitt-5"], "there is no item 'Avs'; did you mean tema-avsnitt-5?"),
        ("", IDS, "there is no item ''; `mediahub plan --all` lists them"),
        ("zzz", [], "there is no item 'zzz'; `mediahub plan --all` lists them"),
    ],
)  # fmt: skip
def test_an_id_that_is_none_or_begins_several_is_told(given: str, ids, told: str) -> None:
    with pytest.raises(SettingsError) as error:
        resolve_id(given, ids)
    assert str(error.value) == told


@pytest.mark.parametrize(
    "given",
    [
        "Möte på bron",
        "MOTE-PA-BRON",
        "media/tema/Möte på bron.mp3",
        "'/home/lisa/ws/media/tema/Möte på bron.mp3'",
        "/home/lisa/ws/media/tema/Möte\\ på\\ bron.mp3",
        "file:///home/lisa/ws/media/tema/M%C3%B6te%20p%C3%A5%20bron.mp3",
        "C:\\ws\\media\\tema\\Möte på bron.mp3",
        "transcripts/tema-mote-pa-bron/",
    ],
)
def test_a_title_or_a_dropped_path_leads_to_the_id(given: str) -> None:
    with pytest.raises(SettingsError, match="did you mean tema-mote-pa-bron\\?"):
        resolve_id(given, ["annat-mote", "tema-mote-pa-bron"])


def test_those_who_only_write_or_produce_are_not_heard(tmp_path) -> None:
    anna, per, ida = (Person(name, name) for name in ("anna", "per", "ida"))
    item = Item(
        *("a", "A", "podcast", tmp_path / "a.mp3"),
        contributors=(
            Contributor(anna, "host"),
            Contributor(per, "writer"),
            Contributor(anna, "guest"),
            Contributor(ida, "interpreter"),
            Contributor(per, "producer"),
        ),
    )
    assert item.heard == (anna, ida)
    assert [one.heard for one in item.contributors] == [True, False, True, True, False]
