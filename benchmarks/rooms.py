"""Is speech heard that is far from the microphone, and nothing where nobody speaks?

    python benchmarks/rooms.py [--speech FILE …] [--shared FOLDER] [--seconds N] [--words]

Of each FILE (default: the demo's podcast; `NAME.truth.json` beside it tells who speaks when) the
voice that speaks most stays at its microphone; the others are put into a room: image sources in a
box, so far away, reverberant, so many dB under the near voice, duller, with a hall's noise under
all of it. FOLDER adds its kort.mp3 and lang.mp3. Two tables. First, of each room: the share of far
speech and of near speech that lies in the detector's regions (what is speech is told by the regions
of the dry recording, within the truth's turns), and how many seconds a minute of the pauses do.
Second, of sounds without speech, 20 s each between near sentences, with the hall's noise: seconds a
minute taken for speech. With --words, the recogniser's errors in the far turns as well
(whisper-base). The rooms are simulated and the voices synthetic.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import sounds
from numpy.typing import NDArray

from mediahub.evaluate import Truth, read_truth, word_errors
from mediahub.mediafile import decode
from mediahub.mediafile.audio import RATE, Audio
from mediahub.models import WHISPER_BASE, default_store, embedder_for
from mediahub.speech import Lanes, Recogniser, RecogniserSettings, recognise, speech_regions
from mediahub.transcript import Span, Turn, covered_ms, union

ROOT = Path(__file__).parents[1]
DEMO = ROOT / "media" / "2020-06-03-tidiga-insatser" / "podden-avsnitt-1.mp3"

Sound = NDArray[np.float64]

SOUND_MS_S = 343.0
"""The speed of sound, m/s."""
HALL = (14.0, 10.0, 4.0)
"""The room's sides, m."""
LEAD_S, LASTING_S = 6, 20


@dataclass(frozen=True)
class Room:
    """Where the far voices are: `level_db` under the near one, `snr_db` above the hall's noise."""

    rt60_s: float
    distance_m: float
    level_db: float
    snr_db: float
    low_pass_hz: float = 4000

    def __str__(self) -> str:
        return (
            f"{self.distance_m:g} m, RT60 {self.rt60_s:g} s, -{self.level_db:g} dB, "
            f"SNR {self.snr_db:g} dB"
        )


ROOMS = (
    Room(0.4, 2, 6, 20),
    Room(0.6, 4, 10, 15),
    Room(0.8, 6, 15, 10),
    Room(1.2, 6, 15, 10, 3000),
    Room(1.0, 8, 20, 10, 3000),
    Room(1.2, 10, 25, 10, 2500),
)


@dataclass(frozen=True)
class Scene:
    """A recording with who is far in it, and what of it is speech."""

    audio: Audio
    near: tuple[Span, ...]
    far: tuple[Span, ...]
    pauses: tuple[Span, ...]


def impulse_response(room: Room, seat: int = 0) -> Sound:
    """How the microphone hears a click of the far voice: image sources (Allen and Berkley 1979).

    Walls absorb as Sabine's formula wants for the room's RT60. Each `seat` is another direction.
    """
    sides = np.array(HALL)
    volume = float(sides.prod())
    surface = 2 * (sides[0] * sides[1] + sides[0] * sides[2] + sides[1] * sides[2])
    reflected = np.sqrt(max(0.0, 1 - min(0.95, 0.161 * volume / (surface * room.rt60_s))))
    reach = SOUND_MS_S * room.rt60_s
    microphone = np.array([2.0, 4.6, 1.1])
    angle = (seat - 1) * 0.35
    voice = microphone + room.distance_m * np.array([np.cos(angle), np.sin(angle), 0.04])
    voice = np.clip(voice, 0.3, sides - 0.3)
    orders = [np.arange(-n, n + 1) for n in (np.ceil(reach / sides / 2)).astype(int)]
    response = np.zeros(round(RATE * room.rt60_s) + 200)
    for mirrored in np.ndindex(2, 2, 2):
        away = [
            (1 - 2 * side) * place + 2 * order * length - ear
            for side, place, order, length, ear in zip(
                mirrored, voice, orders, sides, microphone, strict=True
            )
        ]
        walls = [np.abs(2 * order - side) for side, order in zip(mirrored, orders, strict=True)]
        far = np.sqrt(sum(np.meshgrid(*(one**2 for one in away), indexing="ij")))
        bounces = sum(np.meshgrid(*walls, indexing="ij"))
        at = np.round(far * RATE / SOUND_MS_S).astype(int)
        inside = at < len(response)
        np.add.at(response, at[inside], (reflected**bounces / far)[inside])
    return response / np.sqrt((response**2).sum())


def low_passed(sound: Sound, hertz: float) -> Sound:
    """The sound without most of what is above a frequency (12 dB an octave)."""
    spectrum = np.fft.rfft(sound)
    frequency = np.fft.rfftfreq(len(sound), 1 / RATE)
    return np.fft.irfft(spectrum / (1 + (frequency / hertz) ** 2), len(sound))


