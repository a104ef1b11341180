"""Compounds: where a Swedish word is put together of others."""

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from mediahub.language.lexicon import lexicon, word_list
from mediahub.language.lexicon_table import NONE, Lexicon, unpack_score

_SHORTEST = 3
_MOST_PARTS = 6
_RESTORED = 0.7  # what taking a letter for two costs: fall|ucka
_SHORTEST_WORD = 5
_LONGEST_WORD = 60
"""Letters. What is longer is no word that anybody said, and would take seconds to try all ways."""
# A sentence or judgement after -s-, the ending of fattigdom and ungdom otherwise.
_AFTER_S = frozenset(("dom", "domen", "domar", "domarna", "doms", "domens", "domars", "domarnas"))


@cache
def _overrides() -> Mapping[str, tuple[str, ...]]:
    """The parts of the words in the override file, by word."""
    parts = (tuple(line.split("+")) for line in word_list("compounds.txt"))
    return {join(found): found for found in parts}


def join(parts: tuple[str, ...]) -> str:
    """The word that `parts` make; of three equal letters at a seam one goes: fall + lucka."""
    word = ""
    for part in parts:
        tripled = len(word) > 1 and word[-1] == word[-2] == part[0] and word[-1] not in "aeiouyåäö"
        word += part[1:] if tripled else part
    return word


@lru_cache(maxsize=100_000)
def _split(word: str, overrides: bool) -> tuple[str, ...]:
    """The parts of `word`, which is in lower case and has letters only."""
    if overrides and (given := _overrides().get(word)):
        return given
    if not _SHORTEST_WORD <= len(word) <= _LONGEST_WORD:
        return (word,)
    table = lexicon()
    number = table.number(word)
    base = NONE if number == NONE else table.base[number]
    if base not in (NONE, number):
        return _as_base(word, table.text(base), overrides)
    whole = 0 if number == NONE else table.whole[number]
    best = max(_ways(word, table), default=None)
    if best is None or (whole and unpack_score(whole) >= best[0]):
        return (word,)
    *firsts, last = best[1]
    parts = [piece for first in firsts for piece in _split_first(first, table, overrides)]
    return (*parts, *(_split(last, overrides) if len(last) < len(word) else (last,)))


def _as_base(word: str, base: str, overrides: bool) -> tuple[str, ...]:
    """The parts of an inflected `word`: those of its `base`, with the ending of `word`."""
    *firsts, last = _split(base, overrides)
    before = join((*firsts, last)).removesuffix(last) if firsts else ""
    if not firsts or not word.startswith(before) or len(word) < len(before) + 2:
        return (word,)
    return (*firsts, word[len(before) :])


def _split_first(part: str, table: Lexicon, overrides: bool) -> tuple[str, ...]:
    """The parts of a first part such as riksdags, through the word that it is a link of."""
    link = table.link[table.number(part)]
    if link == NONE:
        return (part,)
    base = table.text(link)
    if len(base) < 2 * _SHORTEST:
        return (part,)
    *firsts, _last = _split(base, overrides)
    before = "".join(firsts)
    if not firsts or not part.startswith(before) or len(part) < len(before) + _SHORTEST:
        return (part,)
    return (*firsts, part[len(before) :])


def _ways(word: str, table: Lexicon) -> Iterator[tuple[float, tuple[str, ...]]]:
    """Each way to put `word` together of known parts, with the mean worth of its parts."""
    size = len(word)
    # At each place, for each number of parts before it, the best of them and their summed worth.
    reached: list[dict[int, tuple[float, tuple[str, ...]]]] = [{} for _ in range(size + 1)]
    reached[0][0] = (0.0, ())
    for place in range(size - 1):
        for count, (worth, parts) in reached[place].items():
            for start, cost in _starts(word, place):
                rest = word[start:]
                for part, number in table.beginnings(rest):
                    length = len(part)
                    if length == len(rest):
                        if parts and table.last[number] and _may_end(parts, part, table):
                            score = unpack_score(table.last[number])
                            yield (worth + score - cost) / (count + 1), (*parts, part)
                    elif length >= _SHORTEST and table.first[number] and count + 1 < _MOST_PARTS:
                        total = worth + unpack_score(table.first[number]) - cost
                        there = reached[start + length]
                        if count + 1 not in there or total > there[count + 1][0]:
                            there[count + 1] = (total, (*parts, part))


def _starts(word: str, place: int) -> Iterator[tuple[int, float]]:
    """Where the next part may begin: here, or with the letter before if that stands for two."""
    yield place, 0.0
    if place >= _SHORTEST and word[place - 1] == word[place - 2] != word[place]:
        yield place - 1, _RESTORED


def _may_end(parts: tuple[str, ...], last: str, table: Lexicon) -> bool:
    before = parts[-1]
    if last in _AFTER_S:
        return before[-1] == "s"
    if before[-1] == last[0] and last[1:4] == "era":
        return False  # kontroll|era is a verb, not kontroll + lera
    # registre+ring is the noun of registrera
    return not (last.startswith("ring") and table.number(before + "ra") != NONE)


def split_compound(word: str, *, overrides: bool = True) -> list[str]:
    """The parts of `word` as written, linking letters with the part they follow; `[word]` if one.

    The parts joined give the word back, save that a letter simplified from three to two stands in
    both (fallucka: fall + lucka). A hyphen stays with the part before it. `overrides` says
    whether the override file is heeded.
    """
    if not word.isalpha():
        pieces = word.split("-")
        if len(pieces) < 2 or not all(piece.isalpha() for piece in pieces):
            return [word]
        found: list[str] = []
        for piece in pieces:
            found += split_compound(piece, overrides=overrides)
            found[-1] += "-"
        found[-1] = found[-1][:-1]
        return found
    lower = word.lower()
    if len(lower) != len(word):
        return [word]  # a letter that lower case makes two, as the Turkish İ
    parts, at = [], 0
    for part in _split(lower, overrides):
        start = at if lower.startswith(part, at) else at - 1
        at = start + len(part)
        parts.append(word[start:at])
    return parts
