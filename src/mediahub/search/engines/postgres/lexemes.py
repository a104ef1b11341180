"""Words, labels and speakers' turns as the lexemes of a `tsvector`.

A lexeme begins with a letter that says what it is, so that a word is no label. The kin of words
(`ENTRIES`) stand in a table beside them, and not in each `tsvector`: six times smaller.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from mediahub.search.analysis import Forms
from mediahub.search.engine import LONGEST_PASSAGE, StoredPassage
from mediahub.search.expanded import Field, Label

WORD, LABEL, TURN = "w", "l", "t"
ENTRIES: dict[Field, str] = {
    "stem": "s", "head": "h", "part": "p", "folded": "f", "sound": "n", "verb": "v",
}  # fmt: skip
"""What an entry of each field begins with in the table of kin."""
CHUNK = 256
"""Positions in one `tsvector`: it keeps that many of a lexeme and drops the rest in silence
(https://www.postgresql.org/docs/current/textsearch-limitations.html), and none past 16,383."""
_LONGEST = 2_000
"""Bytes of a lexeme; PostgreSQL takes 2,046. Nobody can type more (`query.LONGEST_QUERY`)."""
_BETWEEN = "\x1d"
LAST = "\U0010ffff"
"""What comes after everything that begins so."""


@lru_cache(maxsize=65_536)
def lexeme(kind: str, text: str) -> str:
    """The lexeme of a word, a label or a speaker; what is too long by its beginning and a digest.

    PostgreSQL holds no NUL, which a replacement character stands for.
    """
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
    if len(text) * 4 > _LONGEST and len(text.encode()) > _LONGEST:
        text = f"{text[:400]}{_BETWEEN}{hashlib.sha256(text.encode()).hexdigest()}"
    return kind + text


def label_lexeme(label: Label, value: str = "") -> str:
    """The lexeme of a label; without a value what all of that label begin with."""
    return lexeme(LABEL, f"{label}{_BETWEEN}{value}")


def label_value(found: str) -> str:
    """The value that `label_lexeme` made the lexeme of."""
    return found.partition(_BETWEEN)[2]


def entries(forms: Forms) -> Iterator[str]:
    """The entries of the table of kin that lead to a word with these forms."""
    of_field: dict[Field, Iterable[str]] = {
        "stem": forms.stems, "head": forms.heads, "part": forms.parts,
        "folded": forms.folded, "sound": (forms.sound,), "verb": forms.verbs,
    }  # fmt: skip
    for field, keys in of_field.items():
        yield from (lexeme(ENTRIES[field], key) for key in dict.fromkeys(keys) if key)


def placed(passage: StoredPassage) -> Iterator[tuple[str, int]]:
    """Each lexeme of the passage with its position, from 0."""
    length = min(len(passage.words), LONGEST_PASSAGE)
    for position, word in enumerate(passage.words[:length]):
        yield lexeme(WORD, word), position
    for position, word in passage.extra:
        if position < length:
            yield lexeme(WORD, word), position
    for position, speaker in passage.turns:
        if position < LONGEST_PASSAGE:
            yield lexeme(TURN, speaker), position
    for label, value in passage.labels:
        yield label_lexeme(label, value), 0


def vectors(places: Iterable[tuple[str, int]]) -> Iterator[tuple[int, str]]:
    """The `tsvector` texts of a passage, each with the position that it counts from."""
    chunks: dict[int, dict[str, str]] = {}
    for found, position in places:
        number, offset = divmod(position, CHUNK)
        own = chunks.setdefault(number, {})
        before = own.get(found)
        own[found] = f"{quoted(found)}:{offset + 1}" if before is None else f"{before},{offset + 1}"
    for number, positions in sorted(chunks.items()):
        yield number * CHUNK, " ".join(positions.values())


@lru_cache(maxsize=65_536)
def quoted(one: str) -> str:
    """The lexeme as it stands in the text of a `tsvector` or `tsquery`."""
    return "'" + one.replace("\\", "\\\\").replace("'", "''") + "'"


def any_of(lexemes: Iterable[str]) -> str:
    """The `tsquery` that asks for any of them (not none)."""
    return " | ".join(map(quoted, lexemes))


def as_array(values: Sequence[object]) -> str:
    """Numbers or texts as PostgreSQL writes an array of them."""
    written = (
        one
        if isinstance(one, int)
        else '"' + str(one).replace("\\", r"\\").replace('"', r"\"") + '"'
        for one in values
    )
    return "{" + ",".join(map(str, written)) + "}"
