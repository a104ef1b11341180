"""Readers' questions to the experts: which there are, an answer to each, and onto the page."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from mediahub.catalog import Catalogue, QuestionSettings, Theme
from mediahub.catalog.moments import swedish_minute
from mediahub.desk.answering import Heard, heard_in, publish_answer, withdraw_answer
from mediahub.errors import MediahubError, SettingsError
from mediahub.pages.askform import LONGEST_QUESTION
from mediahub.transcript.clock import clock_hms
from mediahub.web.staff.editing import in_thread
from mediahub.web.staff.naming import time_ms
from mediahub.web.staff.place import Place, RefusedError, Visit, fields
from mediahub.web.staff.tongue import marked, say
from mediahub.web.staff.tongue import told as said
from mediahub.workspace.questions import QuestionChangedError, ReaderQuestion, Reply

if TYPE_CHECKING:
    from starlette.responses import Response

LONGEST_ANSWER = 10_000
STATES = {
    "new": marked("ny"), "answered": marked("besvarad"), "published": marked("publicerad"),
}  # fmt: skip
PAGE = 50


async def listing(place: Place, visit: Visit) -> "Response":
    """All questions that are kept, the newest first, and when each is erased."""
    chosen = visit.request.query_params.get("lage", "")
    every, damaged = await in_thread(place.asking.questions.every)
    catalogue = place.asking.written.now().catalogue
    shown = [one for one in every if chosen in ("", one.state)]
    number = visit.request.query_params.get("sida", "1")
    page = int(number) if number.isascii() and number.isdigit() and 0 < len(number) < 5 else 1
    pages = max(1, -(-len(shown) // PAGE))
    page = min(max(page, 1), pages)
    return place.page(
        "experts.html",
        visit,
        takes=catalogue.questions is not None and catalogue.public_url is not None,
        counts=[
            (state, words, sum(one.state == state for one in every))
            for state, words in STATES.items()
        ],
        chosen=chosen,
        total=len(every),
        questions=[
            _listed(place, one, catalogue) for one in shown[(page - 1) * PAGE : page * PAGE]
        ],
        damaged=damaged,
        page=page,
        pages=pages,
    )


async def question(place: Place, visit: Visit) -> "Response":
    """One question: its answer is written, published, or all of it deleted for good."""
    from starlette.responses import RedirectResponse

    name = visit.request.path_params["question"]
    try:
        one = await in_thread(lambda: place.asking.questions.question(name))
    except SettingsError:
        raise RefusedError(404, say("Frågan finns inte längre.")) from None
    if visit.request.method != "POST":
        return _shown(place, visit, one, one.reply, told=visit.request.query_params.get("gjort"))
    given = await fields(visit.request)
    what = given.get("vad", "")
    visit.noted.update(vad=what, question=name)
    if what == "radera":
        await in_thread(lambda: place.asking.questions.delete(name))
        return RedirectResponse("/experter", 303)
    if what == "dra-tillbaka":
        return await _withdrawn(place, visit, one, given.get("version", ""))
    if what not in ("spara", "publicera"):
        raise RefusedError(422, say("Okänd åtgärd."))
    reply, wrong = _reply(given, one)
    if what == "publicera" and not wrong and not (reply.text or reply.item):
        wrong = say("Skriv ett svar, eller välj var frågan besvaras.")
    if wrong:
        return _shown(place, visit, one, reply, wrong, status=422)
    return await _kept(place, visit, one, reply, given.get("version", ""), what == "publicera")


async def _kept(
    place: Place, visit: Visit, one: ReaderQuestion, reply: Reply, version: str, publish: bool
) -> "Response":
    """Keep an answer, so that nothing of it is lost whatever happens, and publish it then."""
    from starlette.responses import RedirectResponse

    questions, by = place.asking.questions, visit.user.name
    state = "answered" if one.state == "new" else one.state
    try:
        kept = await in_thread(lambda: questions.change(one.id, version, state, reply, by))
        if not publish:
            return RedirectResponse(f"/experter/{one.id}?gjort=sparat", 303)
        done = await in_thread(lambda: publish_answer(place.root, one.theme, reply))
        await in_thread(lambda: questions.change(one.id, kept.version, "published", reply, by))
    except QuestionChangedError:
        now = questions.question(one.id)
        wrong = say(
            "{by} har ändrat svaret under tiden. Nu står: ”{text}”. Det du skrev "
            "står kvar nedan; spara igen om det ska gälla.",
            by=now.by or say("Någon"),
            text=now.reply.text,
        )
        return _shown(place, visit, now, reply, wrong, status=409)
    except MediahubError as error:
        now = questions.question(one.id)
        wrong = say("Svaret är sparat men inte publicerat: {error}", error=said(error.said))
        return _shown(place, visit, now, reply, wrong, status=422)
    told = "vantar" if done.waits else "publicerat"
    return RedirectResponse(f"/experter/{one.id}?gjort={told}", 303)


async def _withdrawn(place: Place, visit: Visit, one: ReaderQuestion, version: str) -> "Response":
    """Take a published answer off the page; what was answered stays here."""
    from starlette.responses import RedirectResponse

    if one.state != "published" or one.version != version:
        wrong = say("Någon annan har ändrat frågan. Se hur det står nu.")
        return _shown(place, visit, one, one.reply, wrong, status=409)
    by = visit.user.name
    try:
        done = await in_thread(lambda: withdraw_answer(place.root, one.theme, one.reply))
        questions = place.asking.questions
        await in_thread(lambda: questions.change(one.id, version, "answered", one.reply, by))
    except MediahubError as error:
        return _shown(place, visit, one, one.reply, said(error.said), status=422)
    if done.failures:
        wrong = say(
            "Svaret är borttaget ur temat, men webben har det kvar: {error}",
            error="; ".join(said(failure) for failure in done.failures),
        )
        now = place.asking.questions.question(one.id)
        return _shown(place, visit, now, now.reply, wrong)
    return RedirectResponse(f"/experter/{one.id}?gjort=borta", 303)


def _reply(given: Mapping[str, str], one: ReaderQuestion) -> tuple[Reply, str]:
    """The answer in a form, and what is wrong with it."""
    wording, text = given.get("fraga", "").strip(), given.get("svar", "").strip()
    text = text.replace("\r\n", "\n")
    item, wrong, at_ms = given.get("avsnitt") or None, "", None
    if given.get("tid", "").strip():
        try:
            at_ms = time_ms(given["tid"])
        except RefusedError as error:
            wrong = error.words
    if at_ms is not None and item is None:
        wrong = say("Välj också i vilket avsnitt det är.")
    if not wording or len(wording) > LONGEST_QUESTION:
        wrong = say("Frågan ska ha 1 till {most} tecken.", most=LONGEST_QUESTION)
    if len(text) > LONGEST_ANSWER:
        wrong = say("Svaret får ha högst {most} tecken.", most=LONGEST_ANSWER)
    return Reply(wording or one.text, text, given.get("person") or None, item, at_ms), wrong


def _shown(
    place: Place,
    visit: Visit,
    one: ReaderQuestion,
    reply: Reply,
    wrong: str = "",
    told: str | None = None,
    status: int = 200,
) -> "Response":
    catalogue = place.asking.written.now().catalogue
    theme = next((theme for theme in catalogue.themes if theme.id == one.theme), None)
    people = [(person.id, person.name) for person in catalogue.people]
    done = {
        "sparat": say("Svaret är sparat. Ingen utanför redaktionen ser det."),
        "publicerat": say("Svaret står på temats sida, om temat är publicerat."),
        "borta": say("Svaret står inte längre på temats sida. Det finns kvar här."),
        "vantar": say("Svaret är skrivet. Nästa körning lägger det på temats sida."),
    }
    return place.page(
        "expert.html",
        visit,
        status,
        one=one,
        reply=reply,
        wording=reply.wording or " ".join(one.text.split()),
        at=clock_hms(reply.at_ms) if reply.at_ms is not None else "",
        people=people,
        heard=_heard(catalogue, theme),
        wrong=wrong,
        told=done.get(told or "", ""),
        there=theme is not None,
        longest=LONGEST_ANSWER,
        **_listed(place, one, catalogue),
    )


def _heard(catalogue: Catalogue, theme: Theme | None) -> tuple[Heard, ...]:
    try:
        return heard_in(catalogue, theme) if theme else ()
    except MediahubError:  # the theme's fault is told elsewhere
        return ()


def _listed(place: Place, one: ReaderQuestion, catalogue: Catalogue) -> dict[str, Any]:
    keep = (catalogue.questions or QuestionSettings("")).keep
    titles = {theme.id: theme.title for theme in catalogue.themes}
    return {
        "address": f"/experter/{one.id}",
        "text": one.text,
        "name": one.name,
        "theme": titles.get(one.theme, one.theme),
        "asked": swedish_minute(one.asked),
        "state": say(STATES[one.state]),
        "new": one.state == "new",
        "erased": _days_left(one.erased_at(keep) - datetime.fromtimestamp(place.now(), UTC)),
    }


def _days_left(left: timedelta) -> str:
    days = left.days
    if days < 1:
        return say("raderas inom ett dygn")
    if days == 1:
        return say("raderas i morgon")
    return say("raderas om {days} dagar", days=days)
