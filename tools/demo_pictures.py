"""Pictures for the demo: title cards and covers, drawn with Pillow in the theme's colours.

The theme's image is a stair: bandages for those who fall, a railing, or a square with no stair.
"""

from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

PINE, PINE_LIGHT, GHOST = "#123c3a", "#1d5450", "#2f6e68"
CREAM, SAND = "#fbf3e4", "#eddcc0"
APRICOT, CORAL, SAGE = "#f2a65a", "#e4653f", "#8fb996"

SCALE = 2  # drawn this many times larger and scaled down, for smooth edges
FONTS = Path("/usr/share/fonts/truetype/liberation")  # Debian's fonts-liberation


class Canvas:
    """A picture of `width` × `height` with a pen in those units."""

    def __init__(self, width: int, height: int, colour: str) -> None:
        self.size = (width, height)
        self.image = Image.new("RGB", (width * SCALE, height * SCALE), colour)
        self.pen = ImageDraw.Draw(self.image)

    def box(
        self, x: float, y: float, w: float, h: float, colour: str, *, radius: float = 0
    ) -> None:
        area = [x * SCALE, y * SCALE, (x + w) * SCALE - 1, (y + h) * SCALE - 1]
        self.pen.rounded_rectangle(area, radius * SCALE, fill=colour)

    def disc(self, x: float, y: float, r: float, colour: str) -> None:
        self.pen.ellipse(
            [(x - r) * SCALE, (y - r) * SCALE, (x + r) * SCALE, (y + r) * SCALE], colour
        )

    def shape(self, points: list[tuple[float, float]], colour: str) -> None:
        self.pen.polygon([(x * SCALE, y * SCALE) for x, y in points], colour)

    def line(self, points: list[tuple[float, float]], colour: str, width: float) -> None:
        self.pen.line(
            [(x * SCALE, y * SCALE) for x, y in points], colour, int(width * SCALE), joint="curve"
        )
        for x, y in points:
            self.disc(x, y, width / 2, colour)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float,
        colour: str,
        *,
        face: str = "Serif-Bold",
        anchor: str = "ls",
    ) -> None:
        font = ImageFont.truetype(FONTS / f"Liberation{face}.ttf", int(size * SCALE))
        spot = (x * SCALE, y * SCALE)
        self.pen.multiline_text(spot, words, colour, font, anchor, spacing=size * 0.3 * SCALE)

    def done(self) -> Image.Image:
        return self.image.resize(self.size, Image.Resampling.LANCZOS)


def stairs(
    canvas: Canvas, x: float, y: float, size: float, colour: str, *, rail: str | None = None
) -> None:
    """Five steps in a square of `size` with its lower left corner at (x, y); `rail` a railing."""
    step = size / 5
    for i in range(5):
        canvas.box(x + i * step, y - (i + 1) * step, size - i * step, step, colour)
    if rail is None:
        return
    tall, thick = size * 0.3, size * 0.03
    feet = [(x + (i + 0.5) * step, y - (i + 1) * step) for i in (0, 2, 4)]
    for foot_x, foot_y in feet:
        canvas.line([(foot_x, foot_y), (foot_x, foot_y - tall)], rail, thick)
    canvas.line(
        [(feet[0][0], feet[0][1] - tall), (feet[2][0], feet[2][1] - tall)], rail, thick * 1.3
    )


def plaster(canvas: Canvas, x: float, y: float, size: float) -> None:
    """A sticking plaster across (x, y); a red cross on white is a protected emblem."""
    arm = size * 0.36
    canvas.line([(x - arm, y + arm), (x + arm, y - arm)], APRICOT, size * 0.42)
    pad = size * 0.26
    canvas.shape([(x - pad, y), (x, y - pad), (x + pad, y), (x, y + pad)], SAND)
    for dx, dy in ((-0.36, 0.24), (-0.24, 0.36), (0.36, -0.24), (0.24, -0.36)):
        canvas.disc(x + dx * size, y + dy * size, size * 0.025, SAND)


def square(canvas: Canvas, x: float, y: float, size: float, ground: str) -> None:
    """A town square with trees, a bench and a lamp on a ground line through (x, y)."""
    canvas.box(x, y - size * 0.06, size, size * 0.06, ground)
    for tree_x, crown in ((0.18, 0.17), (0.82, 0.2)):
        canvas.box(x + size * tree_x - size * 0.02, y - size * 0.4, size * 0.04, size * 0.36, CREAM)
        canvas.disc(x + size * tree_x, y - size * 0.46, size * crown, SAGE)
    lamp = x + size * 0.41
    canvas.line([(lamp, y - size * 0.06), (lamp, y - size * 0.62)], CREAM, size * 0.02)
    canvas.disc(lamp, y - size * 0.65, size * 0.07, APRICOT)
    canvas.box(
        x + size * 0.47, y - size * 0.2, size * 0.26, size * 0.045, CREAM, radius=size * 0.012
    )
    for leg in (0.5, 0.67):
        canvas.box(x + size * leg, y - size * 0.17, size * 0.03, size * 0.12, CREAM)


