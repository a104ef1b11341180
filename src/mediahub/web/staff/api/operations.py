"""All that the API does, in one table: the routes and the specification are both made of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pydantic import BaseModel

from mediahub.notices import Words
from mediahub.web.staff.api import answer_models as answers
from mediahub.web.staff.api import asked_models as asked
from mediahub.web.staff.api import changing, chaptering, following, passages, reading, working
from mediahub.web.staff.api.sent import Nothing, Sent, Stream
from mediahub.web.staff.media import WORD
from mediahub.web.staff.tokens import Action

EVERY = (401, 403, 422, 429, 503)
"""What any operation may be refused with."""
OF_BODY = (408, 411, 413, 415)


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that the API does.

    `do` is given the `At`, and then the values of address, query and body, of those that there
    are; it is called in a thread. `versioned` asks for If-Match, `etag` answers the value's
    version as its ETag. `refusals` are those that come beside `EVERY`. What answers no value has no
    `answer`: `media` are the types that it may have, `told` is what it is, `events` the data of
    each kind of event in a stream, `nothing` when there is nothing to answer (204).
    """

    id: str
    method: str
    path: str
    summary: Words
    action: Action
    do: Callable[..., answers.Answer | Sent | Stream | Nothing]
    answer: type[answers.Answer] | None
    address: type[asked.Asked] | None = None
    query: type[asked.Asked] | None = None
    body: type[asked.Asked] | None = None
    versioned: bool = False
    etag: bool = False
    status: int = 200
    refusals: tuple[int, ...] = ()
    media: tuple[str, ...] = ()
    told: str = ""
    events: Mapping[str, type[answers.Answer]] = field(default_factory=dict)
    nothing: str = ""

    @property
    def values(self) -> tuple[type[answers.Answer], ...]:
        """What it may answer, by models."""
        own = () if self.answer is None else (self.answer,)
        return (*own, *dict.fromkeys(self.events.values()))

    @property
    def refused(self) -> tuple[int, ...]:
        """Every status by which it may be refused, in order."""
        return tuple(
            sorted({
                *EVERY,
                *self.refusals,
                *((404,) if self.address else ()),
                *(OF_BODY if self.body else ()),
                *((412, 428) if self.versioned else ()),
            })
        )  # fmt: skip

    @property
    def takes(self) -> dict[str, type[BaseModel]]:
        """The parts of a request that it takes, by name, in the order that `do` has them."""
        parts = {"path": self.address, "query": self.query, "body": self.body}
        return {name: model for name, model in parts.items() if model is not None}


FILE_TYPES = (
    "text/vtt", "application/x-subrip", "text/plain", "text/html", "application/json", WORD,
)  # fmt: skip
RUN_EVENTS: dict[str, type[answers.Answer]] = {
    **dict.fromkeys(("began", "done", "failed", "retried"), answers.RunEventAnswer),
    "progress": answers.RunAnswer,
    "ended": answers.RunAnswer,
}


