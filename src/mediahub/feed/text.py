"""Text fit for a feed: no characters that XML forbids, no value longer than a directory takes."""

import html
import re
import unicodedata

# What XML 1.0 allows (production 2, Char); a recogniser or a slide may hold anything.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

DESCRIPTION_BYTES = 4000
"""Apple's limit for a description, in bytes of UTF-8."""
VALUE_CHARACTERS = 255
"""Apple's limit for a value with no limit of its own."""


def clean(text: str) -> str:
    """The text composed (NFC), with `\\n` line ends and without what XML forbids or trims."""
    if text.isprintable():  # as nearly all is, and then none of it is forbidden
        return unicodedata.normalize("NFC", text).strip()
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _FORBIDDEN.sub("", unicodedata.normalize("NFC", text)).strip()


def allowed(text: str) -> str:
    """The text without what XML forbids, its white space as it is."""
    return text if text.isprintable() else _FORBIDDEN.sub("", text)


def one_line(text: str, limit: int = VALUE_CHARACTERS) -> str:
    """The text on one line with single spaces, cut at a word so that it has at most `limit`."""
    line = " ".join(clean(text).split())
    if len(line) <= limit:
        return line
    return _at_a_word(line[: limit - 1]) + "…"


def cut_to_bytes(text: str, limit: int = DESCRIPTION_BYTES) -> str:
    """The cleaned text, cut at a word so that its UTF-8 form has at most `limit` bytes."""
    text = clean(text)
    if len(text.encode()) <= limit:
        return text
    room = limit - len("…".encode())
    return _at_a_word(text.encode()[:room].decode(errors="ignore")) + "…"


def _at_a_word(text: str) -> str:
    cut = max(text.rfind(" "), text.rfind("\n"))
    # A single word longer than half the room is cut inside rather than lost.
    return (text[:cut] if cut > len(text) // 2 else text).rstrip(" \n.,;:–-")


def escape(text: str) -> str:
    """The cleaned text safe inside HTML, in elements and in quoted attributes alike."""
    return html.escape(clean(text), quote=True)
