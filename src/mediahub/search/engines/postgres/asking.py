"""What is asked of the tables, each in one question however many things it asks for."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, LiteralString

import numpy as np
from numpy.typing import NDArray

from mediahub.search.engines.postgres.fresh import Fresh, fresh_places, keys_of
from mediahub.search.engines.postgres.lexemes import (
    ENTRIES,
    LAST,
    WORD,
    as_array,
    lexeme,
)
from mediahub.search.expanded import Lookup

if TYPE_CHECKING:
    import psycopg

_ALL = 1_000_000_000

_BRANCHES: tuple[tuple[str, LiteralString], ...] = (
    (
        "words_n",
        """SELECT a.n, l.id FROM unnest(%(words_n)s::int[], %(words)s::text[]) AS a (n, key)
            JOIN lexemes l ON l.lexeme = a.key""",
    ),
    (
        "kin_n",
        """SELECT a.n, k.lexeme FROM unnest(%(kin_n)s::int[], %(kin)s::text[]) AS a (n, key)
            JOIN kin k ON k.entry = a.key""",
    ),
    (
        "from_n",
        """SELECT a.n, b.id
            FROM unnest(%(from_n)s::int[], %(from)s::text[], %(to)s::text[], %(most)s::int[])
                AS a (n, first, last, most),
            LATERAL (SELECT id FROM lexemes WHERE lexeme >= a.first AND lexeme < a.last
                ORDER BY count DESC, lexeme LIMIT a.most) b""",
    ),
    (
        "fold_n",
        """SELECT a.n, b.id
            FROM unnest(%(fold_n)s::int[], %(fold)s::text[], %(unfold)s::text[],
                %(fold_most)s::int[]) AS a (n, first, last, most),
            LATERAL (SELECT id FROM lexemes WHERE folded >= a.first AND folded < a.last
                ORDER BY count DESC, lexeme LIMIT a.most) b""",
    ),
)
"""Which lexemes lookups mean: those of the very word, of an entry, of a beginning; each by a list
of the lookups' numbers."""
_NOTHING: LiteralString = "SELECT 0 AS n, 0 AS id WHERE false"


def _asked(parameters: dict[str, list[Any]]) -> LiteralString:
    """The lexemes that are asked for as a table `asked (n, id)`.

    What nothing is asked of is left out: to plan a question takes longer than to answer it.
    """
    branches = [branch for name, branch in _BRANCHES if parameters[name]]
    union: LiteralString = " UNION ALL "
    return "WITH asked (n, id) AS MATERIALIZED (" + union.join(branches or [_NOTHING]) + ") "


def _parameters(lookups: Iterable[Lookup], *, whole: bool = False) -> dict[str, list[Any]]:
    """The lookups as `_asked` takes them, each by its number; `whole` takes all, not the most."""
    found: dict[str, list[Any]] = {
        name: []
        for name in (
            "words_n", "words", "kin_n", "kin", "from_n", "from", "to", "most",
            "fold_n", "fold", "unfold", "fold_most",
        )
    }  # fmt: skip
    for number, lookup in enumerate(lookups):
        most = _ALL if whole or lookup.most is None else lookup.most
        if lookup.field == "word":
            _put(found, words_n=number, words=lexeme(WORD, lookup.key))
        elif lookup.field == "beginning":
            first = WORD + lookup.key
            _put(found, from_n=number, most=most, **{"from": first, "to": first + LAST})
        elif lookup.field == "folded_beginning":
            first = lookup.key
            _put(found, fold_n=number, fold=first, unfold=first + LAST, fold_most=most)
        else:
            _put(found, kin_n=number, kin=lexeme(ENTRIES[lookup.field], lookup.key))
    return found


def _plan_well(
    cursor: "psycopg.Cursor[tuple[Any, ...]]", asked: Mapping[str, Sequence[object]]
) -> None:
    """Have what is asked of beginnings planned for these very ones, which differ most."""
    if asked["from_n"] or asked["fold_n"]:
        cursor.execute("SET LOCAL plan_cache_mode = auto")


def _as_text(asked: Mapping[str, Sequence[object]], **more: object) -> dict[str, object]:
    """The lists as PostgreSQL writes arrays, which takes psycopg ten times as long to do."""
    found = {name: as_array(values) for name, values in asked.items() if values}
    return {**found, **more}


