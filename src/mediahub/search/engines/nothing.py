"""An index in which there is nothing yet."""

from collections.abc import Sequence

from mediahub.search.engine import FACETS, Matches
from mediahub.search.expanded import ANYTHING, ExpandedQuery, Label, Lookup, Narrowing
from mediahub.search.values import Sort


class Nothing:
    """A snapshot that has no words and finds nothing."""

    def count(self, lookup: Lookup) -> int:  # noqa: ARG002
        """As `Vocabulary.count`."""
        return 0

    def words(self, lookup: Lookup) -> list[str]:  # noqa: ARG002
        """As `Vocabulary.words`."""
        return []

    def similar(self, folded: str, distance: int) -> list[tuple[str, int, int]]:  # noqa: ARG002
        """As `Vocabulary.similar`."""
        return []

    def labels(self, label: Label) -> list[str]:  # noqa: ARG002
        """As `Vocabulary.labels`."""
        return []

    def execute(
        self,
        expanded: ExpandedQuery,
        filters: Narrowing = ANYTHING,  # noqa: ARG002
        sort: Sort = "relevance",  # noqa: ARG002
        limit: int = 10,  # noqa: ARG002
        offset: int = 0,  # noqa: ARG002
        facets: Sequence[Label] = FACETS,
    ) -> Matches:
        """As `Snapshot.execute`."""
        return Matches(
            facets={label: {} for label in facets},
            taken=tuple((None,) * len(clause.terms) for clause in expanded.clauses),
            unanswered=tuple(range(len(expanded.clauses))),
        )


NOTHING = Nothing()
