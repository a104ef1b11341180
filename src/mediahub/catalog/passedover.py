"""What stands in media/ and is not taken: told by name, since silence would say that it is."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from mediahub.catalog.notices import HIDDEN_ENDING, NO_PICTURE_OF, NOT_READ
from mediahub.catalog.scan import (
    MEDIAHUB,
    PEOPLE,
    THEME,
    Folder,
    is_picture,
    kind_of,
    nfc,
    shown_name,
    stem_and_ending,
)
from mediahub.catalog.sidecars import ENDINGS as CAPTIONS
from mediahub.notices import Notice

_HIDING = frozenset(["txt", "text", "rtf", "doc", "docx"])
"""Endings that an editor puts behind the one that was meant."""
_SILENT = frozenset(
    ["part", "partial", "crdownload", "download", "tmp", "temp", "opdownload", "bak"]
)
_SYSTEM = frozenset(["thumbs.db", "desktop.ini", "icon\r", "ehthumbs.db"])
_OURS = (".edits.json", ".truth.json", ".peaks.json")
_SHOWN = 5

_SOUND = ("Export it as MP3, M4A, WAV or FLAC.", "Exportera den som MP3, M4A, WAV eller FLAC.")
_FILM = ("Export it as MP4.", "Exportera den som MP4.")
_TEXT = ("Save it as PDF or DOCX.", "Spara den som PDF eller DOCX.")
_SLIDES = ("Save it as PDF or PPTX.", "Spara den som PDF eller PPTX.")
_CAPTIONS = ("Export the captions as WebVTT (.vtt).", "Exportera undertexterna som WebVTT (.vtt).")
_PICTURE = ("Save the picture as JPEG or PNG.", "Spara bilden som JPEG eller PNG.")
_NOTHING = (
    "Remove it, or put its content here in a form such as MP3, MP4, PDF or DOCX.",
    "Ta bort den, eller lägg innehållet här i en form som MP3, MP4, PDF eller DOCX.",
)
_ADVICE: dict[str, tuple[str, str]] = {
    **dict.fromkeys(("aax", "aa", "m4p", "ra", "rm", "amr", "awb", "dss", "ds2", "mid", "midi",
                     "ape", "wv", "caf", "aif", "aiff", "mp2", "ac3", "dts", "m4b", "msv",
                     "gsm"), _SOUND),
    **dict.fromkeys(("wmv", "flv", "mts", "m2ts", "ts", "mpg", "mpeg", "vob", "3gp", "ogv", "asf",
                     "mxf", "dv", "swf", "rmvb", "f4v", "prproj", "fcpxml", "drp"), _FILM),
    **dict.fromkeys(("pages", "doc", "dot", "odt", "rtf", "wpd", "wps", "epub", "tex", "txt",
                     "docm", "dotx", "mobi", "xps", "xls", "xlsx", "ods", "numbers", "csv"), _TEXT),
    **dict.fromkeys(("key", "ppt", "pps", "ppsx", "pptm", "odp"), _SLIDES),
    **dict.fromkeys(("ass", "ssa", "sub", "idx", "stl", "scc", "sup", "usf", "smi", "lrc", "xml",
                     "sbv", "ttml", "dfxp", "cap", "json", "srv3"), _CAPTIONS),
    **dict.fromkeys(("heic", "heif", "tif", "tiff", "bmp", "psd", "ai", "eps", "avif", "raw", "cr2",
                     "nef", "indd"), _PICTURE),
}  # fmt: skip
"""What to make of a file of an ending that is not read, in English and Swedish."""


def passed_over(folder: Folder, taken: Collection[str], named: Collection[str]) -> Iterator[Notice]:
    """A notice for each kind of file in a folder that nothing is made of.

    `taken` are the names on disk that are items, `named` the file names (NFC, lower case) that any
    TOML says. What is never meant for us is passed over in silence.
    """
    unread: dict[str, list[str]] = {}
    pictures: list[str] = []
    for composed, name in sorted(folder.files.items()):
        if name in taken or composed.casefold() in named:
            continue
        if (meant := hidden(composed)) is not None:
            ending = stem_and_ending(composed)[1]
            place = shown_name(f"{folder.label}/{name}")
            yield HIDDEN_ENDING.at(place, ending=ending, meant=meant)
        elif _is_known(composed):
            continue
        elif is_picture(composed):
            pictures.append(shown_name(name))
        elif kind_of(composed) is None:
            unread.setdefault(stem_and_ending(composed)[1], []).append(shown_name(name))
    for ending, names in sorted(unread.items()):
        english, swedish = _ADVICE.get(ending, _NOTHING)
        yield NOT_READ.at(
            folder.label, files=_some(names), instead=english, instead_swedish=swedish
        )
    if pictures:
        one = len(pictures) == 1
        yield NO_PICTURE_OF.at(
            folder.label,
            files=_some(pictures),
            they="it is" if one else "they are",
            they_swedish="den visas" if one else "de visas",
        )


def names_in(documents: Iterable[Mapping[str, Any] | None]) -> frozenset[str]:
    """The last parts of all that TOML documents say that may be a file (NFC, lower case)."""
    found: set[str] = set()
    waiting: list[object] = [*documents]
    while waiting:
        value = waiting.pop()
        if isinstance(value, Mapping):
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
        elif isinstance(value, str) and "." in value and "\n" not in value:
            found.add(nfc(re.split(r"[/\\]", value)[-1]).casefold())
    return frozenset(found)


def _is_known(name: str) -> bool:
    """Whether it is read, or told, elsewhere; or never meant for mediahub."""
    lower = name.casefold()
    ending = stem_and_ending(name)[1]
    return (
        ending in ("toml", *CAPTIONS)
        or ending in _SILENT
        or lower in _SYSTEM
        or lower.endswith(_OURS)
    )


def hidden(name: str) -> str | None:
    """The name that was meant, where an editor or a system put another ending behind it.

    So too for a TOML of ours in other letter case, which is none on other systems.
    """
    stem, ending = stem_and_ending(name)
    inner = stem_and_ending(stem)[1]
    if ending in _HIDING and (inner == "toml" or inner in CAPTIONS or kind_of(stem) is not None):
        return stem
    return next(
        (own for own in (THEME, PEOPLE, MEDIAHUB) if name.casefold() == own and name != own), None
    )


def _some(names: list[str]) -> str:
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" (+{more})" if more > 0 else "")
