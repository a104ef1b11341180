"""What an editor changes: a segment's words and speaker, names, what is reviewed or withheld."""

import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from mediahub.desk import editing as desk
from mediahub.desk.after import Followed
from mediahub.desk.journal import answer, entries_of, review, undo
from mediahub.desk.withholding import withhold_passage, withholdings_of
from mediahub.desk.wording import (
    Changed,
    SegmentChangedError,
    correct_segment,
    give_segment,
    segment_version,
)
from mediahub.tongues import joined
from mediahub.transcript import Span, Transcript
from mediahub.transcript.clock import clock_hms
from mediahub.web.staff.deciding import STATES, sides, told
from mediahub.web.staff.place import (
    Place,
    RefusedError,
    Visit,
    fields,
    item_address,
    require_text,
)
from mediahub.web.staff.shown import shown_segments
from mediahub.web.staff.tongue import say
from mediahub.web.staff.tongue import told as saying

if TYPE_CHECKING:
    from starlette.responses import Response

T = TypeVar("T")


async def segment(place: Place, visit: Visit) -> "Response":
    """A segment as it is now; PUT gives it other words, if it is still that of If-Match."""
    from starlette.responses import JSONResponse

    item, at = named(place, visit)
    visit.noted["moment"] = clock_hms(at)
    if visit.request.method == "GET":
        transcript = await in_thread(lambda: place.library.transcript(item))
        for one in shown_segments(transcript):
            if one.at_ms == at:
                return JSONResponse(one.to_json(), headers={"etag": f'"{one.version}"'})
        raise RefusedError(404, say("Där börjar inget stycke längre."))
    version, given = version_of(visit), await json_of(visit)
    text = given.get("text")
    if not isinstance(text, str) or len(text) > 20_000:
        raise RefusedError(422, say("Texten saknas eller är för lång."))
    return await changed(
        place,
        visit,
        item,
        lambda: correct_segment(
            place.root, item, at, version, text, by=visit.user.name, follows=place.follower.follows
        ),
    )


async def speaker(place: Place, visit: Visit) -> "Response":
    """Somebody else says a segment, it and what its speaker says after it, or all of that."""
    item, at = named(place, visit)
    visit.noted["moment"] = clock_hms(at)
    version, given = version_of(visit), await json_of(visit)
    name, reach, seen = given.get("talare"), given.get("galler", "here"), given.get("visat")
    if not isinstance(name, str) or not name.strip() or len(name) > 200:
        raise RefusedError(422, say("Namnet saknas eller är för långt."))
    if reach == "everywhere":
        if not isinstance(seen, str):
            raise RefusedError(428, say("Säg vilket namn som visades (visat)."))
        return await changed(
            place,
            visit,
            item,
            lambda: _named_everywhere(place, item, at, version, name, seen, visit),
        )
    if reach not in ("here", "onwards"):
        raise RefusedError(422, say("Okänt omfång."))
    return await changed(
        place,
        visit,
        item,
        lambda: give_segment(
            place.root,
            item,
            at,
            version,
            name,
            reach=reach,
            by=visit.user.name,
            follows=place.follower.follows,
        ),
    )


def _named_everywhere(
    place: Place, item: str, at: int, version: str, name: str, seen: str, visit: Visit
) -> Changed:
    """The voice of a segment gets a name, wherever it is heard."""
    transcript = place.library.transcript(item)
    segment = next((one for one in transcript.segments if one.span.start_ms == at), None)
    if segment is None or segment_version(segment) != version:
        raise SegmentChangedError(item, at, segment)
    try:
        done = desk.name(
            place.root, item, segment.speaker, name, by=visit.user.name, seen=seen,
            follows=place.follower.follows,
        )  # fmt: skip
    except desk.NameChangedError as error:
        if error.now != name:
            raise
        return Changed(place.library.transcript(item), "")  # both meant the same
    return Changed(place.library.transcript(item), done)


async def name(place: Place, visit: Visit) -> "Response":
    """Name a voice everywhere in the item, if it still bears the name that was shown (`sett`)."""
    item = place.library.item(visit.request.path_params["item"]).id
    given = await fields(visit.request)
    who, wanted = given.get("talare", ""), given.get("namn", "")
    seen = _seen(given.get("sett", "")).get(who)
    if seen is None:
        raise RefusedError(428, say("Säg vilket namn rösten hade när du såg den (sett)."))
    try:
        done = await in_thread(
            lambda: desk.name(
                place.root, item, who, wanted, by=visit.user.name, seen=seen,
                follows=place.follower.follows,
            )
        )  # fmt: skip
    except desk.NameChangedError as error:
        return _named_meanwhile(place, visit, item, error)
    return _done(place, visit, item, f"{item_address(item)}#lage", done)


