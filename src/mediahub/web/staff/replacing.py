"""A word replaced wherever it is said: every place heard and chosen first, undone as one."""

import hashlib
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from mediahub.desk import replacing as desk
from mediahub.desk.after import late_of
from mediahub.desk.replacing import (
    Found,
    find_places,
    replace_places,
    take_back,
)
from mediahub.errors import MediahubError
from mediahub.transcript.clock import clock_hms
from mediahub.web.staff.editing import in_thread
from mediahub.web.staff.place import Place, RefusedError, Visit, all_fields, item_address
from mediahub.web.staff.tongue import say, told

if TYPE_CHECKING:
    from starlette.responses import Response

MOST_PLACES = 300
"""Places that are shown at once; the others come when these are done."""
MOST_WORDS = 200
"""Characters of what is replaced."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """A place as the page has it; `key` names it in the form."""

    key: str
    clock: str
    seconds: float
    place: desk.Place


@dataclass(frozen=True, slots=True)
class _Of:
    """The places of an item."""

    title: str
    address: str
    film: bool
    places: tuple[_Shown, ...]


def look(place: Place, visit: Visit) -> "Response":
    """The form, and every place where the old words are said; nothing is written."""
    given = visit.request.query_params
    old, new = (_words(given.get(name, "")) for name in ("gammalt", "nytt"))
    only = given.get("avsnitt", "")
    wrong, found = "", None
    if old and "nytt" in given:
        if old == new:
            wrong = say("Det står så redan.")
        else:
            found = find_places(place.root, old, new, only=[only] if only else ())
    return _page(
        place, visit, old=old, new=new, only=only, wrong=wrong, found=found,
        items=_by_item(place, found) if found else (), more=_more(found),
    )  # fmt: skip


async def replace(place: Place, visit: Visit) -> "Response":
    """Replace it at the places ticked; what was done is told, and may be taken back as one."""
    given = await all_fields(visit.request)
    old, new = (_words(given.get(name, [""])[-1]) for name in ("gammalt", "nytt"))
    only = given.get("avsnitt", [""])[-1]
    chosen = frozenset(given.get("plats", ()))
    if not old or old == new:
        raise RefusedError(422, say("Skriv vad som ska ersättas, och med vad."))
    if not chosen:
        raise RefusedError(
            422, say("Inget ställe är valt. Gå tillbaka och markera dem som ska ändras.")
        )

    def done() -> "Response":
        found = find_places(place.root, old, new, only=[only] if only else ())
        there = [one for one in found.places if _key(one) in chosen]
        kept = replace_places(place.root, found, there, by=visit.user.name)
        place.follower.heard(kept.kept, kept.followed)
        return _page(place, visit, old=old, new=new, only=only, done={
            "where": [
                (_title(place, item), item_address(item), number)
                for item, (number, _) in kept.kept.items()
            ],
            "ids": [f"{item} {one}" for item, ids in kept.entries.items() for one in ids],
            "changed": len(chosen) - len(there),
            "left": [*map(told, kept.left)],
            "late": told(late_of(kept.followed)),
            "written": found.written,
        })  # fmt: skip

    return await in_thread(done)


async def replaced_back(place: Place, visit: Visit) -> "Response":
    """Take back what was replaced at once: `post` are an item and the id of an edit each."""
    entries: dict[str, list[str]] = {}
    for one in (await all_fields(visit.request)).get("post", ()):
        item, _, entry = one.partition(" ")
        entries.setdefault(item, []).append(entry)
    if not entries:
        raise RefusedError(422, say("Det finns inget att ta tillbaka."))

    def done() -> "Response":
        known = {place.library.item(item).id: ids for item, ids in entries.items()}
        taken, left, followed = take_back(place.root, known, by=visit.user.name)
        place.follower.heard(taken, followed)
        items = [(_title(place, item), item_address(item), n) for item, n in taken.items()]
        return _page(place, visit, back={
            "where": items, "left": [*map(told, left)], "late": told(late_of(followed)),
        })  # fmt: skip

    return await in_thread(done)


def _page(place: Place, visit: Visit, **values: object) -> "Response":
    """The page, where nothing has been asked or done but what `values` say."""
    nothing: dict[str, Any] = {
        "old": "", "new": "", "only": "", "wrong": "", "found": None, "items": (), "more": 0,
        "done": None, "back": None,
    }  # fmt: skip
    return place.page("replace.html", visit, **{**nothing, **values})


def _words(text: str) -> str:
    said = " ".join(text.split())
    if len(said) > MOST_WORDS:
        raise RefusedError(422, say("Skriv högst {most} tecken.", most=MOST_WORDS))
    return said


def _by_item(place: Place, found: Found) -> tuple[_Of, ...]:
    shown = found.places[:MOST_PLACES]
    return tuple(
        _Of(
            _title(place, item),
            item_address(item),
            _film(place, item),
            tuple(
                _Shown(_key(one), clock_hms(one.span.start_ms), one.span.start_ms / 1000, one)
                for one in places
            ),
        )
        for item, places in groupby(shown, key=lambda one: one.item)
    )


def _more(found: Found | None) -> int:
    return max(0, len(found.places) - MOST_PLACES) if found else 0


def _key(one: desk.Place) -> str:
    """The name of a place: another as soon as other words stand there."""
    said = hashlib.sha256(one.before.encode()).hexdigest()[:8]
    return f"{one.item} {one.span.start_ms} {one.span.end_ms} {said}"


def _title(place: Place, item: str) -> str:
    try:
        return place.library.item(item).title
    except MediahubError:
        return item


def _film(place: Place, item: str) -> bool:
    try:
        return place.library.item(item).kind == "film"
    except MediahubError:
        return False
