"""What the styles and the numbering of a Word file mean."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mediahub.documents.package import Package, attribute
from mediahub.documents.values import TITLE_LEVEL

if TYPE_CHECKING:
    from lxml.etree import _Element

_HEADING = re.compile(r"(?:heading|rubrik) ?([1-9])", re.IGNORECASE)
_TITLES = ("title", "rubrik", "titel")
_CONTENTS = re.compile(
    r"(?:toc|contents|innehåll) ?(?:\d|heading)|innehållsförteckning(?:srubrik)?"
    r"|table of (?:figures|authorities)",
    re.IGNORECASE,
)
_QUOTES = re.compile(r"(?:intense |starkt )?(?:quote|quotations?|citat)|block text", re.IGNORECASE)
_BULLETS = re.compile(r"(?:list bullet|punktlista)(?: ?(\d))?", re.IGNORECASE)
_NUMBERS = re.compile(r"(?:list number|numrerad lista)(?: ?(\d))?", re.IGNORECASE)
_CONTINUES = re.compile(r"list (?:paragraph|continue)(?: ?\d)?|liststycke|listfortsättning.*", re.I)
_OFF = ("0", "false", "off", "none")


def value(properties: "_Element | None", name: str) -> str | None:
    """The value of a property, "" where it has none but is there, None where it is not."""
    found = None if properties is None else properties.find(f"{{*}}{name}")
    return None if found is None else attribute(found, "val") or ""


def switched(properties: "_Element | None", name: str) -> bool | None:
    """Whether a property is on; None when nothing is said of it."""
    said = value(properties, name)
    return None if said is None else said not in _OFF


def outline(properties: "_Element | None") -> int | None:
    """The heading level that a paragraph's properties give it, 0 for none, None if not said."""
    said = value(properties, "outlineLvl")
    if said is None or not said.isdigit():
        return None
    return int(said) + 1 if int(said) < 9 else 0


@dataclass(frozen=True, slots=True)
class Numbered:
    """The list that a paragraph is in, as `numbering` names it, and how deep in it."""

    list: str
    depth: int


def numbered(properties: "_Element | None") -> Numbered | None:
    """What a paragraph's own properties say of its list; list "0" takes it out of one."""
    found = None if properties is None else properties.find("{*}numPr")
    if found is None:
        return None
    depth = value(found, "ilvl") or "0"
    return Numbered(value(found, "numId") or "", int(depth) if depth.isdigit() else 0)


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    parent: str | None
    level: int | None
    hides: bool | None
    numbered: Numbered | None
    marks: Mapping[str, bool | None]


class Styles:
    """What the styles of a file mean, each with those that it is based on."""

    def __init__(self, package: Package, main: str) -> None:
        self._own: dict[str, _Style] = {}
        self._chains: dict[str | None, tuple[_Style, ...]] = {}
        self._matches: dict[tuple[str | None, re.Pattern[str]], re.Match[str] | None] = {}
        part = package.related_as(main, "styles")
        for style in package.tree(part).iter("{*}style") if part else ():
            name = value(style, "name") or ""
            paragraph, run = style.find("{*}pPr"), style.find("{*}rPr")
            level = _named_level(name)
            self._own[attribute(style, "styleId") or ""] = _Style(
                name,
                value(style, "basedOn"),
                outline(paragraph) if level is None else level,
                switched(run, "vanish"),
                numbered(paragraph),
                {one: switched(run, one) for one in ("b", "i")},
            )

    def _chain(self, style: str | None) -> tuple[_Style, ...]:
        """The style and those that it is based on, the nearest first."""
        if style not in self._chains:
            self._chains[style] = tuple(self._based_on(style))
        return self._chains[style]

    def _based_on(self, style: str | None) -> Iterator[_Style]:
        for _ in range(20):  # styles that are based on each other in a circle
            if style is None or style not in self._own:
                return
            yield self._own[style]
            style = self._own[style].parent

    def level(self, style: str | None) -> int:
        """The level of a paragraph of this style, 0 for no heading."""
        return next((one.level for one in self._chain(style) if one.level is not None), 0)

    def hides(self, style: str | None) -> bool:
        """Whether text of this style is not shown."""
        return next((one.hides for one in self._chain(style) if one.hides is not None), False)

    def marks(self, style: str | None, name: str) -> bool:
        """Whether text of this style is bold ("b") or in italics ("i")."""
        said = (one.marks[name] for one in self._chain(style))
        return next((one for one in said if one is not None), False)

    def numbered(self, style: str | None) -> Numbered | None:
        """The list that paragraphs of this style are in."""
        return next((one.numbered for one in self._chain(style) if one.numbered), None)

    def _named(self, style: str | None, pattern: re.Pattern[str]) -> re.Match[str] | None:
        key = style, pattern
        if key not in self._matches:
            found = (pattern.fullmatch(one.name) for one in self._chain(style))
            self._matches[key] = next((one for one in found if one), None)
        return self._matches[key]

    def is_contents(self, style: str | None) -> bool:
        """Whether this is a line of a table of contents, which repeats the headings."""
        return self._named(style, _CONTENTS) is not None

    def quotes(self, style: str | None) -> bool:
        """Whether what is of this style is quoted."""
        return self._named(style, _QUOTES) is not None

    def continues(self, style: str | None) -> bool:
        """Whether a paragraph of this style goes on with the entry of a list before it."""
        return self._named(style, _CONTINUES) is not None

    def listed(self, style: str | None) -> tuple[str, int] | None:
        """How a paragraph of a list by its style's name is counted, and how deep it is."""
        for pattern, counted in ((_BULLETS, ""), (_NUMBERS, "1")):
            if found := self._named(style, pattern):
                return counted, int(found[1] or 1) - 1
        return None


