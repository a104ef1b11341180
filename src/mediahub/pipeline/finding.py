"""Searching a workspace: the index with the glossaries' other words beside the query's."""

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from mediahub.catalog import Catalogue, load
from mediahub.errors import SettingsError
from mediahub.pipeline.workspace import Workspace
from mediahub.search import SearchIndex

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

    Raises SettingsError when there is no index yet, QueryError for a query nobody can understand.
    """
    workspace = Workspace(root.resolve())
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
        synonyms=synonyms(load(workspace.root)),
        sort=sort,
        markers=markers,
    )


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
