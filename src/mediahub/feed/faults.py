"""What the gate found: which rule, what is wrong, and in which episode."""

from dataclasses import dataclass
from typing import NamedTuple

from mediahub.feed.findingwords import in_swedish
from mediahub.tongues import Said


class Finding(NamedTuple):
    """A rule that is broken, by its name, and what is wrong, in plain English."""

    rule: str
    says: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A finding in a feed; `guid` and `title` are its episode's, "" for the feed's own."""

    rule: str
    says: str
    guid: str = ""
    title: str = ""

    def __str__(self) -> str:
        return f"episode “{self.title}”: {self.says}" if self.title else self.says

    @property
    def said(self) -> Said:
        """It in both languages; in Swedish with what to do."""
        swedish = in_swedish(self.rule, self.says)
        return Said(str(self), f"avsnittet ”{self.title}”: {swedish}" if self.title else swedish)
