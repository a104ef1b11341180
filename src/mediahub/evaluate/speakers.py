"""Who spoke when, against the truth: DER and words given to the wrong speaker."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mediahub.transcript import Segment, Span, Turn, union


@dataclass(frozen=True, slots=True)
class Der:
    """The parts of a diarisation error, in ms of speaker time, and the time they are judged by."""

    missed_ms: int
    false_alarm_ms: int
    confusion_ms: int
    total_ms: int

    @property
    def rate(self) -> float:
        """Diarisation error rate; 0.0 when there is nothing to judge and nothing was found,
        1.0 when only the reference is empty.
        """
        errors = self.missed_ms + self.false_alarm_ms + self.confusion_ms
        if not self.total_ms:
            return 1.0 if errors else 0.0
        return errors / self.total_ms


def der(
    reference: Sequence[Turn],
    hypothesis: Sequence[Turn],
    *,
    collar_ms: int = 250,
    skip_overlap: bool = False,
) -> Der:
    """Diarisation error of the best one-to-one mapping of the hypothesis' labels to names.

    As NIST's md-eval and pyannote.metrics define it: in each instant the reference's number of
    speakers is the time judged; too few are missed, too many are false alarm, and the rest that
    don't match are confusion. `collar_ms` is left out on *each side* of every border of a reference
    turn (md-eval's 0.25; pyannote's `collar=0.5`), and with `skip_overlap` the time where the
    reference has more than one speaker. Turns of one speaker that touch are one turn, save that
    their borders still have collars. The mapping is chosen on the time that is judged.
    """
    wanted, got = _by_speaker(reference), _by_speaker(hypothesis)
    collars = union(
        Span(max(0, edge - collar_ms), edge + collar_ms)
        for turn in reference
        for edge in (turn.span.start_ms, turn.span.end_ms)
    )
    pieces = [
        (length, names, labels)
        for length, names, labels in _pieces(wanted, got, collars)
        if not (skip_overlap and len(names) > 1)
    ]
    shared: dict[tuple[str, str], int] = {}
    for length, names, labels in pieces:
        for name in names:
            for label in labels:
                shared[name, label] = shared.get((name, label), 0) + length
    mapping = best_mapping(shared)
    missed = false_alarm = confusion = total = 0
    for length, names, labels in pieces:
        right = sum(mapping.get(label) in names for label in labels)
        total += length * len(names)
        missed += length * max(0, len(names) - len(labels))
        false_alarm += length * max(0, len(labels) - len(names))
        confusion += length * (min(len(names), len(labels)) - right)
    return Der(missed, false_alarm, confusion, total)


def best_mapping(shared: Mapping[tuple[str, str], int]) -> dict[str, str]:
    """Label to name, one to one, so that the time or number they share is as large as can be.

    `shared` says how much each (name, label) has in common; pairs with nothing are not mapped.
    """
    names = sorted({name for name, _ in shared})
    labels = sorted({label for _, label in shared})
    if not names:
        return {}
    from scipy.optimize import linear_sum_assignment

    table = [[shared.get((name, label), 0) for label in labels] for name in names]
    rows, columns = linear_sum_assignment(table, maximize=True)
    return {
        labels[column]: names[row]
        for row, column in zip(rows, columns, strict=True)
        if table[row][column] > 0
    }


@dataclass(frozen=True, slots=True)
class SpeakerWords:
    """Words that could be judged, because one known speaker held their time, and the wrong ones."""

    wrong: int
    judged: int

    @property
    def rate(self) -> float:
        """The share given to the wrong speaker; 0.0 when none could be judged."""
        return self.wrong / self.judged if self.judged else 0.0


def words_to_wrong_speaker(reference: Sequence[Turn], segments: Sequence[Segment]) -> SpeakerWords:
    """Count the words whose segment's speaker is not the one who held most of the word's time.

    A transcript's labels are mapped to names one to one, to the fewest wrong words. Words outside
    every reference turn, or shared equally by two speakers, are not judged.
    """
    turns = sorted(reference, key=lambda turn: turn.span)
    held: list[tuple[str, str]] = []
    for segment in segments:
        for word in segment.words:
            name = _holder(turns, word.span)
            if name is not None:
                held.append((name, segment.speaker))
    shared: dict[tuple[str, str], int] = {}
    for pair in held:
        shared[pair] = shared.get(pair, 0) + 1
    mapping = best_mapping(shared)
    return SpeakerWords(sum(mapping.get(label) != name for name, label in held), len(held))


def _holder(turns: Sequence[Turn], span: Span) -> str | None:
    """Who holds most of the span; None when nobody does or two hold as much."""
    times: dict[str, int] = {}
    for turn in turns:
        if turn.span.start_ms >= span.end_ms:
            break
        overlap = turn.span.overlap_ms(span)
        if overlap:
            times[turn.speaker] = times.get(turn.speaker, 0) + overlap
    best = sorted(times, key=lambda name: -times[name])
    if not best or (len(best) > 1 and times[best[0]] == times[best[1]]):
        return None
    return best[0]


def _by_speaker(turns: Sequence[Turn]) -> dict[str, tuple[Span, ...]]:
    spans: dict[str, list[Span]] = {}
    for turn in turns:
        if turn.span:
            spans.setdefault(turn.speaker, []).append(turn.span)
    return {speaker: union(own) for speaker, own in spans.items()}


def _pieces(
    wanted: Mapping[str, Sequence[Span]],
    got: Mapping[str, Sequence[Span]],
    collars: Sequence[Span],
) -> list[tuple[int, frozenset[str], frozenset[str]]]:
    """Cut time where anything changes: (length in ms, names, labels) outside the collars."""
    # Side 0 is the reference, 1 the hypothesis, 2 the collars.
    changes: dict[int, list[tuple[int, str, bool]]] = {}
    sides = (wanted, got, {"": collars})
    for side, speakers in enumerate(sides):
        for speaker, spans in speakers.items():
            for span in spans:
                changes.setdefault(span.start_ms, []).append((side, speaker, True))
                changes.setdefault(span.end_ms, []).append((side, speaker, False))
    now: tuple[set[str], set[str], set[str]] = (set(), set(), set())
    pieces = []
    for start, end in pairwise(sorted(changes)):
        for side, speaker, begins in changes[start]:
            if begins:
                now[side].add(speaker)
            else:
                now[side].discard(speaker)
        if not now[2] and (now[0] or now[1]):
            pieces.append((end - start, frozenset(now[0]), frozenset(now[1])))
    return pieces
