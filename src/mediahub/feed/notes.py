"""Show notes: an episode's description with its people and chapter times, as text and as HTML."""

from collections.abc import Sequence

from mediahub.feed.addresses import ascii_url, web_url, without_scheme
from mediahub.feed.chapters import chapter_lines
from mediahub.feed.prose import to_html, to_inline_html, to_plain
from mediahub.feed.roles import taxonomy_words
from mediahub.feed.text import DESCRIPTION_BYTES, cut_to_bytes, escape, one_line
from mediahub.feed.values import FeedEpisode, FeedPerson
from mediahub.transcript import Chapter

PAGE_WORDS = "Avskrift och mer om avsnittet"
OWN_PAGE_WORDS = "Egen webbsida"
"""Before the address that people gave an episode of their own."""


def description_text(description: str, chapters: Sequence[Chapter]) -> str:
    """The description as plain text with the chapters' times last, at most 4000 bytes.

    The description is cut before the chapter lines are; these are left out where they would take
    more than half the room.
    """
    description = to_plain(description)
    lines = "\n".join(chapter_lines(chapters))
    if not lines or len(lines.encode()) > DESCRIPTION_BYTES // 2:
        return cut_to_bytes(description)
    room = DESCRIPTION_BYTES - len(lines.encode()) - 2
    return f"{cut_to_bytes(description, room)}\n\n{lines}".strip()


def show_notes(description: str, people: Sequence[FeedPerson] = ()) -> str:
    """The description and who takes part, as HTML."""
    parts = [to_html(description)]
    if people:
        entries = "".join(f"<li>{_person(person)}</li>" for person in people)
        parts.append(f"<p>Medverkande:</p><ul>{entries}</ul>")
    return "".join(parts)


def notes_html(episode: FeedEpisode) -> str:
    """The episode's show notes: its own or made ones, its page, chapter times, and credits."""
    notes = episode.show_notes_html or show_notes(episode.about, episode.people)
    lines = "<br>".join(escape(line) for line in chapter_lines(episode.chapters))
    page = f'<p><a href="{escape(ascii_url(episode.link))}">{PAGE_WORDS}</a></p>'
    own = web_url(episode.elsewhere)
    if own:
        page += (
            f'<p>{OWN_PAGE_WORDS}: <a href="{escape(own)}">{escape(without_scheme(own))}</a></p>'
        )
    credits_ = "".join(f"<p>{to_inline_html(credit)}</p>" for credit in episode.credits)
    return notes + page + (f"<p>{lines}</p>" if lines else "") + credits_


def _person(person: FeedPerson) -> str:
    name = escape(one_line(person.name))
    link = web_url(person.href)
    if link:
        name = f'<a href="{escape(link)}">{name}</a>'
    said = escape(one_line(person.presented or taxonomy_words(person.role)))
    return f"{name}, {said}" if said else name
