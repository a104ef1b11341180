"""Figures over time as SVG: lines in a frame, drawn here and styled by the site's own style."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from mediahub.web.staff.tongue import decimal, say

WIDE, HIGH = 720, 260
LEFT, RIGHT, TOP, BELOW = 52, 14, 12, 30
STEPS = 4
"""Lines across, from nothing to the highest."""
COLOURS = 8


@dataclass(frozen=True, slots=True)
class Point:
    """A dot of a line, in the drawing's units, and what it says."""

    x: float
    y: float
    told: str


@dataclass(frozen=True, slots=True)
class Line:
    """One thing's figures over time; `colour` is a number below `COLOURS`."""

    name: str
    colour: int
    points: tuple[Point, ...]

    @property
    def path(self) -> str:
        """The line as an SVG path."""
        return "M" + " ".join(f"{one.x:g} {one.y:g}" for one in self.points)


@dataclass(frozen=True, slots=True)
class Plot:
    """A drawing: its lines, the heights with their words, and the days at its ends."""

    lines: tuple[Line, ...]
    heights: tuple[tuple[float, str], ...]
    first: str
    last: str
    wide: int = WIDE
    high: int = HIGH
    left: int = LEFT
    right: int = WIDE - RIGHT
    bottom: int = HIGH - BELOW


Figures = Mapping[str, Sequence[tuple[datetime, float]]]


def plot(figures: Figures) -> Plot | None:
    """Shares (0 to 1 and more) over time, a line for each name; None where there is nothing.

    Times run from the first to the last of all; a single time stands in the middle.
    """
    times = [at.timestamp() for own in figures.values() for at, _ in own]
    if not times:
        return None
    first, last = min(times), max(times)
    top = _rounded(max(value for own in figures.values() for _, value in own))

    def x(at: datetime) -> float:
        share = (at.timestamp() - first) / (last - first) if last > first else 0.5
        return round(LEFT + share * (WIDE - LEFT - RIGHT), 1)

    def y(value: float) -> float:
        return round(TOP + (1 - value / top) * (HIGH - TOP - BELOW), 1)

    lines = tuple(
        Line(
            name,
            number % COLOURS,
            tuple(
                Point(x(at), y(value), f"{name}, {at:%Y-%m-%d}: {percent(value)}")
                for at, value in sorted(own)
            ),
        )
        for number, (name, own) in enumerate(figures.items())
        if own
    )
    heights = tuple(
        (y(top * step / STEPS), percent(top * step / STEPS)) for step in range(STEPS + 1)
    )
    begins, ends = (f"{datetime.fromtimestamp(one, UTC):%Y-%m-%d}" for one in (first, last))
    return Plot(lines, heights, begins, ends)


def percent(share: float) -> str:
    """A share as it is written in the language of the request: 14,7 % or 14.7%."""
    number = f"{100 * share:.1f}".removesuffix(".0")
    return say("{number} %", number=decimal(number))


def _rounded(value: float) -> float:
    """The least of some round numbers that is not below the value."""
    for one in (0.02, 0.04, 0.08, 0.12, 0.2, 0.4, 0.6, 0.8, 1.0):
        if value <= one:
            return one
    return float(-(-value // 1))
