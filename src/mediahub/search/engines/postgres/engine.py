"""The engine: an index in a PostgreSQL database, in a schema of the workspace's own."""

import contextlib
import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from mediahub.language import identity
from mediahub.search.analysis import VERSION as ANALYSIS_VERSION
from mediahub.search.analysis import Forms
from mediahub.search.engines.postgres.server import Server
from mediahub.search.engines.postgres.tables import VERSION

if TYPE_CHECKING:
    import psycopg

    from mediahub.search.engine import Snapshot
    from mediahub.search.engines.postgres.commit import Commit, Mark
    from mediahub.search.engines.postgres.spellings import Spellings
    from mediahub.search.engines.postgres.writing import PostgresWriter

_LOG = logging.getLogger(__name__)
_VERIFY = (
    (
        "an item lacks passages",
        "SELECT count(*) FROM items i WHERE i.count <>"
        " (SELECT count(*) FROM passages p JOIN payloads USING (number)"
        " WHERE p.number >= i.first AND p.number < i.first + i.count)",
    ),
    (
        "passages belong to no item",
        "SELECT count(*) FROM passages p WHERE NOT EXISTS (SELECT FROM items i"
        " WHERE p.number >= i.first AND p.number < i.first + i.count)",
    ),
    ("places are cut", "SELECT count(*) FROM places WHERE octet_length(places) % 8 <> 0"),
    (
        "places are of no word",
        "SELECT count(*) FROM places p WHERE NOT EXISTS (SELECT FROM lexemes l"
        " WHERE l.id = p.lexeme)",
    ),
    ("what is stored is empty", "SELECT count(*) FROM payloads WHERE payload = ''"),
    ("a word is nothing", "SELECT count(*) FROM fresh WHERE words = ''"),
)
"""What is never so, and how often it is."""


@cache
def form_of_words() -> str:
    """Which analysis the words of an index are of: one of others is none."""
    return f"{ANALYSIS_VERSION}-{identity()}"


class PostgresEngine:
    """The index at `dsn` in `schema`, which need not exist; `on_wait` as for the own engine.

    Any threads, processes and machines may ask at once. Each search asks in a transaction that sees
    one commit, whole, by a connection of its own; a change is one transaction. Everything raises
    SearchServerError when the server cannot be asked.
    """

    def __init__(self, dsn: str, schema: str, on_wait: Callable[[str], None] | None = None) -> None:
        """Raises SettingsError when psycopg is not installed or the dsn is none."""
        self._server = Server(dsn, schema)
        self._on_wait = on_wait or _LOG.warning
        self._opening = threading.Lock()
        self._commit: Commit | None = None
        self._spellings: tuple[str, Spellings] | None = None

    def newest(self) -> str:
        """A mark of the newest commit, another one for each; empty when there is none."""
        with self._server.reading() as cursor:
            mark = self._mark(cursor)
        return str(mark) if mark else ""

    def fingerprints(self) -> Mapping[str, str]:
        """Each item's fingerprint in the newest commit."""
        with self._server.reading() as cursor:
            if self._mark(cursor) is None:
                return {}
            cursor.execute("SELECT id, fingerprint FROM items")
            return dict(cursor.fetchall())

    @contextlib.contextmanager
    def reading(self) -> "Iterator[Snapshot]":
        """The newest commit, for as long as the block lasts; for one thread."""
        from mediahub.search.engines.postgres.snapshot import PostgresSnapshot

        with self._server.reading() as cursor:
            mark = self._mark(cursor)
            if mark is None:
                from mediahub.search.engines.nothing import NOTHING

                yield NOTHING
                return
            yield PostgresSnapshot(cursor, self._kept(cursor, mark), self._letters(mark))

    def writer(self, forms: Callable[[str], Forms], *, anew: bool = False) -> "PostgresWriter":
        """The one writer, once it is this one's turn."""
        from mediahub.search.engines.postgres.writing import PostgresWriter

        return PostgresWriter(self._server, forms, form_of_words(), self._on_wait, anew=anew)

    def verify(self) -> None:
        """Read everything. Raises DamagedIndexError when parts of it do not fit each other."""
        from mediahub.search.engines.postgres.refusals import damaged

        with self._server.reading() as cursor:
            if self._mark(cursor) is None:
                return
            for what, question in _VERIFY:
                cursor.execute(question)
                (wrong,) = cursor.fetchone() or (0,)
                if wrong:
                    raise damaged(self._server.where, f"{what}, {wrong} times")

    def _mark(self, cursor: "psycopg.Cursor[tuple[Any, ...]]") -> "Mark | None":
        """The commit that the cursor sees; None for no index, or one of other words."""
        from psycopg.errors import UndefinedColumn, UndefinedTable

        from mediahub.search.engines.postgres import refusals
        from mediahub.search.engines.postgres.commit import Mark

        where = self._server.where
        try:
            cursor.execute("SELECT version, form, incarnation, mark FROM state")
        except UndefinedTable:
            self._server.require_use()
            return None
        except UndefinedColumn as error:
            raise refusals.foreign(where, refusals.first_line(error)) from error
        version, form, incarnation, mark = cursor.fetchone() or (0, "", "", 0)
        if version > VERSION:
            raise refusals.later(where, version, VERSION)
        if version != VERSION or form != form_of_words() or not mark:
            return None
        return Mark(incarnation, mark)

    def _kept(self, cursor: "psycopg.Cursor[tuple[Any, ...]]", mark: "Mark") -> "Commit":
        from mediahub.search.engines.postgres.commit import read_commit

        known = self._commit
        if known is not None and known.mark == mark:
            return known
        with self._opening:  # one thread reads what is new, the others wait for it
            known = self._commit
            if known is None or known.mark != mark:
                known = read_commit(cursor, mark, known)
                newer = self._commit
                if (
                    newer is None
                    or newer.mark.incarnation != mark.incarnation
                    or (newer.mark.number < mark.number)
                ):
                    self._commit = known
            return known

    def _letters(self, mark: "Mark") -> "Spellings":
        from mediahub.search.engines.postgres.spellings import Spellings

        with self._opening:
            if self._spellings is None or self._spellings[0] != mark.incarnation:
                self._spellings = (mark.incarnation, Spellings())
            return self._spellings[1]