def _frame(heading: str) -> Canvas:
    canvas = Canvas(1280, 720, PINE)
    canvas.box(0, 0, 1280, 8, APRICOT)
    canvas.text(80, 92, heading, 24, SAGE, face="Sans-Bold")
    canvas.text(80, 668, "Lindhamns stad", 22, SAGE, face="Sans-Regular")
    canvas.text(1200, 668, "Tidiga insatser", 22, SAGE, face="Sans-Regular", anchor="rs")
    return canvas


def _title() -> Canvas:
    canvas = _frame("TEMA · 3 JUNI 2020")
    canvas.disc(1010, 250, 96, APRICOT)
    stairs(canvas, 820, 600, 380, PINE_LIGHT, rail=CREAM)
    canvas.text(80, 300, "Innan det\nblir bråttom", 92, CREAM)
    canvas.text(80, 480, "Om främjande och förebyggande arbete", 32, SAND, face="Sans-Regular")
    return canvas


def _speaker() -> Canvas:
    canvas = _frame("FÖRELÄSNING")
    canvas.disc(300, 370, 170, PINE_LIGHT)
    canvas.disc(300, 325, 62, SAND)
    canvas.pen.pieslice(
        [190 * SCALE, 405 * SCALE, 410 * SCALE, 625 * SCALE], 180, 360, fill=APRICOT
    )
    canvas.text(540, 360, "Johan Ekberg", 72, CREAM)
    canvas.text(542, 420, "utvecklingsledare, Lindhamns stad", 32, SAND, face="Sans-Regular")
    return canvas


def _three(lit: int) -> Canvas:
    """The three ways side by side; those up to `lit` are shown, the last of them in full colour."""
    canvas = _frame("TRE SÄTT ATT MÖTA EN HAL TRAPPA")
    names = (("Förband", "behandling"), ("Räcke", "förebyggande"), ("Torg", "främjande"))
    for i, (name, kind) in enumerate(names):
        x = 80 + i * 387
        canvas.box(x, 140, 346, 440, PINE_LIGHT, radius=24)
        if i > lit:
            continue
        now = i == lit
        if i < 2:
            stairs(canvas, x + 73, 430, 200, SAGE if now else PINE, rail=CREAM if i else None)
        else:
            square(canvas, x + 48, 430, 250, SAND)
        if i == 0:
            plaster(canvas, x + 120, 240, 92)
        canvas.text(x + 173, 500, name, 44, CREAM if now else SAND, anchor="ms")
        canvas.text(
            x + 173, 545, kind, 28, APRICOT if now else SAGE, face="Sans-Regular", anchor="ms"
        )
    return canvas


def _stair() -> Canvas:
    canvas = _frame("TÄNK ER EN TRAPPA")
    stairs(canvas, 430, 570, 420, SAGE)
    for i in range(14):
        x, y = 300 + i * 52, 150 + (i * 67) % 130
        canvas.line([(x, y), (x - 12, y + 40)], SAND, 4)
    return canvas


def _lessons(shown: int) -> Canvas:
    canvas = _frame("TRE LÄRDOMAR")
    for i, lesson in enumerate(("Erbjud alla", "Håll ut", "Räkna")):
        y = 230 + i * 140
        lit = i < shown
        canvas.disc(130, y, 50, (APRICOT if i == shown - 1 else SAGE) if lit else GHOST)
        canvas.text(130, y + 18, str(i + 1), 50, PINE, anchor="ms")
        canvas.text(230, y + 22, lesson, 62, CREAM if lit else GHOST)
    return canvas


def _law() -> Canvas:
    canvas = _frame("SOCIALTJÄNSTLAGEN")
    canvas.box(80, 190, 8, 300, APRICOT)
    canvas.text(130, 290, "Lagen ger oss rätten.", 76, CREAM)
    canvas.text(130, 410, "Tiden ger vi oss själva.", 76, CREAM)
    return canvas


def _end() -> Canvas:
    canvas = _frame("ATT FUNDERA PÅ")
    stairs(canvas, 860, 600, 340, PINE_LIGHT, rail=APRICOT)
    canvas.text(80, 310, "Vad är räcket på\ndin arbetsplats?", 76, CREAM)
    return canvas


