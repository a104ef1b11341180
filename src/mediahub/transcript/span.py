"""Span: a stretch of time in a recording, and the operators of an interval."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch of time [start_ms, end_ms) in integer milliseconds; may be empty.

    Raises ValueError when the start is negative or the end comes before the start.
    """

    start_ms: int
    end_ms: int

    def __post_init__(self) -> None:
        if not 0 <= self.start_ms <= self.end_ms:
            raise ValueError(f"not a span: {self.start_ms}–{self.end_ms} ms")

    @property
    def duration_ms(self) -> int:
        """Length in ms."""
        return self.end_ms - self.start_ms

    @property
    def middle_ms(self) -> int:
        """The millisecond halfway, rounded down."""
        return (self.start_ms + self.end_ms) // 2

    def __bool__(self) -> bool:
        """A span of no length is false."""
        return self.end_ms > self.start_ms

    def __contains__(self, ms: int) -> bool:
        """Whether the instant lies inside, the end excluded."""
        return self.start_ms <= ms < self.end_ms

    def __and__(self, other: "Span") -> "Span | None":
        """The common part, or None when there is none (touching ends share nothing)."""
        start, end = max(self.start_ms, other.start_ms), min(self.end_ms, other.end_ms)
        return Span(start, end) if start < end else None

    def __or__(self, other: "Span") -> "Span":
        """The smallest span that holds both."""
        return Span(min(self.start_ms, other.start_ms), max(self.end_ms, other.end_ms))

    def overlap_ms(self, other: "Span") -> int:
        """How many ms both share."""
        return max(0, min(self.end_ms, other.end_ms) - max(self.start_ms, other.start_ms))

    def gap_ms(self, other: "Span") -> int:
        """The silence between the two in ms; 0 when they touch or overlap."""
        return max(0, max(self.start_ms, other.start_ms) - min(self.end_ms, other.end_ms))

    def widen(self, by_ms: int, within: "Span") -> "Span":
        """`by_ms` more on both sides, but never outside `within`."""
        return Span(
            max(within.start_ms, self.start_ms - by_ms), min(within.end_ms, self.end_ms + by_ms)
        )


def union(spans: Iterable[Span], *, join_ms: int = 0) -> tuple[Span, ...]:
    """The spans in order of time, those that overlap or lie at most `join_ms` apart made one."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start_ms - joined[-1].end_ms <= join_ms:
            joined[-1] = joined[-1] | span
        else:
            joined.append(span)
    return tuple(joined)


def covered_ms(span: Span, by: Iterable[Span]) -> int:
    """How many ms of `span` are covered by the disjoint spans `by`."""
    return sum(span.overlap_ms(other) for other in by)