def _named_meanwhile(
    place: Place, visit: Visit, item: str, error: desk.NameChangedError
) -> "Response":
    """Both names, to choose from: the one that somebody else gave, and the one that was typed."""
    from starlette.responses import JSONResponse

    if "application/json" in visit.request.headers.get("accept", ""):
        return JSONResponse({"fel": _two_names(error), "heter": error.now}, 412)
    return place.page(
        "named.html",
        visit,
        412,
        item=place.library.item(item),
        base=item_address(item),
        label=error.label,
        now=error.now,
        wanted=error.wanted,
        sett=json.dumps({error.label: error.now}, ensure_ascii=False),
    )


def _two_names(error: desk.NameChangedError) -> str:
    if error.now is None:
        return say("Rösten finns inte längre: någon annan har ändrat medan du skrev.")
    return say(
        "Någon annan har namngett rösten medan du skrev: den heter {now}. Du "
        "skrev {wanted}. Spara igen om ditt ska gälla.",
        now=error.now,
        wanted=error.wanted,
    )


def _seen(text: str) -> dict[str, str]:
    """Which name each voice bore on the page that the form was on."""
    try:
        value = json.loads(text)
        return {label: name for label, name in value.items() if isinstance(name, str)}
    except (ValueError, AttributeError, RecursionError):
        return {}


async def reviewed(place: Place, visit: Visit) -> "Response":
    """Say that a stretch, or all, is right as it stands."""
    item = place.library.item(visit.request.path_params["item"]).id
    given = await fields(visit.request)
    span = _span(given)
    lines = await in_thread(
        lambda: review(place.root, item, span, by=visit.user.name, follows=place.follower.follows)
    )
    return _done(place, visit, item, f"{item_address(item)}#lage", joined("\n", lines))


async def withhold(place: Place, visit: Visit) -> "Response":
    """Take a passage out of all that is read; an administrator's or editor's decision, with why."""
    item = place.library.item(visit.request.path_params["item"]).id
    given = await fields(visit.request)
    span = _span(given)
    if span is None:
        raise RefusedError(422, say("Säg från när och till när."))
    wanted: Span = span
    done = await in_thread(
        lambda: withhold_passage(
            place.root, item, wanted, given.get("varfor", ""),
            sound=bool(given.get("ljud")), by=visit.user.name,
        )
    )  # fmt: skip
    require_gone(done.followed)
    return _done(place, visit, item, item_address(item), say("Passagen är undanhållen."))


def require_gone(followed: Followed) -> None:
    """Raise RefusedError where what was withheld may still stand in public: that is told loudly."""
    if followed.unsent is not None:
        raise RefusedError(
            502,
            say(
                "Passagen är undanhållen här, men webben gick inte att nå och har den kvar. Be den "
                "som sköter mediahub köra `mediahub send` så snart det går."
            ),
        )
    if followed.failures:
        raise RefusedError(
            502,
            say(
                "Passagen är undanhållen, men allt kunde inte göras om på en gång, och den kan stå "
                "kvar. Starta en körning."
            ),
        )


async def questions(place: Place, visit: Visit) -> "Response":
    """What a rerun asks of the edits, old and new side by side; each is answered here."""
    item = place.library.item(visit.request.path_params["item"]).id
    if visit.request.method == "POST":
        given = await fields(visit.request)
        said = given.get("ord", "").strip() if given.get("svar") == "ord" else given.get("svar", "")
        await in_thread(
            lambda: answer(
                place.root, item, given.get("fraga", ""), said, by=visit.user.name,
                follows=place.follower.follows,
            )
        )  # fmt: skip
        return _done(place, visit, item, f"{item_address(item)}/fragor", "")
    _, entries = await in_thread(lambda: entries_of(place.root, item))
    asked = [one for one in entries if one.pending]
    return place.page(
        "questions.html",
        visit,
        item=place.library.item(item),
        base=item_address(item),
        late=place.late(item),
        asked=[
            {
                "one": one,
                "clock": _clock(one.start_ms),
                "at": _seconds(one.start_ms),
                "told": told(one),
                "sides": sides(one),
            }
            for one in asked
        ],
        film=place.library.item(item).kind == "film",
    )