CARDS: dict[str, Callable[[], Canvas]] = {
    "titel": _title,
    "talare": _speaker,
    "trappa": _stair,
    "behandling": lambda: _three(0),
    "förebyggande": lambda: _three(1),
    "främjande": lambda: _three(2),
    "lärdomar": lambda: _lessons(0),
    "alla": lambda: _lessons(1),
    "länge": lambda: _lessons(2),
    "räkna": lambda: _lessons(3),
    "lagen": _law,
    "slut": _end,
}


def podcast_cover() -> Image.Image:
    """The podcast's square cover: two who talk."""
    canvas = Canvas(1500, 1500, PINE)
    canvas.box(150, 190, 820, 470, APRICOT, radius=120)
    canvas.shape([(290, 620), (290, 800), (460, 620)], APRICOT)
    canvas.box(560, 430, 790, 450, CREAM, radius=120)
    canvas.shape([(1210, 840), (1210, 1010), (1040, 840)], CREAM)
    for i, tall in enumerate((70, 150, 230, 120, 190, 80)):
        canvas.box(750 + i * 75, 655 - tall / 2, 34, tall, PINE, radius=17)
    canvas.text(750, 1210, "Förebyggande-", 178, CREAM, anchor="ms")
    canvas.text(750, 1400, "podden", 178, CREAM, anchor="ms")
    return canvas.done()


def film_cover() -> Image.Image:
    """The films' square cover: a stair with a railing, and the sun as a button to play."""
    canvas = Canvas(1500, 1500, CREAM)
    canvas.disc(470, 480, 280, APRICOT)
    canvas.shape([(390, 330), (390, 630), (640, 480)], CREAM)
    stairs(canvas, 560, 1120, 790, SAGE, rail=PINE)
    canvas.box(0, 1120, 1500, 380, PINE)
    canvas.text(750, 1370, "Temafilmer", 200, CREAM, anchor="ms")
    return canvas.done()


def theme_cover() -> Image.Image:
    """The theme's square image: the square that is built instead of the stair."""
    canvas = Canvas(1400, 1400, PINE_LIGHT)
    square(canvas, 150, 930, 1100, SAND)
    canvas.box(0, 930, 1400, 470, PINE)
    canvas.text(110, 1110, "Innan det", 140, CREAM)
    canvas.text(110, 1270, "blir bråttom", 140, CREAM)
    return canvas.done()


def episode_cover() -> Image.Image:
    """The episode's square image: a kitchen table, where the home visit takes place."""
    canvas = Canvas(1400, 1400, APRICOT)
    canvas.box(480, 130, 440, 380, CREAM, radius=20)
    for x, y in ((500, 150), (710, 150), (500, 330), (710, 330)):
        canvas.box(x, y, 190, 160, SAGE, radius=8)
    canvas.box(140, 800, 1120, 60, PINE, radius=30)
    for x in (260, 1080):
        canvas.box(x, 850, 60, 330, PINE)
    for x, colour in ((420, CORAL), (800, CREAM)):
        canvas.disc(x + 150, 715, 60, colour)
        canvas.disc(x + 150, 715, 34, APRICOT)
        canvas.box(x, 640, 160, 160, colour, radius=30)
    canvas.box(0, 1090, 1400, 310, PINE)
    canvas.text(700, 1290, "Vid köksbordet", 150, CREAM, anchor="ms")
    return canvas.done()


def study_day_cover() -> Image.Image:
    """The study day's image: a letter in which most lines are struck out, and one is not."""
    canvas = Canvas(1600, 900, SAGE)
    canvas.box(0, 780, 1600, 120, PINE)
    canvas.box(880, 110, 560, 700, CREAM, radius=16)
    for i, wide in enumerate((420, 380, 440, 300, 410, 360, 240)):
        y = 300 + i * 64
        canvas.box(940, y, wide, 22, APRICOT if i == 0 else SAND, radius=11)
        if i in (2, 3, 5):
            canvas.line([(930, y + 11), (950 + wide, y + 11)], CORAL, 7)
    canvas.box(940, 190, 200, 40, PINE_LIGHT, radius=8)
    canvas.text(110, 360, "Skriv så att", 112, PINE)
    canvas.text(110, 500, "det går att", 112, PINE)
    canvas.text(110, 640, "läsa", 112, PINE)
    canvas.text(112, 200, "STUDIEDAG", 34, PINE, face="Sans-Bold")
    return canvas.done()
