"""Other words for a word, as the glossaries have them, and a person's other names."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mediahub.catalog import Person, Term


def synonyms(terms: "Iterable[Term]", people: "Iterable[Person]" = ()) -> dict[str, list[str]]:
    """The other words of terms and people, each way: a term has its aliases, an alias its term."""
    found: dict[str, dict[str, None]] = {}
    known = [
        *((term.term, *term.aliases) for term in terms),
        *((person.name, *person.aliases) for person in people if person.aliases),
    ]
    for names in known:
        for name in names:
            others = found.setdefault(name.lower(), {})
            others.update(dict.fromkeys(other for other in names if other != name))
    return {name: list(others) for name, others in found.items()}
