"""The block of properties before a Markdown text, in YAML or TOML."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from mediahub.documents.values import About, plain

_YAML = re.compile(r"\A\s*?---[ \t]*\n(.*?)\n?^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.M)
_TOML = re.compile(r"\A\s*?\+\+\+[ \t]*\n(.*?)\n?^\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL | re.M)
_LINE = re.compile(r"^([\w-]+)[ \t]*[:=][ \t]*(.+?)[ \t]*$", re.MULTILINE)
_KEY = re.compile(r"^[\w-]+[ \t]*[:=]", re.MULTILINE)

_TITLE = ("title", "titel", "rubrik")
_AUTHORS = (
    *("author", "authors", "författare", "forfattare", "skribent", "skribenter", "byline"),
    *("writer", "writers", "av"),
)
_SUMMARY = (
    *("description", "summary", "abstract", "excerpt", "lead", "beskrivning", "ingress"),
    "sammanfattning",
)
_LANGUAGE = ("language", "lang", "språk", "sprak")
_DATE = ("date", "datum")
_MEANT = frozenset(
    {
        *("draft", "utkast", "published", "publish", "publishdate", "publicerad"),
        *("publiceras", "tags", "tag", "taggar", "keywords", "nyckelord"),
        *("categories", "category", "kategori", "kategorier", "topics", "ämnen"),
        *("ämne", "subject", "image", "bild", "cover", "thumbnail"),
        *("subtitle", "underrubrik", "slug", "permalink", "url", "series"),
        *("serie", "theme", "tema", "expirydate", "license", "licens"),
        *("copyright", "editor", "redaktör", "contributors", "medverkande", "translator"),
        *("översättare", "fotograf", "photographer", "foto", "links", "länkar"),
        *("visibility", "status", "private", "embargo", "updated", "uppdaterad"),
        *("lastmod"),
    }
)
"""What a person who writes one of these expects of it, nothing here does."""
_LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_BETWEEN_NAMES = re.compile(r"\s*(?:;|&|\boch\b|\band\b)\s*")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the block says: the title, what else is used, and the keys that only seem to be."""

    title: str | None = None
    about: About = field(default_factory=About)
    unused: tuple[str, ...] = ()


def without_front_matter(text: str) -> tuple[FrontMatter, str]:
    """What the block before `text` says, and the text without it.

    A block that gives no properties is text between two rules. Line ends are "\\n".
    """
    for pattern, properties in ((_YAML, _yaml), (_TOML, _toml)):
        if (found := pattern.match(text)) is None:
            continue
        values = properties(found[1])
        if values is None and found[1].strip() and not _KEY.search(found[1]):
            continue
        if values is None:
            # What people write is not always right YAML: a colon in a title needs quotes.
            values = {key: value.strip("\"'") for key, value in _LINE.findall(found[1])}
        return _said({str(key).lower(): one for key, one in values.items()}), text[found.end() :]
    return FrontMatter(), text


def _said(values: Mapping[str, Any]) -> FrontMatter:
    authors = tuple(dict.fromkeys(name for key in _AUTHORS for name in _names(values.get(key))))
    language = _line(values, _LANGUAGE) or ""
    day = next((_day(values[key]) for key in _DATE if key in values), None)
    told = tuple(key for key in values if re.sub(r"[ _-]", "", key) in _MEANT)
    if language and not _LANGUAGE_TAG.fullmatch(language):
        told += tuple(key for key in _LANGUAGE if key in values)
        language = ""
    if day is None:
        told += tuple(key for key in _DATE if key in values)
    about = About(authors, _line(values, _SUMMARY) or "", language, day or "")
    return FrontMatter(_line(values, _TITLE), about, told)


def _line(values: Mapping[str, Any], keys: tuple[str, ...]) -> str | None:
    """What the first of these keys says, on one line."""
    said = (values[key] for key in keys if key in values)
    written = (plain(str(one)) for one in said if isinstance(one, str | int | float))
    return next(filter(None, written), None)


def _names(value: Any) -> Iterator[str]:
    """The names in what is written as author: one, several in a row, a list, tables."""
    if isinstance(value, Mapping):
        yield from _names(value.get("name", value.get("namn")))
    elif isinstance(value, list):
        for one in value:
            yield from _names(one)
    elif isinstance(value, str):
        for part in _BETWEEN_NAMES.split(plain(value)):
            names = [one.strip() for one in part.split(",")]
            whole = all(" " in one for one in names)  # "Alm, Rut" is one
            yield from filter(None, names if whole else [part.strip(", ")])


def _day(value: Any) -> str | None:
    """A day as ISO 8601 has it; None where it is none."""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    try:
        return dt.date.fromisoformat(str(value).strip()[:10]).isoformat()
    except ValueError:
        return None


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
