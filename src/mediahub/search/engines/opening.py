"""Which engine holds a workspace's index: the one place where that is chosen."""

import hashlib
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from mediahub.catalog.ids import slug
from mediahub.catalog.settings import SearchSettings
from mediahub.errors import SettingsError

if TYPE_CHECKING:
    from mediahub.search.engine import Engine

DSN = "MEDIAHUB_SEARCH_DSN"
"""The environment's word for where the server is; goes before that of mediahub.toml."""
_LONGEST_NAME = 40


def open_engine(
    folder: Path, settings: SearchSettings, on_wait: Callable[[str], None] | None
) -> "Engine":
    """The engine that is set; our own keeps its files in `folder`. Raises SettingsError."""
    if settings.engine == "own":
        from mediahub.search.engines.whoosh.engine import WhooshEngine

        return WhooshEngine(folder, on_wait)
    from mediahub.search.engines.postgres.engine import PostgresEngine

    dsn = os.environ.get(DSN) or settings.dsn
    if not dsn:
        raise SettingsError(
            '[search] engine = "postgres" needs to know where the server is: write '
            f'dsn = "postgresql://USER@HOST/DATABASE" there, or set {DSN}',
            swedish='[search] engine = "postgres" behöver veta var servern finns. Skriv dsn = '
            f'"postgresql://ANVÄNDARE@VÄRD/DATABAS" där, eller sätt {DSN}.',
        )
    return PostgresEngine(dsn, settings.schema or schema_of(folder), on_wait)


def forget_others(folder: Path, settings: SearchSettings) -> Callable[[], None] | None:
    """What takes away our own engine's files in `folder` when another one holds the index.

    They would keep what is withheld from then on. None where there is nothing to take away: a
    schema that was left behind is for the operator to drop.
    """
    if settings.engine == "own" or not folder.is_dir():
        return None

    def forget() -> None:
        from mediahub.search.engines.whoosh.engine import take_away

        take_away(folder)

    return forget


def schema_of(folder: Path) -> str:
    """The name of the schema of the workspace that has its own index in `folder`.

    It is made of the workspace's name and path, so that two never share one unasked.
    """
    root = folder.resolve().parent.parent
    name = re.sub(r"[^a-z0-9]+", "_", slug(root.name))[:_LONGEST_NAME].strip("_")
    return f"mediahub_{name}_{hashlib.sha256(os.fsencode(root)).hexdigest()[:8]}"
