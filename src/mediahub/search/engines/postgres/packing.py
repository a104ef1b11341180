"""Packing: what is fresh is made one value a lexeme, and what is no more is left out of them.

All of it is done by the server, save the taking of single places out of packed ones. Each function
works in the transaction of the change that it belongs to, save `sweep` and `look_over`.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

FRESH = 1_000
"""Passages that lie unpacked at most: each costs a search some 5 µs."""
_BLOCK = 50_000
"""Passages that are packed at a time, which bounds what the server keeps in memory."""
_SMALL, _FEW = 20_000, 8
"""Blocks of up to this many passages are made one when there are so many of them."""
_WORK_MEM = "256MB"

_TABLES = (
    "items", "passages", "payloads", "kin", "lexemes", "fresh", "blocks", "dead", "places",
)  # fmt: skip

_PACK = """
    INSERT INTO places (lexeme, block, places)
    SELECT l.id, %(block)s, string_agg(int8send((v.number << 12) | (v.base + at - 1)), '')
    FROM (
        SELECT number, base, words FROM incoming WHERE number >= %(from)s AND number < %(to)s
        UNION ALL
        SELECT number, base, words FROM fresh WHERE number >= %(from)s AND number < %(to)s
    ) v, unnest(v.words) AS w, unnest(w.positions) AS at, lexemes l
    WHERE l.lexeme = w.lexeme GROUP BY l.id
"""
_OFTEN = """
    UPDATE lexemes l SET count = l.count - o.often FROM (
        SELECT w.lexeme, count(*) AS often FROM {table} v, unnest(v.words) AS w,
            unnest(w.positions) WHERE v.number >= %(from)s AND v.number < %(to)s GROUP BY w.lexeme
    ) o WHERE l.lexeme = o.lexeme
