"""A cue: a caption on screen, and how much of it people can read."""

from dataclasses import dataclass
from typing import NamedTuple

from mediahub.transcript.span import Span

INAUDIBLE = "[ohörbart]"
"""What stands where speech was heard and its words could not be trusted."""
WITHHELD = "[Ett stycke är borttaget]"
"""What stands where a person took out what was said."""
MAX_LINE = 42
MAX_LINES = 2
MAX_MS = 7000
MIN_MS = 1000
CHARS_PER_SECOND = 17
"""Reading speed that adult readers of subtitles keep up with (Netflix and BBC guides)."""
MIN_GAP_MS = 80
"""The time between two cues in which an eye sees that the text is another: two frames of film."""
LINGER_MS = 1000
"""How far into the following silence a cue may stay; also the longest pause inside a cue."""
DASH = "– "
"""What begins a line of dialogue."""


class CueVoice(NamedTuple):
    """What one voice says in a cue: its name ("" for none), its lines, if a dash begins them."""

    name: str
    lines: tuple[str, ...]
    dash: bool = False

    @property
    def shown(self) -> tuple[str, ...]:
        """The lines, the first with its dash."""
        return (f"{DASH}{self.lines[0]}", *self.lines[1:]) if self.dash else self.lines


@dataclass(frozen=True, slots=True)
class Cue:
    """A caption on screen: when, and what each voice in it says.

    `segment` is the index of the segment its first word comes from, None where it has none; `words`
    are the places of its words in the transcript, and `language` is theirs, "" where it is the
    transcript's.
    """

    span: Span
    parts: tuple[CueVoice, ...]
    segment: int | None
    words: range = range(0)
    language: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """All of the lines."""
        return tuple(line for part in self.parts for line in part.shown)

    @property
    def speaker_name(self) -> str:
        """Who speaks, "" for nobody or for several."""
        return self.parts[0].name if len(self.parts) == 1 else ""

    @property
    def text(self) -> str:
        """The lines as one, with single spaces."""
        return " ".join(self.lines)
