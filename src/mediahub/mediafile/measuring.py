"""Measure: one pass through a track that says how long it is, where it fails, and how loud it is.

Headers estimate, are stale, or lie; so the sound is decoded, and not kept: an hour of it is done in
some seconds.
"""

import re
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

from mediahub.mediafile.allowed import url
from mediahub.mediafile.audio import LONGEST_S, RATE
from mediahub.mediafile.levels import LevelMeter, Levels
from mediahub.mediafile.process import arguments, read_through
from mediahub.mediafile.taking import Sound

HOLE_S = 0.1
"""From so much on (s), time and samples part: what `aresample=async=1` fills or drops."""
SLIP_S = 0.015
"""From so much on (s), a frame is missing: the shortest last 20 ms, Vorbis's times jitter by 6."""
_DECODER = re.compile(r"Error submitting packet to decoder|Decoding error|Error while decoding")
_DAMAGE = re.compile(r"CRC mismatch|[Cc]orrupt|Invalid data found")
_BROKEN_OFF = re.compile(r"partial file|[Tt]runcated|File ended prematurely|Error during demuxing")
_NO_FRAME = "Header missing"
_MOST_SLIPS = 1000
_ESTIMATED = "Estimating duration from bitrate"
_CHANGED = "audio parameters changed"


@dataclass(frozen=True, slots=True)
class Hole:
    """Where time and samples part: at which moment (ms), and by how much (ms).

    A negative length is sound that was there twice.
    """

    at_ms: int
    length_ms: int


@dataclass(frozen=True, slots=True)
class Measured:
    """What a pass through a track found; times in ms on the file's own timeline, from 0.

    `picture_ms` is where the picture that was asked for ends, 0 without one. `slips` are where at
    least a frame is missing, those of the `holes` too. `failures` counts what the decoder could not
    make sense of, `foreign` those among them that were no sound at all: a tag in the middle, where
    files were glued together. `damaged` says that something was found wrong, `broken_off` that the
    file ends before it should, and `estimated` that its header states no length. `steady` is False
    where rate or channels change, so that the sound must be read as `Sound.steady` says. `peaks`
    are those of `LevelMeter`.
    """

    sound_ms: int
    picture_ms: int = 0
    holes: tuple[Hole, ...] = ()
    slips: tuple[int, ...] = ()
    failures: int = 0
    foreign: int = 0
    damaged: bool = False
    broken_off: bool = False
    estimated: bool = False
    steady: bool = True
    peaks: bytes = b""
    levels: Levels = field(default_factory=Levels)


def measure(
    source: Path, sound: Sound, *, stereo: bool, picture: int | None, time_limit_s: float
) -> Measured:
    """Decode a track of `source` once, to measure it; nothing is kept.

    `stereo` says that the track has two channels, `picture` which of the file's pictures is a film,
    if any. Raises MediaError when the time limit (s) passes. Needs ffmpeg 6.1 or newer.
    """
    meter = LevelMeter(channels=2 if stereo else 1)
    with tempfile.TemporaryDirectory() as folder:
        frames, pictures = Path(folder) / "frames.txt", Path(folder) / "pictures.txt"
        command = arguments(_graph(source, sound, stereo, picture, frames, pictures))
        # What is said again and again is counted, and what a file is called is no error.
        command[command.index("-loglevel") + 1] = "repeat+level+info"
        said = read_through(command, source, meter.take, time_limit_s=time_limit_s)
        holes, slips, frames_end_ms = _timeline(_frames(frames))
        picture_ms = _end_ms(pictures)
    levels = meter.levels()
    sound_ms = meter.samples * 1000 // RATE
    lines = [line for line in said.splitlines() if "[error]" in line or "[fatal]" in line]
    return Measured(
        sound_ms=sound_ms,
        picture_ms=picture_ms,
        holes=holes,
        slips=slips,
        failures=sum(1 for line in lines if _DECODER.search(line)),
        foreign=sum(1 for line in lines if _NO_FRAME in line),
        damaged=any(_DECODER.search(line) or _DAMAGE.search(line) for line in lines),
        broken_off=any(_BROKEN_OFF.search(line) for line in lines),
        estimated=_ESTIMATED in said,
        steady=not (_CHANGED in said and sound_ms > frames_end_ms + HOLE_S * 1000),
        peaks=meter.peaks,
        levels=levels,
    )


def _graph(
    source: Path, sound: Sound, stereo: bool, picture: int | None, frames: Path, pictures: Path
) -> Any:
    import ffmpeg

    media = ffmpeg.input(url(source), **sound.options)
    samples = media[sound.stream].output(
        "pipe:1",
        format="s16le",
        acodec="pcm_s16le",
        ar=RATE,
        ac=2 if stereo else 1,
        af=sound.filters,
        t=LONGEST_S,
    )
    # The same frames once more, as the decoder gives them: where they lie, and how long they are.
    listed = media[sound.stream].output(
        "-",
        format="null",
        acodec="pcm_s16le",
        t=LONGEST_S,
        stats_enc_pre=url(frames),
        stats_enc_pre_fmt="{pts} {tb} {samp}",
    )
    if picture is None:
        return ffmpeg.merge_outputs(samples, listed)
    shown = media[f"v:{picture}"].output(
        url(pictures), format="framecrc", vcodec="copy", t=LONGEST_S
    )
    return ffmpeg.merge_outputs(samples, listed, shown)


@lru_cache(maxsize=64)
def _seconds(base: str) -> float:
    """A time base such as "1/48000" in seconds."""
    return float(Fraction(base))


def _lines(path: Path) -> Iterator[list[str]]:
    if path.exists():
        with path.open(encoding="ascii", errors="replace") as lines:
            yield from (line.split() for line in lines)


def _frames(path: Path) -> Iterator[tuple[float, float]]:
    """The time (s) of each frame, and how long it lasts (s): a tick is a sample."""
    for parts in _lines(path):
        try:
            tick = _seconds(parts[1])
            yield int(parts[0]) * tick, int(parts[2]) * tick
        except (ValueError, IndexError, ZeroDivisionError):
            continue


def _timeline(
    frames: Iterable[tuple[float, float]],
) -> tuple[tuple[Hole, ...], tuple[int, ...], int]:
    """Where the frames' times and what has been heard so far part, where frames are missing, and
    where the last one ends; in ms.
    """
    holes: list[Hole] = []
    slips: list[int] = []
    heard = apart = end = 0.0
    for at, lasts in frames:
        if heard and at - end > SLIP_S and len(slips) < _MOST_SLIPS:
            slips.append(round(end * 1000))
        if abs(at - heard - apart) > HOLE_S:
            holes.append(Hole(round((heard + apart) * 1000), round((at - heard - apart) * 1000)))
            apart = at - heard
        heard += lasts
        end = max(end, at + lasts)
    return tuple(holes), tuple(slips), round(end * 1000)


def _end_ms(path: Path) -> int:
    """Where the last picture ends, by ffmpeg's list of the packets: `0, dts, pts, duration, …`."""
    tick, end = 0.0, 0.0
    for parts in _lines(path):
        if parts[:2] == ["#tb", "0:"]:
            tick = _seconds(parts[2])
        elif parts and parts[0] == "0,":
            end = max(end, sum(int(part.rstrip(",")) for part in parts[2:4]) * tick)
    return round(end * 1000)
