"""The block of properties before a Markdown text, in YAML or TOML."""

import re
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from mediahub.documents.values import plain

_YAML = re.compile(r"\A\s*?---[ \t]*\n(.*?)\n?^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.M)
_TOML = re.compile(r"\A\s*?\+\+\+[ \t]*\n(.*?)\n?^\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL | re.M)
_LINE = re.compile(r"^title[ \t]*[:=][ \t]*(.+?)[ \t]*$", re.MULTILINE | re.IGNORECASE)
_KEY = re.compile(r"^[\w-]+[ \t]*[:=]", re.MULTILINE)


def without_front_matter(text: str) -> tuple[str | None, str]:
    """The title that the block before `text` gives, and the text without it.

    A block that gives no properties is text between two rules. Line ends are "\\n".
    """
    for pattern, properties in ((_YAML, _yaml), (_TOML, _toml)):
        if (found := pattern.match(text)) is None:
            continue
        values = properties(found[1])
        if values is None and found[1].strip() and not _KEY.search(found[1]):
            continue
        return _title(values, found[1]), text[found.end() :]
    return None, text


def _title(values: Mapping[str, Any] | None, block: str) -> str | None:
    if values is not None:
        lower = {str(key).lower(): value for key, value in values.items()}
        value = lower.get("title", lower.get("titel"))
        return plain(str(value)) or None if isinstance(value, str | int | float) else None
    # What people write is not always right YAML: a colon in a title needs quotes.
    line = _LINE.search(block)
    return (plain(line[1].strip("\"'")) or None) if line else None


def _yaml(block: str) -> Mapping[str, Any] | None:
    yaml = import_module("yaml")
    try:
        values = yaml.safe_load(block)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    return values if isinstance(values, dict) else None


def _toml(block: str) -> Mapping[str, Any] | None:
    import tomllib

    try:
        return tomllib.loads(block)
    except (tomllib.TOMLDecodeError, RecursionError):
        return None
