"""Logging in and out, and the first administrator."""

import hmac
from typing import TYPE_CHECKING
from urllib.parse import quote

from mediahub.errors import SettingsError
from mediahub.web.staff.accounts import User
from mediahub.web.staff.keeping import FIELD, Typed, again_page, is_form, typed, unpacked
from mediahub.web.staff.place import COOKIE, NAMED, Place, RefusedError, Visit, asked_from, fields
from mediahub.web.staff.sessions import form_token
from mediahub.web.staff.tongue import COOKIE as LANGUAGE_COOKIE
from mediahub.web.staff.tongue import LANGUAGES, say, say_number, told

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

YEAR_S = 365 * 24 * 3600


async def to_login(place: Place, request: "Request") -> "Response":
    """Where somebody who is not logged in is led; a script is told in JSON.

    What was typed in a form goes along: see `keeping`.
    """
    from starlette.responses import JSONResponse, RedirectResponse

    found = await typed(request)
    if found is not None:
        named = request.scope.get(NAMED)
        if named is not None:
            return await _by_header(place, request, named, found.to, found)
        oidc = place.oidc is not None
        return place.page(
            "login.html", None, 401, to=found.to, wrong="", name="", oidc=oidc, typed=found
        )
    if (
        "application/json" in request.headers.get("accept", "")
        or "tus-resumable" in request.headers
        or (request.method not in ("GET", "HEAD") and not is_form(request))
    ):
        return JSONResponse({"fel": say("Du är inte inloggad längre.")}, 401)
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    if request.method == "POST":
        wanted = asked_from(request)  # the form's address may be no page
    return RedirectResponse(f"/logga-in?till={quote(wanted, safe='')}", 303)


async def login(place: Place, request: "Request") -> "Response":
    """The form, and its answer: a session, or the same words for every way of being wrong."""
    from starlette.concurrency import run_in_threadpool

    to = request.query_params.get("till", "/")
    oidc = place.oidc is not None
    named = request.scope.get(NAMED)
    if named is not None:
        return await _by_header(place, request, named, ours(to))
    if request.method != "POST":
        return place.page("login.html", None, to=ours(to), wrong="", name="", oidc=oidc, typed=None)
    given = await fields(request)
    name, to = given.get("namn", "").strip(), ours(given.get("till", "/"))
    kept = unpacked(given[FIELD], to) if FIELD in given else None
    shown = {"to": to, "name": name, "oidc": oidc, "typed": kept}
    sender = f"from {request.client.host if request.client else ''}"
    one, many = f"{name} {sender}", (f"name {name}", sender)
    wait = place.tries.take(one) or place.many_tries.take(*many)
    if wait:
        minutes = round(wait / 60) + 1
        wrong = say_number(
            "För många försök. Vänta {number} minut och försök igen.",
            "För många försök. Vänta {number} minuter och försök igen.",
            minutes,
        )
        return place.page("login.html", None, 429, wrong=wrong, **shown)
    user = await _verified(place, name, given.get("losen", ""))
    if user is None:
        known = await run_in_threadpool(place.accounts.user, name)
        # A name that nobody has may be a password, written in the wrong place.
        by = known.name if known else ""
        host = request.client.host if request.client else ""
        await run_in_threadpool(place.audit.note, "login-failed", by, "", sender=host)
        wrong = say("Namnet eller lösenordet stämmer inte.")
        return place.page("login.html", None, 401, wrong=wrong, **shown)
    place.tries.forgive(one)
    place.many_tries.give_back(*many)
    await run_in_threadpool(place.audit.note, "login", user.name)
    return let_in(place, request, user, to, kept=kept)


async def choose_language(_place: Place, request: "Request") -> "Response":
    """Keep in the browser which language its pages are to be in, and go back to where it was."""
    from starlette.responses import RedirectResponse

    given = await fields(request)
    answer = RedirectResponse(ours(given.get("till") or asked_from(request)), 303)
    if given.get("sprak") in LANGUAGES:
        answer.set_cookie(
            LANGUAGE_COOKIE, given["sprak"], max_age=YEAR_S, path="/", httponly=True,
            samesite="lax", secure=request.url.scheme == "https",
        )  # fmt: skip
    return answer


