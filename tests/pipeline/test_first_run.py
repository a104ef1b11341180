"""The first run of a machine with no model: the real command, and a hub on the loopback."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from mediahub.mediafile.process import binary
from mediahub.models import WHISPER_BASE, default_store
from tests.models.hub_server import NEW, Shelf, serving

SPEECH = Path(__file__).parents[2] / "media/2020-06-03-tidiga-insatser/podden-avsnitt-1.mp3"
SMALL = "KBLab/kb-whisper-small"
FILES = ("model.bin", "config.json", "tokenizer.json", "vocabulary.txt")
ITEM = "podden-ett"


@dataclass
class FirstRun:
    """A workspace with ten seconds of speech, an empty model store, and a hub to fetch from."""

    root: Path
    shelf: Shelf
    hub: str

    def __call__(self, largest: int | None = None) -> tuple[int, str, str]:
        """`mediahub run`: its exit code, standard output and standard error.

        No file can grow beyond `largest` bytes, as on a disk that is full.
        """
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("HF_")},
            "HF_ENDPOINT": self.hub,
            "MEDIAHUB_MODELS": str(self.store),
            "NO_PROXY": "127.0.0.1",
            "PIP_NO_INDEX": "1",  # there is no way to another model
        }
        command = [sys.executable, "-m", "mediahub", "-C", str(self.root / "ws"), "run"]
        limit = () if largest is None else ("prlimit", f"--fsize={largest}")
        done = subprocess.run(
            [*limit, *command], env=environment, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout, done.stderr

    @property
    def store(self) -> Path:
        return self.root / "models"

    def fetched(self) -> list[str]:
        """Every file of the store that holds bytes of the model."""
        files = [path for path in self.store.rglob("*") if path.is_file()]
        return sorted(path.name for path in files if path.suffix != ".lock")


@pytest.fixture
def first_run(tmp_path: Path) -> Iterator[FirstRun]:
    sound = tmp_path / "ws" / "media" / "podden" / "ett.mp3"
    sound.parent.mkdir(parents=True)
    cut = [binary(), "-nostdin", "-v", "error", "-t", "10", "-i", str(SPEECH), str(sound)]
    subprocess.run(cut, check=True)
    # No weights at all: what is tried with them ends before anything is loaded.
    shelf = Shelf({name: name.encode() * 1000 for name in FILES}, SMALL)
    with serving(shelf) as address:
        yield FirstRun(tmp_path, shelf, address)


@pytest.mark.speech
def test_the_wanted_model_comes_over_a_broken_line_at_the_hubs_newest_commit(
    first_run: FirstRun,
) -> None:
    """KB-Whisper's name on whisper-base's files: all of the way but the words that come of it."""
    store = default_store()
    if not store.at_hand(WHISPER_BASE):
        pytest.fail(f"{WHISPER_BASE.name} is not on this machine: `mediahub models fetch` gets it")
    home, shelf = store.open(WHISPER_BASE), first_run.shelf
    shelf.files = {name: (home / name).read_bytes() for name in FILES}
    shelf.cuts["model.bin"] = [80 << 20]
    code, out, err = first_run()
    assert code == 0
    told = err.splitlines()
    at = told.index(f"no recogniser on this machine; the one wanted is {SMALL} (488 MB)")
    assert told[at + 1 : at + 12] == [
        f"{SMALL} (488 MB, Apache-2.0) is fetched into {first_run.store}",
        f"the hub no longer has {SMALL} at 3564d61a42fc, by which mediahub knows it; its newest, "
        "a1b2c3d4e5f6, is taken instead",
        f"fetching 148 MB from the hub: {SMALL} at a1b2c3d4e5f6",
        *(f"model.bin: {came} MB of 145 MB" for came in (15, 29, 44, 59, 73)),
        "the line broke at 84 MB of 145 MB of model.bin; it is gone on with from there",
        *(f"model.bin: {came} MB of 145 MB" for came in (88, 102)),
    ]
    assert shelf.asked[:2] == [("model.bin", None), ("model.bin", f"bytes={80 << 20}-")]
    assert "Words by KBLab/kb-whisper-small." in out
    assert (
        f"Note: {SMALL} is at a1b2c3d4e5f6, the newest that the hub has: the one that mediahub "
        "knows, 3564d61a42fc, is no longer there"
    ) in out
    results = first_run.root / "ws" / "transcripts" / ITEM
    recognition = json.loads((results / "recognition.json").read_bytes())
    assert recognition["model"] == {"name": SMALL, "revision": NEW[:12], "swedish": True}
    assert recognition["words"]
    asked = len(shelf.asked)
    code, out, _ = first_run()
    assert (code, out.startswith("Nothing to do"), len(shelf.asked)) == (0, True, asked)


def test_bytes_that_are_not_the_stated_ones_are_refused_told_and_not_kept(
    first_run: FirstRun,
) -> None:
    first_run.shelf.spoilt["model.bin"] = bytes(9000)
    code, _, err = first_run()
    assert code == 2
    assert f"{SMALL} could not be fetched: model.bin has SHA-256 " in err
    assert "Ways out: connect this machine to the hub" in err
    assert first_run.fetched() == []


def test_a_run_that_the_line_stopped_is_gone_on_with_by_the_next(first_run: FirstRun) -> None:
    shelf = first_run.shelf
    shelf.files["model.bin"] = bytes(3 << 20)
    shelf.cuts["model.bin"] = [2 << 20, 0]
    code, _, err = first_run()
    assert code == 2
    assert "the line broke at 2 MB of 3 MB of model.bin; it is gone on with from there" in err
    assert f"{SMALL} could not be fetched: the hub broke off at model.bin (Server error '503" in err
    shelf.asked.clear()
    # What came is no model. That is told of the item, and of where the model lies.
    code, out, _ = first_run()
    assert shelf.asked[0] == ("model.bin", f"bytes={2 << 20}-")
    assert code == 1
    assert f"FAILED {ITEM} (recognise): the model {SMALL} in {first_run.store}" in out


@pytest.mark.skipif(shutil.which("prlimit") is None, reason="only Linux limits files so")
def test_a_disk_without_room_is_told_with_what_to_do(first_run: FirstRun) -> None:
    first_run.shelf.files["model.bin"] = bytes(3 << 20)
    code, _, err = first_run(largest=2 << 20)
    assert code == 2
    assert (
        f"{SMALL} could not be written into {first_run.store} (File too large): make room there, "
        "or give another folder in the environment variable MEDIAHUB_MODELS; what came of it is "
        "kept, and the next fetch goes on from there"
    ) in err
    assert not any(path.name == "manifest.json" for path in first_run.store.rglob("*"))
