"""A published automatic chapter list among a stage's inputs: it stands until somebody asks."""

from typing import Any

from mediahub.errors import MediaError
from mediahub.pipeline.stage import View
from mediahub.site.chapterlist import digest_of
from mediahub.tongues import Said, Words
from mediahub.transcript import Chapter
from mediahub.transcript.codec import chapters_from_json
from mediahub.workspace.ledger import Promise, PromisedChapters
from mediahub.workspace.paths import Workspace
from mediahub.workspace.results import read_json

RENEW = "chapters"
"""The word by which `--renew` gives a promised list up for the one that is found now."""
LISTED = "chapters.json"
FOUND = "chapters.found.json"
SAME_PLACE_MS = 1000
"""Chapters this near each other begin at one moment to who listens."""


def promised(view: View) -> PromisedChapters | None:
    """The list that was promised of the item; None where there is none, or it was given up."""
    return _unless(_in_ledger(view), given_up_input(view))


def former_promise(view: View) -> Promise | None:
    """A promise from before lists were kept, whose enclosure alone tells the list.

    None once the stage has been done with the promise in view.
    """
    record = view.state.stages.get("chapter")
    if view.public is None or (record is not None and "promised" in record.inputs):
        return None
    promise = view.public.promise
    return promise if promise.chapters is None and promise.enclosures else None


def promised_input(view: View) -> str | None:
    """What the stage declares of the promise: nothing new while what stands is what was promised.

    So it is no reason to make a list again that it was promised, and a list that is made of its
    promise is the same result as the first time.
    """
    found, there = promised(view), view.state.output("chapter", LISTED)
    if found is None:
        return None
    digest = digest_of(found)
    before: str | None = _inputs(view).get("promised")
    return before if there in (None, digest) else digest


def given_up_input(view: View) -> str | None:
    """The digest of the promised list that somebody gave up, so that no later run brings it back
    before the new one is promised.
    """
    found = _in_ledger(view)
    if found is not None and RENEW in view.renew:
        return digest_of(found)
    before: str | None = _inputs(view).get("given_up")
    # Once another list is promised, the old one may be found again, and then stands as any other.
    return None if _unless(found, before) == found else before


def offer_input(view: View) -> dict[str, int] | None:
    """How many chapters are promised, how many could be made now, and how many are the same.

    None where the stage found no other ones than those that stand.
    """
    made = view.state.output("chapter", LISTED), view.state.output("chapter", FOUND)
    if made[0] == made[1] or None in made:
        return None
    if _unless(_in_ledger(view), _inputs(view).get("given_up")) is None:
        return None
    folder = Workspace(view.catalogue.root).item(view.item.id)
    try:
        listed = read_json(folder / LISTED, chapters_from_json)
        found = read_json(folder / FOUND, chapters_from_json)
    except MediaError:
        return None  # it is made again anyway, and then told
    same = sum(any(_alike(one, other) for other in found) for one in listed)
    return {"listed": len(listed), "found": len(found), "same": same}


def offer_words(_old: Any, new: dict[str, int]) -> Said:
    """What could be made now in place of the promised list."""
    listed, found, differ = new["listed"], new["found"], new["listed"] - new["same"]
    told = (
        Said(f"{listed} → {found}", f"{listed} → {found}")
        if listed != found
        else Said(f"{differ} of {listed} differ", f"{differ} av {listed} skiljer")
    )
    return Words(
        "other chapters could be made now ({told})", "andra kapitel kan göras nu ({told})"
    ).said(told=told)


def same_to_listeners(listed: tuple[Chapter, ...], found: tuple[Chapter, ...]) -> bool:
    """Whether two lists have the same titles at the same moments."""
    return len(listed) == len(found) and all(map(_alike, listed, found))


def _alike(one: Chapter, other: Chapter) -> bool:
    apart = abs(one.span.start_ms - other.span.start_ms)
    return one.title == other.title and apart <= SAME_PLACE_MS


def _in_ledger(view: View) -> PromisedChapters | None:
    return None if view.public is None else view.public.promise.chapters


def _unless(found: PromisedChapters | None, given_up: str | None) -> PromisedChapters | None:
    if found is None or (given_up is not None and given_up == digest_of(found)):
        return None
    return found


def _inputs(view: View) -> dict[str, Any]:
    record = view.state.stages.get("chapter")
    return dict(record.inputs) if record is not None else {}
