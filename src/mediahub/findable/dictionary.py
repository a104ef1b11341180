"""From what people type to keys: the classes of words in order, cut into files.

A line is a class, then what it leads to, tab between: `3t` is the class that shares three letters
with the one before and goes on with t. Then the keys of its words; then forms whose keys are
fewer, as `form=keys` with `;` between; then, for a compound, the keys of each part, with `+`
between; then, for a name, those of others that sound like it. Keys are places, `,` between: file,
offset and length in base 36, `.` between, `!` after one that was cut.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from mediahub.findable.classes import ending_class, place
from mediahub.findable.postings import Place

FILE = 12_000
"""Characters, about: what a browser fetches for one word."""
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass
class WordClass:
    """The words of one class: the keys of each form, the parts of those that are compounds, and
    the keys of what sounds like them.
    """

    forms: dict[str, tuple[int, ...]] = field(default_factory=dict)
    groups: tuple[tuple[int, ...], ...] = ()
    alike: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """A word with its keys, those of its parts if it is a compound, and those of its like."""

    word: str
    keys: tuple[int, ...]
    groups: tuple[tuple[int, ...], ...] = ()
    alike: tuple[int, ...] = ()


@dataclass(frozen=True)
class Shards:
    """The files of the dictionary, and with which word (without accents) each begins."""

    files: tuple[str, ...]
    begin: tuple[str, ...]


def classes_of(known: Iterable[Known]) -> dict[str, WordClass]:
    """Words put together by class."""
    found: dict[str, WordClass] = {}
    for one in known:
        own = found.setdefault(ending_class(one.word), WordClass())
        own.forms[one.word] = one.keys
        own.groups = own.groups or one.groups
        own.alike = tuple(dict.fromkeys((*own.alike, *one.alike)))
    return found


def shards(classes: Mapping[str, WordClass], places: Sequence[Place]) -> Shards:
    """The dictionary's files; a class that stands alone in its place is in one file."""
    files: list[str] = []
    begin: list[str] = []
    lines: list[str] = []
    held, before = 0, ""
    names = {number: _place(one) for number, one in enumerate(places)}
    for at, name in sorted((place(name), name) for name in classes):
        if not lines or (held > FILE and at != place(before)):
            if lines:
                files.append("\n".join(lines))
            lines, held, before = [], 0, ""
            begin.append(at)
        line = _line(name, before, classes[name], names)
        lines.append(line)
        held += len(line) + 1
        before = name
    if lines:
        files.append("\n".join(lines))
    return Shards(tuple(files), tuple(begin))


def _line(name: str, before: str, own: WordClass, names: Mapping[int, str]) -> str:
    shared = 0
    while shared < min(len(name), len(before), 35) and name[shared] == before[shared]:
        shared += 1
    every = tuple(dict.fromkeys(key for keys in own.forms.values() for key in keys))
    fewer = ";".join(
        f"{form}={_keys(keys, names)}"
        for form, keys in sorted(own.forms.items())
        if set(keys) != set(every)
    )
    groups = "+".join(_keys(one, names) for one in own.groups)
    alike = _keys((key for key in own.alike if key not in every), names)
    fields = [f"{_DIGITS[shared]}{name[shared:]}", _keys(every, names), fewer, groups, alike]
    return "\t".join(fields).rstrip("\t")


def _keys(keys: Iterable[int], names: Mapping[int, str]) -> str:
    return ",".join(names[key] for key in keys)


def _place(one: Place) -> str:
    text = ".".join(_base36(number) for number in (one.file, one.offset, one.length))
    return text + ("!" if one.cut else "")


def _base36(number: int) -> str:
    digits = ""
    while number or not digits:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits
