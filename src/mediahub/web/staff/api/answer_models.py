"""What the API answers: values that say of themselves what they are, for the specification."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Ms = Annotated[int, Field(ge=0, description="Milliseconds from the beginning of the recording.")]
Day = Annotated[str, Field(json_schema_extra={"format": "date"})]
Moment = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
Address = Annotated[str, Field(description="A page of this site.")]
Version = Annotated[
    str, Field(description="A digest of what stands there and whose it is, for If-Match.")
]
Kind = Literal["film", "podcast", "article", "glossary", "question", "slides"]


class Answer(BaseModel):
    """A value that is answered: frozen, with no other fields than these."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Now(Answer):
    """What stands there now, where another version of it was to be changed.

    Of chapters the text is a line each: milliseconds, a blank, the title.
    """

    text: str
    version: Version


class Wrong(Answer):
    """What is wrong with one value of a request."""

    where: str = Field(description="Where it stands, such as query.limit or body.text.")
    what: str


class ProblemAnswer(Answer):
    """Why something was not done (RFC 9457)."""

    type: str = Field(description="An address that explains this kind of problem.")
    title: str
    status: int
    detail: str
    errors: tuple[Wrong, ...] | None = None
    now: Now | None = None


class Hit(Answer):
    """A passage that answers the query; `marks` are the found stretches of `text`."""

    item: str
    title: str
    kind: Kind
    theme: str | None
    series: str | None
    date: Day | None
    page: int | None
    speaker: str | None
    at_ms: Ms
    start_ms: Ms
    end_ms: Ms
    text: str
    marks: tuple[tuple[int, int], ...]
    reviewed: Literal["yes", "partly", "no"] | None = Field(
        description="How much of it a person has called right; null for what is not heard."
    )
    address: Address | None


class SearchAnswer(Answer):
    """The hits of a search, drafts included; withheld passages are never among them."""

    query: str
    total: int
    relaxed: bool = Field(description="No passage had all the words, so any would do.")
    suggestion: str | None
    hits: tuple[Hit, ...]
    facets: dict[str, dict[str, int]]


class ItemLine(Answer):
    """An item among others."""

    id: str
    title: str
    kind: Kind
    theme: str | None
    series: str | None
    date: Day | None
    language: str
    address: Address


class ItemsAnswer(Answer):
    """Items in order of their ids."""

    total: int
    items: tuple[ItemLine, ...]


class Taking(Answer):
    """Somebody's part in an item."""

    name: str
    role: str


class ChapterAnswer(Answer):
    """A titled stretch of an item."""

    start_ms: Ms
    end_ms: Ms
    title: str
    link: str | None = Field(description="A page about it.")


Late = Annotated[
    str,
    Field(description="What readers do not have yet of what was changed, and why; empty if none."),
]


class ChaptersAnswer(Answer):
    """An item's chapters and whose they are; an author's, written in a file, go first."""

    item: str
    origin: Literal["automatic", "author", "file", "person"]
    written_in: str | None = Field(description="The file that an author wrote them in.")
    published: bool = Field(description="Whether listeners have just this automatic list.")
    version: Version
    chapters: tuple[ChapterAnswer, ...]
    late: Late


class ItemAnswer(ItemLine):
    """One item; `transcript` says whether there is one."""

    description: str
    contributors: tuple[Taking, ...]
    published: Moment | None = Field(description="The time that people wrote; null for a draft.")
    transcript: bool
    chapters: tuple[ChapterAnswer, ...]


class WordAnswer(Answer):
    """A word with its time; `doubtful` words are more likely wrong than right."""

    text: str
    start_ms: Ms
    end_ms: Ms
    doubtful: bool


class SegmentAnswer(Answer):
    """What one speaker says in one go; it is named by where it begins."""

    at_ms: Ms
    end_ms: Ms
    speaker: str
    text: str
    version: Version
    reviewed: bool
    words: tuple[WordAnswer, ...] | None = None


class SpeakerAnswer(Answer):
    """A voice of an item; `automatic` where its name was found by machine."""

    label: str
    name: str
    person: str | None
    automatic: bool


class TranscriptAnswer(Answer):
    """What was said, as people have corrected it, without what is withheld."""

    item: str
    language: str
    duration_ms: Ms
    speakers: tuple[SpeakerAnswer, ...]
    segments: tuple[SegmentAnswer, ...]
    withheld: tuple[tuple[Ms, Ms], ...] = Field(description="Where something was taken out.")


class TranscriptPart(Answer):
    """What stands in a stretch after it was changed, and what followed."""

    item: str
    segments: tuple[SegmentAnswer, ...]
    told: str
    late: Late


