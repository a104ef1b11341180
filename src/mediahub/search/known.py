"""Filters that name something: a slip of the pen must not read as "nothing was said"."""

from collections.abc import Iterable, Sequence
from typing import Literal

from mediahub.catalog.problems import did_you_mean
from mediahub.errors import SettingsError
from mediahub.search.index import SearchIndex
from mediahub.search.values import Filters


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
    there = f"; there is {', '.join(written)}" if written else ""
    raise SettingsError(f"there is no {what} {wanted!r}{did_you_mean(wanted, written) or there}")


def _among(wanted: str, names: Iterable[str]) -> bool:
    return wanted.casefold() in (name.casefold() for name in names)
