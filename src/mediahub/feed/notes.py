"""Show notes: an episode's description with its people and chapter times, as text and as HTML."""

from collections.abc import Sequence

from mediahub.feed.addresses import ascii_url, web_url
from mediahub.feed.chapters import chapter_lines
from mediahub.feed.roles import taxonomy_words
from mediahub.feed.text import (
    DESCRIPTION_BYTES,
    cut_to_bytes,
    escape,
    linked,
    one_line,
    paragraphs,
)
from mediahub.feed.values import FeedEpisode, FeedPerson
from mediahub.transcript import Chapter

PAGE_WORDS = "Avskrift och mer om avsnittet"


def description_text(description: str, chapters: Sequence[Chapter]) -> str:
    """The plain description with the chapters' times as its last lines, at most 4000 bytes.

    The description is cut before the chapter lines are; these are left out where they would take
    more than half the room.
    """
    lines = "\n".join(chapter_lines(chapters))
    if not lines or len(lines.encode()) > DESCRIPTION_BYTES // 2:
        return cut_to_bytes(description)
    room = DESCRIPTION_BYTES - len(lines.encode()) - 2
    return f"{cut_to_bytes(description, room)}\n\n{lines}".strip()


def show_notes(description: str, people: Sequence[FeedPerson] = ()) -> str:
    """The description and who takes part as HTML of p, ul, li, a and br."""
    parts = [f"<p>{linked(paragraph)}</p>" for paragraph in paragraphs(description)]
    if people:
        entries = "".join(f"<li>{_person(person)}</li>" for person in people)
        parts.append(f"<p>Medverkande:</p><ul>{entries}</ul>")
    return "".join(parts)


def notes_html(episode: FeedEpisode) -> str:
    """The episode's show notes, its own or made ones, then its page and the chapters' times."""
    notes = episode.show_notes_html or show_notes(episode.about, episode.people)
    lines = "<br>".join(escape(line) for line in chapter_lines(episode.chapters))
    page = f'<p><a href="{escape(ascii_url(episode.link))}">{PAGE_WORDS}</a></p>'
    return notes + page + (f"<p>{lines}</p>" if lines else "")


def _person(person: FeedPerson) -> str:
    name = escape(one_line(person.name))
    link = web_url(person.href)
    if link:
        name = f'<a href="{escape(link)}">{name}</a>'
    said = escape(one_line(person.presented or taxonomy_words(person.role)))
    return f"{name}, {said}" if said else name
