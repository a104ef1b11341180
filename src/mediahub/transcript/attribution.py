"""Attribution: which voice said which word, from the turns and the sentences."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from mediahub.transcript.span import Span
from mediahub.transcript.values import Diarisation, Recognition, Turn, Word

PAUSE_MS = 300
"""A silence that a change of speaker may stand at; words of one breath lie closer."""
SNAP_MS = 1000
SNAP_WORDS = 2
INTERJECTION_MS = 700
"""What another voice says in mid-sentence and in less time than this is a "mm" or a laugh, under
which the sentence goes on."""
NOBODY = ""


class Held(NamedTuple):
    """The voice that holds most of a word, and all that hold half of it or more."""

    voice: str
    voices: frozenset[str] = frozenset()


def speakers_of_words(
    words: Sequence[Word], diarisation: Diarisation, starts: Sequence[int]
) -> list[str]:
    """The voice of each word; `starts` are the indices of the words that begin a sentence.

    A word goes to the voice whose turns hold most of it, else to the nearest turn. A lone word in
    the middle of another's sentence goes to its neighbours, and so do all that are said there in
    less than 0.7 s. A change in mid-sentence moves to the border of a sentence within 1 s or 2
    words, or as far as both voices speak at once. Everyone is one voice without a speaker model.
    """
    if diarisation.model is None or len(diarisation.speakers) < 2:
        return [next(iter(diarisation.speakers), NOBODY)] * len(words)
    held = _by_time([word.span for word in words], diarisation.turns)
    voices = [one.voice for one in held]
    borders = set(starts)
    _join_lone_words(words, voices, borders)
    _join_interjections(words, voices, borders)
    _snap_to_sentences(words, voices, borders, [one.voices for one in held])
    _join_lone_words(words, voices, borders)
    return voices


def speakers_of_cues(recognition: Recognition, diarisation: Diarisation) -> list[str]:
    """The voice of each word of an author's captions, one voice a piece of a cue.

    The author's names count where there are any, and a cue without one is nobody's; else the turns
    do, except that of two who speak in one cue, by its dashes, the second is not the first.
    """
    count = len(recognition.words)
    breaks = [*recognition.breaks, count]
    cues = list(pairwise(breaks))
    if breaks[0] > 0:  # words before the first break are a cue of their own
        cues.insert(0, (0, breaks[0]))
    names = [NOBODY] * (len(cues) - len(recognition.voices)) + list(recognition.voices)
    if any(names):
        voices = names
    elif diarisation.model is not None:
        spans = [recognition.words[a].span | recognition.words[b - 1].span for a, b in cues]
        voices = [one.voice for one in _by_time(spans, diarisation.turns)]
        _part_dashes(recognition, voices, first=len(cues) - len(recognition.breaks))
    else:
        voices = [next(iter(diarisation.speakers), NOBODY)] * len(cues)
    return [voice for voice, (a, b) in zip(voices, cues, strict=True) for _ in range(a, b)]


def _part_dashes(recognition: Recognition, voices: list[str], *, first: int) -> None:
    """Take the voice from a piece that answers, in one cue, another piece of the same voice.

    `first` is the place in `voices` of the piece at the first break.
    """
    pieces = recognition.pieces or range(len(recognition.breaks))
    place = {piece: first + number for number, piece in enumerate(pieces)}
    for cue in recognition.cues:
        said = [place[p.piece] for p in cue.parts if p.dash and p.piece in place]
        for one, other in pairwise(said):
            if voices[other] == voices[one]:
                voices[other] = NOBODY


def _by_time(spans: Sequence[Span], turns: Sequence[Turn]) -> list[Held]:
    """For each span, in order of time, the voice whose turns hold most of it, else the nearest."""
    ordered = sorted(turns, key=lambda turn: turn.span)
    result: list[Held] = []
    active: list[Turn] = []
    ended: Turn | None = None
    upcoming = 0
    for span in spans:
        # A word of no length still stands somewhere.
        wide = span if span else Span(span.start_ms, span.start_ms + 1)
        while upcoming < len(ordered) and ordered[upcoming].span.start_ms < wide.end_ms:
            active.append(ordered[upcoming])
            upcoming += 1
        held: Counter[str] = Counter()
        for turn in active:
            held[turn.speaker] += turn.span.overlap_ms(wide)
        if any(held.values()):
            most = max(held.values())
            best = [voice for voice, ms in held.items() if ms == most]
            # A tie is kept by the voice that was speaking.
            before = result[-1].voice if result else NOBODY
            half = frozenset(voice for voice, ms in held.items() if 2 * ms >= wide.duration_ms)
            result.append(Held(before if before in best else best[0], half))
        else:
            near = [ended] if ended else []
            near += [*active, *ordered[upcoming : upcoming + 1]]
            result.append(Held(min(near, key=lambda turn: turn.span.gap_ms(wide)).speaker))
        for turn in active:
            if turn.span.end_ms <= wide.start_ms and (
                ended is None or turn.span.end_ms > ended.span.end_ms
            ):
                ended = turn
        active = [turn for turn in active if turn.span.end_ms > wide.start_ms]
    return result


def _pause(words: Sequence[Word], index: int) -> int:
    """The silence in ms before the word at `index`."""
    return words[index].span.start_ms - words[index - 1].span.end_ms


def _join_lone_words(words: Sequence[Word], voices: list[str], borders: set[int]) -> None:
    """Give a run of one word to the neighbour it hangs together with; a lone "Mm." stays."""

    def tied(index: int) -> bool:
        return 0 < index < len(words) and index not in borders and _pause(words, index) < PAUSE_MS

    for index in range(len(words)):
        before = voices[index - 1] if index else None
        after = voices[index + 1] if index + 1 < len(words) else None
        if voices[index] in (before, after):
            continue
        to_before, to_after = tied(index), tied(index + 1)
        if to_before and to_after:
            to_before = _pause(words, index) <= _pause(words, index + 1)
        if to_before and before is not None:
            voices[index] = before
        elif to_after and after is not None:
            voices[index] = after


def _join_interjections(words: Sequence[Word], voices: list[str], borders: set[int]) -> None:
    """Give what is said in passing in the middle of another's sentence to the one who goes on."""
    edges = [0, *(i for i in range(1, len(words)) if voices[i] != voices[i - 1]), len(words)]
    for first, end in pairwise(edges[1:-1]):
        span = words[first].span | words[end - 1].span
        if (
            voices[first - 1] == voices[end]
            and not {first, end} & borders
            and span.duration_ms < INTERJECTION_MS
        ):
            voices[first:end] = [voices[end]] * (end - first)


