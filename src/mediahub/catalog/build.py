"""From validated models to the catalogue's values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from mediahub.catalog.check import beside, is_address
from mediahub.catalog.entries import Document, FoundFile, FoundTheme
from mediahub.catalog.feedvalues import Element, Funding, Location, Soundbite, UpdateFrequency
from mediahub.catalog.moments import leading_date, period, swedish_date
from mediahub.catalog.naming import title_from_name
from mediahub.catalog.scan import kind_of, stem_and_ending
from mediahub.catalog.settings import (
    PublishSettings,
    QuestionSettings,
    SearchSettings,
    Settings,
    SiteSettings,
)
from mediahub.catalog.staffvalues import OidcSettings, StaffSettings
from mediahub.catalog.values import (
    REVIEWED,
    WRITTEN_KINDS,
    Answer,
    ChapterMark,
    Contributor,
    Item,
    ItemKind,
    Link,
    Person,
    Publisher,
    SavedSearch,
    Series,
    Term,
    Theme,
)

if TYPE_CHECKING:
    import datetime as dt

    from mediahub.catalog.feed_models import ElementTable, LocationTable
    from mediahub.catalog.media_models import (
        AnswerTable,
        ContributorTable,
        ItemFields,
        PersonTable,
        ThemeFile,
    )
    from mediahub.catalog.workspace_models import (
        MediahubFile,
        PublisherTable,
        PublishTable,
        SearchTable,
        SeriesTable,
    )


DEFAULT_SERIES = "media"
"""The id of the one feed of a workspace without series."""


def publisher(table: PublisherTable | None, root: Path) -> Publisher:
    """The publisher, named from the workspace's folder when mediahub.toml names none."""
    if table is None:
        return Publisher(title_from_name(root.name) if root.name else "mediahub")
    return Publisher(table.name, table.email, table.link)


def settings(file: MediahubFile | None) -> Settings:
    """The operator's choices, or the defaults."""
    if file is None:
        return Settings()
    return Settings(
        model=file.speech.model,
        device=file.speech.device,
        compute_type=file.speech.compute_type,
        threads=file.speech.threads,
        batch_size=file.speech.batch_size,
        beam_size=file.speech.beam_size,
        fillers=file.speech.fillers,
        name_from_speech=file.speech.name_from_speech,
        time_limit_factor=file.media.time_limit_factor,
        loudness=file.media.loudness,
        finished_command=tuple(file.finished.command or ()),
        finished_webhook=file.finished.webhook,
        publish=_publish(file.publish),
        keep_replaced=period(file.publish.keep_replaced),
        search=SearchSettings(file.search.engine, file.search.dsn, file.search.schema_name),
    )


def questions(file: MediahubFile | None) -> QuestionSettings | None:
    """Where questions to the experts are sent; None for nowhere."""
    table = file.questions if file else None
    if table is None:
        return None
    return QuestionSettings(table.address, period(table.keep), table.consent)


def staff(file: MediahubFile | None) -> StaffSettings:
    """How people come into the staff site."""
    if file is None:
        return StaffSettings()
    table, oidc = file.staff, None
    if table.oidc is not None:
        one = table.oidc
        oidc = OidcSettings(
            one.issuer, one.client_id, one.name_claim, one.role_claim, dict(one.roles),
        )  # fmt: skip
    return StaffSettings(table.header, tuple(table.proxies), oidc)


def site(file: MediahubFile | None, root: Path) -> SiteSettings:
    """What every page shows of the publisher; pictures become absolute paths."""
    if file is None:
        return SiteSettings()
    table = file.site
    return SiteSettings(
        accent=table.accent,
        logo=root / table.logo if table.logo else None,
        contact=table.contact,
        credits=tuple(table.credits),
        credit_logo=root / table.credit_logo if table.credit_logo else None,
        credit_logo_text=table.credit_logo_text,
        license=table.license,
        accessibility=table.accessibility,
        report=table.report,
        privacy=table.privacy,
    )


def _publish(table: PublishTable) -> PublishSettings | None:
    if table.target is None:
        return None
    return PublishSettings(table.target, table.endpoint, table.region)


