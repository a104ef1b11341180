"""Pictures as the site shows them, named by their bytes: of series, episodes, people, themes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from mediahub.catalog import Series
from mediahub.errors import MediaError
from mediahub.feed import ascii_name, image_name
from mediahub.feed.art import scaled, scaled_logo, size_of
from mediahub.feed.cover import default_cover, plain_picture, prepare_cover
from mediahub.pages import Picture
from mediahub.pages.look import ASSETS
from mediahub.site.values import Content

PEOPLE = "personer"
"""The folder of people's pictures, which several series show."""

Named = tuple[str, Content]
"""A picture with its file name or address."""


def cover(series: Series, publisher: str, data: bytes | None) -> Named:
    """A series' cover from its image's bytes, or one made of its title; and its file name.

    Raises MediaError when the image cannot be read.
    """
    ready = default_cover(series.title, publisher) if data is None else prepare_cover(data)
    return _named("omslag", ready)


def episode_picture(data: bytes) -> Named:
    """An episode's picture and its file name. Raises MediaError when it cannot be read."""
    return _named("bild", prepare_cover(data))


def is_of(person: str, address: str) -> bool:
    """Whether an address is that of the larger picture of this person."""
    name = re.escape(ascii_name(person))
    return re.fullmatch(rf"{PEOPLE}/{name}-[0-9a-f]{{8}}\.(jpg|png)", address) is not None


def theme_picture(data: bytes) -> Named:
    """A theme's picture and its file name: a JPEG or PNG in its own proportions, upright.

    Raises MediaError when it cannot be read.
    """
    try:
        return _named("tema", plain_picture(data))
    except MediaError:
        return _named("tema", prepare_cover(data))


SMALL, LARGE = 400, 800
"""How wide pictures stand in lists and at the head of pages, in pixels."""


@dataclass(frozen=True, slots=True)
class Sized:
    """A picture in two sizes: their file names and contents, and the larger's measures."""

    small: str
    large: str
    width: int
    height: int
    files: Mapping[str, Content]

    def picture(self, folder: str, description: str = "") -> Picture:
        """The picture as pages show it, of files in `folder`."""
        small, large = f"{folder}/{self.small}", f"{folder}/{self.large}"
        return Picture(small, large, self.width, self.height, description)


def sized_name(name: str, width: int) -> str:
    """What a picture is called in another width: `bild-1a2b3c4d-400.jpg`."""
    return f"{name.rpartition('.')[0]}-{width}.jpg"


@dataclass(frozen=True, slots=True)
class Portrait:
    """A person's picture, square, in two sizes: the addresses, and both contents by address.

    Pages show the smaller, apps and shared links the larger.
    """

    small: str
    large: str
    files: Mapping[str, Content]


def person_picture(person: str, data: bytes) -> Portrait:
    """The picture of the person with this id. Raises MediaError when it cannot be read."""
    square = prepare_cover(data)
    name, content = _named(person, scaled(square, LARGE))
    large, small = f"{PEOPLE}/{name}", small_portrait(f"{PEOPLE}/{name}")
    return Portrait(
        small, large, {large: content, small: Content.of_bytes(small, scaled(square, SMALL))}
    )


def small_portrait(large: str) -> str:
    """The address of the smaller picture beside the larger at this one."""
    return sized_name(large, SMALL)


@lru_cache(maxsize=64)
def in_sizes(name: str, data: bytes) -> Sized:
    """The picture called `name` in both sizes. Raises MediaError when it cannot be read."""
    small, large = sized_name(name, SMALL), sized_name(name, LARGE)
    larger = scaled(data, LARGE)
    files = {
        small: Content.of_bytes(small, scaled(data, SMALL)),
        large: Content.of_bytes(large, larger),
    }
    return Sized(small, large, *size_of(larger), files)


def cover_picture(series: str, name: str) -> Picture:
    """A series' cover as pages show it, by its file name: covers are square."""
    small, large = sized_name(name, SMALL), sized_name(name, LARGE)
    return Picture(f"{series}/{small}", f"{series}/{large}", LARGE, LARGE)


def logo_address(stem: str, suffix: str, sha256: str) -> str:
    """Where the logo with this digest stands; a drawn one as it is, another as PNG."""
    return f"{ASSETS}/{stem}.{sha256[:10]}{'.svg' if suffix == '.svg' else '.png'}"


def logo(address: str, data: bytes) -> Content:
    """A logo as it stands at its address. Raises MediaError when it cannot be read."""
    if address.endswith(".svg"):
        return Content.of_bytes(address, data)
    return Content.of_bytes(address, scaled_logo(data))


def _named(stem: str, data: bytes) -> Named:
    try:
        name = image_name(stem, data)
    except ValueError as error:
        raise MediaError(f"{stem}: {error}") from error
    return name, Content.of_bytes(name, data)
