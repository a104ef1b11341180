"""Readable Swedish: numbers, percent, times, ranges and abbreviations in one form, fillers out.

The forms are those of Svenska skrivregler (Språkrådet): 70 procent, kl. 14.30, 5–10, 15 000, t.ex.
Only how a thing is written is changed, never what was said: "femton" stays a word and 15 a number,
and what could be something else (a score, a year, a telephone number) is left as it is.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from mediahub.transcript import Span, Word

Fillers = Literal["keep", "remove"]

HESITATIONS = frozenset("eh ehh eeh ehm ehmm öh öhh öhm öhmm hm hmm hmmm um uhm".split())  # noqa: SIM905
"""Sounds made while thinking. Answers (mm, mhm), and ju, liksom, typ are words and stay."""
ANSWERS = frozenset(("mm", "mhm", "aha", "nä", "näe", "jo", "jodå"))
"""Sounds that answer; they are words, whatever a dictionary says."""
NO_BREAK = "\N{NO-BREAK SPACE}"

_EDGES = re.compile(r"^([\"'”’»(\[]*)(.*?)([\"'”’»)\].,:;!?…]*)$", re.DOTALL)
_ABBREVIATIONS = {
    "t.ex": "t.ex.",
    "tex": "t.ex.",
    "bl.a": "bl.a.",
    "d.v.s": "dvs.",
    "dvs": "dvs.",
    "o.s.v": "osv.",
    "osv": "osv.",
    "m.m": "m.m.",
    "m.fl": "m.fl.",
    "p.g.a": "p.g.a.",
    "pga": "p.g.a.",
    "fr.o.m": "fr.o.m.",
    "t.o.m": "t.o.m.",
    "i.o.m": "i.o.m.",
    "m.a.o": "m.a.o.",
    "s.k": "s.k.",
    "f.d": "f.d.",
}
"""How an abbreviation is written, by its letters without the last point."""
SHORT_PARTS = frozenset(part for short in _ABBREVIATIONS.values() for part in short[:-1].split("."))
"""What abbreviations are made of; some of it (fr, fl) is no word."""
_APART = {
    ("t", "ex"): "t.ex",
    ("bl", "a"): "bl.a",
    ("m", "m"): "m.m",
    ("m", "fl"): "m.fl",
    ("s", "k"): "s.k",
    ("f", "d"): "f.d",
}
"""Abbreviations that stand as two words."""
_ALL_APART = {
    ("d", "v", "s"): "d.v.s",
    ("o", "s", "v"): "o.s.v",
    ("p", "g", "a"): "p.g.a",
    ("fr", "o", "m"): "fr.o.m",
    ("t", "o", "m"): "t.o.m",
    ("i", "o", "m"): "i.o.m",
    ("m", "a", "o"): "m.a.o",
}
"""Abbreviations that stand as three words."""
SPACED = (*_APART, *_ALL_APART)
"""The parts of abbreviations that are also written with blanks between."""
_CLOCK = frozenset(("kl", "kl.", "klockan"))
_TIME = re.compile(r"([01]?\d|2[0-4])[.:]([0-5]\d)(?:[-–]([01]?\d|2[0-4])[.:]([0-5]\d))?")
_RANGE = re.compile(r"([1-9]\d{0,3}(?:,\d+)?)[-–]([1-9]\d{0,3}(?:,\d+)?)")
_PERCENT = re.compile(r"(\d[\d.,–\-\N{NO-BREAK SPACE}]*)\s?%")
_DECIMAL = re.compile(r"\d{1,3}\.\d{1,2}")
_POINTED = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
_ROUND = re.compile(r"[1-9]\d{2,6}00|[1-9]\d{0,2}(?:,000)+")
_LEADER = re.compile(r"[1-9]\d{0,2}")
_GROUP = re.compile(rf"\d{{3}}(?:{NO_BREAK}\d{{3}})*")
_NUMBERS = {
    name: str(number)
    for number, name in enumerate(
        ("noll", "ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva")
    )
    if name != "ett"
} | {"tolv": "12", "femton": "15", "tjugo": "20", "trettio": "30", "femtio": "50"}
_BETWEEN = frozenset(("till", "eller"))


def readable(words: Sequence[Word], *, fillers: Fillers = "keep") -> tuple[Word, ...]:
    """The words in one consistent Swedish form; doing it twice changes nothing more.

    * 70%, 70 % → 70 procent, 3.5% → 3,5 procent; 14:30 after kl or klockan → 14.30, kl → kl.;
      5-10 → 5–10;
    * 15.000, 15,000, 15 000 and round numbers from 10000 on → 15 000 with a no-break space (a
      number of four figures may be a year and stays);
    * tex, t.ex, t. ex. → t.ex., and so bl.a., dvs., osv., m.m., m.fl., p.g.a., fr.o.m., t.o.m.;
    * "fem till 10" → 5 till 10: figures where the other end of the range has them;
    * with `fillers` removed, eh, öhm and hm go, unless they are all of a sentence.
    Words that become one have their common span and mean probability; one that becomes two shares
    its time by their lengths.
    """
    result = _without_fillers(words) if fillers == "remove" else list(words)
    before: list[Word] = []
    while result != before:  # what was rewritten may join what stands beside it
        before = result
        joined = _joined(result)
        result = [piece for at, word in enumerate(joined) for piece in _rewritten(joined, at, word)]
        result = _even_ranges(result)
    return tuple(result)


def _parts(text: str) -> tuple[str, str, str]:
    """The signs before a word, the word, and the signs after it."""
    match = _EDGES.match(text)
    return (match[1], match[2], match[3]) if match else ("", text, "")


def _without_fillers(words: Sequence[Word]) -> list[Word]:
    kept: list[Word] = []
    capital = False
    for at, word in enumerate(words):
        _, bare, after = _parts(word.text)
        starts = at == 0 or _ends(words[at - 1].text)
        if bare.lower() in HESITATIONS and not (starts and _ends(word.text)):
            if _ends(after) and kept and not _ends(kept[-1].text):
                kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip(",;:") + after)
            capital = capital or (starts and bare[:1].isupper())
            continue
        kept.append(replace(word, text=_capital(word.text)) if capital else word)
        capital = False
    return kept


def _capital(text: str) -> str:
    before, bare, after = _parts(text)
    return before + bare[:1].upper() + bare[1:] + after


def _ends(text: str) -> bool:
    return text.rstrip("\"'”’»)]")[-1:] in (".", "?", "!", "…")


def _joined(words: Sequence[Word]) -> list[Word]:
    """The words with "15" "000", "70" "%" and "t." "ex." made one each."""
    made: list[Word] = []
    for word in words:
        made.append(word)
        for many, one in ((3, _three_as_one), (2, _as_one)):
            if len(made) >= many and (text := one(*(piece.text for piece in made[-many:]))):
                made[-many:] = [_merged(text, made[-many:])]
                break
    return made


def _merged(text: str, pieces: Sequence[Word]) -> Word:
    span = Span(pieces[0].span.start_ms, max(piece.span.end_ms for piece in pieces))
    return Word(text, span, sum(piece.probability for piece in pieces) / len(pieces))


def _three_as_one(one: str, two: str, three: str) -> str | None:
    before, first, *signs = _parts(one)
    opening, second, point = _parts(two)
    another, third, closing = _parts(three)
    whole = _ALL_APART.get((first.lower(), second, third))  # P G A is a name
    if whole is None or opening or another or {*signs, point} - {"", "."}:
        return None
    return before + first[:1] + whole[1:] + closing


def _as_one(one: str, other: str) -> str | None:
    before, bare, after = _parts(one)
    opening, second, closing = _parts(other)
    if opening:
        return None
    if other.startswith("%") and one[-1:].isdigit():
        return one + other
    groups = bare.split(NO_BREAK)
    if not after and _GROUP.fullmatch(second.removesuffix("%")) and _LEADER.fullmatch(groups[0]):
        # 20 100 may be two numbers; hundreds and whole thousands are not said so, nor is 2 beside
        # 500 000.
        if second.startswith("000") or (len(groups) > 1) != (NO_BREAK in second):
            return one + NO_BREAK + other
        return None
    whole = _APART.get((bare.lower(), second))  # S. K. are initials
    # "m m" may be a hum, "s k" and "f d" letters: two single letters need their points.
    if whole and after in ("", ".") and (after or len(bare + second) > 2):
        return before + (bare[:1] + whole[1:]) + closing
    return None


def _rewritten(words: Sequence[Word], at: int, word: Word) -> tuple[Word, ...]:
    before, bare, after = _parts(word.text)
    lower = bare.lower()
    plain = bare == lower or ("." in bare and bare[1:] == lower[1:])  # PGA, Tex, F.D. are names
    if plain and lower in _ABBREVIATIONS:
        return (replace(word, text=before + _abbreviated(bare, after)),)
    following = words[at + 1].text if at + 1 < len(words) else ""
    if lower == "kl" and following[:1].isdigit():
        return (replace(word, text=before + bare + "."),)
    if _after_clock(words, at) and (time := _TIME.fullmatch(bare)):
        first, second = f"{time[1]}.{time[2]}", f"–{time[3]}.{time[4]}" if time[3] else ""
        return (replace(word, text=before + first + second + after),)
    number, percent = (match[1], True) if (match := _PERCENT.fullmatch(bare)) else (bare, False)
    if _DECIMAL.fullmatch(number) and (percent or following.lower().startswith("procent")):
        number = number.replace(".", ",")  # a time of day is never of a hundred
    number = _number(number)
    if not percent:
        return (word,) if number == bare else (replace(word, text=before + number + after),)
    return _split(word, before + number, "procent" + after)


def _abbreviated(bare: str, after: str) -> str:
    short = _ABBREVIATIONS[bare.lower()]
    short = short[0].upper() + short[1:] if bare[:1].isupper() else short
    return short + after.removeprefix(".")


def _after_clock(words: Sequence[Word], at: int) -> bool:
    """Whether a time of day is meant: kl. 14:30, klockan 9:00, kl. 14:30 till 15:30."""
    before = [word.text.lower() for word in words[max(0, at - 3) : at]]
    if before and before[-1] in _CLOCK:
        return True
    return (
        len(before) == 3
        and before[0] in _CLOCK
        and before[2] in ("till", "och", "eller")
        and _TIME.fullmatch(before[1]) is not None
    )


def _number(text: str) -> str:
    """A number as Swedish writes it; anything else as it is."""
    if match := _RANGE.fullmatch(text):
        return f"{match[1]}–{match[2]}"
    if _POINTED.fullmatch(text):
        return text.replace(".", NO_BREAK)
    if _ROUND.fullmatch(text):
        figures = text.replace(",", "")
        return f"{int(figures):,}".replace(",", NO_BREAK)
    return text


def _split(word: Word, first: str, second: str) -> tuple[Word, Word]:
    start, end = word.span.start_ms, word.span.end_ms
    middle = start + (end - start) * len(first) // (len(first) + len(second))
    return (
        Word(first, Span(start, middle), word.probability),
        Word(second, Span(middle, end), word.probability),
    )


def _even_ranges(words: Sequence[Word]) -> list[Word]:
    """Figures at both ends of a range that has them at one: fem till 10, 5 eller sex."""
    result = list(words)
    for at in range(1, len(result) - 1):
        if result[at].text not in _BETWEEN:
            continue
        for here, there in ((at - 1, at + 1), (at + 1, at - 1)):
            before, bare, after = _parts(result[here].text)
            other = _parts(result[there].text)[1]
            if bare in _NUMBERS and other.isdigit() and len(other) <= 2:
                result[here] = replace(result[here], text=before + _NUMBERS[bare] + after)
    return result
