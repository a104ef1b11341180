"""What is written of models, machine and an item's sound reaches the recogniser."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import mediahub.speech
from mediahub.errors import SettingsError
from mediahub.mediafile import Audio
from mediahub.pipeline.overview import overview
from mediahub.pipeline.stages import recognise
from mediahub.pipeline.survey import survey
from mediahub.speech.recogniser import Heard, HeardWord
from mediahub.transcript import ModelIdentity, Span
from tests.pipeline.conftest import Place, sound
from tests.pipeline.test_renewing import model_folder

SETTINGS = '[speech]\nmodel = "{model}"\n{speech}\n[media]\n{media}\n'


class Spy:
    """Says a hesitation and a word, and notes how it was asked."""

    batch_size = 1

    def __init__(self, identity: ModelIdentity, _folder: Path, lanes: Any, **how: object) -> None:
        self.identity, self.lanes = identity, None
        seen.update(how, cores=lanes.count * lanes.threads, model=identity.name)

    def speaks(self, language: str) -> bool:
        return language in ("sv", "en")

    def hotwords(self, terms):
        return tuple(terms)

    def decode(self, sounds, language, _attempt):
        seen["language"] = language
        words = (HeardWord("Öhm,", 100, 300, 0.9), HeardWord("hej.", 300, 800, 0.9))
        return [Heard(words) for _ in sounds]

    def languages(self, _sound):
        return {"en": 0.9, "sv": 0.01}


seen: dict[str, object] = {}
"""How the recogniser was made and asked last."""


@pytest.fixture
def film(empty: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """One film without captions on a machine with a spy for a recogniser, run once."""
    sound(empty.root / "media" / "film.mp3", seconds=1)
    (empty.root / "media" / "film.toml").write_text('title = "Film"\n', encoding="utf-8")
    monkeypatch.setattr(mediahub.speech, "Recogniser", Spy)
    monkeypatch.setattr(mediahub.speech, "speech_regions", lambda *_, **__: (Span(50, 900),))
    real = mediahub.speech.recognise

    def noting(audio, regions, terms, settings, *rest, **more):
        seen["beam_size"] = settings.beam_size
        return real(audio, regions, terms, settings, *rest, **more)

    monkeypatch.setattr(mediahub.speech, "recognise", noting)

    def decoded(
        _scratch: object, _source: object, _sound: object, _duration_ms: int, factor: float
    ) -> Audio:
        seen["time_limit_factor"] = factor
        return Audio(np.zeros(16_000, np.int16))

    monkeypatch.setattr(recognise, "decoded", decoded)
    model_folder(tmp_path / "egen", "")
    model_folder(tmp_path / "annan", "")
    write(empty)
    assert empty.run().failures == ()
    return empty


def write(place: Place, speech: str = "", media: str = "", model: str = "egen") -> None:
    text = SETTINGS.format(model=place.root.parent / model, speech=speech, media=media)
    (place.root / "mediahub.toml").write_text(text, encoding="utf-8")


def again(place: Place) -> dict[str, object]:
    """How the recogniser is asked when all is made anew."""
    seen.clear()
    assert place.run(force=True).failures == ()
    return dict(seen)


@pytest.mark.parametrize(
    ("written", "key", "value"),
    [
        ({"speech": 'device = "cpu"'}, "device", "cpu"),
        ({"speech": "threads = 3"}, "cores", 3),
        ({"speech": "batch_size = 7"}, "batch_size", 7),
        ({"speech": "beam_size = 2"}, "beam_size", 2),
        ({"speech": 'compute_type = "float32"'}, "compute_type", "float32"),
        ({"media": "time_limit_factor = 9.5"}, "time_limit_factor", 9.5),
        ({"model": "annan"}, "model", "local/annan"),
    ],
)
def test_what_is_written_of_the_machine_is_how_the_recogniser_works(
    film: Place, written: dict[str, str], key: str, value: object
):
    before = again(film)
    write(film, **written)
    after = again(film)
    assert (after[key], before[key] != value) == (value, True)
    assert {name for name in after if after[name] != before[name]} == {key}


@pytest.mark.parametrize(
    ("device", "written", "reasons"),
    [
        ("cpu", "int8", ()),
        ("auto", "int8_float32", ()),
        ("cpu", "float32", ("compute type auto → float32",)),
        ("cpu", "int16", ("compute type auto → int16",)),
    ],
)
def test_other_numbers_are_renewable_work_and_the_usual_ones_written_out_are_not(
    film: Place, device: str, written: str, reasons: tuple[str, ...]
):
    write(film, f'device = "{device}"\ncompute_type = "{written}"')
    view = overview(film.root, store=film.store)
    (status,) = [one for one in view.statuses if one.stage == "recognise"]
    assert (status.condition, status.reasons) == ("renewable" if reasons else "fresh", reasons)
    assert bool(status.changed) == bool(reasons)


def test_what_the_machine_cannot_do_stops_the_run_before_any_item(
    film: Place, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("ctranslate2.get_cuda_device_count", lambda: 0)
    write(film, 'device = "cuda"')
    with pytest.raises(SettingsError, match=r'device = "cuda" in mediahub\.toml'):
        film.run(force=True)
    assert film.run().failures == ()  # nothing is to be recognised


def test_fillers_stand_in_the_transcript_when_they_are_kept(film: Place):
    assert "Öhm" not in film.text("transcripts/film/transcript.txt")
    write(film, 'fillers = "keep"')
    assert film.run().done["film"][0] == "transcribe"
    assert "Öhm" in film.text("transcripts/film/transcript.txt")


def test_an_items_language_is_what_is_listened_for(film: Place):
    assert again(film)["language"] == "sv"
    own = film.root / "media" / "film.toml"
    own.write_text('title = "Film"\nlanguage = "en"\n', encoding="utf-8")
    assert film.run(renew=frozenset({"language"})).failures == ()
    assert seen["language"] == "en"


def test_languages_are_renewable_work_and_show_in_every_form(film: Place):
    own = film.root / "media" / "film.toml"
    own.write_text('title = "Film"\nlanguages = ["sv", "en"]\n', encoding="utf-8")
    (status,) = [
        one for one in overview(film.root, store=film.store).statuses if one.stage == "recognise"
    ]
    assert (status.condition, status.reasons) == (
        "renewable",
        ("languages spoken: one alone → sv, en",),
    )
    assert film.run(renew=frozenset({"language"})).failures == ()
    assert seen["language"] == "en"
    folder = "transcripts/film"
    assert json.loads(film.text(f"{folder}/recognition.json"))["stretches"] == [[0, 1000, "en"]]
    assert "<lang en>" in film.text(f"{folder}/transcript.vtt")
    assert '<span lang="en">' in film.text(f"{folder}/transcript.html")
    assert "Öhm" in film.text(f"{folder}/transcript.txt")  # no Swedish hesitation is taken out


def test_a_swedish_model_that_heard_no_other_language_is_told(
    film: Place, monkeypatch: pytest.MonkeyPatch
):
    def made(identity: ModelIdentity, *rest: Any, **how: object) -> Spy:
        return Spy(replace(identity, swedish=True), *rest, **how)

    monkeypatch.setattr(mediahub.speech, "Recogniser", made)
    monkeypatch.setattr(Spy, "languages", lambda _self, _sound: {"sv": 1.0})
    own = film.root / "media" / "film.toml"
    own.write_text('title = "Film"\nlanguages = ["sv", "en"]\n', encoding="utf-8")
    told = film.run(renew=frozenset({"language"})).notices.items["film"]
    assert "languages-not-heard" in [one.code for one in told]


def test_how_many_voices_there_are_is_what_turns_are_made_by(film: Place):
    own = film.root / "media" / "film.toml"
    own.write_text('title = "Film"\nspeakers = [2, 4]\n', encoding="utf-8")
    view = overview(film.root, store=film.store)
    (status,) = [one for one in view.statuses if one.stage == "diarise"]
    assert (status.condition, status.reasons) == (
        "renewable",
        ("number of speakers unknown → 2–4",),
    )
    now = survey(film.root, store=film.store)
    assert now.view(now.catalogue.item("film")).item.speakers == (2, 4)
