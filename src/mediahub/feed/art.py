"""Cover art as directories want it: square, 1400 to 3000 pixels, RGB, JPEG or PNG, no alpha."""

import io
import warnings
from typing import TYPE_CHECKING

from mediahub.errors import MediaError
from mediahub.feed.metadata import without_metadata

if TYPE_CHECKING:
    from PIL.Image import Image

SMALLEST = 1400
LARGEST = 3000
HEAVIEST = 100_000
"""The bytes of a picture inside a sound file: it is downloaded with every episode."""
_SMALL = ((600, 85), (600, 70), (600, 50), (300, 70), (300, 40), (150, 40))
"""The sides (pixels) and qualities in which such a picture is tried."""
_READABLE = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP")


def check_cover(data: bytes) -> tuple[str, ...]:
    """What directories would refuse in this image, in plain English; empty when they take it."""
    try:
        image = _opened(data)
    except MediaError as error:
        return (str(error),)
    problems = [*check_picture(data)]
    if image.format not in {"JPEG", "PNG"}:
        problems.append(f"it is {image.format}, not JPEG or PNG")
    if image.mode != "RGB" or "transparency" in image.info:
        problems.append(f"its colours are {image.mode}, not RGB without transparency")
    if image.width != image.height:
        problems.append(f"it is {image.width} × {image.height} pixels, not square")
    if not SMALLEST <= min(image.size) <= max(image.size) <= LARGEST:
        problems.append(
            f"it is {image.width} × {image.height} pixels; {SMALLEST} to {LARGEST} are taken"
        )
    if is_turned(image):
        problems.append("it is turned by an EXIF mark that not every app follows")
    return tuple(problems)


def check_picture(data: bytes) -> tuple[str, ...]:
    """What is wrong with a picture of any size and form: that it cannot be read to its end."""
    try:
        _opened(data).load()
    except MediaError as error:
        return (str(error),)
    except (OSError, ValueError, SyntaxError) as error:
        return (f"the image cannot be read to its end ({error})",)
    return ()


