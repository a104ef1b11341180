"""The folder of one feed: everything a listener's app asks for, written with feed.xml last."""

import shutil
from dataclasses import replace
from pathlib import Path

from mediahub.atomic import write_bytes, write_json
from mediahub.catalog import Item, ItemKind, Series
from mediahub.errors import MediaError, MediahubError
from mediahub.feed import (
    Enclosure,
    FeedEpisode,
    FeedSeries,
    ascii_name,
    build_feed,
    chapters_json,
    chapters_to_publish,
    check_feed,
    image_name,
    media_type,
    podcast_guid,
)
from mediahub.feed.cover import default_cover, prepare_cover
from mediahub.feed.names import (
    CAPTIONS,
    CHAPTERS,
    FEED,
    SUBTITLES,
    TRANSCRIPT_HTML,
    TRANSCRIPT_JSON,
)
from mediahub.mediafile import still
from mediahub.pages import EpisodePage, ListedEpisode, ListedSeries, episode_page, series_page
from mediahub.pipeline.enclosures import enclosure_key, kept_rendition, make_rendition
from mediahub.pipeline.episodefile import read_episode, write_episode
from mediahub.pipeline.episodes import Address, feed_episode, feed_series, summary_of, tags_of
from mediahub.pipeline.report import Reporter
from mediahub.pipeline.summary import Failure
from mediahub.pipeline.survey import Survey
from mediahub.transcript import Chapter
from mediahub.workspace.ledger import Promise, is_public
from mediahub.workspace.results import read_chapters, read_json, read_transcript

COPIES = {
    "transcript.vtt": CAPTIONS,
    "transcript.srt": SUBTITLES,
    "captions.json": TRANSCRIPT_JSON,
    "transcript.html": TRANSCRIPT_HTML,
}
"""An item's text files and their names beside its enclosure."""


class FeedError(MediahubError):
    """The feed would break a subscriber's app; the one that was there stays."""


