"""What can be found on the public pages themselves: the files of the search, and the register."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from mediahub.catalog import Item, Theme
from mediahub.findable import FOLDER, TakesPart
from mediahub.pages.wording import kind_words, plain_day
from mediahub.pipeline.indexables import entries
from mediahub.pipeline.publicity import theme_address
from mediahub.pipeline.sought import FINDABLE_VERSION, GLOSSARY, Sought
from mediahub.pipeline.survey import Survey
from mediahub.site.episodes import taking_part
from mediahub.site.keptpages import PageGroup
from mediahub.site.values import Content, page_address
from mediahub.workspace.digests import sha256_of_value

GROUP = FOLDER
AT_ONCE = 100
"""Items up to which the search follows each edit; that of more follows the runs."""
_OF_THEMES = {
    "ordlista": ("ord", GLOSSARY), "fragor": ("fragor", "Frågor"), "inledning": ("", "Tema"),
}  # fmt: skip
"""Of what a theme has beside its items: the folder of its page under the theme's, and its label."""


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
    return PageGroup(GROUP, sha256_of_value(inputs), partial(_made, survey, found, shown))


def _findables(
    survey: Survey, addresses: Mapping[str, str], themes: Sequence[Theme]
) -> Iterator[Sought]:
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
        yield Sought(there[item.id], addresses[item.id], item.title, label, detail, people)
    for theme in themes:
        home = theme_address(theme.id).rpartition("/")[0]
        for part, (folder, label) in _OF_THEMES.items():
            one = there.get(f"{theme.id}--{part}")
            if one is not None:
                page = page_address(*filter(None, (home, folder)))
                titled = part == "inledning"
                yield Sought(one, page, theme.title, label, "", titled=titled)


def _made(
    survey: Survey, found: Sequence[Sought], themes: Sequence[Theme]
) -> Mapping[str, Content]:
    # A run that finds all as it stands needs nothing of what makes it, numpy first.
    from mediahub.pipeline.findablefiles import files_of

    return files_of(survey, found, themes)
