"""What was said: chunks decoded in batches, every run of words judged, the doubtful ones again."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
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
from mediahub.speech.tongues import (
    likeliest,
    others_told,
    plainly_other,
    stretches,
    tongues,
    unsure,
)
from mediahub.transcript import Recognition, Span, Stretch, Word, primary_language, union

log = logging.getLogger(__name__)

AROUND_MS = 300
"""Sound taken along on both sides when a doubtful stretch is decoded again."""
LESS_SURE = 0.1
"""How much less probable (mean) words may be that have their full stops."""
TONGUES = "languages"
"""Under which name the languages of the regions are kept among the chunks."""
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
    languages: Sequence[str] = (),
    done: Mapping[str, Any] = MappingProxyType({}),
    on_chunk: Callable[[str, Any], None] = lambda _name, _value: None,
    on_resume: Callable[[int], None] = lambda _ms: None,
    on_progress: Callable[[int], None] = lambda _ms: None,
    on_other: Callable[[Sequence[Stretch]], None] = lambda _stretches: None,
) -> Recognition:
    """The words spoken in a recording's regions, in `language`, which is never guessed.

    Where several `languages` are named, each region is recognised in the one of them that the
    recogniser hears in it; `language` is their first. `on_other` gets the stretches that are
    plainly in a language that nobody named, if they are more than a clip.

    `vocabulary` are terms to listen for, the most wanted first; what the model has no room for is
    left out, and what was used is in the result. `done` holds chunks that an earlier run finished
    with the same model, vocabulary and settings, by name; `on_chunk` gets each newly finished one
    as name and JSON value, to be kept, in whatever order they are done. `on_progress` gets how far
    into the recording (ms) all is done, and `on_resume`, before the first, how far it was in
    `done`, if that held anything. Memory does not grow with the recording's length. Raises
    MediaError when the model does not know the language or is damaged.
    """
    spoken = tuple(languages) if len(languages) > 1 else (language,)
    if not regions:
        return _recognition(audio, regions, (), recogniser, language, ())
    for one in spoken:
        _require(recogniser, one)
    used = recogniser.hotwords(vocabulary)
    told = _listened(audio, regions, spoken, recogniser, done, on_chunk)
    tasks = _tasks(audio, regions, told, spoken, used, settings, recogniser)
    chunks = sorted(
        ((task, chunk) for task in tasks for chunk in task.chunks()), key=lambda one: one[1].span
    )
    finished: dict[str, Partial] = {}
    for _, chunk in chunks:
        before = Partial.from_json(name_of(chunk), done.get(name_of(chunk)))
        if before is not None:
            finished[before.name] = before
    open_ = [(task, chunk) for task, chunk in chunks if name_of(chunk) not in finished]
    if finished:
        on_resume(open_[0][1].span.start_ms if open_ else audio.duration_ms)
    lanes, keeping = recogniser.lanes, Lock()

    def work(part: tuple[_Task, Sequence[Chunk]]) -> list[Partial]:
        task, group = part
        partials = task.recognise(group)
        with keeping:  # at once, not when its turn comes: a killed run loses what is not kept
            for partial in partials:
                on_chunk(partial.name, partial.to_json())
        return partials

    parts = [
        (task, group)
        for task in tasks
        for group in groups(
            [chunk for own, chunk in open_ if own is task],
            recogniser.batch_size,
            lanes.count if lanes else 1,
        )
    ]
    parts.sort(key=lambda part: part[1][0].span)
    reached = 0
    for (_, group), partials in zip(parts, each(lanes, work, parts), strict=True):
        finished |= {partial.name: partial for partial in partials}
        release(audio)
        reached = max(reached, group[-1].span.end_ms)
        on_progress(reached)
    ordered = [finished[name_of(chunk)] for _, chunk in chunks]
    on_other(
        others_told(
            [
                other
                for partial in ordered
                for other in partial.others
                if other.language not in map(primary_language, spoken)
            ]
        )
    )
    several = len({*told}) > 1 or told[0] != language
    found = _recognition(audio, regions, ordered, recogniser, language, used, mixed=several)
    if not several:
        return found
    return replace(found, stretches=stretches(regions, told, language, audio.duration_ms))


def _require(recogniser: Recogniser, language: str) -> None:
    if not recogniser.speaks(language):
        raise MediaError(
            f'the model {recogniser.identity.name} does not know the language "{language}": '
            "correct `language`, or put a transcript (.vtt) beside the file",
            swedish=f"Modellen {recogniser.identity.name} kan inte språket ”{language}”. Rätta "
            "`language`, eller lägg en avskrift (.vtt) bredvid filen.",
        )


def _listened(
    audio: Audio,
    regions: Sequence[Span],
    languages: Sequence[str],
    recogniser: Recogniser,
    done: Mapping[str, Any],
    on_chunk: Callable[[str, Any], None],
) -> tuple[str, ...]:
    """The language of each region; what was listened to is kept as a chunk is."""
    if len(languages) == 1:
        return (languages[0],) * len(regions)
    kept = done.get(TONGUES)
    if isinstance(kept, list) and len(kept) == len(regions) and {*kept} <= {*languages}:
        return tuple(kept)

    def work(region: Span) -> Mapping[str, float]:
        return recogniser.languages(audio.slice(region))

    found = tongues(list(each(recogniser.lanes, work, regions)), regions, languages)
    release(audio)
    on_chunk(TONGUES, list(found))
    return found


def _tasks(
    audio: Audio,
    regions: Sequence[Span],
    told: Sequence[str],
    languages: Sequence[str],
    vocabulary: Sequence[str],
    settings: RecogniserSettings,
    recogniser: Recogniser,
) -> list["_Task"]:
    """A task for each language, the first with the vocabulary.

    Primed with Swedish terms the recogniser would make Swedish of what is none.
    """
    pairs = list(zip(regions, told, strict=True))
    return [
        _Task(
            audio,
            tuple(region for region, heard in pairs if heard == one),
            tuple(region for region, heard in pairs if heard != one),
            () if number else vocabulary,
            settings,
            recogniser,
            one,
        )
        for number, one in enumerate(languages)
    ]


@dataclass(frozen=True, slots=True)
class _Task:
    """What every group of chunks of one recording, and one language, is recognised with.

    `regions` are those in the language, `others` those in another.
    """

    audio: Audio
    regions: Sequence[Span]
    others: Sequence[Span]
    vocabulary: Sequence[str]
    settings: RecogniserSettings
    recogniser: Recogniser
    language: str

    def chunks(self) -> tuple[Chunk, ...]:
        """All that is to be recognised, in chunks."""
        return pack(
            self.regions,
            self.audio,
            narrow=narrow(self.audio, self.regions),
            others=self.others,
        )

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
        partials = [
            replace(partial, others=self._others(chunk, partial.words, one))
            for chunk, partial, one in zip(
                group, [draft.finished() for draft in drafts], first, strict=True
            )
        ]
        return [self._trusted(*one) for one in zip(group, partials, strict=True)]

    def _others(self, chunk: Chunk, words: Sequence[Word], heard: Heard) -> tuple[Stretch, ...]:
        """What of a chunk is plainly in another language, however it was recognised.

        All of it where it sounds so as a whole; else its doubtful regions are listened to.
        """
        if plainly_other(heard.spoken, self.language):
            return tuple(Stretch(piece, heard.spoken.language) for piece in chunk.pieces)
        near = [part for one in self.regions if (part := one & chunk.span) is not None]
        doubtful = unsure(words, near)
        if not any(self._other(region) for region in doubtful):
            return ()
        return tuple(
            Stretch(region, other) for region in near if (other := self._other(region)) is not None
        )

    def _other(self, region: Span) -> str | None:
        spoken = likeliest(self.recogniser.languages(self.audio.slice(region)))
        return spoken.language if plainly_other(spoken, self.language) else None

    def _trusted(self, chunk: Chunk, partial: Partial) -> Partial:
        """The same, but in a noisy chunk words that cannot be trusted there are gaps."""
        if not partial.words or not self._noisy(chunk):
            return partial
        words, gaps = trusted(partial.words, self.vocabulary, self.language)
        return replace(partial, words=words, gaps=union([*partial.gaps, *gaps]))

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
    *,
    mixed: bool = False,
) -> Recognition:
    """What was recognised; `mixed` says that chunks in several languages lie among each other."""
    words = [word for partial in partials for word in partial.words]
    gaps = [gap for partial in partials for gap in partial.gaps]
    if mixed:
        words.sort(key=lambda word: word.span)
        gaps.sort()
    return Recognition(
        language=language,
        duration_ms=audio.duration_ms,
        words=in_order(words),
        regions=tuple(regions),
        gaps=tuple(gaps),
        model=recogniser.identity,
        vocabulary=tuple(vocabulary),
    )
