"""An expression as a value: what it asks, and whether it holds of an item."""

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from mediahub.pipeline.selection.fields import Fact, Field

Operator = Literal["==", "!=", "<", "<=", ">", ">=", "in", "not in", "contains", "not contains"]

Ask = Callable[[str], Fact]
"""Gives what is known of an item in the field of this name."""


@dataclass(frozen=True, slots=True)
class Days:
    """A day, a month or a year: from its first day to the last."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Written:
    """A value as it stands in the text, from `start` to `end`; None is the word `none`."""

    value: str | float | bool | Days | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Compare:
    """A field held against values: with `in` or `not in` several of them, else the only one."""

    field: Field
    operator: Operator
    values: tuple[Written, ...]

    def holds(self, ask: Ask) -> bool:
        """Whether it is so; what is not known is neither equal, unequal, less nor more."""
        fact = ask(self.field.name)
        match self.operator:
            case "not in":
                return fact is not None and not self._any(fact, "==")
            case "not contains":
                return fact is not None and not self._any(fact, "contains")
            case "in":
                return self._any(fact, "==")
            case operator:
                return self._any(fact, operator)

    def _any(self, fact: Fact, operator: Operator) -> bool:
        return any(_compared(fact, operator, one.value) for one in self.values)


@dataclass(frozen=True, slots=True)
class Bare:
    """A field alone: yes, or more than none."""

    field: Field

    def holds(self, ask: Ask) -> bool:
        """Whether it is so."""
        return bool(ask(self.field.name))


@dataclass(frozen=True, slots=True)
class Not:
    """The other way round."""

    part: "Node"

    def holds(self, ask: Ask) -> bool:
        """Whether its part does not hold."""
        return not self.part.holds(ask)


@dataclass(frozen=True, slots=True)
class Every:
    """All of its parts; what is quick to know is asked before what is to be read from files."""

    parts: tuple["Node", ...]

    def holds(self, ask: Ask) -> bool:
        """Whether each part holds; the first that does not ends it."""
        return all(part.holds(ask) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Some:
    """Any of its parts."""

    parts: tuple["Node", ...]

    def holds(self, ask: Ask) -> bool:
        """Whether a part holds; the first that does ends it."""
        return any(part.holds(ask) for part in self.parts)


Node = Compare | Bare | Not | Every | Some


@dataclass(frozen=True, slots=True)
class Expression:
    """A parsed expression and the text it was made of."""

    text: str
    node: Node

    def holds(self, ask: Ask) -> bool:
        """Whether it holds of the item whose facts `ask` gives; a field is asked only if needed."""
        return self.node.holds(ask)

    @property
    def compared(self) -> Iterator[Compare]:
        """Every comparison in it, in the order written."""
        yield from _compared_in(self.node)

    @property
    def fields(self) -> frozenset[str]:
        """The names of all fields that it may ask for."""
        return frozenset(_names_in(self.node))


def same(text: str) -> str:
    """A text as texts are compared: composed, and without regard to letter case."""
    return unicodedata.normalize("NFC", text).casefold()


def _compared_in(node: Node) -> Iterator[Compare]:
    if isinstance(node, Compare):
        yield node
    elif isinstance(node, Not):
        yield from _compared_in(node.part)
    elif isinstance(node, Every | Some):
        for part in node.parts:
            yield from _compared_in(part)


def _names_in(node: Node) -> Iterator[str]:
    if isinstance(node, Compare | Bare):
        yield node.field.name
    elif isinstance(node, Not):
        yield from _names_in(node.part)
    else:
        for part in node.parts:
            yield from _names_in(part)


def _compared(fact: Fact, operator: Operator, value: str | float | bool | Days | None) -> bool:
    if value is None or isinstance(value, bool):
        known = fact if isinstance(value, bool) and isinstance(fact, bool) else fact is not None
        wanted = value is True
        return (known == wanted) == (operator == "==")
    if fact is None:
        return False
    if isinstance(value, str):
        here, there = same(str(fact)), same(value)
        if operator == "contains":
            return there in here
        return (here == there) == (operator == "==")
    if isinstance(value, Days):
        return isinstance(fact, date) and _in_order(fact, operator, value)
    assert not isinstance(fact, str | date)  # noqa: S101 - the parser holds kinds apart
    return _reckoned(float(fact), operator, float(value))


def _in_order(day: date, operator: Operator, days: Days) -> bool:
    match operator:
        case "<":
            return day < days.first
        case "<=":
            return day <= days.last
        case ">":
            return day > days.last
        case ">=":
            return day >= days.first
        case "!=":
            return not days.first <= day <= days.last
        case _:
            return days.first <= day <= days.last


def _reckoned(here: float, operator: Operator, there: float) -> bool:
    match operator:
        case "<":
            return here < there
        case "<=":
            return here <= there
        case ">":
            return here > there
        case ">=":
            return here >= there
        case "!=":
            return here != there
        case _:
            return here == there


def days(text: str) -> Days | None:
    """The day, month or year that is written so (2020-06-03, 2020-06, 2020); None for no such."""
    parts = text.split("-")
    if not all(part.isdecimal() and part.isascii() for part in parts) or len(parts) > 3:
        return None
    if [len(part) for part in parts] != [4, 2, 2][: len(parts)]:
        return None
    year, month, day = (*map(int, parts), *([0] * (3 - len(parts))))
    try:
        if len(parts) == 3:
            return Days(date(year, month, day), date(year, month, day))
        first = date(year, month if len(parts) == 2 else 1, 1)
        after = date(year + 1, 1, 1) if len(parts) == 1 or month == 12 else date(year, month + 1, 1)
    except ValueError:
        return None
    return Days(first, after - timedelta(days=1))