def convolved(sound: Sound, response: Sound) -> Sound:
    """The sound as heard through an impulse response, with its fading end."""
    count = len(sound) + len(response) - 1
    return np.fft.irfft(np.fft.rfft(sound, count) * np.fft.rfft(response, count), count)


def hall_noise(seconds: float) -> Sound:
    """What a full hall sounds like when nobody speaks: ventilation, its hum, a murmur; RMS 1."""
    air = low_passed(sounds.pink(seconds), 1200)
    noise = air / np.sqrt((air**2).mean()) + 0.3 * sounds.hum(seconds)
    return noise / np.sqrt((noise**2).mean())


def applause(seconds: float) -> Sound:
    """Many hands: short bursts of noise about 1 to 2 kHz, dense, swelling and fading; RMS 1."""
    rng = np.random.default_rng(11)
    count = round(seconds * RATE)
    claps = np.zeros(count)
    for at in rng.integers(0, count - 800, round(180 * seconds)):
        length = int(rng.integers(200, 700))
        burst = rng.normal(size=length) * np.exp(-np.arange(length) / (length / 5))
        claps[at : at + length] += burst * rng.lognormal(0, 0.6)
    spectrum, frequency = np.fft.rfft(claps), np.fft.rfftfreq(count, 1 / RATE)
    with np.errstate(divide="ignore"):
        shape = np.exp(-((np.log(np.maximum(frequency, 1) / 1400) / 0.8) ** 2))
    claps = np.fft.irfft(spectrum * shape, count)
    claps *= np.minimum(1, np.minimum(np.arange(count), np.arange(count)[::-1]) / (RATE * 2))
    return claps / np.sqrt((claps**2).mean())


SPEECHLESS: Mapping[str, tuple[Sound, float]] = {
    "hall noise": (sounds.silence(LASTING_S), 0),
    "ventilation, loud": (low_passed(sounds.pink(LASTING_S), 500), 10),
    "white noise": (sounds.white(LASTING_S), 15),
    "hum": (sounds.hum(LASTING_S), 15),
    "music": (sounds.music(LASTING_S), 6),
    "music, far": (sounds.music(LASTING_S), 20),
    "humming": (sounds.song(LASTING_S), 6),
    "humming, far": (sounds.song(LASTING_S), 20),
    "applause": (applause(LASTING_S), 3),
    "applause, far": (applause(LASTING_S), 18),
}
"""Sounds without speech, and how many dB under the near voice they are."""


