"""Splitting Swedish compounds: how right, how fast, how much memory, beside simpler ways.

    python benchmarks/language.py [--words FILE.tsv] [--text FILE.txt.gz]

The words are a table of word and right parts joined by + (`-`: not to be split). The baselines
are the same lexicon with the longest first part taken greedily, and Snowball alone for stems.
Targets: boundary precision 0.96, recall 0.90, one false split at most; 50,000 tokens/s of running
text, 3,000 unseen words/s, 0.5 s to load, 120 MB. The override file is off.

Held out is every other of the words from the 40th on: the others were looked at while the rules
were made.
"""

import argparse
import gzip
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path

import snowballstemmer

from mediahub.language import compound_stems, split_compound, stems, words
from mediahub.language.compounds import _split
from mediahub.language.lexicon import lexicon
from mediahub.language.lexicon_table import NONE

SHARED = Path(__file__).parents[2] / "shared" / "search"
SEEN_FIRST = 39
Pair = tuple[str, tuple[str, ...]]


def greedy(word: str) -> list[str]:
    """The parts found by always taking the longest known first part that leaves a known rest."""
    table = lexicon()
    for cut in range(len(word) - 3, 2, -1):
        first, last = table.number(word[:cut]), table.number(word[cut:])
        if NONE not in (first, last) and table.first[first] and table.last[last]:
            return [*greedy(word[:cut]), word[cut:]]
    return [word]


def borders(parts: Sequence[str]) -> set[int]:
    """Where the parts meet, in letters from the start."""
    return {sum(map(len, parts[:count])) for count in range(1, len(parts))}


def quality(split: Callable[[str], list[str]], pairs: Sequence[Pair]) -> str:
    """Boundary precision and recall, and how many simple words were split."""
    right = found = wanted = false_splits = 0
    for word, parts in pairs:
        want, got = borders(parts), borders(split(word))
        right, found, wanted = right + len(got & want), found + len(got), wanted + len(want)
        false_splits += not want and bool(got)
    precision, recall = right / max(1, found), right / max(1, wanted)
    return f"precision {precision:.3f}  recall {recall:.3f}  false splits {false_splits}"


def read_pairs(path: Path) -> list[Pair]:
    """The words and their parts."""
    pairs = []
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        word, parts = line.split("\t")
        pairs.append((word, () if parts == "-" else tuple(parts.split("+"))))
    return pairs


def per_second(work: Callable[[str], object], items: Sequence[str]) -> float:
    """How many of `items` are done in a second of processor time."""
    start = time.process_time()
    for item in items:
        work(item)
    return len(items) / (time.process_time() - start)


def fresh_process() -> str:
    """Seconds to the first split and memory held then, in a process of its own (Linux)."""
    code = (
        "import os, time\n"
        "page = os.sysconf('SC_PAGE_SIZE')\n"
        "def held(): return int(open('/proc/self/statm').read().split()[1]) * page\n"
        "before, start = held(), time.perf_counter()\n"
        "from mediahub.language import split_compound, stems\n"
        "split_compound('orosanmälningar'), stems('orosanmälningar')\n"
        "seconds = time.perf_counter() - start\n"
        "print(f'{seconds:.2f} s, {(held() - before) / 2**20:.0f} MB more')"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return done.stdout.strip()


def read_words(path: Path, first: int, last: int) -> list[str]:
    """The words of lines `first` to `last` of a text."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [token.text for line in islice(file, first, last) for token in words(line)]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--words", type=Path, default=SHARED / "compounds.tsv")
    parser.add_argument("--text", type=Path, default=SHARED / "swedish-40k.txt.gz")
    options = parser.parse_args()
    pairs = read_pairs(options.words)
    held_out = pairs[SEEN_FIRST::2] if SEEN_FIRST % 2 == 0 else pairs[SEEN_FIRST + 1 :: 2]
    looked_at = [pair for pair in pairs if pair not in held_out]
    for name, some in (("looked at", looked_at), ("held out", held_out), ("all", pairs)):
        print(f"{name} ({len(some)} words)")
        print(
            "  split_compound ", quality(lambda word: split_compound(word, overrides=False), some)
        )
        print("  greedy longest ", quality(greedy, some))
    print("first split in a fresh process:", fresh_process())
    snowball = snowballstemmer.stemmer("swedish")
    tokens = read_words(options.text, 0, 4000)
    rate = per_second(lambda word: (stems(word), compound_stems(word)), tokens)
    print(f"running text, tokens/s ({len(tokens)}), caches empty: {rate:,.0f} stems and parts")
    print(f"  Snowball alone {per_second(snowball.stemWord, tokens):,.0f}")
    unseen = sorted(set(read_words(options.text, 4000, 12000)) - set(tokens))
    print(
        f"distinct unseen words/s ({len(unseen)}): {per_second(split_compound, unseen):,.0f} split"
    )
    print(f"  greedy longest {per_second(greedy, unseen):,.0f}")
    strange = [word for word in unseen if lexicon().number(word.lower()) == NONE]
    _split.cache_clear()
    print(
        f"  those not in the lexicon ({len(strange)}): {per_second(split_compound, strange):,.0f}"
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory, text and caches included: {peak:.0f} MB")


if __name__ == "__main__":
    main()
