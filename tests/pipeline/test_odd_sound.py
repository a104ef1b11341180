"""Odd but valid sound and a damaged model, with the real recogniser."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from mediahub.mediafile.process import binary
from mediahub.models import WHISPER_BASE, Store, default_store
from mediahub.pipeline.report import Silent
from mediahub.pipeline.run import Options, Summary, run
from mediahub.speech import Recogniser
from tests.pipeline.conftest import CAPTIONS, sound

FILM = Path(__file__).parents[2] / "media" / "2020-06-03-tidiga-insatser" / "temafilm.mp4"

pytestmark = pytest.mark.speech


def made(target: Path, *options: str) -> Path:
    """A file made by the real ffmpeg."""
    target.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run([binary(), "-nostdin", "-v", "error", *options, f"file:{target}"], check=True)
    return target


def recognised(root: Path, store: Store | None = None) -> Summary:
    return run(root, Options(model=WHISPER_BASE.name), Silent(), store=store or default_store())


def words(root: Path, item: str) -> list[str]:
    text = (root / "transcripts" / item / "transcript.txt").read_text(encoding="utf-8")
    return text.split()


def test_a_long_silence_is_a_result_and_loads_no_recogniser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    made(tmp_path / "media" / "tyst.mp3", "-f", "lavfi", "-i", "anullsrc=r=16000:cl=mono",
         "-t", "600", "-b:a", "8k")  # fmt: skip

    def loaded(*_: object, **__: object) -> None:
        pytest.fail("the recogniser was loaded")

    monkeypatch.setattr(Recogniser, "__init__", loaded)
    summary = recognised(tmp_path)
    assert (summary.failures, summary.exit_code) == ((), 0)
    transcript = json.loads((tmp_path / "transcripts" / "tyst" / "transcript.json").read_bytes())
    assert transcript["segments"] == []
    assert transcript["model"]["name"] == WHISPER_BASE.name
    assert "tyst" in (tmp_path / "feeds" / "media" / "feed.xml").read_text(encoding="utf-8")
    assert recognised(tmp_path).idle


def test_telephone_sound_cinema_sound_and_a_blink(tmp_path: Path):
    media = tmp_path / "media"
    spoken = ("-ss", "5", "-t", "12", "-i", str(FILM), "-vn")
    made(media / "telefon.wav", *spoken, "-ar", "8000", "-ac", "1")
    made(media / "biosal.flac", *spoken, "-ar", "96000", "-ac", "8")
    made(media / "blink.wav", *spoken, "-t", "0.2")
    summary = recognised(tmp_path)
    assert (summary.failures, summary.exit_code) == ((), 0)
    assert len(words(tmp_path, "telefon")) >= 10
    assert len(words(tmp_path, "biosal")) >= 10
    assert json.loads((tmp_path / "transcripts" / "blink" / "chapters.json").read_bytes())


def test_a_damaged_model_fails_the_items_that_need_it_and_says_how_to_mend_it(tmp_path: Path):
    (folder,) = default_store().folder.glob("openai--whisper-base-*")
    store = Store(tmp_path / "models", pip_options=["--no-index"])
    copy = store.folder / folder.name
    shutil.copytree(folder, copy)
    model = copy / "model.bin"
    data = bytearray(model.read_bytes())
    data[1_000_000:1_000_100] = bytes(100)
    model.write_bytes(data)
    root = tmp_path / "ws"
    made(root / "media" / "tal.wav", "-ss", "5", "-t", "6", "-i", str(FILM), "-vn")
    sound(root / "media" / "a.mp3")
    (root / "media" / "a.vtt").write_text(CAPTIONS, encoding="utf-8")
    summary = recognised(root, store)
    assert summary.exit_code == 1
    assert [failure.item for failure in summary.failures] == ["tal"]
    message = summary.failures[0].message
    assert "model.bin" in message
    assert f"mediahub models fetch {WHISPER_BASE.name}" in message
    assert (root / "transcripts" / "a" / "chapters.json").exists()
