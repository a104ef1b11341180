"""What is due, and how it stands in public: the schedule held against catalogue and ledger."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from mediahub.catalog import Catalogue, Item, Series
from mediahub.errors import MediaError
from mediahub.feed import PREVIEW_URL, ascii_name, podcast_guid
from mediahub.pages import Frame
from mediahub.pipeline.stage import Handle, Public
from mediahub.site.declared import series_inputs
from mediahub.site.episodes import Address, taking_part
from mediahub.site.frames import frame_of
from mediahub.site.pictures import PEOPLE
from mediahub.site.schedule import (
    Clock,
    DueItem,
    Standing,
    mint,
    series_guid,
    standing,
    text_standing,
    theme_standing,
    trusted_clock,
)
from mediahub.site.values import page_address
from mediahub.transcript.codec import transcript_from_json
from mediahub.workspace.digests import Digests, sha256_of_value
from mediahub.workspace.ledger import Ledger
from mediahub.workspace.paths import Workspace
from mediahub.workspace.results import read_json


@dataclass(frozen=True)
class Publicity:
    """Where every media item stands at one moment; what is asked for is worked out once."""

    workspace: Workspace
    catalogue: Catalogue
    ledger: Ledger
    digests: Digests
    now: datetime
    _channels: dict[str, tuple[str, str]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def base(self) -> str:
        """The site's address: the public one, else that of the preview."""
        return self.catalogue.public_url or PREVIEW_URL

    @cached_property
    def clocks(self) -> Mapping[str, Clock]:
        """The clock of each series."""
        return {series.id: self._clock(series) for series in self.catalogue.series}

    @cached_property
    def standings(self) -> Mapping[str, Standing]:
        """Where each media item of a series stands, in the catalogue's order.

        An item whose promise cannot be read is left out: nothing may be promised anew.
        """
        series = {one.id: one for one in self.catalogue.series}
        return {
            item.id: self._standing(item, series[item.series])
            for item in self.catalogue.items
            if not item.written
            and item.series in series
            and item.id not in self.ledger.damaged
            and item.series is not None
        }

    def standing_of(self, item: Item) -> Standing | None:
        """Where one item stands, as `standings` and `texts`; None for what no series takes."""
        if item.written:
            return text_standing(item, self.now)
        if item.series is None:
            return None
        return self._standing(item, self.catalogue.serie(item.series))

    def _standing(self, item: Item, series: Series) -> Standing:
        promise = self.ledger.promise(item.id)
        found = standing(item, series, promise, self.clocks[series.id])
        waits = series.unreviewed == "hold" and found.kind == "due" and promise is None
        return replace(found, kind="held") if waits and not self._reviewed(item) else found

    def _reviewed(self, item: Item) -> bool:
        """Whether a person vouches for all of its words, as far as they are made."""
        if item.captions_reviewed and item.captions is not None:
            return True
        path = self.workspace.item(item.id) / "transcript.json"
        try:
            return path.exists() and read_json(path, transcript_from_json).all_reviewed
        except MediaError:
            return False  # the stage that makes it anew tells

    @cached_property
    def texts(self) -> Mapping[str, Standing]:
        """Where each article, report or set of slides stands, in the catalogue's order."""
        return {
            item.id: text_standing(item, self.now) for item in self.catalogue.items if item.written
        }

    @cached_property
    def themes(self) -> Mapping[str, Standing]:
        """Where the page of each theme stands, in the catalogue's order."""
        return {
            theme.id: theme_standing(theme, any(map(self.is_due, theme.items)), self.now)
            for theme in self.catalogue.themes
        }

    @cached_property
    def frame(self) -> Frame:
        """What every page has round its own."""
        site = self.catalogue.site
        logo, credit = self._handle(site.logo), self._handle(site.credit_logo)
        return frame_of(
            self.catalogue.publisher,
            site,
            base=self.base,
            logo=logo.sha256 if logo is not None else None,
            credit_logo=credit.sha256 if credit is not None else None,
            # A theme that cannot be read now may be the one that is published.
            themes=any(
                theme.problem or self.themes[theme.id].kind == "due"
                for theme in self.catalogue.themes
            ),
        )

    def all_standings(self) -> Iterable[Standing]:
        """Where everything stands that is published at some time: items, texts and themes."""
        yield from self.standings.values()
        yield from self.texts.values()
        yield from self.themes.values()

    def theme_page(self, theme: str | None) -> str | None:
        """The address of a theme's page, from the site's root, where it is published."""
        found = self.themes.get(theme or "")
        return theme_address(theme) if theme and found and found.kind == "due" else None

    def is_due(self, item_id: str) -> bool:
        """Whether an item may stand in public; one whose promise cannot be read is not judged."""
        if item_id in self.ledger.damaged:
            return True
        found = self.standings.get(item_id) or self.texts.get(item_id)
        return found is not None and found.kind == "due"

    def minted(self, shas: Mapping[str, str]) -> Ledger:
        """The ledger with a promise for each due item; `shas` tell what their sources are."""
        due = [
            DueItem(item.id, item.series or "", item.title, shas[item.id], found.moment)
            for item in self.catalogue.items
            if (found := self.standings.get(item.id)) is not None
            and found.kind == "due"
            and found.moment is not None
            and item.id in shas
        ]
        return mint(self.ledger, due, self.base)

    def public(self, item: Item, sha256: str) -> Public | None:
        """How a media item stands in public; None for one that is not to be published now."""
        found = self.standings.get(item.id)
        if found is None or found.kind != "due" or found.moment is None or item.series is None:
            return None
        due = DueItem(item.id, item.series, item.title, sha256, found.moment)
        promise = mint(self._only(item.id), [due], self.base).promise(item.id)
        assert promise is not None  # noqa: S101 - just minted
        series = self.catalogue.serie(item.series)
        guid, channel = self.channel(series)
        return Public(
            series,
            promise,
            self.base,
            guid,
            channel,
            self.frame,
            self._pictures(item, series),
            self.theme_page(item.theme),
            self.registry,
        )

    @cached_property
    def registry(self) -> str:
        """The digest of who is known and not to be listed."""
        known = (one for one in self.catalogue.people if not one.listed)
        return sha256_of_value([[one.name, list(one.aliases)] for one in known])

    def channel(self, series: Series) -> tuple[str, str]:
        """A series' podcast:guid, and the digest of what it shows on every page."""
        if series.id not in self._channels:
            feed_guid = podcast_guid(Address(self.base, series.id).of("feed.xml"))
            guid, _ = series_guid(self.ledger, series, feed_guid)
            cover = self._handle(series.image)
            shown = series_inputs(
                series,
                self.catalogue.publisher,
                base=self.base,
                guid=guid,
                cover=cover.sha256 if cover is not None else None,
                episodes=(),
                orphans=(),
                frame=self.frame,
            )
            self._channels[series.id] = (guid, sha256_of_value(shown))
        return self._channels[series.id]

    def notes(self) -> Iterable[str]:
        """What is odd about the clock and the times that were written, of what is new."""
        new = [i for i in self.standings if self.ledger.promise(i) is None]
        told = [*new, *(i for i in self.standings if self._subscribed(i))]
        yield from (note for i in told if (note := self.standings[i].note) is not None)
        for series in self.catalogue.series:
            times = self.clocks[series.id]
            if times.note is not None and any(
                self.standings[i].kind == "due"
                and self.standings[i].moment == times.promise
                and self.catalogue.item(i).series == series.id
                for i in new
            ):
                yield times.note
        for series in self.catalogue.series:
            feed_guid = podcast_guid(Address(self.base, series.id).of("feed.xml"))
            note = series_guid(self.ledger, series, feed_guid)[1]
            if note is not None:
                yield note

    def _subscribed(self, item_id: str) -> bool:
        """Whether apps have it, so that what is written and is not taken must be told."""
        promise = self.ledger.promise(item_id)
        return promise is not None and bool(promise.kept().enclosures)

    def _only(self, item_id: str) -> Ledger:
        promise = self.ledger.promise(item_id)
        return Ledger({item_id: promise} if promise is not None else {})

    def _pictures(self, item: Item, series: Series) -> dict[str, Handle]:
        theme = self.catalogue.theme(item.theme) if item.theme else None
        paths = {
            "cover": series.image,
            "image": item.image,
            "theme": theme.image if theme is not None else None,
            **{f"person {one.person.id}": one.person.portrait for one in taking_part(item, series)},
        }
        handles = {what: self._handle(path) for what, path in paths.items()}
        return {what: handle for what, handle in handles.items() if handle is not None}

    def _handle(self, path: Path | None) -> Handle | None:
        if path is None:
            return None
        try:
            digest = self.digests.of(path)
        except OSError:
            digest = ""  # told when it is read
        return Handle(self.workspace.relative(path), digest)

    @cached_property
    def _not_promised(self) -> dict[str | None, list[Path]]:
        """The files of each series that nothing has been promised of."""
        found: dict[str | None, list[Path]] = {}
        for item in self.catalogue.items:
            if not item.written and self.ledger.promise(item.id) is None:
                found.setdefault(item.series, []).append(item.path)
        return found

    def _clock(self, series: Series) -> Clock:
        """The clock of a series, held against its promises, and files not promised yet.

        ctime tells when a file came here; its mtime is older, or what a camera thought.
        """
        new = self._not_promised.get(series.id)
        if not new:
            return trusted_clock(self.now, seen=None, promised=())  # nothing will be promised by it
        came = []
        for path in new:
            try:
                came.append(datetime.fromtimestamp(path.stat().st_ctime, UTC))
            except OSError:
                continue  # gone meanwhile; the next run tells
        promised = [
            promise.published
            for promise in self.ledger.promises_of(series.id)
            if promise.withdrawn is None
        ]
        return trusted_clock(self.now, seen=max(came, default=None), promised=promised)


THEMES, TEXTS = "tema", "texter"
"""The folders of the pages of themes and of texts."""


def theme_address(theme: str) -> str:
    """The address of a theme's page, from the site's root."""
    return page_address(THEMES, ascii_name(theme))


def text_folder(item: str) -> str:
    """The folder of a text's page, from the site's root."""
    return f"{TEXTS}/{ascii_name(item)}"


def person_folder(person: str) -> str:
    """The folder of a person's page, from the site's root."""
    return f"{PEOPLE}/{ascii_name(person)}"
