"""The picture of an item, a theme, a series or a person: handed in on a page, with what it shows in
words, but for the cover of a series, which shows its title.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast, get_args
from urllib.parse import quote

from mediahub.catalog import load
from mediahub.desk.describing import Described
from mediahub.desk.picturing import (
    KINDS,
    PictureChangedError,
    PicturedKind,
    describe_picture,
    give_picture,
    pictured,
)
from mediahub.errors import MediaError, SettingsError
from mediahub.feed.art import LARGEST, SMALLEST
from mediahub.feed.handedin import LONGEST, MOST_BYTES, SHORTEST
from mediahub.web.staff.editing import in_thread
from mediahub.web.staff.logbook import note
from mediahub.web.staff.multipart import parts_of, text_of
from mediahub.web.staff.place import (
    Place,
    RefusedError,
    Visit,
    item_address,
    require_text,
    with_query,
)
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
OF_A_SERIES = marked("Omslaget är sparat. Nästa körning för in det i flödet och på sidorna.")
SAVED = {"nu": DONE, "nasta": NEXT, "tema": OF_A_THEME, "serie": OF_A_SERIES}


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

    @property
    def in_words(self) -> bool:
        """Whether it is told in words what the picture shows."""
        return bool(KINDS[self.kind].words)

    @property
    def cover(self) -> bool:
        return self.kind == "series"


def picture_page(kind: PicturedKind, of: str) -> str:
    """Where a picture is handed in."""
    return f"{PAGE}/{kind}/{quote(of)}"


async def picture(place: Place, visit: Visit) -> "Response":
    """The picture as it is; PUT gives another one, or other words for it (`beskrivning`).

    POST does so by a form, for who has no script: with what cannot be used the page comes again.
    """
    from starlette.responses import JSONResponse, RedirectResponse

    of = await in_thread(lambda: _of(place, visit))
    if visit.request.method == "POST":
        given = await _form(visit.request)
        try:
            done = await _done(place, visit, of, given)
        except RefusedError as error:
            status, wrong = error.status, error.words
            return await in_thread(lambda: _page(place, visit, of, status, wrong, given.words))
        return RedirectResponse(with_query(of.address, {"sparat": done}), 303)
    if visit.request.method != "PUT":
        return await in_thread(lambda: _page(place, visit, of))
    query = visit.request.query_params
    given = _Given(
        b"", query.get("namn", ""), " ".join(query.get("beskrivning", "").split()),
        query.get("sett", ""),
    )  # fmt: skip
    _require_words(of, given)
    given = replace(given, data=await _body(visit.request))
    return JSONResponse({"gjort": say(SAVED[await _done(place, visit, of, given)])})


@dataclass(frozen=True, slots=True)
class _Given:
    """What is handed in: the picture (empty where only its words change), what it is called, what
    it shows, and what was named when whoever hands it in looked.
    """

    data: bytes
    called: str
    words: str
    seen: str


async def _form(request: "Request") -> _Given:
    parts = parts_of(request.headers.get("content-type", ""), await request.body())
    file = parts.get("bild")
    words = " ".join(text_of(parts, "beskrivning").split())
    return _Given(
        file.data if file else b"", (file and file.called) or "", words, text_of(parts, "sett")
    )


def _require_words(of: _Of, given: _Given) -> None:
    require_text(given.words, given.called, given.seen)
    if of.in_words and not 0 < len(given.words) <= LONGEST_WORDS:
        raise RefusedError(
            422,
            say(
                "Skriv vad bilden visar, för den som inte ser den (högst {most} tecken).",
                most=LONGEST_WORDS,
            ),
        )


async def _done(place: Place, visit: Visit, of: _Of, given: _Given) -> str:
    """Put the picture into its place; which of SAVED is told. Raises RefusedError."""
    _require_words(of, given)
    _require_size(len(given.data))
    try:
        done = await in_thread(lambda: _given(place, of, given))
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
    if of.cover:
        return "serie"
    if done.followed is None or done.followed.failures:
        return "nasta"
    return "tema" if of.kind == "theme" else "nu"


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


def _given(place: Place, of: _Of, given: _Given) -> Described:
    if not given.data:
        if not given.seen or not of.in_words:
            raise RefusedError(422, say("Välj en bild."))
        return describe_picture(place.root, of.kind, of.id, given.words, given.seen)
    return give_picture(
        place.root, of.kind, of.id, given.data, given.called, given.words, given.seen
    )


async def _body(request: "Request") -> bytes:
    """The body, which is given up as soon as it is too large."""
    data = bytearray()
    async for part in request.stream():
        data += part
        _require_size(len(data))
    return bytes(data)


def _require_size(length: int) -> None:
    if length > MOST_BYTES:
        raise RefusedError(
            413,
            say(
                "Bilden är större än {most} MB. Spara den mindre.",
                most=MOST_BYTES >> 20,
            ),
        )


def _page(
    place: Place, visit: Visit, of: _Of, status: int = 200, wrong: str = "", words: str = ""
) -> "Response":
    now = pictured(place.root, of.kind, of.id)
    saved = SAVED.get(visit.request.query_params.get("sparat", ""))
    return place.page(
        "picture.html",
        visit,
        status,
        of=of,
        now=now,
        words=words or now.words,
        wrong=wrong,
        told=say(saved) if saved else "",
        there=now.file is not None and now.file.is_file(),
        megabytes=MOST_BYTES >> 20,
        shortest=SMALLEST if of.cover else SHORTEST,
        longest=LARGEST if of.cover else LONGEST,
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
    elif kind == "series":
        titles = {one.id: (one.title, "/innehall") for one in catalogue.series}
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


def covers(place: Place) -> list[tuple[str, str]]:
    """The series that have a cover to be handed in: what each is called, and where that is done.

    What no table of mediahub.toml names cannot be given one.
    """
    found = []
    for one in place.library.catalogue().series:
        try:
            pictured(place.root, "series", one.id)
        except SettingsError:
            continue
        found.append((one.title, picture_page("series", one.id)))
    return found


def _noted(of: _Of) -> tuple[str, ...]:
    return (of.id if of.kind == "item" else "",)