def level_of(sound: Sound) -> float:
    """The RMS of the louder half of a sound's tenths of a second, so that pauses don't count."""
    frames = sound[: len(sound) // 1600 * 1600].reshape(-1, 1600)
    powers = np.sort((frames**2).mean(axis=1))
    return float(np.sqrt(powers[len(powers) // 2 :].mean()))


def samples_of(sound: Sound) -> NDArray[np.int16]:
    """A sound in [-1, 1) as samples."""
    return np.clip(np.round(sound * 32_768), -32_768, 32_767).astype(np.int16)


def scene(dry: Audio, turns: Sequence[Turn], speech: Sequence[Span], room: Room) -> Scene:
    """A dry recording with all but the voice that speaks most put into a room.

    `speech` are the dry recording's regions of speech.
    """
    sound = dry.slice(dry.span).astype(np.float64)
    voices = sorted({turn.speaker for turn in turns})
    spoken = {
        voice: sum(turn.span.duration_ms for turn in turns if turn.speaker == voice)
        for voice in voices
    }
    host = max(voices, key=lambda voice: spoken[voice])
    guests = [voice for voice in voices if voice != host]
    mine = [turn.span for turn in turns if turn.speaker == host]
    loud = level_of(np.concatenate([dry.slice(span).astype(np.float64) for span in mine]))
    mixed = np.zeros(len(sound) + 3 * RATE)
    for turn in turns:
        start, end = (at * RATE // 1000 for at in (turn.span.start_ms, turn.span.end_ms))
        part = sound[start:end]
        if turn.speaker != host:
            part = convolved(part, impulse_response(room, guests.index(turn.speaker)))
            part = low_passed(part, room.low_pass_hz)
            part *= loud * 10 ** (-room.level_db / 20) / max(1e-9, level_of(part))
        mixed[start : start + len(part)] += part
    mixed = mixed[: len(sound)]
    mixed += noise_under(room, loud, len(mixed))
    theirs = union(turn.span for turn in turns if turn.speaker != host)
    return Scene(
        Audio(samples_of(mixed)),
        _common(speech, union(mine)),
        _common(speech, theirs),
        _between(union([*speech, *mine, *theirs]), dry.span),
    )


def noise_under(room: Room, loud: float, count: int) -> Sound:
    """The hall's noise for a near voice of the level `loud`."""
    level = loud * 10 ** (-(room.level_db + room.snr_db) / 20)
    return hall_noise(count / RATE + 0.01)[:count] * level


def without_speech(
    dry: Audio, turns: Sequence[Turn], room: Room, models: Path | None
) -> Iterator[tuple[str, float]]:
    """Each sound without speech between near sentences: seconds a minute heard as speech."""
    first = max(turns, key=lambda turn: turn.span.duration_ms).span
    lead = dry.slice(Span(first.start_ms, first.start_ms + LEAD_S * 1000)).astype(np.float64)
    loud = level_of(lead)
    pause = np.zeros(RATE)
    for name, (sound, softer) in SPEECHLESS.items():
        middle = sound * loud * 10 ** (-softer / 20)
        mixed = np.concatenate([lead, pause, middle, pause, lead])
        mixed += noise_under(room, loud, len(mixed))
        start = (len(lead) + len(pause)) * 1000 // RATE
        inside = Span(start, start + LASTING_S * 1000)
        heard = covered_ms(inside, speech_regions(Audio(samples_of(mixed)), models))
        yield name, heard / 1000 / LASTING_S * 60


def share(spans: Sequence[Span], regions: Sequence[Span]) -> float:
    """How much of the spans lies in the regions, 0 to 1."""
    whole = sum(span.duration_ms for span in spans)
    return sum(covered_ms(span, regions) for span in spans) / max(1, whole)


def words_lost(made: Scene, regions: Sequence[Span], truth: Truth, recogniser: Recogniser) -> str:
    """The recogniser's word errors in the far and in the near segments, and its gaps."""
    found = recognise(made.audio, regions, (), RecogniserSettings(), recogniser)
    told = []
    for spans in (made.far, made.near):
        mine = [one for one in truth.segments if covered_ms(one.span, spans)]
        said = " ".join(one.text for one in mine)
        heard = " ".join(
            word.text
            for word in found.words
            if any(word.span.middle_ms in one.span.widen(150, made.audio.span) for one in mine)
        )
        errors = word_errors(said, heard)
        told.append(
            f"{errors.rate:6.1%} ({errors.substitutions} wrong, {errors.deletions} lost, "
            f"{errors.insertions} added)"
        )
    gaps = sum(gap.duration_ms for gap in found.gaps) / 1000
    return f"      words: far {told[0]}, near {told[1]}, gaps {gaps:.1f} s"


def _common(some: Sequence[Span], others: Sequence[Span]) -> tuple[Span, ...]:
    return tuple(both for one in some for two in others if (both := one & two) is not None)


def _between(spans: Sequence[Span], whole: Span) -> tuple[Span, ...]:
    """What lies half a second or more away from all spans: echoes have died there, nearly."""
    edges = [whole.start_ms - 500]
    for span in spans:
        edges += [span.start_ms, span.end_ms]
    edges.append(whole.end_ms + 500)
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return tuple(Span(a + 500, b - 500) for a, b in pairs if b - a > 1000)


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--speech", type=Path, nargs="*", default=[DEMO])
    parser.add_argument("--shared", type=Path, help="a folder with kort.mp3 and lang.mp3")
    parser.add_argument("--seconds", type=int, default=180, help="how much of each file")
    parser.add_argument("--words", action="store_true", help="recognise as well")
    asked = parser.parse_args()
    files = list(asked.speech)
    if asked.shared:
        files += [asked.shared / "kort.mp3", asked.shared / "lang.mp3"]
    store = default_store()
    embedder = embedder_for(store)
    models = store.open(embedder) if embedder is not None else None
    recogniser = None
    if asked.words:
        folder = store.open(WHISPER_BASE)
        recogniser = Recogniser(WHISPER_BASE.identity, folder, Lanes())
    for file in files:
        with tempfile.TemporaryDirectory() as folder:
            whole = decode(file, Path(folder) / "sound.raw", time_limit_s=600)
            dry = Audio(np.array(whole.samples[: asked.seconds * RATE]))
        truth = read_truth(file.with_name(file.stem + ".truth.json"))
        turns = [turn for turn in truth.turns if turn.span.end_ms <= dry.duration_ms]
        speech = speech_regions(dry)
        print(f"\n{file.name}: far and near speech heard, pauses taken for speech (s a minute)")
        for room in ROOMS:
            made = scene(dry, turns, speech, room)
            regions = speech_regions(made.audio, models)
            far, near = share(made.far, regions), share(made.near, regions)
            print(
                f"{room!s:<42}{far:8.1%}{near:8.1%}{60 * share(made.pauses, regions):8.1f}",
                flush=True,
            )
            if recogniser is not None:
                print(words_lost(made, regions, truth, recogniser), flush=True)
        print("\nsounds without speech, noise as in the third room and the last: s a minute")
        columns = [dict(without_speech(dry, turns, ROOMS[index], models)) for index in (2, -1)]
        for name in SPEECHLESS:
            print(f"{name:<42}" + "".join(f"{column[name]:8.1f}" for column in columns))
    return 0


if __name__ == "__main__":
    sys.exit(main())
