"""Loudness: how loud a track is, and the filters that bring it to where it is wanted.

It is measured first and then raised or lowered by one gain throughout, so that what is soft in it
stays soft; only peaks that would pass the ceiling are held down. Sources: EBU R 128, ITU-R BS.1770.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from mediahub.errors import MediaError
from mediahub.mediafile.allowed import url
from mediahub.mediafile.process import arguments, run
from mediahub.mediafile.taking import Sound

HIGHEST_PEAK = -1.5
"""The highest true peak (dBTP) of what is published."""
NEAR = 1.0
"""So near its target (LU), sound is left as it is."""
MOST_GAIN = 40.0
"""So much (dB) sound is raised at most: what is fainter than that is noise."""
_CEILING = -3.0
"""Where levelled sound is held (dBTP): MP3 and AAC add up to 1.5 dB to what they encode."""
_LIMIT, _CLIPPED = 10 ** (_CEILING / 20), 10 ** ((_CEILING - 1) / 20)
"""The ceiling for samples that a limiter holds, and for those that are cut off: edges ring more."""
_BETWEEN = 3.0
"""How much higher (dB) sound may be between its samples: a tone at a fourth of the rate.

Only where that may matter the true peak is looked for, which costs as much as all else.
"""
_RATE, _TWICE = 44_100, 88_200
"""The rate at which sound is encoded, and one at which peaks between its samples are seen."""
_SILENT = -70.0
"""The gate of R 128: below it nothing is measured."""
_INTEGRATED = re.compile(r"\bI:\s+(-?[\d.]+|-?inf|nan) LUFS")
_PEAK = re.compile(r"\bPeak:\s+(-?[\d.]+|-?inf|nan) dBFS")


@dataclass(frozen=True, slots=True)
class Loudness:
    """How loud sound is: integrated loudness in LUFS, and its true peak in dBTP."""

    integrated: float
    peak: float

    @property
    def silent(self) -> bool:
        """Whether it lies below what R 128 measures; so does sound of less than 0.4 s."""
        return not self.integrated > _SILENT


def loudness_of(
    source: Path,
    sound: Sound,
    filters: str,
    *,
    time_limit_s: float,
    peak: Literal["true", "sample"] = "true",
) -> Loudness:
    """How loud a track of `source` is after these ffmpeg `filters`, in its loudest part.

    An hour takes some 12 CPU-s, half of it with the highest of the samples alone for its `peak`.
    Raises MediaError as `decode`.
    """
    import ffmpeg

    graph = ffmpeg.input(url(source), **sound.options)[sound.stream].output(
        "-", format="null", af=f"{filters},ebur128=peak={peak}:framelog=quiet"
    )
    command = arguments(graph)
    command[command.index("-loglevel") + 1] = "level+info"
    said = run(command, source, time_limit_s=time_limit_s)
    integrated, peaks = _INTEGRATED.findall(said), _PEAK.findall(said)
    if not integrated or not peaks:
        raise MediaError(
            f"{source.name}: how loud its sound is could not be measured. "
            "Export it anew as MP3 or MP4.",
            swedish=f"{source.name}: det gick inte att mäta hur starkt ljudet är. Exportera den på "
            "nytt som MP3 eller MP4.",
        )
    # Where rate or channels change on the way, ffmpeg begins anew and tells of each part.
    return Loudness(_most(integrated), _most(peaks))


def _most(told: Sequence[str]) -> float:
    numbers = [number for number in map(float, told) if not math.isnan(number)]
    return max(numbers, default=-math.inf)


def levelling(
    source: Path, sound: Sound, filters: str, target: float, *, time_limit_s: float
) -> str:
    """The filters that bring a track to the `target` (LUFS) after these `filters`.

    "" for sound that is there already and peaks no higher than `HIGHEST_PEAK`, or is silent. They
    move no sample in time and leave none out. Raises MediaError as `decode`.
    """
    found = loudness_of(source, sound, filters, time_limit_s=time_limit_s, peak="sample")
    if found.silent:
        return ""
    gain = min(target - found.integrated, MOST_GAIN)
    near = abs(gain) <= NEAR
    if found.peak <= (HIGHEST_PEAK if near else _CEILING - gain) < found.peak + _BETWEEN:
        found = loudness_of(source, sound, filters, time_limit_s=time_limit_s)
    if near and found.peak <= HIGHEST_PEAK:
        return ""
    if found.peak + gain <= _CEILING:
        return _gained(gain)
    if not sound.steady:  # what a limiter has in hand would be lost at each change
        return f"{_gained(gain)},asoftclip=type=hard:threshold={_CLIPPED:.4f}"
    # Holding peaks down takes some loudness away: so much more is given.
    got = loudness_of(
        source, sound, filters + _held(gain), time_limit_s=time_limit_s, peak="sample"
    )
    if not got.silent:
        gain = min(gain + target - got.integrated, MOST_GAIN)
    return _held(gain)


def _gained(gain: float) -> str:
    return f",volume=volume={gain:.1f}dB"


def _held(gain: float) -> str:
    return (
        f",aresample={_TWICE}{_gained(gain)}"
        f",alimiter=limit={_LIMIT:.4f}:attack=5:release=50:level=false:latency=true"
        f",aresample={_RATE}"
    )
