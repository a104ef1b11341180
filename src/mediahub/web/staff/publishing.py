"""Publishing by form: an item published, given a time, taken back, or let return.

Each goes by way of a page that says what will happen, and is done only if the item still stands as
that page said.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from mediahub.catalog.moments import stockholm, swedish_minute, swedish_second
from mediahub.desk.after import UP_TO_DATE
from mediahub.desk.inpublic import InPublic, bring_back, give_time, in_public, make_draft
from mediahub.desk.withdrawal import withdraw
from mediahub.web.staff.editing import in_thread
from mediahub.web.staff.logbook import note
from mediahub.web.staff.place import Place, RefusedError, Visit, fields, item_address
from mediahub.web.staff.tongue import marked, say

if TYPE_CHECKING:
    from starlette.responses import Response

LONGEST_WHY = 500
DONE = {
    "genast": marked("Det är gjort, och gäller nu."),
    "nasta": marked("Det är skrivet. Nästa körning gör resten."),
}
MEANWHILE = marked("Någon annan hann före, eller så har tiden kommit. Så här är det nu.")


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks to be done with an item: `what`, at which moment, and why."""

    what: str
    moment: datetime | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """What may be done with an item: how it is asked, what its button says, and what it does.

    `noted` is what the log of changes calls it.
    """

    noted: str
    question: str
    button: str
    told: Callable[[InPublic, Asked], list[str]]
    do: Callable[[Place, str, Asked], bool]


async def publishing(place: Place, visit: Visit) -> "Response":
    """How an item stands in public; POST asks what will happen first, and does it then."""
    from starlette.responses import RedirectResponse

    item = place.library.item(visit.request.path_params["item"]).id
    if visit.request.method != "POST":
        now = await in_thread(lambda: in_public(place.root, item))
        told = DONE.get(visit.request.query_params.get("gjort", ""))
        done = say(told) if told else ""
        return _page(place, visit, now, done=done)
    given = await fields(visit.request)
    now = await in_thread(lambda: in_public(place.root, item))
    asked, wrong = _asked(given)
    if asked.what not in ACTS:
        raise RefusedError(422, say("Okänd åtgärd."))
    if asked.what not in may(now):
        return _page(place, visit, now, 409, wrong=say(MEANWHILE))
    if wrong:
        return _page(place, visit, now, 422, wrong=wrong, typed=given)
    act = ACTS[asked.what]
    if given.get("sakert") != "ja" or given.get("stod") != now.kind:
        again = say(MEANWHILE) if given.get("sakert") == "ja" else ""
        return _confirm(place, visit, now, asked, again)
    at_once = await in_thread(lambda: act.do(place, item, asked))
    moment = _told(asked.moment)
    await in_thread(lambda: note(place, act.noted, visit.user.name, item, moment=moment))
    await in_thread(place.library.look_again)
    how = "genast" if at_once else "nasta"
    return RedirectResponse(f"{item_address(item)}/publicering?gjort={how}", 303)


def may(now: InPublic) -> tuple[str, ...]:
    """What may be done with an item as it stands."""
    if now.kind == "none":
        return ()
    if now.kind == "withdrawn":
        return ("ater",)
    if now.promised:
        return ("dra",)
    if now.kind == "due":
        return ("tid", "utkast") if now.item.written else ("tid",)
    back = ("utkast",) if now.kind == "scheduled" and not now.by_itself else ()
    return ("nu", "tid", *back)


def _asked(given: dict[str, str]) -> tuple[Asked, str]:
    """What is asked, and what is wrong with how it is, in Swedish."""
    what, why = given.get("vad", ""), " ".join(given.get("varfor", "").split())
    if what == "dra" and not 0 < len(why) <= LONGEST_WHY:
        return Asked(what), say("Skriv varför, med högst {most} tecken.", most=LONGEST_WHY)
    if what != "tid":
        return Asked(what, why=why), ""
    try:
        moment = swedish_second(datetime.fromisoformat(given.get("tid", "")))
    except (ValueError, OverflowError):
        return Asked(what), say("Skriv dag och klockslag som 2026-01-31 06:00.")
    if moment <= datetime.now(stockholm()):
        return Asked(what), say("Den tiden har redan varit. Välj en som kommer.")
    return Asked(what, moment), ""


def _page(
    place: Place,
    visit: Visit,
    now: InPublic,
    status: int = 200,
    *,
    done: str = "",
    wrong: str = "",
    typed: dict[str, str] | None = None,
) -> "Response":
    return place.page(
        "publish.html",
        visit,
        status,
        item=now.item,
        base=item_address(now.item.id),
        now=now,
        moment=_told(now.moment),
        may=may(now),
        done=done,
        wrong=wrong,
        typed=typed or {},
    )