def _named_level(name: str) -> int | None:
    if found := _HEADING.fullmatch(name):
        return int(found[1])
    return TITLE_LEVEL if name.lower() in _TITLES else None


_COUNTED = {
    "bullet": "", "lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I",
}  # fmt: skip


@dataclass(slots=True)
class _List:
    """How each depth of a list is counted, and where it begins; None where it is not."""

    levels: dict[int, tuple[str | None, int]] = field(default_factory=dict)
    begins_at: dict[int, int] = field(default_factory=dict)
    pattern: str = ""


class Numbering:
    """The lists of a file, and how far each has been counted."""

    def __init__(self, package: Package, main: str) -> None:
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()
        part = package.related_as(main, "numbering")
        if not part:
            return
        root = package.tree(part)
        patterns: dict[str, dict[int, tuple[str | None, int]]] = {}
        linked: dict[str, str] = {}
        links: dict[str, str] = {}
        for one in root.iter("{*}abstractNum"):
            id_ = attribute(one, "abstractNumId") or ""
            patterns[id_] = dict(map(_level, one.iterchildren("{*}lvl")))
            if (name := value(one, "styleLink")) is not None:
                linked[name] = id_
            if (name := value(one, "numStyleLink")) is not None:
                links[id_] = name
        for one in root.iter("{*}num"):
            pattern = value(one, "abstractNumId") or ""
            pattern = linked.get(links.get(pattern, ""), pattern)
            levels, begins = dict(patterns.get(pattern, {})), dict[int, int]()
            for override in one.iterchildren("{*}lvlOverride"):
                depth = _number(attribute(override, "ilvl"), 0)
                levels |= dict(map(_level, override.iterchildren("{*}lvl")))
                if (start := value(override, "startOverride")) is not None:
                    begins[depth] = _number(start, 1)
            self._lists[attribute(one, "numId") or ""] = _List(levels, begins, pattern)

    def counted(self, where: Numbered) -> tuple[str, int] | None:
        """How the next entry is counted ("" for bullets), and its number; None for no entry."""
        of = self._lists.get(where.list)
        if of is None:
            return None
        counted, first = of.levels.get(where.depth, ("", 1))
        if counted is None:
            return None
        counts = self._counts.setdefault(of.pattern, {})
        if where.list not in self._begun:
            self._begun.add(where.list)
            for depth, number in of.begins_at.items():
                counts[depth] = number - 1
        counts[where.depth] = counts.get(where.depth, first - 1) + 1
        for depth in [depth for depth in counts if depth > where.depth]:
            del counts[depth]
        return counted, counts[where.depth]


def _level(element: "_Element") -> tuple[int, tuple[str | None, int]]:
    kind = value(element, "numFmt") or "decimal"
    counted = None if kind == "none" else _COUNTED.get(kind, "1")
    return _number(attribute(element, "ilvl"), 0), (counted, _number(value(element, "start"), 1))


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdigit() and len(text) < 7 else otherwise
