"""What is spoken of in an item, as its own page lists it, and who is not to stand there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from mediahub.catalog import Catalogue, Contributor, Person, Term
from mediahub.errors import MediaError
from mediahub.pages.finding import Heading, Moment
from mediahub.workspace.results import read_json

if TYPE_CHECKING:
    from mediahub.search import Passage

MENTIONS_VERSION = 1
"""Grows when other headings would be found in the same words."""


@dataclass(frozen=True, slots=True)
class Naming:
    """By which words a page's headings are known: its theme's terms, those who take part, and
    everybody in the registry who did not agree to be listed.

    The last are known so that they are left out, and are no part of what a page is made of: one
    more in the registry changes no page that does not name them (`unlisted_since`).
    """

    terms: tuple[Term, ...] = ()
    people: tuple[Person, ...] = ()
    unlisted: tuple[Person, ...] = ()


def naming_of(
    catalogue: Catalogue, terms: Iterable[Term], contributors: Iterable[Contributor]
) -> Naming:
    """The names and terms for one item."""
    people = {one.person.id: one.person for one in contributors}
    unlisted = (one for one in catalogue.people if not one.listed)
    return Naming(tuple(terms), _placeless(people.values()), _placeless(unlisted))


def _placeless(people: Iterable[Person]) -> tuple[Person, ...]:
    return tuple(replace(one, portrait=None) for one in people)


def mentions(passages: "Sequence[Passage]", naming: Naming) -> tuple[Heading, ...]:
    """The headings with their moments, on the page itself (its address is "")."""
    from mediahub.findable.mentioned import mentioned
    from mediahub.findable.register import Headword

    headwords = [Headword(one.term, one.aliases) for one in naming.terms]
    # Those who take part stand on the page already, and are spoken to by their first names.
    for person in naming.people:
        words = (*person.aliases, *person.name.split())
        headwords.append(Headword(person.name, words, "unlisted"))
    headwords += [Headword(one.name, one.aliases, "unlisted") for one in naming.unlisted]
    return tuple(
        Heading(one.heading, tuple(Moment("", "", m.at_ms, m.page) for m in one.mentions))
        for one in mentioned(passages, headwords)
    )


def unlisted_since(page: Path, people: Iterable[Person]) -> list[str] | None:
    """The headings of a page that are by now the name of somebody who is not to be listed; None
    for none. `page` is the file in which the stage notes what it made.
    """
    try:
        noted = read_json(page, dict).get("mentions", [])
    except MediaError:
        return None  # the stage that makes it anew tells
    names = {name.lower() for one in people if not one.listed for name in (one.name, *one.aliases)}
    return [heading for heading in noted if heading.lower() in names] or None
