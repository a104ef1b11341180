"""What it costs to bring a site up to date: built, checked and synced to a folder.

    python benchmarks/site.py [--episodes 5000] [--folder DIR]

One series, eight addresses an episode (an enclosure that stands in its place, four transcripts,
chapters, a picture, a page). Printed are wall-clock and CPU seconds of each step, in one process:
building and checking (feed.xml and lists of all episodes), the first sync, an unchanged one, an
unchanged one that verifies, one after a file was lost, and one episode alone.
"""

import argparse
import hashlib
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from mediahub.feed import Enclosure, FeedEpisode, FeedSeries, TranscriptLink
from mediahub.feed.names import CAPTIONS, CHAPTERS, SUBTITLES, TRANSCRIPT_HTML, TRANSCRIPT_JSON
from mediahub.site.build import build_site, episode_site
from mediahub.site.check import check_site
from mediahub.site.folder import FolderTarget
from mediahub.site.values import Content, EpisodeValues, SeriesValues, SiteValues
from mediahub.workspace.ledger import Ledger, Promise, PromisedEnclosure

BASE = "https://lindhamn.example/feeds"
START = datetime(2020, 6, 3, 7, tzinfo=UTC)
JPEG = b"\xff\xd8\xff" + b"0" * 5000
Value = TypeVar("Value")


def main() -> None:
    """Build a site of that many episodes, sync it some times, and print what each costs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--episodes", type=int, default=5000)
    parser.add_argument("--folder", type=Path, help="where to work (a temporary folder)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        measure(Path(folder), options.episodes)


def measure(root: Path, count: int) -> None:
    """The steps, a line each."""
    feeds = root / "feeds"
    episodes = tuple(episode(feeds, number) for number in range(count))
    values = SiteValues(BASE, "Lindhamns stad", (series(episodes),))
    site = timed("build", lambda: build_site(values))
    refusals = timed("check", lambda: check_site(site, ledger(episodes)))
    if refusals:
        raise SystemExit(f"refused: {refusals[0]}"[:2000])
    target = FolderTarget(feeds, root / ".mediahub" / "site.jsonl")
    print(f"{len(site)} addresses")
    report = timed("first sync", lambda: target.sync(site))
    print(f"  {len(report.written)} written")
    for name in ("unchanged", "unchanged again"):
        expect(timed(name, lambda: target.sync(site)).written, ())
    expect(timed("unchanged, verified", lambda: target.sync(site, verify=True)).written, ())
    lost = f"podden/{episodes[-1].folder}/{CAPTIONS}"
    (feeds / lost).unlink()
    expect(timed("one file lost", lambda: target.sync(site)).written, (lost,))
    one = episode(feeds, count - 1, text=b"WEBVTT\n\ncorrected\n")
    partial = episode_site(BASE, "podden", one)
    expect(timed("one episode alone", lambda: target.sync(partial)).written, (lost,))


def expect(found: object, wanted: object) -> None:
    """Stop where a step did something else than it is timed for."""
    if found != wanted:
        raise SystemExit(f"{found} instead of {wanted}"[:2000])


def timed(name: str, work: Callable[[], Value]) -> Value:
    """What `work` gives, its cost printed."""
    wall, cpu = time.perf_counter(), time.process_time()
    value = work()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(f"{name:22} {wall:8.3f} s wall {cpu:8.3f} s CPU")
    return value


def series(episodes: tuple[EpisodeValues, ...]) -> SeriesValues:
    """The one series."""
    address = f"{BASE}/podden"
    channel = FeedSeries(
        id="podden",
        title="Podden",
        description="Samtal.",
        link=f"{address}/",
        feed_url=f"{address}/feed.xml",
        image_url=f"{address}/omslag-1.jpg",
        podcast_guid="guid",
        author="Lindhamns stad",
        owner_name="Lindhamns stad",
    )
    return SeriesValues(channel, episodes, {"omslag-1.jpg": Content.of_bytes("o.jpg", JPEG)})


def episode(feeds: Path, number: int, text: bytes = b"WEBVTT\n") -> EpisodeValues:
    """An episode whose enclosure stands in its place."""
    item = f"avsnitt-{number}"
    sound = f"sound {number}".encode() * 50
    name = f"{item}-{hashlib.sha256(sound).hexdigest()[:8]}.mp3"
    path = feeds / "podden" / item / name
    if not path.exists():
        path.parent.mkdir(parents=True)
        path.write_bytes(sound)
    address = f"{BASE}/podden/{item}"
    texts = {
        CAPTIONS: ("text/vtt", text),
        SUBTITLES: ("application/x-subrip", b"1\n" * 4000),
        TRANSCRIPT_JSON: ("application/json", b"{}" * 4000),
        TRANSCRIPT_HTML: ("text/html", b"<p>" * 4000),
    }
    feed = FeedEpisode(
        guid=f"guid-{number}",
        title=f"Avsnitt {number}",
        description="Om hembesök.",
        published=START + timedelta(hours=number),
        enclosure=Enclosure(f"{address}/{name}", len(sound), "audio/mpeg"),
        duration_ms=10_000,
        link=f"{address}/",
        image_url=f"{address}/bild-1.jpg",
        transcripts=tuple(
            TranscriptLink(f"{address}/{one}", kind) for one, (kind, _) in texts.items()
        ),
    )
    files = {one: Content.of_bytes(one, data) for one, (_, data) in texts.items()}
    files[CHAPTERS] = Content.of_bytes(CHAPTERS, b'{"version": "1.2.0", "chapters": []}')
    files["bild-1.jpg"] = Content.of_bytes("bild-1.jpg", JPEG)
    files[name] = Content.of_file(name, path, hashlib.sha256(sound).hexdigest())
    page = Content.of_bytes("index.html", f"<p>{item}</p>".encode() * 1000)
    return EpisodeValues(item, item, "podcast", feed, files, page)


def ledger(episodes: tuple[EpisodeValues, ...]) -> Ledger:
    """The ledger that promises them all."""
    return Ledger(
        tuple(
            Promise(
                one.item,
                one.feed.guid,
                "podden",
                one.feed.published,
                "0" * 64,
                (PromisedEnclosure(one.feed.enclosure.url, "0" * 64, 1, "audio/mpeg"),),
            )
            for one in episodes
        ),
        {"podden": "guid"},
    )


if __name__ == "__main__":
    main()