class QuotationAnswer(Answer):
    """The words ready to be quoted."""

    text: str
    html: str
    apa: str


class MomentAnswer(Answer):
    """Where something is said, verbatim; `address` plays it, also after the words were made anew.

    It holds whole words: those of which any part lies in what was asked for.
    """

    item: str
    title: str
    start_ms: Ms
    end_ms: Ms
    address: Address
    speakers: tuple[str, ...]
    text: str
    quotation: QuotationAnswer | None


class EditAnswer(Answer):
    """Something that was decided, or is asked, of an item."""

    id: str
    told: str
    state: Literal["stands", "asked", "proposed", "replaced", "taken back"]
    at_ms: Ms | None
    by: str | None
    at: Moment | None
    heard: str | None = Field(description="What the newest words say in its place.")


class EditsAnswer(Answer):
    """All that was decided of an item, oldest first."""

    item: str
    edits: tuple[EditAnswer, ...]


class WithholdingAnswer(Answer):
    """A passage that is taken out of all that is read, and with `sound` of what is heard."""

    id: str = Field(description="The decision's, by which it is released.")
    start_ms: Ms
    end_ms: Ms
    sound: bool
    why: str
    by: str | None
    at: Moment | None


class WithholdingsAnswer(Answer):
    """What is withheld of an item, in order of time."""

    item: str
    withholdings: tuple[WithholdingAnswer, ...]


class WithheldAnswer(Answer):
    """What was withheld now; `id` is null where it was so already.

    `chapters` are titles that a person wrote and that begin in it: they may tell what was said.
    """

    item: str
    id: str | None
    start_ms: Ms
    end_ms: Ms
    sound: bool
    words: int = Field(description="How many words were taken out.")
    chapters: tuple[str, ...]
    published: bool = Field(description="Whether the world has had it.")
    failures: tuple[str, ...] = Field(
        description="What could not be done at once, at the target neither, and what does it."
    )


class DoneAnswer(Answer):
    """What was done, in sentences."""

    item: str
    told: tuple[str, ...]
    late: Late


class StatusAnswer(Answer):
    """Where a stage of an item stands, and why."""

    item: str
    stage: str
    status: Literal["fresh", "missing", "stale", "renewable", "orphan"]
    reasons: tuple[str, ...]
    due: bool = Field(description="Whether a run does it.")


class ToldAnswer(Answer):
    """What a person should look at although the work went on."""

    item: str | None
    code: str
    place: str
    english: str
    swedish: str


class NoticesAnswer(Answer):
    """What people should look at, the workspace's first and then by item."""

    total: int
    notices: tuple[ToldAnswer, ...]


class CoveredAnswer(Answer):
    """Of some items: how many there are, of how many minutes, and what is done with how many.

    `doubted` have questions that wait for an answer.
    """

    theme: str | None
    title: str | None
    items: int
    minutes: int
    captioned: int
    reviewed: int
    published: int
    doubted: int


class CoverageAnswer(Answer):
    """How far the house has come: all together, and each theme, those of none last."""

    everything: CoveredAnswer
    themes: tuple[CoveredAnswer, ...]


class PlanAnswer(Answer):
    """What a run would do and why."""

    statuses: tuple[StatusAnswer, ...]
    unusable: dict[str, str]
    notes: tuple[str, ...]
    notices: tuple[ToldAnswer, ...]
    drafts: tuple[str, ...]
    seconds: int | None = Field(description="How long it would take; null where nobody knows.")


class WorkAnswer(Answer):
    """What a run is doing: a stage of an item, and how far it has come in it."""

    item: str
    stage: str
    done_ms: int
    total_ms: int


class FailureAnswer(Answer):
    """What a run could not do."""

    item: str | None
    stage: str
    message: str


class RunAnswer(Answer):
    """A run; `id` is null for one that ended."""

    id: int | None
    state: Literal["working", "ended", "failed", "stopped"]
    at_work: tuple[WorkAnswer, ...] = ()
    items: int = 0
    items_done: int = 0
    seconds_left: int | None = None
    failures: tuple[FailureAnswer, ...] = ()
    tail: Annotated[
        str, Field(description="What it said last, where it ended without a summary.")
    ] = ""


class RunsAnswer(Answer):
    """The run that is at work, if one is; else the last that was started here, if one was."""

    runs: tuple[RunAnswer, ...]


class RunEventAnswer(Answer):
    """What happened in a run: a stage of an item was done, failed, or is tried again."""

    run: str = Field(description="Which run: when it began, and its process.")
    number: int = Field(ge=1, description="Counted from 1 in each run.")
    at: Moment
    what: Literal["began", "done", "failed", "retried"]
    item: str | None
    stage: str | None
    message: str
