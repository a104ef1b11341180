"""How well the search on the public pages finds, without a server, beside our own engine.

    python benchmarks/findable.py --lines 4000            rank, kB and ms of each shared query
    python benchmarks/findable.py --lines 189000 --join 3    about 1,000 items of one hour
    python benchmarks/findable.py --lines 6000 --spellings   what is written in several ways

Reads what `search.py` reads, from ../shared/search (`--data`); asks Debian's chromium, which
`CHROMIUM` may name. kB are all that was fetched for a query by a browser that had nothing; ms are
from the question to the hits, with a server on this machine, and those of the page's own thread,
which hang less on what else the machine does. For our own engine there are only the former. *Again*
is when one item has changed, with the parts of the others kept as a run keeps them.
"""

import argparse
import csv
import functools
import http.server
import os
import resource
import tempfile
import threading
import time
from dataclasses import replace
from pathlib import Path
from statistics import mean, median

from playwright.sync_api import CDPSession, sync_playwright

import search as own
from mediahub.findable import FOLDER, FoundItem
from mediahub.findable.build import Findable, index_again, index_of
from mediahub.findable.contents import part_of
from mediahub.findable.former import packed_former, unpacked_former
from mediahub.findable.kept import packed, unpacked
from mediahub.findable.splicing import Before
from mediahub.findable.uncollected import uncollected
from mediahub.pages.finding import search_script
from mediahub.search import SearchIndex

PER_ITEM = 63
"""Passages of about a minute in an item: an hour."""
ASK = """async ([query, start]) => {
  const index = new mediahubSearch.Index(start);
  await index.open();
  const began = performance.now();
  const found = await index.search(query);
  return { hits: found.hits.map((hit) => hit.address), kb: index.fetched / 1000,
           ms: performance.now() - began, meant: !found.relaxed && !found.taken?.length };
}"""


class Quiet(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else each answer waits some 40 ms for the browser's own ACK

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def item(name: str, texts: list[str]) -> FoundItem:
    passages = tuple(own.passage(name, number, text) for number, text in enumerate(texts))
    return FoundItem(name, f"{name}/index.html", name, "Podd", "", passages)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=own.DATA)
    parser.add_argument("--lines", type=int, default=4000)
    parser.add_argument("--join", type=int, default=1, help="lines in a passage")
    parser.add_argument(
        "--spellings", action="store_true", help="the search's own spellings, in full, and no more"
    )
    parser.add_argument("--engine", action="store_true", help="our own engine on the same, too")
    options = parser.parse_args()
    rows, synonyms = own.rows(options.data)
    lines = list(own.background(options.data, options.lines))
    texts = [" ".join(lines[at : at + options.join]) for at in range(0, len(lines), options.join)]
    if options.spellings:
        rows, synonyms = spelt(), {}
    items = [item(f"q-{row['segment_id']}", [row["segment_text"]]) for row in rows]
    items += [item(f"b-{at}", texts[at : at + PER_ITEM]) for at in range(0, len(texts), PER_ITEM)]
    if options.spellings:
        of_spellings(index_of([part_of(one) for one in items]), rows)
        return
    began = time.process_time()
    parts = [part_of(one) for one in items]
    index = index_of(parts, synonyms)
    size = sum(map(len, index.all.values()))
    shard = max(map(len, index.files.values()))
    print(
        f"{len(items)} items: {time.process_time() - began:.1f} CPU-s, {size / 1e6:.1f} MB in "
        f"{len(index.all)} files, the largest of the index {shard / 1000:.0f} kB"
    )
    print(f"peak memory so far, with all texts: {peak()} MB")
    kept = [packed(one, {}) for one in parts], packed_former(index.former)
    del parts
    told_again(index, items, synonyms, *kept)
    queries = [row for row in rows if row["qid"] != "-"]
    with tempfile.TemporaryDirectory() as folder:
        told("in the browser", queries, asked(Path(folder), index, queries))
        if options.engine:
            told("our own engine", queries, by_engine(Path(folder), items, synonyms, queries))


def spelt() -> list[dict[str, str]]:
    """The search's own spellings that are to be found, as the shared queries are told."""
    with own.SPELLINGS.open(encoding="utf-8") as file:
        known = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    wanted = [row for row in known if row["finds"] == "yes"]
    return [
        {**row, "segment_id": str(number), "segment_text": row["text"]}
        for number, row in enumerate(wanted)
    ]


