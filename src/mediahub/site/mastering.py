"""Mastering: what is done to the sound of an enclosure that is new, and told by its key.

An enclosure from before there was any stays the file that listeners have, and so does one of
another loudness than is asked for now: a key says of what sound and chapters an enclosure is made
(`content_key`), and, after a slash, how loud that was made.
"""

from dataclasses import dataclass

_OFF = "off"


@dataclass(frozen=True, slots=True)
class Mastering:
    """How loud the sound is made (LUFS); None for as loud as its source."""

    loudness: float | None


def mastered_key(content: str, mastering: Mastering | None) -> str:
    """The key of an enclosure with this content; the content's own where nothing was mastered."""
    if mastering is None:
        return content
    level = _OFF if mastering.loudness is None else f"{mastering.loudness:g}"
    return f"{content}/{level}"


def content_key(key: str) -> str:
    """What an enclosure stands and falls with, however it was mastered."""
    return key.partition("/")[0]


def mastering_of(key: str) -> Mastering | None:
    """How the enclosure with this key was mastered; None for one from before there was any."""
    _, slash, level = key.partition("/")
    if not slash:
        return None
    try:
        return Mastering(None if level == _OFF else float(level))
    except ValueError:
        return None  # of a newer version: its file stays as it is
