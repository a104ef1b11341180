"""Voices named by what is said: what stands, what is proposed; people have the last word."""

import json
from collections.abc import Callable

import pytest

from mediahub.desk.editing import name
from mediahub.desk.people import confirm, proposals, reject
from mediahub.errors import SettingsError
from mediahub.transcript import Diarisation, ModelIdentity, Span, Turn
from tests.pipeline.conftest import Place, sound

SAID = """WEBVTT

00:00:00.500 --> 00:00:09.000
Jag heter Anna Lind och välkomnar dig till podden. Med mig har jag Bo Alm.

00:00:10.000 --> 00:00:24.000
Det känns roligt att vara här, för vi har arbetat länge med familjerna i staden.

00:00:25.000 --> 00:00:29.000
Tack, Bo. Vi hörs igen nästa vecka i ett nytt samtal.
"""
PEOPLE = """[[people]]
id = "anna"
name = "Anna Lind"

[[people]]
id = "bo"
name = "Bo Alm"

[[people]]
id = "cilla"
name = "Cilla Ek"
"""
ITEM = """title = "Samtal"
published = 2026-01-02
contributors = [
    { person = "anna", role = "host" },
    { person = "bo", role = "guest" },
]
"""
PANEL = ITEM.replace("host", "guest").replace(
    "\n]", '\n    { person = "cilla", role = "guest" },\n]'
)
TURNS = (("S1", 500, 9_000), ("S2", 10_000, 24_000), ("S1", 25_000, 29_000))


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two voices, as the diarisation hears them."""

    def diarise(*_: object, **__: object) -> Diarisation:
        turns = tuple(Turn(Span(start, end), who) for who, start, end in TURNS)
        return Diarisation(turns, {"S1": (1.0, 0.0), "S2": (0.0, 1.0)}, ModelIdentity("e", "1"))

    monkeypatch.setattr("mediahub.speech.diarise", diarise)


@pytest.fixture
def make(empty: Place, heard: None) -> Callable[..., Place]:
    """A workspace with one conversation, run; `said` are its captions."""

    def made(said: str = SAID, item: str = ITEM, settings: str = "") -> Place:
        media = empty.root / "media"
        sound(media / "samtal.mp3", 30.0)
        (media / "samtal.vtt").write_text(said, encoding="utf-8")
        (media / "people.toml").write_text(PEOPLE, encoding="utf-8")
        (media / "samtal.toml").write_text(item, encoding="utf-8")
        (empty.root / "mediahub.toml").write_text(
            f'[publisher]\nname = "L"\n\n[[series]]\nid = "podd"\ntitle = "Podd"\n{settings}',
            encoding="utf-8",
        )
        assert empty.run().failures == ()
        return empty

    return made


def speakers(place: Place) -> list[tuple[str, str | None, bool]]:
    document = json.loads(place.text("transcripts/samtal/transcript.json"))
    return [
        (one["name"], one["person"], one.get("automatic", False)) for one in document["speakers"]
    ]


def offered(place: Place) -> list[tuple[str, str]]:
    return [(one.speaker, one.person.id) for one in proposals(place.root)]


NAMED = [("Anna Lind", "anna", True), ("Bo Alm", "bo", True)]
TOLD = "Anna Lind och Bo Alm är namngivna automatiskt, efter vad som sägs."
LIKELY = (
    SAID.replace("Jag heter Anna Lind och välkomnar", "Jag välkomnar")
    .replace("Med mig har jag Bo Alm", "Bo, hur började du")
    .replace("Tack, Bo", "Tack ska du ha")
)


def test_what_is_beyond_doubt_is_named_and_says_that_it_is_automatic(make):
    place = make()
    assert speakers(place) == NAMED
    assert TOLD in place.text("transcripts/samtal/transcript.txt")
    assert TOLD in place.text("transcripts/samtal/transcript.html")
    assert TOLD in place.text("feeds/podd/samtal/index.html")
    assert "namngiv" not in place.text("feeds/podd/feed.xml")
    assert not (place.root / "media" / "samtal.edits.json").exists()
    assert place.run().idle


def test_it_can_be_turned_off(make):
    place = make(settings="\n[speech]\nname_from_speech = false\n")
    assert speakers(place) == [("Talare 1", None, False), ("Talare 2", None, False)]
    assert offered(place) == []


def test_without_contributors_nobody_is_named(make):
    place = make(item='title = "Samtal"\n')
    assert speakers(place) == [("Talare 1", None, False), ("Talare 2", None, False)]


def test_a_name_that_a_person_gave_stands(make):
    place = make()
    name(place.root, "samtal", "Bo Alm", "cilla")
    assert speakers(place) == [("Anna Lind", "anna", True), ("Cilla Ek", "cilla", False)]
    name(place.root, "samtal", "Anna Lind", "anna")
    assert speakers(place) == [("Anna Lind", "anna", False), ("Cilla Ek", "cilla", False)]


def test_a_name_that_a_person_took_back_does_not_return(make):
    place = make()
    name(place.root, "samtal", "Bo Alm", "Talare")
    assert speakers(place) == [("Anna Lind", "anna", True), ("Talare 2", None, False)]
    place.run(force=True)
    assert speakers(place)[1] == ("Talare 2", None, False)


def test_a_rejected_name_goes_and_never_returns(make):
    place = make()
    assert reject(place.root, "samtal", "Bo Alm", "bo").splitlines() == [
        "samtal: the voice is not Bo Alm, and is not named so again (media/samtal.edits.json).",
        "It stands in captions, search and page now.",
    ]
    assert speakers(place) == [("Anna Lind", "anna", True), ("Talare 2", None, False)]
    place.run(force=True)
    assert speakers(place) == [("Anna Lind", "anna", True), ("Talare 2", None, False)]
    assert offered(place) == []


def test_an_automatic_name_is_confirmed_like_a_proposal(make):
    place = make()
    assert confirm(place.root, "samtal", "Bo Alm").splitlines() == [
        "samtal: it is Bo Alm (kept in media/samtal.edits.json).",
        "It stands in captions, search and page now.",
    ]
    assert speakers(place) == [("Anna Lind", "anna", True), ("Bo Alm", "bo", False)]


def test_what_is_only_likely_is_proposed_with_what_was_heard_and_published_nowhere(make):
    place = make(LIKELY, PANEL)
    assert speakers(place) == [("Talare 1", None, False), ("Talare 2", None, False)]
    (offer,) = proposals(place.root)
    assert (offer.item, offer.speaker, offer.person.id, offer.source, offer.listed) == (
        "samtal",
        "Talare 2",
        "bo",
        "words",
        True,
    )
    assert [(one.kind, one.quote) for one in offer.evidence] == [
        ("question", "Bo, hur började du.")
    ]
    assert "Bo Alm" not in place.text("transcripts/samtal/transcript.vtt")
    confirm(place.root, "samtal", "Talare 2")
    assert speakers(place)[1] == ("Bo Alm", "bo", False)
    assert offered(place) == []


def test_a_rejected_proposal_from_words_never_returns(make):
    place = make(LIKELY, PANEL)
    reject(place.root, "samtal", "Talare 2", "bo")
    assert offered(place) == []
    place.run(force=True)
    assert offered(place) == []


def test_what_is_not_proposed_is_not_confirmed(make):
    place = make(LIKELY, PANEL)
    with pytest.raises(SettingsError, match="bo is proposed for Talare 2 of samtal"):
        confirm(place.root, "samtal", "Talare 2", "anna")


def test_an_automatic_name_makes_no_voice_profile(make):
    agreed = PEOPLE.replace(
        'name = "Bo Alm"', 'name = "Bo Alm"\nvoice_consent = true\nvoice_consent_date = 2026-01-01'
    )
    place = make()
    (place.root / "media" / "people.toml").write_text(agreed, encoding="utf-8")
    place.run(force=True)
    from mediahub.desk.people import people

    assert [one.profile_items for one in people(place.root)] == [0, 0, 0]
    confirm(place.root, "samtal", "Bo Alm")
    assert [one.profile_items for one in people(place.root)] == [0, 1, 0]
