"""Making a word known, so that it is heard right in items to come: the registry and glossaries."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from mediahub.catalog import Catalogue, Person, Theme, load
from mediahub.catalog.additions import add_alias, add_person, add_term
from mediahub.catalog.ids import slug
from mediahub.catalog.scan import THEME
from mediahub.workspace.locks import registry_lock
from mediahub.workspace.paths import Workspace


@dataclass(frozen=True, slots=True)
class Offer:
    """Where a word may be made known: as another spelling of `person`, as a new person, or in the
    glossary of `theme`.
    """

    word: str
    spelling: str
    person: Person | None = None
    theme: Theme | None = None

    @property
    def is_new_person(self) -> bool:
        """Whether it is a name that the registry does not have."""
        return self.person is None and self.theme is None


def offer_for(root: Path, old: str, new: str, items: Collection[str]) -> Offer | None:
    """Where `new`, which stood as `old` in these items, may be made known; None where it is.

    A name of two words or more with capitals is a person's. Another word belongs into the glossary
    of the theme that the items are of; where they are of several, or of none, nothing is offered.
    """
    catalogue = load(root)
    if _person(catalogue, old) is not None:
        return None  # whoever is called so is to be renamed in the registry, by a person
    person = _person(catalogue, new)
    if person is not None:
        spellings = {name.casefold() for name in (person.name, *person.aliases)}
        return None if old.casefold() in spellings else Offer(new, old, person)
    parts = new.split()
    if len(parts) > 1 and all(part[:1].isupper() for part in parts):
        return Offer(new, old)
    themes = {item.theme for item in catalogue.items if item.id in items and item.theme}
    if not new or len(themes) != 1:
        return None
    theme = catalogue.theme(themes.pop())
    terms = {word.casefold() for term in theme.glossary for word in (term.term, *term.aliases)}
    return None if new.casefold() in terms else Offer(new, old, theme=theme)


def make_known(root: Path, offer: Offer, definition: str = "") -> Path:
    """Write what was offered; the file. A glossary's entry needs a definition, which is published.

    Raises SettingsError when the TOML cannot be changed.
    """
    workspace = Workspace(root.resolve())
    with registry_lock(workspace):
        if offer.theme is not None:
            return add_term(offer.theme.path / THEME, offer.word, definition)
        if offer.person is not None:
            return add_alias(workspace.root, offer.person.id, offer.spelling)
        taken = {person.id for person in load(workspace.root).people}
        wanted = made = slug(offer.word)
        number = 1
        while made in taken:
            number += 1
            made = f"{wanted}-{number}"
        return add_person(workspace.root, made, offer.word, [offer.spelling])


def _person(catalogue: Catalogue, name: str) -> Person | None:
    wanted = " ".join(name.split()).casefold()
    return next((one for one in catalogue.people if one.name.casefold() == wanted), None)