def _reading() -> tuple[Operation, ...]:
    return (
        Operation(
            "search", "GET", "/search",
            Words(
                "Search in all that was said and written",
                "Söka i allt som sagts och skrivits",
            ),
            "search:read", reading.search, answers.SearchAnswer, query=asked.SearchQuery,
        ),
        Operation(
            "listItems", "GET", "/items", Words("List the items", "Lista avsnitten"),
            "items:read", reading.items, answers.ItemsAnswer, query=asked.ItemsQuery,
        ),
        Operation(
            "getItem", "GET", "/items/{item}",
            Words(
                "Get one item with its chapters",
                "Hämta ett avsnitt med sina kapitel",
            ),
            "items:read", reading.item, answers.ItemAnswer, address=asked.OfItem,
        ),
        Operation(
            "getTranscript", "GET", "/items/{item}/transcript",
            Words(
                "Get what was said",
                "Hämta vad som sades",
            ),
            "items:read", reading.transcript, answers.TranscriptAnswer,
            address=asked.OfItem, query=asked.TranscriptQuery,
        ),
        Operation(
            "getMoment", "GET", "/items/{item}/moment",
            Words(
                "Get the words of a stretch, with an address that plays them and as a quotation",
                "Hämta orden mellan två tider, med en adress som spelar dem och som citat",
            ),
            "items:read", reading.moment, answers.MomentAnswer,
            address=asked.OfItem, query=asked.MomentQuery,
        ),
        Operation(
            "getFile", "GET", "/items/{item}/files/{file}",
            Words(
                "Get the transcript or the captions as a file",
                "Hämta avskriften eller textningen som fil",
            ),
            "items:read", reading.file, None, address=asked.OfFile,
            media=FILE_TYPES, told="The file, of the type that its name says.",
        ),
        Operation(
            "getChapters", "GET", "/items/{item}/chapters",
            Words("Get the chapters, and whose they are", "Hämta kapitlen, och vems de är"),
            "items:read", chaptering.chapters, answers.ChaptersAnswer,
            address=asked.OfItem, etag=True,
        ),
        Operation(
            "getSegment", "GET", "/items/{item}/segments/{at_ms}",
            Words(
                "Get a segment",
                "Hämta ett stycke",
            ),
            "items:read", changing.segment, answers.SegmentAnswer,
            address=asked.OfSegment, etag=True,
        ),
    )  # fmt: skip


def _changing() -> tuple[Operation, ...]:
    return (
        Operation(
            "correctSegment", "PUT", "/items/{item}/segments/{at_ms}",
            Words("Have a segment say something else", "Rätta ett stycke"),
            "edits:write", changing.correct, answers.TranscriptPart,
            address=asked.OfSegment, body=asked.TextBody, versioned=True, refusals=(409,),
        ),
        Operation(
            "splitSegment", "POST", "/items/{item}/segments/{at_ms}/split",
            Words("Part a segment in two", "Dela ett stycke"),
            "edits:write", changing.split, answers.TranscriptPart,
            address=asked.OfSegment, body=asked.SplitBody, versioned=True, refusals=(409,),
        ),
        Operation(
            "joinSegments", "POST", "/items/{item}/segments/{at_ms}/join",
            Words("Make one of a segment and the next", "Slå ihop ett stycke med nästa"),
            "edits:write", changing.join, answers.TranscriptPart,
            address=asked.OfSegment, versioned=True, refusals=(409,),
        ),
        Operation(
            "giveSegment", "PUT", "/items/{item}/segments/{at_ms}/speaker",
            Words("Say who says a segment", "Byt talare på ett stycke"),
            "edits:write", changing.give, answers.TranscriptPart,
            address=asked.OfSegment, body=asked.SpeakerBody, versioned=True, refusals=(409,),
        ),
        Operation(
            "setChapters", "PUT", "/items/{item}/chapters",
            Words("Set the whole list of chapters", "Sätt alla kapitel"),
            "edits:write", chaptering.set_chapters, answers.ChaptersAnswer,
            address=asked.OfItem, body=asked.ChaptersBody, versioned=True, etag=True,
            refusals=(409,),
        ),
        Operation(
            "resetChapters", "POST", "/items/{item}/chapters/reset",
            Words("Give a person's chapters up", "Ge upp de kapitel som någon satt"),
            "edits:write", chaptering.reset, answers.ChaptersAnswer,
            address=asked.OfItem, versioned=True, etag=True, refusals=(409,),
        ),
        Operation(
            "listWithholdings", "GET", "/items/{item}/withholdings",
            Words("List what is withheld and why", "Lista vad som är undanhållet och varför"),
            "edits:read", passages.withheld, answers.WithholdingsAnswer, address=asked.OfItem,
        ),
        Operation(
            "withholdPassage", "POST", "/items/{item}/withholdings",
            Words("Withhold a passage", "Undanhåll en passage"),
            "edits:withhold", passages.withhold, answers.WithheldAnswer,
            address=asked.OfItem, body=asked.WithholdBody, refusals=(409,),
        ),
        Operation(
            "releasePassage", "DELETE", "/items/{item}/withholdings/{edit}",
            Words("Let a withheld passage be read again", "Släpp en undanhållen passage"),
            "edits:withhold", passages.release, answers.DoneAnswer,
            address=asked.OfEdit, refusals=(409,),
        ),
        Operation(
            "listEdits", "GET", "/items/{item}/edits",
            Words(
                "List what was decided and is asked",
                "Lista vad som ändrats och vad som frågas",
            ),
            "edits:read", changing.edits, answers.EditsAnswer, address=asked.OfItem,
        ),
        Operation(
            "undoEdit", "POST", "/items/{item}/edits/{edit}/undo",
            Words(
                "Take a decision back",
                "Ta tillbaka en ändring",
            ),
            "edits:write", changing.undone, answers.DoneAnswer,
            address=asked.OfEdit, refusals=(409,),
        ),
        Operation(
            "nameVoice", "POST", "/items/{item}/names",
            Words(
                "Name a voice everywhere in an item",
                "Namnge en röst i hela avsnittet",
            ),
            "edits:write", changing.name, answers.DoneAnswer,
            address=asked.OfItem, body=asked.NameBody, refusals=(409, 412),
        ),
        Operation(
            "review", "POST", "/items/{item}/reviews",
            Words(
                "Say that what stands is right",
                "Granska: säga att det som står är rätt",
            ),
            "edits:write", changing.reviewed, answers.DoneAnswer,
            address=asked.OfItem, body=asked.ReviewBody, refusals=(409,),
        ),
    )  # fmt: skip


