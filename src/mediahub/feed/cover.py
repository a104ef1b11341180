"""The cover of a series that has none of its own: its title on a colour, above a row of sound."""

import hashlib
import math
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from mediahub.feed.art import check_cover, jpeg, plain_picture, prepare_cover, small_cover
from mediahub.feed.text import one_line

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

__all__ = ["check_cover", "default_cover", "plain_picture", "prepare_cover", "small_cover"]

SIDE = 3000
_MARGIN = 260
# Ground, bars, and the one bar that stands out; white on each ground has a contrast above 7:1.
_PALETTES = (
    ("#17375e", "#2f5f95", "#f2b544"),
    ("#1f4a43", "#3c7a6f", "#f4c95d"),
    ("#4a2545", "#7d4a76", "#f2a65a"),
    ("#5a2a27", "#97524c", "#f3c677"),
    ("#23395b", "#476a9c", "#8fd6c4"),
    ("#2c3e50", "#5a7189", "#f29e7a"),
)
_SPELLED = str.maketrans(
    {"–": "-", "—": "-", "…": "...", "æ": "ae", "Æ": "Ae", "ø": "ö", "Ø": "Ö", "ß": "ss",
     "’": "'", "‘": "'", "”": '"', "“": '"', "\u00a0": " "}
)  # fmt: skip
_RING, _DOTS, _ACUTE, _GRAVE = "\u030a", "\u0308", "\u0301", "\u0300"


@lru_cache(maxsize=32)
def default_cover(title: str, subtitle: str = "") -> bytes:
    """A 3000 × 3000 JPEG with the title and, below, the subtitle; always the same for the same."""
    from PIL import Image, ImageDraw

    digest = hashlib.sha256(unicodedata.normalize("NFC", title).encode()).digest()
    ground, bar, accent = _PALETTES[digest[0] % len(_PALETTES)]
    image = Image.new("RGB", (SIDE, SIDE), ground)
    draw = ImageDraw.Draw(image)
    _bars(draw, digest, bar, accent)
    lines, font = _fitted(one_line(title), SIDE - 2 * _MARGIN, 1300)
    step = round(font.size * 1.12)
    for number, line in enumerate(lines):
        _write(draw, (_MARGIN, _MARGIN + number * step), line, font)
    if subtitle.strip():
        small = _font(116)
        line = _wrapped(one_line(subtitle), small, SIDE - 2 * _MARGIN)[0]
        _write(draw, (_MARGIN, SIDE - _MARGIN - 116), line, small)
    return jpeg(image)


def _bars(draw: "ImageDraw", digest: bytes, colour: str, accent: str) -> None:
    """A row of rounded bars, as a stretch of sound is drawn; their heights are the title's own."""
    count, width, middle = 24, 60, 2080
    pitch = (SIDE - 2 * _MARGIN - width) / (count - 1)
    for number in range(count):
        swell = 0.45 + 0.55 * math.sin(math.pi * (number + 0.5) / count)
        half = round(swell * (90 + digest[number + 1] * 1.35))
        left = round(_MARGIN + number * pitch)
        fill = accent if number == digest[31] % 12 + 6 else colour
        box = (left, middle - half, left + width, middle + half)
        draw.rounded_rectangle(box, radius=width // 2, fill=fill)


def _font(size: int) -> "FreeTypeFont":
    from PIL import ImageFont

    font = ImageFont.load_default(size)
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise RuntimeError("Pillow was built without FreeType")
    return font


def _fitted(text: str, width: int, height: int) -> tuple[list[str], "FreeTypeFont"]:
    """The text in lines, at the largest size at which they fit and no word is broken."""
    for size in range(440, 130, -20):
        font = _font(size)
        lines = _wrapped(text, font, width)
        whole = all(font.getlength(_bare(word)) <= width for word in text.split())
        if whole and len(lines) * size * 1.12 <= height:
            return lines, font
    font = _font(140)
    return _wrapped(text, font, width)[:8], font


def _wrapped(text: str, font: "FreeTypeFont", width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and font.getlength(_bare(longer)) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _letters(text: str) -> list[tuple[str, str]]:
    """Each letter as (ASCII letter, the mark above it or ""); what is neither is left out."""
    letters: list[tuple[str, str]] = []
    for character in unicodedata.normalize("NFD", text.translate(_SPELLED)):
        if character.isascii():
            letters.append((character, ""))
        elif character in (_RING, _DOTS, _ACUTE, _GRAVE) and letters:
            letters[-1] = (letters[-1][0], character)
    return letters


def _bare(text: str) -> str:
    return "".join(letter for letter, _ in _letters(text))


def _write(draw: "ImageDraw", at: tuple[int, int], text: str, font: "FreeTypeFont") -> None:
    """Write a line in white. Pillow's own font has no å, ä or ö: their marks are drawn here."""
    letters = _letters(text)
    bare = "".join(letter for letter, _ in letters)
    stroke = round(font.size * 0.012)  # a little bolder, to be read at the size of a stamp
    draw.text(at, bare, font=font, fill="white", stroke_width=stroke, stroke_fill="white")
    for index, (letter, mark) in enumerate(letters):
        if mark:
            left, top, right, _ = font.getbbox(letter)
            # Kerning moves a letter: its place is where the line up to and with it ends.
            start = font.getlength(bare[: index + 1]) - font.getlength(letter)
            middle = at[0] + start + (left + right) / 2
            _mark(draw, mark, middle, at[1] + top, font.size)


def _mark(draw: "ImageDraw", mark: str, x: float, top: float, size: float) -> None:
    """Draw a mark centred on `x` above a letter whose top is at `top`; `size` is the font's."""
    gap, dot = size * 0.08, size * 0.068
    if mark == _DOTS:
        y = top - gap - dot
        for side in (-1, 1):
            centre = x + side * size * 0.105
            draw.ellipse((centre - dot, y - dot, centre + dot, y + dot), fill="white")
    elif mark == _RING:
        radius = size * 0.104
        y = top - gap * 0.6 - radius
        box = (x - radius, y - radius, x + radius, y + radius)
        draw.ellipse(box, outline="white", width=round(size * 0.06))
    else:
        lean = size * 0.1 if mark == _ACUTE else -size * 0.1
        line = (x - lean * 0.4, top - gap, x + lean, top - gap - size * 0.14)
        draw.line(line, fill="white", width=round(size * 0.08))
