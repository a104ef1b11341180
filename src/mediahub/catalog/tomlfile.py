"""TOML files as plain dictionaries, whatever editor wrote them."""

import re
import tomllib
from pathlib import Path
from typing import Any

from mediahub.catalog.problems import Problems
from mediahub.catalog.tomlhints import hint
from mediahub.errors import system_reason
from mediahub.tongues import Said, Words

_TOLD = {
    "Cannot overwrite a value": Said(
        "this key stands twice in its table; keep one of them",
        "nyckeln står två gånger i sin tabell. Behåll en av dem.",
    ),
    "Unclosed array": Said(
        "write , between the values of a list, and ] after the last one",
        "skriv , mellan värdena i en lista, och ] efter det sista.",
    ),
    "Unescaped '\\' in a string": Said(
        "a \\ in a text means more to come; write \\\\ for one",
        "ett \\ i en text betyder att mer följer. Skriv \\\\ för ett enda.",
    ),
}
"""The parser's words that tell an editor too little."""

LARGEST = 16 * 1024 * 1024
"""Bytes; what is larger was not written by hand."""


def parse(data: bytes) -> dict[str, Any]:
    """The TOML in `data`, a BOM and `\\r\\n` line ends allowed.

    Raises ValueError with a sentence that names line and column.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        what = Said("not UTF-8 text; save the file as UTF-8", "inte UTF-8. Spara filen som UTF-8.")
        raise ValueError(_at(line, column, what)) from error
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(_sentence(str(error), text)) from error
    except (ValueError, RecursionError) as error:
        # Numbers of thousands of digits, tables nested without end: not TOML that anyone wrote.
        raise ValueError(
            Said(
                "a number or a nesting is too long to read",
                "ett tal är för långt, eller så mycket står i vartannat att det inte går att läsa.",
            )
        ) from error


def read(path: Path, label: str, problems: Problems) -> dict[str, Any] | None:
    """The TOML at `path`; None, with a problem noted under `label`, when it cannot be read."""
    raw, why = read_or_why(path)
    if why is not None:
        problems.add(label, "", why)
    return raw


def read_or_why(path: Path) -> tuple[dict[str, Any] | None, str | None]:
    """The TOML at `path`, or None and why it cannot be read."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        why = system_reason(error)
        return None, Said(f"cannot be read: {why}", f"går inte att läsa ({why.swedish}).")
    if len(data) > LARGEST:
        return None, Said(
            "is larger than 16 MB; is it a TOML file?", "är större än 16 MB. Är det en TOML-fil?"
        )
    try:
        return parse(data), None
    except ValueError as error:
        return None, error.args[0]


def _sentence(message: str, text: str) -> str:
    lines = text.replace("\r\n", "\n").split("\n")
    # tomllib ends its messages in "(at line 3, column 5)" or "(at end of document)".
    if match := re.fullmatch(r"(.*) \(at line (\d+), column (\d+)\)", message, re.DOTALL):
        number, column = int(match[2]), int(match[3])
        reason = match[1]
    else:
        number, column = len(lines), len(lines[-1]) + 1
        reason = message.removesuffix(" (at end of document)")
    if not "".join([lines[number - 1][column - 1 :], *lines[number:]]).strip():
        reason = _CUT if reason == "Invalid value" else reason
    told = hint(lines, number, column) or _TOLD.get(reason) or reason
    return _at(number, column, told)


_CUT = Said("the file ends in the middle of a value", "filen slutar mitt i ett värde.")


def _at(line: int, column: int, what: str) -> Said:
    words = Words("line {line}, column {column}: {what}", "rad {line}, tecken {column}: {what}")
    return words.said(line=line, column=column, what=what)
