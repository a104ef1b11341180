"""Filters that name something: a slip of the pen must not read as "nothing was said"."""

from collections.abc import Iterable, Sequence
from typing import Literal

from mediahub.catalog.problems import did_you_mean
from mediahub.errors import SettingsError
from mediahub.search.index import SearchIndex
from mediahub.search.values import Filters
from mediahub.tongues import Said, Words

_NONE = {"theme": "inget tema", "series": "ingen serie"}


def require_known(
    filters: Filters, index: SearchIndex, *, themes: Sequence[str], series: Sequence[str]
) -> None:
    """Raises SettingsError for a theme or series that is neither among those nor in the index."""
    _require("theme", filters.theme, themes, index)
    _require("series", filters.series, series, index)


def _require(
    what: Literal["theme", "series"], wanted: str | None, written: Sequence[str], index: SearchIndex
) -> None:
    if wanted is None or _among(wanted, written):
        return
    here = Filters(theme=wanted) if what == "theme" else Filters(series=wanted)
    if _among(wanted, index.search("", limit=0, filters=here).facets.get(what, {})):
        return
    names = ", ".join(written)
    there = Said(f"; there is {names}", f". Det finns {names}.") if written else ""
    words = Words(
        f"there is no {what} {wanted!r}{{near}}",
        f"Det finns {_NONE[what]} ”{wanted}”{{near}}",
    )
    raise SettingsError(words.said(near=did_you_mean(wanted, written) or there))


def _among(wanted: str, names: Iterable[str]) -> bool:
    return wanted.casefold() in (name.casefold() for name in names)
