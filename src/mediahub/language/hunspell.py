"""A Hunspell dictionary read into entries, and each entry's inflections and compound forms."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

BEGINS, MIDDLE, ENDS, ONLY_IN_COMPOUNDS, FORBIDDEN = "X", "U", "Y", "Z", "%"
"""The compound flags of `sv_SE.aff`."""
# Entries that carry these two alone were added by a tool from translations: they say that the
# word exists, not how it is put together.
_UNREVIEWED = frozenset(BEGINS + ENDS)
# Flags whose forms are words of their own: lärare and kritisk of lära and kritik, lundabo of Lund.
_DERIVING = frozenset("Ted")


@dataclass(frozen=True, slots=True)
class DictionaryLine:
    """A line of the dictionary: the word as written there and its flags, one character each."""

    word: str
    flags: frozenset[str]

    @property
    def reviewed(self) -> bool:
        """Whether a lexicographer gave the flags, as against a tool."""
        return bool(self.flags) and self.flags != _UNREVIEWED


class Form(NamedTuple):
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
    derived: bool
    fits: re.Pattern[str]


class Dictionary:
    """The words of a `.dic` file with the rules of its `.aff` file, both UTF-8."""

    def __init__(self, dic: Path, aff: Path) -> None:
        self._dic = dic
        self._rules = _read_rules(aff)
        # How many last letters decide which suffixes of a flag fit, and what fits them.
        self._letters = {flag: max(map(_letters, all_)) for flag, all_ in self._rules.items()}
        self._fitting: dict[tuple[str, str], tuple[_Suffix, ...]] = {}
        self._flags: dict[str, frozenset[str]] = {}

    def entries(self) -> Iterator[DictionaryLine]:
        """The entries in the order of the file, without phrases, affixes and forbidden words."""
        with self._dic.open(encoding="utf-8") as lines:
            next(lines)  # the first line is the number of entries
            for line in lines:
                word, _, flags = line.strip().partition("/")
                if word.replace("-", "").isalpha() and not word.startswith("-"):
                    # Flags are ASCII; what is not was meant as another word.
                    entry = DictionaryLine(
                        word.rstrip("-"), self._set(flags if flags.isascii() else "")
                    )
                    if FORBIDDEN not in entry.flags:
                        yield entry
        self._fitting.clear()

    def _set(self, flags: str) -> frozenset[str]:
        # Thousands of words share some hundred sets.
        found = self._flags.get(flags)
        return self._flags.setdefault(flags, frozenset(flags)) if found is None else found

    def forms(self, entry: DictionaryLine) -> Iterator[Form]:
        """The entry itself, unless it only lives in compounds, then its forms; may repeat."""
        if ONLY_IN_COMPOUNDS not in entry.flags:
            yield Form(entry.word, links=False)
        if entry.flags & {BEGINS, MIDDLE} and entry.reviewed:
            yield Form(entry.word, links=True)
        for flag in sorted(entry.flags & self._rules.keys()):
            for suffix in self._suffixes(flag, entry.word):
                text = entry.word[: len(entry.word) - suffix.strip] + suffix.add
                yield Form(text, suffix.links, suffix.derived)

    def _suffixes(self, flag: str, word: str) -> tuple[_Suffix, ...]:
        """The suffixes of `flag` that fit `word`; words that end alike take the same."""
        key = (flag, word[-self._letters[flag] :])
        found = self._fitting.get(key)
        if found is None:
            found = tuple(suffix for suffix in self._rules[flag] if suffix.fits.search(word))
            self._fitting[key] = found
        return found


def _letters(suffix: _Suffix) -> int:
    """How many letters the condition of `suffix` looks at."""
    return len(re.sub(r"\[[^]]*\]", ".", suffix.fits.pattern.removesuffix("$")))


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
            suffix = _Suffix(len(cut), ending, links, flag in _DERIVING, fits)
            rules.setdefault(flag, []).append(suffix)
    return rules
