"""What there is: series, themes, items, people, terms, read from media/ and mediahub.toml."""

from mediahub.catalog.problems import Problem
from mediahub.catalog.values import (
    SILENT_ROLES,
    Catalogue,
    ChapterMark,
    Contributor,
    Item,
    ItemKind,
    Person,
    Publisher,
    Role,
    SavedSearch,
    Series,
    Settings,
    Term,
    Theme,
)
from mediahub.catalog.workspace import load, load_for_reading

__all__ = [
    "SILENT_ROLES",
    "Catalogue",
    "ChapterMark",
    "Contributor",
    "Item",
    "ItemKind",
    "Person",
    "Problem",
    "Publisher",
    "Role",
    "SavedSearch",
    "Series",
    "Settings",
    "Term",
    "Theme",
    "load",
    "load_for_reading",
]
