"""Who spoke when: DER and cost on synthetic dialogues, a telephone call and mixed real voices.

    python benchmarks/speakers.py [--part all|tuning|final] [--shared DIR] [--cache DIR]

The number of speakers is never given. Real voices are fetched from the package index, kept in
--cache and never stored in the project; `mixing.py` tells what they are and how they are mixed.
Settings are tuned on the mixtures marked "tuning" (an hour of sound, in --part tuning only); those
marked "seen" were scored more than once between changes; those marked "final" are of other people,
for the figure only. "Meetings as recorded" are excerpts of half a minute with real overlap, whose
errors are added up. Where the truth is not made of the detector's own regions (all but A to E, kort
and lang) missed and false speech count as well, and "confused" tells what the wrong voice cost.
Cost is CPU time of VAD and diarisation by the second of sound, models loaded before.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from mixing import (
    MIXTURES,
    Mixture,
    Recording,
    council,
    council_pieces,
    excerpts,
    meeting_pieces,
    mixed,
    telephone,
)

from mediahub.evaluate import Der, der, read_truth
from mediahub.mediafile import decode
from mediahub.models import default_store, embedder_for
from mediahub.speech import diarise, speech_regions
from mediahub.transcript import union


@dataclass(frozen=True)
class Row:
    """The figures of one recording, or of several added up; shares are of the speech, 0 to 1.

    `confused` is the part of `der`, with a collar of 0.25 s, that went to a wrong voice; `strict`
    has no collar. `cost` is CPU-s by the second of sound.
    """

    name: str
    part: str
    seconds: float
    speakers: int
    found: int
    overlap: float
    der: float
    strict: float
    missed: float
    false: float
    confused: float
    cost: float


HEADER = (
    f"{'':28}{'s':>5}{'true':>6}{'found':>7}{'overl. %':>9}{'DER %':>8}{'strict %':>9}"
    f"{'missed':>8}{'false':>8}{'confused':>9}{'CPU s/s':>9}"
)


def rows(
    models: Path,
    cache: Path,
    shared: Path,
    *,
    part: Literal["all", "tuning", "final"] = "all",
) -> Iterator[Row]:
    """The figures of the recordings and mixtures of a part, one by one; "all" is without tuning.

    `models` is the embedding's folder in the store, `cache` where packages are kept, `shared` the
    folder of the synthetic dialogues, which are left out where it has none.
    """
    if part == "all":
        for name in ("kort", "lang"):
            if (shared / f"{name}.mp3").exists():
                yield measured(name, "synthetic", [dialogue(shared, name)], models)
        if (shared / "kort.mp3").exists():
            yield measured("kort overlapped", "synthetic", [overlapped(shared, "kort")], models)
        yield measured("telephone", "seen", [telephone(cache)], models)
    meetings = council(cache)
    recorded = excerpts(cache)
    for recipe in MIXTURES:
        if part == recipe.part or (part == "all" and recipe.part != "tuning"):
            pieces = (
                meeting_pieces(recorded)
                if recipe.meeting is None
                else council_pieces(recipe, meetings[recipe.meeting])
            )
            yield measured(recipe.name, recipe.part, [mixed(recipe, pieces)], models)
    if part == "all":
        yield measured("meetings as recorded", "seen", recorded, models)


def measured(name: str, part: str, recordings: Sequence[Recording], models: Path) -> Row:
    """Diarise recordings, each for itself, and add up what is wrong with them."""
    cost = length = spoken = alone = speakers = found = 0.0
    loose: list[Der] = []
    strict: list[Der] = []
    for audio, truth in recordings:
        before = time.process_time()
        heard = diarise(audio, speech_regions(audio, models), models)
        cost += time.process_time() - before
        length += audio.duration_ms / 1000
        spoken += sum(turn.span.duration_ms for turn in truth)
        alone += sum(span.duration_ms for span in union(turn.span for turn in truth))
        speakers += len({turn.speaker for turn in truth})
        found += len(heard.speakers)
        loose.append(der(truth, heard.turns))
        strict.append(der(truth, heard.turns, collar_ms=0))
    missed, false, confused = (
        sum(getattr(one, what) for one in loose) / sum(one.total_ms for one in loose)
        for what in ("missed_ms", "false_alarm_ms", "confusion_ms")
    )
    return Row(
        name=name,
        part=part,
        seconds=length,
        speakers=int(speakers),
        found=int(found),
        overlap=(spoken - alone) / spoken,
        der=missed + false + confused,
        strict=sum(one.missed_ms + one.false_alarm_ms + one.confusion_ms for one in strict)
        / sum(one.total_ms for one in strict),
        missed=missed,
        false=false,
        confused=confused,
        cost=cost / length,
    )


def dialogue(shared: Path, name: str) -> Recording:
    """One of the shared synthetic dialogues."""
    folder = Path(tempfile.mkdtemp())
    audio = decode(shared / f"{name}.mp3", folder / "sound.raw", time_limit_s=300)
    return audio, read_truth(shared / f"{name}.truth.json").turns


def overlapped(shared: Path, name: str) -> Recording:
    """The sentences of a synthetic dialogue in another order, a tenth of the speech overlapped."""
    pieces = meeting_pieces([dialogue(shared, name)])
    return mixed(Mixture(name, "seen", None, 0.1, tuple(pieces), seed=11), pieces)


def line(row: Row) -> str:
    """A row of the printed table."""
    shares = (row.overlap, row.der, row.strict, row.missed, row.false, row.confused)
    cells = [
        f"{share * 100:{width}.2f}" for share, width in zip(shares, (9, 8, 9, 8, 8, 9), strict=True)
    ]
    title = f"{row.name}, {row.part}"
    return (
        f"{title:28}{row.seconds:5.0f}{row.speakers:6}{row.found:7}{''.join(cells)}{row.cost:9.4f}"
    )


def main() -> None:
    """Measure and print one table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--part", choices=("all", "tuning", "final"), default="all")
    parser.add_argument("--shared", type=Path, default=Path("../shared/speech"))
    parser.add_argument("--cache", type=Path, default=Path.home() / ".cache/mediahub/benchmarks")
    arguments = parser.parse_args()
    store = default_store()
    model = embedder_for(store)
    if model is None:
        sys.exit("no speaker embedding is at hand: run `mediahub models fetch`")
    print(HEADER)
    for row in rows(
        store.open(model),
        arguments.cache,
        arguments.shared,
        part=arguments.part,
    ):
        print(line(row), flush=True)


if __name__ == "__main__":
    main()
