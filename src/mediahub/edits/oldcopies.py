"""Captions that were copied before something was withheld, without what is withheld in them.

Who hands such a copy in would else put the words back, as words that the transcript lacks.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace

from mediahub.captions.reading import CaptionCue
from mediahub.edits.alignment import Timed, equal_blocks
from mediahub.edits.anchors import ALIKE, key
from mediahub.edits.entries import Entry, ReplaceWords
from mediahub.edits.pairing import rising
from mediahub.edits.withholding import lies_in
from mediahub.transcript.span import Span
from mediahub.transcript.timing import spread
from mediahub.transcript.values import Transcript, Word


def without_withheld(
    edited: Sequence[CaptionCue], words: Sequence[Word], holes: Iterable[Span]
) -> tuple[tuple[CaptionCue, ...], int]:
    """The cues without what stands in them of the holes, and of how many holes something did.

    `words` are all that was heard, what is withheld included. All that stands between the words
    before a hole and those after it goes, also what an editor changed there.
    """
    tokens = [(number, token) for number, cue in enumerate(edited) for token in cue.text.split()]
    times = [word.span.start_ms for cue in edited for word in spread(cue.text.split(), cue.span)]
    match = [-1] * len(words)
    for block in equal_blocks(
        Timed([key(word.text) for word in words], rising([word.span.start_ms for word in words])),
        Timed([key(token) for _, token in tokens], rising(times)),
    ):
        for step in range(block.size):
            match[block.a + step] = block.b + step
    gone: set[int] = set()
    touched = 0
    for hole in holes:
        inside = [at for at, word in enumerate(words) if lies_in(word.span, (hole,))]
        found = sum(match[at] >= 0 for at in inside)
        if not inside or found < max(1, ALIKE * len(inside)):
            continue
        touched += 1
        first = next((match[at] for at in reversed(range(inside[0])) if match[at] >= 0), -1)
        after = (match[at] for at in range(inside[-1] + 1, len(words)) if match[at] >= 0)
        gone.update(range(first + 1, next(after, len(tokens))))
    if not gone:
        return tuple(edited), 0
    left: dict[int, list[str]] = {}
    for at, (number, token) in enumerate(tokens):
        if at not in gone:
            left.setdefault(number, []).append(token)
    hurt = {tokens[at][0] for at in gone}
    cues = (
        replace(cue, text=" ".join(left.get(number, ())), lines=(), words=())
        if number in hurt
        else cue
        for number, cue in enumerate(edited)
    )
    return tuple(cue for cue in cues if cue.text), touched


def beside_withheld(transcript: Transcript, entry: Entry) -> bool:
    """Whether an entry puts words in at the very place where something is withheld.

    `transcript` is the one that the entry was made of. Nobody can tell whether these are the words
    that were taken out.
    """
    if not isinstance(entry, ReplaceWords) or entry.before:
        return False
    starts = [word.span.start_ms for word in transcript.words]
    for hole in transcript.withheld:
        at = bisect_left(starts, hole.start_ms)
        before = transcript.words[at - 1].span.end_ms if at else 0
        after = starts[at] if at < len(starts) else transcript.duration_ms
        if min(before, hole.start_ms) <= entry.span.start_ms <= max(after, hole.end_ms):
            return True
    return False
