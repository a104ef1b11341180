"""Text that people wrote, whatever program they saved it with: read right, or refused.

A file is UTF-8 or UTF-16, else windows-1252 or Mac Roman, the encodings that Swedish programs of
two decades saved in. Those two give the same bytes to other signs, so the likelier is taken and
told: in one of them the bytes make å, ä, ö, quotes and dashes that stand where they may stand.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mediahub.errors import MediaError
from mediahub.notices import Notice, NoticeKind, Words

_SAVE = "Save it anew as UTF-8."
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_CANDIDATES: Mapping[str, str] = {"windows-1252": "windows-1252", "mac-roman": "Mac Roman"}
"""In order of how common they are; the codec's name, and the one that people know."""

_SAVE_WORDS = Words(_SAVE, "Spara om den som UTF-8.")
NOT_UTF8 = NoticeKind(
    "text-not-utf8",
    Words(
        "it is not UTF-8; it was read as {encoding}, as its letters suggest.",
        "filen är inte i UTF-8; den lästes som {encoding}, som bokstäverna tyder på.",
    ),
    _SAVE_WORDS,
)
ENCODED_TWICE = NoticeKind(
    "text-encoded-twice",
    Words(
        "it was saved as UTF-8 by a program that took it for {encoding}; its letters were put "
        "right.",
        "filen sparades som UTF-8 av ett program som tog den för {encoding}; bokstäverna har "
        "rättats.",
    ),
    _SAVE_WORDS,
)

_SWEDISH = frozenset("åäöÅÄÖ")
_NEAR = frozenset("æøÆØüÜ")
_NAMES = frozenset("àáâãçèêëìíîïñòóôõúùûýÿßÀÁÂÃÇÈÊËÌÍÎÏÑÒÓÔÕÚÙÛÝŸŠšŽžŒœ")
_QUOTES = frozenset("”“„«»‘‚‹›")
_ANYWHERE = frozenset("’–—…")
_SIGNS = frozenset("§€£‰•©®™½¼¾×±²³·")
_LOOSE = frozenset("\u00a0\u00ad°´")
# What a character is worth as a witness for Swedish: each is worth about how sure it is, and one
# that cannot stand where it stands outweighs one that can.
_MISFIT = -3.0

