"""From what people type to keys: the classes of words in order, cut into files.

A line is a class, then what it leads to, tab between: `3t` is the class that shares three letters
with the one before and goes on with t. Then the keys of its words; then forms whose keys are
fewer, as `form=keys` with `;` between; then, for a compound, the keys of each part, with `+`
between; then, for a name, those of others that sound like it. Keys have blanks between; one that
begins with `.` begins with the class, and a mark at its end says in how many passages it stands.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

from mediahub.findable.classes import ending_class, place, skeleton
from mediahub.findable.files import OWN, leaf_name, leaves

MARKS = ("", "/", "|", "!")
"""The marks of keys that ever more passages have; the last is of those with a file of their own."""
_FROM = (4, 32, OWN)
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_SHORTEST = 4
"""Letters of a class that another may be a slip of the pen for."""


@dataclass
class WordClass:
    """The words of one class: the keys of each form, the parts of those that are compounds, the
    keys of what sounds like them, and whether any stands in a text.
    """

    forms: dict[str, tuple[str, ...]] = field(default_factory=dict)
    groups: tuple[tuple[str, ...], ...] = ()
    alike: tuple[str, ...] = ()
    said: bool = False


class Known(NamedTuple):
    """A word with its keys, those of its parts if it is a compound, and those of its like."""

    word: str
    keys: tuple[str, ...]
    groups: tuple[tuple[str, ...], ...] = ()
    alike: tuple[str, ...] = ()
    said: bool = False


@dataclass(frozen=True)
class Dictionary:
    """The files by name, and with which letters (without accents) each begins, in order."""

    files: Mapping[str, bytes]
    begin: tuple[str, ...]


def classes_of(known: Iterable[Known]) -> dict[str, WordClass]:
    """Words put together by class."""
    found: dict[str, WordClass] = {}
    for one in known:
        own = found.setdefault(ending_class(one.word), WordClass())
        if one.keys:
            own.forms[one.word] = one.keys
        own.groups = own.groups or one.groups
        if one.alike:
            own.alike = tuple(dict.fromkeys((*own.alike, *one.alike)))
        own.said |= one.said
    return found


class _Marked(dict[str, str]):
    """Keys with their marks, those that are asked for: of some classes these are few."""

    def __init__(self, passages: Mapping[str, int]) -> None:
        super().__init__()
        self._passages = passages

    def __missing__(self, key: str) -> str:
        self[key] = found = key + mark(self._passages[key])
        return found


def places_of(names: Iterable[str]) -> list[tuple[str, str]]:
    """Classes in the order of the index, each with its place in it."""
    return sorted((place(name), name) for name in names)


def rows_of(classes: Mapping[str, WordClass], passages: Mapping[str, int]) -> dict[str, str]:
    """The line of each class but for its name; `passages` tells in how many each key stands."""
    marked = _Marked(passages)
    return {name: _rest(name, own, marked) for name, own in classes.items()}


def dictionary(order: Sequence[tuple[str, str]], rows: Mapping[str, str]) -> Dictionary:
    """The dictionary's files, of classes in their order and of what each leads to."""
    files, begin = {}, []
    for start, low, high in cut(order, rows):
        files[leaf_name(start)] = leaf_of(order[low:high], rows)
        begin.append(start)
    return Dictionary(files, tuple(begin))


def cut(
    order: Sequence[tuple[str, str]], rows: Mapping[str, str]
) -> Iterator[tuple[str, int, int]]:
    """With what each file of classes begins, and from where to where in the order it goes."""
    sizes = [len(name) // 2 + len(rows[name]) + 3 for _, name in order]
    return leaves([at for at, _ in order], sizes)


def leaf_of(order: Sequence[tuple[str, str]], rows: Mapping[str, str]) -> bytes:
    """A file of the dictionary."""
    before, lines = "", []
    for _, name in order:
        lines.append(f"{_shared(before, name)}\t{rows[name]}")
        before = name
    return "\n".join(lines).encode()


def slip_of(name: str, own: WordClass, passages: Mapping[str, int]) -> str | None:
    """A class with its mark, as it is told where what is misspelt is looked up; None for one that
    is not: it is short, or stands in no text.
    """
    if not own.said or len(name) < _SHORTEST or not name.isalpha():
        return None
    return name + mark(max(passages[key] for keys in own.forms.values() for key in keys))


def skeletons(slips: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Classes, each with its mark in `slips`, by what is left of them when they are misspelt."""
    found: dict[str, list[str]] = {}
    for name, told in sorted(slips):
        found.setdefault(skeleton(name), []).append(told)
    return found


def mark(passages: int) -> str:
    """What stands after a key that so many passages have."""
    return MARKS[bisect_right(_FROM, passages)]


def _shared(before: str, name: str) -> str:
    shared = 0
    for own, other in zip(name[:35], before, strict=False):
        if own != other:
            break
        shared += 1
    return f"{_DIGITS[shared]}{name[shared:]}"


def _rest(name: str, own: WordClass, marked: Mapping[str, str]) -> str:
    """The line of a class but for its name."""

    def listed(keys: Iterable[str]) -> str:
        return " ".join(
            f".{marked[key][len(name) :]}" if key.startswith(name) else marked[key] for key in keys
        )

    kinds = dict.fromkeys(own.forms.values())
    every = tuple(dict.fromkeys(chain.from_iterable(kinds)))
    fewer = ";".join(
        f"{form}={listed(keys)}"
        for form, keys in (sorted(own.forms.items()) if len(kinds) > 1 else ())
        if set(keys) != set(every)
    )
    groups = "+".join(map(listed, own.groups))
    alike = listed(key for key in own.alike if key not in every)
    return "\t".join((listed(every), fewer, groups, alike)).rstrip("\t")
