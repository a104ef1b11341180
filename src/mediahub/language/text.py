"""Text made comparable: one Unicode form, one kind of quote and dash, words with their offsets."""

import re
import unicodedata
from dataclasses import dataclass

_UNIFIED = str.maketrans(
    {
        # Invisible: soft hyphen, zero-width characters, direction marks, byte-order mark.
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‘’‚‛′´`", "'"),
        **dict.fromkeys("\u2010\u2011\u2212", "-"),  # hyphens and the minus sign
        **dict.fromkeys("\u2012\u2014\u2015", "–"),  # dashes, all to the one Swedish uses
        **dict.fromkeys("\u00a0\u2007\u202f\u2009", " "),
    }
)
_FOLDED = str.maketrans("øØæÆłŁđĐßþ", "oOaAlLdDst")
# Letters and digits, joined by hyphen, apostrophe, or a dot, comma or colon inside numbers and
# abbreviated inflections (3,5; EU:s; SVT:s).
WORD = re.compile(
    r"[^\W_]+(?:(?:['’]|[-\u2010\u2011]|(?<=\d)[.,](?=\d)|:(?=[a-zåäö]{1,3}\b)|\u00ad|\u200b)[^\W_]+)*"
)


def normalise(text: str) -> str:
    """`text` in NFC with invisible characters out and quotes, dashes and blanks unified.

    Idempotent. Offsets into the result are not offsets into `text`.
    """
    if text.isascii():
        return text.replace("`", "'") if "`" in text else text
    # Twice, since a mark left alone by a removed character may join the letter before it.
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).translate(_UNIFIED))


def fold(text: str) -> str:
    """`text` in lower case without diacritics: å and ä as a, ö as o, é as e."""
    text = text.lower()
    if text.isascii():
        return text
    parts = unicodedata.normalize("NFD", text.translate(_FOLDED))
    return "".join(char for char in parts if not unicodedata.combining(char))


@dataclass(frozen=True, slots=True)
class Token:
    """A word as written, and where it stands: `text[start:end]` of the text it was read from."""

    text: str
    start: int
    end: int


def words(text: str) -> list[Token]:
    """The words of `text` in order, hyphens, apostrophes and digits included, no punctuation."""
    return [Token(match[0], match.start(), match.end()) for match in WORD.finditer(text)]
