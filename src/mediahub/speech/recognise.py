"""What was said: chunks decoded in batches, every run of words judged, the doubtful ones again."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from types import MappingProxyType
from typing import Any

from mediahub.errors import MediaError
from mediahub.mediafile.audio import Audio
from mediahub.speech.chunks import Chunk, groups, pack
from mediahub.speech.echo import heard_again, respelt, seeded, suspects
from mediahub.speech.gate import (
    Judged,
    judge,
    keepable,
    mean_probability,
    runs,
    silent,
    unheard,
    unpunctuated,
)
from mediahub.speech.lanes import each
from mediahub.speech.noise import is_noisy, trusted
from mediahub.speech.paging import release
from mediahub.speech.placing import place
from mediahub.speech.prompt import prompt
from mediahub.speech.recogniser import Attempt, Heard, Recogniser, RecogniserSettings
from mediahub.transcript import Recognition, Span, Word, union

log = logging.getLogger(__name__)

AROUND_MS = 300
"""Sound taken along on both sides when a doubtful stretch is decoded again."""
LESS_SURE = 0.1
"""How much less probable (mean) words may be that have their full stops."""
MOST_AGAIN = 12
"""Doubtful stretches of one group that are decoded again; music for an hour must not cost a day."""


@dataclass(frozen=True, slots=True)
class Partial:
    """A chunk that is done: its name, its words, and what in it could not be trusted."""

    name: str
    words: tuple[Word, ...]
    gaps: tuple[Span, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Words and gaps as JSON values."""
        return {
            "words": [
                [word.text, word.span.start_ms, word.span.end_ms, word.probability]
                for word in self.words
            ],
            "gaps": [[gap.start_ms, gap.end_ms] for gap in self.gaps],
        }

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
            )
        except (KeyError, TypeError, ValueError):
            return None


def recognise(
    audio: Audio,
    regions: Sequence[Span],
    vocabulary: Sequence[str],
    settings: RecogniserSettings,
    recogniser: Recogniser,
    *,
    language: str = "sv",
    done: Mapping[str, Any] = MappingProxyType({}),
    on_chunk: Callable[[str, Any], None] = lambda _name, _value: None,
    on_progress: Callable[[int], None] = lambda _ms: None,
) -> Recognition:
    """The words spoken in a recording's regions, in `language`, which is never guessed.

    `vocabulary` are terms to listen for, the most wanted first; what the model has no room for is
    left out, and what was used is in the result. `done` holds chunks that an earlier run finished
    with the same model, vocabulary and settings, by name; `on_chunk` gets each newly finished one
    as name and JSON value, to be kept, in whatever order they are done. `on_progress` gets how far
    into the recording (ms) all is done. Memory does not grow with the recording's length. Raises
    MediaError when the model does not know the language or is damaged.
    """
    chunks = pack(regions, audio)
    if not chunks:
        return _recognition(audio, regions, (), recogniser, language, ())
    if not recogniser.speaks(language):
        raise MediaError(
            f'the model {recogniser.identity.name} does not know the language "{language}": '
            "correct `language`, or put a transcript (.vtt) beside the file"
        )
    used = recogniser.hotwords(vocabulary)
    finished: dict[str, Partial] = {}
    for chunk in chunks:
        before = Partial.from_json(_name(chunk), done.get(_name(chunk)))
        if before is not None:
            finished[before.name] = before
    open_ = [chunk for chunk in chunks if _name(chunk) not in finished]
    task = _Task(audio, regions, used, settings, recogniser, language)
    lanes, keeping = recogniser.lanes, Lock()

    def work(group: Sequence[Chunk]) -> list[Partial]:
        partials = task.recognise(group)
        with keeping:  # at once, not when its turn comes: a killed run loses what is not kept
            for partial in partials:
                on_chunk(partial.name, partial.to_json())
        return partials

    parts = groups(open_, recogniser.batch_size, lanes.count if lanes else 1)
    for group, partials in zip(parts, each(lanes, work, parts), strict=True):
        finished |= {partial.name: partial for partial in partials}
        release(audio)
        on_progress(group[-1].span.end_ms)
    ordered = [finished[_name(chunk)] for chunk in chunks]
    return _recognition(audio, regions, ordered, recogniser, language, used)


