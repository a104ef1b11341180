"""How well chapters are found: F1 at ±10 s and Pk, beside two baselines.

    python benchmarks/topics.py [--shared ../shared] [--texts FOLDER]

Measured on the shared dialogues (their true words) and on talks glued from real Swedish: lines of
`search/swedish-40k.txt.gz` in groups of near neighbours, two halves with no line in common, the
first for tuning and the second kept aside. A neighbour shares rare words with the line it is
grouped with, which favours every method that goes by words; `--texts FOLDER` therefore glues
stretches of whole documents (one `.txt` a document, a paragraph a line) instead. Glued talks have
one voice, even pauses and no cue phrases: only the words tell.

Baselines: `even` is told the right number of chapters and spaces them evenly; `TextTiling` is
Hearst's (1997) block comparison over stems, with its cut-off at mean minus half a deviation.
"""

import argparse
import gzip
import math
import random
import re
import statistics
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from mediahub.evaluate import boundary_f1, pk, read_truth
from mediahub.language import is_stop_word, stem, words
from mediahub.topics import find_chapters
from mediahub.transcript import Segment, Span, Speaker, Transcript, Word

Talk = tuple[Transcript, list[int]]
Method = Callable[[Transcript, int], list[int]]
TALKS, MS_A_LETTER, PAUSE_MS = 40, 64, 400


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--texts", type=Path, help="a folder of .txt documents to glue as well")
    options = parser.parse_args()
    sets: dict[str, list[Talk]] = {}
    for name in ("kort", "lang"):
        sets[name] = [spoken(options.shared / "speech" / f"{name}.truth.json")]
    first, second = neighbours(options.shared / "search" / "swedish-40k.txt.gz")
    sets["glued lines, tuned on"] = [glued(parts) for parts in first]
    sets["glued lines, kept aside"] = [glued(parts) for parts in second]
    if options.texts:
        sets["glued documents"] = [glued(parts) for parts in stretches(options.texts)]
    methods: dict[str, Method] = {"even": even, "TextTiling": text_tiling, "mediahub": mediahub}
    print(f"{'':24}{'talks':>6}{'topics':>8}" + "".join(f"{name:>20}" for name in methods))
    print(f"{'':38}" + "".join(f"{'F1':>12}{'Pk':>8}" for _ in methods))
    for name, talks in sets.items():
        topics = sum(len(borders) + 1 for _, borders in talks)
        cells = "".join("{:12.3f}{:8.3f}".format(*score(talks, m)) for m in methods.values())
        print(f"{name:24}{len(talks):6}{topics:8}{cells}")


def score(talks: Sequence[Talk], method: Method) -> tuple[float, float]:
    """Mean F1 at ±10 s and mean Pk."""
    found = [(talk, borders, method(talk, len(borders) + 1)) for talk, borders in talks]
    return (
        statistics.mean(boundary_f1(borders, got) for _, borders, got in found),
        statistics.mean(pk(borders, got, talk.duration_ms) for talk, borders, got in found),
    )


def mediahub(talk: Transcript, _: int) -> list[int]:
    """Our own chapters."""
    return [chapter.span.start_ms for chapter in find_chapters(talk)[1:]]


