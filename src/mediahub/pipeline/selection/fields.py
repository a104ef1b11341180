"""What an expression may ask of an item: the fields, what kind of value each has, what it is."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal["text", "count", "share", "minutes", "date", "moment", "flag"]
"""A text, a whole number, a share 0 to 1, a length in minutes, a day, a day that also is yes or no,
or yes or no."""

Fact = str | float | bool | date | None
"""What is known of an item in one field; None where nothing is."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its name, the kind of its values, and what it says, for people."""

    name: str
    kind: Kind
    meaning: str
    values: tuple[str, ...] = ()
    """All values that there can be, of a text that can only be one of these."""


FIELDS = (
    Field("id", "text", "the item's id"),
    Field("series", "text", "the id of its series"),
    Field("theme", "text", "the id of its theme"),
    Field("kind", "text", "film or podcast", ("film", "podcast")),
    Field("title", "text", "its title"),
    Field("language", "text", "the language that is spoken in it"),
    Field("date", "date", "the day it belongs to"),
    Field("published", "moment", "whether it is published, or since which day"),
    Field("model", "text", "the recogniser that its words are from; none for captions"),
    Field("confidence", "share", "the mean probability of its recognised words"),
    Field("minutes", "minutes", "its length"),
    Field("speakers", "count", "how many voices are told apart"),
    Field("unnamed", "count", "how many of them have no name"),
    Field("edits", "count", "how many decisions people made about it"),
    Field("reviewed", "flag", "whether people vouch for all of its words"),
    Field("pending", "count", "how many questions about it wait for an answer"),
    Field("failed", "flag", "whether it cannot be used, or failed in the last run"),
    Field("notices", "count", "how many things there are to look at in it"),
    Field("wer", "share", "its word error rate, where it was measured"),
)

BY_NAME = {field.name: field for field in FIELDS}

BARE: frozenset[Kind] = frozenset(["count", "moment", "flag"])
"""Kinds that may stand alone: yes, or more than none."""
ORDERED: frozenset[Kind] = frozenset(["count", "share", "minutes", "date", "moment"])
"""Kinds of which one value can be less than another."""
