"""What a copy of captions tells besides its cues: which captions it is of, what it vouches for.

A comment names the item and the very captions that were copied, so that a copy taken last week is
held against what stood there last week. A comment on misheard words that is gone from the copy
means that a person found them right.
"""

import re
from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple

from mediahub.captions.formats import doubted
from mediahub.captions.paragraphs import MISHEARD
from mediahub.captions.reading import comments
from mediahub.captions.shown import vtt_cues
from mediahub.edits.anchors import CONTEXT
from mediahub.edits.entries import Entry, ReplaceWords
from mediahub.edits.entryjson import identified
from mediahub.transcript.values import Transcript

_ORIGIN = re.compile(r"mediahub (\S+) ([0-9a-f]{12})")


class CopyOrigin(NamedTuple):
    """The item that captions are of, and the digest of the captions that were copied."""

    item: str
    digest: str

    def __str__(self) -> str:
        return f"mediahub {self.item} {self.digest}"


def origin_for(item_id: str, captions: str) -> CopyOrigin:
    """What an item's WebVTT calls itself, before it is signed with it."""
    return CopyOrigin(item_id, sha256(captions.encode()).hexdigest()[:12])


def signed(captions: str, origin: CopyOrigin) -> str:
    """WebVTT with a comment, before all others, that says what it is."""
    return captions.replace("WEBVTT", f"WEBVTT\n\nNOTE {origin}", 1)


def origin_of(captions: str) -> CopyOrigin | None:
    """What a WebVTT file says that it is a copy of; None where it says nothing."""
    for _, comment in comments(captions):
        if match := _ORIGIN.fullmatch(comment):
            return CopyOrigin(match[1], match[2])
    return None


def vouched(
    transcript: Transcript, copy: str, corrected: Sequence[Entry] = ()
) -> tuple[Entry, ...]:
    """Entries that say of doubtful words that they are right: no comment of the copy lists them.

    `copy` is WebVTT of this transcript. Words that were `corrected` need nobody's word any more,
    and a comment that merely stands at another time, since its cue was moved, doubts as before.
    """
    said = transcript.words
    texts = [word.text for word in said]
    doubtful = frozenset(transcript.doubtful)
    listed = {
        at: (cue.span.start_ms, doubted(texts[at]))
        for cue in vtt_cues(transcript)
        for at in cue.words
        if at in doubtful
    }
    ours, theirs = set(listed.values()), _doubts(copy)
    moved = {word for _, word in theirs - ours}
    changed = [entry.span for entry in corrected if isinstance(entry, ReplaceWords)]
    return tuple(
        identified(
            ReplaceWords(
                id="",
                span=said[at].span,
                before=(texts[at],),
                after=texts[at],
                left=tuple(texts[max(0, at - CONTEXT) : at]),
                right=tuple(texts[at + 1 : at + 1 + CONTEXT]),
            )
        )
        for at, (start, word) in listed.items()
        if (start, word) not in theirs
        and word not in moved
        and not any(said[at].span.overlap_ms(span) for span in changed)
    )


def _doubts(captions: str) -> set[tuple[int, str]]:
    """The words that comments list as misheard, each with the start of the cue it is said in."""
    return {
        (start, word)
        for start, comment in comments(captions)
        if comment.startswith(MISHEARD)
        for word in comment.removeprefix(MISHEARD).removeprefix(":").strip().split(", ")
    }
