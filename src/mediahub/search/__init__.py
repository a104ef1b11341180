"""Where was it said? Passages in, hits out, whatever the inflection or the compound."""

from mediahub.search.cutting import (
    PassageSource,
    passages,
    passages_of_description,
    passages_of_document,
    passages_of_glossary,
    passages_of_questions,
)
from mediahub.search.index import SearchIndex
from mediahub.search.values import (
    DamagedIndexError,
    Filters,
    Group,
    Hit,
    Markers,
    Match,
    Passage,
    QueryError,
    Results,
    SearchServerError,
)

__all__ = [
    "DamagedIndexError",
    "Filters",
    "Group",
    "Hit",
    "Markers",
    "Match",
    "Passage",
    "PassageSource",
    "QueryError",
    "Results",
    "SearchIndex",
    "SearchServerError",
    "passages",
    "passages_of_description",
    "passages_of_document",
    "passages_of_glossary",
    "passages_of_questions",
]
