"""Files: an item's own recording, what was made of it, and the site's style and scripts."""

from functools import cache
from typing import TYPE_CHECKING

from mediahub.feed import media_type
from mediahub.web.preview import ranged_file
from mediahub.web.staff.items import FILES
from mediahub.web.staff.place import Place, RefusedError, Visit

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

ASSETS = {
    "staff.css": ("mediahub.web.staff", "text/css"),
    "staff.js": ("mediahub.web.staff", "text/javascript"),
    "editor.js": ("mediahub.web.staff", "text/javascript"),
    "segment.js": ("mediahub.web.staff", "text/javascript"),
    "upload.js": ("mediahub.web.staff", "text/javascript"),
    "quote.js": ("mediahub.web.staff", "text/javascript"),
    "player.js": ("mediahub.pages", "text/javascript"),
    "player.css": ("mediahub.pages", "text/css"),
    "page.css": ("mediahub.pages", "text/css"),
}


def media(place: Place, visit: Visit) -> "Response":
    """The recording itself, with byte ranges; only what is an item's file in the workspace."""
    item = place.library.item(visit.request.path_params["item"])
    if item.written or item.problem is not None or not item.path.is_file():
        raise RefusedError(404, "Inspelningen finns inte.")
    if not item.path.resolve().is_relative_to(place.root):
        raise RefusedError(404, "Inspelningen ligger utanför arbetsytan.")
    return ranged_file()(
        item.path,
        media_type=media_type(item.path.name),
        headers={"cache-control": "private, no-cache"},
        stat_result=item.path.stat(),
    )


def result(place: Place, visit: Visit) -> "Response":
    """A transcript as a file; only those that an item has."""
    name = visit.request.path_params["name"]
    item = place.library.item(visit.request.path_params["item"])
    path = place.root / "transcripts" / item.id / name
    if name not in dict(FILES) or not path.is_file():
        raise RefusedError(404, "Filen finns inte.")
    if not path.resolve().is_relative_to(place.root):
        raise RefusedError(404, "Filen finns inte.")
    kind = media_type(name)
    if kind.startswith(("text/", "application/x-subrip")):
        kind += "; charset=utf-8"
    headers = {"content-disposition": f'inline; filename="{name}"', "cache-control": "no-store"}
    return ranged_file()(path, media_type=kind, headers=headers, stat_result=path.stat())


async def asset(_place: Place, request: "Request") -> "Response":
    """A style or script of our own."""
    from starlette.responses import Response

    name = request.path_params["name"]
    if name not in ASSETS:
        raise RefusedError(404, "Filen finns inte.")
    package, kind = ASSETS[name]
    headers = {"cache-control": "no-cache"}
    return Response(_asset(package, name), media_type=f"{kind}; charset=utf-8", headers=headers)


@cache
def _asset(package: str, name: str) -> bytes:
    from importlib.resources import files

    return files(package).joinpath("assets", name).read_bytes()
