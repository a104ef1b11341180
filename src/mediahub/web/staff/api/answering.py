"""The API as an application: who asks, with which values, and what is answered or refused."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from pydantic import BaseModel, ValidationError

from mediahub.edits import Conflict
from mediahub.errors import MediahubError
from mediahub.notices import Words
from mediahub.search.values import DamagedIndexError, QueryError
from mediahub.web.staff.api.answer_models import Answer
from mediahub.web.staff.api.at import At
from mediahub.web.staff.api.faults import (
    NO_SUCH_VALUE,
    NOT_READ,
    PLACED,
    TWICE,
    Fault,
    faults_of,
)
from mediahub.web.staff.api.operations import Operation, by_path
from mediahub.web.staff.api.problems import MEDIA_TYPE, ProblemError, not_for
from mediahub.web.staff.api.sent import Nothing, Sent, Stream
from mediahub.web.staff.logbook import note
from mediahub.web.staff.place import Place
from mediahub.web.staff.tokens import Action
from mediahub.workspace.locks import BusyError

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp, Receive, Scope, Send

    from mediahub.web.staff.accounts import User

_NUMBER = re.compile(r"-?(0|[1-9]\d{0,17})", re.ASCII)
_BEARER = re.compile(r"bearer +([A-Za-z0-9._~+/-]+=*)", re.ASCII | re.IGNORECASE)
MOST_VALUES = 50
EVENTS = "text/event-stream"


def make_api(place: Place) -> "Starlette":
    """The API of a workspace, to be mounted; it looks at tokens alone, and at no cookie."""
    from starlette.applications import Starlette
    from starlette.routing import Route

    routes = [Route(path, _Resource(place, methods)) for path, methods in by_path().items()]
    app = Starlette(routes=routes)
    app.router.redirect_slashes = False
    app.router.default = _nothing
    return app


def refusal(scope: "Scope", status: int, _words: str) -> "ASGIApp":
    """What answers a request that is refused before it comes here."""
    return _problem(ProblemError(status), _english(_header(scope, b"accept-language")))


@dataclass(frozen=True, slots=True)
class _Resource:
    """What is at one path: an operation for each method."""

    place: Place
    methods: Mapping[str, Operation]

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        from starlette.requests import ClientDisconnect, Request

        request = Request(scope, receive)
        english = _english(request.headers.get("accept-language", ""))
        try:
            answer = await self._answer(request)
        except ClientDisconnect:
            answer = _problem(ProblemError(408), english)
        except ProblemError as error:
            answer = _problem(error, english)
        await answer(scope, receive, send)

    async def _answer(self, request: "Request") -> "Response":
        from starlette.concurrency import run_in_threadpool

        method = "GET" if request.method == "HEAD" else request.method
        one = self.methods.get(method)
        if one is None:
            allowed = {*self.methods, *(("HEAD",) if "GET" in self.methods else ())}
            raise ProblemError(405, headers={"allow": ", ".join(sorted(allowed))})
        owner, token = await run_in_threadpool(_owner, self.place, request, one)
        given = _given(one, request, await request.body() if one.body else b"")
        at = At(
            self.place, owner, f"{request.url.scheme}://{request.headers['host']}",
            _version(one, request), request.headers.get("last-event-id", "")[:200],
            _allowing(self.place, token), one.action,
        )  # fmt: skip
        answer = await run_in_threadpool(_done, one, at, given)
        if one.method != "GET":
            item = str(request.path_params.get("item", ""))
            await run_in_threadpool(note, self.place, one.id, owner.name, item, via="api")
        return _answered(one, answer, request)


async def _nothing(scope: "Scope", receive: "Receive", send: "Send") -> None:
    english = _english(_header(scope, b"accept-language"))
    await _problem(ProblemError(404), english)(scope, receive, send)


def _owner(place: Place, request: "Request", one: Operation) -> tuple["User", str]:
    """Whose token it is, and the token. Raises ProblemError where it is not good, or for this."""
    match = _BEARER.fullmatch(request.headers.get("authorization", ""))
    if match is None:
        raise ProblemError(401, headers={"www-authenticate": 'Bearer realm="mediahub"'})
    try:
        token = place.tokens.found(match[1])
        owner = place.accounts.user(token.owner) if token is not None else None
    except MediahubError as error:
        raise ProblemError(503, _said(error)) from None
    if token is None or owner is None or owner.id != token.owner_id:
        # Looked at after the token: nobody is shut out by what others try from the same address.
        wait = place.wrong_tokens.take(request.client.host if request.client else "")
        if wait:
            raise ProblemError(429, headers={"retry-after": str(math.ceil(wait))})
        challenge = 'Bearer realm="mediahub", error="invalid_token"'
        raise ProblemError(401, headers={"www-authenticate": challenge})
    if not token.allows(one.action, owner):
        raise not_for(one.action)
    return owner, match[1]


def _allowing(place: Place, secret: str) -> Callable[[Action], bool]:
    """What says whether a token may do something at the moment of asking."""

    def allows(action: Action) -> bool:
        token = place.tokens.found(secret)
        owner = place.accounts.user(token.owner) if token is not None else None
        return (
            token is not None and owner is not None and owner.id == token.owner_id
            and token.allows(action, owner)
        )  # fmt: skip

    return allows


def _given(one: Operation, request: "Request", body: bytes) -> list[BaseModel]:
    """The values of a request. Raises ProblemError (415, 422) for any that cannot be."""
    found: list[BaseModel] = []
    faults: list[Fault] = []
    query = _query(request, faults)
    if one.query is None:
        faults += [Fault(f"query.{name}", NO_SUCH_VALUE) for name in query]
    given: dict[str, Callable[[type[BaseModel]], BaseModel]] = {
        "path": lambda model: _valued(model, request.path_params),
        "query": lambda model: _valued(model, query),
        "body": lambda model: model.model_validate_json(body),
    }
    if one.body is not None and not _is_json(request.headers.get("content-type", "")):
        raise ProblemError(415)
    for place, model in one.takes.items():
        try:
            found.append(given[place](model))
        except ValidationError as error:
            faults += faults_of(place, error)
    if faults:
        raise ProblemError(422, errors=tuple(faults))
    return found


def _query(request: "Request", faults: list[Fault]) -> dict[str, str]:
    try:
        pairs = parse_qsl(
            request.url.query, keep_blank_values=True, errors="strict", max_num_fields=MOST_VALUES
        )
    except ValueError:
        faults.append(Fault("query", NOT_READ))
        return {}
    values = dict(pairs)
    if len(values) < len(pairs):
        faults.append(Fault("query", TWICE))
    return values


def _valued(model: type[BaseModel], values: Mapping[str, str]) -> BaseModel:
    """The model of values that are written as text: its numbers and truths are read, no others."""
    read: dict[str, Any] = {}
    schema = {name: str(one.annotation) for name, one in model.model_fields.items()}
    for name, text in values.items():
        kind = schema.get(name, "")
        if "int" in kind and _NUMBER.fullmatch(text):
            read[name] = int(text)
        elif "bool" in kind and text in ("true", "false"):
            read[name] = text == "true"
        else:
            read[name] = text
    return model.model_validate(read)


def _version(one: Operation, request: "Request") -> str:
    if not one.versioned:
        return ""
    version = request.headers.get("if-match", "").strip().removeprefix("W/").strip('"')
    if not version:
        raise ProblemError(428)
    return version


def _done(one: Operation, at: At, given: list[BaseModel]) -> Answer | Sent | Stream | Nothing:
    """What was done. Raises ProblemError, also for what a person can mend."""
    try:
        return one.do(at, *given)
    except Conflict as error:
        raise ProblemError(409, _said(error)) from error
    except QueryError as error:
        what = PLACED.filled({"reason": error.reason, "number": error.position + 1})
        raise ProblemError(422, _said(error), errors=(Fault("query.q", what),)) from error
    except (BusyError, DamagedIndexError) as error:
        raise ProblemError(503, _said(error), headers={"retry-after": "60"}) from error
    except MediahubError as error:
        raise ProblemError(422, _said(error)) from error


def _said(error: MediahubError) -> Words:
    return Words(str(error), error.said.swedish)


def _answered(
    one: Operation, answer: Answer | Sent | Stream | Nothing, request: "Request"
) -> "Response":
    from starlette.responses import Response, StreamingResponse

    headers = {"cache-control": "no-store"}
    if isinstance(answer, Nothing):
        return Response(status_code=204, headers=headers)
    if isinstance(answer, Stream):
        if request.method == "HEAD":
            return Response(headers=headers, media_type=EVENTS)
        # A proxy that gathers what it is sent would keep the events to itself.
        headers["x-accel-buffering"] = "no"
        told = answer.told(request.is_disconnected)
        return StreamingResponse(told, headers=headers, media_type=EVENTS)
    if isinstance(answer, Sent):
        headers["content-disposition"] = f'attachment; filename="{answer.name}"'
        text = answer.media_type.startswith(("text/", "application/x-subrip"))
        kind = f"{answer.media_type}; charset=utf-8" if text else answer.media_type
        headers["content-type"] = kind
        return Response(answer.data, headers=headers)
    if one.etag:
        headers["etag"] = f'"{getattr(answer, "version")}"'  # noqa: B009 - the one field it has
    return Response(
        answer.model_dump_json(), one.status, headers=headers, media_type="application/json"
    )


def _problem(error: ProblemError, english: bool) -> "Response":
    from starlette.responses import Response

    content = error.answer(english=english).model_dump_json(exclude_none=True)
    headers = {
        "cache-control": "no-store", "content-language": "en" if english else "sv",
        "vary": "accept-language", **error.headers,
    }  # fmt: skip
    return Response(content, error.status, headers=headers, media_type=MEDIA_TYPE)


def _english(accepted: str) -> bool:
    """Whether somebody would rather read English than Swedish."""
    wanted: dict[str, float] = {}
    for part in accepted.lower().split(",")[:20]:
        language, _, weight = part.partition(";")
        match = re.fullmatch(r"\s*q=([01](?:\.\d{0,3})?)\s*", weight, re.ASCII)
        name = language.strip().split("-")[0]
        wanted[name] = max(wanted.get(name, 0.0), float(match[1]) if match else 1.0)
    return wanted.get("en", 0.0) > wanted.get("sv", 0.0)


def _header(scope: "Scope", name: bytes) -> str:
    return next((v.decode("latin-1") for key, v in scope["headers"] if key == name), "")


def _is_json(content_type: str) -> bool:
    return content_type.partition(";")[0].strip().lower() == "application/json"
