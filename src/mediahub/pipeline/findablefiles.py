"""The files by which one finds on the public pages, made: the search's, and the register."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from mediahub.catalog import Theme
from mediahub.findable import FoundItem
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
from mediahub.pipeline.findableparts import KeptParts, Made, marked
from mediahub.pipeline.sought import GLOSSARY, Sought
from mediahub.pipeline.survey import Survey
from mediahub.search import Passage
from mediahub.search.synonyms import synonyms
from mediahub.site.values import Content


def files_of(
    survey: Survey, found: Sequence[Sought], themes: Sequence[Theme]
) -> Mapping[str, Content]:
    """All files of the group. Raises MediahubError where the words of an item cannot be read.

    Only what changed since the last time is read; what stands in its place is told by its digest.
    """
    glossary = [word for theme in themes for word in theme.glossary]
    headwords = _headwords(survey, glossary)
    kept = KeptParts(survey.workspace, marked(headwords))
    parts = [kept.made(one.mark, partial(_item, one), headwords) for one in found]
    index = kept.index([one.part for one in parts], synonyms(glossary, ()))
    kept.keep(index.former, {one.folder for one in found})
    frame = survey.publicity.frame
    script, text = search_script()
    files = {address: Content.of_bytes(address, data) for address, data in index.files.items()}
    files |= {
        address: kept.content(address, one.sha256, one.length, None)
        for address, one in index.standing.items()
    }
    files |= {
        address: kept.content(address, one.sha256, one.length, one.data)
        for address, one in index.texts.items()
    }
    files[script] = Content.of_bytes(script, text)
    headings = list(_headings(parts, found))
    html = {
        SEARCH_PAGE: search_page(frame, script, index.start, register=bool(headings)),
        REGISTER_PAGE: register_page(frame, headings),
    }
    return files | {name: Content.of_bytes(name, page.encode()) for name, page in html.items()}


def _item(one: Sought) -> FoundItem:
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


def _headings(made: Sequence[Made], found: Sequence[Sought]) -> Iterator[Heading]:
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
