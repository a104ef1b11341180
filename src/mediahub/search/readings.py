"""What else may be read where a word stands: joined, abbreviated, left out, a name by its sound.

An engine keeps these beside the words, each at the position where its reading begins.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from mediahub.language import (
    in_dictionary,
    is_common_word,
    is_stop_word,
    name_key,
    split_compound,
    stems,
)
from mediahub.language.compounds import join
from mediahub.language.writing import SPACED
from mediahub.search.places import HYPHENS, Place, first_from

NAME = "\x1f"
"""What a name's key begins with among the words of an index; no one can type it."""

_LETTERS = r"[^\W\d_]"
_DOTTED = rf"(?<![\w.]){_LETTERS}{{1,4}}(?:\.{_LETTERS}{{1,4}}){{1,4}}(?!\w)"
_INITIALS = r"(?<!\w)[A-ZÅÄÖ](?:[. ] ?[A-ZÅÄÖ]){1,3}(?!\w)"
_APART = "|".join(r"\.? ".join(parts) for parts in sorted(SPACED))
_SHORT = re.compile(rf"{_DOTTED}|{_INITIALS}|(?<!\w)(?i:{_APART})(?!\w)")
_SHORTER = re.compile("[. ]")
_LONGEST_SHORT = max(4, *(len(parts[0]) for parts in SPACED))
"""Letters before the first point or blank of what `_SHORT` finds."""
_GAP = re.compile(r"[\W_]*")
_WORD_AND_GAP = re.compile(r"[^\W_]+[\W_]*")
_RUN = re.compile(r"[^\W_]+")
_HYPHEN = re.compile(f"[{HYPHENS}]")
_HYPHENED = re.compile(rf"[^\W_]+(?:[{HYPHENS}][^\W_]+)+")
_BENT = re.compile(rf"(?<!\w){_LETTERS}+:[a-zåäö]{{1,4}}(?!\w)")
_PART = rf"[^\W_]{{1,40}}(?:[{HYPHENS}][^\W_]{{1,40}})*"
_LINK = (
    r"\s{0,3}(?:,|/|&|\b(?:och(?: ?/ ?eller)?|eller|samt|respektive|resp\.?|såväl som)\b)\s{0,3}"
)
_LAST_LEFT_OUT = re.compile(rf"(?<![\w{HYPHENS}])((?:{_PART}[{HYPHENS}]{_LINK}){{1,4}})({_PART})")
_FIRST_LEFT_OUT = re.compile(rf"(?<![\w{HYPHENS}])({_PART}){_LINK}[{HYPHENS}]({_PART})")
_LONGEST_ACRONYM = 4
_PARTICLES = frozenset(
    (
        *("in", "ut", "upp", "ned", "ner", "av", "på", "för", "efter", "före", "till", "från"),
        *("över", "under", "om", "an", "med", "mot", "emot", "fram", "bort", "hem", "inne", "ute"),
        *("åter", "genom", "mellan", "utom", "inom", "bak", "hit", "dit", "ny", "icke"),
        *("väst", "öst", "nord", "syd"),
    )
)
"""What opens words and is no part of a compound to the splitter: utskrivning, efternamn."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A word that may be read at a position, and the stretches of the text that it is read from."""

    position: int
    word: str
    spans: tuple[tuple[int, int], ...]


def readings(text: str, found: list[Place]) -> list[Reading]:
    """What may be read in `text` beside the words that `places` found in it."""
    result = other_readings(text, found)
    for place in [*found, *_double_names(text, result)]:
        if _needs_capital(place.word) is not None:
            result += _names(text, first_from(found, place.start), place)
    # What begins inside the last word of all, as in "1’x:a", stands nowhere.
    return [one for one in result if one.position < len(found)]


def other_readings(text: str, found: list[Place]) -> list[Reading]:
    """Those of `readings` that are no names; some may begin where no word does any more."""
    result: list[Reading] = []
    if any(hyphen in text for hyphen in HYPHENS):
        result += _joined(text, found)
        result += _left_out(text, found)
    result += _abbreviated(text, found)
    return result


def may_begin(text: str, after: int, place: Place) -> bool:
    """Whether any of `other_readings` may begin at the place, as far as a glance tells.

    `after` is where the place before begins, -1 for none. What is said not to begin does not.
    """
    start = place.start
    run = _RUN.match(text, start)
    end = run.end() if run else start
    if _HYPHEN.search(text, max(0, after), end + 1):
        return True
    pattern = _GAP if after < 0 else _WORD_AND_GAP
    if not pattern.fullmatch(text, max(0, after), start):  # something between begins one, perhaps
        return True
    if end - start <= _LONGEST_SHORT and _SHORT.match(text, start):
        return True
    return text.startswith(":", end) and _BENT.match(text, start) is not None


def name_readings(
    text: str, position: int, place: Place, others: Sequence[Reading]
) -> list[Reading]:
    """Those of `readings` that are names and begin at this place, where the others are these."""
    return [
        reading
        for one in (place, *_double_names(text, others))
        for reading in _names(text, position, one)
    ]


def _names(text: str, position: int, place: Place) -> list[Reading]:
    if not is_name(text, place):
        return []
    span = (place.start, place.end)
    return [Reading(position, key, (span,)) for key in name_keys(place.word)]