def prepare_cover(data: bytes) -> bytes:
    """The image as directories take it; as it is, but for its metadata, when they do already.

    Otherwise an RGB JPEG: transparency on white, padded to a square in the colour of its edges,
    scaled to 1400 to 3000 pixels. Raises MediaError when it cannot be read as an image.
    """
    if not check_cover(data):
        return without_metadata(data)
    from PIL import Image, ImageOps

    try:
        image = _flat(ImageOps.exif_transpose(_opened(data)))
    except (OSError, ValueError, SyntaxError) as error:
        raise MediaError(
            f"the image cannot be read ({error})", swedish=f"Bilden går inte att läsa (“{error}”)."
        ) from error
    side = min(max(*image.size, SMALLEST), LARGEST)
    inside = ImageOps.contain(image, (side, side), Image.Resampling.LANCZOS)
    square = Image.new("RGB", (side, side), _edge_colour(inside))
    square.paste(inside, ((side - inside.width) // 2, (side - inside.height) // 2))
    return jpeg(square)


def scaled(data: bytes, width: int, *, height: int | None = None) -> bytes:
    """The image as a light RGB JPEG at most `width` (and `height`) pixels; never made larger.

    Transparency lies on white. Raises MediaError when it cannot be read as an image.
    """
    from PIL import Image, ImageOps

    try:
        image = _opened(data)
        image.draft("RGB", (width * 2, (height or width) * 2))  # a large JPEG is not read whole
        image = _flat(ImageOps.exif_transpose(image))
        image.thumbnail((width, height or 4 * width), Image.Resampling.LANCZOS)
    except (OSError, ValueError, SyntaxError) as error:
        raise MediaError(
            f"the image cannot be read ({error})", swedish=f"Bilden går inte att läsa (“{error}”)."
        ) from error
    out = io.BytesIO()
    image.save(out, "JPEG", quality=78, optimize=True, progressive=True)
    return without_metadata(out.getvalue())


def scaled_logo(data: bytes) -> bytes:
    """A logo as PNG, at most 160 pixels high, its transparency kept. Raises MediaError."""
    from PIL import Image

    try:
        image = _opened(data).convert("RGBA")
        image.thumbnail((960, 160), Image.Resampling.LANCZOS)
    except (OSError, ValueError, SyntaxError) as error:
        raise MediaError(
            f"the image cannot be read ({error})", swedish=f"Bilden går inte att läsa (“{error}”)."
        ) from error
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def size_of(data: bytes) -> tuple[int, int]:
    """Width and height of an image in pixels. Raises MediaError."""
    return _opened(data).size


def _flat(image: "Image") -> "Image":
    from PIL import Image

    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    return image.convert("RGB")


def small_cover(data: bytes) -> bytes:
    """The image as a square JPEG of at most `HEAVIEST` bytes, to be carried inside a sound file.

    Raises MediaError when it cannot be read as an image.
    """
    from PIL import Image

    whole = _opened(prepare_cover(data)).convert("RGB")
    made = b""
    for side, quality in _SMALL:
        image = whole.resize((side, side), Image.Resampling.LANCZOS)
        made = jpeg(image, quality=quality)
        if len(made) <= HEAVIEST:
            break
    return made


def plain_picture(data: bytes) -> bytes:
    """A JPEG or PNG in its own form and size, upright and without metadata.

    Other bytes are given back as they are. Raises MediaError when it cannot be read as an image.
    """
    from PIL import ImageOps

    bare = without_metadata(data)
    if bare == data:
        return data
    image = _opened(data)
    try:
        if not is_turned(image):
            return bare
        # Metadata goes, and with it the mark by which it was shown upright.
        upright = ImageOps.exif_transpose(image)
        if image.format == "PNG":
            out = io.BytesIO()
            upright.save(out, "PNG")
            return without_metadata(out.getvalue())
        return jpeg(upright.convert("RGB"))
    except (OSError, ValueError, SyntaxError) as error:
        raise MediaError(
            f"the image cannot be read ({error})", swedish=f"Bilden går inte att läsa (“{error}”)."
        ) from error


def is_turned(image: "Image") -> bool:
    """Whether an EXIF mark says that the image is to be turned or mirrored to be shown."""
    return bool(image.getexif().get(0x0112, 1) != 1)


def jpeg(image: "Image", *, quality: int = 90) -> bytes:
    """The RGB image as JPEG bytes without any metadata."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, optimize=True, subsampling=0)
    return without_metadata(out.getvalue())


def _opened(data: bytes) -> "Image":
    from PIL import Image, UnidentifiedImageError

    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            return Image.open(io.BytesIO(data), formats=_READABLE)
        except UnidentifiedImageError:
            names = ", ".join(_READABLE)
            raise MediaError(
                f"the image is none of {names}", swedish=f"Bilden är inget av {names}."
            ) from None
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise MediaError(
                "the image has more pixels than a cover can need",
                swedish="Bilden har fler bildpunkter än ett omslag kan behöva.",
            ) from None
        except (OSError, ValueError, SyntaxError) as error:
            raise MediaError(
                f"the image cannot be read ({error})",
                swedish=f"Bilden går inte att läsa (“{error}”).",
            ) from error


def _edge_colour(image: "Image") -> tuple[int, int, int]:
    """The mean colour of the sides that the padding will touch."""
    from PIL import ImageStat

    width, height = image.size
    if width > height:
        edges = [image.crop((0, 0, width, 1)), image.crop((0, height - 1, width, height))]
    else:
        edges = [image.crop((0, 0, 1, height)), image.crop((width - 1, 0, width, height))]
    means = [ImageStat.Stat(edge).mean for edge in edges]
    red, green, blue = (round(sum(channel) / 2) for channel in zip(*means, strict=True))
    return red, green, blue