def _snap_to_sentences(
    words: Sequence[Word],
    voices: list[str],
    borders: set[int],
    held: Sequence[frozenset[str]],
) -> None:
    """Move a change of voice in mid-sentence to a sentence's border near by, if one lies there.

    `held` are the voices that speak under each word.
    """
    changes = [i for i in range(1, len(words)) if voices[i] != voices[i - 1]]
    ends = [0, *changes, len(words)]
    for number, change in enumerate(changes, start=1):
        # A change at an audible pause is trusted more than the punctuation.
        if change in borders or _pause(words, change) >= PAUSE_MS:
            continue
        # Neither run may vanish.
        both = {voices[change - 1], voices[change]}
        shared = [both <= one for one in held]
        limits = ends[number - 1] + 1, ends[number + 1] - 1
        near = [at for at in _near(words, change, limits, shared) if at in borders]
        if not near:
            continue
        at = min(near, key=lambda border: _distance(words, change, border))
        if at < change:
            voices[at:change] = [voices[change]] * (change - at)
        else:
            voices[change:at] = [voices[change - 1]] * (at - change)
        ends[number] = at


def _near(
    words: Sequence[Word], change: int, limits: tuple[int, int], shared: Sequence[bool]
) -> list[int]:
    """The places around `change` that a snap may reach, inside the limits.

    `shared` says under which words both voices speak: how far they do a snap may go as well.
    """
    first, last = limits
    found = []
    for step in (-1, 1):
        at = change + step
        together = True
        while first <= at <= last:
            together = together and shared[min(at, at - step)]
            close = abs(at - change) <= SNAP_WORDS or _distance(words, change, at) <= SNAP_MS
            if not (together or close):
                break
            found.append(at)
            at += step
    return found


def _distance(words: Sequence[Word], change: int, at: int) -> int:
    return abs(words[at].span.start_ms - words[change].span.start_ms)
