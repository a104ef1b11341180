"""The token that a page of the site puts into its forms: another site's page cannot know it.

Where a request comes from is looked at too (`guard`); this holds where a browser does not say.
"""

import hmac
from typing import TYPE_CHECKING

from mediahub.web.staff.multipart import KIND, parts_of, text_of
from mediahub.web.staff.place import COOKIE, RefusedError, fields
from mediahub.web.staff.sessions import form_token
from mediahub.web.staff.tongue import say

if TYPE_CHECKING:
    from starlette.requests import Request

HEADER = "x-mediahub-token"
"""Where a script says it; a form has it in the field `token`."""
FIELD = "token"


async def require_token(request: "Request") -> None:
    """Raise RefusedError unless the request has the token of the session that it is of."""
    given = request.headers.get(HEADER)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if given is None and kind == "application/x-www-form-urlencoded":
        given = (await fields(request)).get(FIELD)
    if given is None and kind == KIND:
        parts = parts_of(request.headers["content-type"], await request.body())
        given = text_of(parts, FIELD)
    wanted = form_token(request.cookies.get(COOKIE, ""))
    if given is None or not hmac.compare_digest(given.encode(), wanted.encode()):
        raise RefusedError(403, say("Sidan är för gammal. Ladda om den och försök igen."))
