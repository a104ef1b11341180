"""From plain dictionaries to models, with every fault told in words that a person can act on."""

from __future__ import annotations

import types
from typing import TYPE_CHECKING, Any, TypeVar, Union, get_args, get_origin

from mediahub.catalog.moments import shown
from mediahub.catalog.problems import Problems, did_you_mean, key_named
from mediahub.tongues import Said, Words, joined

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import BaseModel
    from pydantic_core import ErrorDetails

    Model = TypeVar("Model", bound=BaseModel)

_TABLE = Said("a table", "en tabell")
_WANTED = {
    "string_type": Said("text in quotes", "text inom citattecken"),
    "int_type": Said("a whole number", "ett heltal"),
    "float_type": Said("a number", "ett tal"),
    "bool_type": Said("true or false", "true eller false"),
    "list_type": Said('a list, such as ["…", "…"]', 'en lista, som ["…", "…"]'),
    "dict_type": _TABLE,
    "model_type": _TABLE,
    "model_attributes_type": _TABLE,
}


_BOUNDS = {
    "greater_than_equal": "det ska vara minst {bound}.",
    "less_than_equal": "det ska vara högst {bound}.",
}
"""What pydantic says of a number, in Swedish."""
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
            table = f"[[{name}]] {int(number) + 1}"
            parts.append(table if names else joined(", ", [key_named(str(name)), _nth(number)]))
        else:
            parts.append(f"[{name}]" if names else key_named(str(name)))
    return joined(", ", parts)


def _nth(index: int | str) -> Said:
    number = int(index) + 1
    return Said(f"entry {number}", f"nummer {number}")


def _what(fault: ErrorDetails, model: type[BaseModel]) -> str:
    kind, value, context = fault["type"], fault["input"], fault.get("ctx", {})
    key = str(fault["loc"][-1])
    if kind == "extra_forbidden":
        near = did_you_mean(key, _keys(model, fault["loc"][:-1]))
        return Words("unknown key{near}", "okänd nyckel{near}").said(near=near)
    if kind == "missing":
        return Said("is missing", "saknas")
    if kind in _WANTED:
        return _wrong_type(kind, key, value)
    if kind == "literal_error":
        return _none_of(value, context["expected"])
    if kind == "value_error":
        told: str = context["error"].args[0]
        return told
    # Bounds of numbers and lengths: pydantic's own words are plain enough in English.
    why = fault["msg"].replace("Input should be", "it should be")
    bound = _BOUNDS.get(kind, "{why}").format(why=why, bound=next(iter(context.values()), ""))
    words = Words("{value} will not do: {why}", "{value} går inte att använda: {why}")
    return words.said(value=shown(value), why=Said(why, bound))


def _none_of(value: object, expected: str) -> str:
    allowed = [word.strip("'") for word in expected.replace(" or ", ", ").split(", ")]
    near = did_you_mean(value, allowed) if isinstance(value, str) else ""
    words = Words("{value} is none of {names}{near}", "{value} är inget av {names}{near}")
    return words.said(value=shown(value), names=", ".join(allowed), near=near)


def _wrong_type(kind: str, key: str, value: object) -> str:
    if kind == "list_type" and isinstance(value, dict):
        return Said(
            f"should be [[{key}]], in double brackets: there may be several",
            f"ska vara [[{key}]], med dubbla hakparenteser: det kan finnas flera.",
        )
    if _WANTED[kind] is _TABLE and isinstance(value, list):
        return Said(
            f"should be [{key}], in single brackets: there is only one",
            f"ska vara [{key}], med enkla hakparenteser: det finns bara en.",
        )
    words = Words("should be {wanted}, is {value}", "ska vara {wanted}, är {value}")
    return words.said(wanted=_WANTED[kind], value=shown(value))


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
