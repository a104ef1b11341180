"""What goes into the search index, and keeping it true: one commit a run."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mediahub.catalog import Item, Theme
from mediahub.errors import MediaError, MediahubError
from mediahub.pipeline.digests import sha256_of_value
from mediahub.pipeline.plan import Status
from mediahub.pipeline.report import Reporter
from mediahub.pipeline.results import read_transcript
from mediahub.pipeline.stages import INDEX_VERSION
from mediahub.pipeline.survey import Survey
from mediahub.pipeline.working import Failure
from mediahub.search import SearchIndex

if TYPE_CHECKING:
    from mediahub.pipeline.run import Summary
    from mediahub.search import Passage, PassageSource

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to find: its id in the index, the fingerprint of all it holds, its passages."""

    id: str
    fingerprint: str
    passages: "Callable[[], tuple[Passage, ...]]"


def update_index(
    survey: Survey, summary: "Summary", reporter: Reporter, *, force: bool = False
) -> None:
    """Bring the index up to date in one commit; a damaged one is made anew from the transcripts.

    A document that cannot be read is a failure of its own and leaves what was there.
    """
    wanted = entries(survey)
    index = SearchIndex.open(survey.workspace.index, on_wait=reporter.say)
    there = index.fingerprints()
    changed = [e for e in wanted.values() if force or there.get(e.id) != e.fingerprint]
    gone = [entry_id for entry_id in there if entry_id not in wanted]
    if not changed and not gone:
        return
    with index.batch():
        for entry in changed:
            try:
                found = entry.passages()
            except MediahubError as error:
                summary.failures.append(Failure(entry.id, "index", str(error)))
                continue
            index.replace(entry.id, found, fingerprint=entry.fingerprint)
            summary.indexed.append(entry.id)
        for entry_id in gone:
            index.remove(entry_id)
    log.info("index: %d replaced, %d removed", len(changed), len(gone))


def index_plan(survey: Survey) -> list[Status]:
    """What the index lacks, has in an old form, or should not have any more."""
    wanted = entries(survey)
    there = SearchIndex.open(survey.workspace.index).fingerprints()
    statuses = []
    for entry in wanted.values():
        if entry.id not in there:
            statuses.append(Status(entry.id, "index", "missing", ("not in the index",)))
        elif there[entry.id] != entry.fingerprint:
            statuses.append(
                Status(
                    entry.id, "index", "stale", ("its words, title, date, theme or series changed",)
                )
            )
        else:
            statuses.append(Status(entry.id, "index", "fresh"))
    statuses.extend(
        Status(entry_id, "index", "stale", ("no longer in the workspace",))
        for entry_id in there
        if entry_id not in wanted
    )
    return statuses


def entries(survey: Survey) -> Mapping[str, Entry]:
    """Everything that should be found: transcripts, documents, glossaries and questions."""
    found: list[Entry] = []
    for item in survey.catalogue.items:
        entry = _document(survey, item) if item.written else _transcript(survey, item)
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
    return [item.title, item.kind, item.theme, item.series, str(item.date), list(item.formats)]


def _transcript(survey: Survey, item: Item) -> Entry | None:
    digest = survey.state(item.id).output("transcribe", "transcript.json")
    if digest is None:
        return None

    def load() -> "tuple[Passage, ...]":
        from mediahub.search import passages

        return passages(read_transcript(survey.workspace.item(item.id)), _origin(item))

    return Entry(item.id, _fingerprint(digest, *_labels(item)), load)


def _document(survey: Survey, item: Item) -> Entry | None:
    try:
        # What a link out of the workspace leads to is not even looked at.
        digest = survey.digests.of(item.path) if item.problem is None else ""
    except OSError:
        digest = ""  # told when it is read

    def load() -> "tuple[Passage, ...]":
        if item.problem is not None:
            raise MediaError(item.problem)
        from mediahub.documents import read_document
        from mediahub.search import passages_of_document

        document = read_document(item.path)
        pages = [(page.number, page.heading, page.text) for page in document.pages]
        return passages_of_document(pages, _origin(item))

    return Entry(item.id, _fingerprint(digest, *_labels(item)), load)


def _of_theme(theme: Theme) -> list[Entry]:
    from mediahub.search import PassageSource, passages_of_glossary, passages_of_questions

    def origin(kind: str, title: str) -> PassageSource:
        return PassageSource(
            item=f"{theme.id}--{'ordlista' if kind == 'glossary' else 'fragor'}",
            title=f"{title}: {theme.title}",
            kind="glossary" if kind == "glossary" else "question",
            theme=theme.id,
            date=theme.date,
        )

    found = []
    labels = [theme.title, str(theme.date)]
    if theme.glossary:
        source = origin("glossary", "Ordlista")
        terms = [[term.term, term.definition, *term.aliases] for term in theme.glossary]
        found.append(
            Entry(
                source.item,
                _fingerprint(terms, labels),
                lambda: passages_of_glossary(theme.glossary, source),
            )
        )
    if theme.questions:
        asked = origin("question", "Frågor för diskussion")
        found.append(
            Entry(
                asked.item,
                _fingerprint(list(theme.questions), labels),
                lambda: passages_of_questions(theme.questions, asked),
            )
        )
    return found


def _fingerprint(*parts: object) -> str:
    return sha256_of_value([INDEX_VERSION, *parts])
