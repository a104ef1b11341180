"""What stands beside a page's own text: menus, page feet, questions about cookies."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_SILENT = frozenset(
    {
        *("script", "style", "template", "noscript", "noframes", "nav", "select", "datalist"),
        *("iframe", "object", "embed", "head", "canvas", "video", "audio", "textarea"),
        *("rt", "rp", "title", "desc", "metadata", "annotation", "annotation-xml", "dialog"),
    }
)
_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
_OF_AN_ARTICLE = ("article", "main", "section", "blockquote", "figure", "aside", "details")
_ROLES = {
    **dict.fromkeys(("navigation", "search", "menubar", "alertdialog"), "nav"),
    "contentinfo": "footer",
    "banner": "header",
}
_PLACES = ("div", "section", "aside", "ul", "ol", "p", "span", "form", "header", "footer", "a")
_COOKIES = re.compile(
    r"cookie|gdpr|consent|onetrust|didomi|usercentrics|cmplz|iubenda|\bkakor|\bcmp\b|samtyckesruta",
    re.IGNORECASE,
)
_MENUS = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|meny|huvudmeny|sidomeny|breadcrumbs?|brodsmul\w*"
    r"|skip|skiplinks?|skip-link|share|sharing|social|dela|pagination|sidfot|sidhuvud)(?:$|[\s_-])",
    re.IGNORECASE,
)
_LONGEST_BANNER = 4000
"""Characters. What asks about cookies says less; a page about cookies says more."""
_MOSTLY = 0.7
"""Of a menu's letters, so many are in links."""


def silent(element: "HtmlElement") -> bool:
    """Whether nothing of the element is the page's own text."""
    tag = _ROLES.get(element.get("role") or "", element.tag)
    if tag == "dialog":
        return element.get("open") is None or bool(_COOKIES.search(_names(element)))
    if tag == "footer":  # an article's own says who wrote it; the page's is on every page
        return not any(one.tag in _OF_AN_ARTICLE for one in element.iterancestors())
    if tag == "header":  # the page's own, unless it has the page's heading
        inside = any(one.tag in _OF_AN_ARTICLE for one in element.iterancestors())
        return not inside and next(element.iter("h1", "h2"), None) is None
    if tag == "button":
        return not any(one.tag in _HEADINGS or one.tag in ("summary", "dt")
                       for one in element.iterancestors())  # fmt: skip
    if tag in ("span", "i", "svg") and element.get("aria-hidden") == "true":
        return True  # the letters of an icon
    return tag in _SILENT or (tag in _PLACES and _is_beside(element))


def _names(element: "HtmlElement") -> str:
    given = (element.get(name) for name in ("id", "class", "aria-label", "data-nosnippet"))
    return " ".join(one for one in given if one)


def _is_beside(element: "HtmlElement") -> bool:
    """Whether what the element is called says that it is a menu or asks about cookies."""
    names = _names(element)
    if not names:
        return False
    asks, leads = _COOKIES.search(names), _MENUS.search(names)
    if not (asks or leads) or next(element.iter("h1", "article", "main"), None) is not None:
        return False
    text = _letters(element)
    if asks and text <= _LONGEST_BANNER:
        return True
    linked = sum(
        _letters(link)
        for link in element.iter("a", "button")
        if next(link.iterancestors("a", "button"), None) is None
    )
    return bool(leads) and linked >= text * _MOSTLY


def _letters(element: "HtmlElement") -> int:
    return sum(map(len, "".join(element.itertext()).split()))
