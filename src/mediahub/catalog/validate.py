"""From plain dictionaries to models, with every fault told in words that a person can act on."""

from __future__ import annotations

import types
from typing import TYPE_CHECKING, Any, TypeVar, Union, get_args, get_origin

from mediahub.catalog.moments import shown
from mediahub.catalog.problems import Problems, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import BaseModel
    from pydantic_core import ErrorDetails

    Model = TypeVar("Model", bound=BaseModel)

_WANTED = {
    "string_type": "text in quotes",
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "list_type": 'a list, such as ["…", "…"]',
    "dict_type": "a table",
    "model_type": "a table",
    "model_attributes_type": "a table",
}


Location = tuple[int | str, ...]
"""The keys and the numbers (from 0) of tables on the way to a value, such as ("items", 1, "id")."""


def validate(
    model: type[Model], raw: dict[str, Any], label: str, problems: Problems
) -> Model | None:
    """`raw` as a `model`; None, with each fault noted under the file's `label`, when it is none."""
    value, faults = validated(model, raw)
    for location, what in faults:
        problems.add(label, where(location), what)
    return value


def validated(
    model: type[Model], raw: dict[str, Any]
) -> tuple[Model | None, list[tuple[Location, str]]]:
    """`raw` as a `model`, or None and what is wrong in which place."""
    from pydantic import ValidationError

    try:
        return model.model_validate(raw), []
    except ValidationError as error:
        faults = error.errors(include_url=False)
        return None, [(fault["loc"], _what(fault, model)) for fault in faults]


def salvaged(model: type[Model], raw: Mapping[str, Any]) -> Model | None:
    """`raw` as a `model`, without the keys that are wrong and the tables that lack one.

    None when the outermost table lacks one.
    """
    from pydantic import ValidationError

    rest: Any = dict(raw)
    while True:
        try:
            return model.model_validate(rest)
        except ValidationError as error:
            wrong = {
                fault["loc"][:-1] if fault["type"] == "missing" else fault["loc"]
                for fault in error.errors(include_url=False)
            }
        if () in wrong:
            return None
        # Longer before shorter, later before earlier: what is taken away moves no other.
        for location in sorted(wrong, key=lambda one: [str(part).zfill(9) for part in one])[::-1]:
            rest = _without(rest, location)


def _without(table: Any, location: Location) -> Any:
    """A copy of the table or list without what is at the location, if anything is."""
    first, *deeper = location
    if isinstance(table, dict):
        there = first in table
    else:
        there = isinstance(table, list) and isinstance(first, int) and first < len(table)
    if not there:
        return table  # it went with what it stood in
    copy = table.copy()
    if deeper:
        copy[first] = _without(table[first], tuple(deeper))
    else:
        del copy[first]
    return copy


def where(location: tuple[int | str, ...]) -> str:
    """A pydantic location such as ("items", 1, "title") as `[[items]] 2, key 'title'`."""
    parts: list[str] = []
    names = [*location]
    while names:
        name = names.pop(0)
        if names and isinstance(names[0], int):
            number = names.pop(0)
            # A list of tables and a list of words look alike here; the last one tells.
            parts.append(
                f"[[{name}]] {int(number) + 1}" if names else f"key '{name}', {_nth(number)}"
            )
        else:
            parts.append(f"[{name}]" if names else f"key '{name}'")
    return ", ".join(parts)


def _nth(index: int | str) -> str:
    return f"entry {int(index) + 1}"


def _what(fault: ErrorDetails, model: type[BaseModel]) -> str:
    kind, value, context = fault["type"], fault["input"], fault.get("ctx", {})
    key = str(fault["loc"][-1])
    if kind == "extra_forbidden":
        return f"unknown key{did_you_mean(key, _keys(model, fault['loc'][:-1]))}"
    if kind == "missing":
        return "is missing"
    if kind in _WANTED:
        return _wrong_type(kind, key, value)
    if kind == "literal_error":
        allowed = [
            word.strip("'") for word in context["expected"].replace(" or ", ", ").split(", ")
        ]
        hint = did_you_mean(value, allowed) if isinstance(value, str) else ""
        return f"{shown(value)} is none of {', '.join(allowed)}{hint}"
    if kind == "value_error":
        return str(context["error"])
    # Bounds of numbers and lengths: pydantic's own words are plain enough.
    return f"{shown(value)} will not do: {fault['msg'].replace('Input should be', 'it should be')}"


def _wrong_type(kind: str, key: str, value: object) -> str:
    if kind == "list_type" and isinstance(value, dict):
        return f"should be [[{key}]], in double brackets: there may be several"
    if _WANTED[kind] == "a table" and isinstance(value, list):
        return f"should be [{key}], in single brackets: there is only one"
    return f"should be {_WANTED[kind]}, is {shown(value)}"


def _keys(model: type[BaseModel], location: tuple[int | str, ...]) -> list[str]:
    """The keys that the table at `location` may have."""
    for name in location:
        if isinstance(name, int):
            continue
        inner = (
            _table_in(model.model_fields[name].annotation) if name in model.model_fields else None
        )
        if inner is None:
            return []
        model = inner
    return list(model.model_fields)


def _table_in(annotation: Any) -> type[BaseModel] | None:
    from pydantic import BaseModel

    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) in (list, Union, types.UnionType):
        for part in get_args(annotation):
            found = _table_in(part)
            if found is not None:
                return found
    return None
