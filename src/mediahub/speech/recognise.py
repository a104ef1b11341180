"""What was said: chunks decoded in batches, every run of words judged, the doubtful ones again."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mediahub.errors import MediaError
from mediahub.mediafile.audio import Audio
from mediahub.speech.chunks import Chunk, groups, pack
from mediahub.speech.gate import (
    Judged,
    judge,
    keepable,
    mean_probability,
    runs,
    unheard,
)
from mediahub.speech.placing import place
from mediahub.speech.recogniser import Attempt, Heard, Recogniser
from mediahub.transcript import Recognition, Span, Word, union

log = logging.getLogger(__name__)

AROUND_MS = 300
"""Sound taken along on both sides when a doubtful stretch is decoded again."""
MOST_AGAIN = 12
"""Doubtful stretches of one group that are decoded again; music for an hour must not cost a day."""


@dataclass(frozen=True, slots=True)
class Partial:
    """A chunk that is done: its key, its words, and what in it could not be trusted."""

    key: str
    span: Span
    words: tuple[Word, ...]
    gaps: tuple[Span, ...] = ()


def recognise(
    audio: Audio,
    regions: Sequence[Span],
    vocabulary: Sequence[str],
    recogniser: Recogniser,
    *,
    language: str = "sv",
    done: Iterable[Partial] = (),
    on_chunk: Callable[[Partial], None] = lambda _: None,
) -> Recognition:
    """The words spoken in a recording's regions, in `language`, which is never guessed.

    `vocabulary` are terms to listen for, the most wanted first; what the model has no room for is
    left out, and what was used is in the result. `done` are chunks that an earlier run finished
    with the same regions, vocabulary and model; `on_chunk` gets each newly finished one, to be
    kept. Memory does not grow with the recording's length. Raises MediaError when the model does
    not know the language or is damaged.
    """
    chunks = pack(regions, audio)
    if not chunks:
        return _recognition(audio, regions, (), recogniser, language, ())
    if not recogniser.knows(language):
        raise MediaError(
            f'the model {recogniser.identity.name} does not know the language "{language}": '
            "correct `language`, or put a transcript (.vtt) beside the file"
        )
    used = recogniser.hotwords(vocabulary)
    kept: dict[str, Partial] = {partial.key: partial for partial in done}
    open_ = [chunk for chunk in chunks if _key(chunk) not in kept]
    for group in groups(open_, recogniser.batch_size):
        for partial in _recognise_group(group, audio, regions, used, recogniser, language):
            kept[partial.key] = partial
            on_chunk(partial)
    partials = [kept[_key(chunk)] for chunk in chunks]
    return _recognition(audio, regions, partials, recogniser, language, used)


def partial_to_json(partial: Partial) -> dict[str, Any]:
    """The partial as a dict of JSON values."""
    return {
        "key": partial.key,
        "span": [partial.span.start_ms, partial.span.end_ms],
        "words": [
            [word.text, word.span.start_ms, word.span.end_ms, word.probability]
            for word in partial.words
        ],
        "gaps": [[gap.start_ms, gap.end_ms] for gap in partial.gaps],
    }


def partial_from_json(value: Mapping[str, Any]) -> Partial:
    """The partial of such a dict. Raises KeyError, TypeError or ValueError when it is none."""
    return Partial(
        key=str(value["key"]),
        span=Span(*value["span"]),
        words=tuple(
            Word(text, Span(start, end), probability)
            for text, start, end, probability in value["words"]
        ),
        gaps=tuple(Span(*gap) for gap in value["gaps"]),
    )


def _recognise_group(
    group: Sequence[Chunk],
    audio: Audio,
    regions: Sequence[Span],
    vocabulary: Sequence[str],
    recogniser: Recogniser,
    language: str,
) -> list[Partial]:
    beam = recogniser.settings.beam_size
    heard = recogniser.decode(
        [chunk.samples(audio) for chunk in group],
        language,
        Attempt(beam_size=beam, hotwords=", ".join(vocabulary)),
    )
    first = [
        _Draft.of(chunk, one, regions, vocabulary) for chunk, one in zip(group, heard, strict=True)
    ]
    doubtful = [(draft, span) for draft in first for span in draft.doubtful]
    if len(doubtful) > MOST_AGAIN:
        log.info("%d doubtful stretches, %d of them again", len(doubtful), MOST_AGAIN)
    retry = doubtful[:MOST_AGAIN]
    # Without hotwords a term that only echoed is gone; another beam and a penalty break loops.
    for attempt in (
        Attempt(beam_size=beam),
        Attempt(beam_size=1, repetition_penalty=1.1, no_repeat_ngram=4),
    ):
        retry = [(draft, span) for draft, span in retry if not draft.settled(span)]
        again = [Chunk((span.widen(AROUND_MS, audio.span),)) for _, span in retry]
        results = recogniser.decode([chunk.samples(audio) for chunk in again], language, attempt)
        for (draft, span), chunk, result in zip(retry, again, results, strict=True):
            draft.offer(span, place(result.words, chunk, regions))
    return [draft.finished() for draft in first]


class _Draft:
    """A chunk being worked on: good runs, and doubtful stretches with the best words so far."""

    def __init__(
        self,
        chunk: Chunk,
        regions: Sequence[Span],
        judged: Sequence[Judged],
        silent: Sequence[Span],
    ) -> None:
        self.chunk = chunk
        self.regions = regions
        self.good = [run for run in judged if run.verdict == "good"]
        bad = [run for run in judged if run.verdict != "good"]
        self.doubtful = _stretches([*(run.span for run in bad), *silent], self.good)
        self.best: dict[Span, tuple[Word, ...]] = {}
        for span in self.doubtful:
            kept = [run for run in bad if run.verdict == "doubtful" and run.span.overlap_ms(span)]
            self.best[span] = tuple(word for run in kept for word in run.words)
        for run in bad:
            log.info("%s at %d ms: %s", run.verdict, run.span.start_ms, run.reason)

    @classmethod
    def of(
        cls, chunk: Chunk, heard: Heard, regions: Sequence[Span], vocabulary: Sequence[str]
    ) -> "_Draft":
        near = [region for region in regions if region.overlap_ms(chunk.span)]
        words = place(heard.words, chunk, near)
        judged = [judge(run, near, vocabulary) for run in runs(words)]
        return cls(chunk, near, judged, unheard(words, near))

    def settled(self, span: Span) -> bool:
        """Whether the best words of a doubtful stretch are good by now."""
        words = self.best[span]
        return bool(words) and all(
            judge(run, self.regions).verdict == "good" for run in runs(words)
        )

    def offer(self, span: Span, words: Sequence[Word]) -> None:
        """Words decoded again for a doubtful stretch: kept if they are better than the best."""
        inside = tuple(word for word in words if word.span.middle_ms in span)
        if _worth(inside, self.regions) > _worth(self.best[span], self.regions):
            self.best[span] = inside

    def finished(self) -> Partial:
        """The chunk's words in order, and as gaps what is still not to be trusted."""
        words = [word for run in self.good for word in run.words]
        gaps = []
        for span, best in self.best.items():
            for run in runs(best):
                if keepable(run, self.regions):
                    words += run
                else:
                    gaps.append(Span(run[0].span.start_ms, run[-1].span.end_ms))
            if not best:
                gaps.append(span)
        words.sort(key=lambda word: word.span)
        return Partial(_key(self.chunk), self.chunk.span, _in_order(words), union(gaps))


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


