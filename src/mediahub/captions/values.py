"""The values of the reading side: what one voice says in a cue of a caption file."""

from dataclasses import dataclass

from mediahub.notices import Notice
from mediahub.transcript.span import Span
from mediahub.transcript.values import Word


@dataclass(frozen=True, slots=True)
class CaptionCue:
    """What one voice says, or a sound, in a cue of a caption file.

    `span` is when it is said: the cue's time, or its share of that where several voices are in the
    cue one after the other. `voice` is "" when the file does not say whose it is. `text` is on one
    line with single spaces, with tags, name and dash taken out and entities read.
    """

    span: Span
    voice: str
    text: str
    lines: tuple[str, ...] = ()
    """The same text as the author broke it into lines; the text alone where it is on one."""
    shown: Span | None = None
    """The time of the whole cue on screen, as the author wrote it; None where it is `span`."""
    cue: int = 0
    """Which cue on screen it is part of, counted in order of time; pieces of one cue share it."""
    sound: bool = False
    """A sound ([dörr slår igen], ♪ … ♪) or a credit ("Textning: …"): nobody's speech."""
    turn: bool = False
    """It begins with a dialogue dash or >>: somebody else than in the line before speaks."""
    words: tuple[Word, ...] = ()
    """The words with times of their own, where the file has times within the cue."""
    inline: bool = False
    """It stands on the line on which the piece before it, in the same cue, ended."""


@dataclass(frozen=True, slots=True)
class ReadCaptions:
    """The cues of a caption file in order of time, and what an editor should look at in it."""

    cues: tuple[CaptionCue, ...]
    notices: tuple[Notice, ...] = ()
