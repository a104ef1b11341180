"""What decides how a talk is cut, with the values that were found to work."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChapterSettings:
    """Lengths in ms; the rest are weights in nats of evidence, tuned on glued texts.

    `burst` times a word's number in the talk is how many more of it must come before it is no
    news: the smaller, the more a repetition says. `part_weight` is what a part of a compound
    counts for beside a whole word, `light_weight` what a word that fits any subject does. Each
    border costs `border`; it gains by a `pause`, by an `opening` or `closing` phrase, where the
    `host` takes over, and more so with a `statement` than a question. It loses where an `other`
    voice than the host's begins, where a question is left without its `answer`, and where a
    sentence points `back`. `length` holds chapters to a usual length. An opening that greets is
    a chapter of its own from `shortest_greeting_ms` on; a shorter one belongs to the first topic.
    """

    burst: float = 1.0
    part_weight: float = 0.7
    light_weight: float = 0.4
    border: float = 3.2
    pause: float = 1.0
    opening: float = 1.8
    closing: float = 3.0
    host: float = 0.2
    statement: float = 0.5
    other: float = 0.3
    answer: float = 3.4
    back: float = 0.4
    length: float = 0.8
    long_item_ms: int = 600_000
    shortest_in_long_ms: int = 60_000
    shortest_in_short_ms: int = 20_000
    shortest_greeting_ms: int = 30_000

    def shortest_ms(self, duration_ms: int) -> int:
        """The least a chapter may last in a recording of this length."""
        long = duration_ms > self.long_item_ms
        return self.shortest_in_long_ms if long else self.shortest_in_short_ms
