"""Which words may stand in a title: a misheard one is worse there than none."""

import re
from dataclasses import dataclass

from mediahub.language import is_known, words
from mediahub.transcript import Segment, Word

_SURE = 0.35
_MIXED = re.compile(r"\d+[^\W\d]|[^\W\d]\d|\d-(?!tal)")
"""Figures and letters in one word, 3D-menet: more often misheard than said, save 60-talet."""


@dataclass(frozen=True, slots=True)
class Trust:
    """What is believed of the words of a transcript.

    The recogniser's words must be Swedish as people know it or among the house's `own` (in lower
    case); what a person wrote, and what is not in Swedish, is taken as it stands.
    """

    own: frozenset[str]
    swedish: bool

    def takes(self, written: Word, word: str) -> bool:
        """Whether `word`, as it stands in the `written` one, may be in a title."""
        if not self.swedish or written.probability >= 1 or self.owns(word):
            return True
        return is_known(word) and not _MIXED.search(word)

    def owns(self, word: str) -> bool:
        """Whether `word`, or what it is the genitive of, is among the house's own."""
        lower = word.lower()
        return lower in self.own or lower.removesuffix("s") in self.own

    def part(self, phrase: str, segment: Segment) -> str:
        """What of a phrase may be a title: all, or of "pengar och om …" what comes before "och"."""
        while phrase and not self._is_sure(phrase, segment):
            phrase = phrase.rpartition(" och ")[0]
        return phrase

    def _is_sure(self, phrase: str, segment: Segment) -> bool:
        """Whether each word of the phrase may stand in a title, and the recogniser believed it or
        it is one of the house's own.
        """
        said = set(phrase.split())
        return all(
            self.takes(written, token.text)
            and (written.probability >= _SURE or self.owns(token.text))
            for written in segment.words
            if said & {written.text.strip('.,;:?!–…"”')}
            for token in words(written.text)
        )
