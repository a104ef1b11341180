"""What those who take part are and do, in the words that listeners read on pages and in feeds."""

from typing import TYPE_CHECKING

from mediahub.feed.values import PODCAST_ROLES

if TYPE_CHECKING:
    from mediahub.catalog import Contributor, Role

ROLE_WORDS: "dict[Role, str]" = {
    "host": "programledare",
    "guest": "gäst",
    "speaker": "föreläsare",
    "writer": "text",
    "interviewer": "intervjuare",
    "producer": "producent",
    "interpreter": "tolk",
}


def presented(contributor: "Contributor") -> str:
    """Title and role, "socialsekreterare, gäst"; a role that the title names stands once."""
    title, role = contributor.person.role or "", ROLE_WORDS[contributor.role]
    # A host whose title is "programledare" is that once.
    return title if role in title.lower() else ", ".join(filter(None, (title, role)))


def taxonomy_words(role: str) -> str:
    """A role of the Podcasting 2.0 taxonomy, which has fewer; "" for one that we never write."""
    return next((ROLE_WORDS[ours] for ours, (_, its) in PODCAST_ROLES.items() if its == role), "")
