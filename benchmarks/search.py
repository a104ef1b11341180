"""How well and how fast the search finds, beside SQLite FTS5 and Whoosh's own Swedish analyser.

    python benchmarks/search.py relevance    rank of the right passage for each query
    python benchmarks/search.py spellings    what is written in several ways, by kind
    python benchmarks/search.py speed        milliseconds a query, by kind and size
    python benchmarks/search.py indexing     CPU seconds, memory, disk; replacing one item
    python benchmarks/search.py kill         kill -9 at random moments of indexing

Reads `queries.tsv`, `synonyms.tsv` and `swedish-40k.txt.gz` from ../shared/search (`--data`), and
our own `spellings.tsv` beside the tests.
"""

import argparse
import csv
import gzip
import random
import re
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from mediahub.search import Passage, SearchIndex

DATA = Path(__file__).resolve().parents[1].parent / "shared" / "search"
SPELLINGS = Path(__file__).resolve().parents[1] / "tests" / "search" / "spellings.tsv"
PER_ITEM = 50
WORD_MS = 400
Finder = Callable[[str, int], Sequence[str]]
"""A query and a limit in, ids of items out, best first."""


def background(data: Path, count: int) -> Iterator[str]:
    """Real Swedish segments; beyond those there are, their sentences put together anew."""
    with gzip.open(data / "swedish-40k.txt.gz", "rt", encoding="utf-8") as file:
        lines = [line.strip() for line in file]
    yield from lines[:count]
    rng = random.Random(1)
    sentences = [
        one for line in lines for one in re.split(r"(?<=[.!?])\s+", line) if len(one.split()) > 3
    ]
    for _ in range(count - len(lines)):
        text: list[str] = []
        while len(text) < 40:
            text += rng.choice(sentences).split()
        yield " ".join(text)


def rows(data: Path) -> tuple[list[dict[str, str]], dict[str, list[str]]]:
    """The queries with what each must find, and the synonyms."""
    with (data / "queries.tsv").open(encoding="utf-8") as file:
        queries = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    with (data / "synonyms.tsv").open(encoding="utf-8") as file:
        pairs = csv.DictReader(file, delimiter="\t")
        return queries, {row["term"]: row["synonyms"].split(", ") for row in pairs}


def passage(item: str, number: int, text: str) -> Passage:
    """A passage such as a transcript gives: with the times of its words and a speaker."""
    start, words = number * 60_000, len(text.split())
    return Passage(
        item=item, start_ms=start, end_ms=start + WORD_MS * words, text=text,
        word_times=tuple(range(start, start + WORD_MS * words, WORD_MS)),
        speakers=(f"Talare {hash_of(item) % 40}",), theme=f"tema-{hash_of(item) % 50}", series="s",
    )  # fmt: skip


def hash_of(text: str) -> int:
    """A small number that is the same in every run."""
    return sum(text.encode())


def fill(index: SearchIndex, texts: Iterator[str]) -> None:
    """One commit of all texts, `PER_ITEM` to an item."""
    with index.batch():
        held: list[str] = []
        number = 0
        for text in texts:
            held.append(text)
            if len(held) == PER_ITEM:
                number = _put(index, held, number)
        _put(index, held, number)


def _put(index: SearchIndex, held: list[str], number: int) -> int:
    item = f"background-{number:05}"
    if held:
        index.replace(item, [passage(item, at, text) for at, text in enumerate(held)])
        held.clear()
    return number + 1


