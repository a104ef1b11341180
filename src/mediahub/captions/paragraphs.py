"""Paragraphs: a transcript as running text, for the forms that are read rather than watched."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import itemgetter

from mediahub.captions.cue import INAUDIBLE, WITHHELD
from mediahub.transcript.language import is_swedish
from mediahub.transcript.span import Span
from mediahub.transcript.values import Transcript

MISHEARD = "troligen felhört"
"""What is said of words that are more likely wrong than right."""
DOUBT_BEFORE, DOUBT_AFTER = f'<u title="{MISHEARD}">', "</u>"
"""What stands round a doubtful word on a page."""
DOUBT_NOTICE = "Ord med prickad linje under är troligen felhörda."


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Some sentences by one speaker; `changed` when another spoke (or nobody) before.

    `sound` is for what nobody says: a sound or credit of an author's captions, or that something is
    withheld. `doubts` are the
    stretches of `text` (start, end) that are more likely wrong than right.
    """

    start_ms: int
    speaker_name: str
    changed: bool
    text: str
    doubts: tuple[tuple[int, int], ...] = ()
    sound: bool = False
    language: str = ""
    """The language of the text, "" where it is the transcript's."""

    def written(self, write: Callable[[str], str], before: str, after: str) -> str:
        """The text, each part put through `write`, with something round what is doubtful."""
        parts, at = [], 0
        for start, end in self.doubts:
            parts += [write(self.text[at : start - 1])] if start > at else []
            parts += [f"{before}{write(self.text[start:end])}{after}"]
            at = end + 1  # after the blank between two words
        return " ".join([*parts, write(self.text[at:])] if at < len(self.text) else parts)


_Group = tuple[int, str | None, list["_Part"], str]
"""When a paragraph begins, in whose voice (None for a sound), its words, and their language."""
_Part = tuple[str, bool]
"""A word as it is shown, and whether it is doubtful; a bare pair, an hour has thousands."""


def paragraphs(transcript: Transcript) -> tuple[Paragraph, ...]:
    """The paragraphs in order; a gap stands as "[ohörbart]" at its place in the text.

    The sounds in an author's captions, and that something is withheld, are paragraphs of their own,
    and a dash of dialogue stays. A paragraph is in one language.
    """
    names = {speaker.label: speaker.name for speaker in transcript.speakers}
    groups: list[_Group] = []
    silent: list[_Group] = [
        (span.start_ms, None, [(text, False)], "") for span, text in sounds(transcript)
    ]
    dashes = {part.piece for cue in transcript.cues for part in cue.parts if part.dash}
    piece: int | None = None
    doubtful = frozenset(transcript.doubtful)
    number = 0
    gaps = sorted(transcript.gaps)
    for segment, language in zip(transcript.segments, other_languages(transcript), strict=True):
        name = names.get(segment.speaker, "")
        while silent and silent[0][0] <= segment.span.start_ms:
            groups.append(silent.pop(0))
        opens = segment.paragraph or not groups or groups[-1][1::2] != (name, language)
        for position, word in enumerate(segment.words):
            while gaps and gaps[0].middle_ms <= word.span.start_ms:
                _add_gap(groups, gaps.pop(0))
            if opens and not position:
                groups.append((word.span.start_ms, name, [], language))
                if segment.piece in dashes and segment.piece != piece:
                    groups[-1][2].append(("–", False))
            groups[-1][2].append((" ".join(word.text.split()), number in doubtful))
            number += 1
        piece = segment.piece
    groups += silent
    for gap in gaps:
        _add_gap(groups, gap)
    return tuple(_marked(groups))


def other_languages(transcript: Transcript) -> tuple[str, ...]:
    """The language of each segment, "" where it is the transcript's."""
    if not transcript.stretches:
        return ("",) * len(transcript.segments)
    found = (transcript.language_of(segment.words[0]) for segment in transcript.segments)
    return tuple("" if one == transcript.language else one for one in found)


def _add_gap(groups: list[_Group], gap: Span) -> None:
    if not groups or groups[-1][1] is None:
        groups.append((gap.start_ms, "", [], ""))
    groups[-1][2].append((INAUDIBLE, False))


def sounds(transcript: Transcript) -> list[tuple[Span, str]]:
    """What nobody says, when and what, in order: sounds and credits of an author's captions, and
    that something is withheld.
    """
    found = [
        (cue.span, " ".join(part.lines))
        for cue in transcript.cues
        for part in cue.parts
        if part.piece is None and not part.gap
    ]
    marks = [(span, WITHHELD) for span in transcript.withheld]
    return sorted([*found, *marks], key=itemgetter(0)) if marks else found


def notice(transcript: Transcript) -> str | None:
    """A Swedish sentence for the reader when the model was not made for Swedish, else None."""
    model = transcript.model
    if transcript.origin == "author" or model is None or model.swedish:
        return None
    if transcript.all_reviewed:
        return None
    if not is_swedish(transcript.language):
        return None
    return (
        f"Texten är gjord av en dator med {model.name}, en modell som inte är tränad särskilt för "
        "svenska. Räkna med fel i den."
    )


def naming_notice(transcript: Transcript) -> str | None:
    """A Swedish sentence that says whose names were found in what is said, else None."""
    names = [speaker.name for speaker in transcript.speakers if speaker.automatic]
    if not names:
        return None
    if len(names) == 1:
        return f"{names[0]} är namngiven automatiskt, efter vad som sägs."
    listed = f"{', '.join(names[:-1])} och {names[-1]}"
    return f"{listed} är namngivna automatiskt, efter vad som sägs."


def _marked(groups: Iterable[_Group]) -> Iterable[Paragraph]:
    previous: str | None = None
    for start_ms, name, parts, language in groups:
        text = " ".join([text for text, _ in parts])
        if name is None:
            yield Paragraph(start_ms, "", False, text, sound=True)
            continue
        doubts = tuple(_doubts(parts))
        yield Paragraph(start_ms, name, name != previous, text, doubts, language=language)
        previous = name


def _doubts(parts: Iterable[_Part]) -> Iterable[tuple[int, int]]:
    at = 0
    for text, doubtful in parts:
        if doubtful and text:
            yield at, at + len(text)
        at += len(text) + 1
