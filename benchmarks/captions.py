"""How well published captions can be read: WebVTT and SRT files held against the craft's figures.

`python benchmarks/captions.py FILE...` prints a line a file. Files are read by a few lines of its
own, as any player reads them: what a viewer sees counts, names and dashes in the text included.
"""

import re
import sys
from itertools import pairwise
from pathlib import Path

TIME = re.compile(r"(?:(\d+):)?(\d\d):(\d\d)[.,](\d{3})")


def cues(text: str) -> list[tuple[int, int, list[str]]]:
    """Start and end (ms) of each cue, and the lines that are seen."""
    found = []
    for block in re.split(r"\n\s*\n", text):
        lines = block.strip().splitlines()
        at = next((n for n, line in enumerate(lines) if "-->" in line), None)
        if at is not None and not lines[0].startswith("NOTE"):
            start, end = (ms(one) for one in lines[at].split("-->"))
            seen = [re.sub(r"<[^<>]*>", "", line) for line in lines[at + 1 :]]
            found.append((start, end, [re.sub(r"&\w+;", "x", line) for line in seen]))
    return found


def ms(time: str) -> int:
    match = TIME.search(time)
    assert match is not None, time
    hours, minutes, seconds, rest = (int(part or 0) for part in match.groups())
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest


def share(right: list[bool]) -> str:
    return f"{100 * sum(right) / len(right):6.1f}" if right else "     –"


def main() -> None:
    print("  cues   line  lines  1–7 s  speed    gap")
    for path in map(Path, sys.argv[1:]):
        found = cues(path.read_text(encoding="utf-8"))
        figures = [
            [max(map(len, lines)) <= 42 for _, _, lines in found],
            [len(lines) <= 2 for _, _, lines in found],
            [1000 <= end - start <= 7000 for start, end, _ in found],
            [len(" ".join(lines)) * 1000 <= 17 * (end - start) for start, end, lines in found],
            [after[0] - before[1] >= 80 for before, after in pairwise(found)],
        ]
        print(f"{len(found):6} {' '.join(map(share, figures))}  {path}")


if __name__ == "__main__":
    main()
