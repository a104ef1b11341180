"""What is withheld of a recording that has been replaced since: its times may mean other words.

Where the words tell how the new recording's clock runs against the old one's, what is withheld
follows them. An entry then has the times of the recording that lies there, and keeps those of
others under `ELSEWHERE`, so that a recording that comes back finds its own again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from mediahub.edits import Journal, Withhold
from mediahub.edits.shifting import Shift
from mediahub.edits.withholding import withholdings
from mediahub.notices import Notice, NoticeKind, Words
from mediahub.transcript import Span, shape
from mediahub.transcript.clock import clock_hms

RECORDING = "recording"
"""The key under which an entry keeps which recording its times are of: its SHA-256, shortened."""
OTHER_RECORDING = NoticeKind(
    "withheld-of-another-recording",
    Words(
        "{passages} withheld of another recording than the one that lies here now; the times may "
        "be other words'.",
        "{stycken} borttaget ur en annan inspelning än den som ligger här nu; tiderna kan gälla "
        "andra ord.",
    ),
    Words(
        "Look at `mediahub withhold ITEM`, and withhold anew what is at another place now.",
        "Titta på `mediahub withhold ITEM` och ta bort på nytt det som ligger på en annan plats.",
    ),
)

ELSEWHERE = "elsewhere"
"""The key under which an entry keeps its times in other recordings: [start, end] in ms by name."""
ASTRAY = "astray"
"""The key under which an entry keeps the recordings in which nothing told where it lies."""
MOVED = NoticeKind(
    "withheld-moved",
    Words(
        "the recording is another, and what was withheld at {was} is taken out at {at} now, by the "
        "words around it.",
        "inspelningen är en annan. Det som var borttaget vid {was} är nu borttaget vid {at}, efter "
        "orden omkring det.",
    ),
    Words(
        "Listen there. `mediahub withhold ITEM` shows what is withheld, and takes out more.",
        "Lyssna där. `mediahub withhold ITEM` visar vad som är borttaget, och tar bort mer.",
    ),
)
FAR_MS = 30_000
"""How far from words that both recordings have a passage may lie and still follow them."""


@dataclass(frozen=True, slots=True)
class Passages:
    """Where passages, by the id of their entry, lie in a recording; None where nothing tells it."""

    recording: str
    spans: Mapping[str, Span | None]

    def journal(self, journal: Journal) -> Journal:
        """The journal with these places in it."""
        if not self.spans:
            return journal
        entries = (
            self._moved(entry) if isinstance(entry, Withhold) and entry.id in self.spans else entry
            for entry in journal.entries
        )
        return replace(journal, entries=tuple(entries))

    def notices(self, journal: Journal) -> list[Notice]:
        """What a person should listen to; `journal` as it was before these places were in it."""
        return [
            MOVED.at("", was=clock_hms(entry.span.start_ms), at=clock_hms(span.start_ms))
            for entry in withholdings(journal)
            if (span := self.spans.get(entry.id)) is not None and span and span != entry.span
        ]

    def _moved(self, entry: Withhold) -> Withhold:
        span = self.spans[entry.id]
        if span is None:
            astray = [*_astray(entry), self.recording]
            return replace(entry, rest={**entry.rest, ASTRAY: astray})
        here = [entry.span.start_ms, entry.span.end_ms]
        others = {**_elsewhere(entry), str(entry.rest[RECORDING]): here}
        others.pop(self.recording, None)
        rest = {**entry.rest, RECORDING: self.recording, ELSEWHERE: others}
        return replace(entry, span=span, rest=rest)


def passages(
    journal: Journal, sha256: str, shift: Callable[[], Shift | None], duration_ms: int
) -> Passages:
    """Where what is withheld of other recordings lies in the one with this digest.

    `shift` tells how the clock of the words that the edits were last applied to runs against its
    own, None where that is not known. What lies in what was cut away has an empty span.
    """
    mark, found = mark_of(sha256), dict[str, Span | None]()
    for entry in withholdings(journal):
        theirs = entry.rest.get(RECORDING)
        if theirs in (None, mark):
            continue
        known = _elsewhere(entry).get(mark)
        if known is not None:
            found[entry.id] = shape.span(known, ELSEWHERE)
        elif not _astray(entry):  # else the last words are those of a recording without its place
            clock = shift()
            found[entry.id] = None if clock is None else _followed(entry.span, clock, duration_ms)
    return Passages(mark, found)


def _followed(span: Span, shift: Shift, duration_ms: int) -> Span | None:
    if not shift.around(span, FAR_MS):
        return None
    if shift.cuts(span, duration_ms):
        return Span(0, 0)
    moved = [shift.moved(span, by) for by in shift.around(span, FAR_MS)]
    return Span(min(one.start_ms for one in moved), max(one.end_ms for one in moved))


def _elsewhere(entry: Withhold) -> Mapping[str, object]:
    kept = entry.rest.get(ELSEWHERE)
    return kept if isinstance(kept, dict) else {}


def _astray(entry: Withhold) -> list[object]:
    kept = entry.rest.get(ASTRAY)
    return kept if isinstance(kept, list) else []


def mark_of(sha256: str) -> str:
    """How an entry names a recording."""
    return sha256[:12]


def misplaced(journal: Journal, sha256: str) -> Notice | None:
    """A notice when passages were withheld of another recording than the one with this digest."""
    marks = [entry.rest.get(RECORDING) for entry in withholdings(journal)]
    others = sum(mark not in (None, mark_of(sha256)) for mark in marks)
    if not others:
        return None
    return OTHER_RECORDING.at(
        "",
        passages="one passage was" if others == 1 else f"{others} passages were",
        stycken="ett stycke är" if others == 1 else f"{others} stycken är",
    )
