"""The words of a text and where they stand, numbers and signs in the one form that is looked for.

2 000, 2000 and 2.000 are one number, 14:30 and 14.30 one time, 3,5 and 3.5 one decimal; % is the
word procent and § the word paragraf. What is typed and what is indexed go the same way.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from mediahub.language import normalise
from mediahub.language.text import WORD

_BLANK = "[ \u00a0\u2007\u2009\u202f]"
GROUPED = (
    rf"(?<![\d.,:/-])(?<!\d{_BLANK})[1-9]\d{{0,2}}(?:{_BLANK}\d{{3}})+(?:,\d{{1,2}})?"
    rf"(?![\d])(?!{_BLANK}\d)"
)
"""A number whose thousands are set apart by blanks; no telephone number, nor a row of numbers."""
_CLOCK = r"(?<![\d:])(?:[01]?\d|2[0-4]):[0-5]\d(?![\d:])"
_WHOLE = re.compile(rf"{GROUPED}|{_CLOCK}")
_LIKELY = re.compile(rf"\d(?:{_BLANK}\d|:[0-5]\d)")
"""What is in every text that `_WHOLE`, which takes longer, finds anything in."""
_NOT_PLAIN = re.compile("[\\d'’%§\u00ad\u200b\u2010\u2011]|[-:](?=\\w)")
"""What is in every text in which a word to `WORD` may be several places, or none."""
_SIGNS = {"%": "procent", "§": "paragraf"}
_SIGN = re.compile("[%§]+")
_POINTED = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
_ENGLISH = re.compile(r"[1-9]\d{0,2}(?:,000)+")
_DECIMAL = re.compile(r"(\d+)[.,](\d+)")
_WITH_UNIT = re.compile(
    r"(\d[\d.,]*)(kr|kronor|tkr|mkr|procent|km|cm|mm|kg|tim|min|år|st|sek)", re.IGNORECASE
)
_GENITIVE = re.compile(r"[A-ZÅÄÖ]{2,}(?:s|n|ns|en|ens|et|ets|ar|arna|er|erna|na)")
HYPHENS = "\u2010\u2011-"


class Place(NamedTuple):
    """A word as it is looked for, in lower case, and where it stands, `text[start:end]`."""

    word: str
    start: int
    end: int


def places(text: str) -> list[Place]:
    """The words of `text` (in NFC) in order; a word with hyphens gives each of its parts."""
    whole = _whole(text) if _LIKELY.search(text) else []
    found = _among(text, whole) if whole else _plain(text)
    if signs := _signs(text):
        found = sorted([*found, *signs], key=lambda place: place.start)
    return found


def _signs(text: str) -> list[Place]:
    if "%" not in text and "§" not in text:
        return []
    return [
        Place(_SIGNS[match[0][0]], match.start(), match.end()) for match in _SIGN.finditer(text)
    ]


class LazyPlaces:
    """As `places(text)`, but only as many are found out as are asked for: for a text that is shown.

    For one thread.
    """

    __slots__ = ("_found", "_others", "_plain", "_rest", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._plain = not _NOT_PLAIN.search(text)
        self._rest = WORD.finditer(text)
        self._others: list[Place] = []
        """What is no single word to `WORD`, the last one first."""
        if not self._plain:
            self._others = sorted(
                [*_signs(text), *(_whole(text) if _LIKELY.search(text) else ())],
                key=lambda place: -place.start,
            )
        self._found: list[Place | re.Match[str]] = []
        """A word that is all letters is left as the match that it was found by."""

    def get(self, position: int) -> Place | None:
        """The place at the position, from 0; None past the last one."""
        found = self._found
        if position >= len(found) and not self._reach(position):
            return None
        one = found[position]
        if isinstance(one, Place):
            return one
        start, end = one.span()
        place = found[position] = Place(_word(one[0]), start, end)
        return place

    def __iter__(self) -> Iterator[Place]:
        count = 0
        while (place := self.get(count)) is not None:
            yield place
            count += 1

    def _reach(self, position: int) -> bool:
        """Find out places up to the position, and whether there is one."""
        found, others = self._found, self._others
        lacking = position + 1 - len(found)
        if self._plain:
            found += islice(self._rest, lacking)
            return len(found) > position
        for match in self._rest:
            raw = match[0]
            if others:
                start, end = match.span()
                while others and others[-1].end <= start:
                    found.append(others.pop())
                if others and end > others[-1].start:
                    continue
            if raw.isalpha():
                found.append(match)
            else:
                found += _of_token(raw, match.start())
            lacking -= 1
            if lacking <= 0 and len(found) > position:
                return True
        while others:
            found.append(others.pop())
        return len(found) > position


def _plain(text: str) -> list[Place]:
    """As `places` of a text without numbers of several words: nearly all that is shown."""
    found: list[Place] = []
    add, new = found.append, tuple.__new__
    for match in WORD.finditer(text):
        raw = match[0]
        if raw.isalpha() and not raw[1:2].isupper():
            start, end = match.span()
            # As Place(…) does it, without a call of Python's own for each word.
            add(new(Place, (raw.lower(), start, end)))
        else:
            found += _of_token(raw, match.start())
    return found


def _among(text: str, whole: list[Place]) -> list[Place]:
    """As `places` of a text with these numbers of several words in it."""
    found: list[Place] = []
    at = 0
    for match in WORD.finditer(text):
        raw, (start, end) = match[0], match.span()
        while at < len(whole) and whole[at].end <= start:
            found.append(whole[at])
            at += 1
        if at < len(whole) and end > whole[at].start:
            continue
        if raw.isalpha() and not raw[1:2].isupper():
            found.append(Place(raw.lower(), start, end))
        else:
            found += _of_token(raw, start)
    return found + whole[at:]


def _whole(text: str) -> list[Place]:
    """The numbers and times that are several words or none to `words`."""
    return [
        Place(canonical(re.sub(_BLANK, "", match[0]).replace(":", ".")), match.start(), match.end())
        for match in _WHOLE.finditer(text)
    ]


def _of_token(raw: str, start: int) -> list[Place]:
    if raw.isalpha():
        return [Place(_word(raw), start, start + len(raw))]
    if raw[0].isdigit() and (unit := _WITH_UNIT.fullmatch(raw)):
        middle = start + unit.end(1)
        return [
            Place(canonical(unit[1]), start, middle),
            Place(unit[2].lower(), middle, start + len(raw)),
        ]
    found = []
    for part, at in _parts(raw):
        if word := _word(normalise(part)):
            found.append(Place(word, start + at, start + at + len(part)))
    return found


def _parts(raw: str) -> Iterator[tuple[str, int]]:
    at = 0
    for part in raw.replace("\u2010", "-").replace("\u2011", "-").split("-"):
        yield part, at
        at += len(part) + 1


def _word(raw: str) -> str:
    if raw[:1].isdigit():
        return canonical(raw.lower())
    if raw[:2].isupper() and raw[-1:].islower() and _GENITIVE.fullmatch(raw):
        ending = raw.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖ")
        return f"{raw[: -len(ending)]}:{ending}".lower()  # EUs is EU:s
    return raw.lower()


def canonical(number: str) -> str:
    """A number's digits in the form that is looked for; anything else as it is."""
    if _POINTED.fullmatch(number):
        return number.replace(".", "")
    if _ENGLISH.fullmatch(number):
        return number.replace(",", "")
    if decimal := _DECIMAL.fullmatch(number):
        return f"{decimal[1].lstrip('0') or '0'}.{decimal[2]}"
    return number


def is_number(word: str) -> bool:
    """Whether `word` has digits, and so is what it is: no inflection, sound or slip of another."""
    return any(map(str.isdigit, word))


def first_from(found: list[Place], at: int) -> int:
    """The position of the first of the places that begins at the character or later."""
    return bisect_left(found, at, key=lambda place: place.start)
