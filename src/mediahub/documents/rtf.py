"""Rich Text Format: what a word processor shows of it."""

import re
from dataclasses import dataclass, replace
from pathlib import Path

from mediahub.documents.structure import paragraph
from mediahub.documents.values import TITLE_LEVEL, Document, own_title, plain, sections
from mediahub.errors import MediaError

_TOKEN = re.compile(
    rb"\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)",
    re.DOTALL | re.IGNORECASE,
)
# What stands beside the text: tables of fonts and styles, pictures, heads and feet of pages.
_BESIDE = frozenset(
    {
        *("fonttbl", "colortbl", "pict", "object", "objdata", "header", "headerl", "headerr"),
        *("headerf", "footer", "footerl", "footerr", "footerf", "fldinst", "bkmkstart", "bkmkend"),
        *("annotation", "atnid", "atnauthor", "listtable", "listoverridetable", "revtbl"),
        *("themedata", "datastore", "generator", "xmlnstbl", "rsidtbl", "filetbl", "template"),
        *("nonshppict", "sp", "pntext", "pn", "listtext", "ftnsep", "ftnsepc", "aftnsep"),
        *("author", "operator", "subject", "keywords", "comment", "doccomm", "company", "category"),
        *("manager", "hlinkbase", "creatim", "revtim", "printim", "buptim", "private", "userprops"),
        *("latentstyles", "pgptbl", "mmathPr", "colorschememapping", "xe", "tc", "tcn", "rxe"),
    }
)
# These begin with \* and are shown all the same.
_SHOWN_ANYHOW = frozenset({"shppict", "shptxt", "shpinst", "footnote", "shp"})
_SIGNS = {
    "tab": " ", "line": " ", "cell": " ", "nestcell": " ", "emdash": "—", "endash": "–",
    "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•",
    "emspace": " ", "enspace": " ", "qmspace": " ",
}  # fmt: skip
_ENDS = frozenset({"par", "row", "nestrow", "sect", "page", "column"})
_CHARSETS = {0: 1252, 77: 10000, 128: 932, 161: 1253, 162: 1254, 186: 1257, 204: 1251, 238: 1250}
_MAC = "mac_roman"


@dataclass(frozen=True, slots=True)
class _State:
    """What holds within the group that is open."""

    shown: bool = True
    place: str = ""
    skip: int = 1
    font: int = 0
    style: int = 0
    outline: int | None = None


def read_rtf(path: Path, name: str) -> Document:  # noqa: ARG001 - every reader takes both
    """A page for each heading of level 1 to 3. Raises MediaError."""
    data = path.read_bytes()
    if not data.lstrip().startswith(b"{\\rtf"):
        raise MediaError(
            "not a Rich Text file (.rtf): save it again from the program that made it",
            swedish="det är ingen RTF-fil: spara den på nytt från programmet som gjorde den",
        )
    reader = _Reader(_codec_of_raw(data))
    for token in _TOKEN.finditer(data):
        reader.take(token)
    reader.end_block()
    document = sections(
        own_title(reader.title), [paragraph(text, level) for level, text in reader.blocks]
    )
    if not document.pages and not document.title:
        raise MediaError("there is no text in it", swedish="det finns ingen text i den")
    return document


