"""Replacing everywhere: every place seen first, one correction a place, and the word made known."""

from pathlib import Path

import pytest

from mediahub.desk.known import Offer, make_known, offer_for
from mediahub.desk.replacing import Found, WrittenPlace, find_places, replace_places
from mediahub.edits import ReplaceWords, append, identified, read_journal
from mediahub.errors import SettingsError
from mediahub.library import Library
from mediahub.transcript import Span
from tests.desk.conftest import Place

FIRST, SECOND = "podden-avsnitt-1", "podden-avsnitt-2"
TEXT = """WEBVTT

00:00:00.500 --> 00:00:03.000
<v Anna>Hej, Lisa Ekk.

00:00:03.200 --> 00:00:06.000
<v Erik>Här är Lisa Ekks bok, säger Lisa Ekk.
"""


@pytest.fixture
def made(bare: Place) -> Place:
    """Two episodes in which a name is said wrongly, one time and two."""
    text = TEXT.replace("Lisa Ekk.\n\n", "alla.\n\n", 1)
    (bare.root / "media" / "podden" / "avsnitt-1.vtt").write_text(text, encoding="utf-8")
    (bare.root / "media" / "podden" / "avsnitt-2.vtt").write_text(TEXT, encoding="utf-8")
    bare.run()
    return bare


def shown(found: Found) -> list[tuple[str, str, str, str, str]]:
    return [(one.item, one.left, one.before, one.after, one.right) for one in found.places]


def journal(place: Place, number: int) -> Path:
    return place.root / "media" / "podden" / f"avsnitt-{number}.edits.json"


def test_every_place_is_shown_and_nothing_written(made: Place):
    found = find_places(made.root, " Lisa  Ekk", "Lisa Ek")
    assert shown(found) == [
        (FIRST, "Hej, alla. Här är", "Lisa Ekks", "Lisa Eks", "bok, säger Lisa Ekk."),
        (FIRST, "Hej, alla. Här är Lisa Ekks bok, säger", "Lisa Ekk.", "Lisa Ek.", ""),
        (SECOND, "Hej,", "Lisa Ekk.", "Lisa Ek.", "Här är Lisa Ekks bok, säger Lisa Ekk."),
        (SECOND, "Hej, Lisa Ekk. Här är", "Lisa Ekks", "Lisa Eks", "bok, säger Lisa Ekk."),
        (SECOND, "Hej, Lisa Ekk. Här är Lisa Ekks bok, säger", "Lisa Ekk.", "Lisa Ek.", ""),
    ]
    assert not journal(made, 1).exists()
    assert {one.item for one in find_places(made.root, "Ekk", "Ek", only=[SECOND]).places} == {
        SECOND
    }
    assert find_places(made.root, "Ekk", "Ek", where=lambda _: [FIRST]).places[0].item == FIRST


def test_each_place_chosen_is_a_correction_and_stands_everywhere_at_once(made: Place):
    found = find_places(made.root, "Lisa Ekk", "Lisa Ek")
    begun: list[str] = []
    done = replace_places(
        made.root, found, [*found.places[:2], found.places[4]], by="Åsa", begun=begun.append
    )
    assert done.kept == {
        FIRST: (2, "media/podden/avsnitt-1.edits.json"),
        SECOND: (1, "media/podden/avsnitt-2.edits.json"),
    }
    assert (done.left, done.followed.failures, begun) == ((), (), [FIRST, SECOND])
    entries = read_journal(journal(made, 1)).entries
    assert [(type(one), one.by) for one in entries] == [(ReplaceWords, "Åsa")] * 2  # type: ignore[union-attr]
    page = made.text(f"feeds/media/{FIRST}/index.html")
    assert "Här är Lisa Eks bok, säger Lisa Ek." in page
    assert "Ekk" not in page
    assert len(find_places(made.root, "Lisa Ekk", "Lisa Ek").places) == 2
    assert {hit.item for hit in Library.open(made.root).search('"Lisa Eks"').hits} == {FIRST}
    assert made.run().idle


def test_a_place_that_changed_meanwhile_is_left_and_told(made: Place):
    found = find_places(made.root, "Lisa Ekk", "Lisa Ek")
    other = ReplaceWords(
        "", found.places[0].span, ("Lisa", "Ekks"), "Liselotts", ("Här", "är"), ("bok,",)
    )
    append(journal(made, 1), [identified(other)], by="Bo")
    done = replace_places(made.root, found, found.places, by="Åsa")
    assert list(done.kept) == [SECOND]
    assert len(done.left) == 1
    assert done.left[0].startswith(f"{FIRST}: ")
    assert '"Lisa Ekks" reads "Liselotts" (by Bo)' in done.left[0]
    made.run()
    again = find_places(made.root, "Lisa Ekk", "Lisa Ek")
    done = replace_places(made.root, again, found.places[:2], by="Åsa")
    assert done.kept == {FIRST: (1, "media/podden/avsnitt-1.edits.json")}
    assert done.left == (f"{FIRST}: 1 place was changed meanwhile and left; look there again",)


def test_what_people_wrote_is_told(made: Place):
    toml = made.root / "media" / "podden" / "avsnitt-1.toml"
    toml.write_text('title = "Lisa Ekks bok"\n', encoding="utf-8")
    assert find_places(made.root, "Lisa Ekk", "Lisa Ek").written == (
        WrittenPlace("media/podden/avsnitt-1.toml", 1, 'title = "Lisa Ekks bok"'),
    )


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [(" ", "x", "the first word is empty"), ("x", " x", "is what it says already")],
)
def test_what_says_nothing_is_refused(made: Place, old: str, new: str, message: str):
    with pytest.raises(SettingsError, match=message):
        find_places(made.root, old, new)


def test_a_name_is_offered_to_the_registry_and_a_word_to_its_theme(themed: Place):
    item = "2020-06-03-tema-samtal"
    people = themed.root / "media" / "people.toml"
    known = offer_for(themed.root, "Anna Lindh", "Anna Lind", [item])
    assert known is not None
    assert known.person is not None
    assert known.person.id == "anna-lind"
    make_known(themed.root, known)
    assert 'aliases = ["Anna Lindh"]' in people.read_text(encoding="utf-8")
    assert offer_for(themed.root, "Anna Lindh", "Anna Lind", [item]) is None
    assert offer_for(themed.root, "Anna Lind", "Anna Linde", [item]) is None

    new = offer_for(themed.root, "Bo Alm", "Bo Ahlm", [item])
    assert new == Offer("Bo Ahlm", "Bo Alm")
    make_known(themed.root, new)
    assert people.read_text(encoding="utf-8").endswith(
        '[[people]]\nid = "bo-ahlm"\nname = "Bo Ahlm"\naliases = ["Bo Alm"]\n'
    )
    theme = themed.root / "media" / "2020-06-03-tema" / "theme.toml"
    word = offer_for(themed.root, "måtagning", "mottagning", [item])
    assert word is not None
    make_known(themed.root, word, "Dit man går.")
    assert theme.read_text(encoding="utf-8").endswith(
        '[[glossary]]\nterm = "mottagning"\ndefinition = "Dit man går."\n'
    )
    assert offer_for(themed.root, "x", "knapphet", [item]) is None
    assert offer_for(themed.root, "x", "y", []) is None
    assert themed.run().failures == ()


def test_the_time_of_a_place_is_that_of_its_words(made: Place):
    (first, *_) = find_places(made.root, "Hej", "Tjena", only=[FIRST]).places
    assert first.span.start_ms == Span(500, 600).start_ms
