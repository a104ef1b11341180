"""One table of a TOML file given other values, as a careful person would: the rest stays as it is.

What says the same is not touched; of a list only what differs goes or comes, so that comments and
the way it is written stay. Text in, text out.
"""

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mediahub.catalog import tomledit
from mediahub.catalog.additions import append_table, readable
from mediahub.catalog.tomlfile import parse

if TYPE_CHECKING:
    from pydantic import BaseModel

    from mediahub.catalog.validate import Location

Spot = tuple[()] | tuple[str, int]
"""A table in a file: the file's own, or the one of a list with this number (from 0)."""


def table_at(raw: Mapping[str, Any], spot: Spot) -> dict[str, Any] | None:
    """The values of the table; None where there is none."""
    if not spot:
        return dict(raw)
    listed = raw.get(spot[0])
    there = listed[spot[1]] if isinstance(listed, list) and spot[1] < len(listed) else None
    return dict(there) if isinstance(there, dict) else None


def rewritten(text: str, path: Path, spot: Spot, values: Mapping[str, object]) -> str:
    """The text with these values in that table; None takes a key away.

    A spot after the last of its list is a new table. Raises SettingsError for what is no TOML.
    """
    document = tomledit.document(text, path)
    there = table_at(document.unwrap(), spot)
    if there is None and spot:
        kept = {key: value for key, value in values.items() if value is not None}
        append_table(document, spot[0], {key: readable(value) for key, value in kept.items()})
        return str(document.as_string())
    before = there or {}
    table = document[spot[0]][spot[1]] if spot else document
    for key, value in values.items():
        if value is None:
            if key in table:
                del table[key]
        elif key not in before or before[key] != value or type(before[key]) is not type(value):
            _set(table, key, value)
    made = str(document.as_string())
    wanted = {**before, **values}
    if table_at(parse(made.encode()), spot) == {k: v for k, v in wanted.items() if v is not None}:
        return made
    return _plainly(text, path, spot, values)


def new_faults(model: "type[BaseModel]", before: str, after: str, spot: Spot) -> dict[str, str]:
    """What is wrong with the file after a change that was not wrong before, by key of the table.

    A fault elsewhere in the file has the key "".
    """
    from mediahub.catalog.validate import validated

    _, old = validated(model, parse(before.encode()))
    _, new = validated(model, parse(after.encode()))
    found: dict[str, str] = {}
    for location, what in new:
        if (location, what) not in old:
            found.setdefault(_key(location, spot), what)
    return found


def _key(location: "Location", spot: Spot) -> str:
    rest = location[len(spot) :] if location[: len(spot)] == spot else ()
    return str(rest[0]) if rest else ""


def _set(table: Any, key: str, value: object) -> None:
    from tomlkit.items import AoT, Array

    there = table.get(key)
    if isinstance(value, list) and isinstance(there, Array | AoT):
        _edit_list(there, value)
    else:
        tomledit.put(table, key, readable(value))


def _edit_list(there: Any, wanted: Sequence[object]) -> None:
    """Make the list say what is wanted by taking out and putting in no more than differs."""
    from tomlkit.items import AoT

    now = [_plain(one) for one in there]
    matcher = SequenceMatcher(None, [_whose(one) for one in now], [_whose(one) for one in wanted])
    for kind, first, last, begin, end in reversed(matcher.get_opcodes()):
        if kind == "equal":
            for number in range(last - first):
                if now[first + number] != wanted[begin + number]:
                    _update(there[first + number], wanted[begin + number])
            continue
        for number in reversed(range(first, last)):
            del there[number]
        for number in range(begin, end):
            there.insert(first + number - begin, _made(wanted[number], isinstance(there, AoT)))


def _whose(value: Any) -> str:
    """What tells one of a list from another: a table's first key, and so a person in their part."""
    if isinstance(value, dict) and value:
        return f"of {value[min(value)]!r}"
    return repr(value)


def _update(table: Any, wanted: Any) -> None:
    for key in [key for key in table if key not in wanted]:
        del table[key]
    for key, value in wanted.items():
        if key not in table or _plain(table[key]) != value:
            table[key] = value


def _made(value: object, whole_table: bool) -> Any:
    import tomlkit

    if not isinstance(value, dict):
        return value
    table: Any = tomlkit.table() if whole_table else tomlkit.inline_table()
    table.update(value)
    return table


def _plain(value: Any) -> Any:
    return value.unwrap() if hasattr(value, "unwrap") else value


def _plainly(text: str, path: Path, spot: Spot, values: Mapping[str, object]) -> str:
    """As `rewritten`, each value written anew: for what cannot be changed in place."""
    document = tomledit.document(text, path)
    table = document[spot[0]][spot[1]] if spot else document
    for key, value in values.items():
        if key in table:
            del table[key]
        if value is not None:
            tomledit.put(table, key, readable(value))
    return str(document.as_string())
