"""A Hunspell dictionary read into entries, and each entry's inflections and compound forms."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

BEGINS, MIDDLE, ENDS, ONLY_IN_COMPOUNDS, FORBIDDEN = "X", "U", "Y", "Z", "%"
"""The compound flags of `sv_SE.aff`."""
# Entries that carry these two alone were added by a tool from translations: they say that the
# word exists, not how it is put together.
_UNREVIEWED = frozenset(BEGINS + ENDS)
# Flags whose forms are words of their own: lärare and kritisk of lära and kritik, lundabo of Lund.
_DERIVING = frozenset("Ted")


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the dictionary: the word as written there and its flags, one character each."""

    word: str
    flags: frozenset[str]

    @property
    def reviewed(self) -> bool:
        """Whether a lexicographer gave the flags, as against a tool."""
        return bool(self.flags) and self.flags != _UNREVIEWED


@dataclass(frozen=True, slots=True)
class Form:
    """A form of an entry, and whether it is the one that opens compounds (`links`).

    `derived` forms are inflections of another word than the entry's.
    """

    text: str
    links: bool
    derived: bool = False


@dataclass(frozen=True, slots=True)
class _Suffix:
    strip: int
    add: str
    links: bool
    fits: re.Pattern[str]


class Dictionary:
    """The words of a `.dic` file with the rules of its `.aff` file, both UTF-8."""

    def __init__(self, dic: Path, aff: Path) -> None:
        self._dic = dic
        self._rules = _read_rules(aff)

    def entries(self) -> Iterator[Entry]:
        """The entries in the order of the file, without phrases, affixes and forbidden words."""
        with self._dic.open(encoding="utf-8") as lines:
            next(lines)  # the first line is the number of entries
            for line in lines:
                word, _, flags = line.strip().partition("/")
                if word.replace("-", "").isalpha() and not word.startswith("-"):
                    # Flags are ASCII; what is not was meant as another word.
                    entry = Entry(word.rstrip("-"), frozenset(flags if flags.isascii() else ""))
                    if FORBIDDEN not in entry.flags:
                        yield entry

    def forms(self, entry: Entry) -> Iterator[Form]:
        """The entry itself, unless it only lives in compounds, then its forms; may repeat."""
        if ONLY_IN_COMPOUNDS not in entry.flags:
            yield Form(entry.word, links=False)
        if entry.flags & {BEGINS, MIDDLE} and entry.reviewed:
            yield Form(entry.word, links=True)
        for flag in sorted(entry.flags):
            derived = flag in _DERIVING
            for suffix in self._rules.get(flag, ()):
                if suffix.fits.search(entry.word):
                    stem = entry.word[: len(entry.word) - suffix.strip]
                    yield Form(stem + suffix.add, suffix.links, derived)


def _read_rules(aff: Path) -> dict[str, list[_Suffix]]:
    rules: dict[str, list[_Suffix]] = {}
    for line in aff.read_text(encoding="utf-8").splitlines():
        fields = line.split()
        if len(fields) < 5 or fields[0] != "SFX" or fields[1].isdigit():
            continue  # a comment, a rule's heading, or the inflection of a numeral
        _, flag, strip, add, condition = fields[:5]
        text, _, flags = add.partition("/")
        if text.isalpha() or text == "0":
            # A rule's own flags say that its form lives in compounds only.
            links = bool(set(flags) & {BEGINS, MIDDLE})
            cut, ending = ("" if field == "0" else field for field in (strip, text))
            fits = re.compile(f"{condition}$")
            rules.setdefault(flag, []).append(_Suffix(len(cut), ending, links, fits))
    return rules