async def history(place: Place, visit: Visit) -> "Response":
    """All that was decided of an item, by whom and when; each may be taken back."""
    item = place.library.item(visit.request.path_params["item"]).id
    if visit.request.method == "POST":
        given = await fields(visit.request)
        await in_thread(
            lambda: undo(
                place.root, item, given.get("post", ""), by=visit.user.name,
                follows=place.follower.follows,
            )
        )  # fmt: skip
        return _done(place, visit, item, f"{item_address(item)}/historik", "")
    _, entries = await in_thread(lambda: entries_of(place.root, item))
    _, kept = await in_thread(lambda: withholdings_of(place.root, item))
    why = {one.id: one.why for one in kept}
    return place.page(
        "history.html",
        visit,
        item=place.library.item(item),
        base=item_address(item),
        late=place.late(item),
        entries=[
            {
                "one": one,
                "clock": _clock(one.start_ms),
                "at": _seconds(one.start_ms),
                "why": why.get(one.id, ""),
                "told": told(one),
                "state": say(STATES[one.state]) if one.state in STATES else "",
            }
            for one in reversed(entries)
            if one.state != "proposed"
        ],
    )


async def changed(
    place: Place, visit: Visit, item: str, change: Callable[[], Changed]
) -> "Response":
    """What the page is to show after a change; 412 with what stands there where it is another.

    `sen` says what readers do not have yet.
    """
    from starlette.responses import JSONResponse

    try:
        made = await in_thread(change)
        value = await in_thread(lambda: listed(place, visit, made.transcript))
    except SegmentChangedError as error:
        now = None if error.now is None else error.now.text
        value = {"fel": say("Någon annan har ändrat här."), "nu": now, "sen": place.late(item)}
        return JSONResponse(value, 412)
    except desk.NameChangedError as error:
        return JSONResponse({"fel": _two_names(error), "heter": error.now}, 412)
    return JSONResponse({**value, "sen": place.late(item)})


def listed(place: Place, visit: Visit, transcript: Transcript) -> dict[str, Any]:
    """A transcript for a page that says which state of it it shows: what is another, or all."""
    now = place.listings.sent(shown_segments(transcript))
    answer = place.listings.answer(visit.request.headers.get("x-mediahub-mark", ""), now)
    return {**answer, "talare": [one.name for one in transcript.speakers]}


async def in_thread(work: Callable[[], T]) -> T:
    from starlette.concurrency import run_in_threadpool

    return await run_in_threadpool(work)


def named(place: Place, visit: Visit) -> tuple[str, int]:
    """The item and the time (ms) of a segment's address."""
    params = visit.request.path_params
    item, at = place.library.item(params["item"]).id, params["at"]
    if not re.fullmatch(r"[0-9]{1,12}", at, re.ASCII):  # int() refuses thousands of digits
        raise RefusedError(404, say("Där börjar inget stycke."))
    return item, int(at)


def version_of(visit: Visit) -> str:
    version = visit.request.headers.get("if-match", "").strip().strip('"')
    if not version:
        raise RefusedError(428, say("Säg vilken version som ändras (If-Match)."))
    return version


async def json_of(visit: Visit) -> dict[str, Any]:
    try:
        value = json.loads(await visit.request.body())
    except (ValueError, RecursionError):
        raise RefusedError(422, say("Begäran är inte JSON.")) from None
    if not isinstance(value, dict):
        raise RefusedError(422, say("Begäran är inte ett JSON-objekt."))
    require_text(*(one for one in value.values() if isinstance(one, str)))
    return value


def _span(given: dict[str, str]) -> Span | None:
    """The stretch between two fields in seconds; None where neither is given."""
    if not given.get("fran") and not given.get("till"):
        return None
    try:
        first, last = (round(1000 * float(given.get(one, "") or 0)) for one in ("fran", "till"))
        return Span(first, last)
    except (ValueError, OverflowError):
        raise RefusedError(
            422, say("Tiderna ska vara sekunder, och till senare än från.")
        ) from None


def _done(place: Place, visit: Visit, item: str, address: str, told: str) -> "Response":
    from starlette.responses import JSONResponse, RedirectResponse

    if "application/json" in visit.request.headers.get("accept", ""):
        return JSONResponse({"gjort": saying(told), "sen": place.late(item)})
    return RedirectResponse(address, 303)


def _clock(ms: int | None) -> str:
    return "" if ms is None else clock_hms(ms)


def _seconds(ms: int | None) -> str:
    return "" if ms is None else f"{ms / 1000:g}"