def series(table: SeriesTable, root: Path, people: Mapping[str, Person]) -> Series:
    """One series; its image becomes an absolute path."""
    often = table.update_frequency
    return Series(
        id=table.id,
        title=table.title,
        description=table.description,
        kinds=tuple(dict.fromkeys(table.kinds)),
        language=table.language,
        languages=tuple(table.languages or ()),
        category=tuple(table.category),
        image=root / table.image if table.image else None,
        link=table.link,
        author=table.author,
        explicit=table.explicit,
        autopublish=table.autopublish,
        unreviewed=table.unreviewed,
        type=table.type,
        medium=table.medium,
        license=table.license,
        license_url=table.license_url,
        copyright=table.copyright,
        guid=table.guid,
        new_feed_url=table.new_feed_url,
        block=table.block,
        complete=table.complete,
        funding=tuple(Funding(one.link, one.text) for one in table.funding),
        location=_location(table.location),
        contributors=_contributors(table.contributors, people),
        update_frequency=UpdateFrequency(often.text, often.rule) if often else None,
        episodes_per_page=table.episodes_per_page,
        elements=_elements(table.elements),
    )


def _location(table: LocationTable | None) -> Location | None:
    return Location(table.name, table.geo, table.osm, table.country) if table else None


def _elements(tables: Sequence[ElementTable]) -> tuple[Element, ...]:
    return tuple(Element(one.name, one.namespace, one.text, one.attributes) for one in tables)


def _contributors(
    tables: Sequence[ContributorTable], people: Mapping[str, Person]
) -> tuple[Contributor, ...]:
    known = (one for one in tables if one.person in people)
    return tuple(Contributor(people[one.person], one.role) for one in known)


def default_series(publisher: str) -> Series:
    """The one feed of a workspace whose mediahub.toml names none."""
    return Series(
        id=DEFAULT_SERIES,
        title=publisher,
        description=f"Film och podd från {publisher}.",
        kinds=("podcast", "film"),
        autopublish=True,
    )


def search(table: SearchTable) -> SavedSearch:
    """One saved search."""
    return SavedSearch(
        table.name,
        table.query,
        table.speaker,
        table.theme,
        table.series,
        table.kind,
        table.reviewed,
    )


def person(table: PersonTable, document: Document) -> Person:
    """One person; a picture that is a file becomes an absolute path."""
    picture = table.picture
    elsewhere = picture is not None and is_address(picture)
    return Person(
        id=table.id,
        name=table.name,
        aliases=tuple(table.aliases),
        role=table.role,
        link=table.link,
        picture=picture if elsewhere else None,
        portrait=None if elsewhere else _path(document, picture),
        picture_description=table.picture_description,
        voice_consent=table.voice_consent,
        voice_consent_date=table.voice_consent_date,
        listed=table.listed,
    )


def theme(
    found: FoundTheme, file: ThemeFile, items: Sequence[Item], people: Mapping[str, Person]
) -> Theme:
    """One theme with the ids of its `items`; `people` are those whom its answers may name."""
    return Theme(
        id=found.id,
        title=file.title,
        path=Path(found.folder.path),
        date=_theme_date(found, file),
        introduction=file.introduction,
        items=tuple(item.id for item in items),
        glossary=tuple(
            Term(term.term, term.definition, tuple(term.aliases)) for term in file.glossary
        ),
        questions=tuple(file.questions),
        contact=file.contact,
        credits=tuple(file.credits),
        image=_path(found.document, file.image),
        image_description=file.image_description,
        ask=file.ask,
        ask_address=file.ask_address,
        answers=tuple(_answer(found, one, people) for one in file.answers),
        questions_introduction=file.questions_introduction,
        house_rules=file.house_rules,
        published=file.published,
        problem="\n".join(found.problems) or None,
    )


def _answer(found: FoundTheme, table: AnswerTable, people: Mapping[str, Person]) -> Answer:
    return Answer(
        question=table.question,
        answer=table.answer,
        person=people.get(table.person) if table.person else None,
        item=next(
            (
                listed.id
                for listed in found.listed.values()
                if table.file and listed.table and listed.table.get("file") == table.file
            ),
            None,
        ),
        at_ms=table.at,
    )


