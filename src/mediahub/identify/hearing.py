"""Hearing: a transcript as runs of one voice, and their sentences with the names marked in them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from mediahub.identify.mentions import Mention, mentions, plain
from mediahub.identify.values import Candidate
from mediahub.transcript import Transcript, Word

_MARKS = re.compile(r"^([\"”»(]*)(.*?)([^\w]*)$", re.DOTALL)
_STOPS = frozenset(".?!")
QUOTE_WORDS = 14
"""How many words of a sentence are shown as evidence."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """What one voice says up to a full stop.

    `tokens` are its words in lower case and its marks, each by itself; a name is `<n>`, n being its
    place in `names`, another word with a capital `~word`.
    """

    words: tuple[Word, ...]
    tokens: tuple[str, ...]
    names: tuple[Mention, ...]

    @property
    def text(self) -> str:
        """The tokens with blanks around each."""
        return f" {' '.join(self.tokens)} "

    @property
    def asks(self) -> bool:
        """Whether it ends with a question mark."""
        return "?" in self.tokens[-2:]

    @property
    def at_ms(self) -> int:
        """When it begins."""
        return self.words[0].span.start_ms

    @property
    def quote(self) -> str:
        """Its words as written, the last ones left out of a long one."""
        said = [word.text for word in self.words]
        return " ".join(said[:QUOTE_WORDS]) + (" …" if len(said) > QUOTE_WORDS else "")


@dataclass(frozen=True, slots=True)
class Run:
    """What one voice says until another one speaks."""

    voice: str
    sentences: tuple[Sentence, ...]

    @property
    def length(self) -> int:
        """How many words it has."""
        return sum(len(sentence.words) for sentence in self.sentences)


def runs(transcript: Transcript, cast: Sequence[Candidate]) -> list[Run]:
    """The transcript's runs in order, voices by their labels."""
    said = ((one.speaker, word) for one in transcript.segments for word in one.words)
    found = []
    for voice, group in groupby(said, key=lambda pair: pair[0]):
        words = tuple(word for _, word in group)
        found.append(Run(voice, tuple(_sentence(part, cast) for part in _sentences(words))))
    return found


def _sentences(words: Sequence[Word]) -> Iterator[tuple[Word, ...]]:
    first = 0
    for at, word in enumerate(words):
        closing = word.text.rstrip("\"”»)’'")
        stopped = closing[-1:] in _STOPS and "." not in closing[:-1]
        if stopped or at == len(words) - 1:
            yield tuple(words[first : at + 1])
            first = at + 1


def _sentence(words: tuple[Word, ...], cast: Sequence[Candidate]) -> Sentence:
    written = [word.text for word in words]
    names = tuple(mentions(written, cast))
    beginning = {mention.first: number for number, mention in enumerate(names)}
    inside = {at for mention in names for at in range(mention.first + 1, mention.end)}
    tokens: list[str] = []
    for at, text in enumerate(written):
        match = _MARKS.match(text)
        before, _, after = match.groups() if match else ("", text, "")
        tokens += before
        if at in beginning:
            tokens.append(f"<{beginning[at]}>")
        elif at not in inside:
            word = plain(text)
            capital = at > 0 and text.lstrip('"”»(')[:1].isupper()
            tokens += [f"~{word}" if capital else word] if word else []
        tokens += [mark for mark in after if not mark.isspace()]
    return Sentence(words, tuple(tokens), names)
