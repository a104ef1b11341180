"""From results to the values that a site is built from; nothing is made or written here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from mediahub.catalog import Item, Series
from mediahub.errors import MediaError
from mediahub.feed import ascii_name
from mediahub.feed.entry import entry_from_json
from mediahub.feed.names import CAPTIONS, CHAPTERS, EMBED, OEMBED, PAGE, SUBTITLES, TRANSCRIPT_HTML
from mediahub.feed.names import TRANSCRIPT_JSON as TRANSCRIPT
from mediahub.pages import Picture
from mediahub.pipeline.ending import ended
from mediahub.pipeline.survey import Survey
from mediahub.site import pictures
from mediahub.site.episodefile import read_episode
from mediahub.site.episodes import Address, feed_series
from mediahub.site.kept import kept_episode, kept_pictures
from mediahub.site.renditions import Rendition, files_of, rendition_from_json
from mediahub.site.values import Content, EpisodeValues, SeriesValues
from mediahub.transcript import Chapter
from mediahub.workspace.digests import sha256_of
from mediahub.workspace.results import read_chapters, read_json

COPIES = {
    CAPTIONS: "captions.vtt",
    SUBTITLES: "transcript.srt",
    TRANSCRIPT: "captions.json",
    TRANSCRIPT_HTML: "page.transcript.html",
}
"""An episode's text files, and the item's results that they are."""
_FORMER = {CAPTIONS: "transcript.vtt", TRANSCRIPT_HTML: "transcript.html"}
"""Those that versions before made of other results."""


@dataclass(frozen=True)
class Gathered:
    """A series' values, with what it shares with others (people's pictures), by address.

    `renditions` are the enclosures of its episodes, and `chapters` their chapters, by item.
    """

    values: SeriesValues
    shared: Mapping[str, Content] = field(default_factory=dict)
    renditions: Mapping[str, Rendition] = field(default_factory=dict)
    chapters: Mapping[str, tuple[Chapter, ...]] = field(default_factory=dict)


def gather(survey: Survey, series: Series, items: Iterable[Item], guid: str) -> Gathered:
    """The series as it should stand in public, of items whose pages are made.

    Raises MediaError or OSError when something of it cannot be read.
    """
    shared: dict[str, Content] = {}
    renditions: dict[str, Rendition] = {}
    chapters: dict[str, tuple[Chapter, ...]] = {}
    episodes = []
    for item in items:
        episode, rendition = published_episode(survey, series.id, item, shared)
        episodes.append(episode)
        renditions[item.id] = rendition
        chapters[item.id] = read_chapters(survey.workspace.item(item.id))
    episodes.extend(_orphans(survey, series, shared))
    publisher = survey.catalogue.publisher
    data = series.image.read_bytes() if series.image is not None else None
    name, content = pictures.cover(series, publisher.name, data)
    address = Address(survey.publicity.base, series.id)
    channel = feed_series(
        publisher,
        series,
        address,
        guid=guid,
        image=name,
        pictures=_portraits(series, shared, survey.publicity.base),
    )
    assert content.data is not None  # noqa: S101 - it is made in memory
    sized = pictures.in_sizes(name, content.data)
    files = {name: content, **sized.files}
    last = None if episodes else ended(survey, series.id)
    values = SeriesValues(
        channel,
        tuple(episodes),
        files,
        sized.picture(series.id),
        last,
        series.episodes_per_page,
    )
    return Gathered(values, shared, renditions, chapters)


def _portraits(series: Series, shared: Iterable[str], base: str) -> dict[str, str]:
    """The web addresses of the pictures of a series' people, which its episodes show too."""
    found: dict[str, str] = {}
    for contributor in series.contributors:
        person = contributor.person.id
        for address in shared:
            if pictures.is_of(person, address):
                found.setdefault(person, f"{base}/{address}")
    return found


