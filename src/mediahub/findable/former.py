"""What is known of an index as it was last made, so that the next one is made of what differs."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mediahub.findable.addressed import Stands
from mediahub.findable.files import Key
from mediahub.findable.kin import Kin
from mediahub.findable.uncollected import uncollected

_FORMAT = 1


@dataclass(frozen=True)
class Former:
    """An index as it was made: the marks of its parts in their order, its words, and its files.

    `items` tells in how many parts each word stands. `sounds`, `numbers` and `doings` are those of
    its `Vocabulary`; `rows` are the lines of its dictionary by class, `slips` its classes with
    their marks; `leaves` says of each file of the dictionary from which class to which it goes and
    how many it has, `files` what stands, by plain name.
    """

    marks: Sequence[str]
    kinship: Mapping[str, Kin]
    items: Mapping[str, int]
    keys: Mapping[str, Key]
    sounds: Mapping[str, Sequence[str]]
    numbers: Mapping[str, str]
    doings: Mapping[str, Sequence[str]]
    rows: Mapping[str, str]
    slips: Mapping[str, str]
    leaves: Mapping[str, tuple[str, str, int]]
    files: Mapping[str, Stands]


def packed_former(one: Former) -> bytes:
    """It as JSON."""
    of_words = [
        [word, *own, one.items[word]]
        for word, own in ((w, (k.keys, k.fields, k.groups)) for w, k in one.kinship.items())
    ]
    rows = {
        "format": _FORMAT, "marks": one.marks, "words": of_words, "keys": one.keys,
        "sounds": one.sounds, "numbers": one.numbers, "doings": one.doings, "rows": one.rows,
        "slips": one.slips, "leaves": one.leaves, "files": one.files,
    }  # fmt: skip
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()


@uncollected()
def unpacked_former(data: bytes) -> Former:
    """What was packed. Raises ValueError where it is damaged, or of another form."""
    try:
        found = json.loads(data)
        if found["format"] != _FORMAT:
            raise ValueError("what is known of the last search is of another form")
        return Former(
            found["marks"],
            {word: _kin(*own) for word, *own, _ in found["words"]},
            {word: count for word, *_, count in found["words"]},
            {key: Key(*one) for key, one in found["keys"].items()},
            found["sounds"],
            found["numbers"],
            found["doings"],
            found["rows"],
            found["slips"],
            {name: (first, last, count) for name, (first, last, count) in found["leaves"].items()},
            {name: Stands(*one) for name, one in found["files"].items()},
        )
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"what is known of the last search is damaged: {error}") from error


def _kin(keys: Iterable[str], fields: Iterable[int], groups: Iterable[Iterable[str]]) -> Kin:
    return Kin(tuple(keys), tuple(fields), tuple(map(tuple, groups)))
