"""What there is to find: each item's and theme's words in passages, and what they are made from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mediahub.catalog import Item, Theme
from mediahub.errors import MediaError
from mediahub.feed.prose import to_plain
from mediahub.language.foreign import STEMMERS
from mediahub.notices import Notice
from mediahub.pipeline.survey import Survey
from mediahub.pipeline.titles import called, described
from mediahub.transcript import primary_language
from mediahub.workspace.digests import sha256_of_value
from mediahub.workspace.results import read_transcript

if TYPE_CHECKING:
    from mediahub.documents import About
    from mediahub.search import Passage, PassageSource
    from mediahub.search.values import PassageKind

INDEX_VERSION = 3
REVIEWED = "reviewed-1"
"""Raised when what is told of reviewed words changes: it is of what is heard alone."""
STEMMED = "stemmed-1"
"""Raised when words of other languages than Swedish are found otherwise."""


@dataclass(frozen=True, slots=True)
class Read:
    """The passages of a thing, and what there is to look at in what they were read from.

    Of a text also what it says of itself, and the fingerprint that it has with that.
    """

    passages: "tuple[Passage, ...]"
    notices: tuple[Notice, ...] = ()
    about: "About | None" = None
    fingerprint: str | None = None


@dataclass(frozen=True, slots=True)
class Indexed:
    """One thing to find: its id in the index, the fingerprint of all it holds, its passages."""

    id: str
    fingerprint: str
    read: "Callable[[], Read]"
    names_itself: bool = False
    """Whether what is read says what it is called, since no TOML does."""


def entries(survey: Survey) -> Mapping[str, Indexed]:
    """Everything that should be found: what was said, documents, and what people wrote of both."""
    found: list[Indexed] = []
    for item in survey.catalogue.items:
        entry = document(survey, item) if item.written else transcript(survey, item)
        if entry is not None:
            found.append(entry)
    for theme in survey.catalogue.themes:
        found.extend(_of_theme(theme))
    return {entry.id: entry for entry in found}


def _origin(item: Item) -> "PassageSource":
    from mediahub.search import PassageSource

    return PassageSource(
        item=item.id,
        title=item.title,
        kind=item.kind,
        theme=item.theme,
        series=item.series,
        date=item.date,
        formats=item.formats,
    )


def _labels(item: Item) -> list[object]:
    # What a document calls itself follows from its file, and is known once that was read.
    title = item.path.name if item.written and item.bare else item.title
    return [title, item.kind, item.theme, item.series, str(item.date), list(item.formats)]


def transcript(survey: Survey, item: Item) -> Indexed | None:
    digest = survey.state(item.id).output("transcribe", "transcript.json")
    if digest is None:
        return None

    about = _about(item)

    def read() -> Read:
        from mediahub.search import passages, passages_of_description

        source = _origin(item)
        said = passages(read_transcript(survey.workspace.item(item.id)), source)
        return Read((*said, *passages_of_description(about, source)))

    told = [about] if about else []
    # Only these are found otherwise than before there were stems of other languages.
    stemmed = [] if primary_language(item.language) not in STEMMERS else [STEMMED]
    parts = (digest, REVIEWED, *_labels(item), *told, *stemmed)
    return Indexed(item.id, _fingerprint(*parts), read)


def document(survey: Survey, item: Item) -> Indexed | None:
    try:
        # What a link out of the workspace leads to is not even looked at.
        digest = survey.digests.of(item.path) if item.problem is None else ""
    except OSError:
        digest = ""  # told when it is read

    from mediahub.documents import VERSION

    def fingerprint(item: Item) -> str:
        about = _about(item)
        return _fingerprint(digest, VERSION, *_labels(item), *([about] if about else []))

    def read() -> Read:
        if item.problem is not None:
            raise MediaError(item.problem)
        from mediahub.documents import read_document
        from mediahub.search import passages_of_document

        document = read_document(item.path, survey.workspace.relative(item.path))
        pages = [(page.number, page.heading, page.text) for page in document.pages]
        titles = {item.id: document.title} if document.title is not None else {}
        now = described(called(item, titles), document.about, survey.catalogue.people)
        passages = passages_of_document(pages, _origin(now), _about(now))
        return Read(passages, document.notices, document.about, fingerprint(now))

    return Indexed(item.id, fingerprint(item), read, names_itself=item.bare)


def _about(item: Item) -> str:
    """What a TOML says of an item, to be found beside its own words."""
    names = dict.fromkeys(
        f"{one.person.name}, {one.person.role}" if one.person.role else one.person.name
        for one in item.contributors
    )
    people = f"Medverkande: {'; '.join(names)}." if names else ""
    return f"{_words(item.description)} {people}".strip()


def _words(text: str) -> str:
    """What people wrote in Markdown, without its signs and the addresses it leads to."""
    return to_plain(text, addresses=False)


def _of_theme(theme: Theme) -> list[Indexed]:
    from mediahub.search import (
        PassageSource,
        passages_of_description,
        passages_of_glossary,
        passages_of_questions,
    )

    def origin(name: str, kind: "PassageKind", title: str) -> PassageSource:
        return PassageSource(
            item=f"{theme.id}--{name}",
            title=f"{title}: {theme.title}",
            kind=kind,
            theme=theme.id,
            date=theme.date,
        )

    found = []
    labels = [theme.title, str(theme.date)]
    parts = (theme.introduction, theme.ask, *theme.credits, theme.contact)
    if written := "\n\n".join(filter(None, (_words(part or "") for part in parts))):
        opening = origin("inledning", "article", "Inledning")
        found.append(
            Indexed(
                opening.item,
                _fingerprint(written, labels),
                lambda: Read(passages_of_description(written, opening, described=False)),
            )
        )
    glossary = [replace(term, definition=_words(term.definition)) for term in theme.glossary]
    questions = [_words(question) for question in theme.questions]
    if glossary:
        source = origin("ordlista", "glossary", "Ordlista")
        terms = [[term.term, term.definition, *term.aliases] for term in glossary]
        found.append(
            Indexed(
                source.item,
                _fingerprint(terms, labels),
                lambda: Read(passages_of_glossary(glossary, source)),
            )
        )
    if questions:
        asked = origin("fragor", "question", "Frågor för diskussion")
        found.append(
            Indexed(
                asked.item,
                _fingerprint(questions, labels),
                lambda: Read(passages_of_questions(questions, asked)),
            )
        )
    return found


def _fingerprint(*parts: object) -> str:
    return sha256_of_value([INDEX_VERSION, *parts])
