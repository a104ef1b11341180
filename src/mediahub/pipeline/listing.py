"""What lists and pages tell of an item, a theme or a series in public."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from mediahub.catalog import Item, Theme
from mediahub.pages import Entry, Picture, SeriesEntry, ThemeEntry
from mediahub.pipeline.listed import episode_entry
from mediahub.pipeline.pageparts import picture_in
from mediahub.pipeline.publicity import text_folder, theme_address
from mediahub.pipeline.survey import Survey
from mediahub.site import pictures
from mediahub.site.values import Content, page_address


@dataclass(frozen=True, slots=True)
class SeriesInPublic:
    """A series whose feed stands in public: its cover's file name, and its published items."""

    id: str
    cover: str | None
    items: tuple[str, ...]


@dataclass(frozen=True)
class Lists:
    """What is listed, where the page of each published item is at `addresses`."""

    survey: Survey
    addresses: Mapping[str, str]
    series: tuple[SeriesInPublic, ...]

    def moment(self, item: Item) -> datetime | None:
        """When it was published first; None for what tells no time."""
        promise = self.survey.ledger.promise(item.id)
        return promise.published if promise is not None else item.published

    def public_theme(self, item: Item) -> Theme | None:
        """The item's theme; None for one that is not to be known yet."""
        if item.theme is None or self.survey.publicity.theme_page(item.theme) is None:
            return None
        return self.survey.catalogue.theme(item.theme)

    def newest(self, items: list[Item]) -> list[Item]:
        """The items, those that were published last first."""
        moments = {item.id: self.moment(item) for item in items}
        return sorted(items, key=lambda item: (str(_utc(moments[item.id])), item.id), reverse=True)

    def entry(self, item: Item) -> Entry:
        """An item as lists show it: an episode as it was last published."""
        return self._text_entry(item) if item.written else self._episode_entry(item)

    def theme_title(self, item: Item) -> str:
        """The title of the item's theme; "" as `public_theme` is None."""
        theme = self.public_theme(item)
        return theme.title if theme else ""

    def _text_entry(self, item: Item) -> Entry:
        return Entry(
            title=item.title,
            address=self.addresses[item.id],
            kind=item.kind,
            label=item.label or "",
            formats=item.formats,
            published=item.published,
            about=item.description,
            theme=self.theme_title(item),
            picture=picture_in(
                self.survey.digests,
                item.image,
                text_folder(item.id),
                "bild",
                item.image_description or "",
                {},
            ),
        )

    def _episode_entry(self, item: Item) -> Entry:
        cover = next((one.cover for one in self.series if one.id == item.series), None)
        made = self.survey.workspace.item(item.id)
        return episode_entry(made, item, self.addresses[item.id], cover)

    def theme_entry(self, theme: Theme) -> ThemeEntry:
        """A theme, with the number of its published items."""
        folder = theme_address(theme.id).rpartition("/")[0]
        return ThemeEntry(
            theme.title,
            theme_address(theme.id),
            theme.date,
            theme.introduction,
            sum(item in self.addresses for item in theme.items),
            self.theme_picture(theme, folder, {}),
        )

    def theme_picture(self, theme: Theme, folder: str, files: dict[str, Content]) -> Picture | None:
        """The theme's picture as pages in `folder` show it; its files are put into `files`."""
        described = theme.image_description or ""
        return picture_in(self.survey.digests, theme.image, folder, "tema", described, files)

    def series_entry(self, one: SeriesInPublic) -> SeriesEntry:
        """A series, with when its newest episode came."""
        series = self.survey.catalogue.serie(one.id)
        moments = [self.moment(self.survey.catalogue.item(item)) for item in one.items]
        latest = max((moment for moment in moments if moment is not None), default=None)
        cover = pictures.cover_picture(one.id, one.cover) if one.cover else None
        return SeriesEntry(
            series.title, page_address(one.id), series.description, len(one.items), latest, cover
        )


def _utc(moment: datetime | None) -> str:
    from datetime import UTC

    return "" if moment is None else moment.astimezone(UTC).isoformat()
