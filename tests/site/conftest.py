"""A small site in values: two series, the first of two episodes."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mediahub.feed import Enclosure, FeedEpisode, FeedSeries, TranscriptLink, podcast_guid
from mediahub.pages import Frame
from mediahub.site.folder import FolderTarget
from mediahub.site.values import Content, EpisodeValues, SeriesValues, SiteValues
from mediahub.workspace import ledger
from mediahub.workspace.digests import sha256_of
from mediahub.workspace.ledger import Ledger, Promise, PromisedEnclosure

BASE = "https://lindhamn.example/feeds"
FRAME = Frame("Lindhamns stad", BASE, "assets/page.1.css", "assets/page.1.js")
JPEG = b"\xff\xd8\xff small"


def day(number: int) -> datetime:
    return datetime(2020, 6, number, 7, tzinfo=UTC)


def guid(item: str) -> str:
    return f"guid-{item}"


@dataclass
class Ground:
    """Where the media of the site lie, and the target that holds it."""

    root: Path

    @property
    def feeds(self) -> Path:
        return self.root / "feeds"

    @property
    def target(self) -> FolderTarget:
        return FolderTarget(self.feeds, self.root / ".mediahub" / "site.jsonl")

    def held(self) -> dict[str, bytes]:
        """Every file in public with its bytes."""
        return {
            path.relative_to(self.feeds).as_posix(): path.read_bytes()
            for path in sorted(self.feeds.rglob("*"))
            if path.is_file()
        }

    def episode(
        self, series: str, item: str, number: int, sound: bytes = b"sound"
    ) -> EpisodeValues:
        """An episode whose enclosure stands in its place already."""
        name = f"{item}-{sound.hex()[:8]}.mp3"
        path = self.feeds / series / item / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(sound)
        address = f"{BASE}/{series}/{item}"
        feed = FeedEpisode(
            guid=guid(item),
            title=f"Avsnitt {number}",
            description="Om hembesök.",
            published=day(number),
            enclosure=Enclosure(f"{address}/{name}", len(sound), "audio/mpeg"),
            duration_ms=10_000,
            link=f"{address}/",
            transcripts=(TranscriptLink(f"{address}/transcript.vtt", "text/vtt"),),
        )
        return EpisodeValues(
            item,
            item,
            "podcast",
            feed,
            {
                name: Content.of_file(name, path, sha256_of(path)),
                "transcript.vtt": Content.of_bytes("transcript.vtt", b"WEBVTT\n"),
            },
            Content.of_bytes("index.html", f"<p>{item}</p>".encode()),
        )

    def series(self, name: str, *episodes: EpisodeValues) -> SeriesValues:
        address = f"{BASE}/{name}"
        channel = FeedSeries(
            id=name,
            title=name.title(),
            description="Samtal.",
            link=f"{address}/",
            feed_url=f"{address}/feed.xml",
            image_url=f"{address}/omslag-1.jpg",
            podcast_guid=podcast_guid(name),
            author="Lindhamns stad",
            owner_name="Lindhamns stad",
        )
        return SeriesValues(
            channel, episodes, {"omslag-1.jpg": Content.of_bytes("omslag-1.jpg", JPEG)}
        )

    def values(self) -> SiteValues:
        podden = self.series(
            "podden", self.episode("podden", "a", 1), self.episode("podden", "b", 2)
        )
        return SiteValues(
            BASE, FRAME, (podden, self.series("samtal", self.episode("samtal", "c", 3)))
        )


def ledger_of(values: SiteValues) -> Ledger:
    """The ledger that promises just what the values say."""
    promises = tuple(
        Promise(
            item=one.item,
            guid=one.feed.guid,
            series=series.id,
            published=one.feed.published,
            source_sha256="0" * 64,
            enclosures=(
                PromisedEnclosure(
                    one.feed.enclosure.url, "0" * 64, one.feed.enclosure.length, "audio/mpeg"
                ),
            ),
        )
        for series in values.series
        for one in series.episodes
    )
    return ledger.ledger_of(
        promises, {series.id: series.channel.podcast_guid for series in values.series}
    )


Change = Callable[[SiteValues, str, Callable[[SeriesValues], SeriesValues]], SiteValues]


def changed(
    values: SiteValues, series: str, change: Callable[[SeriesValues], SeriesValues]
) -> SiteValues:
    """The values with one series changed."""
    return replace(
        values, series=tuple(change(one) if one.id == series else one for one in values.series)
    )


@pytest.fixture
def ground(tmp_path: Path) -> Ground:
    return Ground(tmp_path)
