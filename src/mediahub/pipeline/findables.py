"""What can be found on the public pages themselves: the files of the search, and the register."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from mediahub.catalog import Item, Theme
from mediahub.feed import ascii_name
from mediahub.findable import FoundItem, TakesPart, index_of
from mediahub.findable.register import Headword, register_of
from mediahub.pages.finding import (
    REGISTER_PAGE,
    SEARCH_PAGE,
    Heading,
    Moment,
    register_page,
    search_page,
    search_script,
)
from mediahub.pages.wording import kind_words, plain_day
from mediahub.pipeline.findableparts import KeptParts, Made, marked
from mediahub.pipeline.indexables import Indexed, entries
from mediahub.pipeline.publicity import theme_address
from mediahub.pipeline.survey import Survey
from mediahub.search import Passage
from mediahub.search.analysis import VERSION as ANALYSIS
from mediahub.search.synonyms import synonyms
from mediahub.site.episodes import taking_part
from mediahub.site.keptpages import PageGroup
from mediahub.site.values import Content, page_address
from mediahub.workspace.digests import sha256_of_value

FINDABLE_VERSION = 4
"""Grows when the same words would give other files."""
GROUP = "hitta"
AT_ONCE = 100
"""Items up to which the search follows each edit; that of more follows the runs."""
GLOSSARY = "Ordlista"
_OF_THEMES = {
    "ordlista": ("ord", GLOSSARY), "fragor": ("fragor", "Frågor"), "inledning": ("", "Tema"),
}  # fmt: skip
"""Of what a theme has beside its items: the folder of its page under the theme's, and its label."""


@dataclass(frozen=True, slots=True)
class _Findable:
    """One thing that may be found: where its page is, what it is called, and its passages."""

    indexed: Indexed
    address: str
    title: str
    label: str
    detail: str
    people: tuple[TakesPart, ...] = ()
    titled: bool = True
    """Whether its page is the one that a search for the title means."""

    @property
    def folder(self) -> str:
        """Its name among the index's files."""
        return ascii_name(self.indexed.id)

    @property
    def mark(self) -> tuple[str, str]:
        """Its folder, and a digest of all that its part of the index is made of."""
        parts = [FINDABLE_VERSION, ANALYSIS, self.indexed.fingerprint, self.address]
        people = [[one.name, one.listed] for one in self.people]
        of_all = [*parts, self.title, self.label, self.detail, people]
        return self.folder, sha256_of_value(of_all)


def find_group(survey: Survey, addresses: Mapping[str, str], themes: Iterable[Theme]) -> PageGroup:
    """The pages by which one finds: the search, its files, and the register A to Ö.

    `addresses` are the pages of the published items by id, `themes` those that have pages.
    """
    shown = list(themes)
    found = list(_findables(survey, addresses, shown))
    words = [word for theme in shown for word in theme.glossary]
    people = survey.catalogue.people
    inputs = [
        FINDABLE_VERSION,
        # The title of a document that names itself is no part of what it was indexed by.
        [
            [one.indexed.id, one.indexed.fingerprint, one.address, one.title, one.detail]
            for one in found
        ],
        [[[who.name, who.listed] for who in one.people] for one in found],
        [[word.term, list(word.aliases)] for word in words],
        [[one.name, list(one.aliases), one.listed] for one in people],
        survey.publicity.frame.style,
    ]
    return PageGroup(GROUP, sha256_of_value(inputs), lambda: _made(survey, found, shown))


def _findables(
    survey: Survey, addresses: Mapping[str, str], themes: Sequence[Theme]
) -> Iterator[_Findable]:
    """What is public, in the order of first publication, so that what is new comes last."""
    there = entries(survey)
    titles = {theme.id: theme.title for theme in themes}
    series = {one.id: one for one in survey.catalogue.series}

    def when(item: Item) -> tuple[str, str]:
        promise = survey.ledger.promise(item.id)
        moment = promise.published if promise is not None else item.published
        return (moment.isoformat() if moment is not None else "", item.id)

    public = [item for item in survey.catalogue.items if item.id in addresses and item.id in there]
    for item in sorted(public, key=when):
        day = plain_day(item.date) if item.date is not None else ""
        detail = " · ".join(filter(None, (day, titles.get(item.theme or "", ""))))
        label = item.label or kind_words(item.kind)
        people = tuple(
            TakesPart(one.person.name, one.person.listed)
            for one in taking_part(item, series.get(item.series or ""))
        )
        yield _Findable(there[item.id], addresses[item.id], item.title, label, detail, people)
    for theme in themes:
        home = theme_address(theme.id).rpartition("/")[0]
        for part, (folder, label) in _OF_THEMES.items():
            one = there.get(f"{theme.id}--{part}")
            if one is not None:
                page = page_address(*filter(None, (home, folder)))
                titled = part == "inledning"
                yield _Findable(one, page, theme.title, label, "", titled=titled)


def _made(
    survey: Survey, found: Sequence[_Findable], themes: Sequence[Theme]
) -> Mapping[str, Content]:
    """All files of the group. Raises MediahubError where the words of an item cannot be read.

    Only what changed since the last time is read; what stands in its place is told by its digest.
    """
    glossary = [word for theme in themes for word in theme.glossary]
    headwords = _headwords(survey, glossary)
    kept = KeptParts(survey.workspace, marked(headwords))
    made = [kept.made(one.mark, partial(_item, one), headwords) for one in found]
    index = index_of([one.part for one in made], synonyms(glossary, ()), kept.kinship())
    kept.keep(index.kinship, {one.folder for one in found})
    frame = survey.publicity.frame
    script, text = search_script()
    files = {address: Content.of_bytes(address, data) for address, data in index.files.items()}
    files |= {
        address: kept.content(address, one.sha256, one.length, one.data)
        for address, one in index.texts.items()
    }
    files[script] = Content.of_bytes(script, text)
    headings = list(_headings(made, found))
    html = {
        SEARCH_PAGE: search_page(frame, script, index.start, register=bool(headings)),
        REGISTER_PAGE: register_page(frame, headings),
    }
    return files | {name: Content.of_bytes(name, page.encode()) for name, page in html.items()}


def _item(one: _Findable) -> FoundItem:
    passages = one.indexed.read().passages
    if one.titled:
        # A listener types what an app showed: the title, which is seldom said in the recording.
        title = " ".join(one.title.split())
        passages = (*passages, Passage(one.indexed.id, 0, 0, title, described=True))
    return FoundItem(
        one.folder, one.address, one.title, one.label, one.detail, passages, one.people
    )


def _headwords(survey: Survey, glossary: Sequence[object]) -> list[Headword]:
    """Terms and people that somebody wrote down; who did not agree to be listed has no heading."""
    words = [Headword(one.term, one.aliases) for one in glossary]  # type: ignore[attr-defined]
    for person in survey.catalogue.people:
        sort = "person" if person.listed else "unlisted"
        words.append(Headword(person.name, person.aliases, sort))  # type: ignore[arg-type]
    return words


def _headings(made: Sequence[Made], found: Sequence[_Findable]) -> Iterator[Heading]:
    # The words of a glossary are headings themselves.
    spoken = [own.spoken for own, one in zip(made, found, strict=True) if one.label != GLOSSARY]
    by_folder = {one.folder: one for one in found}
    for entry in register_of(spoken):
        if entry.sort == "unlisted":
            continue
        moments = [
            Moment(
                by_folder[one.item].address,
                by_folder[one.item].title,
                one.at_ms,
                one.page,
            )
            for one in entry.mentions
        ]
        yield Heading(entry.heading, tuple(moments))