def _put(lists: dict[str, list[Any]], **values: Any) -> None:
    for name, value in values.items():
        lists[name].append(value)


def vocabulary(
    cursor: "psycopg.Cursor[tuple[Any, ...]]", counted: Sequence[Lookup], listed: Sequence[Lookup]
) -> tuple[dict[Lookup, int], dict[Lookup, list[tuple[str, int]]]]:
    """In how many places the words of the counted lookups stand; the words of the listed ones.

    The words are in order, each with its count.
    """
    both = [*counted, *listed]
    asked = _parameters(both, whole=True)
    _plan_well(cursor, asked)
    cursor.execute(
        _asked(asked) + "SELECT n, NULL, sum(l.count)::bigint FROM asked JOIN lexemes l USING (id)"
        " WHERE l.count > 0 AND n < %(border)s GROUP BY n"
        " UNION ALL SELECT n, l.lexeme, l.count FROM asked JOIN lexemes l USING (id)"
        " WHERE l.count > 0 AND n >= %(border)s",
        _as_text(asked, border=len(counted)),
    )
    counts = dict.fromkeys(counted, 0)
    words: dict[Lookup, list[tuple[str, int]]] = {lookup: [] for lookup in listed}
    for number, word, count in cursor.fetchall():
        if word is None:
            counts[both[number]] = count
        else:
            words[both[number]].append((word[1:], count))
    return counts, {lookup: sorted(found) for lookup, found in words.items()}


def places(
    cursor: "psycopg.Cursor[tuple[Any, ...]]",
    lookups: Sequence[Lookup],
    lexemes: Collection[str],
    *,
    fresh: Fresh | None,
) -> tuple[dict[Lookup, NDArray[np.int64]], dict[str, NDArray[np.int64]]]:
    """Where the words of each lookup stand, and each of the lexemes, where there are any.

    `number << 12 | position`, in no order, arrays of one's own. All is asked at once; once more
    for what is fresh.
    """
    exact = list(lexemes)
    asked = _parameters(lookups)
    for number, one in enumerate(exact, len(lookups)):
        _put(asked, words_n=number, words=one)
    _plan_well(cursor, asked)
    named: LiteralString = (
        " UNION ALL SELECT n, l.lexeme, NULL FROM asked JOIN lexemes l USING (id)"
    )
    cursor.execute(
        _asked(asked) + "SELECT n, NULL, string_agg(p.places, '') FROM asked"
        " JOIN places p ON p.lexeme = asked.id GROUP BY n" + (named if fresh else ""),
        _as_text(asked),
    )
    parts: dict[int, list[NDArray[np.int64]]] = {}
    wanted: dict[str, list[int]] = {}
    for number, one, data in cursor.fetchall():
        if one is None:
            parts[number] = [keys_of(data)]
        else:
            wanted.setdefault(one, []).append(number)
    if fresh:
        for one, keys in fresh_places(cursor, wanted, fresh).items():
            for number in wanted[one]:
                parts.setdefault(number, []).append(keys)
    found = {number: np.concatenate(own) for number, own in parts.items()}
    return (
        {one: found[number] for number, one in enumerate(lookups) if number in found},
        {one: found[number] for number, one in enumerate(exact, len(lookups)) if number in found},
    )


def beginning_places(
    cursor: "psycopg.Cursor[tuple[Any, ...]]", beginnings: Sequence[str], *, fresh: Fresh | None
) -> dict[str, NDArray[np.int64]]:
    """The lexemes that begin so, and where they stand, in no order."""
    rows: list[tuple[str, bytes | None]] = []
    for first in beginnings:
        cursor.execute(
            "SELECT l.lexeme, string_agg(p.places, '') FROM lexemes l"
            " LEFT JOIN places p ON p.lexeme = l.id"
            " WHERE l.lexeme >= %s AND l.lexeme < %s GROUP BY l.lexeme",
            (first, first + LAST),
        )
        rows += cursor.fetchall()
    found = {one: keys_of(data or b"") for one, data in rows}
    if fresh:
        for one, keys in fresh_places(cursor, list(found), fresh).items():
            found[one] = np.concatenate((found[one], keys))
    return found
