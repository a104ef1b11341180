"""What there is: series, themes, items, people, terms, read from media/ and mediahub.toml."""

from mediahub.catalog.problems import Problem
from mediahub.catalog.settings import QuestionSettings, Settings, SiteSettings
from mediahub.catalog.values import (
    SILENT_ROLES,
    Answer,
    Catalogue,
    ChapterMark,
    Contributor,
    Item,
    ItemKind,
    Link,
    Person,
    Publisher,
    Role,
    SavedSearch,
    Series,
    Term,
    Theme,
)
from mediahub.catalog.workspace import load, load_for_reading

__all__ = [
    "SILENT_ROLES",
    "Answer",
    "Catalogue",
    "ChapterMark",
    "Contributor",
    "Item",
    "ItemKind",
    "Link",
    "Person",
    "Problem",
    "Publisher",
    "QuestionSettings",
    "Role",
    "SavedSearch",
    "Series",
    "Settings",
    "SiteSettings",
    "Term",
    "Theme",
    "load",
    "load_for_reading",
]
