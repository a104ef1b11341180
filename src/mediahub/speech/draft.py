"""A chunk of speech being worked on: which of its words are good, and what of the rest is best."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mediahub.speech.chunks import Chunk
from mediahub.speech.echo import heard_again, respelt, seeded, suspects
from mediahub.speech.gate import (
    GOOD_PROBABILITY,
    Judged,
    judge,
    keepable,
    loops,
    mean_probability,
    runs,
    silent,
    unheard,
)
from mediahub.speech.placing import place
from mediahub.speech.recogniser import Heard
from mediahub.transcript import Span, Stretch, Word, union

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Partial:
    """A chunk that is done: its name, its words, and what in it could not be trusted."""

    name: str
    words: tuple[Word, ...]
    gaps: tuple[Span, ...] = ()
    others: tuple[Stretch, ...] = ()
    """What of it is plainly in another language than the one it was recognised in."""

    def to_json(self) -> dict[str, Any]:
        """Words and gaps as JSON values."""
        return {
            "words": [
                [word.text, word.span.start_ms, word.span.end_ms, word.probability]
                for word in self.words
            ],
            "gaps": [[gap.start_ms, gap.end_ms] for gap in self.gaps],
            **({"others": others} if (others := self._others()) else {}),
        }

    def _others(self) -> list[list[Any]]:
        return [[one.span.start_ms, one.span.end_ms, one.language] for one in self.others]

    @classmethod
    def from_json(cls, name: str, value: Any) -> "Partial | None":
        """The partial that `to_json` gave; None for anything else, which is then done anew."""
        try:
            return cls(
                name,
                tuple(
                    Word(str(text), Span(start, end), float(probability))
                    for text, start, end, probability in value["words"]
                ),
                tuple(Span(start, end) for start, end in value["gaps"]),
                tuple(
                    Stretch(Span(start, end), str(language))
                    for start, end, language in value.get("others", ())
                ),
            )
        except (KeyError, TypeError, ValueError):
            return None


def name_of(chunk: Chunk) -> str:
    """What a chunk is called among those kept."""
    return f"{chunk.span.start_ms}-{chunk.span.end_ms}-{chunk.duration_ms}"


class Draft:
    """A chunk being worked on: good runs, and doubtful stretches with the best words so far."""

    def __init__(
        self,
        chunk: Chunk,
        regions: Sequence[Span],
        judged: Sequence[Judged],
        skipped: Sequence[Span],
        vocabulary: Sequence[str],
        *,
        trusted: bool,
        least: float,
    ) -> None:
        self.chunk = chunk
        self.regions = regions
        self.vocabulary = vocabulary
        self.least = least
        self.good = [run for run in judged if run.verdict == "good"]
        bad = [run for run in judged if run.verdict == "doubtful"]
        self.doubtful = _stretches([*(run.span for run in bad), *skipped], self.good)
        self.best: dict[Span, tuple[Word, ...]] = {}
        self.suspected: dict[Span, tuple[int, ...]] = {}
        self.holes: dict[Span, tuple[Span, ...]] = {}
        for span in self.doubtful:
            kept = [run for run in bad if trusted and run.span.overlap_ms(span)]
            self.best[span] = tuple(word for run in kept for word in run.words)
            self.suspected[span] = suspects(self.best[span], vocabulary)
            self.holes[span] = ()
        for run in judged:
            if run.reason:
                log.info("%s at %d ms: %s", run.verdict, run.span.start_ms, run.reason)

    @classmethod
    def of(
        cls,
        chunk: Chunk,
        heard: Heard,
        regions: Sequence[Span],
        vocabulary: Sequence[str],
        *,
        least: float = GOOD_PROBABILITY,
    ) -> "Draft":
        """What was heard of a chunk; in the end runs are kept from the probability `least` on."""
        near = [region for region in regions if region.overlap_ms(chunk.span)]
        found = runs(place(heard.words, chunk, near))
        looped = loops(found)
        if looped:
            log.info("a loop at %d ms", found[min(looped)][0].span.start_ms)
        kept = [run for index, run in enumerate(found) if index not in looped]
        judged = [judge(run, near, vocabulary) for run in kept]
        trusted = not silent(heard.no_speech, heard.mean_logprob, heard.words, chunk.duration_ms)
        if not trusted:
            judged = [
                Judged(run.words, "doubtful", run.reason or "the recogniser heard no speech")
                if run.verdict == "good"
                else run
                for run in judged
            ]
        # A region may go on in the next chunk, whose words are not known here.
        own = [part for region in near if (part := region & chunk.span) is not None]
        skipped = unheard([word for run in kept for word in run], own)
        skipped += [
            Span(found[at][0].span.start_ms, found[at][-1].span.end_ms) for at in sorted(looped)
        ]
        return cls(chunk, near, judged, skipped, vocabulary, trusted=trusted, least=least)

    def may_echo(self, span: Span) -> bool:
        """Whether words of a doubtful stretch may echo the vocabulary, as far as is known."""
        return bool(self.suspected[span])

    def settled(self, span: Span) -> bool:
        """Whether the best words of a doubtful stretch are good by now."""
        return not self.may_echo(span) and _keepable(self.best[span], self.regions)

    def offer(self, span: Span, words: Sequence[Word]) -> None:
        """Words decoded again for a doubtful stretch, without hotwords: kept if they are better.

        A suspected echo stays, in its own spelling, if something like it is heard in them too.
        """
        best, suspected = self.best[span], self.suspected[span]
        # Its other words of the vocabulary keep their spelling as well.
        places = heard_again(best, seeded(best, self.vocabulary) if suspected else (), words)
        again = respelt(best, places, words)
        inside = tuple(word for word in again if word.span.middle_ms in span)
        heard = [at for at in suspected if places[at] is not None]
        echoed = len(heard) < len(suspected)
        if suspected:
            self._drop_echoes(span, heard)
        if suspected and not echoed and _keepable(best, self.regions):
            return
        better = _worth(inside, self.regions) > _worth(self.best[span], self.regions)
        if better or (echoed and _keepable(inside, self.regions)):
            self.best[span], self.holes[span] = inside, ()

    def _drop_echoes(self, span: Span, heard: Sequence[int] = ()) -> None:
        """Leave out the suspected words of a stretch, but for those that were heard again."""
        echoes = [at for at in self.suspected[span] if at not in heard]
        words = self.best[span]
        for at in echoes:
            log.info("an echo of the vocabulary at %d ms", words[at].span.start_ms)
        self.holes[span] = tuple(words[at].span for at in echoes)
        self.best[span] = tuple(word for at, word in enumerate(words) if at not in echoes)
        self.suspected[span] = ()

    def finished(self) -> Partial:
        """The chunk's words in order, and as gaps what is still not to be trusted."""
        words = [word for run in self.good for word in run.words]
        gaps: list[Span] = []
        for span in self.doubtful:
            if self.may_echo(span):
                self._drop_echoes(span)
            parts = runs(self.best[span])
            good = [part for part in parts if keepable(part, self.regions, self.least)]
            words += [word for part in good for word in part]
            gaps += self.holes[span]
            bad = [Span(part[0].span.start_ms, part[-1].span.end_ms) for part in parts]
            gaps += [gap for gap, part in zip(bad, parts, strict=True) if part not in good]
            if not good:
                gaps.append(span)
        words.sort(key=lambda word: word.span)
        return Partial(name_of(self.chunk), in_order(words), union(gaps))


