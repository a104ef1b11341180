"""Pictures of the site: named by their bytes, in forms that apps take."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageOps
from PIL.PngImagePlugin import PngInfo

from mediahub.catalog import Series
from mediahub.errors import MediaError
from mediahub.feed.metadata import without_metadata
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
    made = pictures.person_picture("anna-lind", picture("PNG"))
    digest = made.files[made.large].sha256[:8]
    assert made.large == f"personer/anna-lind-{digest}.jpg"
    assert made.small == f"personer/anna-lind-{digest}-400.jpg"
    assert {name: (one.type, size(one)) for name, one in made.files.items()} == {
        made.large: ("image/jpeg", (800, 800)), made.small: ("image/jpeg", (400, 400)),
    }  # fmt: skip
    assert pictures.is_of("anna-lind", made.large)
    assert not pictures.is_of("anna-lind", made.small)


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


def phone_picture(kind: str, size: tuple[int, int], turned: int = 1) -> bytes:
    """A picture as a phone leaves it: where, when and with what it was taken, and which way up."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = turned, "Kameran"
    gps = exif.get_ifd(0x8825)
    gps.update({1: "N", 2: (57.0, 42.0, 10.0), 3: "E", 4: (11.0, 58.0, 3.0)})
    out, more = io.BytesIO(), {}
    if kind == "JPEG":
        more = {"comment": b"Barnens skola", "xmp": b"<x:xmpmeta>Barnens skola</x:xmpmeta>"}
    else:
        info = PngInfo()
        info.add_itxt("Description", "Barnens skola")
        more = {"pnginfo": info}
    image = Image.new("RGB", size, "teal")
    image.paste("white", (0, 0, size[0] // 2, size[1] // 2))
    image.save(out, kind, exif=exif, **more)
    return out.getvalue() + b"Barnens skola"  # phones put second pictures after the end


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("turned", [1, 3, 6])
@pytest.mark.parametrize("size_", [(1400, 1400), (64, 32)])
def test_no_picture_tells_where_or_when_it_was_taken(kind: str, turned: int, size_):
    data = phone_picture(kind, size_, turned)
    assert dict(Image.open(io.BytesIO(data)).getexif().get_ifd(0x8825))  # it was there
    upright = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    for name, content in (
        pictures.cover(Series("podden", "Podden"), "Staden", data),
        pictures.episode_picture(data),
        *pictures.person_picture("anna", data).files.items(),
        *pictures.in_sizes("bild-00000000.jpg", data).files.items(),
        pictures.theme_picture(data),
    ):
        assert content.data is not None
        shown = Image.open(io.BytesIO(content.data))
        assert dict(shown.getexif()) == {}
        assert not {"exif", "xmp", "comment", "Description"} & set(shown.info)
        for told in (b"Kameran", b"Barnens skola", b"Exif\0", b"eXIf"):
            assert told not in content.data
        if name.startswith("tema"):
            assert shown.size == upright.size
            for spot in ((1, 1), (shown.width - 2, 1), (1, shown.height - 2)):
                pairs = zip(shown.getpixel(spot), upright.getpixel(spot), strict=True)
                assert all(abs(one - other) < 12 for one, other in pairs)


def test_what_a_picture_looks_like_is_not_encoded_anew():
    data = phone_picture("JPEG", (1400, 1400))
    _, content = pictures.episode_picture(data)
    assert content.data is not None
    before, after = (Image.open(io.BytesIO(one)) for one in (data, content.data))
    assert before.tobytes() == after.tobytes()


def test_a_progressive_picture_keeps_all_its_scans_and_its_colours():
    out = io.BytesIO()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    noise = Image.effect_noise((64, 48), 60).convert("RGB")
    noise.save(out, "JPEG", progressive=True, restart_marker_blocks=2, icc_profile=profile,
               exif=Image.Exif(), comment=b"hemligt")  # fmt: skip
    _, content = pictures.theme_picture(out.getvalue())
    assert content.data is not None
    shown = Image.open(io.BytesIO(content.data))
    assert shown.info["icc_profile"] == profile
    assert "comment" not in shown.info
    assert shown.tobytes() == Image.open(out).tobytes()


@given(st.binary(max_size=60), st.sampled_from((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"")))
def test_bytes_that_are_no_picture_are_let_be(data: bytes, head: bytes):
    assert len(without_metadata(head + data)) <= len(head + data)


@given(st.integers(0, 700))
def test_a_picture_cut_short_is_let_be(at: int):
    whole = picture("JPEG")
    cut = whole[: min(at, len(whole) - 1)]
    assert without_metadata(cut) == cut
