"""What is said of an item and a person, and what follows from it at once."""

from datetime import UTC, datetime

from mediahub.catalog import load
from mediahub.desk.describing import describe_item, describe_person, describe_theme
from mediahub.desk.sheets import item_sheet
from mediahub.desk.withdrawal import withdraw
from mediahub.library import Library
from mediahub.workspace.ledger import read_promise
from mediahub.workspace.paths import Workspace
from tests.desk.conftest import Place

ITEM = "podden-avsnitt-1"


def test_what_was_made_of_an_item_follows_and_a_withdrawn_one_returns(bare: Place) -> None:
    assert bare.run().failures == ()
    done = describe_item(bare.root, ITEM, lambda _sheet: {"title": "Vid köksbordet"})
    assert done.changed
    assert done.followed is not None
    assert (done.followed.failures, list(done.followed.made)) == ((), [ITEM])
    found = Library.open(bare.root).search("hembesök")
    assert {one.title for one in found.hits} == {"Vid köksbordet", "Avsnitt 2"}
    assert "Vid köksbordet" in bare.text("feeds/media/feed.xml")
    again = describe_item(bare.root, ITEM, lambda sheet: {"title": sheet.table["title"]})
    assert (again.changed, again.followed) == (False, None)
    withdraw(bare.root, ITEM, "fel fil")
    moment = datetime(2026, 2, 1, 6, tzinfo=UTC)
    describe_item(bare.root, ITEM, lambda _sheet: {"description": "D"})
    promise = read_promise(Workspace(bare.root), ITEM)
    assert promise is not None
    assert promise.withdrawn is not None
    describe_item(bare.root, ITEM, lambda _sheet: {"published": moment})
    promise = read_promise(Workspace(bare.root), ITEM)
    assert promise is not None
    assert promise.withdrawn is None


def test_a_decision_is_made_of_what_stands_there_then(empty: Place) -> None:
    (empty.root / "media" / "a.mp3").touch()
    before = item_sheet(empty.root, "a")
    done = describe_item(empty.root, "a", lambda sheet: {"title": sheet.version})
    assert load(empty.root).item("a").title == before.version != done.sheet.version
    assert done.followed is None  # a run makes it first


def test_a_consent_that_is_taken_back_is_followed_by_forgetting(empty: Place) -> None:
    people = empty.root / "media" / "people.toml"
    text = (
        '[[people]]\nid = "bo"\nname = "Bo"\nvoice_consent = true # muntligt\n'
        "voice_consent_date = 2026-01-31\n"
    )
    people.write_text(text, encoding="utf-8")
    describe_person(empty.root, "bo", lambda _sheet: {"voice_consent": None, "role": "lärare"})
    person = load(empty.root).person("bo")
    assert (person.voice_consent, person.role) == (False, "lärare")


def test_a_theme_of_nothing_is_described(empty: Place) -> None:
    theme = empty.root / "media" / "t" / "theme.toml"
    theme.parent.mkdir()
    theme.write_text('title = "T" # så\n', encoding="utf-8")
    done = describe_theme(empty.root, "t", lambda _sheet: {"contact": "tema@lindhamn.example"})
    assert theme.read_text("utf-8") == 'title = "T" # så\ncontact = "tema@lindhamn.example"\n'
    assert done.followed is not None
    assert done.followed.failures == ()
