"""Replacing a word or a name wherever it is said in a transcript, in the forms it takes there."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from mediahub.edits.anchors import CONTEXT
from mediahub.edits.entries import ReplaceWords
from mediahub.edits.entryjson import identified
from mediahub.language import stem
from mediahub.transcript.language import is_swedish
from mediahub.transcript.sentences import ends_sentence
from mediahub.transcript.span import Span
from mediahub.transcript.values import Transcript, Word, spoken

_SIGNS = r"[^\w\s]*"
_GENITIVE = r"(?P<genitive>s|[:'’]s)"
_SIBILANTS = ("s", "x", "z")


class Match(NamedTuple):
    """The words from `first` up to `end` of a transcript, and what they are to read."""

    first: int
    end: int
    after: str


class _Token(NamedTuple):
    word: int
    text: str
    begins: bool
    """Whether a sentence begins with it."""
    run: int
    """Which run of words by one voice it is in, that nothing withheld parts."""


def matches(transcript: Transcript, old: str, new: str) -> tuple[Match, ...]:
    """Where `old` is said as whole words by one voice, in order and apart.

    Signs before and after it stay. Letters count as they are written, but a small one may be a
    capital where a sentence begins, and then the new one is; and in Swedish a genitive s may
    follow. Where `new` stands already, of which `old` may be a part, is no match.
    """
    wanted, given = _plain(old).split(), _plain(new).split()
    if not wanted:
        return ()
    tokens = list(_tokens(transcript))
    forms = _Forms(wanted, given, swedish=is_swedish(transcript.language))
    found: list[Match] = []
    at = 0
    while at + len(wanted) <= len(tokens):
        stretch = tokens[at : at + len(wanted)]
        after = forms.replaced(stretch) if stretch[0].run == stretch[-1].run else None
        if after is None or forms.stands(tokens, at):
            at += 1
            continue
        first, end = stretch[0].word, stretch[-1].word + 1
        # A person's correction may have put several into one word: what else is in it stays.
        before = [one.text for one in tokens[max(0, at - CONTEXT) : at] if one.word == first]
        at += len(wanted)
        rest = [one.text for one in tokens[at : at + CONTEXT] if one.word == end - 1]
        found.append(Match(first, end, " ".join([*before, *after, *rest])))
    return tuple(found)


def replacements(transcript: Transcript, found: Sequence[Match]) -> tuple[ReplaceWords, ...]:
    """An entry for each match, in their order; left neighbours are those already replaced."""
    words = transcript.words
    texts = [word.text for word in words]
    done: list[str] = []
    at = 0
    entries = []
    for first, end, after in found:
        done += texts[at:first]
        entry = identified(
            ReplaceWords(
                id="",
                span=_span(words[first:end]),
                before=tuple(texts[first:end]),
                after=after,
                left=tuple(done[-CONTEXT:]),
                right=tuple(texts[end : end + CONTEXT]),
            )
        )
        assert isinstance(entry, ReplaceWords)  # noqa: S101 - identified keeps the type
        entries.append(entry)
        done += after.split()
        at = end
    return tuple(entries)


class _Forms:
    """What a row of tokens must look like to be the old words, and what it then becomes."""

    def __init__(self, old: Sequence[str], new: Sequence[str], *, swedish: bool) -> None:
        self._old, self._new = list(old), list(new)
        genitive = _GENITIVE if swedish and _takes_genitive(old[-1]) else "(?P<genitive>)"
        self._patterns = [re.escape(one) for one in old]
        small = old[0][:1]
        if small.islower():
            capital = re.escape(small.upper() + old[0][1:])
            self._patterns[0] = f"(?:{self._patterns[0]}|(?P<capital>{capital}))"
        self._patterns[0] = f"(?P<before>{_SIGNS}){self._patterns[0]}"
        self._patterns[-1] += f"{genitive}?(?P<after>{_SIGNS})"

    def replaced(self, tokens: Sequence[_Token]) -> list[str] | None:
        """The new words with the signs of the old; None where these are others."""
        groups: dict[str, str] = {}
        for token, pattern in zip(tokens, self._patterns, strict=True):
            match = re.fullmatch(pattern, token.text)
            if match is None:
                return None
            groups |= {name: text for name, text in match.groupdict().items() if text}
        if "capital" in groups and not tokens[0].begins:
            return None
        new = list(self._new)
        if not new:
            return []
        if tokens[0].begins:
            new[0] = new[0][:1].upper() + new[0][1:]
        if "genitive" in groups:
            new[-1] = _genitive(new[-1])
        new[0] = groups.get("before", "") + new[0]
        new[-1] += groups.get("after", "")
        return new

    def stands(self, tokens: Sequence[_Token], at: int) -> bool:
        """Whether the old words are part of the new ones there: "Ek" of "Lisa Ek"."""
        size = len(self._old)
        for offset in range(len(self._new) - size + 1):
            if self._new[offset : offset + size] != self._old:
                continue
            around = tokens[max(0, at - offset) : at - offset + len(self._new)]
            said = [re.sub(rf"^{_SIGNS}|{_SIGNS}$", "", one.text) for one in around]
            if said[:-1] == self._new[:-1] and said[-1:] in (
                self._new[-1:],
                [_genitive(self._new[-1])],
            ):
                return True
        return False


def _takes_genitive(word: str) -> bool:
    """Whether a word with an s after it is its genitive: not another word, as "kurs" to "kur"."""
    if word.lower().endswith(_SIBILANTS):
        return False
    return word[:1].isupper() or stem(f"{word}s") == stem(word)


def _genitive(word: str) -> str:
    if word.lower().endswith(_SIBILANTS):
        return word
    return f"{word}:s" if len(word) > 1 and word.isupper() else f"{word}s"


def _tokens(transcript: Transcript) -> Iterator[_Token]:
    number = run = 0
    holes = [hole.start_ms for hole in transcript.withheld]
    for before, segment in pairwise([None, *transcript.segments]):
        assert segment is not None  # noqa: S101 - only the first is none
        parted = before is None or before.speaker != segment.speaker
        if before is not None and any(
            before.span.start_ms < hole <= segment.span.start_ms for hole in holes
        ):
            parted = True
        run += parted
        last = before.words[-1].text if before is not None and not parted else ""
        for word in segment.words:
            for part in _plain(word.text).split():
                begins = not last or ends_sentence(last, part)
                yield _Token(number, part, begins, run)
                last = part
            number += 1


def _span(words: Sequence[Word]) -> Span:
    return spoken(words)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text)
