"""Names across episodes: proposals, confirmation, refusal, and what may be kept of a voice."""

import json
import math
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from mediahub.desk.editing import name
from mediahub.desk.people import Proposal, confirm, forget, people, proposals, reject
from mediahub.errors import MediaError, SettingsError
from mediahub.models import Store
from mediahub.transcript import Diarisation, ModelIdentity, Span, Turn
from tests.pipeline.conftest import Place, sound

EKAPA = ModelIdentity("ekapa", "1")
SAID = """WEBVTT

00:00:00.500 --> 00:00:14.000
Välkomna till ett samtal om hembesök.

00:00:15.000 --> 00:00:29.000
Fattigdomen bland barn märks på utflyktsdagen.
"""
PEOPLE = """# Registret.
[[people]]
id = "anna"
name = "Anna Lind"
voice_consent = true                 # muntligt
voice_consent_date = 2026-01-31

[[people]]
id = "bo"
name = "Bo Alm"
"""


def at(degrees: float) -> tuple[float, ...]:
    return (round(math.cos(math.radians(degrees)), 5), round(math.sin(math.radians(degrees)), 5))


def spoken(first: float, second: float) -> Diarisation:
    """Two voices, a cue each."""
    return Diarisation(
        (Turn(Span(500, 14_000), "S1"), Turn(Span(15_000, 29_000), "S2")),
        {"S1": at(first), "S2": at(second)},
        EKAPA,
    )


Voices = dict[str, Diarisation]


