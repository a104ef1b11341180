"""Standing: which entries of a journal count, and where each has its place in a wording."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from mediahub.edits.entries import (
    Anchored,
    AttributeWords,
    Border,
    Entry,
    Keep,
    NameSpeaker,
    ReplaceWords,
    Review,
    Undo,
)
from mediahub.edits.fits import Fit

Placed = TypeVar("Placed", bound=Anchored)


def undone(entries: Sequence[Entry]) -> frozenset[str]:
    """The ids of the entries that count no more; an undoing may itself be undone."""
    gone: set[str] = set()
    for entry in reversed(entries):
        if isinstance(entry, Undo) and entry.id not in gone:
            gone.add(entry.of)
    return frozenset(gone)


def standing(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The entries that count, in their order."""
    gone = undone(entries)
    return tuple(entry for entry in entries if entry.id not in gone) if gone else tuple(entries)


def fit_on(entry: Anchored, wording: str | None) -> Fit | None:
    """Where an entry stands in a wording: its own anchor where it was made on it, else a fit.

    None when its place there was never looked for.
    """
    if wording is None:
        return None
    for fit in entry.fits:
        if wording in fit.wordings and not (isinstance(entry, Review) and fit.after is not None):
            return fit
    return None


def is_at_home(entry: Anchored, wording: str | None) -> bool:
    """Whether an entry's place in a wording is known."""
    return wording is not None and (entry.wording == wording or fit_on(entry, wording) is not None)


def on_wording(entry: Placed, wording: str | None) -> Placed | None:
    """The entry with its anchor in a wording, its own where it has no other there.

    None where a later one decided otherwise of all that it wrote.
    """
    fit = fit_on(entry, wording)
    if fit is None or (entry.wording == wording and wording is not None):
        return entry
    if fit.state == "superseded":
        return None
    return replace(entry, **_anchor(entry, fit))


def _anchor(entry: Anchored, fit: Fit) -> dict[str, Any]:
    """The fields of an entry that say where it stands, as a fit has them."""
    found: dict[str, Any] = {"span": fit.span}
    if isinstance(entry, ReplaceWords | AttributeWords | Border):
        found |= {"left": fit.left, "right": fit.right}
    if isinstance(entry, ReplaceWords):
        found |= {"before": fit.words, "after": entry.after if fit.after is None else fit.after}
    elif not isinstance(entry, Review | Border):
        found["words"] = fit.words
    if isinstance(entry, NameSpeaker | AttributeWords):
        found["voice"] = fit.voice if entry.voice is not None else None
    return found


def differences(entry: Review, wording: str | None) -> tuple[Fit, ...]:
    """Where a wording says something else than a reviewed text, and what the text says there."""
    return tuple(fit for fit in entry.fits if fit.after is not None and wording in fit.wordings)


def placed(entry: ReplaceWords, fit: Fit) -> ReplaceWords:
    """The entry with its anchor where a fit has it."""
    return replace(entry, **_anchor(entry, fit))


def questions(entries: Iterable[Entry], wording: str | None) -> tuple[ReplaceWords, ...]:
    """The entries whose place in a wording a person must look at."""
    entries = tuple(entries)
    kept = {(one.of, one.wording) for one in standing(entries) if isinstance(one, Keep)}
    return tuple(
        entry
        for entry in standing(entries)
        if isinstance(entry, ReplaceWords)
        and (fit := fit_on(entry, wording)) is not None
        and fit.state == "question"
        and not any((entry.id, name) in kept for name in fit.wordings)
    )
