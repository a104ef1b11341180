"""What stands in media/: one pass over the folders, with few questions to the disk."""

import os
import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from mediahub.catalog.moments import leading_no_day
from mediahub.catalog.notices import LEFT_IN_CLOUD, LINKED_FOLDER, NO_SUCH_DAY
from mediahub.catalog.problems import Problems
from mediahub.catalog.values import WRITTEN_KINDS, ItemKind
from mediahub.errors import system_reason
from mediahub.notices import Notice
from mediahub.tongues import Words

MEDIA = "media"
MEDIAHUB = "mediahub.toml"
THEME = "theme.toml"
CANNOT = Words("cannot be read: {why}", "går inte att läsa ({why}).")
PEOPLE = "people.toml"
# fmt: off
_VIDEO = frozenset([
    "mp4", "m4v", "mov", "qt", "mkv", "webm", "avi", "mpg", "mpeg", "mpe", "vob", "ts", "mts",
    "m2ts", "m2t", "mxf", "dv", "wmv", "asf", "flv", "f4v", "3gp", "3g2", "ogv", "rm", "rmvb",
])
"""Containers that mostly hold a picture; where one holds sound alone, the item is a podcast."""
_SOUND = frozenset([
    "mp3", "m4a", "m4b", "m4r", "m4p", "aax", "aa", "aac", "adts", "wav", "wave", "bwf", "w64",
    "rf64", "flac", "ogg", "oga", "opus", "spx", "wma", "mka", "weba", "aif", "aiff", "aifc", "caf",
    "mp2", "mp1", "mpga", "ac3", "eac3", "dts", "amr", "awb", "3ga", "au", "snd", "ape", "wv",
    "mpc", "tta", "tak", "dsf", "dss", "gsm", "voc", "ra",
])
"""Endings of sound; what is protected (m4p, aax, aa) is refused by name when it is looked into."""
# fmt: on
_TEXT = frozenset(
    [
        "md",
        "markdown",
        "txt",
        "text",
        "html",
        "htm",
        "xhtml",
        "docx",
        "docm",
        "dotx",
        "dotm",
        "odt",
        "ott",
        "rtf",
    ]
)  # fmt: skip
_SLIDES = frozenset(["pdf", "pptx", "pptm", "ppsx", "ppsm", "potx", "odp", "otp"])
_PICTURE = frozenset(["jpg", "jpeg", "png", "webp", "gif", "svg"])
CAPTIONS = ("vtt", "srt", "sbv", "ttml", "dfxp")
"""The endings of captions in lower case, the ones that are taken first before others."""
_ONE_DOCUMENT = frozenset(
    ["pages", "key", "numbers", "rtfd", "band", "logicx", "fcpbundle", "imovielibrary", "theater"]
)
"""Endings of folders that a Mac shows, and people copy, as one document."""
_OF_A_PAGE = re.compile(r"(.+)(?:[_-](?:files|filer)|\.fld)", re.IGNORECASE)
"""The folder that a browser or Word puts beside a page it saves, for what the page shows."""
_CHAT = re.compile(
    r"(?:meeting_saved_(?:new_)?chat|chat|GMT\d{8}-\d{6}_Recording(?:new)?Chat)\.txt", re.IGNORECASE
)
"""The names of chats as Zoom saves them, on the computer and in its cloud."""
_PLACEHOLDER = re.compile(r"\.(.+)\.icloud")
"""What a Mac leaves of a file whose content lies in iCloud alone."""
KIND_OF: dict[str, ItemKind] = {
    **dict.fromkeys(sorted(_VIDEO), "film"),
    **dict.fromkeys(sorted(_SOUND), "podcast"),
    **dict.fromkeys(sorted(_TEXT), "article"),
    **dict.fromkeys(sorted(_SLIDES), "slides"),
}
"""The kind of item that a file ending (lower case) stands for."""


@lru_cache(maxsize=2**15)  # asked some ten times about each file
def stem_and_ending(name: str) -> tuple[str, str]:
    """A file name in two: without its ending, and the ending in lower case without the dot."""
    stem, dot, ending = name.rpartition(".")
    return (stem, ending.lower()) if dot and stem else (name, "")


@lru_cache(maxsize=2**15)
def kind_of(name: str) -> ItemKind | None:
    """The kind of item that a file of this name is; None when its ending says nothing."""
    return KIND_OF.get(stem_and_ending(name)[1])


def is_written(name: str) -> bool:
    """Whether the file's ending is that of a text or of slides."""
    return kind_of(name) in WRITTEN_KINDS


def is_sound(name: str) -> bool:
    """Whether the file's ending is that of a format without picture."""
    return stem_and_ending(name)[1] in _SOUND


def is_picture(name: str) -> bool:
    """Whether the file's ending is that of a still picture."""
    return stem_and_ending(name)[1] in _PICTURE


def is_ignored(name: str) -> bool:
    """Whether a name is not for us: dot files, editors' and Office's leavings, README."""
    return name[:1] in ".~" or name[-1:] == "~" or name[:6].upper() == "README"


def is_chat(name: str) -> bool:
    """Whether a file is what Zoom writes of a meeting's chat: messages to some stand in it, too."""
    return _CHAT.fullmatch(name) is not None


def left_in_cloud(name: str) -> str | None:
    """The file that a placeholder of iCloud stands for, where it is one that would be taken."""
    match = _PLACEHOLDER.fullmatch(name)
    if match is None:
        return None
    taken = kind_of(match[1]) or stem_and_ending(match[1])[1] in (*CAPTIONS, "toml")
    return match[1] if taken else None


