"""One's own tokens on a page: made, shown once, listed, taken back; and what the API is."""

import re
from datetime import datetime
from typing import TYPE_CHECKING

from mediahub.catalog.moments import stockholm
from mediahub.errors import SettingsError
from mediahub.web.staff.place import Place, RefusedError, Visit, fields
from mediahub.web.staff.tokens import ACTIONS, DAYS, MOST_DAYS, NEEDS, Action, Token
from mediahub.web.staff.tongue import marked, say, told

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

WORDS: dict[Action, str] = {
    "search:read": marked("söka"),
    "items:read": marked("läsa avsnitt och avskrifter"),
    "edits:read": marked("se vad som ändrats"),
    "edits:write": marked("rätta, dela, namnge, sätta kapitel, granska och ta tillbaka"),
    "edits:withhold": marked("undanhålla passager och släppa dem igen"),
    "plan:read": marked("se vad som finns att göra och att titta på"),
    "runs:read": marked("följa körningar"),
    "runs:start": marked("starta och avbryta körningar"),
}


async def tokens(place: Place, visit: Visit) -> "Response":
    """The tokens of who asks; POST makes one, which is shown this once, or takes one back."""
    wrong = secret = ""
    name, days, chosen = "", DAYS, set[str]()
    if visit.request.method == "POST":
        given = await fields(visit.request)
        if "ta" in given:
            return _taken_back(place, visit, given["ta"])
        name, chosen = given.get("namn", ""), {one for one in ACTIONS if given.get(one)}
        days = _days(given.get("dagar", ""))
        try:
            _, secret = place.tokens.add(visit.user, name, chosen, days)
            name, days, chosen = "", DAYS, set()
        except SettingsError as error:
            wrong = told(error.said)
    return place.page(
        "tokens.html",
        visit,
        422 if wrong else 200,
        wrong=wrong,
        secret=secret,
        name=name,
        days=days or DAYS,
        most=MOST_DAYS,
        actions=[
            (one, say(words), one in chosen)
            for one, words in WORDS.items()
            if visit.user.may(NEEDS[one])
        ],
        tokens=[_shown(place, visit, one) for one in place.tokens.of(visit.user)],
    )


async def about(place: Place, _request: "Request") -> "Response":
    """What the API is and how it is asked; for everybody, since it tells nothing of the items."""
    from mediahub.web.staff.api.operations import OPERATIONS
    from mediahub.web.staff.api.problems import PROBLEMS

    return place.page(
        "api.html",
        None,
        operations=OPERATIONS,
        problems=tuple(PROBLEMS.values()),
        words={one: say(words) for one, words in WORDS.items()},
    )


async def specified(_place: Place, _request: "Request") -> "Response":
    """The API's specification."""
    from starlette.responses import JSONResponse

    from mediahub.web.staff.api.spec import specification

    return JSONResponse(specification(), headers={"cache-control": "no-cache"})


def _taken_back(place: Place, visit: Visit, token_id: str) -> "Response":
    from starlette.responses import RedirectResponse

    try:
        place.tokens.remove(token_id, visit.user)
    except SettingsError:
        raise RefusedError(404, say("Den nyckeln finns inte längre.")) from None
    return RedirectResponse("/konto/nycklar", 303)


def _shown(place: Place, visit: Visit, one: Token) -> dict[str, object]:
    return {
        "id": one.id,
        "name": one.name,
        "actions": [
            (say(WORDS[action]), not one.allows(action, visit.user)) for action in one.actions
        ],
        "until": datetime.fromtimestamp(one.expires, stockholm()).date().isoformat(),
        "over": one.expires <= place.now(),
    }


def _days(text: str) -> int:
    """A number of days as it is written; 0 for what is none."""
    return int(text) if re.fullmatch(r"[0-9]{1,4}", text.strip(), re.ASCII) else 0
