"""A picture that is handed in for an item, a theme, a series or a person, and what it shows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path, PurePosixPath
from typing import Literal

from mediahub import atomic
from mediahub.catalog.check import is_address
from mediahub.catalog.ids import name_slug
from mediahub.catalog.scan import MEDIA, stem_and_ending
from mediahub.desk.describing import (
    Described,
    describe_item,
    describe_person,
    describe_series,
    describe_theme,
)
from mediahub.desk.filenames import LONGEST, numbered
from mediahub.desk.sheets import (
    Decide,
    Sheet,
    Values,
    item_sheet,
    person_sheet,
    series_sheet,
    theme_sheet,
)
from mediahub.errors import MediahubError
from mediahub.feed.handedin import HandedIn, cover_handed_in, handed_in

PicturedKind = Literal["item", "theme", "series", "person"]


@dataclass(frozen=True, slots=True)
class _Kind:
    """How the table of a kind is found and described, by which keys it names its picture, what the
    picture has to be, and in which folder beside the TOML it is kept. `words` is "" where nobody is
    told what it shows: a cover shows the series' title.
    """

    sheet: Callable[[Path, str], Sheet]
    describe: Callable[[Path, str, Decide], Described]
    file: str
    words: str
    look: Callable[[bytes], HandedIn] = handed_in
    folder: str = ""


KINDS: Mapping[PicturedKind, _Kind] = {
    "item": _Kind(item_sheet, describe_item, "image", "image_description"),
    "theme": _Kind(theme_sheet, describe_theme, "image", "image_description"),
    "series": _Kind(series_sheet, describe_series, "image", "", cover_handed_in, MEDIA),
    "person": _Kind(person_sheet, describe_person, "picture", "picture_description"),
}


@dataclass(frozen=True, slots=True)
class Pictured:
    """The picture that a table names: as it stands there, its file, if here, and what it shows."""

    named: str = ""
    file: Path | None = None
    words: str = ""


class PictureChangedError(MediahubError):
    """Another picture is named than when it was looked at; nothing was written."""

    def __init__(self, now: Pictured) -> None:
        self.now = now
        super().__init__(
            f"the picture is {now.named or 'none'} now: somebody has changed it",
            swedish=f"Bilden är {now.named} nu: någon annan har bytt den."
            if now.named
            else "Någon annan har tagit bort bilden.",
        )


def pictured(root: Path, kind: PicturedKind, of: str) -> Pictured:
    """The picture of what has this id, as it is named now. Raises SettingsError for none."""
    return _pictured(kind, KINDS[kind].sheet(root, of))


def give_picture(
    root: Path, kind: PicturedKind, of: str, data: bytes, called: str, words: str, seen: str
) -> Described:
    """Put a picture beside the TOML that names it, and have that name it and say what it shows.

    `called` is a proposal for its name; no file that is there is written over, and the picture
    before stays where it is. `seen` is how that was named when whoever gives this one looked.
    Raises MediaError for what is no picture, PictureChangedError where another is named now,
    FaultsError for what the table cannot say.
    """
    own = KINDS[kind]
    facts = own.look(data)
    folder = own.sheet(root, of).file.parent / own.folder
    plain = PurePosixPath(called.replace("\\", "/")).name
    stem = name_slug(stem_and_ending(plain)[0])[:LONGEST].rstrip("-") or "bild"
    path, made = _placed(folder, f"{stem}.{facts.ending}", data)

    def decide(sheet: Sheet) -> Values:
        now = _pictured(kind, sheet)
        if now.named != seen:
            raise PictureChangedError(now)
        return {own.file: str(PurePosixPath(own.folder, path.name)), **_worded(own, words)}

    try:
        return own.describe(root, of, decide)
    except BaseException:
        if made and pictured(root, kind, of).file != path:
            path.unlink(missing_ok=True)
        raise


def describe_picture(root: Path, kind: PicturedKind, of: str, words: str, seen: str) -> Described:
    """Have a table say otherwise what its picture shows. Raises as `give_picture`."""
    own = KINDS[kind]

    def decide(sheet: Sheet) -> Values:
        now = _pictured(kind, sheet)
        if now.named != seen:
            raise PictureChangedError(now)
        return _worded(own, words)

    return own.describe(root, of, decide)


def _worded(own: _Kind, words: str) -> dict[str, object]:
    return {own.words: words} if own.words else {}


def _pictured(kind: PicturedKind, sheet: Sheet) -> Pictured:
    own = KINDS[kind]
    named = str(sheet.table.get(own.file) or "")
    file = sheet.file.parent / named if named and not is_address(named) else None
    return Pictured(named, file, str(sheet.table.get(own.words) or "") if own.words else "")


def _placed(folder: Path, name: str, data: bytes) -> tuple[Path, bool]:
    """The picture under the first name that is free or that has these very bytes; if it is new."""
    for number in count(1):
        path = folder / numbered(name, number)
        if atomic.write_new(path, data):
            return path, True
        if path.is_file() and path.read_bytes() == data:
            return path, False
    raise AssertionError  # count has no end
