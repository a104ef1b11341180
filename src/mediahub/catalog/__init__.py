"""What there is: series, themes, items, people, terms, read from media/ and mediahub.toml."""

from mediahub.catalog.values import (
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
from mediahub.catalog.workspace import load

__all__ = [
    "Catalogue",
    "ChapterMark",
    "Contributor",
    "Item",
    "ItemKind",
    "Person",
    "Publisher",
    "Role",
    "SavedSearch",
    "Series",
    "Settings",
    "Term",
    "Theme",
    "load",
]
