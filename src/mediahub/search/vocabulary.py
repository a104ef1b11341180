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


class KeptVocabulary:
    """A vocabulary that is asked each question once; for the expansions of one query."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._counts: dict[Lookup, int] = {}
        self._words: dict[Lookup, list[str]] = {}
        self._similar: dict[tuple[str, int], list[tuple[str, int, int]]] = {}

    def count(self, lookup: Lookup) -> int:
        """As `Vocabulary.count`."""
        known = self._counts.get(lookup)
        if known is None:
            known = self._counts[lookup] = self._vocabulary.count(lookup)
        return known

    def words(self, lookup: Lookup) -> list[str]:
        """As `Vocabulary.words`."""
        known = self._words.get(lookup)
        if known is None:
            known = self._words[lookup] = self._vocabulary.words(lookup)
        return known

    def similar(self, folded: str, distance: int) -> list[tuple[str, int, int]]:
        """As `Vocabulary.similar`."""
        known = self._similar.get((folded, distance))
        if known is None:
            known = self._vocabulary.similar(folded, distance)
            self._similar[folded, distance] = known
        return known

    def labels(self, label: Label) -> list[str]:
        """As `Vocabulary.labels`."""
        return self._vocabulary.labels(label)
