"""All that the API does, in one table: the routes and the specification are both made of it."""

from collections.abc import Callable
from dataclasses import dataclass

from pydantic import BaseModel

from mediahub.notices import Words
from mediahub.web.staff.api import answer_models as answers
from mediahub.web.staff.api import asked_models as asked
from mediahub.web.staff.api import changing, reading, working
from mediahub.web.staff.tokens import Action

EVERY = (401, 403, 422, 429, 503)
"""What any operation may be refused with."""
OF_BODY = (408, 411, 413, 415)


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that the API does.

    `do` is given the `At`, and then the values of address, query and body, of those that there
    are; it is called in a thread. `versioned` asks for If-Match, `etag` answers the value's
    version as its ETag. `refusals` are those that come beside `EVERY`.
    """

    id: str
    method: str
    path: str
    summary: Words
    action: Action
    do: Callable[..., answers.Answer]
    answer: type[answers.Answer]
    address: type[asked.Asked] | None = None
    query: type[asked.Asked] | None = None
    body: type[asked.Asked] | None = None
    versioned: bool = False
    etag: bool = False
    status: int = 200
    refusals: tuple[int, ...] = ()

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


def _operations() -> tuple[Operation, ...]:
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
            "getSegment", "GET", "/items/{item}/segments/{at_ms}",
            Words(
                "Get a segment",
                "Hämta ett stycke",
            ),
            "items:read", changing.segment, answers.SegmentAnswer,
            address=asked.OfSegment, etag=True,
        ),
        Operation(
            "correctSegment", "PUT", "/items/{item}/segments/{at_ms}",
            Words("Have a segment say something else", "Rätta ett stycke"),
            "edits:write", changing.correct, answers.TranscriptPart,
            address=asked.OfSegment, body=asked.TextBody, versioned=True, refusals=(409,),
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
        Operation(
            "getPlan", "GET", "/plan",
            Words(
                "Say what a run would do and why",
                "Se vad en körning skulle göra, och varför",
            ),
            "plan:read", working.plan, answers.PlanAnswer, query=asked.PlanQuery,
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
            "stopRun", "POST", "/runs/current/stop",
            Words(
                "Ask the run at work to end after what it has in hand",
                "Be körningen sluta efter det som pågår",
            ),
            "runs:start", working.stop, answers.RunAnswer, status=202, refusals=(409,),
        ),
    )  # fmt: skip


OPERATIONS = _operations()


def by_path() -> dict[str, dict[str, Operation]]:
    """The operations of each path, by method."""
    found: dict[str, dict[str, Operation]] = {}
    for one in OPERATIONS:
        found.setdefault(one.path, {})[one.method] = one
    return found
