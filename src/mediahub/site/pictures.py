"""Pictures as the site shows them, named by their bytes: of series, episodes, people, themes."""

import re

from mediahub.catalog import Series
from mediahub.errors import MediaError
from mediahub.feed import ascii_name, image_name
from mediahub.feed.cover import default_cover, plain_picture, prepare_cover
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


def person_picture(person: str, data: bytes) -> Named:
    """The picture of the person with this id, and its address: square, as apps show it round.

    Raises MediaError when it cannot be read.
    """
    name, content = _named(person, prepare_cover(data))
    return f"{PEOPLE}/{name}", content


def is_of(person: str, address: str) -> bool:
    """Whether an address is that of a picture of this person."""
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


def _named(stem: str, data: bytes) -> Named:
    try:
        name = image_name(stem, data)
    except ValueError as error:
        raise MediaError(f"{stem}: {error}") from error
    return name, Content.of_bytes(name, data)
