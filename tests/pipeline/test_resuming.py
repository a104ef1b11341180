"""A killed run goes on at the last finished chunk."""

import shutil
from pathlib import Path

import pytest

from mediahub.models import WHISPER_BASE, default_store
from mediahub.pipeline.plan import Choices
from mediahub.pipeline.report import Silent
from mediahub.pipeline.run import Options, run
from mediahub.speech import Recogniser

FILM = Path(__file__).parents[2] / "media" / "2020-06-03-tidiga-insatser" / "temafilm.mp4"

pytestmark = pytest.mark.speech


def test_finished_chunks_are_not_recognised_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "media").mkdir()
    shutil.copy(FILM, tmp_path / "media")
    (tmp_path / "mediahub.toml").write_text("[speech]\nbatch_size = 1\n")
    choices = Choices(stages=frozenset({"probe", "recognise"}))
    options = Options(choices=choices, model=WHISPER_BASE.name)
    real = Recogniser.decode
    heard = {"sounds": 0, "most": 3}

    def counting(self, sounds, *args):
        heard["sounds"] += len(sounds)
        if heard["sounds"] >= heard["most"]:
            raise KeyboardInterrupt
        return real(self, sounds, *args)

    def sounds_of_a_run() -> int:
        heard.update(sounds=0, most=1_000_000)
        assert run(tmp_path, options, Silent(), store=default_store()).failures == ()
        return heard["sounds"]

    monkeypatch.setattr(Recogniser, "decode", counting)
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path, options, Silent(), store=default_store())
    resumed = sounds_of_a_run()
    first = (tmp_path / "transcripts" / "temafilm" / "recognition.json").read_bytes()
    shutil.rmtree(tmp_path / "transcripts")
    assert resumed < sounds_of_a_run()
    # What was pieced together is what one go gives.
    assert (tmp_path / "transcripts" / "temafilm" / "recognition.json").read_bytes() == first