def fts5(texts: Sequence[tuple[str, str]]) -> Finder:
    """SQLite FTS5 on raw words, as the nearest rival has it; any word when not all match."""
    base = sqlite3.connect(":memory:")
    base.execute(
        "CREATE VIRTUAL TABLE t USING fts5(id UNINDEXED, text,"
        " tokenize='unicode61 remove_diacritics 0')"
    )
    base.executemany("INSERT INTO t VALUES (?, ?)", texts)

    def find(query: str, limit: int) -> list[str]:
        words = re.findall(r"\w+", query)
        wanted = (
            [f'"{query.strip(chr(34))}"'] if query.startswith('"') else [f'"{w}"' for w in words]
        )
        for joint in (" AND ", " OR "):
            found = base.execute(
                "SELECT id, snippet(t, 1, '<b>', '</b>', '…', 30) FROM t WHERE t MATCH ?"
                " ORDER BY rank LIMIT ?",
                (joint.join(wanted), limit),
            ).fetchall()
            if found:
                return [one[0] for one in found]
        return []

    return find


def plain_whoosh(texts: Sequence[tuple[str, str]], folder: Path) -> Finder:
    """Whoosh as it comes, with its Swedish analyser; any of the words when not all match."""
    from whoosh.analysis import LanguageAnalyzer
    from whoosh.fields import ID, TEXT, Schema
    from whoosh.index import create_in
    from whoosh.qparser import OrGroup, QueryParser

    schema = Schema(id=ID(stored=True), text=TEXT(stored=True, analyzer=LanguageAnalyzer("sv")))
    index = create_in(str(folder), schema)
    writer = index.writer(limitmb=256)
    for name, text in texts:
        writer.add_document(id=name, text=text)
    writer.commit()
    searcher = index.searcher()
    parsers = [QueryParser("text", schema), QueryParser("text", schema, group=OrGroup)]

    def find(query: str, limit: int) -> list[str]:
        for parser in parsers:
            hits = searcher.search(parser.parse(query), limit=limit)
            if len(hits):
                for hit in hits:
                    hit.highlights("text")
                return [hit["id"] for hit in hits]
        return []

    return find


def ours(index: SearchIndex, synonyms: dict[str, list[str]]) -> Finder:
    """Ours, ids of items."""
    return lambda query, limit: [
        hit.item for hit in index.search(query, limit=limit, synonyms=synonyms).hits
    ]


def relevance(data: Path, sizes: Sequence[int], *, verbose: bool) -> None:
    """Hit@10 and mean reciprocal rank, each query's segment among real background."""
    queries, synonyms = rows(data)
    wanted = [row for row in queries if row["qid"] != "-"]
    for size in sizes:
        texts = [(row["segment_id"], row["segment_text"]) for row in queries]
        behind = [(f"background-{n}", text) for n, text in enumerate(background(data, size))]
        with tempfile.TemporaryDirectory() as folder:
            index = SearchIndex.open(Path(folder) / "ours")
            with index.batch():
                for name, text in dict(texts).items():
                    index.replace(name, [passage(name, 0, text)])
                for name, text in behind:
                    index.replace(name, [passage(name, 0, text)])
            plain = Path(folder) / "plain"
            plain.mkdir()
            everything = [*dict(texts).items(), *behind]
            finders = {
                "mediahub": ours(index, synonyms),
                "FTS5, raw words": fts5(everything),
                "Whoosh LanguageAnalyzer(sv)": plain_whoosh(everything, plain),
            }
            print(f"\nAmong {size} segments, {len(wanted)} queries:")
            for name, find in finders.items():
                ranks = []
                for row in wanted:
                    found = list(find(row["query"], 50))
                    right = row["segment_id"]
                    ranks.append(found.index(right) + 1 if right in found else 0)
                if verbose and name == "mediahub":
                    for row, rank in zip(wanted, ranks, strict=True):
                        print(
                            f"  {row['qid']} {row['category']:15} {rank or '-':>3}  {row['query']}"
                        )
                top = sum(0 < rank <= 10 for rank in ranks) / len(ranks)
                mean = sum(1 / rank for rank in ranks if rank) / len(ranks)
                print(f"  {name:28} hit@10 {top:6.1%}   MRR {mean:.3f}")


