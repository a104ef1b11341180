"""The staff site as an application: its addresses, and who may ask for which."""

import secrets
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

from mediahub.errors import MediahubError
from mediahub.web.staff import (
    admin,
    beside,
    clips,
    comparing,
    describing,
    editing,
    entering,
    experts,
    items,
    looking,
    media,
    naming,
    oidclogin,
    overviewing,
    picturing,
    publishing,
    replacing,
    running,
    saving,
    segmenting,
    takingaway,
    tokening,
    uploading,
    working,
)
from mediahub.web.staff.accounts import Role
from mediahub.web.staff.api.answering import make_api, refusal
from mediahub.web.staff.asking import AskingDoor, make_asking_app
from mediahub.web.staff.formtoken import require_token
from mediahub.web.staff.guard import SAFE, Guard
from mediahub.web.staff.keeping import offered_again, typed
from mediahub.web.staff.logbook import log, noted, refused_header
from mediahub.web.staff.place import Place, RefusedError, Visit
from mediahub.web.staff.proxies import HeaderLogin, Proxies, proxies_of
from mediahub.web.staff.tongue import Tongues, say, told

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

View = Callable[[Place, Visit], "Response"]
AsyncView = Callable[[Place, Visit], Awaitable["Response"]]
UPLOADING = ["HEAD", "PATCH", "DELETE", "POST", "OPTIONS"]
OWN_NAMES = frozenset(("127.0.0.1", "localhost", "[::1]"))


def make_staff_app(place: Place, hosts: frozenset[str] = OWN_NAMES) -> "Starlette":
    """The application for a workspace; `hosts` are the names that it answers to.

    Without a user, `place.key` is made: whoever has it may name the first administrator.
    """
    from starlette.applications import Starlette
    from starlette.middleware import Middleware
    from starlette.routing import Mount, Route

    if not place.accounts.users():
        place.key = secrets.token_urlsafe(18)

    def open_to_all(view: Callable[[Place, "Request"], Awaitable["Response"]]) -> object:
        async def answer(request: "Request") -> "Response":
            return await _answered(place, request, lambda: view(place, request))

        return answer

    def read(view: View, role: Role = "reader") -> object:
        """A view that reads: in a thread, so that the disk never keeps the others waiting."""
        from starlette.concurrency import run_in_threadpool

        async def answer(request: "Request") -> "Response":
            visit = await run_in_threadpool(place.visit, request)
            if visit is None:
                return await entering.to_login(place, request)
            found = visit

            async def seen() -> "Response":
                found.require(role)
                return await run_in_threadpool(view, place, found)

            return await _answered(place, request, seen, found)

        return answer

    def change(view: AsyncView, role: Role = "editor", *, noting: bool = True) -> object:
        from starlette.concurrency import run_in_threadpool

        async def answer(request: "Request") -> "Response":
            visit = await run_in_threadpool(place.visit, request)
            if visit is None:
                return await entering.to_login(place, request)
            found = visit

            async def done() -> "Response":
                found.require(role)
                if request.method in SAFE:
                    return await view(place, found)
                try:
                    await require_token(request)
                except RefusedError:
                    again = await offered_again(place, found)
                    if again is None:
                        raise
                    return again
                response = await view(place, found)
                if noting and response.status_code < 400:
                    await run_in_threadpool(noted, place, found, view.__name__)
                return response

            return await _answered(place, request, done, found)

        return answer

    routes = [
        ("/logga-in", open_to_all(entering.login), ["GET", "POST"]),
        ("/logga-in/oidc", open_to_all(oidclogin.begin), ["GET"]),
        ("/logga-in/oidc/svar", open_to_all(oidclogin.come_back), ["GET"]),
        ("/valkommen", open_to_all(entering.welcome), ["GET", "POST"]),
        (admin.INVITED, open_to_all(admin.welcomed), ["GET", "POST"]),
        (admin.PAGE, change(admin.users, "admin", noting=False), ["GET", "POST"]),
        ("/sprak", open_to_all(entering.choose_language), ["POST"]),
        ("/logga-ut", change(entering.logout, "reader"), ["POST"]),
        ("/konto", change(entering.account, "reader"), ["GET", "POST"]),
        ("/", read(looking.search), ["GET"]),
        ("/sok.csv", read(looking.table), ["GET"]),
        ("/sokningar", read(saving.listing), ["GET"]),
        ("/sokningar", change(saving.kept_search), ["POST"]),
        ("/sokningar/{name}.xml", read(saving.feed), ["GET"]),
        ("/innehall", read(items.listing), ["GET"]),
        ("/item/{item}", read(items.item), ["GET"]),
        ("/item/{item}/ljud", read(media.media), ["GET"]),
        ("/item/{item}/fil/{name}", read(media.result), ["GET"]),
        ("/item/{item}/fragor", change(editing.questions), ["GET", "POST"]),
        ("/item/{item}/historik", change(editing.history), ["GET", "POST"]),
        ("/item/{item}/segment/{at}", change(editing.segment), ["GET", "PUT"]),
        ("/item/{item}/segment/{at}/talare", change(editing.speaker), ["PUT"]),
        ("/item/{item}/segment/{at}/gor", change(segmenting.act), ["POST"]),
        ("/item/{item}/citat", read(segmenting.quote), ["GET"]),
        ("/item/{item}/klipp", read(clips.cut), ["GET"]),
        ("/item/{item}/tider", read(clips.times), ["GET"]),
        ("/item/{item}/narvaro", change(beside.present, noting=False), ["POST"]),
        ("/item/{item}/stycken", read(beside.segments), ["GET"]),
        ("/item/{item}/granskat/ord", change(segmenting.reviewed), ["POST"]),
        ("/item/{item}/kapitel", change(naming.chapters), ["POST"]),
        ("/namn", change(naming.names), ["GET", "POST"]),
        ("/item/{item}/granskat", change(editing.reviewed), ["POST"]),
        ("/item/{item}/undanhall", change(editing.withhold), ["POST"]),
        ("/item/{item}/namn", change(editing.name), ["POST"]),
        ("/ersatt", read(replacing.look, "editor"), ["GET"]),
        ("/ersatt", change(replacing.replace), ["POST"]),
        ("/ersatt/tillbaka", change(replacing.replaced_back), ["POST"]),
        ("/korning", read(working.plan, "editor"), ["GET"]),
        ("/laget", read(overviewing.standing, "editor"), ["GET"]),
        ("/korning/logg", read(overviewing.log, "editor"), ["GET"]),
        ("/jamfor", read(comparing.compare, "editor"), ["GET"]),
        ("/jamfor", change(comparing.comparison), ["POST"]),
        ("/korning/start", change(running.start), ["POST"]),
        ("/korning/stopp", change(running.stop), ["POST"]),
        ("/korning/lage", change(running.events), ["GET"]),
        ("/item/{item}/publicering", change(publishing.publishing, noting=False), ["GET", "POST"]),
        ("/item/{item}/beskriv", change(describing.item), ["GET", "POST"]),
        ("/nytt-tema", change(describing.new_theme), ["GET", "POST"]),
        ("/tema/{theme}", change(describing.theme), ["GET", "POST"]),
        ("/tema/{theme}/ord", change(describing.term), ["GET", "POST"]),
        ("/tema/{theme}/bort", change(takingaway.term_away), ["GET", "POST"]),
        ("/person/{person}/bort", change(takingaway.person_away), ["GET", "POST"]),
        ("/borttaget/{one}", change(takingaway.brought_back), ["POST"]),
        ("/personer", read(describing.people, "editor"), ["GET"]),
        ("/ny-person", change(describing.person), ["GET", "POST"]),
        ("/person/{person}", change(describing.person), ["GET", "POST"]),
        ("/ladda-upp", read(uploading.page, "editor"), ["GET"]),
        (
            f"{picturing.PAGE}/{{kind}}/{{of}}",
            change(picturing.picture, noting=False),
            ["GET", "PUT", "POST"],
        ),
        (f"{picturing.PAGE}/{{kind}}/{{of}}/visa", read(picturing.shown), ["GET"]),
        (uploading.FILES, change(uploading.files, noting=False), ["POST", "OPTIONS"]),
        (f"{uploading.FILES}/{{upload}}", change(uploading.file, noting=False), UPLOADING),
        (f"{uploading.FILES}/{{upload}}/klar", change(uploading.finished), ["POST"]),
        ("/experter", change(experts.listing), ["GET"]),
        ("/experter/{question}", change(experts.question), ["GET", "POST"]),
        ("/logg", read(log, "admin"), ["GET"]),
        ("/konto/nycklar", change(tokening.tokens, "reader"), ["GET", "POST"]),
        ("/api/v1/", open_to_all(tokening.about), ["GET"]),
        ("/api/v1/openapi.json", open_to_all(tokening.specified), ["GET"]),
        ("/stil/{name}", open_to_all(media.asset), ["GET"]),
    ]
    return Starlette(
        routes=[
            *(Route(path, answer, methods=methods) for path, answer, methods in routes),  # type: ignore[arg-type]
            Mount("/api/v1", make_api(place)),
        ],
        middleware=[
            Middleware(Tongues),
            Middleware(Proxies, trusted=proxies_of(place.staff)),
            Middleware(AskingDoor, asking=make_asking_app(place.asking)),
            Middleware(Guard, hosts=hosts, api_refusal=refusal),
            Middleware(HeaderLogin, staff=place.staff, refused=refused_header(place)),
        ],
        exception_handlers={404: lambda request, _: _not_found(place, request)},
    )


