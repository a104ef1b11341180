"""A person or a word is taken away with nothing else of its file, and comes back as it was."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mediahub.desk.people import forget
from mediahub.desk.sheets import person_sheet, term_sheet
from mediahub.desk.takingaway import (
    ChangedSinceError,
    InUseError,
    PersonUses,
    put_back,
    take_person,
    take_term,
    taken_away,
    uses_of_person,
)
from mediahub.errors import SettingsError
from tests.pipeline.conftest import Place

PEOPLE = """\
# Registret

[[people]]
id = "anna-lind"
name = "Anna Lind"

# Från kommunen
[[people]]
id = "bo-alm"
name = "Bo Alm" # uttalas Alm

[[people]]
id = "cia-ek"
name = "Cia Ek"
"""
THEME = """\
title = "Tidigt"
glossary = [
    # om hus
    { term = "räcke", definition = "Ett skydd." },
    { term = "trappa", definition = "Steg." },
]

[[items]]
file = "podd.mp3"
contributors = [{ person = "anna-lind", role = "host" }]
"""


@pytest.fixture
def root(empty: Place) -> Path:
    media = empty.root / "media"
    (media / "tidigt").mkdir()
    (media / "tidigt" / "podd.mp3").touch()
    (media / "tidigt" / "theme.toml").write_text(THEME, encoding="utf-8")
    (media / "people.toml").write_text(PEOPLE, encoding="utf-8")
    (empty.root / "mediahub.toml").write_text('[publisher]\nname = "L"\n', encoding="utf-8")
    return empty.root


def people(root: Path) -> str:
    return (root / "media" / "people.toml").read_text(encoding="utf-8")


def taken(root: Path, person: str) -> str:
    return take_person(root, person, person_sheet(root, person).version, "Eva")[0].id


def test_a_person_goes_with_no_comment_of_others_and_comes_back_to_the_letter(root: Path):
    one = taken(root, "bo-alm")
    assert people(root) == PEOPLE.replace(
        '[[people]]\nid = "bo-alm"\nname = "Bo Alm" # uttalas Alm\n', ""
    )
    assert [(each.name, each.by) for each in taken_away(root, "people")] == [("Bo Alm", "Eva")]
    put_back(root, one)
    assert (people(root), taken_away(root, "people")) == (PEOPLE, [])


def test_after_other_changes_a_person_comes_back_as_the_last_with_their_comment(root: Path):
    one = taken(root, "bo-alm")
    path = root / "media" / "people.toml"
    path.write_text(people(root).replace("Cia Ek", "Cia Ekman"), encoding="utf-8")
    put_back(root, one)
    assert people(root).endswith(
        'name = "Cia Ekman"\n\n[[people]]\nid = "bo-alm"\nname = "Bo Alm" # uttalas Alm\n'
    )


def test_whom_a_toml_names_stays_and_where_that_is_is_told(root: Path):
    assert uses_of_person(root, "anna-lind") == PersonUses(items=("tidigt-podd",))
    with pytest.raises(InUseError):
        taken(root, "anna-lind")
    assert (people(root), taken_away(root, "people")) == (PEOPLE, [])


def test_nobody_is_taken_away_whom_another_changed_meanwhile(root: Path):
    version = person_sheet(root, "cia-ek").version
    path = root / "media" / "people.toml"
    path.write_text(people(root).replace("Cia Ek", "Cia Ekman"), encoding="utf-8")
    with pytest.raises(ChangedSinceError):
        take_person(root, "cia-ek", version, "Eva")
    assert "Cia Ekman" in people(root)


def test_a_name_that_stands_there_again_is_not_written_twice(root: Path):
    one = taken(root, "cia-ek")
    path = root / "media" / "people.toml"
    again = people(root) + '\n[[people]]\nid = "cia-ek"\nname = "En annan"\n'
    path.write_text(again, encoding="utf-8")
    with pytest.raises(SettingsError):
        put_back(root, one)
    assert (people(root), len(taken_away(root, "people"))) == (again, 1)


def test_a_consent_to_be_known_by_voice_does_not_come_back(root: Path):
    path = root / "media" / "people.toml"
    consent = "voice_consent = true\nvoice_consent_date = 2026-01-31\n"
    path.write_text(PEOPLE + consent, encoding="utf-8")
    put_back(root, taken(root, "cia-ek"))
    assert "voice_consent = false" in people(root)
    assert forget(root, "cia-ek")


def test_a_word_goes_and_comes_back_however_the_glossary_is_written(root: Path):
    path = root / "media" / "tidigt" / "theme.toml"
    version = term_sheet(root, "tidigt", "räcke").version
    one, followed = take_term(root, "tidigt", "räcke", version, "Eva")
    gone = path.read_text(encoding="utf-8")
    assert ("räcke" in gone, "trappa" in gone, "# om hus" in gone) == (False, True, True)
    assert followed.failures == ()
    put_back(root, one.id)
    assert path.read_text(encoding="utf-8") == THEME


def test_what_was_taken_away_is_erased_after_thirty_days(root: Path):
    one = taken(root, "bo-alm")
    later = datetime.now(UTC) + timedelta(days=31)
    assert taken_away(root, "people", now=later) == []
    with pytest.raises(SettingsError):
        put_back(root, one)
    with pytest.raises(SettingsError):
        put_back(root, "../../media/people")
