"""A million forms and of which words they are, while the lexicon is made: in a trie and arrays.

Python's dictionaries of strings would take four times the memory.
"""

from array import array
from collections.abc import Collection, Iterable, Iterator
from typing import Any

_NO, _REFUSED = 0, 1


def copied(text: str) -> str:
    """Another string of the same text, in a place of its own."""
    return text.encode().decode()


class Forms:
    """Every form with its bases, all in lower case, the bases joined by blanks.

    A form may also end compounds, as a form of some of its bases.
    """

    def __init__(self, bases: dict[str, str], last: dict[str, str]) -> None:
        """Take over the two tables from a form to its bases, and empty them."""
        import marisa_trie

        self.trie: Any = marisa_trie.Trie(bases)
        self._bases = array("I", [0]) * len(self.trie)
        self._last = array("I", [0]) * len(self.trie)
        self._learnt: set[int] = set()
        # Places in `texts`; the first two stand for no bases at all and for refused ones.
        self.texts = ["", ""]
        places: dict[str, int] = {}
        for form, joined in bases.items():
            self._bases[self.trie[form]] = places.setdefault(joined, len(places) + 2)
        for form, joined in last.items():
            self._last[self.trie[form]] = places.setdefault(joined, len(places) + 2)
        self.texts.extend(map(copied, places))
        bases.clear()
        last.clear()

    def __contains__(self, form: str) -> bool:
        return form in self.trie

    def __iter__(self) -> Iterator[tuple[str, int]]:
        """Each form and its number here."""
        pairs: Iterator[tuple[str, int]] = self.trie.iteritems()
        return pairs

    def place(self, number: int) -> int:
        """The place in `texts` of the form's bases."""
        return self._bases[number]

    def learn_last(self, learnt: Collection[str]) -> None:
        """Let every form of the words `learnt` end compounds as a form of those."""
        wanted = {
            place: found
            for place, text in enumerate(self.texts)
            if (found := [base for base in text.split() if base in learnt])
        }
        for number, place in enumerate(self._bases):
            if place not in wanted:
                continue
            known = self._last[number]
            if known == _NO:
                self._learnt.add(number)
            text = " ".join(dict.fromkeys((*self.texts[known].split(), *wanted[place])))
            if text != self.texts[known]:
                self._last[number] = len(self.texts)
                self.texts.append(text)

    def refuse_last(self, refused: frozenset[str]) -> None:
        """Let no form of the words `refused` end compounds."""
        bad = {p for p, text in enumerate(self.texts) if not refused.isdisjoint(text.split())}
        for number, place in enumerate(self._last):
            if place in bad:
                self._last[number] = _REFUSED

    def last(self, form: str) -> str:
        """The bases as which `form` was told or learnt to end compounds; empty if not."""
        number = self.trie.get(form)
        return "" if number is None else self.texts[self._last[number]]

    def ends(self, number: int) -> tuple[str | None, bool]:
        """What `last` says, None when nothing is known, and whether a person said it."""
        place = self._last[number]
        return (None if place == _NO else self.texts[place]), number not in self._learnt


class Lemmas:
    """Pairs of a form and its lemma, as one text: words in lower case, lemmas in lower case too."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Keep the pairs of words; forms with a capital or a hyphen are left out."""
        text = bytearray()
        for form, lemma in pairs:
            if form.islower() and form.isalpha() and len(form) > 1 and lemma.isalpha():
                text += f"{form} {lemma.lower()}\n".encode()
        self._text = bytes(text)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        from io import BytesIO

        for line in BytesIO(self._text):
            form, _, lemma = line.decode().partition(" ")
            yield form, lemma[:-1]