def spellings(data: Path, sizes: Sequence[int]) -> None:
    """How many of our own spellings are among the first ten in full, each set and kind by itself.

    The queries that are held out were written before they were first tried, and none has been
    mended for.
    """
    with SPELLINGS.open(encoding="utf-8") as file:
        queries = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    wanted = [row for row in queries if row["finds"] == "yes"]
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            index = SearchIndex.open(Path(folder))
            with index.batch():
                for number, row in enumerate(wanted):
                    index.replace(str(number), [passage(str(number), 0, row["text"])])
            fill(index, background(data, size))
            print(f"\nAmong {size} segments, {len(wanted)} queries:")
            right: dict[tuple[str, str], list[bool]] = {}
            for number, row in enumerate(wanted):
                results = index.search(row["query"], limit=10)
                good = not results.relaxed and str(number) in [hit.item for hit in results.hits]
                right.setdefault((row["set"], row["kind"]), []).append(good)
                if not good:
                    print(f"  not among the first ten: {row['query']} in “{row['text']}”")
            for (which, kind), all_of_them in right.items():
                print(f"  {which:9} {kind:10} {sum(all_of_them)} of {len(all_of_them)}")


def typed(data: Path) -> dict[str, list[str]]:
    """A hundred queries of each kind, from words and phrases of the texts."""
    rng = random.Random(2)
    lines = list(background(data, 20_000))
    words = [w.strip('.,;:()”"!?–').lower() for line in lines for w in line.split()]
    words = [word for word in words if word.isalpha() and len(word) > 4]
    long = [word for word in words if len(word) > 6]

    def phrase() -> str:
        line = rng.choice(lines).split()
        length = rng.randrange(2, 5)
        start = rng.randrange(max(1, len(line) - length))
        return '"' + " ".join(w.strip('"”.,;:()') for w in line[start : start + length]) + '"'

    def slip(word: str) -> str:
        at = rng.randrange(1, len(word) - 1)
        return rng.choice(
            [
                word[:at] + word[at + 1 :],
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
                word[:at] + rng.choice("abdefghikl") + word[at:],
            ]
        )

    kinds: dict[str, Callable[[], str]] = {
        "term": lambda: rng.choice(words),
        "phrase": phrase,
        "and": lambda: " ".join(rng.sample(words, rng.choice((2, 2, 3)))),
        "prefix": lambda: rng.choice(words)[: rng.randrange(3, 6)] + "*",
        "misspelt": lambda: slip(rng.choice(long)),
    }
    return {kind: [make() for _ in range(100)] for kind, make in kinds.items()}


def speed(data: Path, sizes: Sequence[int], *, rivals: bool) -> None:
    """Milliseconds for 20 hits with snippets, p50 and p95, warm."""
    queries = typed(data)
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            index = SearchIndex.open(Path(folder) / "ours")
            fill(index, background(data, size))
            finders = {"mediahub": ours(index, {})}
            if rivals:
                texts = [(str(n), text) for n, text in enumerate(background(data, size))]
                plain = Path(folder) / "plain"
                plain.mkdir()
                finders["FTS5, raw words"] = fts5(texts)
                finders["Whoosh LanguageAnalyzer(sv)"] = plain_whoosh(texts, plain)
            print(f"\n{size} passages, ms:")
            for name, find in finders.items():
                print(f"  {name}")
                for kind, typed_queries in queries.items():
                    find(typed_queries[0], 20)
                    times = sorted(_ms(find, query) for query in typed_queries)
                    print(f"    {kind:9} p50 {times[50]:7.1f}   p95 {times[94]:7.1f}")


def _ms(find: Finder, query: str) -> float:
    start = time.perf_counter()
    find(query, 20)
    return (time.perf_counter() - start) * 1000


def indexing(data: Path, sizes: Sequence[int]) -> None:
    """What an index costs to make, each size in a process of its own; and one item's replacing."""
    code = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[1]);"
        "import search; search.index_once(Path(sys.argv[2]), int(sys.argv[3]))"
    )
    for size in sizes:
        here = str(Path(__file__).parent)
        subprocess.run([sys.executable, "-c", code, here, str(data), str(size)], check=True)


