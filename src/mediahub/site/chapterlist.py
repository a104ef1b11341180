"""The automatic chapter list of an episode as a promise: what listeners got stays what they get."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from mediahub.site.mastering import content_key
from mediahub.transcript import Chapter, Span
from mediahub.transcript.codec import chapters_to_json, dump
from mediahub.workspace.ledger import Ledger, Promise, PromisedChapters


def promised_list(chapters: Sequence[Chapter], key: str) -> PromisedChapters | None:
    """The list as a promise; None for one that a person vouched for, which stands by itself.

    `key` is that of the enclosure it is published with (`renditions.rendition_key`).
    """
    if any(chapter.source != "automatic" for chapter in chapters):
        return None
    return PromisedChapters(
        content_key(key), tuple((c.span.start_ms, c.span.end_ms, c.title) for c in chapters)
    )


def listed(promised: PromisedChapters) -> tuple[Chapter, ...]:
    """The chapters of a promised list."""
    return tuple(Chapter(Span(start, end), title) for start, end, title in promised.chapters)


def former_list(promise: Promise, key: str, end_ms: int) -> tuple[Chapter, ...]:
    """The list of a promise from before lists were kept: what its newest enclosure has in it.

    Empty where that was made for another key, or has none. The last chapter ends at `end_ms`.
    """
    if not promise.enclosures or content_key(promise.enclosures[-1].key) != content_key(key):
        return ()
    marks = promise.enclosures[-1].chapters
    ends = [*(start for start, _ in marks[1:]), end_ms]
    return tuple(
        Chapter(Span(start, max(start, end)), title)
        for (start, title), end in zip(marks, ends, strict=False)
    )


def written_as(chapters: Sequence[Chapter]) -> str:
    """The chapters as the text of a chapters.json."""
    return dump(chapters_to_json(chapters))


def digest_of(promised: PromisedChapters) -> str:
    """The SHA-256 of the chapters.json that says just what was promised."""
    return hashlib.sha256(written_as(listed(promised)).encode("utf-8")).hexdigest()


def promise_chapters(ledger: Ledger, item: str, chapters: Sequence[Chapter], key: str) -> Ledger:
    """The ledger with the list as that of the item's promise; the same ledger if it is.

    A promise is one only at a public address: without one this is not to be called.
    """
    promise = ledger.promise(item)
    if promise is None:
        raise ValueError(f"{item} has no promise yet")
    wanted = promised_list(chapters, key)
    if promise.chapters == wanted:
        return ledger
    return ledger.with_promise(replace(promise, chapters=wanted))
