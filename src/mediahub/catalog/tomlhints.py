"""What was probably meant where a TOML cannot be read: the parser only says what it expected."""

import re
import unicodedata

from mediahub.catalog.moments import leading_date
from mediahub.tongues import Said, Words

_DATE = re.compile(r"[12]\d{3}-\d\d-\d\d")
_QUOTES = "”“„‟‶″«»’‘‚‛′´`"
"""Signs that stand for quotes in print and that TOML does not know as such."""
_DECIMAL = re.compile(r"[+-]?(\d+),(\d+)")
_WORD = re.compile(r"[^\W\d_]")
_COMMENT = Said("a comment begins with #, not with //", "en kommentar börjar med #, inte med //.")
_BLANK = ("Zs", "Cf")  # Unicode's spaces, and characters that are not seen at all


def hint(lines: list[str], number: int, column: int) -> str | None:
    """What is wrong at this line and column (both from 1) and what to write, or None."""
    line, at = lines[number - 1], column - 1
    if at >= len(line) and number > 1 and not line.strip():
        line = lines[number - 2]  # the end of the document, told of the line after the last one
        at = len(line)
    return (
        _no_such_day(line, at)
        or _sign(line, at)
        or _unclosed(line, at)
        or _key(line, at)
        or _value(line, at)
    )


def _no_such_day(line: str, at: int) -> str | None:
    """That the date at this column is none; a parser reads it as a number with more after it."""
    for match in _DATE.finditer(line):
        if match.start() <= at <= match.end() and leading_date(match[0]) is None:
            return Said(
                f"there is no day {match[0]}; write year, month and day, as 2020-06-03",
                f"dagen {match[0]} finns inte. Skriv år, månad och dag, som 2020-06-03.",
            )
    return None


def _sign(line: str, at: int) -> str | None:
    """That a sign stands here that only looks like TOML's own."""
    sign = line[at : at + 1]
    if sign and sign in _QUOTES:
        return _no_quote(sign)
    if sign and sign not in " \t" and unicodedata.category(sign) in _BLANK:
        name = unicodedata.name(sign, "").lower() or "no name"
        return Said(
            f"an unseen character stands here (U+{ord(sign):04X}, {name}); take it out",
            f"här står ett osynligt tecken (U+{ord(sign):04X}, {name}). Ta bort det.",
        )
    if line.startswith("//", at):
        return _COMMENT
    return None


def _no_quote(sign: str) -> Said:
    straight = "'" if sign in "’‘‚‛′´`" else '"'
    return Said(
        f"{sign} is not TOML's quote sign; write the straight {straight} before and after the text",
        f"{sign} är inte TOML:s citattecken. Skriv det raka {straight} före och efter texten.",
    )


def _unclosed(line: str, at: int) -> str | None:
    """What became of a text that ends with its line, or that holds a backslash."""
    quote = _open_quote(line[:at])
    if quote is None:
        return None
    if at >= len(line):
        found = next((sign for sign in reversed(line) if sign in _QUOTES), None)
        if found is not None and line.rstrip(" \t,]}").endswith(found):
            words = Words(
                "the text begins with {quote} and ends with {found}; {why}",
                "texten börjar med {quote} och slutar med {found}: {why}",
            )
            return words.said(quote=quote, found=found, why=_no_quote(found))
        if len(quote) == 1:
            return Said(
                f"the text is not closed; write {quote} after it, or {quote * 3} round many lines",
                f"texten är inte avslutad. Skriv {quote} efter den, eller {quote * 3} runt flera "
                "rader.",
            )
        return None
    if quote == '"' and "\\" in line[max(0, at - 9) : at + 1]:
        return Said(
            "a \\ in a text means more to come; write \\\\ for one, or single quotes round the "
            "text",
            "ett \\ i en text betyder att mer följer. Skriv \\\\ för ett enda, eller enkla "
            "citattecken runt texten.",
        )
    return None


def _open_quote(before: str) -> str | None:
    """The quote that a line opens and has not closed yet, if any."""
    opened: str | None = None
    at = 0
    while at < len(before):
        if opened is None:
            if before[at] == "#":
                return None
            if before[at] in "\"'":
                triple = before[at] * 3
                opened = triple if before.startswith(triple, at) else before[at]
                at += len(opened) - 1
        elif opened[0] == '"' and before[at] == "\\":
            at += 1
        elif before.startswith(opened, at):
            at += len(opened) - 1
            opened = None
        at += 1
    return opened


def _key(line: str, at: int) -> str | None:
    if line[at : at + 1] == ":" and "=" not in line[:at]:
        return Said(
            "write = between a key and its value, not :",
            "skriv = mellan en nyckel och dess värde, inte :",
        )
    return None


def _value(line: str, at: int) -> str | None:
    """What is wrong with the value after the first = of the line."""
    match = re.match(r"[^=]*=", line)
    if match is None or at < match.end():
        return None
    value, rest = line[match.end() :].strip(), line[at:]
    if not value or value.startswith("#"):
        return Said("there is no value after =", "det står inget värde efter =.")
    if "//" in rest[:3]:
        return _COMMENT
    if value[0] in "\"'":
        more = Said(
            'more stands after the text; a " inside a text in quotes is written \\"',
            'det står mer efter texten. Ett " inne i en text skrivs \\".',
        )
        return more if rest.strip() else None
    if value[0] == "[" and _WORD.match(rest):
        return Said(
            'a text in a list stands in quotes, as ["…", "…"]',
            'en text i en lista står inom citattecken, som ["…", "…"].',
        )
    return _bare(value) if value[0] not in "[{" else None


def _bare(value: str) -> str | None:
    """What is wrong with a value without quotes that is no list or table."""
    if value.lower() in ("true", "false"):
        small = value.lower()
        return Said(f"write {small}, in small letters", f"skriv {small}, med små bokstäver.")
    if decimal := _DECIMAL.fullmatch(value):
        number = f"{decimal[1]}.{decimal[2]}"
        return Said(
            f"write {number}: TOML's decimal sign is a full stop",
            f"skriv {number}: i TOML är decimaltecknet en punkt.",
        )
    if _WORD.search(value):
        return Said(
            'a text stands in quotes, as "…", and a day is written as 2020-06-03',
            'en text står inom citattecken, som "…", och en dag skrivs som 2020-06-03.',
        )
    return None
