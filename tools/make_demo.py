# /// script
# requires-python = ">=3.11"
# dependencies = ["imageio-ffmpeg>=0.6", "numpy>=2", "pillow>=11", "praat-parselmouth>=0.4.5"]
# ///
"""Make the demo theme's film, podcast episode, truth files and pictures anew.

Needs Debian's espeak-ng, mbrola, mbrola-sw1, mbrola-sw2 (non-free) and fonts-liberation; see
tools/README.md. The texts are in tools/demo/. Run it from anywhere: python tools/make_demo.py
"""

import json
import re
import subprocess
import tempfile
import wave
from collections.abc import Iterable, Iterator
from pathlib import Path

import imageio_ffmpeg
import numpy as np
from demo_pictures import (
    CARDS,
    episode_cover,
    film_cover,
    podcast_cover,
    study_day_cover,
    theme_cover,
)
from demo_speech import RATE, Reading, read_aloud, truth
from PIL import Image

TOOLS = Path(__file__).resolve().parent
MEDIA = TOOLS.parent / "media"
THEME = MEDIA / "2020-06-03-tidiga-insatser"

LOUDNESS_LUFS = -16.0
FPS = 10
FADE_S = 0.6
EXACT = ["-map_metadata", "-1", "-fflags", "+bitexact", "-flags", "+bitexact"]


def ffmpeg(*args: str, frames: Iterable[Image.Image] = ()) -> str:
    """Run ffmpeg, feeding it `frames`, and return what it said. Stops the script when it fails."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostats", "-y", *args]
    with tempfile.TemporaryFile() as said:
        with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=said) as process:
            assert process.stdin is not None
            for frame in frames:
                process.stdin.write(frame.tobytes())
        said.seek(0)
        text = said.read().decode("utf-8", "replace")
    if process.returncode:
        raise SystemExit(text)
    return text


def level(reading: Reading, folder: Path) -> list[str]:
    """The reading as a WAV and the filter that takes it to `LOUDNESS_LUFS`, as ffmpeg input."""
    path = folder / "sound.wav"
    samples = np.clip(reading.samples, -0.999, 0.999)
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes((samples * 32767).astype("<i2").tobytes())
    # The limiter keeps peaks in check and takes a little level with it: hence twice.
    gain, filters = 0.0, "anull"
    for _ in range(2):
        said = ffmpeg(
            "-i", str(path), "-af", f"{filters},ebur128=framelog=quiet", "-f", "null", "-"
        )
        gain += LOUDNESS_LUFS - float(re.findall(r"I:\s+(-?[\d.]+) LUFS", said)[-1])
        filters = f"volume={gain:.2f}dB,alimiter=limit=0.75:level=false"
    return ["-i", str(path), "-filter:a", filters, "-ar", "44100", "-ac", "1"]


def make_podcast(folder: Path) -> None:
    """The episode as MP3, 64 kbit/s mono, and its truth file."""
    reading = read_aloud(TOOLS / "demo" / "podden-avsnitt-1.txt")
    name = "podden-avsnitt-1.mp3"
    ffmpeg(*level(reading, folder), *EXACT, "-b:a", "64k", str(THEME / name))
    write_truth(reading, name)


def make_film(folder: Path) -> None:
    """The film as MP4, title cards that fade into each other, and its truth file."""
    reading = read_aloud(TOOLS / "demo" / "temafilm.txt")
    name = "temafilm.mp4"
    silent = folder / "picture.mp4"
    ffmpeg(
        *("-f", "rawvideo", "-pix_fmt", "rgb24", "-s", "1280x720", "-r", str(FPS), "-i", "-"),
        *("-c:v", "libx264", "-preset", "slow", "-crf", "24", "-tune", "stillimage"),
        *("-pix_fmt", "yuv420p", "-g", str(FPS * 10), "-threads", "1", *EXACT, str(silent)),
        frames=film_frames(reading),
    )
    ffmpeg(
        *("-i", str(silent), *level(reading, folder), "-map", "0:v", "-map", "1:a"),
        *("-c:v", "copy", "-c:a", "aac", "-b:a", "72k", *EXACT),
        *("-movflags", "+faststart", str(THEME / name)),
    )
    write_truth(reading, name)


def film_frames(reading: Reading) -> Iterator[Image.Image]:
    """Every picture of the film in turn; a card comes on a moment before its sentence."""
    cards = [(max(0.0, at - FADE_S), CARDS[name]().done()) for at, name in reading.pictures]
    cards[0] = (-FADE_S, cards[0][1])
    for number in range(int(len(reading.samples) / RATE * FPS)):
        at = number / FPS
        shown = max(i for i, (start, _) in enumerate(cards) if start <= at)
        part = min(1.0, (at - cards[shown][0]) / FADE_S)
        picture = cards[shown][1]
        yield picture if part == 1.0 else Image.blend(cards[max(0, shown - 1)][1], picture, part)


def write_truth(reading: Reading, audio: str) -> None:
    """The truth file beside the media file."""
    path = (THEME / audio).with_suffix(".truth.json")
    text = json.dumps(truth(reading, audio), ensure_ascii=False, indent=1) + "\n"
    path.write_text(text, encoding="utf-8")


def make_covers() -> None:
    """The covers of both series, of the themes and of the episode."""
    pictures = {
        MEDIA / "podden.jpg": podcast_cover(),
        MEDIA / "filmer.jpg": film_cover(),
        THEME / "omslag.jpg": theme_cover(),
        MEDIA / "2020-10-14-studiedag-klarsprak" / "omslag.jpg": study_day_cover(),
        THEME / "podden-avsnitt-1.jpg": episode_cover(),
    }
    for path, picture in pictures.items():
        picture.save(path, quality=88, optimize=True)


if __name__ == "__main__":
    make_covers()
    with tempfile.TemporaryDirectory() as scratch:
        make_podcast(Path(scratch))
        make_film(Path(scratch))
    for made in sorted(MEDIA.rglob("*.*")):
        print(f"{made.stat().st_size:>9,}  {made.relative_to(MEDIA)}")
