"""What goes into the search index, and keeping it true: one commit a run."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from mediahub.errors import MediahubError
from mediahub.notices import Notice
from mediahub.pipeline.failures import noted, sentence
from mediahub.pipeline.indexables import Indexed, document, entries, transcript
from mediahub.pipeline.plan import Status
from mediahub.pipeline.summary import Failure
from mediahub.pipeline.survey import Survey
from mediahub.pipeline.titles import about_to_json
from mediahub.search import SearchIndex
from mediahub.tongues import Said
from mediahub.workspace.documentnotices import documents_told, keep_told
from mediahub.workspace.paths import Workspace

_NOT_THERE = Said("not in the index", "går inte att söka i än")
_OTHER = Said(
    "its words, title, date, theme or series changed",
    "orden, titeln, datumet, temat eller serien är ändrade",
)
_GONE = Said("no longer in the workspace", "finns inte längre i arbetsytan")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What a commit changed: the ids put in, and those that could not be read, each with why.

    When the index itself cannot be asked or written, nothing was put in, and that is the failure
    of "index".
    """

    indexed: tuple[str, ...] = ()
    failures: tuple[Failure, ...] = ()


def index_of(survey: Survey, on_wait: Callable[[str], None] | None = None) -> SearchIndex:
    """The index of the workspace, on the engine that its settings name."""
    return SearchIndex.open(
        survey.workspace.index, survey.catalogue.settings.search, on_wait=on_wait
    )


def update_index(
    survey: Survey, on_wait: Callable[[str], None], *, force: bool = False
) -> IndexReport:
    """Bring the index up to date in one commit; a damaged one is made anew from the transcripts.

    A document that cannot be read is a failure of its own and leaves what was there.
    """
    wanted = entries(survey)
    unasked: list[Failure] = []
    with noted(unasked, "index", "index"):
        index = index_of(survey, on_wait)
        there = index.fingerprints()
    if unasked:
        return IndexReport((), tuple(unasked))
    untold = not documents_told(survey.workspace)
    documents = {item.id for item in survey.catalogue.items if item.written} if untold else set()
    changed = [
        one
        for one in wanted.values()
        if force or one.id in documents or there.get(one.id) != one.fingerprint
    ]
    gone = [one for one in there if one not in wanted]
    return _commit(survey.workspace, index, changed, gone)


def index_item(survey: Survey, item_id: str, on_wait: Callable[[str], None]) -> IndexReport:
    """Bring what the index has of one item up to date, in a commit of its own."""
    item = survey.catalogue.item(item_id)
    one = document(survey, item) if item.written else transcript(survey, item)
    unasked: list[Failure] = []
    with noted(unasked, "index", "index"):
        index = index_of(survey, on_wait)
        there = index.fingerprints()
    if unasked or one is None or there.get(one.id) == one.fingerprint:
        return IndexReport((), tuple(unasked))
    return _commit(survey.workspace, index, [one], [])


def _commit(
    workspace: Workspace, index: SearchIndex, changed: Sequence[Indexed], gone: Sequence[str]
) -> IndexReport:
    if not changed and not gone:
        return IndexReport()
    done: list[str] = []
    told: dict[str, tuple[Notice, ...]] = dict.fromkeys(gone, ())
    titles: dict[str, str | None] = dict.fromkeys(gone)
    abouts: dict[str, Any] = dict.fromkeys(gone)
    failures: list[Failure] = []
    unwritten: list[Failure] = []
    with noted(unwritten, "index", "index"), index.batch():
        for one in changed:
            try:
                read = one.read()
                found, told[one.id] = read.passages, read.notices
                titles[one.id] = found[0].title if found and one.names_itself else None
                abouts[one.id] = about_to_json(read.about)
            except MediahubError as error:
                failures.append(Failure(one.id, "index", sentence(error)))
                continue
            index.replace(one.id, found, fingerprint=read.fingerprint or one.fingerprint)
            done.append(one.id)
        for entry_id in gone:
            index.remove(entry_id)
        keep_told(workspace, told, titles, abouts)
    if unwritten:  # no half of a commit: the index is what it was
        return IndexReport((), (*failures, *unwritten))
    log.info("index: %d replaced, %d removed", len(done), len(gone))
    return IndexReport(tuple(done), tuple(failures))


def index_plan(survey: Survey) -> list[Status]:
    """What the index lacks, has in an old form, or should not have any more.

    Raises SearchServerError when the server that holds it cannot be asked.
    """
    wanted = entries(survey)
    there = index_of(survey).fingerprints()
    statuses = []
    for entry in wanted.values():
        if entry.id not in there:
            statuses.append(Status(entry.id, "index", "missing", (_NOT_THERE,)))
        elif there[entry.id] != entry.fingerprint:
            statuses.append(Status(entry.id, "index", "stale", (_OTHER,)))
        else:
            statuses.append(Status(entry.id, "index", "fresh"))
    statuses.extend(
        Status(entry_id, "index", "stale", (_GONE,)) for entry_id in there if entry_id not in wanted
    )
    return statuses
