"""Reading values out of decoded JSON: each reader checks one shape and names the place it is wrong.

A reader takes a value and the place it stands in (`words[3]`) and raises ValueError naming that
place when the value has another shape.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from mediahub.transcript.span import Span

Value = TypeVar("Value")


def field(
    owner: Mapping[str, Any], key: str, read: Callable[[object, str], Value], where: str = ""
) -> Value:
    """The value at `key`, which must be there."""
    place = f"{where}.{key}" if where else key
    if key not in owner:
        raise ValueError(f"{place}: missing")
    return read(owner[key], place)


def items(
    owner: Mapping[str, Any], key: str, read: Callable[[object, str], Value], where: str = ""
) -> tuple[Value, ...]:
    """The list at `key`, each item read."""
    return field(owner, key, lambda value, place: tuple(each(value, place, read)), where)


def each(value: object, where: str, read: Callable[[object, str], Value]) -> Iterable[Value]:
    """Every item of a list, read."""
    return [read(item, f"{where}[{index}]") for index, item in enumerate(array(value, where))]


def array(value: object, where: str) -> list[Any]:
    """A list."""
    if not isinstance(value, list):
        raise ValueError(f"{where}: {short(value)} is not a list")
    return value


def record(value: object, where: str) -> dict[str, Any]:
    """An object."""
    if not isinstance(value, dict):
        raise ValueError(f"{where}: {short(value)} is not an object")
    return value


def text(value: object, where: str) -> str:
    """A string."""
    if not isinstance(value, str):
        raise ValueError(f"{where}: {short(value)} is not text")
    return value


def text_or_none(value: object, where: str) -> str | None:
    """A string or null."""
    return None if value is None else text(value, where)


def truth(value: object, where: str) -> bool:
    """A boolean."""
    if not isinstance(value, bool):
        raise ValueError(f"{where}: {short(value)} is not true or false")
    return value


def natural(value: object, where: str) -> int:
    """A whole number from 0; true and false are none."""
    if type(value) is not int or value < 0:
        raise ValueError(f"{where}: {short(value)} is not a whole number from 0")
    return value


def number(value: object, where: str) -> float:
    """A finite number."""
    if type(value) not in (int, float) or not math.isfinite(value):  # type: ignore[arg-type]
        raise ValueError(f"{where}: {short(value)} is not a number")
    return float(value)  # type: ignore[arg-type]


def span(value: object, where: str) -> Span:
    """A span written `[start_ms, end_ms]`."""
    parts = array(value, where)
    if len(parts) != 2:
        raise ValueError(f"{where}: {short(value)} is not [start_ms, end_ms]")
    return span_of(parts[0], parts[1], where)


def span_of(start: object, end: object, where: str) -> Span:
    """The span of two numbers."""
    first, last = natural(start, where), natural(end, where)
    if first > last:
        raise ValueError(f"{where}: the start {first} comes after the end {last}")
    return Span(first, last)


def short(value: object) -> str:
    """The value as it is shown in a message, cut at 60 characters."""
    shown = repr(value)
    return shown if len(shown) <= 60 else shown[:57] + "…"
