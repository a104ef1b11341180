"""The pictures of one published item, put into the site under names of their bytes."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from mediahub.catalog import Item, Series
from mediahub.errors import MediaError
from mediahub.feed import check_cover
from mediahub.mediafile import cover_of
from mediahub.pages import Picture
from mediahub.pipeline.stage import Handle, Public, Scratch
from mediahub.site import pictures
from mediahub.site.episodes import taking_part
from mediahub.site.values import Content


class ItemPictures:
    """The pictures of one item, prepared and put into the site under names of their bytes."""

    def __init__(self, public: Public, item: Item, source: Handle, scratch: Scratch) -> None:
        self._public, self._item, self._source = public, item, source
        self._scratch = scratch
        self.files: dict[str, dict[str, Any]] = {}
        """Each picture by its address in the site."""
        self._data: dict[str, tuple[str, bytes | None]] = {}

    def own(self, what: str) -> str | None:
        """The file name of the item's own or its theme's picture, beside its page."""
        handle = self._public.pictures.get(what)
        if handle is None:
            return None
        name, content = _prepared(what, str(self._scratch.path(handle)), handle.sha256)
        self._put(f"{self._public.folder}/{name}", content)
        self._data[what] = (name, content.data)
        return name

    def squared(self, what: str) -> str | None:
        """The file name of a picture of any form as apps take it: of itself where they do."""
        handle = self._public.pictures.get(what)
        if handle is None:
            return None
        path = str(self._scratch.path(handle))
        name, content = _prepared(what, path, handle.sha256)
        if content.data is not None and check_cover(content.data):
            name, content = _prepared("image", path, handle.sha256)
        self._put(f"{self._public.folder}/{name}", content)
        return name

    def in_file(self) -> str | None:
        """The file name of the media file's own picture; None where it has none that can be read.

        One that cannot be is no reason to hold the episode back.
        """
        source = self._source
        found = _inside(str(self._scratch.path(source)), source.sha256)
        if found is None:
            return None
        name, content = found
        self._put(f"{self._public.folder}/{name}", content)
        self._data["image"] = (name, content.data)
        return name

    def in_two_sizes(self, poster: str | None, sha256: str) -> Picture | None:
        """The picture that lists show of it: its own, its film's still, else its theme's.

        None where only its series has one. `poster` is the still's file name beside its page.
        """
        folder = self._public.folder
        name, data = self._data.get("image") or self._data.get("theme") or ("", None)
        if "image" not in self._data and poster is not None:
            still = Handle(f"feeds/{folder}/{poster}", sha256)
            name, data = poster, self._scratch.path(still).read_bytes()
        if data is None:
            return None
        sized = pictures.in_sizes(name, data)
        for file, content in sized.files.items():
            self._put(f"{folder}/{file}", content)
        return sized.picture(folder, self._item.image_description or "")

    def people(self) -> dict[str, pictures.Portrait]:
        """The picture of each who takes part, by id."""
        found = {}
        for contributor in taking_part(self._item, self._public.series):
            person = contributor.person.id
            handle = self._public.pictures.get(f"person {person}")
            if handle is not None:
                portrait = _portrait(person, str(self._scratch.path(handle)), handle.sha256)
                for place, content in portrait.files.items():
                    self._put(place, content)
                found[person] = portrait
        return found

    def _put(self, address: str, content: Content) -> None:
        assert content.data is not None  # noqa: S101 - it is made in memory
        if not self._scratch.path(Handle(f"feeds/{address}", content.sha256)).exists():
            self._scratch.out(f"feeds/{address}").write_bytes(content.data)
        self.files[address] = {
            "type": content.type, "sha256": content.sha256, "length": content.length
        }  # fmt: skip


@lru_cache(maxsize=32)
def _prepared(what: str, path: str, _sha256: str) -> tuple[str, Content]:
    data = Path(path).read_bytes()
    return pictures.episode_picture(data) if what == "image" else pictures.theme_picture(data)


@lru_cache(maxsize=32)
def _inside(path: str, _sha256: str) -> tuple[str, Content] | None:
    try:
        data = cover_of(Path(path))
        return pictures.episode_picture(data) if data is not None else None
    except MediaError:
        return None


@lru_cache(maxsize=64)
def _portrait(person: str, path: str, _sha256: str) -> pictures.Portrait:
    return pictures.person_picture(person, Path(path).read_bytes())


@lru_cache(maxsize=32)
def _cover(series: Series, publisher: str, path: str | None, _sha256: str) -> tuple[str, Content]:
    return pictures.cover(series, publisher, Path(path).read_bytes() if path else None)


def series_cover(
    series: Series, publisher: str, found: Mapping[str, Handle], scratch: Scratch
) -> tuple[str, Content]:
    """A series' cover and its file name; `found` has its source under "cover", if it has one."""
    handle = found.get("cover")
    path = str(scratch.path(handle)) if handle is not None else None
    plain_series = Series(series.id, series.title)  # all that a cover is made of
    return _cover(plain_series, publisher, path, handle.sha256 if handle is not None else "")


def picture_json(picture: Picture | None) -> dict[str, Any] | None:
    """A picture in two sizes as a JSON value."""
    if picture is None:
        return None
    return {
        "small": picture.small,
        "large": picture.large,
        "width": picture.width,
        "height": picture.height,
        "description": picture.description,
    }
