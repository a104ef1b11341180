"""`mediahub people` as a person meets it."""

import io
import json

import pytest

from tests.cli.conftest import Mediahub, Place
from tests.pipeline.test_people import place, run_once, voices

__all__ = ["place", "run_once", "voices"]


@pytest.fixture
def named(place: Place, mediahub: Mediahub) -> Place:
    """Anna is named in one episode and heard in another."""
    assert mediahub("-C", str(place.root), "name", "ett", "Talare 1", "anna").code == 0
    return place


def test_the_list_says_who_consents_and_who_has_a_profile(named: Place, mediahub: Mediahub) -> None:
    told = mediahub("-C", str(named.root), "people")
    assert told.code == 0
    assert told.lines == [
        "anna  Anna Lind  profile from 1 item (14 s)",
        "bo    Bo Alm     no voice consent",
    ]


def test_the_list_as_json(named: Place, mediahub: Mediahub) -> None:
    value = json.loads(mediahub("-C", str(named.root), "people", "--json").out)
    assert value["people"][0] == {
        "id": "anna", "name": "Anna Lind", "consent": True, "named_in": 1, "profile_items": 1,
        "profile_seconds": 13.5, "voice_not_kept_in": [],
    }  # fmt: skip


def test_proposals_say_how_to_answer(named: Place, mediahub: Mediahub) -> None:
    told = mediahub("-C", str(named.root), "people", "proposals")
    assert told.lines == [
        "andra  Talare 2  Anna Lind (anna)   99%",
        "Listen, then say yes or no:",
        '  mediahub people confirm andra "Talare 2"',
        '  mediahub people reject andra "Talare 2" anna',
    ]


def test_proposals_as_json(named: Place, mediahub: Mediahub) -> None:
    value = json.loads(mediahub("-C", str(named.root), "people", "proposals", "--json").out)
    assert value == {
        "schema": 1,
        "proposals": [
            {
                "item": "andra", "speaker": "Talare 2", "person": "anna", "name": "Anna Lind",
                "confidence": 0.99, "likeness": 0.99, "seconds": 14.0, "contributor": False,
                "source": "voice",
                "heard": [],
            }
        ],
    }  # fmt: skip


def test_a_proposal_is_confirmed(named: Place, mediahub: Mediahub) -> None:
    told = mediahub("-C", str(named.root), "people", "confirm", "andra", "Talare 2")
    assert told.lines == [
        "andra: Talare 2 is Anna Lind (kept in media/andra.edits.json).",
        "It stands in captions, search and page now.",
    ]
    assert mediahub("-C", str(named.root), "people", "proposals").lines == ["No name is proposed."]


def test_a_proposal_is_rejected(named: Place, mediahub: Mediahub) -> None:
    told = mediahub("-C", str(named.root), "people", "reject", "andra", "Talare 2", "anna")
    assert told.code == 0
    assert mediahub("-C", str(named.root), "people", "proposals").lines == ["No name is proposed."]


def test_what_was_not_proposed_is_told_with_the_way_out(named: Place, mediahub: Mediahub) -> None:
    told = mediahub("-C", str(named.root), "people", "confirm", "andra", "Talare 1")
    assert (told.code, told.out) == (2, "")
    assert told.err == (
        "mediahub: nobody is proposed for Talare 1 of andra; name anybody you know with "
        '`mediahub name andra "Talare 1" PERSON`\n'
    )


def test_somebody_is_forgotten(named: Place, mediahub: Mediahub) -> None:
    told = mediahub("-C", str(named.root), "people", "forget", "anna", "--yes")
    assert told.code == 0
    assert told.lines[0] == (
        "Anna Lind (anna): the consent is withdrawn, and the voice erased from every result."
    )
    assert told.lines[1] == "Anna Lind: voice_consent = false in media/people.toml"
    assert told.lines[-1] == (
        "Still there: the name, as words (--name takes it too), backups and version control of "
        "this folder, and the recordings themselves."
    )
    assert mediahub("-C", str(named.root), "people").lines[0] == (
        "anna  Anna Lind  no voice consent"
    )


def test_nobody_is_forgotten_without_an_answer(
    named: Place, mediahub: Mediahub, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = named.files("media")
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    told = mediahub("-C", str(named.root), "people", "forget", "anna", "--name")
    assert told.lines[-1].endswith("nothing was changed")
    assert named.files("media") == before


def test_a_name_is_forgotten_and_what_holds_it_is_told(named: Place, mediahub: Mediahub) -> None:
    told = mediahub("-C", str(named.root), "people", "forget", "anna", "--name", "--yes")
    assert told.code == 0
    assert "They are called N.N. where they speak:" in told.lines
    assert "anna is taken out of media/people.toml." in told.lines
    assert told.lines[-2] == 'Only "Anna Lind" was looked for, not a first name alone.'
    assert told.lines[-1].startswith("Nobody can take it from backups, from version control")


def test_voices_in_swedish(
    named: Place, mediahub: Mediahub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "sv_SE.UTF-8")
    people = ("-C", str(named.root), "people")
    assert mediahub(*people).lines == [
        "anna  Anna Lind  röstprofil ur 1 avsnitt (14 s)",
        "bo    Bo Alm     inget samtycke till röstprofil",
    ]
    assert mediahub(*people, "reject", "andra", "Talare 2", "bo").lines == [
        "andra: Talare 2 är inte Bo Alm, och föreslås inte igen (media/andra.edits.json)."
    ]
    assert mediahub(*people, "confirm", "andra", "Talare 2").lines == [
        "andra: Talare 2 är Anna Lind (sparat i media/andra.edits.json).",
        "Det står nu i textningen, i sökningen och på sidan.",
    ]
    assert mediahub(*people, "proposals").lines == ["Inget namn föreslås."]
    told = mediahub(*people, "forget", "anna", "--name", "--yes")
    assert told.lines[0] == (
        "Anna Lind (anna): samtycket tas tillbaka, och rösten raderas ur alla resultat."
    )
    assert told.lines[-2] == "Bara ”Anna Lind” eftersöktes, inte enbart ett förnamn."
    assert "uppdaterar 1 av 2: andra" in told.lines
    assert not [line for line in told.lines if " the " in line]