@dataclass(frozen=True, slots=True)
class _Task:
    """What every group of chunks of one recording is recognised with."""

    audio: Audio
    regions: Sequence[Span]
    vocabulary: Sequence[str]
    settings: RecogniserSettings
    recogniser: Recogniser
    language: str

    def recognise(self, group: Sequence[Chunk]) -> list[Partial]:
        """The chunks of a group, decoded together; then their doubtful stretches, alone."""
        beam = self.settings.beam_size
        primed = prompt(self.vocabulary)
        first = self._decode(group, Attempt(beam_size=beam, hotwords=primed))
        heard = self._punctuated(group, first) if primed else first
        drafts = [
            # What was decoded without hotwords cannot echo them.
            _Draft.of(chunk, one, self.regions, self.vocabulary if one is before else ())
            for chunk, one, before in zip(group, heard, first, strict=True)
        ]
        doubtful = [(draft, span) for draft in drafts for span in draft.doubtful]
        doubtful.sort(key=lambda one: not one[0].may_echo(one[1]))
        if len(doubtful) > MOST_AGAIN:
            log.info("%d doubtful stretches, %d of them again", len(doubtful), MOST_AGAIN)
        again = doubtful[:MOST_AGAIN]
        # Without hotwords a term that only echoed is gone; another beam and a penalty break loops.
        # What may echo comes first: undecided, it is left out.
        for attempt in (
            Attempt(beam_size=beam),
            Attempt(beam_size=1, repetition_penalty=1.1, no_repeat_ngram=4),
        ):
            again = [(draft, span) for draft, span in again if not draft.settled(span)]
            alone = [Chunk((span.widen(AROUND_MS, self.audio.span),)) for _, span in again]
            results = self._decode(alone, attempt)
            for (draft, span), chunk, result in zip(again, alone, results, strict=True):
                trusted = not silent(result.no_speech, result.mean_logprob)
                words = place(result.words, chunk, self.regions) if trusted else ()
                draft.offer(span, words)
        partials = [draft.finished() for draft in drafts]
        return [self._trusted(*one) for one in zip(group, partials, strict=True)]

    def _trusted(self, chunk: Chunk, partial: Partial) -> Partial:
        """The same, but in a noisy chunk words that cannot be trusted there are gaps."""
        if not partial.words or not is_noisy(chunk.samples(self.audio)):
            return partial
        words, gaps = trusted(partial.words, self.vocabulary, self.language)
        return Partial(partial.name, words, union([*partial.gaps, *gaps]))

    def _punctuated(self, group: Sequence[Chunk], heard: Sequence[Heard]) -> list[Heard]:
        """The same, but what came without full stops decoded without hotwords, if that is better.

        Hotwords can cost a whole chunk its style, and sentences, cues and passages hang on it.
        """
        best = list(heard)
        lost = [index for index, one in enumerate(heard) if unpunctuated(one.words)]
        again = self._decode(
            [group[index] for index in lost], Attempt(beam_size=self.settings.beam_size)
        )
        for index, one in zip(lost, again, strict=True):
            sure = mean_probability(one.words) - mean_probability(best[index].words)
            if not unpunctuated(one.words) and sure > -LESS_SURE:
                log.info("no full stops at %d ms: without hotwords", group[index].span.start_ms)
                best[index] = one
        return best

    def _decode(self, chunks: Sequence[Chunk], attempt: Attempt) -> list[Heard]:
        sounds = [chunk.samples(self.audio) for chunk in chunks]
        return self.recogniser.decode(sounds, self.language, attempt)


class _Draft:
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
    ) -> None:
        self.chunk = chunk
        self.regions = regions
        self.vocabulary = vocabulary
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
        cls, chunk: Chunk, heard: Heard, regions: Sequence[Span], vocabulary: Sequence[str]
    ) -> "_Draft":
        near = [region for region in regions if region.overlap_ms(chunk.span)]
        words = place(heard.words, chunk, near)
        judged = [judge(run, near, vocabulary) for run in runs(words)]
        trusted = not silent(heard.no_speech, heard.mean_logprob)
        if not trusted:
            judged = [
                Judged(run.words, "doubtful", run.reason or "the recogniser heard no speech")
                if run.verdict == "good"
                else run
                for run in judged
            ]
        # A region may go on in the next chunk, whose words are not known here.
        own = [part for region in near if (part := region & chunk.span) is not None]
        return cls(chunk, near, judged, unheard(words, own), vocabulary, trusted=trusted)

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
            good = [part for part in parts if keepable(part, self.regions)]
            words += [word for part in good for word in part]
            gaps += self.holes[span]
            bad = [Span(part[0].span.start_ms, part[-1].span.end_ms) for part in parts]
            gaps += [gap for gap, part in zip(bad, parts, strict=True) if part not in good]
            if not good:
                gaps.append(span)
        words.sort(key=lambda word: word.span)
        return Partial(_name(self.chunk), _in_order(words), union(gaps))


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


def _in_order(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words without overlap: one that begins before the last has ended begins there."""
    result: list[Word] = []
    for word in words:
        start = max(word.span.start_ms, result[-1].span.end_ms if result else 0)
        end = max(start, word.span.end_ms)
        result.append(Word(word.text, Span(start, end), word.probability))
    return tuple(result)


def _name(chunk: Chunk) -> str:
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
