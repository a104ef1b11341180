"""A damaged file is either read as far as it goes or a MediaError; nothing else, and no hanging."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from mediahub.errors import MediaError
from mediahub.mediafile import decode, probe

Make = Callable[..., Path]


def damaged(data: bytes, how: int) -> bytes:
    """The data cut short, with bytes changed at the front, or with a piece replaced, by turns."""
    rng = random.Random(how)  # noqa: S311 - the same damage every time
    if how % 3 == 0:
        return data[: rng.randrange(1, len(data))]
    changed = bytearray(data)
    if how % 3 == 1:
        for _ in range(30):
            changed[rng.randrange(min(len(data), 4000))] = rng.randrange(256)
    else:
        at = rng.randrange(len(data))
        changed[at : at + rng.randrange(900)] = rng.randbytes(500)
    return bytes(changed)


@pytest.mark.parametrize("name", ["a.mp3", "a.wav", "a.m4a", "a.ogg", "a.flac", "a.mkv", "a.aac"])
def test_damage_is_read_past_or_told(tone: Make, name: str) -> None:
    path = tone(name, seconds=5.0)
    whole = path.read_bytes()
    outcomes = set()
    for how in range(24):
        path.write_bytes(damaged(whole, how))
        try:
            assert probe(path).duration_ms > 0
            outcomes.add("read")
        except MediaError as error:
            assert str(error).startswith(f"{name}: ")
            assert "\n" not in str(error)
            outcomes.add("told")
    assert "read" in outcomes


@pytest.mark.parametrize("how", range(6))
def test_damaged_sound_decodes_or_is_told(tmp_path: Path, tone: Make, how: int) -> None:
    path = tone("a.mp3")
    path.write_bytes(damaged(path.read_bytes(), how))
    target = tmp_path / "out.s16"
    try:
        assert decode(path, target, time_limit_s=20).duration_ms > 0
    except MediaError:
        assert not target.exists()
