"""What is spoken of in one item alone: few headings and good ones, for its own page."""

from collections.abc import Sequence

from mediahub.findable.register import Entry, Headword, Sort, register, sort_key
from mediahub.findable.values import FoundItem
from mediahub.search import Passage

MOST = 12
"""Headings on a page; the register has the rest."""
MOST_WORDS = 4
"""Of them compounds that nobody wrote down: they say the least."""
_RANK: dict[Sort, int] = {"term": 0, "law": 1, "person": 2, "name": 3, "word": 4}


def mentioned(passages: Sequence[Passage], headwords: Sequence[Headword]) -> tuple[Entry, ...]:
    """The register's headings of these passages, at most MOST, in the order of the alphabet.

    Terms, laws, people and names go before compounds, and what is spoken of in more places before
    what is in fewer. A compound has to come back. Who agreed to no heading has none.
    """
    found = [
        one
        for one in register([FoundItem("", "", "", "", "", tuple(passages))], headwords)
        if one.sort in _RANK and (one.sort != "word" or len(one.mentions) > 1)
    ]
    best = sorted(found, key=lambda one: (_RANK[one.sort], -len(one.mentions), one.heading))
    words = [one for one in best if one.sort == "word"][:MOST_WORDS]
    kept = [*(one for one in best if one.sort != "word"), *words][:MOST]
    return tuple(sorted(kept, key=lambda one: sort_key(one.heading)))
