"""Examine: which of a file's sound is taken, how long it is, and what a person should know."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from mediahub.errors import MediaError
from mediahub.mediafile import notices as kinds
from mediahub.mediafile.audio import LONGEST_S
from mediahub.mediafile.info import AudioStream, MediaInfo
from mediahub.mediafile.languages import same_language
from mediahub.mediafile.measuring import Hole, Measured, measure
from mediahub.mediafile.probing import probe
from mediahub.mediafile.riff import ends_early, is_cut_short
from mediahub.mediafile.taking import Sound
from mediahub.notices import Notice, Words
from mediahub.transcript.clock import clock_hms

LEAST_MS = 1_000
"""A header may round; what differs by less than this, or by a hundredth, is no news."""
FAILURES = 4
"""So many packets that cannot be decoded are a tenth of a second in any codec."""
_MOST_TIMES = 5


@dataclass(frozen=True, slots=True)
class Examined:
    """A file that was listened through.

    `duration_ms` is how long it plays with its picture, `sound_ms` without. `mended` says that its
    sound does not lie in the file as it is heard here (holes, damage, opposite phase): whoever
    copies it gets another timeline. `silent` says that nothing is to be heard, `lost` which share
    of the speech a plain mix of both channels would lose. `peaks` is a byte for each 100 ms of the
    sound: its largest sample, 0 (silence) to 255 (full).
    """

    info: MediaInfo
    sound: Sound
    duration_ms: int
    sound_ms: int
    mended: bool = False
    silent: bool = False
    lost: float = 0.0
    peaks: bytes = b""
    notices: tuple[Notice, ...] = ()


def examine(
    path: Path,
    *,
    name: str,
    language: str = "sv",
    track: int | None = None,
    time_limit_s: float | None = None,
    time_limit_factor: float = 4.0,
) -> Examined:
    """Listen through a file once: its length is that of the sound as decoded, not the header's.

    `language` is that of the item (BCP 47); `track` counts from 1 and is a person's choice. Without
    one the track in that language is taken, else the file's default, else the first; a silent one
    only where all are. `name` is what notices call the file. ffmpeg may take `time_limit_s`, by
    default `time_limit_factor` times the length that the header tells. Raises MediaError.
    """
    info = probe(path)
    limit_s = time_limit_s or max(60.0, info.duration_ms / 1000 * time_limit_factor)
    taken, measured = _choose(path, info, language, track, limit_s)
    if measured.sound_ms == 0:
        raise MediaError(
            f"{path.name}: no sound could be read from the file. "
            "Copy it again from the original, or export it anew.",
            swedish=f"{path.name}: inget ljud gick att läsa ur filen. Kopiera den på nytt från "
            "originalet, eller exportera den på nytt.",
        )
    if measured.sound_ms >= LONGEST_S * 1000:
        raise MediaError(
            f"{path.name}: the recording is longer than 24 hours. Split it.",
            swedish=f"{path.name}: inspelningen är längre än 24 timmar. Dela den.",
        )
    levels = measured.levels
    two = info.tracks[taken.track].channels == 2
    sound = replace(taken, channels=levels.channels) if two else taken
    chosen = replace(info, audio=info.tracks[sound.track])
    length_ms = max(measured.sound_ms, measured.picture_ms)
    found = (
        *_about_tracks(name, info, sound, language, track),
        *_about_timeline(name, info, sound, measured, length_ms, cut=is_cut_short(path)),
        *_about_levels(name, measured, sound),
    )
    return Examined(
        info=chosen,
        sound=sound,
        duration_ms=length_ms,
        sound_ms=measured.sound_ms,
        mended=bool(measured.holes)
        or measured.failures >= FAILURES
        or sound.channels != "mix"
        or not sound.steady,
        silent=levels.silent,
        lost=levels.lost,
        peaks=measured.peaks,
        notices=found,
    )


def no_speech(
    name: str, *, tracks: int, track: int, silent: bool, lost: float, mixed: bool
) -> Notice:
    """Why there may be no speech in a file that was transcribed to nothing.

    `tracks` is how many the file has and `track` which one was taken, counted from 0; the rest as
    in `Examined`. `mixed` says that both channels went into one.
    """
    if silent:
        return kinds.SILENT.at(name)
    if tracks > 1:
        other = 1 if track else 2
        return kinds.NO_SPEECH_IN_TRACK.at(name, taken=track + 1, number=tracks, other=other)
    return (kinds.NO_SPEECH_LEFT if lost and mixed else kinds.NO_SPEECH).at(name)


def ranked(tracks: Sequence[AudioStream], language: str) -> list[int]:
    """The tracks that can be decoded, the likeliest to be meant first."""
    usable = [n for n, one in enumerate(tracks) if one.rate_hz and one.channels]
    return sorted(
        usable,
        key=lambda n: (
            not same_language(tracks[n].language, language),
            tracks[n].special,
            not tracks[n].default,
            n,
        ),
    )


def _choose(
    path: Path, info: MediaInfo, language: str, track: int | None, limit_s: float
) -> tuple[Sound, Measured]:
    """The sound that is taken, and what was measured of it."""
    order = ranked(info.tracks, language)
    if track is not None:
        if track > len(info.tracks):
            many = (
                "one sound track" if len(info.tracks) == 1 else f"{len(info.tracks)} sound tracks"
            )
            raise MediaError(
                f"{path.name}: track = {track} is asked for, but the file has {many}. "
                "Correct the number in the item's TOML, or leave it out.",
                swedish=f"{path.name}: track = {track} står i avsnittets TOML, men filen har "
                f"{'ett ljudspår' if len(info.tracks) == 1 else f'{len(info.tracks)} ljudspår'}. "
                "Rätta numret, eller ta bort det.",
            )
        order = [track - 1]
    first: tuple[Sound, Measured] | None = None
    for number in order:
        sound = Sound(number, to_the_end=ends_early(path))
        measured = _measured(path, info, sound, limit_s)
        if not measured.steady:
            sound = replace(sound, steady=False)
            measured = _measured(path, info, sound, limit_s)
        if not measured.levels.silent and measured.sound_ms:
            return sound, measured
        first = first or (sound, measured)
    assert first is not None  # noqa: S101 - a file without usable sound is no MediaInfo
    return first


def _measured(path: Path, info: MediaInfo, sound: Sound, limit_s: float) -> Measured:
    return measure(
        path,
        sound,
        stereo=info.tracks[sound.track].channels == 2,
        picture=info.picture if info.video is not None else None,
        time_limit_s=limit_s,
    )


def _about_tracks(
    name: str, info: MediaInfo, sound: Sound, language: str, track: int | None
) -> Iterator[Notice]:
    if len(info.tracks) < 2 or track is not None:
        return
    first = ranked(info.tracks, language)[0]
    taken = info.tracks[sound.track]
    if sound.track != first:
        why = Words("the first that is not silent", "det första som inte är tyst")
    elif same_language(taken.language, language):
        why = Words("it is in the item's language", "det är på objektets språk")
    elif taken.default:
        why = Words("the file's own default", "filens eget förval")
    else:
        why = Words("the first", "det första")
    other = 2 if sound.track == 0 else 1
    yield kinds.TRACKS.at(
        name,
        number=len(info.tracks),
        taken=sound.track + 1,
        why=why.english,
        why_swedish=why.swedish,
        other=other,
    )


def _about_timeline(
    name: str, info: MediaInfo, sound: Sound, measured: Measured, length_ms: int, *, cut: bool
) -> Iterator[Notice]:
    # Some headers count from the file's beginning, some from 0 on the file's own clock.
    short_ms = min(
        (info.duration_ms - length_ms, info.duration_ms - info.starts_ms - length_ms), key=abs
    )
    differs = abs(short_ms) > max(LEAST_MS, info.duration_ms // 100)
    missing = differs and short_ms > 0 and not measured.estimated
    damaged = _damaged(measured, missing=missing)
    if damaged:
        yield kinds.DAMAGED_AT.at(name, times=_times(damaged))
    elif holes := _inside(measured):
        yield kinds.HOLES.at(name, times=_times([hole.at_ms for hole in holes]))
    elif measured.failures >= FAILURES:
        yield kinds.DAMAGED.at(name, number=measured.failures)
    values = {"said": _clock(info.duration_ms), "found": _clock(length_ms)}
    if sound.to_the_end:
        yield kinds.STALE_HEADER.at(name, **values)
    elif missing and not damaged:
        yield kinds.BROKEN_OFF.at(name, **values)
    elif cut or measured.broken_off:
        yield kinds.CUT_END.at(name, **values)
    elif differs:
        yield kinds.LENGTH.at(name, **values)


def _damaged(measured: Measured, *, missing: bool) -> list[int]:
    """Where (ms) the decoder failed for good.

    One packet that is no sound is no damage yet: where files were glued together, the tags of the
    second stand among the sound.
    """
    if measured.damaged and (holes := _inside(measured)):
        return [hole.at_ms for hole in holes]
    failed = measured.failures > min(1, measured.foreign) or (measured.failures and missing)
    return [*measured.slips] if failed else []


def _inside(measured: Measured) -> list[Hole]:
    return [hole for hole in measured.holes if hole.at_ms > 0 and hole.length_ms > 0]


def _times(moments: Sequence[int]) -> str:
    told = [*dict.fromkeys(_clock(at) for at in moments)]
    return ", ".join(told[:_MOST_TIMES]) + (" …" if len(told) > _MOST_TIMES else "")


def _clock(ms: int) -> str:
    return clock_hms(ms + 500)


def _about_levels(name: str, measured: Measured, sound: Sound) -> Iterator[Notice]:
    if measured.levels.silent:
        yield kinds.SILENT.at(name)
    elif sound.channels != "mix":
        yield kinds.OPPOSITE.at(name)
