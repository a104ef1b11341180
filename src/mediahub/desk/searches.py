"""Searches that are kept: saved, renamed, removed; their feeds follow at once."""

from pathlib import Path

from mediahub.catalog import SavedSearch
from mediahub.catalog.edit import remove_search, rename_search
from mediahub.errors import MediahubError
from mediahub.pipeline.refreshing import gather_feeds
from mediahub.pipeline.searchfeeds import save_search
from mediahub.workspace.locks import registry_lock
from mediahub.workspace.paths import Workspace


def save(root: Path, search: SavedSearch) -> tuple[str, ...]:
    """Keep a search in mediahub.toml; what could not follow at once, a sentence each.

    Raises SettingsError when another has its name, the name is no id, or the file cannot be read.
    """
    save_search(root, search)
    return _followed(root)


def rename(root: Path, name: str, new: str) -> tuple[str, ...]:
    """Give a saved search another name, and its feed another address. Raises as `save`."""
    workspace = Workspace(root.resolve())
    with registry_lock(workspace):
        rename_search(workspace.root, name, new)
    return _followed(root)


def remove(root: Path, name: str) -> tuple[str, ...]:
    """Keep a search no more; its feed is taken away. Raises SettingsError when there is none."""
    workspace = Workspace(root.resolve())
    with registry_lock(workspace):
        remove_search(workspace.root, name)
    return _followed(root)


def _followed(root: Path) -> tuple[str, ...]:
    try:
        return tuple(failure.message for failure in gather_feeds(root, searches=True))
    except MediahubError as error:
        return (error.said,)
