"""What was said: chunks decoded in batches, every run of words judged, the doubtful ones again."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from types import MappingProxyType
from typing import Any

from mediahub.errors import MediaError
from mediahub.mediafile.audio import Audio
from mediahub.speech.band import narrow
from mediahub.speech.chunks import Chunk, groups, pack
from mediahub.speech.draft import Draft, Partial, in_order, name_of
from mediahub.speech.gate import (
    GOOD_PROBABILITY,
    LEAST_PROBABILITY,
    mean_probability,
    silent,
    unpunctuated,
)
from mediahub.speech.lanes import each
from mediahub.speech.noise import is_noisy, trusted
from mediahub.speech.paging import release
from mediahub.speech.placing import place
from mediahub.speech.prompt import prompt
from mediahub.speech.recogniser import Attempt, Heard, Recogniser, RecogniserSettings
from mediahub.transcript import Recognition, Span, union

log = logging.getLogger(__name__)

AROUND_MS = 300
"""Sound taken along on both sides when a doubtful stretch is decoded again."""
LESS_SURE = 0.1
"""How much less probable (mean) words may be that have their full stops."""
MOST_AGAIN = 6
"""Doubtful stretches of one chunk that are decoded again; music for an hour must not cost a day.

Each chunk has its own, for how many are grouped depends on the memory that is free.
"""


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
    on_resume: Callable[[int], None] = lambda _ms: None,
    on_progress: Callable[[int], None] = lambda _ms: None,
) -> Recognition:
    """The words spoken in a recording's regions, in `language`, which is never guessed.

    `vocabulary` are terms to listen for, the most wanted first; what the model has no room for is
    left out, and what was used is in the result. `done` holds chunks that an earlier run finished
    with the same model, vocabulary and settings, by name; `on_chunk` gets each newly finished one
    as name and JSON value, to be kept, in whatever order they are done. `on_progress` gets how far
    into the recording (ms) all is done, and `on_resume`, before the first, how far it was in
    `done`, if that held anything. Memory does not grow with the recording's length. Raises
    MediaError when the model does not know the language or is damaged.
    """
    chunks = pack(regions, audio, narrow=narrow(audio, regions))
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
        before = Partial.from_json(name_of(chunk), done.get(name_of(chunk)))
        if before is not None:
            finished[before.name] = before
    open_ = [chunk for chunk in chunks if name_of(chunk) not in finished]
    if finished:
        on_resume(open_[0].span.start_ms if open_ else audio.duration_ms)
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
    ordered = [finished[name_of(chunk)] for chunk in chunks]
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
            Draft.of(
                chunk,
                one,
                self.regions,
                self.vocabulary if one is before else (),
                least=GOOD_PROBABILITY if self._noisy(chunk) else LEAST_PROBABILITY,
            )
            for chunk, one, before in zip(group, heard, first, strict=True)
        ]
        again = [(draft, span) for draft in drafts for span in _first_again(draft)]
        # Without hotwords a term that only echoed is gone; another beam and a penalty break loops.
        for attempt in (
            Attempt(beam_size=beam),
            Attempt(beam_size=1, repetition_penalty=1.1, no_repeat_ngram=4),
        ):
            again = [(draft, span) for draft, span in again if not draft.settled(span)]
            alone = [Chunk((span.widen(AROUND_MS, self.audio.span),)) for _, span in again]
            results = self._decode(alone, attempt)
            for (draft, span), chunk, result in zip(again, alone, results, strict=True):
                trusted = not silent(
                    result.no_speech, result.mean_logprob, result.words, chunk.duration_ms
                )
                words = place(result.words, chunk, self.regions) if trusted else ()
                draft.offer(span, words)
        partials = [draft.finished() for draft in drafts]
        return [self._trusted(*one) for one in zip(group, partials, strict=True)]

    def _trusted(self, chunk: Chunk, partial: Partial) -> Partial:
        """The same, but in a noisy chunk words that cannot be trusted there are gaps."""
        if not partial.words or not self._noisy(chunk):
            return partial
        words, gaps = trusted(partial.words, self.vocabulary, self.language)
        return Partial(partial.name, words, union([*partial.gaps, *gaps]))

    def _noisy(self, chunk: Chunk) -> bool:
        return is_noisy(chunk.samples(self.audio))

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


def _first_again(draft: Draft) -> list[Span]:
    """The doubtful stretches of a chunk that there is time for: what may echo comes first.

    Undecided, an echo is left out, and its word with it.
    """
    doubtful = sorted(draft.doubtful, key=lambda span: not draft.may_echo(span))
    if len(doubtful) > MOST_AGAIN:
        log.info(
            "%d doubtful stretches at %d ms, %d of them again",
            len(doubtful),
            draft.chunk.span.start_ms,
            MOST_AGAIN,
        )
    return doubtful[:MOST_AGAIN]


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
        words=in_order([word for partial in partials for word in partial.words]),
        regions=tuple(regions),
        gaps=tuple(gap for partial in partials for gap in partial.gaps),
        model=recogniser.identity,
        vocabulary=tuple(vocabulary),
    )