_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""Controls that lay nothing out, halves of characters, and what Unicode keeps out of text: neither
a feed nor a JSON file can hold them all."""


def no_text(text: str) -> str | None:
    """The first character that no text has, as U+0000 is written; None where all is text."""
    found = _NO_TEXT.search(text)
    return f"U+{ord(found.group()):04X}" if found is not None else None


@dataclass(frozen=True, slots=True)
class ReadText:
    """A file's text, the codec it was read by, and what a person should know about that.

    Line ends are as they stand in the file; a byte-order mark is not part of the text.
    """

    text: str
    encoding: str
    notice: Notice | None = None


def read_text(path: Path) -> ReadText:
    """The text of the file at `path`, as `decode`. Raises OSError when it cannot be read."""
    return decode(path.read_bytes(), path.name)


def decode(data: bytes, name: str) -> ReadText:
    """The text of `data`, the contents of the file called `name`; never with U+FFFD or NUL in it.

    Raises MediaError when the bytes are no text, or none that reads as Swedish.
    """
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return _strict(data.removeprefix(mark), encoding, name)
    if (unmarked := _unmarked_utf16(data)) is not None:
        return _strict(data, unmarked, name)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        return _guessed(data, error.start, name)
    if "\0" in text:
        raise _no_text(name)
    return _encoded_twice(text, name) or ReadText(_whole(text, name), "utf-8")


def _strict(data: bytes, encoding: str, name: str) -> ReadText:
    """The text of `data`, whose `encoding` its mark tells."""
    codec = encoding.removesuffix("-sig")
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        line = _last_line(data[: error.start].decode(codec, "ignore"))
        raise MediaError(
            f"{name} says that it is {codec.upper()}, but line {line} is not. {_SAVE}",
            swedish=f"{name} säger sig vara {codec.upper()}, men rad {line} är det inte. "
            f"{_SAVE_WORDS.swedish}",
        ) from error
    if "\0" in text:
        raise _no_text(name)
    return ReadText(_whole(text, name), encoding)


def _no_text(name: str) -> MediaError:
    return MediaError(
        f"{name} is no text file: it holds bytes that no text has. {_SAVE}",
        swedish=f"{name} är ingen textfil. {_SAVE_WORDS.swedish}",
    )


def _whole(text: str, name: str) -> str:
    """`text`, unless another program has lost letters of it."""
    at = text.find("\ufffd")
    if at < 0:
        return text
    raise MediaError(
        f"{name}, line {_last_line(text[:at])}: another program lost a letter when it saved the "
        "file, and put \ufffd there. Write the letter anew, or save the original as UTF-8.",
        swedish=f"{name}, rad {_last_line(text[:at])}: ett annat program tappade en bokstav när "
        "filen sparades, och skrev \ufffd där. Skriv bokstaven på nytt, eller spara om originalet "
        "som UTF-8.",
    )


def _last_line(text: str) -> int:
    """The number of the line that `text` ends in, whatever its line ends are."""
    return len(re.findall(r"\r\n?|\n", text)) + 1


def _unmarked_utf16(data: bytes) -> str | None:
    """The codec of UTF-16 without a mark: every other byte, nearly, is NUL, and the others never.

    Nearly, since quotes and dashes have no NUL.
    """
    if len(data) < 2 or len(data) % 2 or b"\0" not in data:
        return None
    even, odd = data[::2], data[1::2]
    for high, low, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if 0 not in low and high.count(0) * 2 > len(high):
            return encoding
    return None


def _encoded_twice(text: str, name: str) -> ReadText | None:
    """`text` put right if it was UTF-8 that a program took for another encoding and encoded again.

    Only when all of it was: å next to Ã¤ is left as it is.
    """
    for encoding, called in _CANDIDATES.items():
        # The first byte of å, ä, ö, Å, Ä and Ö in UTF-8 is C3.
        if b"\xc3".decode(encoding) not in text:
            continue
        codes = _codes(encoding)
        try:
            once = bytes(codes[char] for char in text).decode()
        except (KeyError, UnicodeDecodeError):
            continue
        if not _SWEDISH.isdisjoint(once):
            notice = ENCODED_TWICE.at(name, encoding=called)
            return ReadText(_whole(once, name), "utf-8", notice)
    return None


def _codes(encoding: str) -> dict[str, int]:
    """The byte of each character; bytes that stand for none count as the control of that number."""
    return {bytes([n]).decode(encoding, "ignore") or chr(n): n for n in range(256)}


def _guessed(data: bytes, first_bad: int, name: str) -> ReadText:
    """The text of `data`, which is not UTF-8 from the byte `first_bad` on."""
    if re.search(rb"[\0-\x08\x0e-\x19\x1b-\x1f]", data):  # 1A ended files in DOS
        raise _no_text(name)
    found: list[tuple[float, str, str]] = []
    for encoding in _CANDIDATES:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        found.append((_swedish(text), encoding, text))
    worth, encoding, text = max(found, key=lambda one: one[0])  # of equals the first
    if worth <= 0:
        line = _last_line(data[:first_bad].decode("latin-1"))
        raise MediaError(
            f"{name}, line {line}: the letters are not UTF-8, and read as windows-1252 or Mac "
            f"Roman they make no Swedish. {_SAVE}",
            swedish=f"{name}, rad {line}: bokstäverna är inte UTF-8, och blir ingen svenska på "
            f"något annat vis heller. {_SAVE_WORDS.swedish}",
        )
    notice = NOT_UTF8.at(name, encoding=_CANDIDATES[encoding])
    return ReadText(text, encoding, notice)


def _swedish(text: str) -> float:
    """How well the characters of `text` beyond ASCII witness that it is Swedish; above 0 it is."""
    padded = f" {text} "
    return sum(
        _worth(char[0], padded[char.start()], padded[char.start() + 2])
        for char in re.finditer(r"[^\0-\x7f]", text)
    )


def _worth(char: str, before: str, after: str) -> float:
    """What `char` between these two witnesses for Swedish, from -3 to 3."""
    if char.isalpha():
        return _letter_worth(char, before, after)
    inside = before.isalpha() and after.isalpha()
    if char in _QUOTES:
        return _MISFIT if inside else 2.0
    if char in _ANYWHERE:
        return 1.0 if inside else 2.0
    if char in _SIGNS:
        return _MISFIT if after.isalpha() else 1.0
    return 1.0 if char in _LOOSE else _MISFIT


def _letter_worth(char: str, before: str, after: str) -> float:
    if char.isupper() and before.islower():
        # Wrongly read quotes stand as capitals within a word, and hardly anything else.
        return 0.0 if char in _SWEDISH else _MISFIT
    alone = not (_is_plain(before) or _is_plain(after))
    if char in _SWEDISH:
        # The byte of Mac Roman's Ö is an ellipsis in windows-1252.
        return 1.0 if alone and char.isupper() else 3.0
    # A letter of a name or loan word stands in a word of plain letters; others are in no Swedish.
    if alone:
        return _MISFIT
    if char in _NEAR or char in "éÉ":
        return 1.0
    return 0.1 if char in _NAMES else _MISFIT


def _is_plain(char: str) -> bool:
    return char.isalpha() and (char.isascii() or char in _SWEDISH or char in "éÉ")