def hearing(monkeypatch: pytest.MonkeyPatch) -> Voices:
    """What the diarisation will hear, by the length of the recording in seconds."""
    heard = {"30": spoken(0, 90), "31": spoken(180, 8), "32": spoken(95, 185)}

    def diarise(audio, *_, **__) -> Diarisation:
        return heard[str(audio.duration_ms // 1000)]

    monkeypatch.setattr("mediahub.speech.diarise", diarise)
    return heard


@pytest.fixture
def voices(monkeypatch: pytest.MonkeyPatch) -> Voices:
    """What the diarisation will hear in this test."""
    return hearing(monkeypatch)


@pytest.fixture(scope="module")
def run_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace of `place`, run: to be copied, never changed."""
    folder = tmp_path_factory.mktemp("people")
    made = Place(folder / "ws", Store(folder / "models", pip_options=["--no-index"]))
    for episode, seconds in {"ett": 30, "tre": 32, "andra": 31}.items():
        sound(made.root / "media" / f"{episode}.mp3", seconds + 0.5)
        (made.root / "media" / f"{episode}.vtt").write_text(SAID, encoding="utf-8")
    (made.root / "media" / "people.toml").write_text(PEOPLE, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        hearing(patch)
        made.run()
    return made.root


@pytest.fixture
def place(run_once: Path, tmp_path: Path, voices: Voices) -> Place:
    """Three episodes: Anna's voice is 0°, Bo's 90°, a stranger's 180°; nobody is named."""
    root = Path(shutil.copytree(run_once, tmp_path / "ws", symlinks=True))
    return Place(root, Store(tmp_path / "models", pip_options=["--no-index"]))


def turns(place: Place, item: str) -> dict:
    return json.loads(place.text(f"transcripts/{item}/turns.json"))


def offered(place: Place) -> list[tuple[str, str, str]]:
    return [(one.item, one.speaker, one.person.id) for one in proposals(place.root)]


def speakers(place: Place, item: str) -> list[str]:
    transcript = json.loads(place.text(f"transcripts/{item}/transcript.json"))
    return [speaker["name"] for speaker in transcript["speakers"]]


def test_a_name_given_once_is_proposed_elsewhere_and_published_nowhere(place: Place) -> None:
    assert proposals(place.root) == []
    assert name(place.root, "ett", "Talare 1", "anna").splitlines() == [
        "ett: Talare 1 is Anna Lind (kept in media/ett.edits.json).",
        "`mediahub people proposals` says where else the voice is heard.",
        "It stands in captions, search and page now.",
    ]
    (offer,) = proposals(place.root)  # even before the next run
    assert isinstance(offer, Proposal)
    assert (offer.item, offer.speaker, offer.person.id) == ("andra", "Talare 2", "anna")
    assert offer.likeness == pytest.approx(math.cos(math.radians(8)), abs=1e-4)
    assert offer.confidence == 0.99
    assert offer.seconds == 14.0
    place.run()
    assert speakers(place, "andra") == ["Talare 1", "Talare 2"]
    assert offered(place) == [("andra", "Talare 2", "anna")]


def test_a_confirmed_proposal_is_a_name_and_makes_the_profile_surer(place: Place) -> None:
    name(place.root, "ett", "Talare 1", "anna")
    assert confirm(place.root, "andra", "Talare 2").splitlines() == [
        "andra: Talare 2 is Anna Lind (kept in media/andra.edits.json).",
        "It stands in captions, search and page now.",
    ]
    assert proposals(place.root) == []
    place.run()
    assert speakers(place, "andra") == ["Talare 1", "Anna Lind"]
    anna, bo = people(place.root)
    assert (anna.consents, anna.named_in, anna.profile_items) == (True, 2, 2)
    assert (bo.consents, bo.named_in, bo.profile_items) == (False, 0, 0)


def test_what_is_not_proposed_cannot_be_confirmed(place: Place) -> None:
    name(place.root, "ett", "Talare 1", "anna")
    with pytest.raises(SettingsError, match="nobody is proposed for Talare 1 of andra"):
        confirm(place.root, "andra", "Talare 1")
    with pytest.raises(SettingsError, match="anna is proposed for Talare 2 of andra"):
        confirm(place.root, "andra", "Talare 2", "bo")
    with pytest.raises(MediaError, match="there is: Talare 1, Talare 2"):
        confirm(place.root, "andra", "Talare 9")


def test_a_rejected_proposal_never_returns(place: Place, voices: Voices) -> None:
    name(place.root, "ett", "Talare 1", "anna")
    assert reject(place.root, "andra", "Talare 2", "anna") == (
        "andra: Talare 2 is not Anna Lind, and will not be proposed again (media/andra.edits.json)."
    )
    assert proposals(place.root) == []
    summary = place.run()
    assert not any("edit" in note for note in summary.notes)
    assert proposals(place.root) == []
    # Not even when the voices are told apart anew, and numbered otherwise.
    turns, numbers = voices["31"].turns, voices["31"].voices
    relabelled = (Turn(turns[0].span, "S2"), Turn(turns[1].span, "S3"))
    voices["31"] = Diarisation(relabelled, {"S2": numbers["S1"], "S3": numbers["S2"]}, EKAPA)
    place.run(force=True)
    assert proposals(place.root) == []


def test_a_rejection_is_kept_once(place: Place) -> None:
    name(place.root, "ett", "Talare 1", "anna")
    reject(place.root, "andra", "Talare 2", "anna")
    edits = (place.root / "media" / "andra.edits.json").read_bytes()
    assert reject(place.root, "andra", "Talare 2", "anna") == (
        "andra: that Talare 2 is not Anna Lind is kept already."
    )
    assert (place.root / "media" / "andra.edits.json").read_bytes() == edits


def test_a_rejection_whose_words_are_gone_holds_for_the_whole_item(
    place: Place, edit: Callable[[Path, str, str], None]
) -> None:
    name(place.root, "ett", "Talare 1", "anna")
    reject(place.root, "andra", "Talare 2", "anna")
    captions = place.root / "media" / "andra.vtt"
    edit(captions, "Fattigdomen bland barn märks på utflyktsdagen.", "Något helt annat nu.")
    place.run()
    assert proposals(place.root) == []


def test_who_bears_the_name_cannot_be_rejected(place: Place) -> None:
    name(place.root, "ett", "Talare 1", "anna")
    with pytest.raises(SettingsError, match="is named Anna Lind; take the name back"):
        reject(place.root, "ett", "Anna Lind", "anna")


def test_without_consent_nobody_is_proposed_and_the_named_voice_is_not_kept(place: Place) -> None:
    name(place.root, "ett", "Talare 2", "bo")
    assert proposals(place.root) == []
    assert sorted(turns(place, "ett")["voices"]) == ["S1"]  # at once
    assert proposals(place.root) == []
    assert place.run().idle


def test_a_consent_withdrawn_by_hand_erases_with_the_next_run(
    place: Place, edit: Callable[[Path, str, str], None]
) -> None:
    name(place.root, "ett", "Talare 1", "anna")
    place.run()
    assert sorted(turns(place, "ett")["voices"]) == ["S1", "S2"]
    edit(place.root / "media" / "people.toml", "voice_consent = true ", "voice_consent = false ")
    assert proposals(place.root) == []
    assert place.run().idle
    assert sorted(turns(place, "ett")["voices"]) == ["S2"]


def test_a_consent_given_later_needs_the_voice_again_and_says_where(
    place: Place, edit: Callable[[Path, str, str], None]
) -> None:
    name(place.root, "ett", "Talare 2", "bo")
    place.run()
    registry = place.root / "media" / "people.toml"
    consent = 'name = "Bo Alm"\nvoice_consent = true\nvoice_consent_date = 2026-02-01'
    edit(registry, 'name = "Bo Alm"', consent)
    place.run()
    assert people(place.root)[1].unkept == ("ett",)
    place.run(stages=("diarise", "transcribe"), force=True, only=("ett",))
    assert people(place.root)[1].unkept == ()
    assert offered(place) == [("tre", "Talare 1", "bo")]


def test_forgetting_erases_the_voice_wherever_it_is_and_keeps_the_registry(place: Place) -> None:
    name(place.root, "ett", "Talare 1", "anna")
    place.run()
    before = {path: data for path, data in place.files("media").items() if "people" not in path}
    told = forget(place.root, "anna")
    assert told == [
        "Anna Lind: voice_consent = false in media/people.toml",
        "erased the voice from andra",
        "erased the voice from ett",
        "No profile is left, and nobody is proposed to be them.",
    ]
    assert place.text("media/people.toml") == PEOPLE.replace("= true ", "= false ")
    assert sorted(turns(place, "ett")["voices"]) == ["S2"]
    assert sorted(turns(place, "andra")["voices"]) == ["S1"]  # the other was proposed to be Anna's
    after = {path: data for path, data in place.files("media").items() if "people" not in path}
    assert after == before
    assert place.run().idle
    assert proposals(place.root) == []
    assert people(place.root)[0].profile_items == 0
    assert speakers(place, "ett") == ["Anna Lind", "Talare 2"]
    needles = [json.dumps(list(at(degrees)), indent=1) for degrees in (0, 8)]
    for path, data in place.files("transcripts", ".mediahub", "feeds", "media").items():
        flat = data.replace(b" ", b"").replace(b"\n", b"")
        for needle in needles:
            assert needle.replace(" ", "").replace("\n", "").encode() not in flat, path


def test_forgetting_reaches_results_whose_source_is_gone(place: Place) -> None:
    name(place.root, "ett", "Talare 1", "anna")
    place.run()
    (place.root / "media" / "ett.mp3").rename(place.root / "ett.mp3")
    (place.root / "media" / "ett.vtt").unlink()
    forget(place.root, "anna")
    assert sorted(turns(place, "ett")["voices"]) == ["S2"]


def test_a_forgotten_voice_told_apart_anew_is_not_kept(place: Place) -> None:
    name(place.root, "ett", "Talare 1", "anna")
    forget(place.root, "anna")
    place.run(force=True)
    assert sorted(turns(place, "ett")["voices"]) == ["S2"]


def test_an_unknown_person_is_told(place: Place) -> None:
    with pytest.raises(SettingsError, match=r"there is no person 'ana'.*'anna'"):
        forget(place.root, "ana")


def test_a_name_follows_the_voice_when_other_cuts_number_it_otherwise(
    place: Place, voices: Voices
) -> None:
    name(place.root, "ett", "Talare 1", "anna")
    place.run()
    voices["30"] = spoken(90, 3)  # now the first cue is heard as Bo's, the second as Anna's
    place.run(stages=("diarise", "transcribe"), force=True, only=("ett",))
    assert speakers(place, "ett") == ["Talare 1", "Anna Lind"]
    place.run(stages=("transcribe",), force=True, only=("ett",))
    assert speakers(place, "ett") == ["Talare 1", "Anna Lind"]


def test_without_consent_a_name_stays_with_time_and_words(place: Place, voices: Voices) -> None:
    name(place.root, "ett", "Talare 2", "bo")
    place.run()
    voices["30"] = spoken(88, 0)
    place.run(stages=("diarise", "transcribe"), force=True, only=("ett",))
    assert speakers(place, "ett") == ["Talare 1", "Bo Alm"]
    assert "known" not in turns(place, "ett")


def test_a_name_stays_where_the_voice_is_not_clear(place: Place, voices: Voices) -> None:
    name(place.root, "ett", "Talare 1", "anna")
    place.run()
    voices["30"] = spoken(100, 80)
    place.run(stages=("diarise", "transcribe"), force=True, only=("ett",))
    assert speakers(place, "ett") == ["Anna Lind", "Talare 2"]