def _double_names(text: str, joined: Sequence[Reading]) -> Iterator[Place]:
    """The joined words of which each part is written as a name: Ann-Marie, Lars-Erik."""
    for one in joined:
        if len(one.spans) == 1:
            (start, end) = one.spans[0]
            parts = re.split(f"[{HYPHENS}]", text[start:end])
            if len(parts) > 1 and all(part.istitle() for part in parts):
                yield Place(one.word, start, end)


def _joined(text: str, found: list[Place]) -> Iterator[Reading]:
    """The words with hyphens written as one: e-post, epost."""
    for match in _HYPHENED.finditer(text):
        word = "".join(re.split(f"[{HYPHENS}]", match[0])).lower()
        yield Reading(first_from(found, match.start()), word, (match.span(),))


def _abbreviated(text: str, found: list[Place]) -> Iterator[Reading]:
    """Abbreviations without their signs and blanks: t.ex. as tex, G.W. as gw, EU:s as eus."""
    if "." in text or " " in text or any(map(str.isupper, text)):
        for match in _SHORT.finditer(text):
            word = _SHORTER.sub("", match[0]).lower()
            yield Reading(first_from(found, match.start()), word, (match.span(),))
    if ":" in text:
        for match in _BENT.finditer(text):
            word = match[0].replace(":", "").lower()
            yield Reading(first_from(found, match.start()), word, (match.span(),))


def _left_out(text: str, found: list[Place]) -> Iterator[Reading]:
    """Compounds of which a part is said once for several: Mödra- och barnhälsovården."""
    for match in _LAST_LEFT_OUT.finditer(text):
        last, end = match[2].lower(), match.end(2)
        for one in re.finditer(rf"({_PART})[{HYPHENS}](?!\w)", match[1]):
            first, at = one[1].lower(), match.start(1) + one.start(1)
            for tail in tails(last, first):
                yield Reading(
                    first_from(found, at),
                    join((_solid(first), _solid(tail))),
                    ((at, at + len(first)), (end - len(tail), end)),
                )
    for match in _FIRST_LEFT_OUT.finditer(text):
        whole, at = match[1].lower(), match.start(1)
        for head in heads(whole):
            yield Reading(
                first_from(found, match.start(2)),
                join((_solid(head), _solid(match[2].lower()))),
                ((at, at + len(head)), match.span(2)),
            )


def _solid(word: str) -> str:
    return re.sub(f"[{HYPHENS}]", "", word)


@lru_cache(maxsize=10_000)
def tails(word: str, first: str) -> tuple[str, ...]:
    """What of the compound `word` may follow `first` too: hälsovården and vården after mödra."""
    before, hyphen, last = word.rpartition("-")
    if hyphen:
        return (last,) if before else ()
    parts = split_compound(word)
    found = {"".join(parts[number:]): None for number in range(1, len(parts))}
    for size in range(1, len(word) - 2):
        tail = word[size:]
        particle = word[:size] in _PARTICLES and in_dictionary(tail)
        if particle or (len(parts) < 2 and in_dictionary(first + tail)):
            found[tail] = None
    return tuple(tail for tail in found if word.endswith(tail))


@lru_cache(maxsize=10_000)
def heads(word: str) -> tuple[str, ...]:
    """What of the compound `word` may stand before another last part: socialtjänst(lagen)."""
    before, hyphen, _last = word.rpartition("-")
    if hyphen:
        return (before,)
    parts = split_compound(word)
    found = {"".join(parts[:number]): None for number in range(1, len(parts))}
    return tuple(head for head in found if word.startswith(head))


def is_name(text: str, place: Place) -> bool:
    """Whether the word there may be a name: a capital that no sentence begins with, or no word."""
    capital = _needs_capital(place.word)
    if capital is None:
        return False
    raw = text[place.start : place.end]
    if raw.isupper() and (capital or len(raw) <= _LONGEST_ACRONYM):
        return False
    return not capital or (raw[0].isupper() and not _begins(text, place.start))


@lru_cache(maxsize=65_536)
def _needs_capital(word: str) -> bool | None:
    """Whether `word` is a name only where it has a capital; None when it never is one."""
    if len(word) < 2 or not word.replace("'", "").isalpha() or is_stop_word(word):
        return None
    return is_common_word(word)


def _begins(text: str, at: int) -> bool:
    """Whether a sentence may begin there."""
    before = text[max(0, at - 4) : at].rstrip("\"'”’» \t\n\u00a0(")
    return not before or before[-1] in ".!?:–—•"


@lru_cache(maxsize=65_536)
def name_keys(word: str) -> tuple[str, ...]:
    """What the name `word` is kept and looked for as; the name that it is a genitive of too."""
    owned = [word[:-1]] if word.endswith("s") and word[:-1] in stems(word) else []
    keys = dict.fromkeys(name_key(one) for one in (word, *owned))
    return tuple(NAME + key for key in keys if len(key) > 1)


def may_name(word: str, raw: str) -> bool:
    """Whether `word`, which was typed as `raw`, may be meant as a name."""
    if raw.isupper() and len(raw) <= _LONGEST_ACRONYM:
        return False
    capital = _needs_capital(word)
    return capital is not None and (not capital or raw[:1].isupper())


def extra(found: Sequence[Reading]) -> list[tuple[int, str]]:
    """The readings as an engine keeps them: position and word, each once."""
    return list(dict.fromkeys((one.position, one.word) for one in found))