def even(talk: Transcript, chapters: int) -> list[int]:
    """The right number of chapters, all as long."""
    return [talk.duration_ms * i // chapters for i in range(1, chapters)]


def text_tiling(talk: Transcript, _: int, *, block: int = 6) -> list[int]:
    """Borders in the deep valleys of the likeness of the `block` sentences before and after."""
    bags = [Counter(stem(w.text) for w in words(s.text) if not is_stop_word(w.text))
            for s in talk.segments]  # fmt: skip
    likeness = []
    for i in range(1, len(bags)):
        left = sum(bags[max(0, i - block) : i], Counter[str]())
        right = sum(bags[i : i + block], Counter[str]())
        dot = sum(n * right[key] for key, n in left.items())
        size = math.sqrt(sum(n * n for n in left.values()) * sum(n * n for n in right.values()))
        likeness.append(dot / size if size else 0.0)
    depths = [_peak(likeness, i, -1) + _peak(likeness, i, 1) - 2 * likeness[i]
              for i in range(len(likeness))]  # fmt: skip
    if len(depths) < 2:
        return []
    cut_off = statistics.mean(depths) - statistics.pstdev(depths) / 2
    borders: list[int] = []
    for i in sorted(range(len(depths)), key=lambda i: -depths[i]):
        if depths[i] > cut_off and all(abs(i - other) >= block // 2 + 1 for other in borders):
            borders.append(i)
    return sorted(talk.segments[i + 1].span.start_ms for i in borders)


def _peak(values: Sequence[float], i: int, step: int) -> float:
    while 0 <= i + step < len(values) and values[i + step] >= values[i]:
        i += step
    return values[i]


def spoken(path: Path) -> Talk:
    """A truth file's own words, each sentence's time shared out by the words' lengths."""
    truth = read_truth(path)
    segments = []
    for sentence in truth.segments:
        written = sentence.text.split()
        letter_ms = sentence.span.duration_ms / sum(len(word) + 1 for word in written)
        segments.append(segment(sentence.speaker, written, sentence.span.start_ms, letter_ms))
    speakers = tuple(Speaker(name, name) for name in truth.speakers)
    transcript = Transcript("sv", truth.duration_ms, tuple(segments), speakers)
    return transcript, list(truth.borders_ms)


def segment(speaker: str, written: Sequence[str], start_ms: int, letter_ms: float) -> Segment:
    """A sentence said from `start_ms` on."""
    at, said = float(start_ms), []
    for word in written:
        end = at + letter_ms * (len(word) + 1)
        said.append(Word(word, Span(round(at), round(end))))
        at = end
    return Segment(speaker, tuple(said))


def glued(parts: Sequence[Sequence[str]]) -> Talk:
    """One voice that says the sentences of all parts with even pauses (150 words a minute)."""
    at, segments, borders = 500, [], []
    for i, sentences in enumerate(parts):
        if i:
            borders.append(at)
        for sentence in sentences:
            segments.append(segment("S1", sentence.split(), at, MS_A_LETTER))
            at = segments[-1].span.end_ms + PAUSE_MS
    return Transcript("sv", at, tuple(segments), (Speaker("S1", "Talare 1"),)), borders


def neighbours(path: Path) -> tuple[list[list[list[str]]], list[list[list[str]]]]:
    """Two halves of 40 talks: 4–9 topics of 3–8 lines that share rare words, no line used twice.

    Words are cut to six letters, so that neither our stems nor our stop words choose the lines.
    """
    import numpy as np
    import scipy.sparse as sp

    lines = gzip.decompress(path.read_bytes()).decode("utf-8").splitlines()
    bags = [{w[:6] for w in re.findall(r"[a-zåäöé]{4,}", line.lower())} for line in lines]
    spread = Counter(word for bag in bags for word in bag)
    column = {w: i for i, w in enumerate(sorted(w for w, n in spread.items() if 2 <= n <= 2000))}
    entries = [(row, column[w], math.log(len(lines) / spread[w]))
               for row, bag in enumerate(bags) for w in sorted(bag) if w in column]  # fmt: skip
    rows, columns, values = zip(*entries, strict=True)
    matrix = sp.csr_matrix((values, (rows, columns)), shape=(len(lines), len(column)))
    matrix = sp.diags(1 / (np.sqrt(matrix.multiply(matrix).sum(1)).A1 + 1e-9)) @ matrix
    choice, used = random.Random(1), set[int]()
    talks: list[list[list[str]]] = []
    while len(talks) < 2 * TALKS:
        parts: list[list[str]] = []
        seeds: list[int] = []
        topics = choice.randint(4, 9)
        while len(parts) < topics:
            seed = choice.randrange(len(lines))
            near = (matrix @ matrix[seed].T).toarray().ravel()
            alike = [int(i) for i in np.argsort(-near, kind="stable")[:14]
                     if (0.18 < near[i] < 0.8 or i == seed) and int(i) not in used]  # fmt: skip
            size = choice.randint(3, 8)
            # Topics of one talk must not be neighbours of each other.
            if seed in used or len(alike) < size or any(near[other] > 0.05 for other in seeds):
                continue
            chosen = alike[:size]
            choice.shuffle(chosen)
            used.update(chosen)
            seeds += chosen[:2]
            parts.append([s for i in chosen for s in sentences(lines[i])])
        talks.append(parts)
    return talks[:TALKS], talks[TALKS:]


def stretches(folder: Path) -> list[list[list[str]]]:
    """40 talks of 4–8 stretches of 170–450 words, each from another document of the folder."""
    texts = [sentences(" ".join(path.read_text(encoding="utf-8").split()))
             for path in sorted(folder.glob("*.txt"))]  # fmt: skip
    choice = random.Random(2)
    talks: list[list[list[str]]] = []
    while len(talks) < TALKS:
        parts = []
        for text in choice.sample(texts, min(len(texts), choice.randint(4, 8))):
            wanted, at = choice.randint(170, 450), choice.randrange(len(text))
            part: list[str] = []
            while at < len(text) and sum(len(s.split()) for s in part) < wanted:
                part.append(text[at])
                at += 1
            if sum(len(s.split()) for s in part) >= 150:
                parts.append(part)
        if len(parts) >= 4:
            talks.append(parts)
    return talks


def sentences(text: str) -> list[str]:
    """The text cut after a full stop, question or exclamation mark before a capital."""
    parts = re.split(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ–\"”])", text.strip())
    return [part for part in parts if part.split()]


if __name__ == "__main__":
    main()
