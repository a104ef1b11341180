"""From a survey to the values that a site is built from; renditions are made on the way."""

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from mediahub.atomic import write_json
from mediahub.catalog import Item, Person, Series, Theme
from mediahub.errors import MediaError, MediahubError
from mediahub.feed import (
    Enclosure,
    FeedSeries,
    ascii_name,
    chapters_to_publish,
    podcast_guid,
)
from mediahub.feed.names import (
    CAPTIONS,
    CHAPTERS,
    FEED,
    SUBTITLES,
    TRANSCRIPT_HTML,
    TRANSCRIPT_JSON,
)
from mediahub.pages.episodepage import EpisodePage, episode_page
from mediahub.pipeline.report import Reporter
from mediahub.pipeline.summary import Failure
from mediahub.pipeline.survey import Survey
from mediahub.site import pictures
from mediahub.site.episodefile import read_episode
from mediahub.site.episodes import (
    Address,
    chapters_content,
    feed_episode,
    feed_series,
    summary_of,
    tags_of,
)
from mediahub.site.kept import kept_episode, kept_pictures
from mediahub.site.renditions import (
    Rendition,
    RenditionInputs,
    former_rendition,
    poster_name,
    promise_rendition,
    render_poster,
    render_rendition,
    rendition_from_json,
    rendition_to_json,
)
from mediahub.site.schedule import series_guid
from mediahub.site.values import Content, EpisodeValues, SeriesValues
from mediahub.transcript import Chapter
from mediahub.workspace.digests import sha256_of
from mediahub.workspace.results import read_chapters, read_json, read_transcript

COPIES = {
    CAPTIONS: "transcript.vtt",
    SUBTITLES: "transcript.srt",
    TRANSCRIPT_JSON: "captions.json",
    TRANSCRIPT_HTML: "transcript.html",
}
"""An episode's text files, and the item's results that they are."""


class SharedPictures:
    """Pictures that several series show: of the people in published items alone.

    `contents` holds them by address; a picture that cannot be read is left out and told in `notes`.
    """

    def __init__(self, survey: Survey, base: str) -> None:
        self._survey = survey
        self._base = base
        self._people: dict[str, str | None] = {}
        self.contents: dict[str, Content] = {}
        self.notes: list[str] = []

    def people(self, item: Item) -> dict[str, str]:
        """The addresses of the pictures of those who take part, by their ids."""
        for person in (contributor.person for contributor in item.contributors):
            if person.id not in self._people:
                self._people[person.id] = self._person(person)
        named = ((one.person.id, self._people[one.person.id]) for one in item.contributors)
        return {person_id: url for person_id, url in named if url is not None}

    def _person(self, person: Person) -> str | None:
        if person.picture is None or "://" in person.picture:
            return None
        path = self._survey.workspace.root / "media" / person.picture
        try:
            address, content = pictures.person_picture(person, path.read_bytes())
        except (MediaError, OSError) as error:
            self.notes.append(f"the picture of {person.id} is left out: {error}")
            return None
        self.contents[address] = content
        return f"{self._base}/{address}"