def _stretches(spans: Sequence[Span], good: Sequence[Judged]) -> list[Span]:
    """Doubtful spans made one where no good run lies between, at most a chunk's length each."""
    joined: list[Span] = []
    for span in sorted(spans):
        both = joined[-1] | span if joined else span
        if (
            joined
            and both.duration_ms <= 25_000
            and not any(both.overlap_ms(run.span) for run in good)
        ):
            joined[-1] = both
        elif not joined or not joined[-1].overlap_ms(span):
            joined.append(span)
    return joined


def _keepable(words: Sequence[Word], regions: Sequence[Span]) -> bool:
    """Whether there are words, and all runs of them are worth keeping."""
    return bool(words) and all(keepable(run, regions) for run in runs(words))


def _worth(words: Sequence[Word], regions: Sequence[Span]) -> tuple[int, float]:
    """What words are worth: first that they may be kept, then how probable they are."""
    return (1 if _keepable(words, regions) else 0, mean_probability(words))


def in_order(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words without overlap: one that begins before the last has ended begins there."""
    result: list[Word] = []
    for word in words:
        start = max(word.span.start_ms, result[-1].span.end_ms if result else 0)
        end = max(start, word.span.end_ms)
        result.append(Word(word.text, Span(start, end), word.probability))
    return tuple(result)