def _worth(words: Sequence[Word], regions: Sequence[Span]) -> tuple[int, float]:
    """What words are worth: first that they may be kept, then how probable they are."""
    parts = runs(words)
    if not parts:
        return (0, 0.0)
    keep = all(keepable(run, regions) for run in parts)
    return (1 if keep else 0, mean_probability(words))


def _in_order(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words without overlap: one that begins before the last has ended begins there."""
    result: list[Word] = []
    for word in words:
        start = max(word.span.start_ms, result[-1].span.end_ms if result else 0)
        end = max(start, word.span.end_ms)
        result.append(Word(word.text, Span(start, end), word.probability))
    return tuple(result)


def _key(chunk: Chunk) -> str:
    return f"{chunk.span.start_ms}-{chunk.span.end_ms}-{chunk.duration_ms}"


def _recognition(
    audio: Audio,
    regions: Sequence[Span],
    partials: Sequence[Partial],
    recogniser: Recogniser,
    language: str,
    vocabulary: Sequence[str],
) -> Recognition:
    return Recognition(
        language=language,
        duration_ms=audio.duration_ms,
        words=_in_order([word for partial in partials for word in partial.words]),
        regions=tuple(regions),
        gaps=tuple(gap for partial in partials for gap in partial.gaps),
        model=recogniser.identity,
        vocabulary=tuple(vocabulary),
    )
