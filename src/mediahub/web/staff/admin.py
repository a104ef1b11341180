"""The page on which an administrator says who may come in, and where they choose a password."""

from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import quote

from mediahub.catalog.moments import swedish_minute
from mediahub.errors import SettingsError
from mediahub.web.staff.accounts import ROLES, LastAdminError, Role, User
from mediahub.web.staff.admitting import Admitting
from mediahub.web.staff.editing import in_thread
from mediahub.web.staff.entering import let_in
from mediahub.web.staff.place import Place, RefusedError, Visit, fields
from mediahub.web.staff.tongue import marked, say
from mediahub.web.staff.tongue import told as said

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

PAGE, INVITED = "/anvandare", "/inbjudan"
ROLE_WORDS: dict[Role, str] = {
    "reader": marked("Läsare"), "editor": marked("Redaktör"), "admin": marked("Administratör"),
}  # fmt: skip
OVER = marked(
    "Länken gäller inte längre. Den gäller en gång, i sju dagar. Be en administratör om en ny."
)
DONE = {
    "roll": marked("Rollen är bytt, och gäller genast."),
    "utloggad": marked("Utloggad på alla datorer."),
    "borta": marked("Användaren kommer inte in längre."),
}


async def users(place: Place, visit: Visit) -> "Response":
    """Everybody who may come in; POST lets somebody in, changes a role, logs out or shuts out."""
    if visit.request.method != "POST":
        done = DONE.get(visit.request.query_params.get("gjort", ""))
        told = say(done) if done else ""
        return await in_thread(lambda: _page(place, visit, told=told))
    given = await fields(visit.request)
    what, name = given.get("vad", ""), given.get("namn", "")
    desk = Admitting(place.root, visit.user.name, place.now())
    try:
        if what in ("ny", "lank"):
            return await _invited(place, visit, desk, what, given)
        done = await in_thread(lambda: _changed(place, desk, what, name, given))
    except LastAdminError as error:
        last = said(error.said)
        return await in_thread(lambda: _page(place, visit, 409, wrong=last))
    except SettingsError as error:
        wrong = said(error.said)
        return await in_thread(lambda: _page(place, visit, 422, wrong=wrong, typed=given))
    return _see(place, visit, name, done)


async def welcomed(place: Place, request: "Request") -> "Response":
    """Whoever has the link of an invitation chooses a password, once, and is let in."""
    given = await fields(request) if request.method == "POST" else dict(request.query_params)
    secret, now = given.get("kod", ""), place.now()
    user = await in_thread(lambda: place.accounts.invited(secret, now))
    if user is None:
        raise RefusedError(403, say(OVER))
    if request.method != "POST":
        return place.page("invited.html", None, secret=secret, wrong="", name=user.name)
    wrong, password = "", given.get("losen", "")
    if password != given.get("igen", ""):
        wrong = say("Lösenorden är inte lika.")
    else:
        try:
            taken = await _accepted(place, secret, password, now)
        except SettingsError as error:
            wrong = said(error.said)
    if wrong:
        return place.page("invited.html", None, 422, secret=secret, wrong=wrong, name=user.name)
    if taken is None:  # by somebody who had the same link, a moment ago
        raise RefusedError(403, say(OVER))
    await in_thread(lambda: place.audit.note("user-came", taken.name))
    return let_in(place, request, taken, "/")


async def _accepted(place: Place, secret: str, password: str, now: float) -> User | None:
    """Each password takes 64 MiB for a while: few at once, as for a login."""
    from anyio import to_thread

    return await to_thread.run_sync(
        place.accounts.accept, secret, password, now, limiter=place.verifying
    )


async def _invited(
    place: Place, visit: Visit, desk: Admitting, what: str, given: dict[str, str]
) -> "Response":
    """The page with a link for a user, which is shown this once."""
    name = given.get("namn", "")
    if what == "lank":
        secret = await in_thread(lambda: desk.invite_again(name))
    else:
        role = _role(given)
        user, secret = await in_thread(lambda: desk.invite(name, role))
        name = user.name
    base = str(visit.request.base_url).rstrip("/")
    link = f"{base}{INVITED}?kod={quote(secret)}"
    return await in_thread(lambda: _page(place, visit, link=link, whom=name))


def _changed(place: Place, desk: Admitting, what: str, name: str, given: dict[str, str]) -> str:
    """What was done, as the page tells it afterwards."""
    if what == "roll":
        desk.set_role(name, _role(given))
        return "roll"
    if what == "ut":
        desk.log_out(name, tokens=bool(given.get("nycklar")))
        place.sessions.end_all(name)
        return "utloggad"
    if what == "ta":
        desk.remove(name)
        place.sessions.end_all(name)
        return "borta"
    raise RefusedError(422, say("Okänd åtgärd."))


def _see(place: Place, visit: Visit, name: str, done: str) -> "Response":
    """Where whoever did it is led: somebody who did it to themselves may see the page no more."""
    from starlette.responses import RedirectResponse

    if name != visit.user.name:
        return RedirectResponse(f"{PAGE}?gjort={done}", 303)
    now = place.visit(visit.request)
    if now is None:
        return RedirectResponse("/logga-in", 303)
    return RedirectResponse(f"{PAGE}?gjort={done}" if now.user.may("admin") else "/konto", 303)


def _role(given: dict[str, str]) -> Role:
    role = given.get("roll", "")
    for one in ROLES:
        if one == role:
            return one
    raise RefusedError(422, say("Välj en roll."))


def _page(
    place: Place,
    visit: Visit,
    status: int = 200,
    *,
    told: str = "",
    wrong: str = "",
    link: str = "",
    whom: str = "",
    typed: dict[str, str] | None = None,
) -> "Response":
    now = place.now()
    tokens = Counter(one.owner for one in place.tokens.of() if one.expires > now)
    rows = [
        {
            "name": one.name,
            "role": one.role,
            "role_words": say(ROLE_WORDS[one.role]).lower(),
            "tokens": tokens[one.name],
            "password": one.password,
            "until": _until(one, now),
            "over": one.invited is not None and one.invited <= now,
            "self": one.name == visit.user.name,
        }
        for one in place.accounts.users()
    ]
    return place.page(
        "users.html",
        visit,
        status,
        rows=rows,
        roles=tuple((role, say(words)) for role, words in ROLE_WORDS.items()),
        told=told,
        wrong=wrong,
        link=link,
        whom=whom,
        typed=typed or {},
    )


def _until(user: User, now: float) -> str:
    """Until when the user's link is good; "" where there is none that is."""
    if user.invited is None or user.invited <= now:
        return ""
    return swedish_minute(datetime.fromtimestamp(user.invited, UTC))
