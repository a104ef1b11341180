"""What was said as a quotation: verbatim, with who, where and when."""

import datetime
from dataclasses import dataclass
from html import escape
from itertools import groupby

from mediahub.catalog import ItemKind
from mediahub.transcript import Transcript
from mediahub.transcript.clock import clock_hms

MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september",
    "oktober", "november", "december",
)  # fmt: skip
FORMS: dict[str, str] = {"film": "Film", "podcast": "Poddavsnitt"}


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of a recording as text, as HTML, and with a reference in the manner of APA 7."""

    text: str
    html: str
    apa: str


def quotation(
    transcript: Transcript,
    first: int,
    last: int,
    *,
    title: str,
    kind: ItemKind,
    date: datetime.date | None,
    publisher: str,
    address: str,
) -> Quotation:
    """The words from one number to another, both included, by whoever says them.

    The words are those of the transcript, none left out. `address` leads to the first of them.
    """
    names = {one.label: one.name for one in transcript.speakers}
    spoken = [
        (names.get(segment.speaker, segment.speaker), word)
        for segment in transcript.segments
        for word in segment.words
    ][first : last + 1]
    said = [
        (who, " ".join(word.text for _, word in group))
        for who, group in groupby(spoken, key=lambda one: one[0])
    ]
    start, end = spoken[0][1].span.start_ms, spoken[-1][1].span.end_ms
    span = " – ".join(dict.fromkeys((clock_hms(start), clock_hms(end))))
    day = f"{date.day} {MONTHS[date.month - 1]} {date.year}" if date else ""
    source = ", ".join(part for part in (title, publisher, day, span) if part)
    one_voice = len(said) == 1
    if one_voice:
        text = f"”{said[0][1]}”\n– {said[0][0]}, {source}\n{address}"
    else:
        lines = "\n".join(f"{who}: ”{words}”" for who, words in said)
        text = f"{lines}\n– {source}\n{address}"
    return Quotation(text, _html(said, source, address), _apa(
        said, title, kind, date, publisher, address, clock_hms(start)
    ))  # fmt: skip


def _html(said: list[tuple[str, str]], source: str, address: str) -> str:
    where = escape(address)
    if len(said) == 1:
        words = f"<p>{escape(said[0][1])}</p>"
        told = f"{escape(said[0][0])}, {escape(source)}"
    else:
        words = "".join(f"<p>{escape(who)}: {escape(words)}</p>" for who, words in said)
        told = escape(source)
    return (
        f'<figure><blockquote cite="{where}">{words}</blockquote>'
        f'<figcaption><a href="{where}">{told}</a></figcaption></figure>'
    )


def _apa(
    said: list[tuple[str, str]],
    title: str,
    kind: ItemKind,
    date: datetime.date | None,
    publisher: str,
    address: str,
    clock: str,
) -> str:
    """The quotation with its parenthesis, and the entry of the list of references."""
    year = str(date.year) if date else "u.å."
    when = f"{date.year}, {date.day} {MONTHS[date.month - 1]}" if date else "u.å."
    quoted = " ".join(
        f"”{words}” ({who}, i {publisher}, {year}, {clock})" if len(said) == 1
        else f"{who}: ”{words}”" for who, words in said
    )  # fmt: skip
    if len(said) > 1:
        quoted += f" ({publisher}, {year}, {clock})"
    form = FORMS.get(kind, "Inspelning")
    return f"{quoted}\n\n{publisher}. ({when}). {title} [{form}]. {address}"