def published_episode(
    survey: Survey, series: str, item: Item, shared: dict[str, Content]
) -> tuple[EpisodeValues, Rendition]:
    """One item's values, as its page stage left them; people's pictures go into `shared`.

    Raises MediaError when its results are absent or damaged.
    """
    source, place = survey.workspace.item(item.id), ascii_name(item.id)
    feeds = survey.workspace.feeds
    state = survey.state(item.id)
    rendition, note = read_json(source / "rendition.json", _rendition_and_note)
    shown: dict[str, Any] = read_json(source / "page.json", dict)
    episode = read_episode(source / "episode.json")
    if episode is None:
        raise MediaError(
            f"{source / 'episode.json'} cannot be read; delete it and run again",
            swedish=f"{source / 'episode.json'} går inte att läsa. Ta bort den och kör igen.",
        )
    entry = read_json(source / "entry.json", entry_from_json)
    folder = f"{series}/{place}"
    files = _texts(survey, item.id)
    for one in files_of(note):
        path = feeds / folder / one["name"]
        files[one["name"]] = Content.of_file(one["name"], path, one["sha256"], one["length"])
    for address, one in shown["pictures"].items():
        content = Content(one["type"], one["sha256"], one["length"], file=feeds / address)
        if address.startswith(f"{folder}/"):
            files[address.rpartition("/")[2]] = content
        else:
            shared[address] = content
    if shown["chapters"]:
        path = source / "page.chapters.json"
        digest = state.output("page", "page.chapters.json") or sha256_of(path)
        files[CHAPTERS] = Content.of_file(CHAPTERS, path, digest)
    beside = {EMBED: "page.embed.html"}
    if survey.publicity.frame.public:
        beside[OEMBED] = "page.oembed.json"
    for name, made in beside.items():
        digest = state.output("page", made) or sha256_of(source / made)
        files[name] = Content.of_file(name, source / made, digest)
    page = source / "page.html"
    html = Content.of_file(PAGE, page, state.output("page", "page.html") or sha256_of(page))
    picture = Picture(**shown["shown"]) if shown.get("shown") else None
    values = EpisodeValues(item.id, place, item.kind, episode, files, html, entry, picture)
    return values, rendition


def _rendition_and_note(value: Mapping[str, Any]) -> tuple[Rendition, Mapping[str, Any]]:
    return rendition_from_json(value), value


def _texts(survey: Survey, item_id: str) -> dict[str, Content]:
    source, state = survey.workspace.item(item_id), survey.state(item_id)
    found = {}
    for name, result in COPIES.items():
        older = name in _FORMER and not (source / result).exists()
        origin = _FORMER[name] if older else result
        digest = (
            state.output("transcribe", origin)
            or state.output("page", origin)
            or sha256_of(source / origin)
        )
        found[name] = Content.of_file(name, source / origin, digest)
    return found


def _orphans(survey: Survey, series: Series, shared: dict[str, Content]) -> Iterable[EpisodeValues]:
    """Episodes whose source is gone but that nobody has withdrawn: subscribers keep them."""
    base = survey.publicity.base
    for promise in survey.ledger.promises_of(series.id):
        if promise.withdrawn is not None or promise.item not in survey.orphaned:
            continue
        episode = read_episode(survey.workspace.item(promise.item) / "episode.json")
        if episode is None:
            continue
        try:
            files = _texts(survey, promise.item)
            chapters = survey.workspace.item(promise.item) / "page.chapters.json"
            files[CHAPTERS] = Content.of_file(CHAPTERS, chapters, sha256_of(chapters))
        except OSError:
            files = {}
        kept = kept_episode(
            promise.item,
            episode,
            base=base,
            series=series.id,
            folder=survey.workspace.feed(series.id) / ascii_name(promise.item),
            files=files,
            digest=sha256_of,
        )
        feed, people = kept_pictures(
            kept.feed, base=base, root=survey.workspace.feeds, digest=sha256_of
        )
        shared.update(people)
        yield replace(kept, feed=feed)
