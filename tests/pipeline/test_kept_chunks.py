"""Which finished chunks of a killed recognition the next run may go on from."""

import json
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

import mediahub.speech
from mediahub.mediafile import Audio
from mediahub.pipeline.stage import Handle
from mediahub.pipeline.stages import recognise as stage
from mediahub.speech import Lanes
from mediahub.speech.recogniser import Heard, HeardWord
from mediahub.transcript import ModelIdentity, Span
from mediahub.transcript.codec import recognition_from_json
from tests.pipeline.conftest import Table

SAID = {"sv": "Hej.", "en": "Hello."}


class Fake:
    """Says one word whatever it hears; notes the language of each sound."""

    identity = ModelIdentity("test/fake", "1")
    batch_size = 1
    lanes = None

    def __init__(self) -> None:
        self.asked: list[str] = []

    def speaks(self, language: str) -> bool:
        return language in SAID

    def hotwords(self, terms):
        return tuple(terms)

    def decode(self, sounds, language, _attempt):
        self.asked += [language] * len(sounds)
        return [Heard((HeardWord(SAID[language], 200, 700, 0.9),)) for _ in sounds]


@pytest.fixture
def recognised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """`recognised(language)` gives the words, and for how many sounds the model was asked."""
    monkeypatch.setattr(mediahub.speech, "speech_regions", lambda *_, **__: (Span(200, 900),))
    audio = Audio(np.zeros(16_000, np.int16))
    monkeypatch.setattr(stage, "decoded", lambda *_: audio)
    monkeypatch.setattr(stage, "length_ms", lambda *_: 1_000)

    def recognise(language: str) -> tuple[list[str], int]:
        fake = Fake()
        media = Handle("film.mp4", "aa")
        job = stage.RecogniseJob(media, None, media, language, 5, (), fake.identity, 4.0)
        tools = SimpleNamespace(lanes=Lanes(1), recogniser=lambda _: fake, embedder=lambda _: None)
        table = Table(tmp_path, tools=tools)
        stage.STAGE.run(job, table)
        made = json.loads(table.out("recognition.json").read_text(encoding="utf-8"))
        return [word.text for word in recognition_from_json(made).words], len(fake.asked)

    return recognise


def test_what_was_heard_in_one_language_is_not_kept_for_another(recognised):
    assert recognised("sv") == (["Hej."], 1)
    assert recognised("sv") == (["Hej."], 0)
    assert recognised("en") == (["Hello."], 1)


def test_what_an_older_version_of_the_stage_heard_is_not_kept(
    recognised, monkeypatch: pytest.MonkeyPatch
):
    assert recognised("sv") == (["Hej."], 1)
    monkeypatch.setattr(stage, "VERSION", stage.VERSION + 1)
    assert recognised("sv") == (["Hej."], 1)
