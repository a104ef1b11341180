"""`mediahub run` with nothing to do on a workspace of many items, against starting Python alone.

    python benchmarks/idle.py [--items 1000] [--runs 5] [--keep DIR]

Makes a workspace of short, different recordings without speech, runs mediahub once for real, then
times runs that have nothing to do. Target: at most 1.5 s for 1,000 items.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import imageio_ffmpeg


def make_workspace(folder: Path, items: int) -> None:
    """`items` MP3 files of 0.3 s, half of them in themes, half bare."""
    media = folder / "media"
    media.mkdir(parents=True, exist_ok=True)
    ffmpeg = imageio_ffmpeg.get_ffmpeg_exe()
    seed = folder / "seed.mp3"
    command = [ffmpeg, "-v", "error", "-y", "-f", "lavfi", "-i", "sine=f=440:d=0.3", "-ac", "1"]
    subprocess.run([*command, str(seed)], check=True)
    sound = seed.read_bytes()
    seed.unlink()
    for number in range(items):
        if number % 2:
            target = media / "podden" / f"avsnitt-{number:04}.mp3"
        else:
            theme = media / f"2020-{1 + number % 12:02}-{1 + number % 28:02}-tema-{number // 20:02}"
            target = theme / f"film-{number:04}.mp3"
            if not (theme / "theme.toml").exists():
                theme.mkdir(parents=True, exist_ok=True)
                (theme / "theme.toml").write_text(f'title = "Tema {number // 20}"\n')
        target.parent.mkdir(parents=True, exist_ok=True)
        # Bytes after the last frame make each file another one without changing its sound.
        target.write_bytes(sound + f"TAG{number:0125}".encode())


def seconds(command: list[str]) -> float:
    """Wall seconds of a command that must succeed."""
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - started


def main() -> None:
    """Print the figures as a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--items", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--keep", type=Path, help="keep the workspace here and use it again")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch)
        if not (folder / "media").exists():
            make_workspace(folder, options.items)
        run = [sys.executable, "-m", "mediahub", "-C", str(folder), "run"]
        first = seconds(run)
        idle = [seconds(run) for _ in range(options.runs)]
        bare = [seconds([sys.executable, "-c", "pass"]) for _ in range(options.runs)]
    print(f"{options.items} items, median of {options.runs}")
    print(f"  first run                {first:8.2f} s")
    print(f"  nothing to do            {statistics.median(idle):8.2f} s")
    print(f"  python alone (baseline)  {statistics.median(bare):8.2f} s")
    print(f"  ratio                    {statistics.median(idle) / statistics.median(bare):8.1f}")


if __name__ == "__main__":
    main()
