"""Cover art: judged, mended, and drawn where there is none."""

import io

import pytest
from PIL import Image

from mediahub.errors import MediaError
from mediahub.feed import check_cover, default_cover, prepare_cover
from mediahub.feed.cover import _PALETTES, small_cover


def encoded(image, kind="PNG", **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def opened(data):
    return Image.open(io.BytesIO(data))


@pytest.fixture(scope="module")
def drawn():
    return default_cover("Jämlikhetspodden på Åland", "Exempelstaden")


def test_a_drawn_cover_is_what_directories_take(drawn):
    assert check_cover(drawn) == ()
    image = opened(drawn)
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (3000, 3000))
    assert len(drawn) < 512 * 1024


def test_the_same_title_gives_the_same_cover(drawn):
    assert default_cover("Jämlikhetspodden på Åland", "Exempelstaden") == drawn
    decomposed = "Ja\u0308mlikhetspodden pa\u030a A\u030aland"
    assert default_cover(decomposed, "Exempelstaden") == drawn


@pytest.mark.parametrize(("plain", "marked"), [("A", "Å"), ("a", "å"), ("o", "ö"), ("e", "é")])
def test_the_marks_of_swedish_letters_are_drawn_above_them(plain, marked):
    def ink_rows(title):
        grey = opened(default_cover(title)).convert("L").crop((0, 0, 3000, 1400))
        rows = grey.point(lambda value: 255 if value > 200 else 0).getbbox()
        return rows[1], rows[3]

    assert ink_rows(marked)[0] < ink_rows(plain)[0] - 40
    assert ink_rows(marked)[1] == ink_rows(plain)[1]


@pytest.mark.parametrize("title", ["", "🎙️", "x" * 300, "ord " * 100, "Ärö–”…"])
def test_any_title_gives_a_cover(title):
    assert check_cover(default_cover(title)) == ()


def luminance(colour):
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("ground", [palette[0] for palette in _PALETTES])
def test_white_is_read_on_every_ground(ground):
    assert 1.05 / (luminance(ground) + 0.05) >= 7


def test_good_art_is_left_as_it_is():
    data = encoded(Image.new("RGB", (1400, 1400), "navy"))
    assert check_cover(data) == ()
    assert prepare_cover(data) == data


@pytest.mark.parametrize(
    ("image", "kind", "problem"),
    [
        (Image.new("RGBA", (1400, 1400)), "PNG", "its colours are RGBA, not RGB"),
        (Image.new("CMYK", (1400, 1400)), "JPEG", "its colours are CMYK, not RGB"),
        (Image.new("RGB", (1400, 1500)), "JPEG", "it is 1400 × 1500 pixels, not square"),
        (Image.new("RGB", (600, 600)), "PNG", "it is 600 × 600 pixels; 1400 to 3000 are taken"),
        (Image.new("RGB", (3100, 3100)), "PNG", "it is 3100 × 3100 pixels; 1400 to 3000"),
        (Image.new("RGB", (1400, 1400)), "WEBP", "it is WEBP, not JPEG or PNG"),
    ],
)
def test_bad_art_is_named_and_mended(image, kind, problem):
    data = encoded(image, kind)
    assert any(told.startswith(problem) for told in check_cover(data))
    assert check_cover(prepare_cover(data)) == ()


def test_transparency_becomes_white():
    mended = opened(prepare_cover(encoded(Image.new("RGBA", (1500, 1500), (255, 0, 0, 0)))))
    assert (mended.size, mended.getpixel((700, 700))) == ((1500, 1500), (255, 255, 255))


def test_a_wide_picture_is_padded_in_the_colour_of_its_edges_and_never_cut():
    wide = Image.new("RGB", (1600, 400), (0, 0, 200))
    wide.paste((200, 0, 0), (400, 100, 1200, 300))
    mended = opened(prepare_cover(encoded(wide)))
    assert mended.size == (1600, 1600)
    assert mended.getpixel((800, 50))[2] > 180
    assert mended.getpixel((800, 800))[0] > 180


def test_a_small_picture_is_scaled_up():
    assert opened(prepare_cover(encoded(Image.new("RGB", (300, 200))))).size == (1400, 1400)


def test_a_turned_photograph_stands_upright():
    photo = Image.new("RGB", (1600, 1600), "blue")
    photo.paste("yellow", (0, 0, 1600, 200))
    exif = Image.Exif()
    exif[0x0112] = 3
    data = encoded(photo, "JPEG", exif=exif)
    assert check_cover(data) == ("it is turned by an EXIF mark that not every app follows",)
    mended = opened(prepare_cover(data))
    assert mended.getpixel((800, 1550))[0] > 200
    assert mended.getpixel((800, 50))[0] < 60


@pytest.mark.parametrize("data", [b"", b"<svg/>", b"\xff\xd8\xff\xe0 broken", b"GIF89a"])
def test_what_is_no_image_is_a_media_error(data):
    with pytest.raises(MediaError, match="image"):
        prepare_cover(data)
    assert check_cover(data)


def test_half_an_image_is_a_media_error():
    whole = encoded(Image.effect_noise((1600, 1500), 50).convert("RGB"), "JPEG")
    with pytest.raises(MediaError, match="cannot be read"):
        prepare_cover(whole[: len(whole) // 2])


@pytest.mark.parametrize("size", [(20, 10), (1400, 1400), (3000, 2000)])
def test_a_picture_for_inside_a_sound_file_is_small(size: tuple[int, int]):
    for picture in (Image.new("RGB", size, "navy"), Image.effect_noise(size, 90)):
        made = small_cover(encoded(picture))
        image = Image.open(io.BytesIO(made))
        assert (image.format, image.width, len(made) <= 100_000) == ("JPEG", image.height, True)
        assert dict(image.getexif()) == {}
