"""Show notes: an episode's description with its people and chapter times, as text and as HTML."""

import re
from collections.abc import Sequence

from mediahub.feed.addresses import ascii_url, web_url, without_scheme
from mediahub.feed.chapters import chapter_lines
from mediahub.feed.prose import to_html, to_inline_html, to_plain
from mediahub.feed.roles import taxonomy_words
from mediahub.feed.text import DESCRIPTION_BYTES, cut_to_bytes, escape, one_line
from mediahub.feed.values import FeedEpisode, FeedPerson
from mediahub.transcript import Chapter

PAGE_WORDS = "Avskrift och mer om avsnittet"
_OTHER_ELEMENTS = re.compile(r"</?(?:em|strong|blockquote)>")
OWN_PAGE_WORDS = "Egen webbsida"
"""Before the address that people gave an episode of their own."""


def description_html(description: str, chapters: Sequence[Chapter] = ()) -> str:
    """The description in Apple's elements (p, ol, ul, li, a, br), the chapters' times last.

    At most 4000 bytes: a longer one is cut at a word, as plain paragraphs. The description is cut
    before the chapter lines are; these are left out where they would take more than half the room.
    """
    lines = "<br>".join(escape(line) for line in chapter_lines(chapters))
    lines = f"<p>{lines}</p>" if lines else ""
    if len(lines.encode()) > DESCRIPTION_BYTES // 2:
        lines = ""
    room = DESCRIPTION_BYTES - len(lines.encode())
    whole = _OTHER_ELEMENTS.sub("", to_html(description))
    if len(whole.encode()) > room:
        whole = _cut_paragraphs(to_plain(description), room)
    return whole + lines


def _cut_paragraphs(text: str, room: int) -> str:
    """Plain text as paragraphs that take at most `room` bytes as HTML."""
    for limit in range(room, 0, -max(1, room // 20)):
        parts = [escape(part) for part in cut_to_bytes(text, limit).split("\n\n")]
        made = "".join(f"<p>{part}</p>".replace("\n", "<br>") for part in parts)
        if len(made.encode()) <= room:
            return made
    return ""


def show_notes(description: str, people: Sequence[FeedPerson] = ()) -> str:
    """The description and who takes part, as HTML."""
    parts = [to_html(description)]
    if people:
        entries = "".join(f"<li>{_person(parts)}</li>" for parts in _by_person(people))
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


def _by_person(people: Sequence[FeedPerson]) -> list[list[FeedPerson]]:
    """Each person's parts, the people in the order in which they are named first."""
    found: dict[tuple[str, str | None], list[FeedPerson]] = {}
    for one in people:
        found.setdefault((one.name, one.href), []).append(one)
    return list(found.values())


def _person(parts: Sequence[FeedPerson]) -> str:
    person = parts[0]
    name = escape(one_line(person.name))
    link = web_url(person.href)
    if link:
        name = f'<a href="{escape(link)}">{name}</a>'
    words = (one.presented or taxonomy_words(one.role) for one in parts)
    said = escape(one_line(", ".join(dict.fromkeys(filter(None, words)))))
    return f"{name}, {said}" if said else name
