"""Those who take part, as pages show them; and the page of one who agrees to be listed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mediahub.catalog import Contributor, Person
from mediahub.feed.names import PAGE
from mediahub.feed.roles import presented
from mediahub.feed.text import one_line
from mediahub.pages.entries import Entry
from mediahub.pages.environment import site_page
from mediahub.pages.frame import Frame
from mediahub.pages.linked import person_linked


@dataclass(frozen=True, slots=True)
class Shown:
    """A person in a list of those who take part; `page` is our page of them, if they have one."""

    name: str
    presented: str
    link: str | None
    picture: str | None
    page: str | None


def shown_people(
    contributors: Iterable[Contributor], pictures: Mapping[str, str], pages: Mapping[str, str]
) -> tuple[Shown, ...]:
    """The contributors; `pictures` and `pages` are addresses by the person's id."""
    return tuple(
        Shown(
            one.person.name,
            _capital(presented(one)),
            one.person.link,
            pictures.get(one.person.id),
            pages.get(one.person.id),
        )
        for one in contributors
    )


def person_page(
    person: Person,
    entries: Sequence[Entry],
    portrait: tuple[str, str] | None,
    folder: str,
    frame: Frame,
) -> str:
    """The page of a person, with what they take part in.

    `portrait` are the addresses of their picture, as seen from the root: the one that the page
    shows, and the larger that a shared link does.
    """
    address = f"{folder}/{PAGE}"
    return site_page(
        "person.html",
        frame,
        address,
        title=f"{one_line(person.name)} – {one_line(frame.publisher)}",
        summary=", ".join(filter(None, (person.name, person.role))),
        person=person,
        role=_capital(person.role or ""),
        portrait=portrait[0] if portrait else None,
        entries=entries,
        og_type="profile",
        og_image=frame.url(portrait[1]) if portrait else None,
        linked=person_linked(person, frame, address),
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