def _working() -> tuple[Operation, ...]:
    return (
        Operation(
            "getPlan", "GET", "/plan",
            Words(
                "Say what a run would do and why",
                "Se vad en körning skulle göra, och varför",
            ),
            "plan:read", working.plan, answers.PlanAnswer, query=asked.PlanQuery,
        ),
        Operation(
            "listNotices", "GET", "/notices",
            Words("List what people should look at", "Lista vad någon bör titta på"),
            "plan:read", working.notices, answers.NoticesAnswer, query=asked.NoticesQuery,
        ),
        Operation(
            "getCoverage", "GET", "/coverage",
            Words(
                "Say how much is captioned, reviewed and published",
                "Se hur mycket som är textat, granskat och publicerat",
            ),
            "plan:read", working.coverage, answers.CoverageAnswer,
        ),
        Operation(
            "listRuns", "GET", "/runs",
            Words(
                "List the run at work, or the last one",
                "Lista körningen som arbetar, eller den senaste",
            ),
            "runs:read", working.runs, answers.RunsAnswer,
        ),
        Operation(
            "startRun", "POST", "/runs", Words("Start a run", "Starta en körning"),
            "runs:start", working.start, answers.RunAnswer,
            body=asked.RunBody, status=202, refusals=(409,),
        ),
        Operation(
            "getRun", "GET", "/runs/current",
            Words(
                "Say what the run at work is doing",
                "Se vad körningen gör nu",
            ),
            "runs:read", working.state, answers.RunAnswer, refusals=(404,),
        ),
        Operation(
            "followRun", "GET", "/runs/current/events",
            Words(
                "Be told what happens in the run at work, to its end",
                "Följ körningen till dess slut, händelse för händelse",
            ),
            "runs:read", following.follow, None, refusals=(404,),
            media=("text/event-stream",), events=RUN_EVENTS,
            told="Server-sent events. Each but `progress` has an id.",
            nothing="The event of Last-Event-ID was the last of a run that has ended.",
        ),
        Operation(
            "stopRun", "POST", "/runs/current/stop",
            Words(
                "Ask the run at work to end after what it has in hand",
                "Be körningen sluta efter det som pågår",
            ),
            "runs:start", working.stop, answers.RunAnswer, status=202, refusals=(409,),
        ),
    )  # fmt: skip


OPERATIONS = (*_reading(), *_changing(), *_working())


def by_path() -> dict[str, dict[str, Operation]]:
    """The operations of each path, by method."""
    found: dict[str, dict[str, Operation]] = {}
    for one in OPERATIONS:
        found.setdefault(one.path, {})[one.method] = one
    return found
