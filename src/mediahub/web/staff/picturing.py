"""The picture of an item, a theme or a person: handed in on a page, with what it shows in words."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast, get_args
from urllib.parse import quote

from mediahub.catalog import load
from mediahub.desk.describing import Described
from mediahub.desk.picturing import (
    PictureChangedError,
    PicturedKind,
    describe_picture,
    give_picture,
    pictured,
)
from mediahub.errors import MediaError, SettingsError
from mediahub.feed.handedin import LONGEST, MOST_BYTES, SHORTEST
from mediahub.web.staff.editing import in_thread
from mediahub.web.staff.logbook import note
from mediahub.web.staff.place import Place, RefusedError, Visit, item_address, require_text
from mediahub.web.staff.tongue import marked, say, told

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

PAGE = "/ladda-upp/bild"
LONGEST_WORDS = 500
SHOWN = 800
"""Pixels of the side of a picture as the page shows it."""
DONE = marked("Bilden är sparad, och det som redan är gjort har fått den.")
NEXT = marked("Bilden är sparad. Nästa körning för in den.")
OF_A_THEME = marked(
    "Bilden är sparad, och står på temats sida. Avsnitten får den med nästa körning."
)


@dataclass(frozen=True, slots=True)
class _Of:
    """Whose picture it is: its kind and id, what it is called, and where it is described."""

    kind: PicturedKind
    id: str
    title: str
    back: str

    @property
    def address(self) -> str:
        return picture_page(self.kind, self.id)


def picture_page(kind: PicturedKind, of: str) -> str:
    """Where a picture is handed in."""
    return f"{PAGE}/{kind}/{quote(of)}"


async def picture(place: Place, visit: Visit) -> "Response":
    """The picture as it is; PUT gives another one, or other words for it (`beskrivning`)."""
    from starlette.responses import JSONResponse

    of = await in_thread(lambda: _of(place, visit))
    if visit.request.method != "PUT":
        return await in_thread(lambda: _page(place, visit, of))
    given = dict(visit.request.query_params)
    words, seen = " ".join(given.get("beskrivning", "").split()), given.get("sett", "")
    require_text(words, given.get("namn", ""), seen)
    if not 0 < len(words) <= LONGEST_WORDS:
        raise RefusedError(
            422,
            say(
                "Skriv vad bilden visar, för den som inte ser den (högst {most} tecken).",
                most=LONGEST_WORDS,
            ),
        )
    data = await _body(visit.request)
    try:
        done = await in_thread(lambda: _given(place, of, data, given.get("namn", ""), words, seen))
    except PictureChangedError as error:
        words_of_it = (
            say("Någon annan har bytt bilden medan du skrev. Ladda om sidan och se efter.")
            if error.now.named
            else say("Någon annan har tagit bort bilden medan du skrev. Ladda om sidan.")
        )
        raise RefusedError(412, words_of_it) from None
    except MediaError as error:
        raise RefusedError(422, told(error.said)) from None
    await in_thread(lambda: note(place, "picture", visit.user.name, *_noted(of)))
    at_once = done.followed is not None and not done.followed.failures
    saved = OF_A_THEME if of.kind == "theme" else DONE
    return JSONResponse({"gjort": say(saved if at_once else NEXT)})


def shown(place: Place, visit: Visit) -> "Response":
    """The picture as the page shows it: light, and without what a camera wrote into it."""
    from starlette.responses import Response

    from mediahub.feed.art import scaled

    of = _of(place, visit)
    file = pictured(place.root, of.kind, of.id).file
    try:
        data = b"" if file is None else file.read_bytes()
    except OSError:
        data = b""
    if not data:
        raise RefusedError(404, say("Det finns ingen bild."))
    return Response(
        scaled(data, SHOWN), media_type="image/jpeg", headers={"cache-control": "no-store"}
    )


def _given(place: Place, of: _Of, data: bytes, called: str, words: str, seen: str) -> Described:
    if not data:
        if not seen:
            raise RefusedError(422, say("Välj en bild."))
        return describe_picture(place.root, of.kind, of.id, words, seen)
    return give_picture(place.root, of.kind, of.id, data, called, words, seen)


async def _body(request: "Request") -> bytes:
    """The body, which is given up as soon as it is too large."""
    data = bytearray()
    async for part in request.stream():
        data += part
        if len(data) > MOST_BYTES:
            raise RefusedError(
                413,
                say(
                    "Bilden är större än {most} MB. Spara den mindre.",
                    most=MOST_BYTES >> 20,
                ),
            )
    return bytes(data)


def _page(place: Place, visit: Visit, of: _Of) -> "Response":
    now = pictured(place.root, of.kind, of.id)
    return place.page(
        "picture.html",
        visit,
        of=of,
        now=now,
        there=now.file is not None and now.file.is_file(),
        megabytes=MOST_BYTES >> 20,
        shortest=SHORTEST,
        longest=LONGEST,
        most_words=LONGEST_WORDS,
    )


def _of(place: Place, visit: Visit) -> _Of:
    params = visit.request.path_params
    kind, of = params["kind"], params["of"]
    catalogue = load(place.root)
    if kind not in get_args(PicturedKind):
        raise RefusedError(404, say("Det finns inget med den adressen."))
    if kind == "person":
        titles = {one.id: (one.name, f"/person/{quote(one.id)}") for one in catalogue.people}
    elif kind == "theme":
        titles = {one.id: (one.title, f"/tema/{quote(one.id)}") for one in catalogue.themes}
    else:
        titles = {one.id: (one.title, item_address(one.id)) for one in catalogue.items}
    if of not in titles:
        raise RefusedError(404, say("Det finns inte längre."))
    try:
        pictured(place.root, cast(PicturedKind, kind), of)
    except SettingsError:
        raise RefusedError(404, say("Det finns inte längre.")) from None
    return _Of(cast(PicturedKind, kind), of, *titles[of])


def _noted(of: _Of) -> tuple[str, ...]:
    return (of.id if of.kind == "item" else "",)
