"""Sound: which of a file's sound is taken, and how its channels become one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from mediahub.mediafile.allowed import INPUT_OPTIONS, TO_THE_END

Channels = Literal["mix", "difference", "left", "right"]
"""How two channels become one: their mean, or what is left where that would cancel speech out."""
_PANS: Mapping[Channels, str] = {
    "difference": "pan=mono|c0=0.5*c0-0.5*c1",
    "left": "pan=mono|c0=c0",
    "right": "pan=mono|c0=c1",
}


@dataclass(frozen=True, slots=True)
class Sound:
    """Which sound of a file is taken: the same for the words and for what listeners download.

    `track` counts the sound tracks from 0. `to_the_end` reads a WAV file past what its header says.
    `steady` is False where rate or channels change on the way, as in files glued together.
    """

    track: int = 0
    channels: Channels = "mix"
    to_the_end: bool = False
    steady: bool = True

    @property
    def options(self) -> dict[str, str]:
        """ffmpeg's options for the file that it is read from."""
        return INPUT_OPTIONS | (TO_THE_END if self.to_the_end else {})

    @property
    def stream(self) -> str:
        """ffmpeg's name of the track."""
        return f"a:{self.track}"

    @property
    def filters(self) -> str:
        """The filters that put its samples on the file's own timeline.

        Sound that begins late or has a hole is preceded by, or filled with, silence.
        """
        pan, fill = _PANS.get(self.channels), "aresample=async=1"
        # Each change makes ffmpeg begin with the filter anew, which would then fill from 0 again.
        fill += ":first_pts=0" if self.steady else ""
        return fill if pan is None else f"{pan},{fill}"


USUAL = Sound()
"""The first track as it is, which is what most files are."""


def sound_to_json(sound: Sound) -> dict[str, Any]:
    """The sound as a JSON value."""
    return {
        "schema": 1,
        "track": sound.track,
        "channels": sound.channels,
        "to_the_end": sound.to_the_end,
        "steady": sound.steady,
    }


def sound_from_json(value: Mapping[str, Any]) -> Sound:
    """The sound of a JSON value. Raises ValueError for any other."""
    try:
        sound = Sound(
            int(value["track"]),
            value["channels"],
            bool(value["to_the_end"]),
            bool(value["steady"]),
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"no sound: {error}") from error
    if value.get("schema") != 1 or sound.channels not in get_args(Channels):
        raise ValueError(f"no sound: {dict(value)}")
    return sound
