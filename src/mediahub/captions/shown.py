"""Shown: the cues of a transcript as WebVTT and SRT show them, each change of speaker visible."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from mediahub.captions.authored import authored_cues, one_at_a_time
from mediahub.captions.craft import craft
from mediahub.captions.cue import Cue, CueVoice
from mediahub.captions.cues import cues
from mediahub.captions.lines import broken
from mediahub.transcript.assemble import ONLY_SPEAKER
from mediahub.transcript.values import Transcript

SRT_MAX_LINE = 32
"""Characters a line in SRT, as Podcasting 2.0 asks."""


def vtt_cues(transcript: Transcript) -> tuple[Cue, ...]:
    """The cues of WebVTT: what another says begins with a dash, also in an author's cues."""
    if transcript.cues:
        return tuple(_dashed_at_change(authored_cues(transcript)))
    return cues(transcript)


def srt_cues(transcript: Transcript) -> tuple[Cue, ...]:
    """The cues of SRT, with "Name: " or a dash in what another begins to say.

    An author's cues keep their times and lines; a name that one has no room for waits for the next
    of that voice, and a dash stands for it.
    """
    unnamed = {speaker.name for speaker in transcript.speakers} <= {ONLY_SPEAKER}
    if transcript.cues:
        authored = one_at_a_time(authored_cues(transcript))
        return authored if unnamed else tuple(_named_at_change(authored))
    shown = cues(transcript, max_line=SRT_MAX_LINE, name_at_change=not unnamed)
    return shown if unnamed else tuple(_named_later(shown))


def _named_later(shown: Iterable[Cue]) -> Iterator[Cue]:
    """Our cues, where a turn that begins with a dash has its name in the first that has room."""
    named = ""
    for cue in shown:
        for part in cue.parts:
            if part.dash:
                named = ""
            elif " ".join(part.lines).startswith(f"{part.name}: "):
                named = part.name
        late = _with_late_name(cue) if cue.parts[0].name != named else None
        named = cue.parts[0].name if late is not None else named
        yield late or cue


def _with_late_name(cue: Cue) -> Cue | None:
    """The cue with the name of the voice that goes on in it; None without room for it."""
    first, *others = cue.parts
    if others or first.dash or not first.name:
        return None
    lines = broken(f"{first.name}: {' '.join(first.lines)}", SRT_MAX_LINE)
    written = replace(cue, parts=(CueVoice(first.name, lines),))
    return None if any(craft([written]).broken) else written


def _dashed_at_change(shown: Iterable[Cue]) -> Iterator[Cue]:
    speaker = ""
    for cue in shown:
        parts = []
        for part in cue.parts:
            changed = bool(part.name and speaker and part.name != speaker)
            parts.append(part._replace(dash=part.dash or changed))
            speaker = part.name or speaker
        yield replace(cue, parts=tuple(parts))


def _named_at_change(shown: Iterable[Cue]) -> Iterator[Cue]:
    """The cues with "Name: " before what another says, in the cue or, without room, a later one."""
    speaker = named = ""
    for cue in shown:
        parts = list(cue.parts)
        for at, part in enumerate(parts):
            if not part.name:
                continue
            if part.name != named:
                written = _with_name(cue, parts, at)
                if written is not None:
                    parts[at], named = written, part.name
                elif part.name != speaker:
                    parts[at] = part._replace(dash=part.dash or bool(speaker))
            speaker = part.name
        yield replace(cue, parts=tuple(parts))


def _with_name(cue: Cue, parts: list[CueVoice], at: int) -> CueVoice | None:
    """The part with its name on its first line, or on one of its own; None without room for it."""
    part = parts[at]
    first, *rest = part.lines
    for lines in ((f"{part.name}: {first}", *rest), (f"{part.name}:", *part.lines)):
        written = CueVoice(part.name, lines)
        with_it = replace(cue, parts=(*parts[:at], written, *parts[at + 1 :]))
        if not any(craft([with_it]).broken):
            return written
    return None