"""


def empty(cursor: Any) -> None:
    """Take out everything; the numbers go on, so that no reader takes new passages for old ones."""
    for table in _TABLES:
        cursor.execute(f"DELETE FROM {table}")


def take_out(cursor: Any, items: Sequence[str], dropped: Sequence[tuple[int, int]]) -> None:
    """Take out what the items had, and runs of passages (first, count) of this very change.

    What lies packed of them stays until their block is packed anew; no reader counts it.
    """
    if items:
        cursor.execute(
            "DELETE FROM items WHERE id = ANY(%s) RETURNING first, count", (list(items),)
        )
        for first, count in cursor.fetchall():
            _take_run(cursor, first, count, "fresh")
    for first, count in dropped:
        _take_run(cursor, first, count, "incoming")


def _take_run(cursor: Any, first: int, count: int, table: str) -> None:
    if not count:
        return
    run = {"from": first, "to": first + count}
    cursor.execute(_OFTEN.format(table=table), run)
    for name in ("passages", "payloads", table):
        cursor.execute(
            f"DELETE FROM {name} WHERE number >= %(from)s AND number < %(to)s",
            run,
        )
    if not cursor.rowcount:
        cursor.execute("INSERT INTO dead VALUES (%s, %s)", (first, first + count - 1))


def settle(cursor: Any, *, compact: bool = False) -> None:
    """Pack what is fresh, if it is much, and what came in; keep the blocks few, and living."""
    cursor.execute(
        "SELECT (SELECT count(DISTINCT number) FROM fresh), (SELECT count(DISTINCT number)"
        " FROM incoming)"
    )
    fresh, incoming = cursor.fetchone()
    if fresh + incoming > FRESH:
        _pack(cursor)
    else:
        cursor.execute("INSERT INTO fresh SELECT number, base, words FROM incoming")
    _bury(cursor, all_of_them=compact)
    _join_small(cursor)
    if compact:
        _forget_words(cursor)


def _pack(cursor: Any) -> None:
    cursor.execute(f"SET LOCAL work_mem = '{_WORK_MEM}'")
    cursor.execute(
        "SELECT min(number), max(number) FROM"
        " (SELECT number FROM incoming UNION ALL SELECT number FROM fresh) v"
    )
    first, last = cursor.fetchone()
    cursor.execute("CREATE INDEX ON incoming (number)")
    cursor.execute("ANALYZE incoming, lexemes")
    while first <= last:
        until = first + _BLOCK
        block = _next_block(cursor)
        cursor.execute(_PACK, {"block": block, "from": first, "to": until})
        if cursor.rowcount:
            cursor.execute(
                "INSERT INTO blocks (id, passages, first, last)"
                " SELECT %(block)s, count(*), %(first)s, %(last)s FROM passages"
                " WHERE number >= %(first)s AND number <= %(last)s",
                {"block": block, "first": first, "last": min(until - 1, last)},
            )
        first = until
    cursor.execute("DELETE FROM fresh")


def _bury(cursor: Any, *, all_of_them: bool) -> None:
    """Take the dead out of the blocks of which half is dead, or out of all."""
    cursor.execute(
        "SELECT b.id, b.first, b.last, b.passages, sum(least(d.last, b.last)"
        " - greatest(d.first, b.first) + 1) FROM blocks b JOIN dead d"
        " ON d.first <= b.last AND d.last >= b.first GROUP BY b.id"
    )
    holding = cursor.fetchall()
    dying = [one for one in holding if all_of_them or one[4] * 2 > one[3]]
    if not dying:
        return
    # A run that is forgotten must be out of every block that it may lie in.
    cursor.execute(
        "DELETE FROM dead d USING unnest(%s::bigint[], %s::bigint[]) AS b (first, last)"
        " WHERE d.first <= b.last AND d.last >= b.first RETURNING d.first, d.last",
        ([one[1] for one in dying], [one[2] for one in dying]),
    )
    runs = cursor.fetchall()
    for block, first, last, _, _ in holding:
        if any(start <= last and end >= first for start, end in runs):
            _without_the_dead(cursor, block, first, last)


def _without_the_dead(cursor: Any, block: int, first: int, last: int) -> None:
    """Leave in the block only the places of passages that are there."""
    cursor.execute("SELECT number FROM passages WHERE number >= %s AND number <= %s", (first, last))
    living = np.zeros(last - first + 1, dtype=bool)
    numbers = np.array([number for (number,) in cursor.fetchall()], dtype=np.int64)
    living[numbers - first] = True
    with cursor.connection.cursor("packed", binary=True) as packed:
        packed.execute("SELECT lexeme, places FROM places WHERE block = %s", (block,))
        changed, gone = [], []
        for one, data in packed:
            keys = np.frombuffer(data, dtype=">i8")
            kept = keys[living[(keys >> 12) - first]]
            if not len(kept):
                gone.append((one, len(keys)))
            elif len(kept) < len(keys):
                changed.append((one, kept.tobytes(), len(keys) - len(kept)))
    for one, kept, fewer in changed:
        cursor.execute(
            "UPDATE places SET places = %s WHERE block = %s AND lexeme = %s", (kept, block, one)
        )
        cursor.execute("UPDATE lexemes SET count = count - %s WHERE id = %s", (fewer, one))
    for one, fewer in gone:
        cursor.execute("DELETE FROM places WHERE block = %s AND lexeme = %s", (block, one))
        cursor.execute("UPDATE lexemes SET count = count - %s WHERE id = %s", (fewer, one))
    if len(numbers):
        cursor.execute("UPDATE blocks SET passages = %s WHERE id = %s", (len(numbers), block))
    else:
        cursor.execute("DELETE FROM blocks WHERE id = %s", (block,))


def _join_small(cursor: Any) -> None:
    cursor.execute("SELECT id FROM blocks WHERE passages <= %s", (_SMALL,))
    small = [block for (block,) in cursor.fetchall()]
    if len(small) < _FEW:
        return
    joined = _next_block(cursor)
    cursor.execute(
        "INSERT INTO places (lexeme, block, places)"
        " SELECT lexeme, %s, string_agg(places, '' ORDER BY block) FROM places"
        " WHERE block = ANY(%s) GROUP BY lexeme",
        (joined, small),
    )
    cursor.execute("DELETE FROM places WHERE block = ANY(%s)", (small,))
    cursor.execute(
        "WITH old AS (DELETE FROM blocks WHERE id = ANY(%s) RETURNING passages, first, last)"
        " INSERT INTO blocks SELECT %s, sum(passages), min(first), max(last) FROM old",
        (small, joined),
    )


def _next_block(cursor: Any) -> int:
    cursor.execute("UPDATE state SET next_block = next_block + 1 RETURNING next_block - 1")
    (block,) = cursor.fetchone()
    return int(block)


def _forget_words(cursor: Any) -> None:
    """Take the words that stand nowhere out of the vocabulary."""
    cursor.execute(
        "DELETE FROM lexemes l WHERE NOT EXISTS (SELECT FROM places p WHERE p.lexeme = l.id)"
        " AND l.lexeme NOT IN (SELECT word FROM ts_stat('SELECT words FROM fresh'))"
    )
    cursor.execute(
        "DELETE FROM kin k WHERE NOT EXISTS (SELECT FROM lexemes l WHERE l.id = k.lexeme)"
    )


def sweep(cursor: Any, schema: str) -> None:
    """Have the server take what was taken out off its pages at once, and count its rows anew.

    What lies in its write-ahead log goes when the server uses that anew; in backups it stays.
    """
    tables = ", ".join(f'"{schema}".{table}' for table in _TABLES)
    cursor.execute(f"VACUUM (ANALYZE) {tables}")
