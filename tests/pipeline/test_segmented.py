"""What one stage heard of voices is there for the next, and costs nothing where it is not."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from mediahub.mediafile import USUAL, Sound
from mediahub.models import DIARISER
from mediahub.pipeline.segmented import read_segmented, write_segmented

MODEL = DIARISER.identity


@dataclass
class Kept:
    kept: Path


@pytest.fixture
def scratch(tmp_path: Path) -> Kept:
    return Kept(tmp_path)


def heard(*seconds: int) -> dict[int, "np.ndarray[tuple[int, ...], np.dtype[np.bool_]]"]:
    rng = np.random.default_rng(3)
    return {start: rng.random((589, 3)) > 0.5 for start in seconds}


def test_what_was_heard_is_read_as_it_was(scratch):
    written = heard(888, 0, 444)
    write_segmented(scratch, USUAL, MODEL, written)
    read = read_segmented(scratch, USUAL, MODEL)
    assert list(read) == [0, 444, 888]
    assert all(np.array_equal(read[start], written[start]) for start in written)
    assert read[0].dtype == np.bool_


def test_another_sound_or_model_was_not_heard(scratch):
    write_segmented(scratch, USUAL, MODEL, heard(0))
    assert read_segmented(scratch, Sound(track=1), MODEL) == {}
    assert read_segmented(scratch, USUAL, None) == {}


def test_nothing_heard_leaves_no_file(scratch):
    write_segmented(scratch, USUAL, MODEL, {})
    assert list(scratch.kept.iterdir()) == []


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04", b"\x93NUMPY"])
def test_what_cannot_be_read_is_heard_anew(scratch, damage):
    write_segmented(scratch, USUAL, MODEL, heard(0))
    (file,) = scratch.kept.iterdir()
    file.write_bytes(damage)
    assert read_segmented(scratch, USUAL, MODEL) == {}
