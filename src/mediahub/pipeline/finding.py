"""Searching a workspace: the index with the glossaries' other words beside the query's."""

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from mediahub.catalog import Catalogue, load
from mediahub.catalog.problems import did_you_mean
from mediahub.errors import SettingsError
from mediahub.search import SearchIndex
from mediahub.workspace.paths import Workspace

if TYPE_CHECKING:
    from mediahub.search import Filters, Markers, Results


def find(
    root: Path,
    query: str,
    *,
    limit: int = 10,
    offset: int = 0,
    filters: "Filters | None" = None,
    sort: Literal["relevance", "date"] = "relevance",
    markers: "Markers | None" = None,
) -> "Results":
    """The hits of a query in the workspace's index, glossary synonyms included.

    Raises SettingsError when there is no index yet, and for a theme or series that does not exist;
    QueryError for a query nobody can understand.
    """
    workspace = Workspace(root.resolve())
    return find_in(
        workspace,
        load(workspace.root),
        query,
        limit=limit,
        offset=offset,
        filters=filters,
        sort=sort,
        markers=markers,
    )


def find_in(
    workspace: Workspace,
    catalogue: Catalogue,
    query: str,
    *,
    limit: int,
    offset: int = 0,
    filters: "Filters | None" = None,
    sort: Literal["relevance", "date"] = "relevance",
    markers: "Markers | None" = None,
) -> "Results":
    """As `find`, in a workspace whose catalogue is loaded already."""
    if filters is not None:
        _check("theme", filters.theme, [theme.id for theme in catalogue.themes])
        _check("series", filters.series, [series.id for series in catalogue.series])
    index = SearchIndex.open(workspace.index)
    if not index.fingerprints():
        raise SettingsError(
            f"there is nothing to search in {workspace.root} yet; run `mediahub run` first"
        )
    return index.search(
        query,
        limit=limit,
        offset=offset,
        filters=filters,
        synonyms=synonyms(catalogue),
        sort=sort,
        markers=markers,
    )


def _check(what: str, wanted: str | None, known: list[str]) -> None:
    if wanted is None or wanted.casefold() in (name.casefold() for name in known):
        return
    there = f"; there is {', '.join(known)}" if known else ""
    raise SettingsError(f"there is no {what} {wanted!r}{did_you_mean(wanted, known) or there}")


def synonyms(catalogue: Catalogue) -> dict[str, list[str]]:
    """The glossaries' other words, each way: a term finds its aliases, an alias its term."""
    found: dict[str, dict[str, None]] = {}
    for theme in catalogue.themes:
        for term in theme.glossary:
            names = (term.term, *term.aliases)
            for name in names:
                others = found.setdefault(name.lower(), {})
                others.update(dict.fromkeys(other for other in names if other != name))
    return {name: list(others) for name, others in found.items()}
