"""A short stretch of a recording as a file of its own."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from mediahub.mediafile import Sound, decode
from mediahub.mediafile.clipping import LONGEST_CLIP_MS, clip
from mediahub.transcript import Span

Make = Callable[..., Path]
AFTER_TWO = ("-af", "adelay=2000:all=1,apad=pad_dur=2")


@pytest.mark.parametrize("name", ["a.wav", "a.mp3", "a.m4a"])
def test_what_is_heard_in_the_span_is_in_the_clip(tone: Make, tmp_path: Path, name: str):
    source = tone(name, *AFTER_TWO, "-b:a", "64k", seconds=1)
    data = clip(source, Span(1500, 3500), time_limit_s=30)
    (tmp_path / "clip.mp3").write_bytes(data)
    audio = decode(tmp_path / "clip.mp3", tmp_path / "clip.s16", time_limit_s=30)
    assert abs(audio.duration_ms - 2000) < 80
    loud = [
        float(np.sqrt(np.mean(np.square(audio.slice(Span(at, at + 400)))))) > 0.05
        for at in (50, 700, 950, 1550)
    ]
    assert loud == [False, True, True, False]
    assert data == clip(source, Span(1500, 3500), time_limit_s=30)


def test_the_track_that_was_taken_is_the_one_that_is_cut(make: Make):
    inputs = ("-f", "lavfi", "-i", "anullsrc=d=2:r=16000", "-f", "lavfi", "-i", "sine=d=2")
    source = make("two.mka", *inputs, "-map", "0:a", "-map", "1:a", "-t", "2")
    one, two = (clip(source, Span(0, 1000), time_limit_s=30, sound=Sound(n)) for n in (0, 1))
    assert one != two


def test_no_clip_is_longer_than_a_quotation(tone: Make):
    with pytest.raises(ValueError, match="longer than a clip"):
        clip(tone("a.wav"), Span(0, LONGEST_CLIP_MS + 1), time_limit_s=30)
