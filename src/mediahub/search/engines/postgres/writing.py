"""A change of the index: one transaction, seen by no one until it is committed."""

import secrets
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any, LiteralString

from mediahub.language import fold
from mediahub.search.analysis import Forms
from mediahub.search.engine import LONGEST_PASSAGE, StoredPassage
from mediahub.search.engines.postgres import packing
from mediahub.search.engines.postgres.lexemes import WORD, entries, placed, vectors
from mediahub.search.engines.postgres.server import Server
from mediahub.search.engines.postgres.tables import MIGRATIONS, VERSION
from mediahub.search.engines.postings.letters import letters_of
from mediahub.tongues import Words

_BUFFERED = 2_000
"""Passages that are gathered before they are sent."""
_MANY = 20_000
"""Passages; after a change of so many the server looks its tables over anew."""
_MOST_LEAD = 32_767
_WAITING = Words(
    "Another run is writing the search index on {where}; waiting.",
    "En annan körning skriver i sökregistret på {where}. Den väntas på.",
)
_INCOMING: LiteralString = """
    CREATE TEMPORARY TABLE incoming (number bigint, base integer, words tsvector) ON COMMIT DROP;
    CREATE TEMPORARY TABLE seen (lexeme text COLLATE "C", count bigint) ON COMMIT DROP;
    CREATE TEMPORARY TABLE new_lexemes (lexeme text COLLATE "C", folded text COLLATE "C",
        letters integer, count bigint) ON COMMIT DROP;
    CREATE TEMPORARY TABLE new_kin (entry text COLLATE "C", lexeme text COLLATE "C")
        ON COMMIT DROP;
"""


