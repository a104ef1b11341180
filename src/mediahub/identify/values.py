"""Values of naming: who may be speaking, what speaks for and against it, and who is taken to be."""

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal[
    "self-introduction",
    "introduced",
    "question",
    "thanks",
    "reply",
    "leads",
    "speaks-of",
    "addresses",
    "introduces",
]
"""What is heard: three kinds by which a voice is not the person, and six by which it may be."""
AGAINST: frozenset[Kind] = frozenset(["speaks-of", "addresses", "introduces"])

SPOKEN_BY_NAME: frozenset[Kind] = frozenset(
    ["self-introduction", "introduced", "question", "thanks", "reply", "addresses", "introduces"]
)
"""Evidence that the person is there: named to or by somebody in the conversation."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be heard: an id of the person registry, the name and its other spellings.

    `leads` says that the person leads the conversation, `interprets` that others speak by them.
    """

    person: str
    name: str
    aliases: tuple[str, ...] = ()
    leads: bool = False
    interprets: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that was heard: by it `voice` is `person`, or is not where `weight` is below 0.

    `at_ms` is when it was said and `quote` the words, a sentence or less.
    """

    kind: Kind
    voice: str
    person: str
    weight: float
    at_ms: int
    quote: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a voice is taken to be, from what is said.

    `certain` says that there is no doubt; other identities are to be looked at by a person.
    `confidence` is 0 to 1; `evidence` is what speaks for it, the weightiest first.
    """

    voice: str
    person: str
    certain: bool
    confidence: float
    evidence: tuple[Evidence, ...] = field(default=())
