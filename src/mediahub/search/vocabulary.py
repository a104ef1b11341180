"""What the expansion of a query asks of an index: which words there are, and how often."""

from typing import Protocol

from mediahub.search.expanded import Label, Lookup


class Vocabulary(Protocol):
    """The words of one commit of an index; any answer may include words of what is no more."""

    def count(self, lookup: Lookup) -> int:
        """In how many places the words of the lookup stand; 0 when there are none."""

    def words(self, lookup: Lookup) -> list[str]:
        """The words of the lookup, in order."""

    def similar(self, folded: str, distance: int) -> list[tuple[str, int, int]]:
        """Words whose folded form is at most so many edits away: word, edits, count.

        An edit is a letter changed, put in, left out, or swapped with the next; an ending of up
        to three letters that only the other word has counts as one.
        """

    def labels(self, label: Label) -> list[str]:
        """Every value of the label, in order."""
