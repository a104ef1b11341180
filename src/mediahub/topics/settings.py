"""What decides how a talk is cut, with the values that were found to work."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChapterSettings:
    """Lengths in ms; the rest are weights in nats of evidence, tuned on texts (docs/quality.md).

    What is said is weighed by its `cohesion` (words that come back) and by its `meaning` (words
    that mean alike; `pull` is how many nats of rare words draw each stretch towards the whole).
    `burst` times a word's number in the talk is how many more of it must come before it is no
    news: the smaller, the more a repetition says. `part_weight` is what a part of a compound
    counts for beside a whole word, `light_weight` what a word that fits any subject does. Each
    border costs `border`; it gains by a `pause`, by an `opening` or `closing` phrase, where the
    `host` takes over, and more so with a `statement` than a question. It loses where an `other`
    voice than the host's begins, where a question is left without its `answer`, and where a
    sentence points `back`. `beginning` weighs how a sentence reads as the first of something,
    `taken_up` what share of its words was just said; `unannounced` is what a border costs where a
    talk that announces its topics says nothing. `length` holds chapters to a usual length, which is
    `usual_ms` in a talk of three minutes and grows slower than the talk. An opening that greets is
    a chapter of its own from `shortest_greeting_ms` on; a shorter one belongs to the first topic.
    """

    cohesion: float = 2.1
    meaning: float = 1.6
    pull: float = 50.0
    burst: float = 1.0
    part_weight: float = 0.7
    light_weight: float = 0.4
    border: float = 4.5
    pause: float = 1.0
    opening: float = 1.8
    closing: float = 3.0
    host: float = 0.2
    statement: float = 0.5
    other: float = 0.3
    answer: float = 3.4
    back: float = 0.4
    beginning: float = 0.4
    taken_up: float = 1.4
    unannounced: float = 4.0
    length: float = 1.8
    usual_ms: int = 48_000
    long_item_ms: int = 600_000
    shortest_in_long_ms: int = 60_000
    shortest_in_short_ms: int = 20_000
    shortest_greeting_ms: int = 30_000

    def shortest_ms(self, duration_ms: int) -> int:
        """The least a chapter may last in a recording of this length."""
        long = duration_ms > self.long_item_ms
        return self.shortest_in_long_ms if long else self.shortest_in_short_ms
