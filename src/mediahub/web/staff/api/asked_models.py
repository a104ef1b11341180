"""What the API may be asked: the values of addresses, queries and bodies, and their limits."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

MOST_MS = 7 * 24 * 3600 * 1000
"""A week: no recording is so long."""
LINE = r"^[^\x00-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff]*$"
"""One line of text: no control characters, nor what `textfile.no_text` finds."""
TEXT = r"^[^\x00-\x08\x0e-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff]*$"
ITEM = r"^[a-z0-9]+(-[a-z0-9]+)*$"

FileName = Literal[
    "captions.vtt", "captions.json", "transcript.vtt", "transcript.srt", "transcript.txt",
    "transcript.html", "transcript.json", "transcript.docx",
]  # fmt: skip
ItemId = Annotated[str, Field(max_length=255, description="An item's id.")]
Name = Annotated[str, Field(min_length=1, max_length=200, pattern=LINE)]
Ms = Annotated[int, Field(ge=0, le=MOST_MS)]


class Asked(BaseModel):
    """A part of a request: of the very types that are written, and no other values."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Nothing(Asked):
    """No values at all."""


class OfItem(Asked):
    """An item's address."""

    item: ItemId


class OfSegment(OfItem):
    """A segment's address: where it begins."""

    at_ms: Ms


class OfEdit(OfItem):
    """The address of a decision."""

    edit: Annotated[str, Field(max_length=64, description="The decision's id.")]


class OfFile(OfItem):
    """A transcript as a file of some form."""

    file: Annotated[
        FileName,
        Field(
            description="captions.vtt and captions.json are as published (WebVTT, Podcasting 2.0 "
            "JSON), transcript.vtt has comments on doubtful words, transcript.docx is for word "
            "processors."
        ),
    ]


class SearchQuery(Asked):
    """What is looked for; narrowed as on the pages."""

    q: Annotated[
        str,
        Field(
            min_length=1, max_length=500,
            description='Words in any form; "a phrase"; -not; OR; talare:, tema:, serie:, typ:, '
            "år:, från:, till:, granskad:.",
        ),
    ]  # fmt: skip
    speaker: Annotated[str | None, Field(max_length=200, description="A part of a name.")] = None
    theme: Annotated[str | None, Field(max_length=255, description="A theme's id.")] = None
    series: Annotated[str | None, Field(max_length=255, description="A series' id.")] = None
    kind: (
        Literal["film", "podcast", "article", "glossary", "question", "slides"] | None
    ) = None  # fmt: skip
    year: Annotated[int | None, Field(ge=1, le=9999)] = None
    reviewed: Annotated[
        Literal["yes", "partly", "no"] | None,
        Field(description="How much of what is said a person has called right."),
    ] = None
    sort: Literal["relevance", "date"] = "relevance"
    limit: Annotated[int, Field(ge=1, le=100)] = 20
    offset: Annotated[int, Field(ge=0, le=20_000)] = 0


class ItemsQuery(Asked):
    """Which items, and how many of them."""

    kind: Literal["film", "podcast", "article", "slides"] | None = None
    theme: Annotated[str | None, Field(max_length=255, description="A theme's id.")] = None
    series: Annotated[str | None, Field(max_length=255, description="A series' id.")] = None
    limit: Annotated[int, Field(ge=1, le=500)] = 100
    offset: Annotated[int, Field(ge=0, le=1_000_000)] = 0


class TranscriptQuery(Asked):
    """Which part of a transcript."""

    from_ms: Annotated[Ms | None, Field(description="Segments that end after this.")] = None
    to_ms: Annotated[Ms | None, Field(description="Segments that begin before this.")] = None
    words: Annotated[bool, Field(description="With each word and its time.")] = False


class MomentQuery(Asked):
    """From when to when."""

    from_ms: Ms
    to_ms: Annotated[Ms | None, Field(description="The same as from_ms if none is given.")] = None


class PlanQuery(Asked):
    """Of which items."""

    where: Annotated[
        str | None,
        Field(max_length=1000, description='As for `mediahub plan --where`: `theme == "skolan"`.'),
    ] = None


class NoticesQuery(Asked):
    """Which notices, and how many of them."""

    item: Annotated[str | None, Field(max_length=255, description="Of this item alone.")] = None
    code: Annotated[str | None, Field(max_length=100, description="Of this kind alone.")] = None
    limit: Annotated[int, Field(ge=1, le=500)] = 100
    offset: Annotated[int, Field(ge=0, le=1_000_000)] = 0


class TextBody(Asked):
    """What a segment should say; nothing at all where it is empty."""

    text: Annotated[str, Field(max_length=20_000, pattern=TEXT)]


class NameBody(Asked):
    """Who a voice is, everywhere in the item."""

    speaker: Annotated[Name, Field(description="The label or the name that is shown now.")]
    name: Annotated[Name, Field(description="A person's id or name, or any other name.")]
    shown: Annotated[
        Name | None,
        Field(description="The name that you saw: refused with 412 where it is another now."),
    ] = None


class ReviewBody(Asked):
    """What is right as it stands: from when to when, or all of it."""

    start_ms: Annotated[Ms, Field(description="The beginning, if nothing is said.")] = 0
    end_ms: Annotated[Ms | None, Field(description="The end, if nothing is said.")] = None


class SplitBody(Asked):
    """Where a segment is parted."""

    word: Annotated[
        int,
        Field(ge=1, le=100_000, description="The word that the new segment begins at; 0 is first."),
    ]


class SpeakerBody(Asked):
    """Who says a segment, and what else of its speaker's."""

    name: Annotated[Name, Field(description="A person's id or name, or any other name.")]
    reach: Annotated[
        Literal["here", "onwards", "everywhere"],
        Field(description="This segment, also what its speaker says after it, or the whole voice."),
    ] = "here"


class ChapterBody(Asked):
    """A chapter: it lasts until the next one."""

    start_ms: Ms
    title: Annotated[str, Field(min_length=1, max_length=200, pattern=LINE)]
    link: Annotated[
        str | None, Field(max_length=2000, pattern=r"^https?://[\x21-\x7e]+$")
    ] = None  # fmt: skip


class ChaptersBody(Asked):
    """A whole list of chapters, in the order of their times."""

    chapters: Annotated[tuple[ChapterBody, ...], Field(min_length=1, max_length=1000, strict=False)]


class WithholdBody(Asked):
    """What is withheld: the words that the stretch touches go whole."""

    start_ms: Ms
    end_ms: Ms
    why: Annotated[
        str, Field(min_length=1, max_length=500, pattern=LINE, description="Read by editors alone.")
    ]
    sound: Annotated[bool, Field(description="Whether it is not to be heard either.")] = False


class RunBody(Asked):
    """Of which items a run is."""

    where: Annotated[str | None, Field(max_length=1000, pattern=LINE)] = None
