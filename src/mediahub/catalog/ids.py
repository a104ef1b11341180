"""Ids: slugs of folder and file name, safe as a folder name and in a web address."""

import hashlib
import re
import unicodedata
from collections.abc import Sequence

ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
MAX_ID = 120
"""Characters in a derived id; a folder name may hold 255 bytes and file names are built on ids."""

# Letters that Unicode does not take apart into a base letter and a mark.
_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ß": "ss", "ð": "d", "þ": "th",
                          "ł": "l", "đ": "d", "ı": "i"})  # fmt: skip
_OTHER = re.compile(r"[^a-z0-9]+")


def is_id(text: str) -> bool:
    """Whether the text can be an id."""
    return len(text) <= MAX_ID and re.fullmatch(ID_PATTERN, text) is not None


def slug(text: str) -> str:
    """`text` in lower-case a–z, 0–9 and single hyphens; "" when nothing of it can be written so.

    å and ä become a, ö o, é e; decomposed and composed Unicode give the same.
    """
    if not text.isascii():
        plain = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
        # Marks go without a trace; any other sign separates words.
        text = "".join(sign for sign in plain if not unicodedata.combining(sign))
        text = text.lower().translate(_LETTERS)
    return _OTHER.sub("-", text.lower()).strip("-")


def name_slug(name: str) -> str:
    """The slug of a file or folder name, never empty.

    A name that slugs to nothing (only emoji) gives `item-` and 8 hex digits of the SHA-1 of its
    NFC form.
    """
    return slug(name) or f"item-{_digest(unicodedata.normalize('NFC', name))}"


def path_id(parts: Sequence[str], ending: str = "") -> str:
    """The id of a file or folder from the names on the way to it, a file's own without its ending.

    `ending` is appended where the rest would not tell two files apart. At most `MAX_ID` characters:
    a longer one is cut and ends in 8 hex digits of its whole.
    """
    whole = "-".join([*(name_slug(part) for part in parts), *filter(None, [slug(ending)])])
    if len(whole) <= MAX_ID:
        return whole
    return f"{whole[: MAX_ID - 9].rstrip('-')}-{_digest(whole)}"


def _digest(name: str) -> str:
    # Not for security: eight digits that tell names apart. File names may hold undecodable bytes.
    data = name.encode("utf-8", "surrogateescape")
    return hashlib.sha1(data, usedforsecurity=False).hexdigest()[:8]
