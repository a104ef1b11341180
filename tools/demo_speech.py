"""Speech for the demo: a script in, sound and the truth about it out.

Voices are espeak-ng with the MBROLA diphones sw1 (man) and sw2 (woman); the third is sw1 with its
formants and pitch shifted by Praat. All three are steady and clear enough to be recognised.
"""

import re
import subprocess
import tempfile
import wave
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

import numpy as np
import parselmouth
from parselmouth.praat import call, run

RATE = 16_000  # MBROLA's own
SENTENCE_PAUSES_S = (0.36, 0.48, 0.41, 0.55, 0.33, 0.5)  # in turn, so that it isn't a metronome
SPEAKER_PAUSE_S = 0.18  # more, when another speaks
TOPIC_PAUSE_S = 1.5

PRONOUNCED = {
    "Ahlgren": "'A:lgRe:n",
    "anmälningar": "'anm,E:lnINaR",
    "anmälningarna": "'anm,E:lnINaRna",
    "antalet": "'antA:lE-t",
    "bedömas": "bE-d'Wm:as",
    "bedömningar": "bE-d'WmnINaR",
    "De": "d'Om",
    "de": "d'Om",
    "dem": "d'Om",
    "diskutera": "dIsku-t'e:Ra",
    "Ekberg": "'e:kb,aRj",
    "Karin": "k'A:RIn",
    "människor": "m'EnIs.UR",
    "mottagning": "m'u:t,A:gnIN",
    "Nyström": "n'y:stRWm",
    "oron": "'u:RUn",
    "orosanmälan": "'u:RUsanm,E:lan",
    "personalen": "pERsUn'A:lE-n",
    "Personalen": "pERsUn'A:lE-n",
    "regnar": "R'ENnaR",
    "tillsammans": "tIls'am:ans",
    "utvecklingsledare": "'u-tv,EklINsl,e:daRE-",
    "veckans": "v'Ek:ans",
}
"""Where espeak-ng's Swedish rules go wrong: the word and its phonemes in espeak's alphabet."""


@dataclass(frozen=True)
class Voice:
    """A speaker's id and name in the truth file and how the voice is made."""

    id: str
    name: str
    voice: str
    speed: int
    change_gender: tuple[float, float, float] | None = None  # formants ×, median Hz, range ×


VOICES = {
    "Karin": Voice("A", "Karin Ahlgren", "mb-sw2", 128),
    "Johan": Voice("B", "Johan Ekberg", "mb-sw1", 122),
    "Robin": Voice("C", "Robin Nyström", "mb-sw1", 136, (1.17, 185, 1.15)),
}


@dataclass
class Reading:
    """A script as read: samples at `RATE`, its truth, and when each picture comes on (s)."""

    samples: np.ndarray
    segments: list[dict[str, object]] = field(default_factory=list)
    topics: list[dict[str, object]] = field(default_factory=list)
    pictures: list[tuple[float, str]] = field(default_factory=list)


def read_aloud(script: Path) -> Reading:
    """Speak a script: `# topic`, `Name: sentences.`, and `[picture]` for the line after it."""
    parts = [np.zeros(RATE // 2)]
    reading = Reading(parts[0])
    pauses, turn, speaker, waiting = cycle(SENTENCE_PAUSES_S), -1, "", ""

    def now() -> float:
        return sum(map(len, parts)) / RATE

    for line in script.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            if reading.topics:
                parts.append(np.zeros(int(TOPIC_PAUSE_S * RATE)))
            reading.topics.append({"start": 0.0, "end": 0.0, "topic": line[2:]})
            continue
        if line.startswith("["):
            waiting = line.strip("[]")
            continue
        if not line.strip():
            continue
        name, text = line.split(": ", 1)
        if name != speaker:
            speaker, turn = name, turn + 1
            parts.append(np.zeros(int(SPEAKER_PAUSE_S * RATE)))
        for sentence in re.split(r"(?<=[.?!]) ", text):
            parts.append(np.zeros(int(next(pauses) * RATE)))
            if waiting:
                reading.pictures.append((now(), waiting))
                waiting = ""
            start = now()
            parts.append(say(sentence, VOICES[name]))
            topic = reading.topics[-1]
            topic["start"] = topic["start"] or round(start, 3)
            topic["end"] = round(now(), 3)
            reading.segments.append(
                {
                    "start": round(start, 3),
                    "end": round(now(), 3),
                    "speaker": VOICES[name].name,
                    "text": sentence,
                    "topic": topic["topic"],
                    "turn": turn,
                }
            )
    parts.append(np.zeros(RATE))
    reading.samples = np.concatenate(parts)
    return reading


def say(sentence: str, voice: Voice) -> np.ndarray:
    """One sentence as samples in [-1, 1] at `RATE`, without silence around it, at -20 dBFS."""
    spoken = re.sub(r"\w+", lambda word: phonemes(word[0]), sentence)
    with tempfile.NamedTemporaryFile(suffix=".wav") as file:
        subprocess.run(
            ["espeak-ng", "-v", voice.voice, "-s", str(voice.speed), "-w", file.name, spoken],
            check=True,
        )
        with wave.open(file.name) as sound:
            if sound.getframerate() != RATE:
                raise SystemExit(f"{voice.voice} is not an MBROLA voice: install mbrola-sw1, -sw2")
            samples = np.frombuffer(sound.readframes(sound.getnframes()), "<i2") / 32768
    if voice.change_gender:
        run("random_initializeWithSeedUnsafelyButPredictably (1)")  # Praat adds noise of its own
        sound = parselmouth.Sound(samples, RATE)
        # Pitch floor and ceiling in Hz, then formants, median, range and duration.
        changed = call(sound, "Change gender", 75, 600, *voice.change_gender, 1.0)
        samples = changed.values[0]
    loud = np.flatnonzero(np.abs(samples) > 0.01 * np.abs(samples).max())
    samples = samples[loud[0] : loud[-1] + 1]
    ramp = np.linspace(0, 1, RATE // 200)
    samples[: len(ramp)] *= ramp
    samples[-len(ramp) :] *= ramp[::-1]
    return samples * (0.1 / np.sqrt(np.mean(samples**2)))


def phonemes(word: str) -> str:
    """The word as espeak-ng should be given it."""
    return f"[[{PRONOUNCED[word]}]]" if word in PRONOUNCED else word


def truth(reading: Reading, audio: str) -> dict[str, object]:
    """What was said, when and by whom, in the form that `mediahub evaluate` reads."""
    spoken = list(dict.fromkeys(segment["speaker"] for segment in reading.segments))
    voices = {voice.name: voice for voice in VOICES.values()}
    return {
        "audio": audio,
        "language": "sv",
        "duration": round(len(reading.samples) / RATE, 3),
        "synthetic": True,
        "speakers": [
            {
                "id": voices[name].id,
                "name": name,
                "voice": voices[name].voice,
                "change_gender": voices[name].change_gender,
                "speed": voices[name].speed,
            }
            for name in spoken
        ],
        "topics": reading.topics,
        "segments": reading.segments,
    }