def _confirm(place: Place, visit: Visit, now: InPublic, asked: Asked, wrong: str) -> "Response":
    act = ACTS[asked.what]
    return place.page(
        "publish_confirm.html",
        visit,
        409 if wrong else 200,
        item=now.item,
        base=item_address(now.item.id),
        question=say(act.question),
        button=say(act.button),
        asked=asked,
        typed=f"{asked.moment.astimezone(stockholm()):%Y-%m-%dT%H:%M}" if asked.moment else "",
        stood=now.kind,
        told=act.told(now, asked),
        wrong=wrong,
    )


def _told(moment: datetime | None) -> str:
    return "" if moment is None else swedish_minute(moment)


def _coming(now: InPublic, when: str) -> list[str]:
    """What happens when an item is published."""
    if now.item.written:
        return [
            say("Texten får en egen sida på webbplatsen {when}.", when=when),
            say("Temat, sökningen och registret där får den med."),
        ]
    waits = say(
        "Serien publicerar bara det som är granskat: avsnittet väntar tills alla ord är det."
    )
    return [
        *([waits] if now.reviewed_only else []),
        say(
            "Avsnittet kommer i flödet {feed} {when}. De som prenumererar får det i sina appar.",
            feed=now.feed,
            when=when,
        ),
        say("Det får en egen sida med textning, kapitel och avskrift."),
        say("Temat, personernas sidor, sökningen och registret på webbplatsen får det med."),
        say(
            "Det som har publicerats finns kvar i de appar som har hämtat det, också om det tas "
            "tillbaka."
        ),
    ]


def _leaving(now: InPublic) -> list[str]:
    """What of an item leaves the public."""
    where = f" {now.address}" if now.address else ""
    told = [
        say(
            "Sidan{where} tas bort. Länkar till den och inbäddningar av den slutar fungera.",
            where=where,
        )
    ]
    if now.item.written:
        told.append(say("Filen kan inte hämtas där längre."))
    else:
        told.insert(0, say("Avsnittet försvinner ur flödet {feed}.", feed=now.feed))
        told.append(
            say("Ljudet eller filmen, textningen, kapitlen och avskriften tas bort därifrån.")
        )
    told.append(
        say(
            "Temat, personernas sidor, sökningen, registret och sparade sökningars flöden på "
            "webbplatsen har det inte längre."
        )
    )
    if now.target:
        told.append(
            say(
                "På {target} finns det kvar till nästa körning, eller tills någon ger "
                "kommandot mediahub send.",
                target=now.target,
            )
        )
    return told


STAYS = marked(
    "Inspelningen, avskriften, rättelserna och beskrivningen finns kvar här, och går att söka i."
)


def _withdrawn(now: InPublic, _asked: Asked) -> list[str]:
    return [
        *_leaving(now),
        say("De som redan har hämtat avsnittet i en app har det kvar."),
        say(STAYS),
        say("Det kan komma tillbaka när som helst, som samma avsnitt."),
    ]


def _back(now: InPublic, _asked: Asked) -> list[str]:
    return [
        say("Det är samma avsnitt som förut, med samma datum i flödet {feed}.", feed=now.feed),
        say("Sidan, filerna, temat, sökningen och registret på webbplatsen får det med igen."),
    ]


def _embargoed(now: InPublic, asked: Asked) -> list[str]:
    """What a time to come means, for what is public now and for what is not."""
    moment = _told(asked.moment)
    when = say("med den första körningen efter {moment}", moment=moment)
    if now.page:
        return [*_leaving(now), say(STAYS), *_coming(now, when)]
    return [say("Till dess finns det bara här."), *_coming(now, when)]


def _draft(now: InPublic, _asked: Asked) -> list[str]:
    head = _leaving(now) if now.page else [say("Det publiceras inte.")]
    return [*head, say("Det är ett utkast igen, utan tid."), say(STAYS)]


ACTS: dict[str, Act] = {
    "nu": Act(
        "published", marked("Publicera nu?"), marked("Publicera"),
        lambda now, _asked: _coming(now, say("nu, eller med nästa körning")),
        lambda place, item, _asked: give_time(place.root, item, None),
    ),
    "tid": Act(
        "scheduled", marked("Publicera den tiden?"), marked("Spara tiden"), _embargoed,
        lambda place, item, asked: give_time(place.root, item, asked.moment),
    ),
    "utkast": Act(
        "drafted", marked("Göra det till ett utkast?"), marked("Gör till utkast"), _draft,
        lambda place, item, _asked: make_draft(place.root, item),
    ),
    "dra": Act(
        "withdrawn", marked("Dra tillbaka?"), marked("Dra tillbaka"), _withdrawn,
        lambda place, item, asked: withdraw(place.root, item, asked.why).next == UP_TO_DATE,
    ),
    "ater": Act(
        "returned", marked("Låta det komma tillbaka?"), marked("Låt det komma tillbaka"), _back,
        lambda place, item, _asked: bring_back(place.root, item),
    ),
}  # fmt: skip
