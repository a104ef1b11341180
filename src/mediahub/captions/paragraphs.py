"""Paragraphs: a transcript as running text, for the forms that are read rather than watched."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from mediahub.captions.cues import INAUDIBLE
from mediahub.transcript.language import is_swedish
from mediahub.transcript.values import Transcript

MISHEARD = "troligen felhört"
"""What is said of words that are more likely wrong than right."""
DOUBT_BEFORE, DOUBT_AFTER = f'<u title="{MISHEARD}">', "</u>"
"""What stands round a doubtful word on a page."""
DOUBT_NOTICE = "Ord med prickad linje under är troligen felhörda."


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Some sentences by one speaker; `changed` when another spoke (or nobody) before.

    `doubts` are the stretches of `text` (start, end) that are more likely wrong than right.
    """

    start_ms: int
    speaker_name: str
    changed: bool
    text: str
    doubts: tuple[tuple[int, int], ...] = ()

    def written(self, write: Callable[[str], str], before: str, after: str) -> str:
        """The text, each part put through `write`, with something round what is doubtful."""
        parts, at = [], 0
        for start, end in self.doubts:
            parts += [write(self.text[at : start - 1])] if start > at else []
            parts += [f"{before}{write(self.text[start:end])}{after}"]
            at = end + 1  # after the blank between two words
        return " ".join([*parts, write(self.text[at:])] if at < len(self.text) else parts)


_Part = tuple[str, bool]
"""A word as it is shown, and whether it is doubtful; a bare pair, an hour has thousands."""


def paragraphs(transcript: Transcript) -> tuple[Paragraph, ...]:
    """The paragraphs in order; a gap stands as "[ohörbart]" at its place in the text."""
    names = {speaker.label: speaker.name for speaker in transcript.speakers}
    groups: list[tuple[int, str, list[_Part]]] = []
    doubtful = frozenset(transcript.doubtful)
    number = 0
    gaps = sorted(transcript.gaps)
    for segment in transcript.segments:
        name = names.get(segment.speaker, "")
        opens = segment.paragraph or not groups or groups[-1][1] != name
        for position, word in enumerate(segment.words):
            while gaps and gaps[0].middle_ms <= word.span.start_ms:
                gap = gaps.pop(0)
                if not groups:
                    groups.append((gap.start_ms, "", []))
                groups[-1][2].append((INAUDIBLE, False))
            if opens and not position:
                groups.append((word.span.start_ms, name, []))
            groups[-1][2].append((" ".join(word.text.split()), number in doubtful))
            number += 1
    for gap in gaps:
        if not groups:
            groups.append((gap.start_ms, "", []))
        groups[-1][2].append((INAUDIBLE, False))
    return tuple(_marked(groups))


def notice(transcript: Transcript) -> str | None:
    """A Swedish sentence for the reader when the model was not made for Swedish, else None."""
    model = transcript.model
    if transcript.origin == "author" or model is None or model.swedish:
        return None
    if not is_swedish(transcript.language):
        return None
    return (
        f"Texten är gjord av en dator med {model.name}, en modell som inte är tränad särskilt för "
        "svenska. Räkna med fel i den."
    )


def _marked(groups: Iterable[tuple[int, str, list[_Part]]]) -> Iterable[Paragraph]:
    previous: str | None = None
    for start_ms, name, parts in groups:
        text = " ".join([text for text, _ in parts])
        yield Paragraph(start_ms, name, name != previous, text, tuple(_doubts(parts)))
        previous = name


def _doubts(parts: Iterable[_Part]) -> Iterable[tuple[int, int]]:
    at = 0
    for text, doubtful in parts:
        if doubtful and text:
            yield at, at + len(text)
        at += len(text) + 1
