"""Names: whom the unnamed voices probably are, each answered with yes or no; and chapters."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from mediahub.desk import chapters as desk
from mediahub.desk.chapterlist import ChapterList
from mediahub.desk.chapterlist import chapters as chapters_of
from mediahub.desk.people import Proposal, confirm, proposals, reject
from mediahub.errors import MediahubError
from mediahub.transcript.clock import clock_hms
from mediahub.web.staff.editing import in_thread
from mediahub.web.staff.items import shown_chapter
from mediahub.web.staff.place import Place, RefusedError, Visit, fields, item_address, with_query
from mediahub.web.staff.tongue import say

if TYPE_CHECKING:
    from starlette.responses import Response


async def names(place: Place, visit: Visit) -> "Response":
    """Whom the voices of all items probably are; POST says that one is so, or is not."""
    from starlette.responses import RedirectResponse

    if visit.request.method == "POST":
        given = await fields(visit.request)
        item, speaker, person = (given.get(one, "") for one in ("avsnitt", "talare", "person"))
        visit.noted.update(avsnitt=item, person=person, svar=given.get("svar", ""))
        if given.get("svar") == "ja":
            await in_thread(
                lambda: confirm(
                    place.root, item, speaker, person, by=visit.user.name,
                    follows=place.follower.follows,
                )
            )  # fmt: skip
        elif given.get("svar") == "nej":
            await in_thread(
                lambda: reject(
                    place.root, item, speaker, person, by=visit.user.name,
                    follows=place.follower.follows,
                )
            )  # fmt: skip
        else:
            raise RefusedError(422, say("Svara ja eller nej."))
        return RedirectResponse(with_query("/namn", {"avsnitt": item}), 303)
    shown = await in_thread(lambda: [_shown(place, one) for one in proposals(place.root)])
    late = place.late(visit.request.query_params.get("avsnitt", ""))
    return place.page("names.html", visit, proposals=shown, late=late)


def _shown(place: Place, one: Proposal) -> dict[str, object]:
    """A proposal with where the voice is heard first, and what speaks for it."""
    at_ms, title = None, one.item
    try:
        title = place.library.item(one.item).title
        transcript = place.library.transcript(one.item)
        labels = {s.label for s in transcript.speakers if one.speaker in (s.label, s.name)}
        at_ms = next((s.span.start_ms for s in transcript.segments if s.speaker in labels), None)
    except MediahubError:
        pass  # it is proposed all the same
    return {
        "one": one,
        "title": title,
        "address": item_address(one.item, at_ms),
        "clock": "" if at_ms is None else clock_hms(at_ms),
        "sure": round(100 * one.confidence),
        "minutes": max(1, round(one.seconds / 60)),
        "quotes": [
            (item_address(one.item, e.at_ms), clock_hms(e.at_ms), e.quote)
            for e in one.evidence if e.weight > 0 and e.quote
        ],
    }  # fmt: skip


async def chapters(place: Place, visit: Visit) -> "Response":
    """Put a chapter in, give it another title or time, or take it out; the list is a person's then.

    `vad` is ny, byt, flytta or ta; times are written as people read them. A script is answered the
    list as it is then.
    """
    from starlette.responses import JSONResponse, RedirectResponse

    item = place.library.item(visit.request.path_params["item"]).id
    given = await fields(visit.request)
    what, title, by = given.get("vad", ""), given.get("titel", "").strip(), visit.user.name
    at_ms = time_ms(given.get("tid", ""))
    visit.noted.update(moment=clock_hms(at_ms), vad=what)
    if what in ("ny", "byt") and not 0 < len(title) <= 200:
        raise RefusedError(422, say("Ett kapitel ska ha en rubrik, på högst 200 tecken."))
    to_ms = time_ms(given.get("till", "")) if what == "flytta" else at_ms
    follows = place.follower.follows
    do: dict[str, Callable[[], object]] = {
        "ny": lambda: desk.add(place.root, item, at_ms, title, by=by, follows=follows),
        "byt": lambda: desk.rename(place.root, item, at_ms, title, by=by, follows=follows),
        "ta": lambda: desk.remove(place.root, item, at_ms, by=by, follows=follows),
        "flytta": lambda: desk.move(place.root, item, at_ms, to_ms, by=by, follows=follows),
    }
    if what not in do:
        raise RefusedError(422, say("Okänd åtgärd."))

    def changed() -> None:
        wrong = _wrong(chapters_of(place.root, item), what, at_ms, to_ms)
        if wrong:
            raise RefusedError(422, wrong)
        do[what]()

    await in_thread(changed)
    late = place.late(item)
    if "application/json" in visit.request.headers.get("accept", ""):
        now = await in_thread(lambda: place.library.chapters(item))
        return JSONResponse({"kapitel": [shown_chapter(one) for one in now], "sen": late})
    # What readers do not have yet is told above the transcript.
    return RedirectResponse(f"{item_address(item)}#{'lage' if late else 'kapitel'}", 303)


def _wrong(now: ChapterList, what: str, at_ms: int, to_ms: int) -> str:
    """Why a chapter cannot be changed so, in Swedish; "" where nothing is known against it."""
    there = {clock_hms(one.span.start_ms) for one in now.chapters}
    if now.origin == "author":
        return say(
            "Kapitlen står i {written_in}, som går först. Ändra dem där.", written_in=now.written_in
        )
    if to_ms >= now.end_ms:
        return say("Inspelningen är {clock} lång.", clock=clock_hms(now.end_ms))
    if what == "ny" and clock_hms(at_ms) in there:
        return say(
            "Det finns redan ett kapitel från {clock}. Byt namn på det.", clock=clock_hms(at_ms)
        )
    if what != "ny" and clock_hms(at_ms) not in there:
        return say("Där börjar inget kapitel längre. Ladda om sidan och se efter.")
    return say("Det enda kapitlet kan inte tas bort.") if what == "ta" and len(there) == 1 else ""


def time_ms(text: str) -> int:
    """A time as people write it (65, 1:05, 1:02:03, 1:05,5) in ms. Raises RefusedError."""
    found = re.fullmatch(r"(?:(?:(\d{1,3}):)?(\d{1,4}):)?(\d{1,6}(?:[.,]\d{1,3})?)", text.strip())
    if found is None:
        raise RefusedError(422, say("Skriv tiden som 1:05 eller 1:02:03."))
    hours, minutes = (int(part or 0) for part in found.groups()[:2])
    return round(1000 * (3600 * hours + 60 * minutes + float(found[3].replace(",", "."))))
