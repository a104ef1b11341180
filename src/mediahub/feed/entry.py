"""An episode as one entry of its feed: made once, kept, and put into the feed as it is.

feedgen keeps the book; what it lacks or gets wrong is in `extension`, and worked around here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import datetime
from typing import Any

from mediahub.feed.addresses import ascii_url, web_url
from mediahub.feed.chapters import chapters_to_publish
from mediahub.feed.faults import Finding
from mediahub.feed.itemcheck import ItemFindings, check_item
from mediahub.feed.namespaces import NAMESPACES
from mediahub.feed.notes import description_html, notes_html
from mediahub.feed.rules import NamedFile
from mediahub.feed.text import clean, escape, one_line
from mediahub.feed.trailers import Trailer
from mediahub.feed.values import FeedEpisode
from mediahub.transcript import Chapter

ENTRY_VERSION = 5
"""Raised when the same episode would give another entry, or the gate finds other things in it."""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One `<item>` of a feed, as its lines stand there, and what the feed round it must know.

    `published` and `changed` (when anything that is shown last changed) are aware; the entries of a
    feed are ordered by `published`, then `guid`. `findings` are what the gate read in `xml`.
    """

    guid: str
    published: datetime
    changed: datetime
    xml: str
    findings: ItemFindings


def feed_entry(episode: FeedEpisode) -> FeedEntry:
    """The episode's entry, the same in every series; the same value gives the same one.

    Raises ValueError for what no feed may hold: an empty title, an enclosure of no length, a
    picture that is not .jpg or .png, a naive time. Not to be called in two threads at once: feedgen
    sets the locale while it writes a date.
    """
    xml = entry_xml(episode)
    changed = max(episode.updated or episode.published, episode.published)
    return FeedEntry(episode.guid, episode.published, changed, xml, check_item(xml))


def entry_xml(episode: FeedEpisode) -> str:
    """The lines of the episode's `<item>` as they stand in a feed, see `feed_entry`."""
    from feedgen.entry import FeedEntry as Writer
    from lxml import etree

    from mediahub.feed.extension import EpisodeExtension

    episode = _prepared(episode)
    _check(episode)
    writer = Writer()
    writer.load_extension("podcast", atom=False, rss=True)
    writer.register_extension("pc20", EpisodeExtension, atom=False, rss=True)
    _write(writer, episode)
    # The lines are indented, and their prefixes declared, by what stands round them in a feed.
    feed = etree.Element("rss", nsmap=NAMESPACES)
    etree.SubElement(feed, "channel").append(writer.rss_entry())
    whole = etree.tostring(feed, pretty_print=True, encoding="UTF-8").decode()
    return whole[whole.index("    <item>") : whole.rindex("  </channel>")]


def _prepared(episode: FeedEpisode) -> FeedEpisode:
    return replace(
        episode,
        title=one_line(episode.title),
        chapters=chapters_to_publish(episode.chapters, episode.duration_ms),
    )


def _check(episode: FeedEpisode) -> None:
    if not episode.title:
        raise ValueError(f"episode {episode.guid}: no title")
    if episode.enclosure.length <= 0:
        raise ValueError(f"episode {episode.guid}: the enclosure has no length")
    if episode.updated and episode.updated.tzinfo is None:
        raise ValueError(f"episode {episode.guid}: the time of its last change has no zone")
    if episode.image_url:
        check_image_address(f"episode {episode.guid}", episode.image_url)


def check_image_address(where: str, url: str) -> None:
    """Raise ValueError for a picture's address that apps pass over."""
    # feedgen drops such a channel image without a word.
    if not url.lower().endswith((".jpg", ".png")):
        raise ValueError(f"{where}: the image's address must end in .jpg or .png: {url}")


def _write(writer: Any, episode: FeedEpisode) -> None:
    writer.pc20.episode = episode
    writer.title(episode.title)
    writer.link(href=web_url(episode.elsewhere) or ascii_url(episode.link))
    writer.description(described(episode.about, episode.title, episode.chapters))
    writer.content(clean(notes_html(episode)) or episode.title, type="CDATA")
    enclosure = episode.enclosure
    writer.enclosure(ascii_url(enclosure.url), str(enclosure.length), enclosure.type)
    writer.pubDate(episode.published)
    # Last, since feedgen's id() would make it a permalink.
    writer.guid(episode.guid, permalink=False)
    podcast = writer.podcast
    podcast.itunes_duration(max(1, (episode.duration_ms + 500) // 1000))
    podcast.itunes_title(episode.title)
    podcast.itunes_episode_type(episode.episode_type)
    if episode.image_url:
        podcast.itunes_image(ascii_url(episode.image_url))
    if episode.season:
        podcast.itunes_season(episode.season)
    if episode.episode:
        podcast.itunes_episode(episode.episode)


def described(text: str, title: str, chapters: Sequence[Chapter] = ()) -> str:
    """The description of an episode or a series as HTML; its title where nobody wrote one."""
    return clean(description_html(text, chapters)) or f"<p>{escape(title)}</p>"


def entry_to_json(entry: FeedEntry) -> dict[str, Any]:
    """The entry as JSON's own values, to be kept between runs."""
    found = entry.findings
    return {
        "version": ENTRY_VERSION,
        "guid": entry.guid,
        "published": entry.published.isoformat(),
        "changed": entry.changed.isoformat(),
        "xml": entry.xml,
        "findings": {
            "title": found.title,
            "guid": found.guid,
            "published": found.published.isoformat() if found.published else None,
            "enclosures": list(found.enclosures),
            "unnumbered": found.unnumbered,
            "problems": [list(problem) for problem in found.problems],
            "files": [list(astuple(file)) for file in found.files],
            "duration_s": found.duration_s,
            "chapters": [list(chapter) for chapter in found.chapters],
            "trailer": list(astuple(found.trailer)) if found.trailer else None,
        },
    }


def entry_from_json(value: Mapping[str, Any]) -> FeedEntry | None:
    """The entry that was kept; None for one of another version or form: it is to be made again."""
    try:
        found = value["findings"]
        if value["version"] != ENTRY_VERSION:
            return None
        return FeedEntry(
            guid=value["guid"],
            published=datetime.fromisoformat(value["published"]),
            changed=datetime.fromisoformat(value["changed"]),
            xml=value["xml"],
            findings=ItemFindings(
                title=found["title"],
                guid=found["guid"],
                published=datetime.fromisoformat(found["published"])
                if found["published"]
                else None,
                enclosures=tuple(found["enclosures"]),
                unnumbered=found["unnumbered"],
                problems=tuple(Finding(*problem) for problem in found["problems"]),
                files=tuple(NamedFile(*file) for file in found["files"]),
                duration_s=found["duration_s"],
                chapters=tuple((start, title) for start, title in found["chapters"]),
                trailer=Trailer(*found["trailer"]) if found["trailer"] else None,
            ),
        )
    except (KeyError, TypeError, ValueError):
        return None