class FeedFolder:
    """Makes one series' folder under `feeds/`; `files` lists what belongs in it."""

    def __init__(self, survey: Survey, series: Series, base: str, reporter: Reporter) -> None:
        self._survey = survey
        self._series = series
        self._reporter = reporter
        self._base = base
        self._address = Address(base, series.id)
        self._folder = survey.workspace.feed(series.id)
        self.files: list[str] = []
        self.listed: ListedSeries | None = None
        """The series and its episodes as the page of all series lists them."""

    def make(self, items: list[Item]) -> list[Failure]:
        """Write everything for these items; an item that fails is left out and told.

        Raises FeedError when an episode that subscribers already have would vanish, or when the
        gate finds what apps refuse: feed.xml then stays as it was.
        """
        failures: list[Failure] = []
        listed: list[ListedEpisode] = []
        self._require_sound_promises()
        channel = self._channel()
        for item in items:
            try:
                listed.append(self._episode(item, channel))
            except (MediahubError, OSError) as error:
                failures.append(Failure(item.id, "feed", str(error)))
                if self._was_published(item):
                    raise FeedError(
                        f"{item.id} could not be made ({error}), and subscribers have it already; "
                        "the feed stays as it was until that is mended"
                    ) from error
        listed.extend(self._orphans())
        if listed:
            self.listed = ListedSeries(channel, tuple(listed))
            self._put("index.html", series_page(channel, listed).encode("utf-8"))
            self._put_feed(channel, [one.episode for one in listed])
        return failures

    def _channel(self) -> FeedSeries:
        guid = self._survey.ledger.feeds.get(self._series.id)
        return feed_series(
            self._survey.catalogue,
            self._series,
            self._address,
            guid=guid or podcast_guid(self._address.of(FEED)),
            image=self._cover(),
        )

    def _require_sound_promises(self) -> None:
        """Subscribers may have what a damaged file promised them: a feed without it is none."""
        ledger = self._survey.ledger
        if self._series.id in ledger.damaged_feeds:
            raise FeedError(ledger.damaged_feeds[self._series.id])
        own = {item.id for item in self._survey.media_items if item.series == self._series.id}
        hurt = [
            item_id
            for item_id in sorted(ledger.damaged)
            if item_id in own or (self._folder / ascii_name(item_id)).is_dir()
        ]
        if hurt and (self._folder / FEED).exists():
            raise FeedError(
                f"what was promised of {', '.join(hurt)} cannot be read, and subscribers may have "
                "it already; the feed stays as it was until that is mended"
            )

    def _was_published(self, item: Item) -> bool:
        promise = self._survey.ledger.promise(item.id)
        return (self._folder / FEED).exists() and promise is not None and bool(promise.enclosures)

    def _episode(self, item: Item, channel: FeedSeries) -> ListedEpisode:
        survey = self._survey
        state = survey.state(item.id)
        source = survey.workspace.item(item.id)
        name = ascii_name(item.id)
        promise = survey.ledger.promise(item.id)
        assert promise is not None  # noqa: S101 - minted before the folder is made
        found = read_chapters(source)
        promise = self._enclose(item, promise, found, self._folder / name)
        promised = promise.enclosures[-1]
        chapters = chapters_to_publish(found, state.duration_ms)
        self._copy_texts(item, name, chapters)
        image = self._image(item, name)
        theme = survey.catalogue.theme(item.theme) if item.theme else None
        transcript = read_transcript(source)
        episode = feed_episode(
            item,
            promise,
            self._address,
            folder=name,
            enclosure=Enclosure(promised.url, promised.length, promised.type),
            chapters=chapters,
            duration_ms=state.duration_ms,
            image=image,
            summary=summary_of(theme, transcript),
        )
        page = EpisodePage(
            channel,
            episode,
            item.kind,
            transcript=transcript,
            contributors=item.contributors,
            theme=theme,
            formats=item.formats,
            poster=image or self._poster(item, name),
        )
        self._put(f"{name}/index.html", episode_page(page).encode("utf-8"))
        write_episode(source / "episode.json", episode)
        return ListedEpisode(episode, name, item.kind)

    def _copy_texts(self, item: Item, name: str, chapters: tuple[Chapter, ...]) -> None:
        source = self._survey.workspace.item(item.id)
        for origin, copy in COPIES.items():
            self._put(f"{name}/{copy}", (source / origin).read_bytes())
        if chapters:
            value = chapters_json(chapters, title=item.title, podcast_name=self._series.title)
            write_json(self._folder / name / CHAPTERS, value)
            self.files.append(f"{name}/{CHAPTERS}")
        else:
            (self._folder / name / CHAPTERS).unlink(missing_ok=True)

    def _enclose(
        self, item: Item, promise: Promise, chapters: tuple[Chapter, ...], folder: Path
    ) -> Promise:
        survey = self._survey
        key = enclosure_key(item, survey.state(item.id).sha256, chapters)
        rendition = kept_rendition(promise, key, folder)
        if rendition is None:
            if item.id not in survey.sources:
                raise MediaError(survey.unreadable.get(item.id, f"{item.path} is gone"))
            duration = survey.state(item.id).duration_ms
            self._reporter.begin(item.id, "render", duration)
            try:
                rendition = make_rendition(
                    item,
                    self._series,
                    promise,
                    key=key,
                    chapters=chapters,
                    tags=tags_of(survey.catalogue, item, self._series, promise.published),
                    folder=folder,
                    base_url=self._base,
                    time_limit_s=max(
                        60.0, duration / 1000 * survey.catalogue.settings.time_limit_factor
                    ),
                )
            finally:
                self._reporter.end(item.id, "render")
        # The same bytes under another public address are the same promise, told anew.
        url = self._address.of(folder.name, rendition.path.name)
        promised = replace(rendition.promised, url=url)
        if not promise.enclosures or promise.enclosures[-1] != promised:
            promise = replace(promise, enclosures=(*promise.enclosures, promised))
            survey.ledger = survey.ledger.with_promise(promise)
        self.files.append(f"{folder.name}/{rendition.path.name}")
        return promise

    def _orphans(self) -> list[ListedEpisode]:
        """Episodes whose source is gone but that nobody has withdrawn: subscribers keep them."""
        episodes = []
        for promise in self._survey.ledger.promises:
            if promise.series != self._series.id or promise.withdrawn is not None:
                continue
            if promise.item not in self._survey.orphans:
                continue
            episode = read_episode(self._survey.workspace.item(promise.item) / "episode.json")
            if episode is not None:
                kind: ItemKind = "film" if episode.enclosure.type[:5] == "video" else "podcast"
                episodes.append(ListedEpisode(episode, ascii_name(promise.item), kind))
        return episodes

    def _image(self, item: Item, folder: str) -> str | None:
        if item.image is None:
            return None
        data = prepare_cover(item.image.read_bytes())
        name = image_name("bild", data)
        self._put(f"{folder}/{name}", data)
        return name

    def _poster(self, item: Item, folder: str) -> str | None:
        """A picture of the film itself, made once for each source; None for sound."""
        if item.kind != "film":
            return None
        name = f"bild-{self._survey.state(item.id).sha256[:8]}.jpg"
        target = self._folder / folder / name
        if not target.exists():
            if not read_json(self._survey.workspace.item(item.id) / "media.json", dict)["video"]:
                return None  # a film by its name only
            still(item.path, target, time_limit_s=120)
        self.files.append(f"{folder}/{name}")
        return name

    def _cover(self) -> str:
        if self._series.image is not None:
            data = prepare_cover(self._series.image.read_bytes())
        else:
            data = default_cover(self._series.title, self._survey.catalogue.publisher.name)
        name = image_name("omslag", data)
        self._put(name, data)
        return name

    def _put_feed(self, channel: FeedSeries, episodes: list[FeedEpisode]) -> None:
        xml = build_feed(channel, episodes)
        problems = check_feed(xml, files=self._behind)
        if problems:
            raise FeedError(f"{self._series.id}/feed.xml is not published: " + "; ".join(problems))
        survey = self._survey
        if is_public(self._base) and self._series.id not in survey.ledger.feeds:
            # A guid made from the preview's address would be everybody's: it is minted once the
            # feed has an address of its own.
            survey.ledger = survey.ledger.with_feed(self._series.id, channel.podcast_guid)
        survey.keep_promises()
        self._put(FEED, xml)

    def _behind(self, url: str) -> tuple[int, str] | None:
        """What lies behind one of our own addresses: size and type."""
        prefix = self._address.of("")
        if not url.startswith(prefix):
            return None
        path = self._folder / url[len(prefix) :]
        try:
            return path.stat().st_size, media_type(path.name)
        except OSError:
            return None

    def _put(self, name: str, data: bytes) -> None:
        write_bytes(self._folder / name, data)
        self.files.append(name)


def remove_episode(feed_folder: Path, item_id: str) -> None:
    """Take an episode's files away; the feed itself is made anew by the next run."""
    shutil.rmtree(feed_folder / ascii_name(item_id), ignore_errors=True)
