"""The log of changes: what is noted of each, and the page on which administrators read it."""

import logging
from collections.abc import Callable
from itertools import islice
from typing import TYPE_CHECKING

from mediahub.catalog.moments import swedish_minute
from mediahub.web.staff.limits import Limit
from mediahub.web.staff.place import Place, Visit, item_address, with_query
from mediahub.workspace.audit import Change

if TYPE_CHECKING:
    from starlette.responses import Response

PAGE, MOST_PAGES = 50, 10_000
WORDS = {
    "segment": "ändrade ett stycke",
    "speaker": "bytte talare",
    "act": "ändrade ett stycke som helhet",
    "name": "namngav en röst",
    "names": "svarade på ett namnförslag",
    "chapters": "ändrade kapitel",
    "reviewed": "markerade som granskad",
    "withhold": "undanhöll en passage",
    "questions": "svarade på en fråga efter omkörning",
    "history": "tog tillbaka en ändring",
    "replace": "ersatte ett ord överallt",
    "replaced_back": "tog tillbaka en ersättning",
    "kept_search": "ändrade de sparade sökningarna",
    "comparison": "jämförde två modeller",
    "question": "behandlade en fråga till experterna",
    "question-erased": "raderade en fråga vars tid var ute",
    "item": "beskrev ett avsnitt",
    "published": "publicerade",
    "scheduled": "gav en tid för publicering",
    "drafted": "gjorde till utkast",
    "withdrawn": "drog tillbaka",
    "returned": "lät komma tillbaka",
    "theme": "beskrev ett tema",
    "new_theme": "gjorde ett tema",
    "term": "ändrade en ordlista",
    "person": "beskrev en person",
    "picture": "bytte en bild",
    "finished": "lade till en fil",
    "start": "startade en körning",
    "stop": "avbröt en körning",
    "login": "loggade in",
    "login-failed": "kom inte in",
    "login-refused": "nekades inloggning",
    "logout": "loggade ut",
    "correctSegment": "ändrade ett stycke",
    "undoEdit": "tog tillbaka en ändring",
    "nameVoice": "namngav en röst",
    "review": "markerade som granskad",
    "splitSegment": "delade ett stycke",
    "joinSegments": "slog ihop två stycken",
    "giveSegment": "bytte talare",
    "setChapters": "ändrade kapitel",
    "resetChapters": "gav upp sina egna kapitel",
    "withholdPassage": "undanhöll en passage",
    "releasePassage": "släppte en passage",
    "startRun": "startade en körning",
    "stopRun": "avbröt en körning",
    "account": "bytte sitt lösenord",
    "tokens": "gjorde eller återkallade en nyckel",
    "first-admin": "blev den första administratören",
    "user-added": "släppte in en användare",
    "user-password": "gav en användare nytt lösenord",
    "user-role": "gav en användare en annan roll",
    "user-removed": "stängde ute en användare",
    "user-invited": "gav en användare en länk",
    "user-came": "valde sitt lösenord genom en länk",
    "user-logged-out": "loggade ut en användare överallt",
    "backup": "gjorde en säkerhetskopia",
    "restore": "lade tillbaka en säkerhetskopia",
    "unreadable": "en rad som inte går att läsa",
}
"""What is told of each kind of change; one that is not here is told by its own name."""
MORE = {
    "moment": "", "vad": "", "svar": "", "person": "", "avsnitt": "", "question": "fråga",
    "sender": "från", "whom": "", "role": "roll", "file": "", "via": "genom",
    "theme": "tema", "term": "ordet", "tokens": "återkallade nycklar",
}  # fmt: skip


def noted(place: Place, visit: Visit, what: str) -> None:
    """Note that a visit changed something, with what it says of that."""
    item = str(visit.request.path_params.get("item", ""))
    note(place, what, visit.user.name, item, **visit.noted)


def note(place: Place, what: str, by: str, item: str, **more: str) -> None:
    """Note a change; what is done stands, though it could not be noted."""
    try:
        place.audit.note(what, by, item, **{key: said[:200] for key, said in more.items() if said})
    except OSError as error:
        logging.getLogger("mediahub.web").error("%s is not in the log: %s", what, error)


def refused_header(place: Place) -> Callable[[str], None]:
    """What notes that somebody who is no proxy of ours sent the header of a login.

    Once a minute from one address: a stranger must not fill the log.
    """
    often = Limit(place.now, 1, 60.0)

    def note(sender: str) -> None:
        if not often.take(sender):
            place.audit.note("login-refused", "", sender=sender, via="header")

    return note


def log(place: Place, visit: Visit) -> "Response":
    """The changes, the newest first, of one person, kind or item where somebody asks for that."""
    given = {key: visit.request.query_params.get(key, "").strip() for key in ("vem", "vad")}
    item = visit.request.query_params.get("avsnitt", "").strip()
    number = visit.request.query_params.get("sida", "1")
    sound = number.isascii() and number.isdigit() and len(number) < 6
    page = min(max(1, int(number)), MOST_PAGES) if sound else 1

    def wanted(one: Change) -> bool:
        return (
            given["vem"] in ("", one.by)
            and given["vad"] in ("", one.what)
            and item in ("", one.item, one.more.get("avsnitt"))
        )

    first = (page - 1) * PAGE
    found = list(islice(filter(wanted, place.audit.changes()), first, first + PAGE + 1))
    asked = {"vem": given["vem"], "vad": given["vad"], "avsnitt": item}
    return place.page(
        "audit.html",
        visit,
        rows=[_row(one) for one in found[:PAGE]],
        kinds=sorted(WORDS.items(), key=lambda pair: pair[1]),
        users=[user.name for user in place.accounts.users()],
        who=given["vem"],
        what=given["vad"],
        item=item,
        page=page,
        before=with_query("/logg", {**asked, "sida": page - 1}) if page > 1 else "",
        after=with_query("/logg", {**asked, "sida": page + 1}) if len(found) > PAGE else "",
    )


def _row(one: Change) -> dict[str, str]:
    item = one.item or one.more.get("avsnitt", "")
    more = [
        f"{MORE.get(key, key)} {kept}".strip() for key, kept in one.more.items() if key != "avsnitt"
    ]
    return {
        "at": swedish_minute(one.at) if one.what != "unreadable" else "",
        "by": one.by or ("okänt namn" if one.what == "login-failed" else ""),
        "what": WORDS.get(one.what, one.what),
        "item": item,
        "address": item_address(item) if item else "",
        "more": ", ".join(more),
    }
