"""The staff site as an application: its addresses, and who may ask for which."""

import secrets
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

from mediahub.errors import MediahubError
from mediahub.web.staff import (
    beside,
    clips,
    comparing,
    editing,
    entering,
    items,
    looking,
    media,
    naming,
    overviewing,
    replacing,
    running,
    saving,
    segmenting,
    working,
)
from mediahub.web.staff.accounts import Role
from mediahub.web.staff.guard import Guard
from mediahub.web.staff.place import Place, RefusedError, Visit

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

View = Callable[[Place, Visit], "Response"]
AsyncView = Callable[[Place, Visit], Awaitable["Response"]]
OWN_NAMES = frozenset(("127.0.0.1", "localhost", "[::1]"))


def make_staff_app(place: Place, hosts: frozenset[str] = OWN_NAMES) -> "Starlette":
    """The application for a workspace; `hosts` are the names that it answers to.

    Without a user, `place.key` is made: whoever has it may name the first administrator.
    """
    from starlette.applications import Starlette
    from starlette.middleware import Middleware
    from starlette.routing import Route

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
                return entering.to_login(request)
            found = visit

            async def seen() -> "Response":
                found.require(role)
                return await run_in_threadpool(view, place, found)

            return await _answered(place, request, seen, found)

        return answer

    def change(view: AsyncView, role: Role = "editor") -> object:
        from starlette.concurrency import run_in_threadpool

        async def answer(request: "Request") -> "Response":
            visit = await run_in_threadpool(place.visit, request)
            if visit is None:
                return entering.to_login(request)
            found = visit

            async def done() -> "Response":
                found.require(role)
                return await view(place, found)

            return await _answered(place, request, done, found)

        return answer

    routes = [
        ("/logga-in", open_to_all(entering.login), ["GET", "POST"]),
        ("/valkommen", open_to_all(entering.welcome), ["GET", "POST"]),
        ("/logga-ut", change(entering.logout, "reader"), ["POST"]),
        ("/konto", change(entering.account, "reader"), ["GET", "POST"]),
        ("/", read(looking.search), ["GET"]),
        ("/sok.csv", read(looking.table), ["GET"]),
        ("/sokningar", read(saving.listing), ["GET"]),
        ("/sokningar", change(saving.change), ["POST"]),
        ("/sokningar/{name}.xml", read(saving.feed), ["GET"]),
        ("/innehall", read(items.listing), ["GET"]),
        ("/item/{item}", read(items.item), ["GET"]),
        ("/item/{item}/ljud", read(media.media), ["GET"]),
        ("/item/{item}/fil/{name}", read(media.result), ["GET"]),
        ("/item/{item}/fragor", change(editing.questions), ["GET", "POST"]),
        ("/item/{item}/historik", change(editing.history), ["GET", "POST"]),
        ("/item/{item}/segment/{at:int}", change(editing.segment), ["GET", "PUT"]),
        ("/item/{item}/segment/{at:int}/talare", change(editing.speaker), ["PUT"]),
        ("/item/{item}/segment/{at:int}/gor", change(segmenting.act), ["POST"]),
        ("/item/{item}/citat", read(segmenting.quote), ["GET"]),
        ("/item/{item}/klipp", read(clips.cut), ["GET"]),
        ("/item/{item}/tider", read(clips.times), ["GET"]),
        ("/item/{item}/narvaro", change(beside.present), ["POST"]),
        ("/item/{item}/stycken", read(beside.segments), ["GET"]),
        ("/item/{item}/granskat/ord", change(segmenting.reviewed), ["POST"]),
        ("/item/{item}/kapitel", change(naming.chapters), ["POST"]),
        ("/namn", change(naming.names), ["GET", "POST"]),
        ("/item/{item}/granskat", change(editing.reviewed), ["POST"]),
        ("/item/{item}/undanhall", change(editing.withhold), ["POST"]),
        ("/item/{item}/namn", change(editing.name), ["POST"]),
        ("/ersatt", read(replacing.look, "editor"), ["GET"]),
        ("/ersatt", change(replacing.replace), ["POST"]),
        ("/ersatt/tillbaka", change(replacing.back), ["POST"]),
        ("/korning", read(working.plan, "editor"), ["GET"]),
        ("/laget", read(overviewing.standing, "editor"), ["GET"]),
        ("/korning/logg", read(overviewing.log, "editor"), ["GET"]),
        ("/jamfor", read(comparing.compare, "editor"), ["GET"]),
        ("/jamfor", change(comparing.start), ["POST"]),
        ("/korning/start", change(running.start), ["POST"]),
        ("/korning/stopp", change(running.stop), ["POST"]),
        ("/korning/lage", change(running.events), ["GET"]),
        ("/stil/{name}", open_to_all(media.asset), ["GET"]),
    ]
    return Starlette(
        routes=[Route(path, answer, methods=methods) for path, answer, methods in routes],  # type: ignore[arg-type]
        middleware=[Middleware(Guard, hosts=hosts)],
        exception_handlers={404: lambda request, _: _not_found(place, request)},
    )


def open_place(root: Path) -> Place:
    """The workspace at `root` as the staff site has it open. Raises SettingsError for none."""
    from mediahub.catalog import load

    return Place(root.resolve(), load(root.resolve()).publisher.name)


async def _answered(
    place: Place,
    request: "Request",
    view: Callable[[], Awaitable["Response"]],
    visit: Visit | None = None,
) -> "Response":
    """What the view answers; an error that a person can mend is told on a page, or as JSON."""
    from starlette.responses import JSONResponse

    try:
        return await view()
    except RefusedError as error:
        status, words = error.status, error.words
    except MediahubError as error:
        status, words = 422, str(error)
    if "application/json" in request.headers.get("accept", ""):
        return JSONResponse({"fel": words}, status)
    return place.page("error.html", visit, status, heading="Det gick inte", words=words)


def _not_found(place: Place, request: "Request") -> "Response":
    visit = place.visit(request)
    words = "Adressen kan vara felskriven, eller så finns sidan inte längre."
    return place.page("error.html", visit, 404, heading="Sidan finns inte", words=words)
