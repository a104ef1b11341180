"""The small pictures that a film's player shows over its time line, in one light file."""

import io
from pathlib import Path

from mediahub.feed.names import image_name
from mediahub.mediafile import contact_sheet
from mediahub.pages import Stills

COLUMNS, MOST = 8, 48
CELL = (160, 90)
"""Width and height of one picture (pixels)."""
SPARSEST_MS = 2_000
"""So far apart they stand at least."""
HEAVIEST = 200_000
"""Bytes of the file, at most; it is made coarser until it has no more."""
_QUALITIES = (72, 62, 52, 42, 32, 22, 12)


def spacing(duration_ms: int) -> tuple[int, int]:
    """How far apart the pictures of a film stand (ms, whole seconds), and how many there are."""
    every = max(SPARSEST_MS, -(-duration_ms // (1000 * MOST)) * 1000)
    return every, max(1, -(-duration_ms // every))


def render_stills(
    film: Path, scratch: Path, *, duration_ms: int, time_limit_s: float
) -> tuple[Stills, Path]:
    """The pictures of a film in `scratch`, in a file named by its bytes. Raises MediaError.

    The same film gives the same bytes.
    """
    from PIL import Image

    every, count = spacing(duration_ms)
    whole = scratch / "stills.png"
    contact_sheet(
        film,
        whole,
        every_ms=every,
        count=count,
        columns=COLUMNS,
        cell=CELL,
        time_limit_s=time_limit_s,
    )
    with Image.open(whole) as opened:
        sheet = opened.convert("RGB")
    whole.unlink()
    for quality in _QUALITIES:
        written = io.BytesIO()
        sheet.save(written, "JPEG", quality=quality, optimize=True)
        if written.tell() <= HEAVIEST:
            break
    data = written.getvalue()
    stills = Stills(image_name("bilder", data), every, count, COLUMNS, *CELL)
    made = scratch / stills.name
    made.write_bytes(data)
    return stills, made
