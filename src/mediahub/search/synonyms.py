"""Other words for a word, as the glossaries have them."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mediahub.catalog import Term


def synonyms(terms: "Iterable[Term]") -> dict[str, list[str]]:
    """The terms' other words, each way: a term finds its aliases, an alias its term."""
    found: dict[str, dict[str, None]] = {}
    for term in terms:
        names = (term.term, *term.aliases)
        for name in names:
            others = found.setdefault(name.lower(), {})
            others.update(dict.fromkeys(other for other in names if other != name))
    return {name: list(others) for name, others in found.items()}
