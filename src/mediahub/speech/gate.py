"""Can these words be trusted? A verdict on every run of words that the recogniser gave."""

import math
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, Protocol

from mediahub.speech.echo import suspects
from mediahub.transcript import Span, Word, covered_ms

Verdict = Literal["good", "doubtful", "rejected"]

PAUSE_MS = 700
"""A run of words ends at a longer pause than this, or at a sentence's end."""
LONGEST_MS = 12_000

GOOD_PROBABILITY = 0.4
"""Mean (geometric) probability below which a run is decoded once more, and then not kept.

In a dialogue with noise under it, 5 dB softer, runs below it had as many errors as words; without
noise no run of it came below 0.52.
"""
LEAST_PROBABILITY = 0.3
"""The same for what was decoded once more, where there is no noise under the speech.

In telephone and clipped sound half of the words of such runs between the two are right.
"""
COMPRESSION = 2.4
"""Whisper's own bound: text that packs better than this repeats itself."""
FASTEST = 7.0
"""Words a second; nobody speaks so fast for more than a moment."""
MOST_REPEATS = 4
"""How often a phrase may follow itself."""
HEARD_SHARE = 0.3
"""How much of a run's time must lie in regions of speech."""
CLEAR_PROBABILITY = 0.6
"""Mean probability from which words are kept though no speech was heard there.

The detector misses sentences in clipped and telephone sound; what is invented in silence, noise,
hum and music has at most 0.51, but for loops.
"""
SILENT_MS = 2500
"""So much speech without a word was skipped by the recogniser."""
HOLE_PAUSE_MS = 2000
"""Speech on both sides of a longer pause was skipped apart."""
HOLE_MS = 25_000
"""No longer stretch is decoded again as one: with what is around it 30 s are the most."""
LOOP_RUNS, LOOP_WORDS = 3, 3
"""A sentence of so many words that comes so often in a row is a loop, until it is heard again."""

SQUEEZED_MS = 40
"""Words shorter than this were given no place in the sound; when most are, nobody said them."""
NO_SPEECH = 0.4
NO_SPEECH_LOGPROB = -0.5
"""Whisper hears no speech in a piece of sound above the first and below the second.

With whisper-base, of 25 pieces of silence, noise, hum and music all were (0.47 to 0.98, -0.59 and
less), and of 18 chunks of speech none (up to 0.38, -0.48 and more); Whisper's own 0.6 and -1.0 let
music pass.
"""
MANY_WORDS = 10
DENSE = 1.0
DENSE_LOGPROB = -1.0
"""But where there are so many words, so many a second, above Whisper's own bound, there is speech.

Of a telephone's or clipped speech Whisper holds whole chunks for no speech (no-speech 0.60 to 0.67,
-0.54 to -0.98, 1.6 words a second and more). Into 44 pieces of silence, noise, hum and music of 10
and 29 s it wrote at most 0.6 a second above that bound, but for loops.
"""
LONGEST_SENTENCE = 30
"""Words without a full stop; more are no sentence but a style that was lost."""
LEAST_SENTENCES = 25
"""And a chunk of more words than this has at least one sentence's end."""

# What Whisper learned from subtitles and says into silence. Those of the first kind are never
# speech in a recording; those of the second can be, and must be heard clearly.
_CREDITS = re.compile(
    r"^(svensk ?)?(textning|undertext(er|ning)?|översättning|text)( av| från|\s*:|\.nu\b)"
    r"|www\.|\.se\b.*text|amara\.org|stina hedin|btistudios|sdi media|scandinavian text",
    re.IGNORECASE,
)
_FAREWELLS = re.compile(
    r"tack (för att (ni|du) (har )?(tittat|tittade|tittar|lyssnat|lyssnade|lyssnar)"
    r"|till er som (tittade|tittar|lyssnade))|glöm inte att prenumerera|prenumerera på kanalen"
    r"|^(musik|applåder|skratt)\W*$",
    re.IGNORECASE,
)
FAREWELL_PROBABILITY = 0.75
_STUTTER = re.compile(r"([^\W\d_]{1,8})\1{3,}", re.IGNORECASE)
"""Letters that follow themselves four times within a word: "oooo", "hållhållhållhåll"."""


