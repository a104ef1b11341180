"""What a web page does not show, as far as its own words tell."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_HIDES = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
_SIMPLE = re.compile(r"([a-zA-Z][\w-]*)?((?:[.#][\w-]+)*)")


def is_hidden(element: "HtmlElement") -> bool:
    """Whether the element says of itself that it is not shown."""
    hidden = element.get("hidden")
    if hidden is not None and hidden.lower() != "until-found":
        return True
    return bool(_HIDES.search(element.get("style") or ""))


Rule = tuple[str | None, frozenset[str], frozenset[str]]
"""A selector of one element: its name, its classes, its ids."""


def hiding_rules(root: "HtmlElement") -> Callable[["HtmlElement"], bool]:
    """Whether the page's own style sheets hide an element: by name, class or id.

    Selectors of more than one element are left alone: what they hide is hidden somewhere only.
    """
    rules = [rule for style in root.iter("style") for rule in _rules(style.text or "")]
    if not rules:
        return lambda _element: False

    def hides(element: "HtmlElement") -> bool:
        classes = frozenset((element.get("class") or "").split())
        ids = frozenset((element.get("id") or "").split())
        return any(
            (name is None or name == element.tag) and of_class <= classes and of_id <= ids
            for name, of_class, of_id in rules
        )

    return hides


def _rules(sheet: str) -> list[Rule]:
    found = []
    for selectors, body in _blocks(_COMMENT.sub("", sheet)):
        if not _HIDES.search(body):
            continue
        for selector in selectors.split(","):
            simple = _SIMPLE.fullmatch(selector.strip())
            if simple is None or not simple[0]:
                continue
            parts = re.findall(r"([.#])([\w-]+)", simple[2])
            found.append(
                (
                    simple[1].lower() if simple[1] else None,
                    frozenset(name for sign, name in parts if sign == "."),
                    frozenset(name for sign, name in parts if sign == "#"),
                )
            )
    return found


def _blocks(sheet: str) -> list[tuple[str, str]]:
    """(selectors, declarations) that hold for every screen: none within @media and the like."""
    found, depth, start, selectors = [], 0, 0, ""
    for sign in re.finditer(r"[{};]", sheet):
        at = sign.start()
        if sign[0] == "{":
            if depth == 0:
                selectors, start = sheet[start:at].strip(), at + 1
            depth += 1
        elif sign[0] == "}":
            depth = max(0, depth - 1)
            if depth == 0:
                if not selectors.startswith("@"):
                    found.append((selectors, sheet[start:at]))
                start = at + 1
        elif depth == 0:
            start = at + 1  # @import
    return found
