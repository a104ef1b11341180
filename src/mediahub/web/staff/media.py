"""Files: an item's own recording, what was made of it, and the site's style and scripts."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from mediahub.catalog import Item
from mediahub.feed import media_type
from mediahub.web.preview import ranged_file
from mediahub.web.staff.items import DOCUMENT, FILES
from mediahub.web.staff.place import Place, RefusedError, Visit
from mediahub.web.staff.tongue import say

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ASSETS = {
    "staff.css": ("mediahub.web.staff", "text/css"),
    "words-en.js": ("mediahub.web.staff", "text/javascript"),
    "staff.js": ("mediahub.web.staff", "text/javascript"),
    "editor.js": ("mediahub.web.staff", "text/javascript"),
    "segment.js": ("mediahub.web.staff", "text/javascript"),
    "upload.js": ("mediahub.web.staff", "text/javascript"),
    "picture.js": ("mediahub.web.staff", "text/javascript"),
    "item.css": ("mediahub.web.staff", "text/css"),
    "beside.js": ("mediahub.web.staff", "text/javascript"),
    "reading.js": ("mediahub.web.staff", "text/javascript"),
    "wave.js": ("mediahub.web.staff", "text/javascript"),
    "quote.js": ("mediahub.web.staff", "text/javascript"),
    "player.js": ("mediahub.pages", "text/javascript"),
    "player.css": ("mediahub.pages", "text/css"),
    "page.css": ("mediahub.pages", "text/css"),
}


def media(place: Place, visit: Visit) -> "Response":
    """The recording itself, with byte ranges; only what is an item's file in the workspace."""
    path = recording(place, place.library.item(visit.request.path_params["item"]))
    return ranged_file()(
        path,
        media_type=media_type(path.name),
        headers={"cache-control": "private, no-cache"},
        stat_result=path.stat(),
    )


def recording(place: Place, item: Item) -> Path:
    """The item's own file. Raises RefusedError where there is none in the workspace."""
    if item.written or item.problem is not None or not item.path.is_file():
        raise RefusedError(404, say("Inspelningen finns inte."))
    if not item.path.resolve().is_relative_to(place.root):
        raise RefusedError(404, say("Inspelningen ligger utanför arbetsytan."))
    return item.path


def result(place: Place, visit: Visit) -> "Response":
    """A transcript as a file; only those that an item has, and one for word processors."""
    name = visit.request.path_params["name"]
    item = place.library.item(visit.request.path_params["item"])
    if name == DOCUMENT:
        return _document(place, item)
    if name not in dict(FILES):
        raise RefusedError(404, say("Filen finns inte."))
    path = _made(place, item, name)
    kind = media_type(name)
    if kind.startswith(("text/", "application/x-subrip")):
        kind += "; charset=utf-8"
    headers = {"content-disposition": f'inline; filename="{name}"', "cache-control": "no-store"}
    return ranged_file()(path, media_type=kind, headers=headers, stat_result=path.stat())


def file_of(place: Place, item: Item, name: str) -> tuple[bytes, str]:
    """A transcript as a file of this name, and its media type. Raises RefusedError (404)."""
    if name == DOCUMENT:
        return _docx(place, item), WORD
    return _made(place, item, name).read_bytes(), media_type(name)


def _made(place: Place, item: Item, name: str) -> Path:
    """What was made of an item. Raises RefusedError for none, and for a link that leads out."""
    path = place.root / "transcripts" / item.id / name
    if not path.is_file() or not path.resolve().is_relative_to(place.root):
        raise RefusedError(404, say("Filen finns inte."))
    return path


def _docx(place: Place, item: Item) -> bytes:
    from mediahub.captions.docx import to_docx

    return to_docx(place.library.transcript(item.id), item.title)


def _document(place: Place, item: Item) -> "Response":
    from starlette.responses import Response

    data = _docx(place, item)
    headers = {
        "content-disposition": f'attachment; filename="{item.id}.docx"',
        "cache-control": "no-store",
    }
    return Response(data, media_type=WORD, headers=headers)


async def asset(_place: Place, request: "Request") -> "Response":
    """A style or script of our own."""
    from starlette.responses import Response

    name = request.path_params["name"]
    if name not in ASSETS:
        raise RefusedError(404, say("Filen finns inte."))
    package, kind = ASSETS[name]
    headers = {"cache-control": "no-cache"}
    return Response(_asset(package, name), media_type=f"{kind}; charset=utf-8", headers=headers)


@cache
def _asset(package: str, name: str) -> bytes:
    from importlib.resources import files

    return files(package).joinpath("assets", name).read_bytes()
