"""A picture that somebody hands in: what it is, found out by reading it to its end."""

import io
import warnings
from dataclasses import dataclass

from mediahub.errors import MediaError
from mediahub.feed.art import LARGEST, SMALLEST

MOST_BYTES = 20 << 20
SHORTEST, LONGEST = 300, 12_000
"""Pixels of a side: one that is shorter is blurred on a page, a longer one is no photograph."""
MOST_PIXELS = 80_000_000
"""What a camera gives at most; a small file may say that it is larger than any memory."""
ENDINGS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What a picture is: the ending that fits its bytes, and its sides in pixels."""

    ending: str
    width: int
    height: int


def handed_in(data: bytes) -> HandedIn:
    """What the picture is, whatever it is called.

    Raises MediaError, with words in Swedish, for what is no JPEG, PNG or WebP that can be read to
    its end, and for one that is too large or too small.
    """
    from PIL import Image, UnidentifiedImageError

    if len(data) > MOST_BYTES:
        raise _refused(
            f"the picture is larger than {MOST_BYTES >> 20} MB",
            f"Bilden är större än {MOST_BYTES >> 20} MB. Spara den mindre.",
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=tuple(ENDINGS)) as image:
                _require_sides(*image.size)
                image.load()
                return HandedIn(ENDINGS[str(image.format)], *image.size)
    except UnidentifiedImageError:
        raise _refused(
            "it is no JPEG, PNG or WebP", "Det är ingen bild i JPEG, PNG eller WebP."
        ) from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _many_pixels() from None
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise _refused(
            f"the picture cannot be read to its end ({error})",
            "Bilden går inte att läsa till slutet. Spara den på nytt.",
        ) from error


def cover_handed_in(data: bytes) -> HandedIn:
    """What the cover of a series is: a picture as `handed_in` takes it, and as directories want it.

    Raises MediaError, with words in Swedish, also for one that is not square or not of 1400 to
    3000 pixels: made fit by us it would have borders, or be blurred, wherever the series is shown.
    """
    facts = handed_in(data)
    size = f"{facts.width} × {facts.height}"
    if facts.width != facts.height:
        raise _refused(
            f"the cover is {size} pixels, and not square",
            f"Omslaget är {size} bildpunkter. Det ska vara kvadratiskt: beskär bilden.",
        )
    if not SMALLEST <= facts.width <= LARGEST:
        raise _refused(
            f"the cover is {size} pixels; {SMALLEST} to {LARGEST} are taken",
            f"Omslaget är {size} bildpunkter. Det ska ha {SMALLEST} till {LARGEST} på varje ledd.",
        )
    return facts


def _require_sides(width: int, height: int) -> None:
    if width * height > MOST_PIXELS or max(width, height) > LONGEST:
        raise _many_pixels()
    if min(width, height) < SHORTEST:
        raise _refused(
            f"it is {width} × {height} pixels, and a side has {SHORTEST} at least",
            f"Bilden är {width} × {height} bildpunkter. Den ska ha minst {SHORTEST} på varje ledd.",
        )


def _many_pixels() -> MediaError:
    return _refused(
        f"it has more than {LONGEST} pixels on a side, or {MOST_PIXELS} in all",
        f"Bilden har för många bildpunkter: högst {LONGEST} på varje ledd. Spara den mindre.",
    )


def _refused(english: str, swedish: str) -> MediaError:
    return MediaError(english, swedish=swedish)