async def welcome(place: Place, request: "Request") -> "Response":
    """The first administrator chooses a name and a password, by the key printed at the start."""
    from starlette.concurrency import run_in_threadpool

    given = await fields(request) if request.method == "POST" else dict(request.query_params)
    key = given.get("nyckel", "")
    if place.key is None or not hmac.compare_digest(key.encode(), place.key.encode()):
        raise RefusedError(
            403, say("Länken gäller inte längre. Den gäller en gång, tills webbplatsen startas om.")
        )
    if request.method != "POST":
        return place.page("welcome.html", None, key=key, wrong="", name="")
    name, password = given.get("namn", ""), given.get("losen", "")
    try:
        if password != given.get("igen", ""):
            raise SettingsError(say("Lösenorden är inte lika."))
        place.key = None  # before it is waited for, so that two at once are not both let in
        user = await run_in_threadpool(place.accounts.add, name, "admin", password)
    except SettingsError as error:
        place.key = key
        return place.page("welcome.html", None, 422, key=key, wrong=told(error.said), name=name)
    await run_in_threadpool(place.audit.note, "first-admin", user.name)
    return let_in(place, request, user, "/")


async def logout(place: Place, visit: Visit) -> "Response":
    """Log this browser out, or all of the user's."""
    from starlette.responses import RedirectResponse

    given = await fields(visit.request)
    if given.get("overallt"):
        place.sessions.end_all(visit.user.name)
    place.sessions.end(visit.request.cookies.get(COOKIE))
    answer = RedirectResponse("/logga-in", 303)
    answer.delete_cookie(COOKIE, path="/")
    return answer


async def account(place: Place, visit: Visit) -> "Response":
    """One's own password."""
    from starlette.concurrency import run_in_threadpool

    wrong = done = renewed = ""
    if visit.request.method == "POST":
        given = await fields(visit.request)
        known = await _verified(place, visit.user.name, given.get("nu", ""))
        if known is None:
            wrong = say("Det nuvarande lösenordet stämmer inte.")
        elif given.get("losen") != given.get("igen"):
            wrong = say("Lösenorden är inte lika.")
        else:
            try:
                user = await run_in_threadpool(
                    place.accounts.set_password, visit.user.name, given.get("losen", "")
                )
                done = say("Lösenordet är bytt, och du är utloggad överallt annars.")
                place.sessions.end_all(user.name)
                renewed = place.sessions.begin(user.name, user.login)
            except SettingsError as error:
                wrong = told(error.said)
    token = form_token(renewed) if renewed else visit.token
    status = 422 if wrong else 200
    answer = place.page("account.html", visit, status, wrong=wrong, done=done, token=token)
    if renewed:
        _keep(answer, visit.request, renewed)
    return answer


async def _verified(place: Place, name: str, password: str) -> User | None:
    """The user of this name and password; few are looked at at once, the others wait in line.

    Each takes 64 MiB and a core for a while, and must not hold up those who are let in already.
    """
    from anyio import to_thread

    return await to_thread.run_sync(
        place.accounts.verified, name, password, limiter=place.verifying
    )


async def _by_header(
    place: Place, request: "Request", name: str, to: str, kept: Typed | None = None
) -> "Response":
    """Let in whom the proxy says to have logged in, if they are a user."""
    from starlette.concurrency import run_in_threadpool

    user = await run_in_threadpool(place.accounts.user, name)
    if user is None:
        await run_in_threadpool(place.audit.note, "login-refused", name[:64])
        raise RefusedError(403, unknown(name))
    await run_in_threadpool(place.audit.note, "login", user.name, "", via="header")
    return let_in(place, request, user, to, "header", kept=kept)


def unknown(name: str) -> str:
    """What is told to somebody who is known elsewhere but not here."""
    return say(
        "Du är inloggad som {name}, men den användaren får inte komma in här. "
        "Be en administratör släppa in dig.",
        name=name,
    )


def let_in(
    place: Place, request: "Request", user: User, to: str, via: str = "password",
    role: str | None = None, kept: Typed | None = None,
) -> "Response":  # fmt: skip
    """Begin a session of a user, and lead to an address of ours, or to what was typed before.

    `role` is what an issuer of identities gives to who is in no file of users.
    """
    from starlette.responses import RedirectResponse

    place.sessions.end(request.cookies.get(COOKIE))  # what this browser was before
    secret = place.sessions.begin(user.name, user.login, via, role)
    answer = RedirectResponse(to, 303) if kept is None else again_page(place, kept, secret)
    _keep(answer, request, secret)
    return answer


def _keep(answer: "Response", request: "Request", secret: str) -> None:
    """Have the browser keep the secret of a session."""
    answer.set_cookie(
        COOKIE,
        secret,
        path="/",
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )


def ours(address: str) -> str:
    """An address of this site's own; the first page for any other."""
    ok = address.startswith("/") and not address.startswith(("//", "/\\")) and "\n" not in address
    return address if ok else "/"
