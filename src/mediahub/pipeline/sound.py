"""An item's sound: which it is, how long, and decoded at most once, also over a killed run."""

import json
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from typing import Any

from mediahub.catalog import ItemKind
from mediahub.mediafile import (
    USUAL,
    Audio,
    Sound,
    decode,
    no_speech,
    open_audio,
    sound_from_json,
    sound_to_json,
)
from mediahub.notices import Notice
from mediahub.pipeline.stage import Handle, Scratch, View
from mediahub.workspace.results import read_json

SHORTEST_LIMIT_S = 60.0
SOUND = "sound.json"
"""The probe's result that says which sound of the file is taken."""


def length_ms(scratch: Scratch, media: Handle) -> int:
    """The recording's length, as probed."""
    found: dict[str, Any] = read_json(scratch.path(media), dict)
    return int(found["duration_ms"])


def played_ms(media: Mapping[str, Any], kind: ItemKind) -> int:
    """How long listeners' file plays, by what was probed: a podcast leaves a picture out."""
    sound_only = kind == "podcast" and "sound_ms" in media
    return int(media["sound_ms"] if sound_only else media["duration_ms"])


def time_limit_s(duration_ms: int, factor: float) -> float:
    """How long ffmpeg may work on a recording."""
    return max(SHORTEST_LIMIT_S, duration_ms / 1000 * factor)


def sound_text(sound: Sound) -> str:
    """The sound as it is written down."""
    return json.dumps(sound_to_json(sound), indent=1) + "\n"


@cache
def _usual() -> str:
    return sha256(sound_text(USUAL).encode("utf-8")).hexdigest()


def sound_input(view: View) -> dict[str, str]:
    """What a stage that hears declares: which sound it was, where that is not the usual one.

    Of most files it is the first track as it is. What was made of that before there was a choice is
    not made again.
    """
    digest = view.state.output("probe", SOUND)
    return {} if digest in (None, _usual()) else {"sound": str(digest)}


def sound_handle(view: View) -> Handle | None:
    """The note of which sound is taken; None where an older probe left none."""
    return view.made("probe", SOUND) if view.state.output("probe", SOUND) else None


def read_sound(scratch: Scratch, note: Handle | None) -> Sound:
    """Which sound of the file is taken."""
    return USUAL if note is None else read_json(scratch.path(note), sound_from_json)


def decoded(
    scratch: Scratch, source: Handle, sound: Sound, duration_ms: int, factor: float
) -> Audio:
    """The sound at 16 kHz. Raises MediaError when it cannot be decoded."""
    kept = scratch.kept / kept_name(sound)
    if kept.exists():
        return open_audio(kept)
    limit_s = time_limit_s(duration_ms, factor)
    return decode(scratch.path(source), kept, time_limit_s=limit_s, sound=sound)


def kept_name(sound: Sound) -> str:
    """The file of the decoded sound in the folder of unfinished work: one for each choice."""
    if sound == USUAL:
        return "sound.s16"
    return f"sound-{sha256(sound_text(sound).encode()).hexdigest()[:8]}.s16"


def why_no_speech(scratch: Scratch, source: Handle, media: Handle, sound: Sound) -> Notice | None:
    """What may be the matter with a recording in which nobody was heard to speak.

    None for a silent one, which the probe has told of.
    """
    found: dict[str, Any] = read_json(scratch.path(media), dict)
    if found.get("silent"):
        return None
    return no_speech(
        source.path,
        tracks=len(found.get("tracks") or ()) or 1,
        track=sound.track,
        silent=False,
        lost=float(found.get("lost") or 0),
        mixed=sound.channels == "mix",
    )
