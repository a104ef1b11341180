"""What a podcast app gets: feed, chapter forms, cover, and the gate they must pass."""

from mediahub.feed.addresses import podcast_guid, url_under
from mediahub.feed.advice import advise
from mediahub.feed.chapters import chapters_json, chapters_to_publish
from mediahub.feed.cover import check_cover, default_cover, prepare_cover
from mediahub.feed.entry import (
    ENTRY_VERSION,
    FeedEntry,
    entry_from_json,
    entry_to_json,
    feed_entry,
)
from mediahub.feed.faults import Fault, Finding
from mediahub.feed.filecheck import check_chapters
from mediahub.feed.gate import check_feed
from mediahub.feed.names import ascii_name, enclosure_name, image_name, media_type
from mediahub.feed.roles import presented
from mediahub.feed.rss import assemble_feed, build_feed, in_feed_order
from mediahub.feed.rules import Files
from mediahub.feed.values import (
    PREVIEW_PORT,
    PREVIEW_URL,
    AlternateEnclosure,
    Enclosure,
    FeedEpisode,
    FeedPerson,
    FeedSeries,
    TranscriptLink,
    podcast_role,
)

__all__ = [
    "ENTRY_VERSION",
    "PREVIEW_PORT",
    "PREVIEW_URL",
    "AlternateEnclosure",
    "Enclosure",
    "Fault",
    "FeedEntry",
    "FeedEpisode",
    "FeedPerson",
    "FeedSeries",
    "Files",
    "Finding",
    "TranscriptLink",
    "advise",
    "ascii_name",
    "assemble_feed",
    "build_feed",
    "chapters_json",
    "chapters_to_publish",
    "check_chapters",
    "check_cover",
    "check_feed",
    "default_cover",
    "enclosure_name",
    "entry_from_json",
    "entry_to_json",
    "feed_entry",
    "image_name",
    "in_feed_order",
    "media_type",
    "podcast_guid",
    "podcast_role",
    "prepare_cover",
    "presented",
    "url_under",
]
