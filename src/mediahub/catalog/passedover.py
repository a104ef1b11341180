"""What stands in media/ and is not taken: told by name, since silence would say that it is."""

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from mediahub.catalog.check import tables, text
from mediahub.catalog.entries import Document
from mediahub.catalog.notices import EDITS_ALONE, HIDDEN_ENDING, NO_PICTURE_OF, NOT_READ
from mediahub.catalog.scan import (
    CAPTIONS,
    MEDIA,
    MEDIAHUB,
    Folder,
    is_picture,
    is_written,
    kind_of,
    nfc,
    shown_name,
    stem_and_ending,
)
from mediahub.catalog.sidecars import name_key, nearest_recording
from mediahub.notices import Notice

_HIDING = frozenset(["txt", "text", "rtf", "doc", "docx", "odt"])
"""Endings that an editor puts behind the one that was meant."""
_SILENT = frozenset(
    ["part", "partial", "crdownload", "download", "tmp", "temp", "opdownload", "bak"]
)
_SYSTEM = frozenset(["thumbs.db", "desktop.ini", "icon\r", "ehthumbs.db"])
_EDITS = ".edits.json"
_EXAMPLES = ("film", "avsnitt-1", "inspelning", "inspelningens-namn")
"""Names of recordings that may stand for any; it is enough that one of them is nobody's."""
_OURS = (".truth.json", ".peaks.json")
_SHOWN = 5
_LONG = 180
"""Characters of a journal's name from which on it may be a cut one, which tells no more whose."""
_PAGE_BYTES = 1 << 20

_SOUND = ("Export it as MP3, M4A, WAV or FLAC.", "Exportera den som MP3, M4A, WAV eller FLAC.")
_FILM = ("Export it as MP4.", "Exportera den som MP4.")
_TEXT = ("Save it as PDF or DOCX.", "Spara den som PDF eller DOCX.")
_SLIDES = ("Save it as PDF or PPTX.", "Spara den som PDF eller PPTX.")
_CAPTIONS = ("Export the captions as WebVTT (.vtt).", "Exportera undertexterna som WebVTT (.vtt).")
_DATA = (
    "If these are captions, export them as WebVTT (.vtt); else remove it.",
    "Om det är undertexter, exportera dem som WebVTT (.vtt); ta annars bort den.",
)
_PICTURE = ("Save the picture as JPEG or PNG.", "Spara bilden som JPEG eller PNG.")
_ARCHIVE = ("Unpack it here.", "Packa upp den här.")
_SHORTCUT = (
    "It only leads to something: put that itself here.",
    "Den leder bara till något annat: lägg det hit i stället.",
)
_NOTHING = (
    "Remove it, or put its content here in a form such as MP3, MP4, PDF or DOCX.",
    "Ta bort den, eller lägg innehållet här i en form som MP3, MP4, PDF eller DOCX.",
)
_ADVICE: dict[str, tuple[str, str]] = {
    **dict.fromkeys(("ds2", "mid", "midi", "msv", "band", "logicx", "aup3", "aup", "sesx",
                     "reapeaks"), _SOUND),
    **dict.fromkeys(("swf", "prproj", "fcpxml", "drp", "fcpbundle", "imovielibrary", "theater",
                     "braw", "r3d"), _FILM),
    **dict.fromkeys(("pages", "doc", "dot", "wpd", "wps", "epub", "tex", "mobi", "xps", "xls",
                     "xlsx", "ods", "numbers", "csv", "rtfd", "mht", "mhtml", "webarchive", "eml",
                     "msg", "one", "rst", "adoc", "org"), _TEXT),
    **dict.fromkeys(("key", "ppt", "pps"), _SLIDES),
    **dict.fromkeys(("ass", "ssa", "sub", "idx", "stl", "scc", "sup", "usf", "smi", "lrc", "cap",
                     "srv1", "srv2", "srv3", "sami", "mcc", "itt"), _CAPTIONS),
    **dict.fromkeys(("json", "xml", "tsv", "yaml", "yml", "ini", "nfo"), _DATA),
    **dict.fromkeys(("heic", "heif", "tif", "tiff", "bmp", "psd", "ai", "eps", "avif", "raw", "cr2",
                     "nef", "indd", "jfif"), _PICTURE),
    **dict.fromkeys(("zip", "rar", "7z", "tar", "gz", "tgz", "bz2", "xz", "dmg", "iso"), _ARCHIVE),
    **dict.fromkeys(("url", "lnk", "webloc", "desktop", "gdoc", "gslides", "gsheet", "m3u", "m3u8",
                     "pls"), _SHORTCUT),
}  # fmt: skip
"""What to make of a file of an ending that is not read, in English and Swedish."""