class PostgresWriter:
    """A change in the making, by a connection of its own; for one thread.

    A writer that is killed, or whose connection is lost, has changed nothing.
    """

    def __init__(
        self,
        server: Server,
        forms: Callable[[str], Forms],
        form: str,
        on_wait: Callable[[str], None],
        *,
        anew: bool = False,
    ) -> None:
        self._server, self._forms, self._form = server, forms, form
        self._connection = server.connect()
        try:
            with server.told():
                self._cursor: Any = self._connection.cursor()
                server.begin_change(self._connection)
                self._take_turn(on_wait)
                server.have_schema(self._connection)
                self._prepare_own(anew=anew)
                self._cursor.execute(_INCOMING)
        except BaseException:
            self._connection.close()
            raise
        self._rows: list[tuple[Any, ...]] = []
        self._payloads: list[tuple[int, bytes]] = []
        self._vectors: list[tuple[int, int, str]] = []
        self._seen: Counter[str] = Counter()
        self._items: dict[str, tuple[str, int, int]] = {}
        """Fingerprint, first passage and how many, of each item that was put in."""
        self._gone: set[str] = set()
        """Items whose passages of before are to go."""
        self._dropped: list[tuple[int, int]] = []
        """Passages of this very change that are to go again: the first, and how many."""
        self._compact = False
        self._ended = False

    def _take_turn(self, on_wait: Callable[[str], None]) -> None:
        key = zlib.crc32(self._server.schema.encode())
        self._cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", (key,))
        if self._cursor.fetchone() != (True,):
            on_wait(_WAITING.said(where=self._server.where))
            self._cursor.execute("SELECT pg_advisory_xact_lock(%s)", (key,))

    def _prepare_own(self, *, anew: bool) -> None:
        """Have the tables ready; whatever else stands in the schema is left alone, and told."""
        from psycopg import errors

        from mediahub.search.engines.postgres.refusals import first_line, foreign

        try:
            self._prepare(anew=anew)
        except (
            errors.UndefinedColumn, errors.DuplicateTable, errors.DuplicateObject,
            errors.WrongObjectType,
        ) as error:  # fmt: skip
            raise foreign(self._server.where, first_line(error)) from error

    def _prepare(self, *, anew: bool) -> None:
        """Have the tables as this version has them; empty where they are of other words."""
        from mediahub.search.engines.postgres.refusals import later

        cursor = self._cursor
        cursor.execute("SELECT to_regclass('state') IS NOT NULL")
        version = 0
        if cursor.fetchone() == (True,):
            cursor.execute("SELECT version, form FROM state")
            version, form = cursor.fetchone() or (0, "")
            anew = anew or form != self._form
        if version > VERSION:
            raise later(self._server.where, version, VERSION)
        for step in MIGRATIONS[version:]:
            cursor.execute(step)
        if version == 0:
            cursor.execute(
                "INSERT INTO state (version, incarnation) VALUES (%s, %s)",
                (VERSION, secrets.token_hex(8)),
            )
        elif anew:
            packing.empty(cursor)
        cursor.execute("UPDATE state SET version = %s, form = %s", (VERSION, self._form))
        cursor.execute("SELECT next_number FROM state")
        (self._next,) = cursor.fetchone()

    def replace(self, item: str, passages: Iterable[StoredPassage], fingerprint: str) -> None:
        """Put these passages in place of all that the item has."""
        self.remove(item)
        first = self._next
        for passage in passages:
            self._add(passage)
        self._items[item] = (fingerprint, first, self._next - first)
        if len(self._rows) >= _BUFFERED:
            self._send()

    def _add(self, passage: StoredPassage) -> None:
        number = self._next
        self._next += 1
        self._rows.append(
            (
                number, min(passage.lead, _MOST_LEAD), min(len(passage.words), LONGEST_PASSAGE),
                passage.day, passage.confidence, passage.described,
            )
        )  # fmt: skip
        self._payloads.append((number, passage.payload))
        places = list(placed(passage))
        self._seen.update(one for one, _ in places)
        self._vectors += [(number, base, text) for base, text in vectors(places)]

    def remove(self, item: str) -> None:
        """Take out all that the item has."""
        self._gone.add(item)
        own = self._items.pop(item, None)
        if own is not None:
            self._dropped.append(own[1:])

    def compact(self) -> None:
        """Have the commit leave nothing of what was ever replaced or taken out."""
        self._compact = True

    def commit(self) -> None:
        """Make the change seen, on disk; ends the writer."""
        if self._ended:
            return
        with self._server.told():
            cursor = self._cursor
            self._send()
            self._put_words()
            packing.take_out(cursor, sorted(self._gone), self._dropped)
            self._copy(
                "items (id, fingerprint, first, count)",
                [(item, *own) for item, own in self._items.items()],
            )
            packing.settle(cursor, compact=self._compact)
            cursor.execute("UPDATE state SET mark = mark + 1, next_number = %s", (self._next,))
            cursor.execute("COMMIT")
            self._ended = True
            self._tidy()
        self._connection.close()

    def _tidy(self) -> None:
        """What the server does by itself later, where it cannot wait."""
        many = sum(count for _, _, count in self._items.values()) >= _MANY
        if self._compact or many:
            packing.sweep(self._cursor, self._server.schema)

    def cancel(self) -> None:
        """Drop the change; ends the writer."""
        if not self._ended:
            self._ended = True
            self._connection.close()  # which ends the transaction, and all is as it was

    def _send(self) -> None:
        with self._server.told():
            self._copy("passages (number, lead, length, day, confidence, described)", self._rows)
            self._copy("payloads (number, payload)", self._payloads)
            self._copy("incoming (number, base, words)", self._vectors)
        self._rows, self._payloads, self._vectors = [], [], []

    def _put_words(self) -> None:
        """The words that are new to the vocabulary with their kin; how often all of them stand."""
        cursor = self._cursor
        self._copy("seen (lexeme, count)", list(self._seen.items()))
        cursor.execute(
            "UPDATE lexemes l SET count = l.count + s.count FROM seen s WHERE l.lexeme = s.lexeme"
        )
        cursor.execute(
            "SELECT s.lexeme, s.count FROM seen s WHERE NOT EXISTS"
            " (SELECT FROM lexemes l WHERE l.lexeme = s.lexeme)"
        )
        rows: list[tuple[Any, ...]] = []
        kin: list[tuple[str, str]] = []
        for one, count in cursor.fetchall():
            if one[0] == WORD:
                word = one[1:]
                folded = fold(word)
                rows.append((one, folded, letters_of(folded), count))
                kin += [(entry, one) for entry in entries(self._forms(word))]
            else:
                rows.append((one, None, None, count))
        self._copy("new_lexemes (lexeme, folded, letters, count)", rows)
        cursor.execute(
            "INSERT INTO lexemes (lexeme, folded, letters, count)"
            " SELECT lexeme, folded, letters, count FROM new_lexemes ORDER BY lexeme"
        )
        self._copy("new_kin (entry, lexeme)", kin)
        cursor.execute(
            "INSERT INTO kin SELECT k.entry, l.id FROM new_kin k JOIN lexemes l"
            " ON l.lexeme = k.lexeme ORDER BY k.entry, l.id"
        )

    def _copy(self, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
        if rows:
            with self._cursor.copy(f"COPY {table} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