class Gathering:
    """Gathers one series' values; the survey's ledger gets what is promised on the way."""

    def __init__(
        self, survey: Survey, series: Series, base: str, shared: SharedPictures, reporter: Reporter
    ) -> None:
        self._survey = survey
        self._series = series
        self._base = base
        self._shared = shared
        self._reporter = reporter
        self._address = Address(base, series.id)
        self._folder = survey.workspace.feed(series.id)
        self.failures: list[Failure] = []
        self.notes: list[str] = []

    def values(self, items: list[Item]) -> SeriesValues:
        """The series as it should stand in public; an item that fails is left out and told.

        Raises MediaError or OSError when the series itself cannot be made.
        """
        channel, files = self._channel()
        episodes = []
        for item in items:
            try:
                episodes.append(self._episode(item, channel))
            except (MediahubError, OSError) as error:
                self.failures.append(Failure(item.id, "feed", str(error)))
        episodes.extend(self._orphans())
        return SeriesValues(channel, tuple(episodes), files)

    def _channel(self) -> tuple[FeedSeries, Mapping[str, Content]]:
        survey, series = self._survey, self._series
        guid, note = series_guid(survey.ledger, series, podcast_guid(self._address.of(FEED)))
        if note is not None:
            self.notes.append(note)
        data = series.image.read_bytes() if series.image is not None else None
        name, content = pictures.cover(series, survey.catalogue.publisher.name, data)
        channel = feed_series(survey.catalogue, series, self._address, guid=guid, image=name)
        return channel, {name: content}

    def _episode(self, item: Item, channel: FeedSeries) -> EpisodeValues:
        survey = self._survey
        state = survey.state(item.id)
        source = survey.workspace.item(item.id)
        name = ascii_name(item.id)
        found = read_chapters(source)
        rendition = self._rendition(item, found, name)
        promise = survey.ledger.promise(item.id)
        assert promise is not None  # noqa: S101 - minted before values are gathered
        chapters = chapters_to_publish(found, state.duration_ms)
        files = self._texts(item.id, item.title, chapters)
        files[rendition.name] = Content(
            rendition.type,
            rendition.sha256,
            rendition.length,
            file=self._folder / name / rendition.name,
        )
        image = self._image(item, files)
        theme = survey.catalogue.theme(item.theme) if item.theme else None
        self._theme_picture(theme, files)
        transcript = read_transcript(source)
        episode = feed_episode(
            item,
            promise,
            self._address,
            folder=name,
            enclosure=Enclosure(
                self._address.of(name, rendition.name), rendition.length, rendition.type
            ),
            chapters=chapters,
            duration_ms=state.duration_ms,
            image=image,
            summary=summary_of(theme, transcript),
            pictures=self._shared.people(item),
        )
        page = EpisodePage(
            channel,
            episode,
            item.kind,
            transcript=transcript,
            contributors=item.contributors,
            theme=theme,
            formats=item.formats,
            poster=image or self._poster(item, name, files),
        )
        html = Content.of_bytes("index.html", episode_page(page).encode("utf-8"))
        return EpisodeValues(item.id, name, item.kind, episode, files, html)

    def _texts(self, item_id: str, title: str, chapters: tuple[Chapter, ...]) -> dict[str, Content]:
        source, state = self._survey.workspace.item(item_id), self._survey.state(item_id)
        files = {}
        for name, origin in COPIES.items():
            path = source / origin
            digest = state.output("transcribe", origin) or sha256_of(path)
            files[name] = Content.of_file(name, path, digest)
        if chapters:
            files[CHAPTERS] = chapters_content(chapters, title, self._series.title)
        return files

    def _rendition(self, item: Item, chapters: tuple[Chapter, ...], name: str) -> Rendition:
        """The item's enclosure in its place under `feeds/`, made anew where it has to be."""
        survey = self._survey
        inputs = self._rendition_inputs(item, chapters)
        rendition, folder = inputs.former, self._folder / name
        if rendition is None or not _is_there(folder / rendition.name, rendition):
            if item.id not in survey.sources:
                raise MediaError(survey.unreadable.get(item.id, f"{item.path} is gone"))
            self._reporter.begin(item.id, "render", survey.state(item.id).duration_ms)
            try:
                rendition = _rendered(inputs, folder)
            finally:
                self._reporter.end(item.id, "render")
        write_json(survey.workspace.item(item.id) / "rendition.json", rendition_to_json(rendition))
        if survey.catalogue.public_url is not None:
            survey.ledger = promise_rendition(
                survey.ledger, item.id, rendition, base=self._base, folder=name
            )
        return rendition

    def _rendition_inputs(self, item: Item, chapters: tuple[Chapter, ...]) -> RenditionInputs:
        survey = self._survey
        state, promise = survey.state(item.id), survey.ledger.promise(item.id)
        assert promise is not None  # noqa: S101 - minted before values are gathered
        limit = state.duration_ms / 1000 * survey.catalogue.settings.time_limit_factor
        inputs = RenditionInputs(
            item.id,
            item.path,
            state.sha256,
            item.kind,
            chapters,
            tags_of(survey.catalogue, item, self._series, promise.published),
            max(60.0, limit),
        )
        kept = former_rendition(promise, inputs.key)
        if kept is None:
            kept = _kept_rendition(survey.workspace.item(item.id) / "rendition.json", inputs.key)
        return replace(inputs, former=kept)

    def _image(self, item: Item, files: dict[str, Content]) -> str | None:
        if item.image is None:
            return None
        name, files_content = pictures.episode_picture(item.image.read_bytes())
        files[name] = files_content
        return name

    def _theme_picture(self, theme: Theme | None, files: dict[str, Content]) -> str | None:
        """The picture of the item's theme, beside its page."""
        if theme is None or theme.image is None:
            return None
        name, content = pictures.theme_picture(theme.image.read_bytes())
        files[name] = content
        return name

    def _poster(self, item: Item, folder: str, files: dict[str, Content]) -> str | None:
        """A picture of the film itself, made once for each source; None for sound."""
        if item.kind != "film":
            return None
        sha256 = self._survey.state(item.id).sha256
        name = poster_name(sha256)
        target = self._folder / folder / name
        if not target.exists():
            if not read_json(self._survey.workspace.item(item.id) / "media.json", dict)["video"]:
                return None  # a film by its name only
            with tempfile.TemporaryDirectory(prefix=".render-", dir=target.parent) as scratch:
                render_poster(item.path, sha256, Path(scratch)).replace(target)
        files[name] = Content.of_file(name, target, sha256_of(target))
        return name

    def _orphans(self) -> list[EpisodeValues]:
        """Episodes whose source is gone but that nobody has withdrawn: subscribers keep them."""
        survey, episodes = self._survey, []
        for promise in survey.ledger.promises:
            if promise.series != self._series.id or promise.withdrawn is not None:
                continue
            if promise.item not in survey.orphans:
                continue
            episode = read_episode(survey.workspace.item(promise.item) / "episode.json")
            if episode is None:
                continue
            try:
                files = self._texts(promise.item, episode.title, episode.chapters)
            except OSError:
                files = {}
            kept = kept_episode(
                promise.item,
                episode,
                base=self._base,
                series=self._series.id,
                folder=self._folder / ascii_name(promise.item),
                files=files,
                digest=sha256_of,
            )
            feed, people = kept_pictures(
                kept.feed, base=self._base, root=survey.workspace.feeds, digest=sha256_of
            )
            self._shared.contents.update(people)
            episodes.append(replace(kept, feed=feed))
        return episodes


def _is_there(path: Path, rendition: Rendition) -> bool:
    try:
        return path.stat().st_size == rendition.length
    except OSError:
        return False


def _kept_rendition(path: Path, key: str) -> Rendition | None:
    """The rendition that an earlier run made for this key, as it was noted."""
    if not path.exists():
        return None
    try:
        rendition = read_json(path, rendition_from_json)
    except MediaError:
        return None  # a note that can be made again
    return rendition if rendition.key == key else None


def _rendered(inputs: RenditionInputs, folder: Path) -> Rendition:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".render-", dir=folder) as scratch:
        made = render_rendition(inputs, Path(scratch))
        made.file.replace(folder / made.rendition.name)
    return made.rendition
