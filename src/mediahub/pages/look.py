"""Style and script of the pages as files, named by their bytes: a changed one has a new name."""

import hashlib
from functools import cache

from mediahub.catalog.colours import contrast, mixed, readable

ASSETS = "assets"
"""The folder of style, script and logos."""

_PAPER, _DARK_PAPER = "#faf9f6", "#1a2129"
_ON_DEEP = "#ffffff"

Named = tuple[str, bytes]
"""A file's address in the site, and its bytes."""


@cache
def style(accent: str | None = None) -> Named:
    """The style of all pages; with `accent` (`#rrggbb`) in the publisher's colour."""
    text = _asset("page.css") + _asset("player.css") + (_in_colour(accent) if accent else "")
    return _named("page", ".css", text)


@cache
def script() -> Named:
    """The script of all pages."""
    return _named("page", ".js", _asset("page.js") + _asset("player.js"))


@cache
def named_asset(name: str, *more: str) -> Named:
    """A style or script that some pages alone have, such as `search.js`, with `more` after it."""
    stem, dot, suffix = name.rpartition(".")
    return _named(stem, dot + suffix, "".join(map(_asset, (name, *more))))


@cache
def _asset(name: str) -> str:
    from importlib.resources import files  # slow to import

    return files("mediahub.pages").joinpath("assets", name).read_text(encoding="utf-8")


def _named(stem: str, suffix: str, text: str) -> Named:
    data = text.encode("utf-8")
    mark = hashlib.sha256(data).hexdigest()[:10]
    return f"{ASSETS}/{stem}.{mark}{suffix}", data


def _in_colour(accent: str) -> str:
    """The colours that follow from the publisher's, each to be read on its ground."""
    soft = readable(mixed(accent, _ON_DEEP, 0.72), accent, _ON_DEEP)
    link = readable(accent, _PAPER, "#000000")
    deep = accent
    while contrast(deep, _ON_DEEP) < 12 and deep != "#000000":
        deep = mixed(deep, "#000000", 0.12)
    light = readable(mixed(accent, "#ffffff", 0.55), _DARK_PAPER, "#ffffff", 7)
    dark_soft = readable(mixed(deep, _ON_DEEP, 0.66), deep, _ON_DEEP)
    return (
        f"\n:root {{ --deep: {accent}; --soft-on-deep: {soft}; --link: {link}; }}\n"
        "@media (prefers-color-scheme: dark) {\n"
        f"  :root {{ --deep: {deep}; --soft-on-deep: {dark_soft}; --link: {light}; }}\n}}\n"
    )
