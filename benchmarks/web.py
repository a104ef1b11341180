"""How quick the staff site's search page is with many readers, and while an index is written.

    python benchmarks/web.py --passages 40000 --readers 20 --seconds 60

Each reader asks one of the shared queries every 5 s (`--every`), as a browser does, logged in, over
a connection of its own. While an index is written, a nice process of its own commits an item, and
rests `--rest` seconds (a run commits every minute or so). The baseline is the same search without
the site, one at a time, in the same run. Reads what `search.py` reads, from ../shared/search
(`--data`).
"""

import argparse
import itertools
import os
import random
import tempfile
import threading
import time
from multiprocessing import get_context
from pathlib import Path

import httpx

import search as own
from mediahub.library import Library
from mediahub.search import SearchIndex
from mediahub.web.staff.accounts import Accounts
from mediahub.web.staff.serving import StaffServer
from mediahub.workspace.paths import Workspace

NAME, WORDS = "mätaren", "ett långt ord att mäta med"
PATIENCE_S = 60


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=own.DATA)
    parser.add_argument("--passages", type=int, default=40_000)
    parser.add_argument("--readers", type=int, default=20)
    parser.add_argument("--every", type=float, default=5.0)
    parser.add_argument("--rest", type=float, default=1.0)
    parser.add_argument("--seconds", type=float, default=60)
    options = parser.parse_args()
    queries = [row["query"] for row in own.rows(options.data)[0] if row["qid"] != "-"]
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "media").mkdir()
        index = SearchIndex.open(Workspace(root).index)
        own.fill(index, own.background(options.data, options.passages))
        Accounts(root).add(NAME, "reader", WORDS)
        print(f"{options.passages} passages, {options.readers} readers, every {options.every:g} s")
        told("one after another, without the site", alone(Library.open(root), queries))
        server = StaffServer(root, "127.0.0.1", 0)
        threading.Thread(target=server.run, daemon=True).start()
        told("the page", read(server.url, queries, options))
        # A process of its own and a nice one, as a run is that the site starts.
        writer = get_context("spawn").Process(
            target=writing, args=(root, options.data, options.rest), daemon=True
        )
        writer.start()
        told("the page, while an index is written", read(server.url, queries, options))
        writer.terminate()
        writer.join()
        server.stop()


def alone(library: Library, queries: list[str]) -> list[float]:
    found = []
    for _ in range(5):
        for query in queries:
            began = time.perf_counter()
            library.search(query, limit=20)
            found.append(time.perf_counter() - began)
    return found


def read(url: str, queries: list[str], options: argparse.Namespace) -> list[float]:
    found: list[float] = []
    # Logging in is made slow on purpose, and is not what is measured: all readers share one visit.
    with httpx.Client(base_url=url, headers={"origin": url.rstrip("/")}, timeout=PATIENCE_S) as one:
        given = {"namn": NAME, "losen": WORDS, "till": "/"}
        assert one.post("/logga-in", data=given).status_code == 303
        cookies = dict(one.cookies)
    end = time.monotonic() + options.seconds

    def reader(number: int) -> None:
        rng = random.Random(number)
        with httpx.Client(base_url=url, cookies=cookies, timeout=PATIENCE_S) as client:
            time.sleep(rng.random() * options.every)
            while time.monotonic() < end:
                began = time.perf_counter()
                answer = client.get("/", params={"q": rng.choice(queries)})
                assert answer.status_code == 200
                took = time.perf_counter() - began
                found.append(took)
                time.sleep(max(0.0, options.every - took))

    threads = [threading.Thread(target=reader, args=(one,)) for one in range(options.readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def writing(root: Path, data: Path, rest: float) -> None:
    """Write items into the index for ever, each with a commit of its own."""
    os.nice(10)
    index = SearchIndex.open(Workspace(root).index)
    texts = list(own.background(data, own.PER_ITEM))
    for number in itertools.count():
        with index.batch():
            item = f"new-{number % 20}"
            index.replace(item, [own.passage(item, at, text) for at, text in enumerate(texts)])
        time.sleep(rest)


def told(name: str, took: list[float]) -> None:
    ms = sorted(1000 * one for one in took)
    middle, late = ms[len(ms) // 2], ms[min(len(ms) - 1, round(0.95 * len(ms)))]
    print(f"{name}: {len(ms)} answers, {middle:.0f} ms in the middle, {late:.0f} ms at 95 %")


if __name__ == "__main__":
    main()
