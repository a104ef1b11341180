"""Are voices named rightly by what is said? Dialogues whose speakers are known.

    python benchmarks/identify.py [--shared DIR] [--heard] [FILE.truth.json …]

A truth file lists segments with speaker and text; the sound lies beside it. Contributors are its
speakers, the first one the host. Without --heard the true words and turns are used, so that only
the naming is measured; with it the sound is recognised and diarised by the models at hand, and a
voice is whose words it mostly holds. The dialogue of `dialogue.toml` is measured by its text.
"""

import argparse
import json
import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from dialogue import script

from mediahub.catalog.ids import slug
from mediahub.identify import Candidate, identify
from mediahub.models import default_store
from mediahub.pipeline.report import Silent
from mediahub.pipeline.run import Options, run
from mediahub.transcript import Segment, Span, Speaker, Transcript, Word
from mediahub.transcript.codec import transcript_from_json


@dataclass(frozen=True)
class Row:
    """Of the voices of one dialogue: how many are named, likely, and wrong (of either)."""

    name: str
    voices: int
    named: int
    wrong: int
    likely: int
    likely_wrong: int


Line = tuple[str, str, int, int]
"""Who says what, from when until when (ms)."""


def by_text(name: str, lines: list[Line], names: dict[str, str]) -> Row:
    """The naming alone, on true words and voices."""
    segments = []
    for who, text, start, end in lines:
        words = text.split()
        step = max(1, (end - start) // len(words))
        places = (Span(start + at * step, start + (at + 1) * step) for at in range(len(words)))
        segments.append(Segment(who, tuple(Word(w, p) for w, p in zip(words, places, strict=True))))
    order = list(dict.fromkeys(who for who, *_ in lines))
    speakers = tuple(Speaker(who, f"Talare {n}", voice=who) for n, who in enumerate(order, 1))
    transcript = Transcript("sv", lines[-1][3], tuple(segments), speakers)
    cast = [Candidate(who, names[who], leads=who == order[0]) for who in order]
    found = identify(transcript, cast, voices=order)
    return _row(name, len(order), [(one.voice, one.person, one.certain) for one in found])


def by_ear(truth: Path, lines: list[Line], names: dict[str, str]) -> Row:
    """The whole way, from sound."""
    order = list(dict.fromkeys(who for who, *_ in lines))
    ids = {slug(names[who]): who for who in order}
    with tempfile.TemporaryDirectory() as folder:
        media = Path(folder) / "media"
        media.mkdir()
        sound = next(one for one in truth.parent.iterdir() if _sound_of(one, truth))
        shutil.copy(sound, media / f"samtal{sound.suffix}")
        roles = [
            f'{{ person = "{one}", role = "{"host" if not at else "guest"}" }}'
            for at, one in enumerate(ids)
        ]
        (media / "samtal.toml").write_text(
            f'title = "Samtal"\ncontributors = [{", ".join(roles)}]\n', encoding="utf-8"
        )
        (media / "people.toml").write_text(
            "".join(f'[[people]]\nid = "{one}"\nname = "{names[ids[one]]}"\n' for one in ids),
            encoding="utf-8",
        )
        run(Path(folder), Options(), Silent(), store=default_store())
        results = Path(folder) / "transcripts" / "samtal"
        transcript = transcript_from_json(json.loads((results / "transcript.json").read_text()))
        found = json.loads((results / "identities.json").read_text())["identities"]
    said: dict[str, Counter[str]] = {}
    for segment in transcript.segments:
        for who, _, start, end in lines:
            overlap = segment.span.overlap_ms(Span(start, end))
            said.setdefault(segment.speaker, Counter())[who] += overlap
    is_really = {label: counted.most_common(1)[0][0] for label, counted in said.items()}
    pairs = [(is_really[one["voice"]], ids[one["person"]], one["certain"]) for one in found]
    return _row(f"{truth.name.split('.')[0]}, heard", len(transcript.speakers), pairs)


def _sound_of(path: Path, truth: Path) -> bool:
    return path.stem == truth.name.split(".")[0] and path.suffix in {".mp3", ".wav", ".mp4"}


def _row(name: str, voices: int, found: list[tuple[str, str, bool]]) -> Row:
    certain = [(voice, person) for voice, person, sure in found if sure]
    likely = [(voice, person) for voice, person, sure in found if not sure]
    return Row(
        name,
        voices,
        len(certain),
        sum(voice != person for voice, person in certain),
        len(likely),
        sum(voice != person for voice, person in likely),
    )


def read(truth: Path) -> list[Line]:
    """Who says what in a truth file."""
    segments = json.loads(truth.read_text(encoding="utf-8"))["segments"]
    return [
        (one["speaker"], one["text"], int(one["start"] * 1000), int(one["end"] * 1000))
        for one in segments
    ]


def main() -> None:
    """Measure and print one table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("truths", nargs="*", type=Path)
    parser.add_argument("--shared", type=Path, default=Path("../shared/speech"))
    parser.add_argument("--heard", action="store_true")
    arguments = parser.parse_args()
    print(f"{'':28}{'voices':>7}{'named':>7}{'wrong':>7}{'likely':>8}{'wrong':>7}")
    shared = sorted(arguments.shared.glob("*.truth.json")) if arguments.shared.exists() else []
    rows = []
    own = script()
    full = {name.split()[0]: name for name in own.names}
    spoken = [
        (who, text, at * 4000, at * 4000 + 3500) for at, (_, who, text) in enumerate(own.lines)
    ]
    rows.append(by_text("samtal", spoken, full))
    for truth in (*shared, *arguments.truths):
        lines = read(truth)
        names = {who: who for who, *_ in lines}
        rows.append(by_text(truth.name.split(".")[0], lines, names))
        if arguments.heard:
            rows.append(by_ear(truth, lines, names))
    for row in rows:
        print(
            f"{row.name:28}{row.voices:7}{row.named:7}{row.wrong:7}"
            f"{row.likely:8}{row.likely_wrong:7}"
        )


if __name__ == "__main__":
    main()
