"""Changing a TOML file without losing what a person wrote in it: comments, order, unknown keys."""

from __future__ import annotations

import re
import tomllib
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mediahub import atomic
from mediahub.catalog.tomlfile import parse
from mediahub.errors import SettingsError
from mediahub.tongues import swedish

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"


def read_text(path: Path) -> str:
    """The file's text with `\\n` line ends and without a BOM, known to be sound TOML.

    Raises SettingsError, with line and column, when it is not.
    """
    try:
        data = path.read_bytes()
        parse(data)
    except (OSError, ValueError) as error:
        told = error.args[0] if isinstance(error, ValueError) and error.args else str(error)
        raise SettingsError(f"{path}: {error}", swedish=f"{path.name}: {swedish(told)}") from error
    return data.decode("utf-8-sig").replace("\r\n", "\n")


def document(text: str, path: Path) -> TOMLDocument:
    """The text as a document to edit. Raises SettingsError when tomlkit cannot read it."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        return tomlkit.parse(text)
    except (TOMLKitError, RecursionError) as error:
        raise SettingsError(
            f"{path}: {error}; it must be edited by hand",
            swedish=f"{path.name} måste ändras för hand (“{error}”).",
        ) from error


def quoted(text: str) -> str:
    """The text as a TOML string."""
    import tomlkit  # slow to import, seldom needed

    plain = text.encode("utf-8", "replace").decode()
    return tomlkit.item(plain).as_string()


def put(table: Any, key: str, value: object) -> None:
    """Set `key` in a tomlkit table; a new key comes after the other keys, before a closing comment.

    (tomlkit alone puts it after the comment, where it would seem to belong to the next table.)
    """
    from tomlkit.items import InlineTable

    if key in table or isinstance(table, InlineTable):
        table[key] = value
        return
    body = table.body if hasattr(table, "body") else table.value.body
    closing = []
    while body and body[-1][0] is None:
        closing.append(body.pop())
    table[key] = value
    body.extend(reversed(closing))


def without_table(text: str, name: str, number: int, path: Path) -> str:
    """The text without one of its [[name]] tables, counted from 0.

    Comments and blank lines before it, and those that stand above what follows it, stay. Raises
    SettingsError where that would change anything else.
    """
    lines = text.splitlines(keepends=True)
    own = re.compile(rf"\s*\[\[\s*{re.escape(name)}\s*\]\]")
    heads = [at for at, line in enumerate(lines) if own.match(line)]
    wanted = tomllib.loads(text)
    left = [one for at, one in enumerate(wanted[name]) if at != number]
    wanted |= {name: left}
    if not left:
        del wanted[name]
    first = heads[number] if number < len(heads) else len(lines)
    # A line that looks like a header may stand in a text of several lines: what is right is tried.
    ends = [at for at in range(first + 1, len(lines)) if lines[at].lstrip().startswith("[")]
    for end in (*ends, len(lines)):
        while end > first + 1 and re.match(r"\s*(#|$)", lines[end - 1]):
            end -= 1  # noqa: PLW2901 - up to what belongs to the table
        after = "".join(lines[:first] + lines[end:])
        with suppress(tomllib.TOMLDecodeError):
            if tomllib.loads(after) == wanted:
                return after
    raise SettingsError(
        f"{path}: the table cannot be taken out alone; edit the file by hand",
        swedish=f"{path}: tabellen går inte att ta ut för sig. Ändra i filen för hand.",
    )


def write_text(path: Path, text: str) -> bool:
    """Write `text` with the line ends and BOM that the file there has; as `atomic.write_bytes`.

    Raises ValueError, leaving the file alone, when `text` is no TOML: a bug, no one's fault.
    """
    tomllib.loads(text)
    before = path.read_bytes()[:4096] if path.exists() else b""
    if b"\r\n" in before:
        text = text.replace("\n", "\r\n")
    mark = _BOM if before.startswith(_BOM.encode()) else ""
    return atomic.write_bytes(path, (mark + text).encode("utf-8"))
