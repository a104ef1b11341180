"""The way to an issuer of identities and back."""

import logging
from typing import TYPE_CHECKING

from mediahub.web.staff.accounts import User
from mediahub.web.staff.entering import let_in, ours, unknown
from mediahub.web.staff.oidc import WAITS_S, OidcError
from mediahub.web.staff.place import Place, RefusedError
from mediahub.web.staff.tongue import say

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

AWAY = "mediahub-borta"
"""The cookie of a browser that is away to log in."""
BACK = "/logga-in/oidc"


async def begin(place: Place, request: "Request") -> "Response":
    """Send the browser to the issuer."""
    from starlette.concurrency import run_in_threadpool
    from starlette.responses import RedirectResponse

    oidc = place.oidc
    if oidc is None:
        raise RefusedError(404, say("Sidan finns inte."))
    back = str(request.base_url).rstrip("/") + f"{BACK}/svar"
    try:
        address, state = await run_in_threadpool(
            oidc.begin, back, ours(request.query_params.get("till", "/"))
        )
    except OidcError as error:
        raise _failed(error) from None
    answer = RedirectResponse(address, 303, {"cache-control": "no-store"})
    answer.set_cookie(
        AWAY,
        state,
        max_age=int(WAITS_S),
        path=BACK,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return answer


async def come_back(place: Place, request: "Request") -> "Response":
    """Let in whom the issuer proves to be somebody whom we know, or give a role."""
    from starlette.concurrency import run_in_threadpool

    oidc = place.oidc
    if oidc is None:
        raise RefusedError(404, say("Sidan finns inte."))
    given = dict(request.query_params)
    try:
        who, to = await run_in_threadpool(oidc.come_back, given, request.cookies.get(AWAY, ""))
    except OidcError as error:
        raise _failed(error) from None
    user = await run_in_threadpool(place.accounts.user, who.name)
    role = who.role if user is None else None
    if user is None and role is not None:
        user = User(who.name, role)
    if user is None:
        await run_in_threadpool(place.audit.note, "login-refused", who.name[:64], "", via="oidc")
        raise RefusedError(403, unknown(who.name))
    await run_in_threadpool(place.audit.note, "login", who.name, "", via="oidc")
    answer = let_in(place, request, user, to, "oidc", role)
    answer.delete_cookie(AWAY, path=BACK)
    return answer


def _failed(error: OidcError) -> RefusedError:
    logging.getLogger("mediahub.web").warning("OpenID Connect: %s", error)
    return RefusedError(
        502, say("Inloggningen hos organisationen gick inte att slutföra. Försök igen om en stund.")
    )
