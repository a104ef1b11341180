"""Uploads that go on after a broken line: the core of tus 1.0, and what becomes of a whole file.

Of its extensions: creation, termination and expiration. A file that is whole is looked into when
it is asked for (`klar`), not within its last PATCH: that may take a minute for a long film.
"""

import asyncio
import binascii
from base64 import b64decode
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import ExitStack, suppress
from email.utils import formatdate
from functools import partial
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote

from mediahub.catalog import load_for_reading
from mediahub.desk.receiving import KEPT_S, LARGEST, Upload, UploadError
from mediahub.desk.takingin import begin, destinations, take_in
from mediahub.errors import MediaError
from mediahub.transcript.clock import clock_hms
from mediahub.web.staff import guard
from mediahub.web.staff.editing import in_thread
from mediahub.web.staff.place import Place, RefusedError, Visit, item_address
from mediahub.web.staff.tongue import say, told

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

T = TypeVar("T")
VERSION = "1.0.0"
FILES = "/ladda-upp/filer"
PIECE = 1 << 20
"""Bytes that are written at a time."""
SILENT_S = 30.0
"""A line on which nothing comes for so long is taken for dead."""
MAKES_WAY_S = 5.0
STATUS = {
    "unknown": 404, "busy": 423, "elsewhere": 409, "large": 413, "room": 507, "many": 429,
    "empty": 422, "unfit": 422,
}  # fmt: skip


def page(place: Place, visit: Visit) -> "Response":
    """Where files are handed in, and what is not whole yet."""
    wanted = visit.request.query_params.get("till")
    place.uploads.sweep()
    found = destinations(load_for_reading(place.root))
    titles = {one.folder: told(one.title) for one in found}
    return place.page(
        "upload.html",
        visit,
        destinations=[(one.folder, told(one.title)) for one in found],
        wanted=wanted,
        files=FILES,
        unfinished=[
            {
                "called": one.called,
                "part": 100 * one.offset // one.length,
                "to": titles.get(one.folder, one.folder),
                "address": _address(one),
            }
            for one in place.uploads.of(visit.user.name)
        ],
    )


async def files(place: Place, visit: Visit) -> "Response":
    """Begin an upload (POST), or hear what can be done (OPTIONS)."""
    return await _told(place, visit, {"OPTIONS": _options, "POST": _create})


async def file(place: Place, visit: Visit) -> "Response":
    """How much of an upload there is (HEAD), more of it (PATCH), or give it up (DELETE)."""
    methods = {"OPTIONS": _options, "HEAD": _head, "PATCH": _patch, "DELETE": _delete}
    return await _told(place, visit, methods)


async def finished(place: Place, visit: Visit) -> "Response":
    """Look into a file that is whole and keep it: where it is described then, or why it is not."""
    from starlette.responses import JSONResponse

    upload_id = visit.request.path_params["upload"]
    try:
        upload = await in_thread(
            lambda: take_in(place.root, place.uploads, upload_id, visit.user.name)
        )
    except UploadError as error:
        return JSONResponse({"fel": told(error.said)}, STATUS[error.why])
    assert upload.taken is not None  # noqa: S101 - take_in says so
    taken = upload.taken
    visit.noted["file"] = taken.file
    answer = {
        "fil": taken.file,
        "titel": taken.title or upload.called,
        "langd": clock_hms(taken.length_ms) if taken.length_ms else "",
        "avsnitt": taken.item,
        "adress": "",
    }
    if taken.item is not None:
        answer["adress"] = f"{item_address(taken.item)}/beskriv?fil={quote(upload.id)}"
    return JSONResponse(answer)


Method = Callable[[Place, Visit], Awaitable["Response"]]


async def _told(place: Place, visit: Visit, methods: Mapping[str, Method]) -> "Response":
    """What the method answers, in the protocol's own words; refusals too."""
    from starlette.responses import JSONResponse, Response

    request, answer = visit.request, None
    method = request.method
    if method == "POST":  # some clients can say nothing else
        method = request.headers.get("x-http-method-override", method).upper()
    asked = request.headers.get("tus-resumable")
    if method not in methods:
        answer = Response(status_code=405, headers={"allow": ", ".join(methods)})
    elif method != "OPTIONS" and asked != VERSION:
        answer = JSONResponse({"fel": f"Tus-Resumable: {VERSION}"}, 412)
        answer.headers["tus-version"] = VERSION
    else:
        try:
            answer = await methods[method](place, visit)
        except UploadError as error:
            answer = JSONResponse({"fel": told(error.said)}, STATUS[error.why])
        except RefusedError as error:
            answer = JSONResponse({"fel": error.words}, error.status)
        except MediaError as error:
            answer = JSONResponse({"fel": told(error.said)}, 422)
    answer.headers["tus-resumable"] = VERSION
    answer.headers["cache-control"] = "no-store"
    return answer


async def _options(_place: Place, _visit: Visit) -> "Response":
    from starlette.responses import Response

    headers = {
        "tus-version": VERSION,
        "tus-extension": "creation,termination,expiration",
        "tus-max-size": str(LARGEST),
    }
    return Response(status_code=204, headers=headers)