def index_once(data: Path, size: int) -> None:
    """Index so many passages and print what it took."""
    with tempfile.TemporaryDirectory() as name:
        folder, texts = Path(name), list(background(data, size))
        held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        index = SearchIndex.open(folder)
        start = time.process_time()
        fill(index, iter(texts))
        cpu = time.process_time() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        disk = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
        item = "background-00003"
        start = time.perf_counter()
        index.replace(item, [passage(item, at, text) for at, text in enumerate(texts[:PER_ITEM])])
        again = time.perf_counter() - start
        print(
            f"{size} passages: {cpu:.1f} CPU-s, peak {peak} MB ({held} MB of it before, mostly the"
            f" texts), {disk:.0f} MB on disk; replacing one item's {PER_ITEM}: {again:.2f} s"
        )


_VICTIM = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
import search
from mediahub.search import SearchIndex
index = SearchIndex.open(Path(sys.argv[3]))
texts = list(search.background(Path(sys.argv[2]), 2000))
number = int(sys.argv[4])
index.replace("warm", [search.passage("warm", 0, texts[0])])
print("ready", flush=True)
while True:
    item = f"item-{number:05}"
    with index.batch():
        index.replace(item, [search.passage(item, at, texts[(number * 7 + at) % 2000])
                             for at in range(number % 30)], fingerprint=str(number))
        index.replace("always", [search.passage("always", 0, texts[number % 2000])],
                      fingerprint=str(number))
    print(number, flush=True)
    if number % 3 == 0:
        index.search("barn regeringen")
    number += 1
"""


def kill(data: Path, times: int) -> None:
    """Kill a writer that also searches at random moments; nothing told of may be lost."""
    rng = random.Random(3)
    here = str(Path(__file__).parent)
    with tempfile.TemporaryDirectory() as name:
        folder, last = Path(name), -1
        for _ in range(times):
            process = subprocess.Popen(
                [sys.executable, "-c", _VICTIM, here, str(data), name, str(last + 1)],
                stdout=subprocess.PIPE, text=True,
            )  # fmt: skip
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(rng.uniform(0, 0.6))
            process.send_signal(signal.SIGKILL)
            told = [int(line) for line in process.stdout if line.strip().isdigit()]
            process.wait()
            index = SearchIndex.open(folder)
            index.verify()
            known = index.fingerprints()
            last = max([last, *told])
            missing = {f"item-{number:05}" for number in range(last + 1)} - set(known)
            assert not missing, f"lost: {missing}"
            # What was written but not told of may be there or not; it is written over next.
            index.search("barn")
        start = time.perf_counter()
        index.replace("after", [passage("after", 0, "Inget lås är kvar.")])
        waited = time.perf_counter() - start
        print(
            f"killed {times} times amid {last + 1} commits: no commit lost, no damage, no stale"
            f" lock (the next commit took {waited:.2f} s)"
        )


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=("relevance", "spellings", "speed", "indexing", "kill"))
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--sizes", type=int, nargs="+")
    parser.add_argument("--no-rivals", action="store_true", help="speed: only ours")
    parser.add_argument("--verbose", action="store_true", help="relevance: the rank for each query")
    chosen = parser.parse_args()
    if not (chosen.data / "queries.tsv").exists():
        sys.exit(f"no test data in {chosen.data}: name the folder with --data")
    if chosen.what == "relevance":
        relevance(chosen.data, chosen.sizes or (2_000, 20_000), verbose=chosen.verbose)
    elif chosen.what == "spellings":
        spellings(chosen.data, chosen.sizes or (2_000,))
    elif chosen.what == "speed":
        sizes = chosen.sizes or (20_000, 40_000, 200_000)
        speed(chosen.data, sizes, rivals=not chosen.no_rivals)
    elif chosen.what == "indexing":
        indexing(chosen.data, chosen.sizes or (40_000, 200_000))
    else:
        kill(chosen.data, (chosen.sizes or (50,))[0])


if __name__ == "__main__":
    main()
