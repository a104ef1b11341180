"""The pages that gather over items: of themes, texts and people, and the first page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from mediahub.catalog import Item, Person, Theme
from mediahub.feed import ascii_name
from mediahub.feed.names import NOT_FOUND, PAGE, SITEMAP
from mediahub.pages import (
    TextPage,
    ThemePage,
    not_found_page,
    person_page,
    start_page,
    text_page,
    theme_pages,
    themes_page,
    transcript_style,
)
from mediahub.pages.askform import AskForm, ask_form
from mediahub.pages.finding import REGISTER_PAGE
from mediahub.pages.look import script, style
from mediahub.pages.startpage import NEWEST, THEMES_PAGE
from mediahub.pipeline.findables import GROUP, find_group
from mediahub.pipeline.listing import Lists, SeriesInPublic
from mediahub.pipeline.mentions import MENTIONS_VERSION
from mediahub.pipeline.pageparts import people_pages, picture_in, portraits, text_mentions
from mediahub.pipeline.publicity import TEXTS, THEMES, person_folder, text_folder, theme_address
from mediahub.pipeline.survey import Survey
from mediahub.pipeline.texts import TEXTS_VERSION, downloaded, text_parts
from mediahub.site import pictures
from mediahub.site.declared import (
    ask_form_json,
    frame_json,
    glossary_json,
    item_json,
    person_json,
    theme_page_json,
)
from mediahub.site.keptpages import Make, PageGroup
from mediahub.site.sitemap import sitemap
from mediahub.site.values import Content, page_address
from mediahub.workspace.digests import sha256_of_value

PAGES_VERSION = 2
"""Grows when these pages come out differently of the same values."""


@dataclass(frozen=True)
class PageGroups:
    """What pages there should be, of what stands in public.

    `episodes` are the addresses of the pages of films and episodes, by item; `standing` are texts
    and themes, by id, whose pages stand already.
    """

    survey: Survey
    episodes: Mapping[str, str]
    series: tuple[SeriesInPublic, ...]
    standing: frozenset[str] = frozenset()
    _marks: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def all(self) -> tuple[PageGroup, ...]:
        """Every group; the first page's last, since it tells of the others."""
        groups = [*self._of_texts(), *self._of_themes(), *self._of_people(), self._find()]
        return (*groups, self._first(groups))

    @cached_property
    def addresses(self) -> Mapping[str, str]:
        """The page of every published item, by id."""
        texts = {
            item_id: page_address(text_folder(item_id))
            for item_id, found in self.survey.publicity.texts.items()
            if found.kind == "due" or (item_id in self.standing and self._item(item_id).problem)
        }
        return {**self.episodes, **texts}

    @cached_property
    def hurt(self) -> bool:
        """Whether what people wrote of something in public cannot be read now.

        What it was is known by its pages alone: these stay, and so does what lists it.
        """
        return any(self._item(item_id).problem for item_id in self.addresses) or any(
            theme.problem and theme.id in self.standing for theme in self.survey.catalogue.themes
        )

    @property
    def _themes(self) -> list[Theme]:
        """The themes that have pages."""
        return [
            theme
            for theme in self.survey.catalogue.themes
            if self.survey.publicity.theme_page(theme.id) is not None
            or (theme.problem and theme.id in self.standing)
        ]

    @cached_property
    def _lists(self) -> Lists:
        return Lists(self.survey, self.addresses, self.series)

    def _of_texts(self) -> Iterator[PageGroup]:
        for item in self.survey.catalogue.items:
            if not item.written or item.id not in self.addresses:
                continue
            theme = self._lists.public_theme(item)
            inputs = [
                self._mark(item),
                [person_json(one.person) for one in item.contributors],
                [theme.title, theme.introduction, theme.contact, theme.credits] if theme else None,
                TEXTS_VERSION,
                MENTIONS_VERSION,
                glossary_json(theme) if theme else None,
                self.survey.publicity.registry,
            ]
            sound = item.problem is None
            yield self._group(
                text_folder(item.id), inputs, (lambda one=item: self._text(one)) if sound else None
            )

    def _of_themes(self) -> Iterator[PageGroup]:
        for theme in self._themes:
            items = self._items(theme)
            inputs = [
                theme_page_json(theme),
                self._digest(theme.image),
                [self._mark(item) for item in items],
                [self.addresses.get(answer.item or "") for answer in theme.answers],
            ]
            form = self._form(theme)
            inputs += [] if form is None else [ask_form_json(form)]
            sound = theme.problem is None and not any(i.written and i.problem for i in items)
            yield self._group(
                theme_address(theme.id).rpartition("/")[0],
                inputs,
                (lambda one=theme: self._theme_pages(one)) if sound else None,
            )

    def _of_people(self) -> Iterator[PageGroup]:
        of_person: dict[str, list[Item]] = {}
        for item in self.survey.catalogue.items:
            if item.id in self.addresses:
                for name in dict.fromkeys(one.person.id for one in item.contributors):
                    of_person.setdefault(name, []).append(item)
        for person in self.survey.catalogue.people:
            items = of_person.get(person.id, [])
            if person.listed and items:
                inputs = [
                    person_json(person),
                    self._digest(person.portrait),
                    [self._mark(item) for item in items],
                ]
                yield self._group(
                    person_folder(person.id),
                    inputs,
                    None if self.hurt else (lambda one=person, its=items: self._person(one, its)),
                )

    def _find(self) -> PageGroup:
        """The search and the register; they stay as long as something in them cannot be read."""
        group = find_group(self.survey, self.addresses, self._themes)
        return replace(group, make=None) if self.hurt else group

    def _first(self, groups: list[PageGroup]) -> PageGroup:
        site = self.survey.catalogue.site
        inputs = [
            [[group.name, group.fingerprint] for group in groups],
            [[one.id, one.cover, [self._mark_of(i) for i in one.items]] for one in self.series],
            [self._digest(site.logo), self._digest(site.credit_logo)],
            [[s.id, s.title, s.description] for s in self.survey.catalogue.series],
            transcript_style()[0],
        ]
        return self._group("", inputs, self._first_pages_of(groups))

    def _first_pages_of(self, groups: list[PageGroup]) -> Make | None:
        """What makes the first page; None as long as a text or theme on it cannot be read."""
        texts = any(i not in self.episodes and self._item(i).problem for i in self.addresses)
        if texts or any(theme.problem for theme in self._themes):
            return None
        return lambda: self._first_pages(groups)

    def _item(self, item_id: str) -> Item:
        return self.survey.catalogue.item(item_id)

    def _items(self, theme: Theme) -> list[Item]:
        """The published items of a theme, in the order written."""
        return [self._item(item_id) for item_id in theme.items if item_id in self.addresses]

    def _group(self, name: str, inputs: Any, make: Any) -> PageGroup:
        frame = frame_json(self.survey.publicity.frame)
        return PageGroup(name, sha256_of_value([PAGES_VERSION, name, frame, inputs]), make)

    def _mark(self, item: Item) -> Any:
        """All that pages show of an item, as a JSON value."""
        if item.id not in self._marks:
            state, moment = self.survey.state(item.id), self._lists.moment(item)
            self._marks[item.id] = sha256_of_value(
                [self.addresses[item.id], state.output("page", "page.json"),
                 state.output("page", "episode.json")]
                if not item.written
                else [item_json(item), self.addresses[item.id],
                      moment.isoformat() if moment else None, self._lists.theme_title(item),
                      self._digest(item.path), self._digest(item.image)]
            )  # fmt: skip
        return self._marks[item.id]

    def _mark_of(self, item_id: str) -> Any:
        return self._mark(self.survey.catalogue.item(item_id))

    def _digest(self, path: Path | None) -> str | None:
        if path is None:
            return None
        try:
            return self.survey.digests.of(path)
        except OSError:
            return ""  # told when it is read

    def _text(self, item: Item) -> Mapping[str, Content]:
        folder, sha256 = text_folder(item.id), self.survey.digests.of(item.path)
        theme = self._lists.public_theme(item)
        files, shown = portraits(item, folder)
        name = f"{ascii_name(item.path.stem)}{item.path.suffix.lower()}"
        offered = downloaded(self.survey.workspace, item, sha256)
        if offered:
            files[f"{folder}/{name}"] = Content.of_file(name, item.path, sha256)
        picture = picture_in(
            self.survey.digests, item.image, folder, "bild", item.image_description or "", files
        )
        frame = self.survey.publicity.frame
        parts = text_parts(self.survey.workspace, item, sha256)
        page = TextPage(
            item=item,
            folder=folder,
            file=name if offered else None,
            length=item.path.stat().st_size,
            parts=parts,
            published=item.published,
            picture=picture,
            og_image=frame.url(picture.large) if picture else None,
            theme=self._lists.theme_entry(theme) if theme else None,
            contact=theme.contact if theme else None,
            credits=theme.credits if theme else (),
            portraits=shown,
            people=people_pages(item),
            mentions=text_mentions(self.survey.catalogue, item, theme, parts),
        )
        files[page_address(folder)] = _page(text_page(page, frame))
        return files

    def _theme_pages(self, theme: Theme) -> Mapping[str, Content]:
        folder = theme_address(theme.id).rpartition("/")[0]
        files: dict[str, Content] = {}
        picture = self._lists.theme_picture(theme, folder, files)
        items = self._items(theme)
        frame = self.survey.publicity.frame
        page = ThemePage(
            theme,
            folder,
            tuple(self._lists.entry(item) for item in items),
            self.addresses,
            {item.id: item.title for item in items},
            picture,
            frame.url(picture.large) if picture else None,
            self._form(theme),
        )
        made = theme_pages(page, frame)
        return {**files, **{address: _page(html) for address, html in made.items()}}

    def _form(self, theme: Theme) -> AskForm | None:
        """The form for questions; none on the preview, whose address is not the public one."""
        asked = self.survey.catalogue.questions
        if asked is None or not theme.takes_questions or not self.survey.publicity.frame.public:
            return None
        return ask_form(asked.address, asked.keep, asked.consent)

    def _person(self, person: Person, items: list[Item]) -> Mapping[str, Content]:
        folder, files = person_folder(person.id), dict[str, Content]()
        portrait = None
        if person.portrait is not None:
            portrait = pictures.person_picture(person.id, person.portrait.read_bytes())
            files |= portrait.files
        entries = [self._lists.entry(item) for item in self._lists.newest(items)]
        shown = (portrait.small, portrait.large) if portrait is not None else None
        html = person_page(person, entries, shown, folder, self.survey.publicity.frame)
        return {**files, page_address(folder): _page(html)}

    def _first_pages(self, groups: list[PageGroup]) -> Mapping[str, Content]:
        frame, catalogue = self.survey.publicity.frame, self.survey.catalogue
        themes = sorted(
            self._themes,
            key=lambda theme: (str(theme.date or ""), theme.id),
            reverse=True,
        )
        newest = self._lists.newest([i for i in catalogue.items if i.id in self.addresses])
        listed = [self._lists.theme_entry(theme) for theme in themes]
        credited = [line for theme in themes for line in theme.credits]
        html = start_page(
            frame,
            [self._lists.entry(item) for item in newest[:NEWEST]],
            listed,
            [self._lists.series_entry(one) for one in self.series],
            credited,
        )
        files = {PAGE: _page(html), NOT_FOUND: _page(not_found_page(frame))}
        if themes:
            files[THEMES_PAGE] = _page(themes_page(frame, listed))
        for address, data in (style(catalogue.site.accent), script(), transcript_style()):
            files[address] = Content.of_bytes(address, data)
        logos = {frame.logo: catalogue.site.logo, frame.credit_logo: catalogue.site.credit_logo}
        for logo, path in logos.items():
            if logo is not None and path is not None:
                files[logo] = pictures.logo(logo, path.read_bytes())
        if frame.public:
            pages = [page_address(), *self.addresses.values()]
            pages += [page_address(group.name) for group in groups if group.name != GROUP]
            pages += [page_address(one.id) for one in self.series]
            pages.append(REGISTER_PAGE)
            files[SITEMAP] = Content.of_bytes(SITEMAP, sitemap(map(frame.url, pages)))
        return files


def page_folders() -> tuple[str, ...]:
    """The folders of the site in which nothing stands but these pages."""
    return (THEMES, TEXTS, GROUP)


def _page(html: str) -> Content:
    return Content.of_bytes(PAGE, html.encode("utf-8"))
