"""An expression's text cut into words, values and signs, each with its place; and faults shown."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from mediahub.errors import SettingsError
from mediahub.tongues import Said, Words

TokenKind = Literal["word", "text", "number", "clock", "day", "sign", "end"]

WIDTH = 70
"""So much of a long expression is shown around a fault, with the caret under it."""

_TOKEN = re.compile(
    r"""(?P<space>\s+)
    |(?P<text>"[^"]*"|'[^']*'|[“”„][^“”]*[“”]|[‘’][^‘’]*[‘’])
    |(?P<day>\d{4}-\d\d(?:-\d\d)?(?![\w-]))
    |(?P<clock>\d+:\d\d(?::\d\d)?(?![\w:]))
    |(?P<number>\d+(?:\.\d+)?)
    |(?P<word>[^\W\d][\w/.@-]*)
    |(?P<sign>==|!=|<=|>=|[<>~()\[\],%])
    """,
    re.VERBOSE,
)
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_MEANT = {
    "=": Said("write == for equal", "skriv == för lika med"),
    "<>": Said("write != for not equal", "skriv != för inte lika med"),
    "=>": Said("write >=", "skriv >="),
    "=<": Said("write <=", "skriv <="),
    "===": Said("write == for equal", "skriv == för lika med"),
    "&&": Said("write and", "skriv and"),
    "&": Said("write and", "skriv and"),
    "||": Said("write or", "skriv or"),
    "|": Said("write or", "skriv or"),
    "!": Said("write not", "skriv not"),
    "-": Said("no value is less than nothing", "inget värde är mindre än noll"),
}
_SIGNS = frozenset(["==", "!=", "<=", ">="])
_OPENING = "\"'“”„‘’"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text from `start` to `end`; of a text in quotes `value` is what they hold."""

    kind: TokenKind
    value: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """The pieces of an expression, with one of kind "end" last. Raises SettingsError."""
    found: list[Token] = []
    at = 0
    while at < len(text):
        _refuse_other_signs(text, at)
        match = _TOKEN.match(text, at)
        if match is None:
            if text[at] in _OPENING:
                raise fault(
                    text,
                    at,
                    len(text),
                    Said("the quote is not closed", "citattecknet är inte avslutat"),
                )
            raise fault(
                text,
                at,
                at + 1,
                Said(f"nothing begins with {text[at]!r}", f"ingenting börjar med {text[at]!r}"),
            )
        kind = match.lastgroup
        value = match.group()
        if kind == "text":
            found.append(Token("text", value[1:-1], at, match.end()))
        elif kind in ("day", "clock", "number", "word", "sign"):
            found.append(Token(kind, value, at, match.end()))  # type: ignore[arg-type]
        at = match.end()
    return [*found, Token("end", "", len(text), len(text))]


def _refuse_other_signs(text: str, at: int) -> None:
    """What other languages write for the same."""
    if text[at : at + 2] in _SIGNS and text[at : at + 3] not in _MEANT:
        return
    for length in (3, 2, 1):
        sign = text[at : at + length]
        if sign in _MEANT:
            raise fault(text, at, at + len(sign), _MEANT[sign])


def fault(text: str, start: int, end: int, what: str) -> SettingsError:
    """The SettingsError that says what is wrong, with the text and a caret under the place.

    `start` and `end` are counted in the text's characters.
    """
    # Neither what is not seen nor what begins a line may move the caret.
    shown = "".join(" " if unicodedata.category(one) in _UNSEEN else one for one in text)
    end = max(end, start + 1)
    first = max(0, min(start - WIDTH // 3, len(shown) - WIDTH)) if len(shown) > WIDTH else 0
    part = shown[first : first + WIDTH]
    before, after = "… " if first else "", " …" if first + WIDTH < len(shown) else ""
    carets = "^" * max(1, min(end, first + WIDTH) - start)
    pad = " " * (len(before) + start - first)
    words = Words("--where: {what}\n{picture}", "Villkoret: {what}\n{picture}")
    picture = f"  {before}{part}{after}\n  {pad}{carets}"
    return SettingsError(words.said(what=what, picture=picture))


def meant(name: str) -> Said:
    """What was probably meant, after what there is not."""
    return Said(f"; did you mean '{name}'?", f". Menades ”{name}”?")
