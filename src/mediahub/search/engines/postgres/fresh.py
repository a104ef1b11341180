"""What is not packed yet: asked for word by word, or kept as a whole where that pays."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, LiteralString

import numpy as np
from numpy.typing import NDArray

from mediahub.search.engines.postgres.lexemes import any_of, as_array

if TYPE_CHECKING:
    import psycopg

_PAYS = 16
"""Searches of one commit after which all that is fresh is read at once, and not asked for again."""
_PLACES: LiteralString = "string_agg(int8send((f.number << 12) | (f.base + at - 1)), '')"
_EACH: LiteralString = "unnest(f.words) AS w, unnest(w.positions) AS at"


@dataclass(slots=True, eq=False)
class Fresh:
    """What is not packed in one commit, kept once it was asked for so often that it pays.

    Any threads may use it.
    """

    asked: int = 0
    places: Mapping[str, bytes] | None = None


def fresh_places(
    cursor: "psycopg.Cursor[tuple[Any, ...]]", wanted: Collection[str], fresh: Fresh
) -> Mapping[str, NDArray[np.int64]]:
    """Where each of the lexemes stands in what is not packed yet.

    The weight A marks those that are wanted, so that nothing else of a row is taken apart.
    """
    if not wanted:
        return {}
    fresh.asked += 1
    kept = fresh.places
    if kept is None and fresh.asked > _PAYS:
        cursor.execute(f"SELECT w.lexeme, {_PLACES} FROM fresh f, {_EACH} GROUP BY w.lexeme")
        kept = fresh.places = dict(cursor.fetchall())
    if kept is None:
        cursor.execute(
            f"SELECT w.lexeme, {_PLACES} FROM (SELECT number, base,"
            " ts_filter(setweight(words, 'A', %(all)s::text[]), '{a}') AS words FROM fresh"
            f" WHERE words @@ %(any)s::tsquery) f, {_EACH} GROUP BY w.lexeme",
            {"all": as_array(list(wanted)), "any": any_of(wanted)},
        )
        kept = dict(cursor.fetchall())
    return {one: keys_of(kept[one]) for one in wanted if one in kept}


def keys_of(data: bytes) -> NDArray[np.int64]:
    """The places that the server sent as one value, in an array of one's own."""
    return np.frombuffer(data, dtype=">i8").astype(np.int64)
