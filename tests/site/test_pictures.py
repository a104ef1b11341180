"""Pictures of the site: named by their bytes, in forms that apps take."""

import io

import pytest
from PIL import Image

from mediahub.catalog import Series
from mediahub.errors import MediaError
from mediahub.site import pictures
from mediahub.site.values import Content


def picture(kind: str, size: tuple[int, int] = (40, 30)) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", size, "teal").save(data, kind)
    return data.getvalue()


def size(content: Content) -> tuple[int, int]:
    assert content.data is not None
    return Image.open(io.BytesIO(content.data)).size


def test_a_persons_picture_is_square_and_stands_among_the_people():
    address, content = pictures.person_picture("anna-lind", picture("PNG"))
    assert address == f"personer/anna-lind-{content.sha256[:8]}.jpg"
    assert (content.type, size(content)) == ("image/jpeg", (1400, 1400))


def test_a_themes_picture_keeps_its_proportions():
    png = picture("PNG")
    name, content = pictures.theme_picture(png)
    assert (name, content.data) == (f"tema-{content.sha256[:8]}.png", png)
    name, content = pictures.theme_picture(picture("WEBP"))
    assert (name[-4:], content.type) == (".jpg", "image/jpeg")
    with pytest.raises(MediaError, match="the image is none of"):
        pictures.theme_picture(b"no picture")


def test_a_series_without_a_picture_gets_a_cover_of_its_title():
    series = Series("podden", "Podden")
    name, made = pictures.cover(series, "Lindhamns stad", None)
    assert name == f"omslag-{made.sha256[:8]}.jpg"
    own = picture("JPEG", (1400, 1400))
    assert pictures.cover(series, "Lindhamns stad", own)[1].data == own


def test_an_episodes_picture_becomes_one_that_apps_take():
    name, content = pictures.episode_picture(picture("PNG"))
    assert name == f"bild-{content.sha256[:8]}.jpg"
    assert size(content) == (1400, 1400)
