"""Cardinal numbers in letters and in figures: tjugofem and 25."""

import re
from functools import lru_cache

from mediahub.language.forms import is_numeral

_UNITS = (
    *("noll", "ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva"),
    *("tolv", "tretton", "fjorton", "femton", "sexton", "sjutton", "arton", "nitton"),
)
_TENS = {
    20: "tjugo", 30: "trettio", 40: "fyrtio", 50: "femtio", 60: "sextio", 70: "sjuttio",
    80: "åttio", 90: "nittio",
}  # fmt: skip
_VALUES = {
    **{word: number for number, word in enumerate(_UNITS)},
    **{word: number for number, word in _TENS.items()},
    "en": 1,
}
_POWERS = {"hundra": 100, "tusen": 1000, "miljon": 1_000_000, "miljoner": 1_000_000}
_PART = re.compile("|".join(sorted((*_VALUES, *_POWERS), key=len, reverse=True)))
MOST = 9_999
"""What is larger is seldom said in one word."""


@lru_cache(maxsize=10_000)
def in_figures(word: str) -> str | None:
    """The figures of a number that is one word, from två on; None for what is none."""
    word = word.lower().replace("ettusen", "etttusen")
    if not is_numeral(word):
        return None
    total = current = 0
    for match in _PART.finditer(word):
        part = match[0]
        if part in _VALUES:
            current += _VALUES[part]
        elif part == "hundra":
            current = max(current, 1) * 100
        else:
            total += max(current, 1) * _POWERS[part]
            current = 0
    number = total + current
    return str(number) if number > 1 else None


def in_letters(figures: str) -> str | None:
    """The number as one word, years as they are said (nittonhundraåttiotre); None past `MOST`."""
    if not figures.isascii() or not figures.isdigit() or len(figures) > len(str(MOST)):
        return None
    number = int(figures)
    return _words(number) if number > 1 and figures[0] != "0" else None


def _words(number: int) -> str:
    if number < 20:
        return _UNITS[number] if number else ""
    if number < 100:
        return _TENS[number // 10 * 10] + _words(number % 10)
    hundreds, rest = divmod(number, 100)
    if number < 1000 or 11 <= hundreds < 20:
        return f"{_UNITS[hundreds] if hundreds > 1 else 'ett'}hundra{_words(rest)}"
    thousands, rest = divmod(number, 1000)
    return f"{_UNITS[thousands] if thousands > 1 else 'ett'}tusen{_words(rest)}".replace(
        "etttusen", "ettusen"
    )
