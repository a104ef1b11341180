"""How near the recognised words are to what was said: WER, CER and the recall of terms."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\ufeff"))
# A point, comma or colon between two digits belongs to the number: 14.30, 1,5.
_NOT_WORD = re.compile(r"(?<=\d)[.,:](?=\d)|([^\w]|_)")


@dataclass(frozen=True, slots=True)
class WordErrors:
    """Words of the reference that were replaced or lost, and words that were added."""

    reference: int
    substitutions: int
    deletions: int
    insertions: int

    @property
    def rate(self) -> float:
        """Word error rate: errors a word of the reference; may exceed 1.

        0.0 when both texts are empty, 1.0 when only the reference is.
        """
        errors = self.substitutions + self.deletions + self.insertions
        if not self.reference:
            return 1.0 if errors else 0.0
        return errors / self.reference


def normalise_for_scoring(text: str) -> str:
    """The text as it is compared: NFC, lower case, every run of other signs than letters and
    digits one space.

    A hyphen parts words (`EU-stöd` is `eu stöd`). Numbers stay as they were written (`70` is not
    `sjuttio`), with point, comma or colon between digits. Soft hyphens and zero-width spaces go.
    """
    plain = unicodedata.normalize("NFC", text).translate(_INVISIBLE).lower()
    spaced = _NOT_WORD.sub(lambda match: " " if match.group(1) else match.group(0), plain)
    return " ".join(spaced.split())


def word_errors(reference: str, hypothesis: str) -> WordErrors:
    """Count the word errors of the best alignment of the two texts, normalised for scoring."""
    wanted, got = normalise_for_scoring(reference), normalise_for_scoring(hypothesis)
    if not wanted or not got:  # jiwer refuses an empty reference
        return WordErrors(len(wanted.split()), 0, len(wanted.split()), len(got.split()))
    import jiwer

    out = jiwer.process_words(wanted, got)
    return WordErrors(len(wanted.split()), out.substitutions, out.deletions, out.insertions)


def wer(reference: str, hypothesis: str) -> float:
    """Word error rate of the normalised texts; see `WordErrors.rate`."""
    return word_errors(reference, hypothesis).rate


def cer(reference: str, hypothesis: str) -> float:
    """Character error rate of the normalised texts, spaces counted; empty texts as in `wer`."""
    wanted, got = normalise_for_scoring(reference), normalise_for_scoring(hypothesis)
    if not wanted:
        return 1.0 if got else 0.0
    import jiwer

    return float(jiwer.process_characters(wanted, got).cer)


def term_recall(terms: Iterable[str], reference: str, hypothesis: str) -> float | None:
    """The share of the terms' occurrences in the reference that the hypothesis has too.

    Counted as `terms_found` does. None when the reference has none of the terms.
    """
    counted = terms_found(terms, reference, hypothesis)
    return counted.found / counted.said if counted.said else None


@dataclass(frozen=True, slots=True)
class TermsFound:
    """How often terms are said, and how many of these times they are found."""

    said: int
    found: int


def terms_found(terms: Iterable[str], reference: str, hypothesis: str) -> TermsFound:
    """How often the terms occur in the reference, and how many of these the hypothesis has too.

    Compared word for word after normalising, by number and not by place; a term of several words
    counts when they follow each other.
    """
    wanted = normalise_for_scoring(reference).split()
    got = normalise_for_scoring(hypothesis).split()
    said = found = 0
    for term in sorted({normalise_for_scoring(term) for term in terms} - {""}):
        phrase = term.split()
        occurrences = _count(phrase, wanted)
        said += occurrences
        found += min(occurrences, _count(phrase, got))
    return TermsFound(said, found)


def _count(phrase: Sequence[str], words: Sequence[str]) -> int:
    n = len(phrase)
    return sum(words[i : i + n] == phrase for i in range(len(words) - n + 1))
