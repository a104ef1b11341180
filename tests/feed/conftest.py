"""A small series with two episodes: the values that the golden files were made from."""

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from mediahub.feed import (
    AlternateEnclosure,
    Enclosure,
    FeedEpisode,
    FeedPerson,
    FeedSeries,
    TranscriptLink,
    check_feed,
)
from mediahub.transcript import Chapter, Span

BASE = "https://media.example.se/feeds/podden"


def said(xml: bytes, **known: Any) -> tuple[str, ...]:
    """What the gate says of a feed, as a person reads it."""
    return tuple(map(str, check_feed(xml, **known)))


@pytest.fixture
def series() -> FeedSeries:
    return FeedSeries(
        id="podden",
        title="Jämlikhetspodden",
        description="Samtal om förebyggande & främjande arbete.",
        link=f"{BASE}/",
        feed_url=f"{BASE}/feed.xml",
        image_url=f"{BASE}/podden-0a1b2c3d.jpg",
        podcast_guid="9b024349-ccf0-5f69-a609-6b82873eab3c",
        author="Exempelstaden",
        owner_name="Exempelstaden",
        owner_email="podden@example.se",
        category=("Society & Culture", "Relationships"),
        copyright="© 2020 Exempelstaden",
        license="CC-BY-4.0",
        people=(FeedPerson("Anna Ek", "host"),),
    )


@pytest.fixture
def older() -> FeedEpisode:
    return FeedEpisode(
        guid="6f1c0f0e-7a53-4f0c-9a60-3a4a1d0f7b11",
        title="Barnets bästa",
        description="Ett kort samtal.",
        published=datetime(2020, 6, 3, 6, 0, tzinfo=UTC),
        enclosure=Enclosure(
            f"{BASE}/barnets-basta/barnets-basta-00aa11bb.mp3", 1_234_567, "audio/mpeg"
        ),
        duration_ms=154_400,
        link=f"{BASE}/barnets-basta/",
    )


@pytest.fixture
def newer() -> FeedEpisode:
    folder = f"{BASE}/tidiga-insatser"
    return FeedEpisode(
        guid="0d2b7a4e-55b1-4c35-8f5e-2f2f5a0a9a10",
        title="Tidiga insatser – så gör vi",
        description=(
            "Vad vinner vi på att vara tidigt ute?\n\n"
            'Läs mer på https://example.se/tidigt?a=1&b=2. Vi säger "hej" <då>.'
        ),
        published=datetime(2020, 6, 10, 6, 30, tzinfo=timezone(timedelta(hours=2))),
        updated=datetime(2020, 6, 11, 12, 0, tzinfo=UTC),
        enclosure=Enclosure(f"{folder}/tidiga-insatser-deadbeef.mp3", 34_567_890, "audio/mpeg"),
        duration_ms=2_095_000,
        link=f"{folder}/",
        image_url=f"{folder}/bild-12345678.png",
        people=(
            FeedPerson("Anna Ek", "host"),
            FeedPerson(
                "Åsa Öberg", "guest", href="https://example.se/åsa", img=f"{folder}/asa.jpg"
            ),
        ),
        chapters=(
            Chapter(Span(0, 61_500), "Inledning", "author"),
            Chapter(Span(61_500, 600_000), "Hembesök & stöd", link="https://example.se/hembesok"),
            Chapter(Span(600_000, 2_095_000), "Frågor från publiken"),
        ),
        chapters_url=f"{folder}/chapters.json",
        transcripts=(
            TranscriptLink(f"{folder}/transcript.json", "application/json"),
            TranscriptLink(f"{folder}/transcript.srt", "application/x-subrip"),
            TranscriptLink(f"{folder}/transcript.vtt", "text/vtt", rel="captions"),
            TranscriptLink(f"{folder}/", "text/html"),
        ),
        season=1,
        episode=4,
        keywords=("hembesök", "tidiga insatser"),
        alternates=(
            AlternateEnclosure(
                f"{folder}/tidiga-insatser-cafebabe.mp4",
                98_765_432,
                "video/mp4",
                title="Film",
                height=720,
            ),
        ),
    )


@pytest.fixture
def same_as_golden(request: pytest.FixtureRequest) -> Callable[[str, bytes], None]:
    """Assert that the bytes equal the golden file; MEDIAHUB_GOLDEN=write writes it first."""

    def compare(name: str, made: bytes) -> None:
        path = request.path.parent / "golden" / name
        if os.environ.get("MEDIAHUB_GOLDEN") == "write":
            path.write_bytes(made)
        assert made.decode() == path.read_text(encoding="utf-8")

    return compare