def passed_over(
    folder: Folder, recordings: Sequence[str], named: frozenset[str]
) -> Iterator[Notice]:
    """A notice for each kind of file in a folder that nothing is made of.

    `recordings` are the names of its recordings, `named` the keys (`path_key`) of all files that a
    TOML names. What is never meant for us is passed over in silence.
    """
    unread: dict[str, list[str]] = {}
    pictures: list[str] = []
    for name in folder.others:
        composed = nfc(name)
        if (meant := hidden(composed)) is not None:
            yield _hidden(folder, name, meant)
        elif composed.lower().endswith(_EDITS):
            yield from _edits_alone(folder, composed, recordings)
        elif _is_meant_for_others(composed) or path_key(f"{folder.path}/{name}") in named:
            continue
        elif is_picture(composed):
            pictures.append(name)
        else:
            unread.setdefault(stem_and_ending(composed)[1], []).append(shown_name(name))
    for written in (name for names in folder.stems.values() for name in names):
        if (meant := hidden(nfc(written))) is not None:
            yield _hidden(folder, written, meant)
    for ending, names in sorted(unread.items()):
        english, swedish = _ADVICE.get(ending, _NOTHING)
        files = _some(sorted(names))
        place = shown_name(folder.label)
        yield NOT_READ.at(place, files=files, instead=english, instead_swedish=swedish)
    if pictures and (unused := _unused(folder, pictures)):
        one = len(unused) == 1
        yield NO_PICTURE_OF.at(
            shown_name(folder.label),
            files=_some(sorted(map(shown_name, unused))),
            they="it is" if one else "they are",
            they_swedish="den visas" if one else "de visas",
        )


def files_named(documents: Iterable[Document]) -> frozenset[str]:
    """The keys (`path_key`) of all files that TOML documents name, each as seen from its folder."""
    found = set()
    for document in {id(one): one for one in documents}.values():
        if document.raw is None:
            continue
        inner = (
            table for key in ("items", "series", "people") for _, table in tables(document.raw, key)
        )
        for table in (document.raw, *inner):
            for key in ("file", "image", "picture", "truth", "captions"):
                file = text(table, key)
                if file:
                    found.add(path_key(os.path.join(document.path.parent, file)))  # noqa: PTH118
    return frozenset(found)


def path_key(path: str) -> str:
    """A path in the form in which two names of one file are the same."""
    return name_key(os.path.normpath(path))


def hidden(name: str) -> str | None:
    """The name that was meant, where an editor or a system put another ending behind it.

    Not for texts called after a recording ("tal.mp3.txt", "tal.mp4.docx"): those are what programs
    make of it.
    """
    stem, ending = stem_and_ending(name)
    if ending not in _HIDING:
        return None
    inner = stem_and_ending(stem)[1]
    return stem if inner == "toml" or inner in CAPTIONS else None


def misnamed_settings(root: Path) -> str | None:
    """The file that was probably to be the mediahub.toml which is not there, or None."""
    beginning, _ = stem_and_ending(MEDIAHUB)
    inside = _names_in(root / MEDIA)
    described = {stem_and_ending(name)[0] for name in inside if kind_of(name)}
    for name in _names_in(root):
        stem, ending = stem_and_ending(hidden(name) or name)
        if name_key(stem).startswith(beginning) and ending in ("toml", "tml"):
            return name
    for name in inside:  # where a TOML may be about a recording
        if name_key(hidden(name) or name) == MEDIAHUB and beginning not in described:
            return f"{MEDIA}/{name}"
    return None


def _names_in(folder: Path) -> list[str]:
    try:
        return sorted(os.listdir(folder))  # noqa: PTH208
    except OSError:
        return []


def _hidden(folder: Folder, name: str, meant: str) -> Notice:
    place, ending = shown_name(f"{folder.label}/{name}"), stem_and_ending(name)[1]
    return HIDDEN_ENDING.at(place, ending=ending, meant=shown_name(meant))


def _edits_alone(folder: Folder, name: str, recordings: Sequence[str]) -> Iterator[Notice]:
    """That there are corrections here and nothing that they correct, if so."""
    of = name[: -len(_EDITS)]
    keys = {name_key(one) for one in recordings}
    keys |= {name_key(stem_and_ending(one)[0]) for one in recordings}
    if name_key(of) in keys or len(name) > _LONG:
        return
    taken = {name_key(one) for one in folder.others}
    free = [one for one in recordings if taken.isdisjoint(_own_edits(one))]
    near = nearest_recording(of, free) or (free[0] if len(free) == 1 else None)
    # An example that is a recording's own name would be followed, and what it has written over.
    others = (one for one in _EXAMPLES if name_key(one) not in keys)
    example = f"{stem_and_ending(near)[0] if near else next(others)}{_EDITS}"
    yield EDITS_ALONE.at(shown_name(f"{folder.label}/{name}"), example=shown_name(example))


def _own_edits(recording: str) -> Iterator[str]:
    """The keys of the names that the edits of a recording may have."""
    for stem in (recording, stem_and_ending(recording)[0]):
        yield name_key(f"{stem}{_EDITS}")


def _is_meant_for_others(name: str) -> bool:
    """Whether a file was never meant to be taken."""
    lower = name.lower()
    return stem_and_ending(name)[1] in _SILENT or lower in _SYSTEM or lower.endswith(_OURS)


def _unused(folder: Folder, pictures: Sequence[str]) -> list[str]:
    """Those of the pictures that no text in the folder shows either."""
    pages = []
    for name in (one for names in folder.stems.values() for one in names):
        if is_written(name) and stem_and_ending(name)[1] in ("md", "markdown", "html", "htm"):
            try:
                with open(f"{folder.path}/{name}", "rb") as file:  # noqa: PTH123
                    pages.append(file.read(_PAGE_BYTES))
            except OSError:
                continue  # why it cannot be read is told when it is
    shown = b"\n".join(pages)
    return [one for one in pictures if not shown or not _is_in(one, shown)]


def _is_in(name: str, pages: bytes) -> bool:
    from urllib.parse import quote

    names = (name, nfc(name), quote(nfc(name)))
    return any(one.encode("utf-8", "surrogateescape") in pages for one in names)


def _some(names: list[str]) -> str:
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" (+{more})" if more > 0 else "")
