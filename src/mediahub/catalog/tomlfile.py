"""TOML files as plain dictionaries, whatever editor wrote them."""

import re
import tomllib
from pathlib import Path
from typing import Any

from mediahub.catalog.problems import Problems
from mediahub.catalog.tomlhints import hint

_TOLD = {
    "Cannot overwrite a value": "this key stands twice in its table; keep one of them",
    "Unclosed array": "write , between the values of a list, and ] after the last one",
    "Unescaped '\\' in a string": "a \\ in a text means more to come; write \\\\ for one",
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
        raise ValueError(
            f"line {line}, column {column}: not UTF-8 text; save the file as UTF-8"
        ) from error
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(_sentence(str(error), text)) from error
    except (ValueError, RecursionError) as error:
        # Numbers of thousands of digits, tables nested without end: not TOML that anyone wrote.
        raise ValueError("a number or a nesting is too long to read") from error


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
        return None, f"cannot be read: {error.strerror or error}"
    if len(data) > LARGEST:
        return None, "is larger than 16 MB; is it a TOML file?"
    try:
        return parse(data), None
    except ValueError as error:
        return None, str(error)


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
        reason = "the file ends in the middle of a value" if reason == "Invalid value" else reason
    reason = hint(lines, number, column) or _TOLD.get(reason, reason)
    return f"line {number}, column {column}: {reason}"