def open_place(root: Path) -> Place:
    """The workspace at `root` as the staff site has it open. Raises SettingsError for none."""
    from mediahub.catalog import load
    from mediahub.web.staff.oidc import open_oidc

    catalogue = load(root.resolve())
    place = Place(root.resolve(), catalogue.publisher.name, staff=catalogue.staff)
    proxies_of(place.staff)
    place.oidc = open_oidc(place.staff.oidc)
    return place


async def _answered(
    place: Place,
    request: "Request",
    view: Callable[[], Awaitable["Response"]],
    visit: Visit | None = None,
) -> "Response":
    """What the view answers; an error that a person can mend is told on a page, or as JSON.

    The page shows what was typed, so that it can be copied: not every browser has it when it goes
    back.
    """
    from starlette.responses import JSONResponse

    try:
        return await view()
    except RefusedError as error:
        status, words = error.status, error.words
    except MediahubError as error:
        status, words = 422, told(error.said)
    if "application/json" in request.headers.get("accept", ""):
        return JSONResponse({"fel": words}, status)
    heading, found = say("Det gick inte"), await typed(request)
    return place.page("error.html", visit, status, heading=heading, words=words, typed=found)


def _not_found(place: Place, request: "Request") -> "Response":
    visit = place.visit(request)
    words = say("Adressen kan vara felskriven, eller så finns sidan inte längre.")
    heading = say("Sidan finns inte")
    return place.page("error.html", visit, 404, heading=heading, words=words, typed=None)