class _Reader:
    """Goes through the tokens of a file and gathers its paragraphs."""

    def __init__(self, raw: str | None) -> None:
        self.blocks: list[tuple[int, str]] = []
        self._raw = raw
        self.title = ""
        self._state = _State()
        self._open: list[_State] = []
        self._starred = False
        self._codec = "cp1252"
        self._fonts: dict[int, str] = {}
        self._levels: dict[int, int] = {}
        self._text: list[str] = []
        self._after: list[tuple[int, str]] = []
        self._outer: list[tuple[int, list[str]]] = []
        self._style_name = ""
        self._to_skip = 0
        self._bytes = bytearray()

    def take(self, token: re.Match[bytes]) -> None:
        word, number, code, sign, brace, text = token.groups()
        if code is not None:
            if self._to_skip:
                self._to_skip -= 1
            else:
                self._bytes += bytes.fromhex(code.decode())
            return
        self._flush()
        if brace is not None:
            self._brace(brace)
        elif word is not None:
            self._control(word.decode(), int(number) if number else None)
        elif sign is not None:
            self._sign(sign)
        elif text is not None:
            skipped = min(self._to_skip, len(text))
            self._to_skip -= skipped
            self._bytes += text[skipped:]
            self._flush(self._raw)

    def _flush(self, codec: str | None = None) -> None:
        """The bytes so far, in the encoding of their font."""
        if self._bytes:
            codec = codec or self._fonts.get(self._state.font, self._codec)
            self._say(self._bytes.decode(codec, "ignore"))
            self._bytes.clear()

    def _say(self, text: str) -> None:
        place = self._state.place
        if place == "title":
            self.title += text
        elif place == "stylesheet":
            self._style_name += text
        elif self._state.shown and not place:
            self._text.append(text)

    def _brace(self, brace: bytes) -> None:
        self._starred = False
        self._to_skip = 0
        if brace == b"{":
            self._open.append(self._state)
            return
        if self._state.place == "stylesheet" and self._style_name:
            self._name_style()
        depth = len(self._open)
        if self._outer and self._outer[-1][0] == depth:
            _, outer = self._outer.pop()
            if text := plain("".join(self._text)):
                self._after.append((0, text))
            self._text = outer
        if self._open:
            self._state = self._open.pop()

    def _name_style(self) -> None:
        name = self._style_name.strip().rstrip(";").lower()
        self._style_name = ""
        found = re.fullmatch(r"(?:heading|rubrik) ?([1-9])", name)
        if found:
            self._levels[self._state.style] = int(found[1])
        elif name in ("title", "rubrik", "titel"):
            self._levels[self._state.style] = TITLE_LEVEL

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self._starred = True
        elif self._to_skip:
            self._to_skip -= 1
        elif sign in b"\\{}":
            self._say(sign.decode())
        elif sign == b"~":
            self._say("\u00a0")
        elif sign == b"_":
            self._say("-")
        elif sign in b"\r\n":
            self.end_block()

    def _control(self, word: str, number: int | None) -> None:
        starred, self._starred = self._starred, False
        if word == "u" and number is not None:
            self._unicode(number)
        elif word in _ENDS:
            if self._state.shown and not self._state.place:
                self.end_block()
        elif word in _SIGNS:
            self._say(_SIGNS[word])
        elif word == "footnote":
            self._outer.append((len(self._open), self._text))
            self._text = []
        elif word in _BESIDE or (starred and word not in _SHOWN_ANYHOW):
            self._state = replace(self._state, place="beside" if word != "fonttbl" else word)
        elif word in ("stylesheet", "title", "info"):
            self._state = replace(self._state, place=word)
        elif word == "shptxt":
            self._state = replace(self._state, place="")
        else:
            self._property(word, number)

    def _property(self, word: str, number: int | None) -> None:
        state = self._state
        if word in ("v", "deleted"):
            state = replace(state, shown=number == 0)
        elif word == "plain":
            state = replace(state, shown=True)
        elif word == "pard":
            state = replace(state, style=0, outline=None)
        elif word == "s":
            state = replace(state, style=number or 0)
        elif word == "outlinelevel":
            state = replace(state, outline=number)
        elif word == "uc":
            state = replace(state, skip=1 if number is None else number)
        elif word == "f":
            state = replace(state, font=number or 0)
        elif word == "fcharset" and number in _CHARSETS:
            page = _CHARSETS[number]
            self._fonts[state.font] = _MAC if page == 10000 else f"cp{page}"
            if number == 0:
                del self._fonts[state.font]  # "ANSI": what the file says
        elif word == "mac":
            self._codec = _MAC
        elif word == "ansicpg" and number:
            self._codec = _codec(number)
        self._state = state

    def _unicode(self, number: int) -> None:
        code = number + 0x10000 if number < 0 else number
        self._to_skip = self._state.skip
        self._say(chr(code) if code <= 0xFFFF else "")

    def end_block(self) -> None:
        """The text so far is a paragraph, a heading or a row."""
        whole = "".join(self._text).encode("utf-16", "surrogatepass").decode("utf-16", "ignore")
        if text := plain(whole):
            level = self._levels.get(self._state.style, 0)
            if self._state.outline is not None and self._state.outline < 9:
                level = self._state.outline + 1
            self.blocks.append((level, text))
        self._text.clear()
        if not self._outer:
            self.blocks += self._after
            self._after.clear()


def _codec_of_raw(data: bytes) -> str | None:
    """UTF-8 where letters stand as such in it, though the format has no way to say so."""
    try:
        return None if data.isascii() or not data.decode() else "utf-8"
    except UnicodeDecodeError:
        return None


def _codec(page: int) -> str:
    import codecs

    try:
        return codecs.lookup(f"cp{page}").name
    except LookupError:
        return {10000: _MAC, 65001: "utf-8"}.get(page, "cp1252")