def nfc(name: str) -> str:
    """The name with composed letters, as two names are compared."""
    return name if name.isascii() else unicodedata.normalize("NFC", name)


@dataclass(slots=True)
class Folder:
    """A folder in media/ and the files in it that may matter.

    `parts` are the names on the way to it, as seen from the workspace ("media", …). `files` are the
    names on disk by their NFC form; `links` those among them that are symbolic links; `twins` names
    whose NFC form another file has already.
    """

    path: str
    parts: tuple[str, ...]
    files: dict[str, str] = field(default_factory=dict)
    links: set[str] = field(default_factory=set)
    twins: list[str] = field(default_factory=list)
    stems: dict[str, list[str]] = field(default_factory=dict)
    """The names of the media files and documents that share a stem (NFC)."""
    captions: list[str] = field(default_factory=list)
    """The names of captions."""
    others: list[str] = field(default_factory=list)
    """The names of all else that is no TOML."""

    @property
    def label(self) -> str:
        """The folder as messages name it, relative to the workspace."""
        return "/".join(self.parts)

    def rivals(self, name: str) -> list[str]:
        """The files that share the stem of `name` and count as much as it does.

        A document beside a film is no rival to the film: slides that are put beside a published
        episode must not change the episode's id.
        """
        sharing = self.stems.get(nfc(stem_and_ending(name)[0]), [])
        media = [other for other in sharing if not is_written(other)]
        return sharing if is_written(name) else media


@dataclass(slots=True)
class Boundary:
    """The workspace on disk: what a link or a path may lead to."""

    root: Path
    inside: tuple[str, ...]
    """Real paths of the workspace, and of media/ when that is itself a link."""

    def holds(self, path: str) -> bool:
        """Whether the file that `path` leads to, links followed, lies in the workspace."""
        real = os.path.realpath(path)
        return any(real == base or real.startswith(base + os.sep) for base in self.inside)


def boundary(root: Path) -> Boundary:
    """The boundary of the workspace at `root`, a resolved path."""
    places = dict.fromkeys((str(root), os.path.realpath(root / MEDIA)))
    return Boundary(root, tuple(place.rstrip(os.sep) for place in places))


def walk(root: Path, problems: Problems, notices: list[Notice]) -> list[Folder]:
    """Every folder in media/ in the order of its path; linked folders are named, not followed."""
    folders = []
    waiting: list[tuple[str, tuple[str, ...]]] = [(str(root / MEDIA), (MEDIA,))]
    while waiting:
        path, parts = waiting.pop()
        folder = Folder(path, parts)
        try:
            with os.scandir(path) as entries:
                inner = _sort_entries(folder, entries, notices)
        except OSError as error:
            problems.add(folder.label, "", CANNOT.said(why=system_reason(error)))
            continue
        folders.append(folder)
        if (wrong := leading_no_day(parts[-1])) is not None:
            notices.append(NO_SUCH_DAY.at(shown_name(folder.label), day=wrong))
        waiting += [(f"{path}/{name}", (*parts, name)) for name in inner]
    folders.sort(key=lambda folder: folder.parts)
    return folders


def _sort_entries(
    folder: Folder, entries: "os._ScandirIterator[str]", notices: list[Notice]
) -> list[str]:
    """Put the files into `folder`; return the names of the folders in it."""
    inner = []
    for entry in sorted(entries, key=lambda entry: entry.name):
        name = entry.name
        if is_ignored(name):
            if (meant := left_in_cloud(nfc(name))) is not None:
                notices.append(LEFT_IN_CLOUD.at(shown_name(f"{folder.label}/{meant}")))
            continue
        if entry.is_dir(follow_symlinks=False):
            if stem_and_ending(name)[1] in _ONE_DOCUMENT:
                folder.others.append(name)
            else:
                inner.append(name)
            continue
        link = entry.is_symlink()
        if link and os.path.isdir(entry.path):  # noqa: PTH112  (entry.is_dir raises on a loop)
            notices.append(LINKED_FOLDER.at(shown_name(f"{folder.label}/{name}")))
            continue
        if not link and not entry.is_file(follow_symlinks=False):
            continue  # a pipe or a device
        _add_file(folder, name, link)
    return [name for name in inner if not _is_of_a_page(folder, name)]


def _is_of_a_page(folder: Folder, name: str) -> bool:
    """Whether a folder holds the pictures and scripts of a saved web page beside it."""
    match = _OF_A_PAGE.fullmatch(nfc(name))
    return match is not None and any(
        f"{match[1]}.{ending}" in folder.files for ending in ("html", "htm")
    )


def _add_file(folder: Folder, name: str, link: bool) -> None:
    composed = nfc(name)
    stem, ending = stem_and_ending(composed)
    if composed in folder.files:
        folder.twins.append(name)
    else:
        folder.files[composed] = name
        if ending in CAPTIONS:
            folder.captions.append(name)
        elif ending not in KIND_OF and ending != "toml":
            folder.others.append(name)
    if link:
        folder.links.add(name)
    if ending in KIND_OF:
        folder.stems.setdefault(stem, []).append(name)


def shown_name(name: str) -> str:
    """The name as it can be printed: bytes that are no UTF-8 become U+FFFD."""
    if name.isascii():
        return name
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
