"""The log of changes: what is noted of each, and the page on which administrators read it."""

import logging
from collections.abc import Callable
from itertools import islice
from typing import TYPE_CHECKING

from mediahub.catalog.moments import swedish_minute
from mediahub.web.staff.limits import Limit
from mediahub.web.staff.place import Place, Visit, item_address, with_query
from mediahub.web.staff.tongue import marked, say
from mediahub.workspace.audit import Change

if TYPE_CHECKING:
    from starlette.responses import Response

PAGE, MOST_PAGES = 50, 10_000
WORDS = {
    "segment": marked("ändrade ett stycke"),
    "speaker": marked("bytte talare"),
    "act": marked("ändrade ett stycke som helhet"),
    "name": marked("namngav en röst"),
    "names": marked("svarade på ett namnförslag"),
    "chapters": marked("ändrade kapitel"),
    "reviewed": marked("markerade som granskad"),
    "withhold": marked("undanhöll en passage"),
    "questions": marked("svarade på en fråga efter omkörning"),
    "history": marked("tog tillbaka en ändring"),
    "replace": marked("ersatte ett ord överallt"),
    "replaced_back": marked("tog tillbaka en ersättning"),
    "kept_search": marked("ändrade de sparade sökningarna"),
    "comparison": marked("jämförde två modeller"),
    "question": marked("behandlade en fråga till experterna"),
    "question-erased": marked("raderade en fråga vars tid var ute"),
    "item": marked("beskrev ett avsnitt"),
    "published": marked("publicerade"),
    "scheduled": marked("gav en tid för publicering"),
    "drafted": marked("gjorde till utkast"),
    "withdrawn": marked("drog tillbaka"),
    "returned": marked("lät komma tillbaka"),
    "theme": marked("beskrev ett tema"),
    "new_theme": marked("gjorde ett tema"),
    "term": marked("ändrade en ordlista"),
    "person": marked("beskrev en person"),
    "person_away": marked("tog bort en person"),
    "term_away": marked("tog bort ett ord ur en ordlista"),
    "brought_back": marked("lade tillbaka något borttaget"),
    "picture": marked("bytte en bild"),
    "finished": marked("lade till en fil"),
    "start": marked("startade en körning"),
    "stop": marked("avbröt en körning"),
    "login": marked("loggade in"),
    "login-failed": marked("kom inte in"),
    "login-refused": marked("nekades inloggning"),
    "logout": marked("loggade ut"),
    "correctSegment": marked("ändrade ett stycke"),
    "undoEdit": marked("tog tillbaka en ändring"),
    "nameVoice": marked("namngav en röst"),
    "review": marked("markerade som granskad"),
    "splitSegment": marked("delade ett stycke"),
    "joinSegments": marked("slog ihop två stycken"),
    "giveSegment": marked("bytte talare"),
    "setChapters": marked("ändrade kapitel"),
    "resetChapters": marked("gav upp sina egna kapitel"),
    "withholdPassage": marked("undanhöll en passage"),
    "releasePassage": marked("släppte en passage"),
    "startRun": marked("startade en körning"),
    "stopRun": marked("avbröt en körning"),
    "account": marked("bytte sitt lösenord"),
    "tokens": marked("gjorde eller återkallade en nyckel"),
    "first-admin": marked("blev den första administratören"),
    "user-added": marked("släppte in en användare"),
    "user-password": marked("gav en användare nytt lösenord"),
    "user-role": marked("gav en användare en annan roll"),
    "user-removed": marked("stängde ute en användare"),
    "user-invited": marked("gav en användare en länk"),
    "user-came": marked("valde sitt lösenord genom en länk"),
    "user-logged-out": marked("loggade ut en användare överallt"),
    "backup": marked("gjorde en säkerhetskopia"),
    "restore": marked("lade tillbaka en säkerhetskopia"),
    "unreadable": marked("en rad som inte går att läsa"),
}
"""What is told of each kind of change; one that is not here is told by its own name."""
MORE = {
    "moment": "", "vad": "", "svar": "", "person": "", "avsnitt": "", "question": marked("fråga"),
    "sender": marked("från"), "whom": "", "role": marked("roll"), "file": "",
    "via": marked("genom"),
    "theme": marked("tema"), "term": marked("ordet"), "tokens": marked("återkallade nycklar"),
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
        kinds=sorted(((code, say(told)) for code, told in WORDS.items()), key=lambda pair: pair[1]),
        users=[user.name for user in place.accounts.users()],
        who=given["vem"],
        what=given["vad"],
        item=item,
        page=page,
        before=with_query("/logg", {**asked, "sida": page - 1}) if page > 1 else "",
        after=with_query("/logg", {**asked, "sida": page + 1}) if len(found) > PAGE else "",
    )


def _more(key: str) -> str:
    told = MORE.get(key, key)
    return say(told) if told else ""


def _row(one: Change) -> dict[str, str]:
    item = one.item or one.more.get("avsnitt", "")
    more = [f"{_more(key)} {kept}".strip() for key, kept in one.more.items() if key != "avsnitt"]
    return {
        "at": swedish_minute(one.at) if one.what != "unreadable" else "",
        "by": one.by or (say("okänt namn") if one.what == "login-failed" else ""),
        "what": say(WORDS[one.what]) if one.what in WORDS else one.what,
        "item": item,
        "address": item_address(item) if item else "",
        "more": ", ".join(more),
    }
