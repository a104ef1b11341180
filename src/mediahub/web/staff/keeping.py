"""What was typed in a form whose session was over: it goes along until somebody is let in again.

A page is not kept by browsers (no-store), so that going back from a refusal would ask for it anew,
be led to the login, and have lost every word.
"""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mediahub.web.staff.place import (
    COOKIE,
    MOST_FIELDS,
    Place,
    RefusedError,
    Visit,
    all_fields,
    require_text,
)
from mediahub.web.staff.sessions import form_token

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

FIELD = "skrivet"
"""In the form of the login: what was typed before it."""
TOKEN = "token"  # noqa: S105 - a field's name
_SECRETS = frozenset(("losen", "igen", "nu", "nyckel"))
_OWN = frozenset(("version", "sett", "till"))
"""Fields that the page wrote itself, and nobody typed."""


@dataclass(frozen=True)
class Typed:
    """A form as it was sent: its address here, and its fields in their order, without the token."""

    to: str
    pairs: tuple[tuple[str, str], ...]

    @property
    def words(self) -> tuple[str, ...]:
        """What a person may miss: it is shown, so that it can be copied."""
        told = (text.strip() for name, text in self.pairs if name not in _OWN)
        return tuple(dict.fromkeys(text for text in told if " " in text or len(text) > 20))

    def packed(self) -> str:
        """The fields as one text, of which `unpacked` makes them again."""
        return json.dumps(self.pairs, ensure_ascii=False)


def is_form(request: "Request") -> bool:
    """Whether a browser sends a page's form, and expects a page."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    accepted = request.headers.get("accept", "")
    return (
        request.method == "POST"
        and kind == "application/x-www-form-urlencoded"
        and "text/html" in accepted
    )


async def typed(request: "Request") -> Typed | None:
    """What was typed in the form that is sent; None for no form, and for one with a password."""
    if not is_form(request):
        return None
    try:
        found = await all_fields(request)
    except RefusedError:
        return None
    if _SECRETS & found.keys():
        return None
    pairs = [(name, one) for name, values in found.items() if name != TOKEN for one in values]
    query = f"?{request.url.query}" if request.url.query else ""
    return Typed(request.url.path + query, tuple(pairs))


def unpacked(text: str, to: str) -> Typed | None:
    """What `packed` made of it; None where it is nothing of that kind."""
    try:
        pairs = tuple((name, value) for name, value in json.loads(text))
        require_text(*(one for pair in pairs for one in pair))
    except (ValueError, TypeError, RecursionError, RefusedError):
        return None
    return Typed(to, pairs) if len(pairs) <= MOST_FIELDS else None


async def offered_again(place: Place, visit: Visit) -> "Response | None":
    """The form of an earlier login's page, to be sent once more by whoever is logged in now.

    None where it is no such form. That it comes from a page of ours `guard` has seen to.
    """
    found = await typed(visit.request)
    if found is None or TOKEN not in await all_fields(visit.request):
        return None
    return again_page(place, found, visit.request.cookies.get(COOKIE, ""), visit, 403)


def again_page(
    place: Place, found: Typed, secret: str, visit: Visit | None = None, status: int = 200
) -> "Response":
    """A page from which the form is sent by the session of this secret."""
    return place.page("again.html", visit, status, typed=found, token=form_token(secret))
