"""The notes of an article in Markdown (`[^1]` and `[^1]: …`), as Pandoc and GitHub read them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_NOTE = re.compile(
    r"^ {0,3}\[\^(?P<name>[^\]\s]+)\]:[ \t]*"
    r"(?P<text>.*(?:\n(?:[ \t]+\S.*|[ \t]*(?=\n[ \t]{2,}\S)))*)\n?",
    re.MULTILINE,
)
_MARK = re.compile(r"\[\^([^\]\s]+)\]")
_OPEN, _CLOSE = "\ue0f0", "\ue0f1"
"""Signs of no script, which stand for a note's mark until the text has become HTML."""
_PLACED = re.compile(f"{_OPEN}(\\d+){_CLOSE}")


@dataclass(frozen=True, slots=True)
class Noted:
    """A text with the places of its notes marked, and the notes in the order they are called for.

    A note that nothing calls for comes last, so that no word is lost.
    """

    text: str
    notes: tuple[str, ...]


def noted(source: str) -> Noted:
    """Markdown without its notes, and these; a mark without a note stays as it is written."""
    source = source.replace(_OPEN, "").replace(_CLOSE, "")
    found = {one["name"]: _unindented(one["text"]) for one in _NOTE.finditer(source)}
    if not found:
        return Noted(source, ())
    text = _NOTE.sub("\n", source)
    called = [name for name in dict.fromkeys(_MARK.findall(text)) if name in found]
    order = [*called, *(name for name in found if name not in called)]
    numbers = {name: number for number, name in enumerate(order, 1)}

    def place(mark: re.Match[str]) -> str:
        return f"{_OPEN}{numbers[mark[1]]}{_CLOSE}" if mark[1] in numbers else mark[0]

    return Noted(_MARK.sub(place, text), tuple(found[name] for name in order))


def with_marks(html: str) -> str:
    """The HTML with a small figure, which leads to the note, where each mark stands."""
    return _PLACED.sub(lambda found: mark_of(int(found[1])), html)


def mark_of(number: int) -> str:
    """The small figure, as HTML, that leads to a note."""
    return f'<sup><a href="#not-{number}">{number}</a></sup>'


def without_marks(text: str) -> str:
    """Plain text without the places of its notes."""
    return _PLACED.sub("", text)


def as_list(notes: Sequence[str]) -> str:
    """Notes that are HTML, as the list at the end of the text."""
    entries = (f'<li id="not-{at}">{with_marks(note)}</li>' for at, note in enumerate(notes, 1))
    return f'<ol class="notes">{"".join(entries)}</ol>'


def _unindented(text: str) -> str:
    return "\n".join(line.strip() for line in text.strip().split("\n"))
