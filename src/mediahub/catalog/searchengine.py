"""Which engine holds the search index, by a look at mediahub.toml alone."""

import tomllib
from pathlib import Path

from mediahub.catalog.scan import MEDIAHUB
from mediahub.catalog.settings import OWN_ENGINE, SearchSettings


def search_settings(root: Path) -> SearchSettings:
    """The `[search]` of mediahub.toml, without the rest; our own engine where it cannot be read.

    What is wrong with it is `load`'s to tell.
    """
    try:
        text = (root / MEDIAHUB).read_text("utf-8")
        table = tomllib.loads(text).get("search") if "postgres" in text else None
    except (OSError, ValueError):
        return OWN_ENGINE
    if not isinstance(table, dict) or table.get("engine") != "postgres":
        return OWN_ENGINE
    dsn, schema = table.get("dsn"), table.get("schema_name")
    return SearchSettings("postgres", str(dsn) if dsn else None, str(schema) if schema else None)
