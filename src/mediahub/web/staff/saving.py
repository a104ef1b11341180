"""Searches that are kept: listed with their feeds, saved from the search page, renamed, removed."""

from typing import TYPE_CHECKING

from mediahub.catalog import SavedSearch
from mediahub.catalog.check import SEARCHES
from mediahub.catalog.ids import path_id, slug
from mediahub.desk import searches as desk
from mediahub.feed import url_under
from mediahub.feed.names import FEED
from mediahub.search.values import QueryError
from mediahub.web.preview import ranged_file
from mediahub.web.staff.editing import in_thread
from mediahub.web.staff.looking import (
    NARROWED,
    REVIEWED_WORDS,
    address_of,
    kind_words_of,
)
from mediahub.web.staff.place import Place, RefusedError, Visit, fields
from mediahub.web.staff.tongue import say, told

if TYPE_CHECKING:
    from starlette.responses import Response

LONGEST = 80
"""Characters of a name."""
MOST_CHARACTERS = 1000


def listing(place: Place, visit: Visit) -> "Response":
    """The saved searches, each with its feed."""
    public = place.library.catalogue().public_url
    rows = [
        {
            "one": one,
            "address": address_of(one),
            "narrowed": ", ".join(_narrowed(one)),
            "feed": url_under(public, SEARCHES, one.name, FEED) if public else None,
            "made": (place.root / "feeds" / SEARCHES / one.name / FEED).is_file(),
        }
        for one in place.library.searches()
    ]
    return place.page("searches.html", visit, rows=rows)


def _narrowed(one: SavedSearch) -> list[str]:
    """What a search is narrowed to, in Swedish."""
    kept = [one.speaker, one.theme, one.series, one.kind and kind_words_of(one.kind)]
    reviewed = []
    if one.reviewed:
        answer = say(REVIEWED_WORDS[one.reviewed]).lower()
        reviewed = [say("Granskat: {answer}", answer=answer)]
    return [*filter(None, kept), *reviewed]


async def kept_search(place: Place, visit: Visit) -> "Response":
    """Save a search, rename or remove one: `vad` is spara, byt or ta."""
    from starlette.responses import RedirectResponse

    given = await fields(visit.request)
    what, name = given.get("vad", ""), given.get("namn", "").strip()
    known = {one.name for one in place.library.searches()}
    if what == "spara":
        search = _search(given, name)
        if search.name in known:
            raise RefusedError(
                409,
                say(
                    "Det finns redan en sparad sökning som heter {name}. Välj ett annat.",
                    name=search.name,
                ),
            )
        await in_thread(lambda: _understood(place, search))
        await in_thread(lambda: desk.save(place.root, search))
    elif what == "byt":
        new = _name(given.get("nytt", ""))
        if name not in known:
            raise RefusedError(404, say("Den sökningen finns inte längre."))
        if new in known and new != name:
            raise RefusedError(
                409, say("Det finns redan en sparad sökning som heter {new}.", new=new)
            )
        await in_thread(lambda: desk.rename(place.root, name, new))
    elif what == "ta":
        if name not in known:
            raise RefusedError(404, say("Den sökningen finns inte längre."))
        await in_thread(lambda: desk.remove(place.root, name))
    else:
        raise RefusedError(422, say("Okänd åtgärd."))
    await in_thread(place.library.look_again)
    return RedirectResponse("/sokningar", 303)


def feed(place: Place, visit: Visit) -> "Response":
    """The feed of a saved search as it lies in the workspace."""
    name = visit.request.path_params["name"]
    known = {one.name for one in place.library.searches()}
    path = place.root / "feeds" / SEARCHES / name / FEED
    if name not in known or not path.is_file():
        raise RefusedError(404, say("Flödet finns inte än. En körning gör det."))
    kind = "application/rss+xml; charset=utf-8"
    return ranged_file()(path, media_type=kind, stat_result=path.stat())


def _search(given: dict[str, str], name: str) -> SavedSearch:
    query = given.get("q", "").strip()
    if not query or len(query) > MOST_CHARACTERS:
        raise RefusedError(422, say("Sökningen är tom eller för lång."))
    year = given.get("ar", "")
    if year.isascii() and year.isdigit():
        query += f" år:{year}"
    if given.get("typ") in ("glossary", "question"):
        raise RefusedError(
            422, say("Ordlistor och frågor är inte med i något flöde. Ta bort det urvalet först.")
        )
    if given.get("granskad") and given["granskad"] not in REVIEWED_WORDS:
        raise RefusedError(422, say("Det valet finns inte. Välj något annat under Granskat."))
    narrowed = {key: given.get(field) or None for field, key in NARROWED}
    return SavedSearch(_name(name), query, **narrowed)


def _name(text: str) -> str:
    if len(text) > LONGEST or not slug(text):
        raise RefusedError(
            422, say("Skriv ett namn av bokstäver och siffror, högst {most} tecken.", most=LONGEST)
        )
    return path_id([text])


def _understood(place: Place, search: SavedSearch) -> None:
    """What nobody can understand is not kept: a run could make nothing of it."""
    try:
        place.library.search(search.query, limit=1)
    except QueryError as error:
        raise RefusedError(422, told(error.reason)) from None
