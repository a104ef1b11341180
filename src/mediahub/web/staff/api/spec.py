"""The specification of the API (OpenAPI 3.1), made of the table of operations."""

from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from mediahub import __version__
from mediahub.web.staff.api.answer_models import ProblemAnswer
from mediahub.web.staff.api.operations import OPERATIONS, Operation
from mediahub.web.staff.api.problems import BASE, MEDIA_TYPE, PROBLEMS

SECURITY = "token"
_REF = "#/components/schemas/{model}"
_DESCRIPTION = (
    "What the pages of the staff site do, for programs. A token is made on the page Konto or by "
    "`mediahub user token add`; it is for some actions, and never allows more than its owner's "
    "role does now. Cookies mean nothing here. Times are whole milliseconds. What is refused is "
    "told as application/problem+json (RFC 9457), in Swedish, or in English to those who prefer it "
    "by Accept-Language; but where too many ask at once the server itself says 503, in plain text."
)


@cache
def specification() -> dict[str, Any]:
    """The whole specification as a JSON value."""
    inputs = {model for one in OPERATIONS for model in one.takes.values()}
    outputs = {model for one in OPERATIONS for model in one.values} | {ProblemAnswer}
    wanted: list[tuple[type[BaseModel], Any]] = [
        *((model, "validation") for model in sorted(inputs, key=lambda one: one.__name__)),
        *((model, "serialization") for model in sorted(outputs, key=lambda one: one.__name__)),
    ]
    references, definitions = models_json_schema(wanted, ref_template=_REF)
    schemas = definitions["$defs"]
    paths: dict[str, dict[str, Any]] = {}
    for one in OPERATIONS:
        paths.setdefault(one.path, {})[one.method.lower()] = _operation(one, references, schemas)
    parameters = {
        model.__name__ for one in OPERATIONS for model in (one.address, one.query) if model
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "mediahub", "version": __version__, "description": _DESCRIPTION},
        "servers": [{"url": BASE.rstrip("/")}],
        "security": [{SECURITY: []}],
        "paths": paths,
        "components": {
            "schemas": {name: one for name, one in schemas.items() if name not in parameters},
            "securitySchemes": {SECURITY: {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(one: Operation, references: Any, schemas: dict[str, Any]) -> dict[str, Any]:
    value: dict[str, Any] = {
        "operationId": one.id,
        "summary": one.summary.english,
        "description": f"{(one.do.__doc__ or '').strip()}\n\nThe token must be for `{one.action}`.",
        "security": [{SECURITY: [one.action]}],
        "parameters": [
            *(_parameters(one.address, "path", schemas) if one.address else ()),
            *(_parameters(one.query, "query", schemas) if one.query else ()),
            *([_IF_MATCH] if one.versioned else ()),
            *([_LAST_EVENT] if one.events else ()),
        ],
        "responses": {
            str(one.status): _answered(one, references),
            **({"204": {"description": one.nothing}} if one.nothing else {}),
            **{
                str(status): _refused(status, references[ProblemAnswer, "serialization"])
                for status in one.refused
            },
        },
    }
    if one.body is not None:
        schema = references[one.body, "validation"]
        value["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": schema}},
        }
    return value


_IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": 'The version of what is changed, as it was read, such as "0f3a".',
    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
}


_LAST_EVENT = {
    "name": "Last-Event-ID",
    "in": "header",
    "required": False,
    "description": "The id of the last event that came: what happened after it is told.",
    "schema": {"type": "string"},
}


def _parameters(
    model: type[BaseModel], place: str, schemas: dict[str, Any]
) -> list[dict[str, Any]]:
    schema = schemas[model.__name__]
    found = []
    for name, one in schema["properties"].items():
        kinds = [kind for kind in one.get("anyOf", ()) if kind != {"type": "null"}]
        plain = {key: value for key, value in one.items() if key not in ("anyOf", "title")}
        if kinds:  # a parameter is there or not: nobody writes null into an address
            plain = {**kinds[0], **plain}
        told = plain.pop("description", None)
        if plain.get("default", ...) is None:
            del plain["default"]
        found.append({
            "name": name, "in": place, "required": name in schema.get("required", ()),
            "schema": plain, **({"description": told} if told else {}),
        })  # fmt: skip
    return found


def _answered(one: Operation, references: Any) -> dict[str, Any]:
    if one.answer is None:
        told = "".join(
            f" The data of `{name}` is a {model.__name__}." for name, model in one.events.items()
        )
        content = {
            kind: {"schema": {"type": "string"} if kind.startswith("text/") else {}}
            for kind in one.media
        }
        return {"description": f"{one.told}{told}", "content": content}
    schema = references[one.answer, "serialization"]
    value: dict[str, Any] = {
        "description": (one.answer.__doc__ or "").strip(),
        "content": {"application/json": {"schema": schema}},
    }
    if one.etag:
        value["headers"] = {
            "ETag": {"required": True, "schema": {"type": "string"}, "description": "The version."}
        }
    return value


def _refused(status: int, schema: dict[str, Any]) -> dict[str, Any]:
    kind = PROBLEMS[status]
    value: dict[str, Any] = {
        "description": f"{kind.title.english}. {kind.when.english}",
        "content": {MEDIA_TYPE: {"schema": schema}},
    }
    if status == 401:
        value["headers"] = {"WWW-Authenticate": {"required": True, "schema": {"type": "string"}}}
    if status in (429, 503):
        value["headers"] = {
            "Retry-After": {"required": status == 429, "schema": {"type": "integer"}}
        }
    return value
