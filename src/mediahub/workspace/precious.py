"""What of a workspace nothing can remake: what people wrote, what was promised, what is private."""

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from mediahub.catalog import load_for_reading
from mediahub.catalog.scan import MEDIA, MEDIAHUB, is_written, kind_of
from mediahub.errors import MediahubError, system_reason
from mediahub.tongues import Said, joined
from mediahub.workspace.private import AUDIT, PRIVATE, SESSIONS

PUBLISHED, FORMER = "published", "published.toml"
FOLDERS = (MEDIA, PUBLISHED, PRIVATE)
DERIVED = ("transcripts", "index", "feeds")
RESTORED_OVER = "restored-over"
"""In `private/`, what a restored backup took the place of: a backup of it would hold all twice."""
GROWS = f"{PRIVATE}/{AUDIT}"
"""The one file that is only added to: it may grow while it is read."""
_UNFINISHED = re.compile(r"\.mediahub-.*\.tmp(\..*)?|.*\.(part|crdownload|download)|.*~", re.DOTALL)
_Seen = tuple[int, int, int]

NOT_ORDINARY = Said("no ordinary file", "ingen vanlig fil")


@dataclass(frozen=True, slots=True)
class Precious:
    """The files, as seen from the workspace with forward slashes, and how each lay on disk.

    `left_out` are recordings that were not asked for, with their size in bytes; `passed_over` is
    what cannot be taken, a line each.
    """

    files: dict[str, _Seen] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)
    passed_over: tuple[str, ...] = ()

    def lies_as(self, other: "Precious") -> bool:
        """Whether nothing was changed between one look and the other."""
        mine, theirs = ({k: v for k, v in one.files.items() if k != GROWS} for one in (self, other))
        return mine == theirs


def precious(root: Path, *, media: bool) -> Precious:
    """All that is precious in a workspace; its recordings too, with `media`."""
    files: dict[str, _Seen] = {}
    left_out: dict[str, int] = {}
    passed_over: list[str] = []
    for name in _names(root):
        path = root / name
        try:
            seen = path.stat()  # what a link leads to is what people put there
        except OSError as error:
            passed_over.append(joined(": ", (name, system_reason(error))))
            continue
        if not stat.S_ISREG(seen.st_mode):
            passed_over.append(joined(": ", (name, NOT_ORDINARY)))
        elif not media and _is_recording(name):
            left_out[name] = seen.st_size
        else:
            files[name] = (seen.st_size, seen.st_mtime_ns, seen.st_ino)
    return Precious(files, left_out, tuple(passed_over))


def _names(root: Path) -> list[str]:
    names = {one for one in (MEDIAHUB, FORMER) if (root / one).is_file()}
    for folder in FOLDERS:
        names.update(_below(root, folder))
    names.update(_named_elsewhere(root))
    return sorted(names)


def _below(root: Path, folder: str) -> Iterator[str]:
    for at, folders, files in os.walk(root / folder):
        inner = Path(at).relative_to(root).as_posix()
        if inner == PRIVATE and RESTORED_OVER in folders:
            folders.remove(RESTORED_OVER)
        for name in files:
            where = f"{inner}/{name}"
            if not _UNFINISHED.fullmatch(name) and where != f"{PRIVATE}/{SESSIONS}":
                yield where


def _named_elsewhere(root: Path) -> Iterator[str]:
    """Files of the workspace that its TOML files name outside these folders: covers, a logo."""
    try:
        catalogue = load_for_reading(root)
    except MediahubError:
        return
    paths = [catalogue.site.logo, catalogue.site.credit_logo]
    paths += [series.image for series in catalogue.series]
    paths += [theme.image for theme in catalogue.themes]
    for item in catalogue.items:
        described = item.described if isinstance(item.described, Path) else None
        paths += [item.path, item.captions, item.image, item.truth, described]
    inside = Path(os.path.abspath(root))  # noqa: PTH100 - a link on the way is the person's own
    for path in paths:
        whole = None if path is None else Path(os.path.abspath(path))  # noqa: PTH100
        if whole is not None and whole.is_relative_to(inside) and whole.is_file():
            name = whole.relative_to(inside)
            if name.parts[0] not in (*FOLDERS, *DERIVED) and not name.parts[0].startswith("."):
                yield name.as_posix()


def _is_recording(name: str) -> bool:
    file = name.rpartition("/")[2]
    return kind_of(file) is not None and not is_written(file)
