"""What the expansion of a query asks of an index: which words there are, and how often."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, TypeVar, runtime_checkable

from mediahub.search.expanded import Label, Lookup

Asked = TypeVar("Asked")


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


@runtime_checkable
class FarVocabulary(Vocabulary, Protocol):
    """A vocabulary on another machine, of which much had better be asked at once."""

    def look_up(
        self, counted: Sequence[Lookup], listed: Sequence[Lookup]
    ) -> tuple[Mapping[Lookup, int], Mapping[Lookup, Sequence[tuple[str, int]]]]:
        """As `count` of each of the first; as `words` of each of the others, with their counts."""


class KeptVocabulary:
    """A vocabulary that is asked each question once; for the expansions of one query.

    One that is far is asked in rounds (`settled`): what is not known counts as not there for the
    time being, and is asked for with all else that is lacking.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._far = vocabulary if isinstance(vocabulary, FarVocabulary) else None
        self._counts: dict[Lookup, int] = {}
        self._words: dict[Lookup, list[str]] = {}
        self._similar: dict[tuple[str, int], list[tuple[str, int, int]]] = {}
        self._lacking: dict[tuple[str, Lookup], None] = {}

    def settled(self, ask: Callable[[], Asked]) -> Asked:
        """What `ask` gives once everything that it asks is known; it must be pure."""
        while True:
            found = ask()
            if not self._lacking:
                return found
            self._fetch()

    def _fetch(self) -> None:
        assert self._far is not None  # noqa: S101  (of one that is near nothing is lacking)
        for_words = [lookup for what, lookup in self._lacking if what == "words"]
        for_counts = [lookup for what, lookup in self._lacking if what == "count"]
        counts, words = self._far.look_up(for_counts, for_words)
        self._counts.update(counts)
        for lookup, found in words.items():
            self._words[lookup] = [word for word, _ in found]
            self._counts.update({Lookup("word", word): count for word, count in found})
        self._lacking.clear()

    def count(self, lookup: Lookup) -> int:
        """As `Vocabulary.count`."""
        known = self._counts.get(lookup)
        if known is None:
            if self._far is not None:
                self._lacking["count", lookup] = None
                return 0
            known = self._counts[lookup] = self._vocabulary.count(lookup)
        return known

    def words(self, lookup: Lookup) -> list[str]:
        """As `Vocabulary.words`."""
        known = self._words.get(lookup)
        if known is None:
            if self._far is not None:
                self._lacking["words", lookup] = None
                return []
            known = self._words[lookup] = self._vocabulary.words(lookup)
        return known

    def similar(self, folded: str, distance: int) -> list[tuple[str, int, int]]:
        """As `Vocabulary.similar`."""
        known = self._similar.get((folded, distance))
        if known is None:
            if self._lacking:  # it is dear, and what is lacking may make it needless
                return []
            known = self._vocabulary.similar(folded, distance)
            self._similar[folded, distance] = known
            if self._far is not None:
                self._counts.update({Lookup("word", word): count for word, _, count in known})
        return known

    def labels(self, label: Label) -> list[str]:
        """As `Vocabulary.labels`."""
        return self._vocabulary.labels(label)
