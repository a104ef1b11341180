"""Entries: one decision of a person each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from mediahub.edits.fits import Anchor, Fit
from mediahub.transcript.span import Span
from mediahub.transcript.values import Chapter


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    """What every entry keeps beside its decision."""

    rest: Mapping[str, Any] = field(default_factory=dict)
    """Keys that this version does not know, kept as they are."""
    by: str | None = None
    """Who decided it, as that person is called; None where it is not known."""
    at: datetime | None = None
    """When, in whole seconds with an offset; None where it is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Placed(_Made):
    """What an entry keeps that has a place among the words."""

    wording: str | None = None
    """The digest of the wording it was decided on; None where it is not known."""
    fits: tuple[Fit, ...] = ()
    """Its places in other wordings."""


@dataclass(frozen=True, slots=True)
class ReplaceWords(_Placed):
    """The words `before` at `span` read `after`; no `before` inserts, an empty `after` deletes.

    `left` and `right` are up to three words on either side, the left ones as already edited.
    """

    id: str
    span: Span
    before: tuple[str, ...]
    after: str
    left: tuple[str, ...] = ()
    right: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NameSpeaker(_Placed):
    """The voice that says `words` at `span`, then called `label`, is `name`.

    `person` is an id of the person registry, None for a name that is not in it. `voice` is set when
    another voice of the transcript had that name already: the span and first words of a turn of
    its. A name such as "Talare 2" makes the two one, or without `voice` takes a name back.
    """

    id: str
    label: str
    span: Span
    words: tuple[str, ...]
    name: str
    person: str | None = None
    voice: Anchor | None = None


@dataclass(frozen=True, slots=True)
class AttributeWords(_Placed):
    """The words at `span` were said by `name`, not by the voice they were given to.

    `voice` is where that speaker is heard (the span and words of a NameSpeaker) when the transcript
    had the speaker already; it tells who is meant while the speaker has no name of their own.
    """

    id: str
    span: Span
    words: tuple[str, ...]
    name: str
    left: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    person: str | None = None
    voice: Anchor | None = None


@dataclass(frozen=True, slots=True)
class SetChapters(_Made):
    """The recording's chapters as a person wants them; the last such entry counts."""

    id: str
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True, slots=True)
class NotSpeaker(_Placed):
    """The voice that says `words` at `span`, then called `label`, is not `person`.

    It changes nothing in the transcript; a voice is never again proposed to be that person.
    """

    id: str
    label: str
    span: Span
    words: tuple[str, ...]
    person: str


@dataclass(frozen=True, slots=True)
class Review(_Placed):
    """What is said at `span` is right as it stands: `text` is all of it, a space between words.

    A fit of its whole stretch says where that lies in another wording; its other fits are the
    places where that wording differs, and what the reviewed text says there.
    """

    id: str
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Keep(_Made):
    """What the entry `of` says is right where it stands in a wording: its question is answered."""

    id: str
    of: str
    wording: str


@dataclass(frozen=True, slots=True)
class Undo(_Made):
    """The entry `of` counts no more; one that undoes this brings it back."""

    id: str
    of: str


@dataclass(frozen=True, slots=True)
class Withhold(_Made):
    """What is said in `span` is not to be read or found by anybody, whatever is heard there.

    With `sound` it is not to be heard in what is published either. `why` is never published.
    """

    id: str
    span: Span
    why: str
    sound: bool = False


@dataclass(frozen=True, slots=True)
class SplitSegment(_Placed):
    """A segment begins between the words `left` and `right`, where none did.

    `span` is the silence between the two words, empty where there is none.
    """

    id: str
    span: Span
    left: tuple[str, ...]
    right: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JoinSegments(_Placed):
    """The segments that part between the words `left` and `right` are one; as `SplitSegment`."""

    id: str
    span: Span
    left: tuple[str, ...]
    right: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnknownEntry:
    """An entry of a type that this version does not know, kept word for word."""

    id: str
    raw: Mapping[str, Any]


Said = ReplaceWords | NameSpeaker | AttributeWords | NotSpeaker
"""A decision about a stretch of what is said."""
Border = SplitSegment | JoinSegments
"""A decision about where segments begin."""
Anchored = Said | Review | Border
"""What has a place among the words."""
About = Keep | Undo
"""A decision about another entry."""
Decision = Anchored | SetChapters | Withhold | About
Entry = Decision | UnknownEntry