def of_spellings(index: Findable, rows: list[dict[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = asked(Path(folder), index, rows)
    right = 0
    for row, one in zip(rows, found, strict=True):
        hits = one["hits"]
        assert isinstance(hits, list)
        if one["meant"] and f"q-{row['segment_id']}/index.html" in hits:
            right += 1
        else:
            print(f"  not among the first ten in full: {row['query']} in “{row['text']}”")
    print(f"{right} of {len(rows)} spellings")


def told_again(
    index: Findable, items: list[FoundItem], synonyms: dict[str, list[str]],
    kept: list[bytes], known: bytes,
) -> None:  # fmt: skip
    """What it takes when one item has changed, or one is new, from what a run keeps on the disk."""
    at = len(items) // 2
    one = items[at]
    text = f"{one.passages[0].text} Nyckelharpan spelar."
    word = replace(one, passages=(replace(one.passages[0], text=text), *one.passages[1:]))
    others = (other.passages[0].text for other in items[:: len(items) // PER_ITEM])
    new = item("ny", [" ".join(reversed(said.split())) for said in others])
    for what, place, count, made in (
        ("a word", at, 1, word), ("all of an item", at, 1, new), ("one more", len(items), 0, new),
        ("one more in the middle", at, 0, new),
    ):  # fmt: skip
        began = time.process_time()
        parts = [unpacked(data)[0] for data in kept]
        there = {part.mark: part for part in parts}
        parts[place : place + count] = [part_of(made)]
        before = Before(there.__getitem__, lambda name: index.files[f"{FOLDER}/{name}"])
        with uncollected():
            again = index_again(parts, synonyms, unpacked_former(known), before)
            packed_former(again.former)
        spent = time.process_time() - began
        every = len(again.files) + len(again.standing)
        differ = len(again.files.keys() - index.files.keys())
        print(f"again, {what}: {spent:.1f} CPU-s, {differ} of {every} files differ")


def peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000


def asked(folder: Path, index: object, queries: list[dict[str, str]]) -> list[dict[str, object]]:
    for address, data in {**index.all, "search.js": search_script()[1]}.items():  # type: ignore[attr-defined]
        path = folder / "site" / address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    page = '<meta charset="utf-8"><link rel="icon" href="data:,"><script src="search.js"></script>'
    (folder / "site" / "index.html").write_text(page, encoding="utf-8")
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder / "site"))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium")
        )
        window = browser.new_page()
        window.goto(f"http://127.0.0.1:{server.server_port}/")
        start = index.start  # type: ignore[attr-defined]
        meter = window.context.new_cdp_session(window)
        meter.send("Performance.enable", {"timeDomain": "threadTicks"})
        found = []
        for row in queries:
            before = busy(meter)
            one = window.evaluate(ASK, [row["query"], start])
            found.append({**one, "own_ms": busy(meter) - before})
        browser.close()
    server.shutdown()
    return found


def busy(meter: CDPSession) -> float:
    """Milliseconds of CPU that the page's own thread has used."""
    metrics = meter.send("Performance.getMetrics")["metrics"]
    return 1000 * next(float(one["value"]) for one in metrics if one["name"] == "TaskDuration")


def by_engine(
    folder: Path, items: list[FoundItem], synonyms: dict[str, list[str]],
    queries: list[dict[str, str]],
) -> list[dict[str, object]]:  # fmt: skip
    index = SearchIndex.open(folder / "index")
    with index.batch():
        for one in items:
            index.replace(one.folder, one.passages)
    found: list[dict[str, object]] = []
    for row in queries:
        began = time.perf_counter()
        results = index.search(row["query"], limit=10, synonyms=synonyms)
        ms = 1000 * (time.perf_counter() - began)
        found.append(
            {
                "hits": [f"{hit.item}/index.html" for hit in results.hits],
                "kb": 0,
                "ms": ms,
                "own_ms": 0,
            }
        )
    return found


def told(name: str, queries: list[dict[str, str]], found: list[dict[str, object]]) -> None:
    ranks = []
    for row, one in zip(queries, found, strict=True):
        hits, wanted = one["hits"], f"q-{row['segment_id']}/index.html"
        assert isinstance(hits, list)
        ranks.append(hits.index(wanted) + 1 if wanted in hits else 0)
    kb, ms, own = ([float(str(one[key])) for one in found] for key in ("kb", "ms", "own_ms"))
    print(
        f"{name}: right passage among the first ten for {sum(map(bool, ranks))} of {len(ranks)}, "
        f"MRR {mean(1 / rank if rank else 0 for rank in ranks):.3f}; kB {mean(kb):.0f} on average, "
        f"{max(kb):.0f} at most; ms {median(ms):.0f} in the middle, {max(ms):.0f} at most; of the "
        f"page's own thread {median(own):.0f} and {max(own):.0f}"
    )


if __name__ == "__main__":
    main()
