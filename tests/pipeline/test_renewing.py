"""`run --renew model --model …`: a model that a person names is used, or refused aloud."""

import json
from pathlib import Path

import numpy as np
import pytest

import mediahub.speech
from mediahub.errors import SettingsError
from mediahub.mediafile import Audio
from mediahub.models import Store
from mediahub.pipeline.overview import overview
from mediahub.pipeline.stages import recognise
from mediahub.speech.recogniser import Heard, HeardWord
from mediahub.transcript import ModelIdentity, Span
from tests.pipeline.conftest import Place, sound

ITEM = "film"


class Fake:
    """Says the name of its model, whatever it hears."""

    batch_size = 1
    lanes = None

    def __init__(self, identity: ModelIdentity, folder: Path, _lanes: object, **_: object) -> None:
        self.identity = identity
        self._word = (folder / "model.bin").read_text(encoding="utf-8")

    def speaks(self, _language: str) -> bool:
        return True

    def hotwords(self, terms):
        return tuple(terms)

    def decode(self, sounds, _language, _attempt):
        return [Heard((HeardWord(self._word, 200, 700, 0.9),)) for _ in sounds]


def model_folder(path: Path, word: str) -> Path:
    """A folder that looks like a model, which says one word."""
    path.mkdir(parents=True)
    for name in ("config.json", "tokenizer.json", "vocabulary.json"):
        (path / name).write_text("{}", encoding="utf-8")
    (path / "model.bin").write_text(word, encoding="utf-8")
    return path


@pytest.fixture
def film(empty: Place, monkeypatch: pytest.MonkeyPatch) -> Place:
    """One film without captions, on a machine whose recognisers are fakes."""
    sound(empty.root / "media" / "film.mp3", seconds=1)
    monkeypatch.setattr(mediahub.speech, "Recogniser", Fake)
    monkeypatch.setattr(mediahub.speech, "speech_regions", lambda *_, **__: (Span(200, 900),))
    audio = Audio(np.zeros(16_000, np.int16))
    monkeypatch.setattr(recognise, "decoded", lambda *_: audio)
    return empty


def said(place: Place) -> tuple[str, str]:
    made = json.loads(place.text(f"transcripts/{ITEM}/recognition.json"))
    return made["words"][0][0], made["model"]["name"]


def recognised(place: Place, **options: object) -> bool:
    return "recognise" in place.run(**options).done.get(ITEM, ())


MODEL = frozenset({"model"})


def test_a_named_folder_of_unknown_rank_is_used_for_what_is_renewed(film: Place, tmp_path: Path):
    base = str(model_folder(tmp_path / "whisper-base", "Bas."))
    own = str(model_folder(tmp_path / "egen", "Egen."))
    assert recognised(film, model=base)
    assert said(film) == ("Bas.", "local/whisper-base")
    assert not recognised(film, model=own)  # good work stays until it is asked for
    assert said(film) == ("Bas.", "local/whisper-base")
    assert recognised(film, model=own, renew=MODEL)
    assert said(film) == ("Egen.", "local/egen")
    assert not recognised(film, model=own, renew=MODEL)
    assert film.run(model=own, renew=MODEL).notes == film.run(model=own).notes


def test_what_it_made_is_never_called_worse_than_whisper_base(film: Place, tmp_path: Path):
    base = model_folder(tmp_path / "whisper-base", "Bas.")
    own = str(model_folder(tmp_path / "egen", "Egen."))
    film.run(model=own)
    settings = film.root / "mediahub.toml"
    settings.write_text(f'[speech]\nmodel = "{base}"\n', encoding="utf-8")
    for renew in (frozenset(), frozenset({"version"})):
        summary = film.run(renew=renew)
        assert "recognise" not in summary.done.get(ITEM, ())
        assert not [note for note in summary.notes if "lesser" in note or "better" in note]
    assert said(film) == ("Egen.", "local/egen")
    # Whoever names whisper-base in so many words, and asks for it, gets it.
    assert recognised(film, model=str(base), renew=MODEL)
    assert said(film) == ("Bas.", "local/whisper-base")


def test_with_auto_nothing_is_better_than_a_model_of_unknown_rank(
    film: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    film.run(model=str(model_folder(tmp_path / "egen", "Egen.")))
    there = model_folder(tmp_path / "store", "Bas.")
    monkeypatch.setattr(
        Store,
        "at_hand",
        lambda _self, model, **_: there if model.name == "openai/whisper-base" else None,
    )
    view = overview(film.root, store=film.store)
    assert {one.condition for one in view.statuses if one.stage == "recognise"} == {"fresh"}
    assert not recognised(film, renew=MODEL)
    assert said(film) == ("Egen.", "local/egen")


def test_a_lesser_model_replaces_a_better_ones_work_only_when_named(film: Place, tmp_path: Path):
    small = str(model_folder(tmp_path / "kb-whisper-small", "Liten."))
    base = str(model_folder(tmp_path / "whisper-base", "Bas."))
    film.run(model=small)
    assert not recognised(film, model=base)
    assert recognised(film, model=base, renew=MODEL)
    assert said(film) == ("Bas.", "local/whisper-base")
    assert recognised(film, model=small, renew=MODEL)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("KBLab/kb-whisper-small", "KBLab/kb-whisper-small is not on this machine; run `mediahub "
                                   "models fetch KBLab/kb-whisper-small` first"),
        ("kb-wisper", "--model kb-wisper"),
        ("./borta", "--model ./borta: there is no such folder"),
    ],
)  # fmt: skip
def test_a_named_model_that_is_not_at_hand_is_refused_and_nothing_is_done(
    film: Place, name: str, told: str
):
    with pytest.raises(SettingsError) as raised:
        film.run(model=name, renew=MODEL)
    assert told in str(raised.value)
    assert not (film.root / "transcripts").exists()


def test_the_model_in_the_settings_is_refused_as_loudly(film: Place):
    (film.root / "mediahub.toml").write_text(
        '[speech]\nmodel = "KBLab/kb-whisper-small"\n', encoding="utf-8"
    )
    with pytest.raises(SettingsError, match="kb-whisper-small is not on this machine"):
        film.run()