async def _create(place: Place, visit: Visit) -> "Response":
    from starlette.responses import Response

    headers = visit.request.headers
    length = _number(headers.get("upload-length"))
    if length is None:
        raise RefusedError(400, say("Säg hur stor filen är (Upload-Length)."))
    note = headers.get("upload-metadata", "")
    given = metadata(note)
    called = given.get("filename", "").strip()
    if not called or len(called) > 255 or len(note) > 4000:
        raise RefusedError(400, say("Säg vad filen heter (filename i Upload-Metadata)."))
    await in_thread(place.uploads.sweep)
    made = await in_thread(
        lambda: begin(
            place.root,
            place.uploads,
            called,
            given.get("folder", ""),
            length,
            visit.user.name,
            note,
        )
    )
    answer = Response(status_code=201, headers={"location": _address(made)})
    answer.headers["upload-expires"] = _expires(made)
    return answer


async def _head(place: Place, visit: Visit) -> "Response":
    from starlette.responses import Response

    # Who asks is about to go on: what a dead line still holds has to be on disk first.
    place.writers.ask(_id(visit))
    found = await _when_free(lambda: place.uploads.settled(_id(visit), visit.user.name))
    headers = {
        "upload-offset": str(found.offset),
        "upload-length": str(found.length),
        "upload-expires": _expires(found),
    }
    if found.note:
        headers["upload-metadata"] = found.note
    return Response(status_code=200, headers=headers)


async def _delete(place: Place, visit: Visit) -> "Response":
    from starlette.responses import Response

    place.writers.ask(_id(visit))
    await _when_free(lambda: place.uploads.end(_id(visit), visit.user.name))
    return Response(status_code=204)


async def _patch(place: Place, visit: Visit) -> "Response":
    from starlette.responses import Response

    request, upload_id, by = visit.request, _id(visit), visit.user.name
    if request.headers.get("content-type") != guard.PIECE:
        raise RefusedError(415, say("Innehållet ska vara {kind}.", kind=guard.PIECE))
    offset = _number(request.headers.get("upload-offset"))
    if offset is None:
        raise RefusedError(400, say("Säg varifrån det fortsätter (Upload-Offset)."))
    length = _number(request.headers.get("content-length"))
    place.writers.ask(upload_id)
    held = ExitStack()
    pen = await _when_free(lambda: held.enter_context(place.uploads.writing(upload_id, by, offset)))
    make_way = place.writers.begun(upload_id)
    try:
        if length is not None and length > pen.wanted:
            raise RefusedError(413, say("Det är mer än vad som är kvar av filen."))
        async for piece in _pieces(request, make_way):
            await in_thread(partial(pen.write, piece))
            still = await in_thread(partial(place.visit, request))
            if still is None or not still.user.may("editor"):
                raise RefusedError(
                    401, say("Du är inte inloggad längre, eller får inte ladda upp.")
                )
    finally:
        place.writers.done(upload_id, make_way)
        held.close()
    found = await in_thread(lambda: place.uploads.find(upload_id, by))
    headers = {"upload-offset": str(found.offset), "upload-expires": _expires(found)}
    return Response(status_code=204, headers=headers)


async def _pieces(request: "Request", make_way: asyncio.Event) -> AsyncIterator[bytes]:
    """The body as it comes, until it ends, the line breaks, or another wants to go on."""
    from starlette.requests import ClientDisconnect

    stream = request.stream()
    asked = asyncio.ensure_future(make_way.wait())
    held = bytearray()
    try:
        while True:
            more = asyncio.ensure_future(anext(stream, None))
            await asyncio.wait({more, asked}, timeout=SILENT_S, return_when="FIRST_COMPLETED")
            if not more.done():
                more.cancel()
                with suppress(asyncio.CancelledError):
                    await more
                break
            try:
                data = more.result()
            except ClientDisconnect:
                break
            if data is None:
                break
            held += data
            if len(held) >= PIECE:
                yield bytes(held)
                held.clear()
        if held:  # what has come is kept, however the line ended
            yield bytes(held)
    finally:
        asked.cancel()


async def _when_free(work: Callable[[], T]) -> T:
    """Do it; while another, who was asked to make way, is at the upload, wait for them a while."""
    waited = 0.0
    while True:
        try:
            return await in_thread(work)
        except UploadError as error:
            if error.why != "busy" or waited >= MAKES_WAY_S:
                raise
        await asyncio.sleep(0.05)
        waited += 0.05


def metadata(text: str) -> dict[str, str]:
    """The pairs of Upload-Metadata; what cannot be read is passed over."""
    found = {}
    for pair in text.split(","):
        key, _, value = pair.strip().partition(" ")
        if not key:
            continue
        with suppress(binascii.Error, ValueError):
            found[key] = b64decode(value.strip(), validate=True).decode("utf-8")
    return found


def _number(text: str | None) -> int | None:
    if text is None or not (text.isascii() and text.isdigit() and len(text) <= 15):
        return None
    return int(text)


def _id(visit: Visit) -> str:
    found: str = visit.request.path_params["upload"]
    return found


def _address(upload: Upload) -> str:
    return f"{FILES}/{upload.id}"


def _expires(upload: Upload) -> str:
    return formatdate(upload.touched + KEPT_S, usegmt=True)