def item(
    found: FoundFile,
    fields: ItemFields | None,
    theme_file: ThemeFile | None,
    people: Mapping[str, Person],
    series_of: Mapping[ItemKind, str],
    spoken_in: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
) -> Item:
    """One item; `fields` is None for one that no TOML speaks of.

    `spoken_in` are the languages of the series, by id, that name several.
    """
    # Of a file that is gone, whose ending nobody knows, sound is the better guess.
    guess: ItemKind = "podcast" if found.missing else "film"
    kind = (fields.kind if fields else None) or kind_of(found.name) or guess
    in_series = None if kind in WRITTEN_KINDS else series_of.get(kind)
    given = fields.title if fields else None
    document = found.document
    series = (fields.series if fields else None) or in_series
    languages = _languages(fields, spoken_in.get(series or "", ()))
    make = partial(
        Item,
        id=found.id,
        title=given or title_from_name(stem_and_ending(found.name)[0]),
        kind=kind,
        path=Path(found.path),
        theme=found.theme.id if found.theme else None,
        series=series,
        language=languages[0],
        languages=languages if len(languages) > 1 else (),
        captions=Path(found.captions) if found.captions else None,
        date=_item_date(found, fields, theme_file),
        bare=given is None,
        problem=found.why,
        missing=found.missing,
        unsure=_unsure(found, fields),
        described_in=document.path if document else None,
    )
    if fields is None or document is None:
        return make()
    return make(
        description=fields.description,
        formats=tuple(fields.formats),
        captions_reviewed=fields.captions == REVIEWED,
        contributors=_contributors(fields.contributors, people),
        speakers=fields.speakers,
        track=fields.track,
        published=fields.published,
        chapters=tuple(ChapterMark(mark.start, mark.title, mark.link) for mark in fields.chapters),
        audio_description=fields.audio_description,
        described=_described(document, fields.described),
        media_alternative=fields.media_alternative,
        live=fields.live,
        image=_path(document, fields.image),
        label=fields.label,
        links=tuple(Link(one.title, one.address) for one in fields.links),
        image_caption=fields.image_caption,
        image_description=fields.image_description,
        link=fields.link,
        season=fields.season,
        episode=fields.episode,
        explicit=fields.explicit,
        episode_type=fields.episode_type,
        block=fields.block,
        location=_location(fields.location),
        soundbites=tuple(
            Soundbite(one.start, one.seconds * 1000, one.title) for one in fields.soundbites
        ),
        elements=_elements(fields.elements),
        truth=_path(document, fields.truth),
    )


def _languages(fields: ItemFields | None, of_series: tuple[str, ...]) -> tuple[str, ...]:
    """Its own languages, its own language, those of its series, or Swedish."""
    if fields is not None and fields.languages:
        return tuple(fields.languages)
    if fields is not None and "language" in fields.model_fields_set:
        return (fields.language,)
    return of_series or ("sv",)


def _unsure(found: FoundFile, fields: ItemFields | None) -> Literal["", "kind", "kind and series"]:
    if kind_of(found.name) != "film" or (fields is not None and fields.kind is not None):
        return ""
    return "kind" if fields is not None and fields.series is not None else "kind and series"


def _described(document: Document, given: str | None) -> Path | str | None:
    return given if given and is_address(given) else _path(document, given)


def _path(document: Document, file: str | None) -> Path | None:
    return Path(beside(document.path, file)) if file else None


def _theme_date(found: FoundTheme, file: ThemeFile) -> dt.date | None:
    return file.date or leading_date(found.folder.parts[-1])


def _item_date(
    found: FoundFile, fields: ItemFields | None, theme_file: ThemeFile | None
) -> dt.date | None:
    """Its own date, its publication's, its theme's, or one that a name on the way to it tells."""
    if fields is not None and fields.date is not None:
        return fields.date
    if fields is not None and fields.published is not None:
        return swedish_date(fields.published)
    if theme_file is not None and theme_file.date is not None:
        return theme_file.date
    for name in (found.name, *reversed(found.folder.parts)):
        if (day := leading_date(name)) is not None:
            return day
    return None
