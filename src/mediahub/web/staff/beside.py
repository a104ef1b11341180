"""Editors beside each other in an item: who is where, and the words as others leave them."""

from typing import TYPE_CHECKING

from mediahub.web.staff.editing import in_thread, json_of, listed
from mediahub.web.staff.place import Place, RefusedError, Visit
from mediahub.web.staff.shown import shown_segments
from mediahub.web.staff.tongue import say

if TYPE_CHECKING:
    from starlette.responses import Response


async def present(place: Place, visit: Visit) -> "Response":
    """Tell where one is in an item; who else is there, a mark of the words as they are now, and
    what readers do not have yet of what was saved.
    """
    from starlette.responses import JSONResponse

    item = place.library.item(visit.request.path_params["item"]).id
    given = await json_of(visit)
    page, at = given.get("sida"), given.get("at")
    known = isinstance(page, str) and 0 < len(page) <= 64
    if not known or not (at is None or (isinstance(at, int) and 0 <= at < 10**9)):
        raise RefusedError(422, say("Säg vilken sida det är, och i vilket stycke."))
    others = place.presence.tell(item, visit.user.name, str(page), at)
    mark = await in_thread(lambda: _mark(place, item))
    return JSONResponse(
        {
            "andra": [{"namn": one.name, "at": one.at_ms} for one in others],
            "marke": mark,
            "sen": place.late(item),
        },
        headers={"cache-control": "no-store"},
    )


def segments(place: Place, visit: Visit) -> "Response":
    """All segments of an item as they are now, for a page that others change meanwhile."""
    from starlette.responses import JSONResponse

    item = place.library.item(visit.request.path_params["item"]).id
    transcript = place.library.transcript(item)
    return JSONResponse(listed(place, visit, transcript), headers={"cache-control": "no-store"})


def _mark(place: Place, item: str) -> str:
    """Another one whenever what a page shows is another; it is read when its file is another."""
    try:
        found = (place.root / "transcripts" / item / "transcript.json").stat()
    except OSError:
        return ""
    stamp = f"{found.st_mtime_ns:x}-{found.st_ino:x}"
    mark = place.listings.mark_of(item, stamp)
    if mark is None:
        mark = place.listings.sent(shown_segments(place.library.transcript(item))).mark
        place.listings.note(item, stamp, mark)
    return mark
