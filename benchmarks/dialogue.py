"""A conversation that nothing was tuned on, spoken by espeak-ng and MBROLA from `dialogue.toml`.

    python benchmarks/dialogue.py FOLDER

writes `samtal.wav` and `samtal.truth.json` there. It needs, on Debian with `contrib` and `non-free`
among the sources, `apt-get install espeak-ng mbrola mbrola-sw1 mbrola-sw2`. Two voices, a woman
(sw2) and a man (sw1): they are the voices of kort, lang and the demo, so that the words are new and
the way of speaking is not.
"""

import json
import re
import subprocess
import sys
import tempfile
import tomllib
import wave
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mediahub.mediafile.audio import RATE  # MBROLA's own, too

SCRIPT = Path(__file__).with_name("dialogue.toml")
VOICES = {"Gunilla": ("mb-sw2", 128), "Mikael": ("mb-sw1", 122)}
"""Each speaker's voice and speed, in words a minute."""
PAUSES_S = (0.36, 0.48, 0.41, 0.55, 0.33, 0.5)
"""Before the sentences, in turn, so that it isn't a metronome."""
TOPIC_PAUSE_S = 1.5


@dataclass(frozen=True)
class Script:
    """What is said, the glossary it is said by, and glossary terms that nobody says."""

    lines: tuple[tuple[str, str, str], ...]  # topic, speaker, sentence
    names: tuple[str, ...]
    terms: tuple[str, ...]
    unsaid: tuple[str, ...]
    pronounced: Mapping[str, str]


def script(path: Path = SCRIPT) -> Script:
    """Read a script: `# topic` and `Name: sentences.`"""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    lines = []
    topic = ""
    for line in filter(None, data["script"].splitlines()):
        if line.startswith("# "):
            topic = line[2:]
        else:
            who, text = line.split(": ", 1)
            lines += [(topic, who, sentence) for sentence in re.split(r"(?<=[.?!]) ", text)]
    lists = (tuple(data[name]) for name in ("names", "terms", "unsaid"))
    return Script(tuple(lines), *lists, pronounced=data["pronounced"])


def speak(wanted: Script, folder: Path) -> tuple[Path, Path]:
    """Write the sound and its truth to a folder; the paths of both. The same at every call."""
    parts: list[NDArray[np.float64]] = []
    segments = []
    at = 0
    before = ""
    for pause, (topic, who, sentence) in zip(cycle(PAUSES_S), wanted.lines, strict=False):
        pause_s = pause + (TOPIC_PAUSE_S if before and topic != before else 0)
        before = topic
        sound = say(sentence, *VOICES[who], wanted.pronounced)
        start = at + int(pause_s * RATE)
        parts += [np.zeros(start - at), sound]
        at = start + len(sound)
        times = {"start": round(start / RATE, 3), "end": round(at / RATE, 3)}
        segments.append({**times, "speaker": who, "text": sentence, "topic": topic})
    samples = np.concatenate([*parts, np.zeros(RATE)])
    sound_file, truth_file = folder / "samtal.wav", folder / "samtal.truth.json"
    with wave.open(str(sound_file), "wb") as target:
        target.setparams((1, 2, RATE, 0, "NONE", ""))
        target.writeframes((samples * 32_767).astype("<i2").tobytes())
    truth = {
        "duration": round(len(samples) / RATE, 3),
        "topics": list(_topics(segments)),
        "terms": [*wanted.names, *wanted.terms],
        "segments": segments,
    }
    truth_file.write_text(json.dumps(truth, ensure_ascii=False, indent=1), encoding="utf-8")
    return sound_file, truth_file


def say(
    sentence: str, voice: str, speed: int, pronounced: Mapping[str, str]
) -> NDArray[np.float64]:
    """A sentence as samples in [-1, 1] at 16 kHz and -20 dBFS, without silence around it."""

    def phonemes(word: re.Match[str]) -> str:
        known = pronounced.get(word[0].lower())
        return f"[[{known}]]" if known else word[0]

    with tempfile.NamedTemporaryFile(suffix=".wav") as file:
        spoken = re.sub(r"\w+", phonemes, sentence)
        command = ["espeak-ng", "-v", voice, "-s", str(speed), "-w", file.name, spoken]
        subprocess.run(command, check=True)
        with wave.open(file.name) as sound:
            if sound.getframerate() != RATE:
                sys.exit(f"{voice} is no MBROLA voice: install mbrola-sw1 and mbrola-sw2")
            samples = np.frombuffer(sound.readframes(sound.getnframes()), "<i2") / 32_768
    heard = np.flatnonzero(np.abs(samples) > 0.01 * np.abs(samples).max())
    samples = samples[heard[0] : heard[-1] + 1]
    ramp = np.linspace(0, 1, RATE // 200)
    samples[: len(ramp)] *= ramp
    samples[-len(ramp) :] *= ramp[::-1]
    return samples * (0.1 / np.sqrt(np.mean(samples**2)))


def _topics(segments: list[dict[str, object]]) -> Iterator[dict[str, object]]:
    for topic in dict.fromkeys(segment["topic"] for segment in segments):
        own = [segment for segment in segments if segment["topic"] == topic]
        yield {"start": own[0]["start"], "end": own[-1]["end"], "topic": topic}


if __name__ == "__main__":
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    print(*speak(script(), out), sep="\n")