class Probable(Protocol):
    """A word with its probability: a `Word`, or a word as decoded."""

    @property
    def text(self) -> str: ...

    @property
    def probability(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Judged:
    """A run of words, the verdict on it, and a reason in words for the log ("" when good)."""

    words: tuple[Word, ...]
    verdict: Verdict
    reason: str = ""

    @property
    def span(self) -> Span:
        """From the first word's start to the last one's end."""
        return Span(self.words[0].span.start_ms, self.words[-1].span.end_ms)


def runs(words: Sequence[Word]) -> list[tuple[Word, ...]]:
    """The words in runs: parted at pauses, at sentence ends, and where one would be very long."""
    found: list[list[Word]] = []
    for word in words:
        run = found[-1] if found else None
        if (
            run is None
            or word.span.start_ms - run[-1].span.end_ms > PAUSE_MS
            or (run[-1].text[-1:] in ".?!" and len(run) >= 3)
            or word.span.end_ms - run[0].span.start_ms > LONGEST_MS
        ):
            found.append([word])
        else:
            run.append(word)
    return [tuple(run) for run in found]


def judge(
    run: Sequence[Word],
    regions: Sequence[Span],
    vocabulary: Sequence[str] = (),
    *,
    least: float = GOOD_PROBABILITY,
) -> Judged:
    """The verdict on one run: good, doubtful (decode it again, alone) or rejected (no speech).

    `regions` are where the VAD heard speech; `vocabulary` is what the recogniser was primed with,
    `least` the mean probability of a good run.
    """
    words = tuple(run)
    text = " ".join(word.text for word in words)
    sure = mean_probability(words)
    span = Span(words[0].span.start_ms, max(word.span.end_ms for word in words))
    reason = _doubt(words, text, sure, span.duration_ms / 1000, least)
    outside = covered_ms(span, regions) < HEARD_SHARE * max(1, span.duration_ms)
    if outside and (reason or sure < CLEAR_PROBABILITY):
        return Judged(words, "rejected", "no speech was heard there")
    if not reason and suspects(words, vocabulary):
        reason = "it may echo the vocabulary"
    return Judged(words, "doubtful" if reason else "good", reason)


def _doubt(words: Sequence[Word], text: str, sure: float, seconds: float, least: float) -> str:
    if _CREDITS.search(text):
        return "a subtitler's credit"
    if _FAREWELLS.search(text) and sure < FAREWELL_PROBABILITY:
        return "a known invention"
    if repeats(text):
        return "it repeats itself"
    if len(words) > 3 and len(words) / max(0.5, seconds) > FASTEST:
        return "too many words for the time"
    if 2 * sum(word.span.duration_ms < SQUEEZED_MS for word in words) > len(words):
        return "words that take no time"
    return f"low probability ({sure:.2f})" if sure < least else ""


def keepable(run: Sequence[Word], regions: Sequence[Span], least: float = GOOD_PROBABILITY) -> bool:
    """Whether the best that could be decoded is worth keeping; if not, it becomes a gap."""
    return judge(run, regions, least=least).verdict == "good"


def silent(
    no_speech: float, logprob: float, words: Sequence[Probable] = (), duration_ms: int = 0
) -> bool:
    """Whether the recogniser itself heard no speech in a piece of sound of that duration.

    `no_speech` is the probability of its no-speech token, `logprob` the mean of its text's tokens.
    Whatever it wrote does not count, unless it is as many `words` as only somebody speaking says.
    """
    if no_speech <= NO_SPEECH or logprob >= NO_SPEECH_LOGPROB:
        return False
    dense = len(words) >= max(MANY_WORDS, DENSE * duration_ms / 1000)
    return not dense or logprob < DENSE_LOGPROB or repeats(" ".join(word.text for word in words))


def unpunctuated(words: Sequence[Probable]) -> bool:
    """Whether a chunk's words have lost their full stops, wholly or for longer than a sentence."""
    ends = [index for index, word in enumerate(words) if word.text[-1:] in tuple(".?!")]
    longest = max(after - before for before, after in pairwise([-1, *ends, len(words) - 1]))
    return longest > LONGEST_SENTENCE or (not ends and len(words) > LEAST_SENTENCES)


def mean_probability(words: Sequence[Probable]) -> float:
    """The geometric mean of the words' probabilities, 0 for no words."""
    if not words:
        return 0.0
    return math.exp(sum(math.log(max(word.probability, 1e-4)) for word in words) / len(words))


def repeats(text: str) -> bool:
    """Whether a text is a loop: it packs too well, or a phrase follows itself too often."""
    data = text.encode("utf-8")
    if len(data) > 60 and len(data) / len(zlib.compress(data)) > COMPRESSION:
        return True
    if _STUTTER.search(text):
        return True
    words = re.findall(r"\w+", text.lower())
    for length in range(1, 7):
        count = 1
        for index in range(length, len(words) - length + 1, length):
            same = words[index : index + length] == words[index - length : index]
            count = count + 1 if same else 1
            if count > MOST_REPEATS:
                return True
    return False


def unheard(words: Sequence[Word], regions: Sequence[Span]) -> list[Span]:
    """The stretches with SILENT_MS of speech or more in which there is no word.

    `regions` are in order and apart. Short pauses part no stretch: a recogniser that skips ten
    seconds skips several regions, each of them short.
    """
    edges = [0]
    for word in words:
        edges += [word.span.start_ms, max(edges[-1], word.span.end_ms)]
    edges.append(max(edges[-1], regions[-1].end_ms if regions else 0))
    found = []
    for start, end in list(pairwise(edges))[::2]:
        hole = Span(start, max(start, end))
        parts = [part for region in regions if (part := region & hole) is not None]
        for group in _near(parts):
            if sum(part.duration_ms for part in group) >= SILENT_MS:
                found.append(group[0] | group[-1])
    return found


def _near(parts: Sequence[Span]) -> list[list[Span]]:
    """The parts in groups: within HOLE_PAUSE_MS of each other, at most HOLE_MS long."""
    groups: list[list[Span]] = []
    for part in parts:
        group = groups[-1] if groups else None
        if (
            group is None
            or group[-1].gap_ms(part) > HOLE_PAUSE_MS
            or part.end_ms - group[0].start_ms > HOLE_MS
        ):
            groups.append([part])
        else:
            group.append(part)
    return groups


def loops(found: Sequence[Sequence[Word]]) -> set[int]:
    """The indices of runs that say one and the same LOOP_RUNS times or oftener in a row."""
    texts = [re.sub(r"\W+", " ", " ".join(word.text for word in run)).lower() for run in found]
    looped: set[int] = set()
    for index in range(LOOP_RUNS - 1, len(texts)):
        row = range(index - LOOP_RUNS + 1, index + 1)
        if len({texts[at] for at in row}) == 1 and len(found[index]) >= LOOP_WORDS:
            looped.update(row)
    return looped
