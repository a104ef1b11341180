"""What was learnt of the words, packed into the table that is kept on disk."""

import math
from array import array
from collections.abc import Container, Iterator, Mapping
from typing import Any

from mediahub.language.hunspell import BEGINS
from mediahub.language.lexicon_forms import Forms, Lemmas
from mediahub.language.lexicon_table import NONE, ONLY_A_NAME, Lexicon, pack_score
from mediahub.language.readings import Words, is_noun, kind_of, lemmas_of

BY_FLAG, LEARNT = 2.0, 0.0
"""How much a part is trusted before it is counted, in dictionary words: by flag, or by learning."""
_IRREGULAR_LINKS = {"föräldra": "förälder", "barna": "barn", "ögon": "öga", "mans": "man"}
_OPENS_BARE = 1.0  # a word that opens compounds without -s- is seldom a compound itself
_SHORT = {2: 1.2, 3: 1.2, 4: 0.4}
_NOUN = frozenset("ADEGH")
_MOST_KEPT = 4096
Counts = Mapping[str, float]


def pack(words: Words, forms: Forms, lemmas: Lemmas, opens: Counts, ends: Counts) -> Lexicon:
    """The table of all words; `opens` and `ends` count the dictionary words that a part opens and
    ends.
    """
    import marisa_trie

    table = _Table(marisa_trie.Trie(_keys(words, forms, lemmas)))
    number_of = table.trie.get
    for part in words.first:
        number = number_of(part)
        worth = math.log(0.5 + opens.get(part, 0) + words.first_trust[part])
        table.first[number] = pack_score(worth - _SHORT.get(len(part), 0))
        table.link[number] = number_of(_linked(part, words, forms), NONE)
    seen, at = "", NONE
    for form, lemma in lemmas:
        if lemma != seen:
            seen, at = lemma, number_of(lemma)
        table.given[number_of(form)] = at
    counted = {
        word
        for word in words.common
        if ends.get(word, 0) + opens.get(word, 0) + opens.get(word + "s", 0) >= 2
    }
    _read_forms(table, forms, words, _Scores(words, forms, opens, ends), counted)
    _read_others(table, words)
    return table.lexicon()


class _Table:
    """The sections of the lexicon, to be filled in by number."""

    def __init__(self, trie: Any) -> None:
        self.trie = trie
        size = len(trie)
        self.first, self.last, self.whole, self.kind = (bytearray(size) for _ in range(4))
        self.base, self.lemma, self.second, self.link, self.given = (
            array("I", [NONE]) * size for _ in range(5)
        )

    def given_lemma(self, form: str) -> str | None:
        """The lemma that was given for `form`."""
        number = self.trie.get(form)
        given = NONE if number is None else self.given[number]
        return None if given == NONE else self.trie.restore_key(given)

    def lexicon(self) -> Lexicon:
        """The finished lexicon."""
        sections = (self.first, self.last, self.whole, self.base)
        more = (self.lemma, self.second, self.link, self.kind)
        return Lexicon(self.trie, *[memoryview(part) for part in (*sections, *more)])


def _keys(words: Words, forms: Forms, lemmas: Lemmas) -> Iterator[str]:
    """Every text that the table needs a number for, once."""
    yield from forms.trie.iterkeys()
    more = {text for text in (*words.flags, *words.first) if text not in forms}
    seen = ""
    for _form, lemma in lemmas:
        if lemma != seen:
            seen = lemma
            if lemma not in forms:
                more.add(lemma)
    for form, _lemma in lemmas:
        if form not in forms:
            more.discard(form)
            yield form
    yield from more


def last_of(number: int, form: str, words: Words, forms: Forms) -> tuple[str, bool]:
    """As a form of which bases `form` may end compounds, and whether the dictionary says so."""
    known, told = forms.ends(number)
    if known is not None:
        return known, told
    return words.may_end(form, forms.texts[forms.place(number)]), False


class _Scores:
    """How readily forms are a whole part and how readily the last one."""

    def __init__(self, words: Words, forms: Forms, opens: Counts, ends: Counts) -> None:
        self._words, self._forms, self._ends = words, forms, ends
        self._last: dict[tuple[str, float, float], int] = {}
        self._weak: dict[int, int] = {}
        self.whole = [
            max((_whole(base, words, opens, ends) for base in text.split()), default=0)
            for text in forms.texts
        ]
        """By the place of a form's bases."""

    def last(self, form: str, at: int) -> int:
        """The packed score of `form` as a last part, 0 if it is none."""
        bases, told = self._forms.ends(at)
        if bases is None:
            # A long form's worth is its bases': counted once for all of a word's forms.
            place = self._forms.place(at)
            if len(form) < 6 or form in self._words.never_last:
                return 0
            score = self._weak.get(place)
            if score is None:
                bases = self._words.may_end(form, self._forms.texts[place])
                score = self._weak[place] = self._score(bases, LEARNT, form)
            return score
        return self._score(bases, BY_FLAG if told else LEARNT, form)

    def _score(self, bases: str, trust: float, form: str) -> int:
        if not bases:
            return 0
        key = (bases, trust, _SHORT.get(len(form), 0))
        score = self._last.get(key)
        if score is None:
            used = max(self._ends.get(base, 0) for base in bases.split())
            score = self._last[key] = pack_score(math.log(0.5 + trust + used) - key[2])
        return score


def _read_forms(
    table: _Table, forms: Forms, words: Words, scores: _Scores, counted: Container[str]
) -> None:
    """Fill in what is known of the dictionary's forms."""
    flags, derived, number_of = words.flags, words.derived, table.trie.get
    # The forms of a word come one after another, and most of them are read alike.
    kept: dict[tuple[int, int, bool], tuple[int, int, int, int]] = {}
    for form, at in forms:
        number, place = number_of(form), forms.place(at)
        table.whole[number], table.last[number] = scores.whole[place], scores.last(form, at)
        given = table.given[number]
        key = (place, given, form.endswith(("an", "ans")))
        plain = given != number and form not in flags and form not in derived
        read = kept.get(key) if plain else None
        if read is None:
            bases = forms.texts[place].split()
            found = lemmas_of(form, bases, words, table.given_lemma, counted)
            decides = None if form in flags else next((b for b in bases if b in flags), None)
            read = (
                NONE if decides is None else number_of(decides),
                number if found[0] == form else number_of(found[0]),
                number_of(found[1]) if len(found) > 1 else NONE,
                kind_of(form, bases, found[0], words),
            )
            # Which of a noun and another word comes first hangs on the form's own letters.
            if plain and found[0] != form and (len(found) == 1 or given == NONE):
                if len(kept) >= _MOST_KEPT:
                    kept.clear()
                kept[key] = read
        table.base[number], table.lemma[number], table.second[number], table.kind[number] = read


def _read_others(table: _Table, words: Words) -> None:
    """Fill in what is known of the forms that have a lemma and are not the dictionary's."""
    text = table.trie.restore_key
    lemma, of = "", NONE
    for number, given in enumerate(table.given):
        if given != NONE and not table.whole[number]:
            if given != of:
                lemma, of = text(given), given
            table.lemma[number] = given
            table.kind[number] = kind_of(text(number), (), lemma, words)


def _whole(base: str, words: Words, opens: Counts, ends: Counts) -> int:
    """How readily `base` is itself a part of other words; what opens them with -s- counts less."""
    if base not in words.common and not (len(base) >= 10 and base[-2:] in ("en", "et", "an")):
        return ONLY_A_NAME  # Lindberg is not a hill; but Socialstyrelsen is a styrelse
    used = ends.get(base, 0) + opens.get(base, 0) + 0.3 * opens.get(base + "s", 0)
    bare = _OPENS_BARE if BEGINS in words.flags.get(base, ()) else 0.0
    return pack_score(math.log(0.5 + used) + bare)


def _linked(part: str, words: Words, forms: Forms) -> str:
    """The word whose link `part` is: hälsa for hälso, arbete for arbets, skola for skol."""
    if part in _IRREGULAR_LINKS:
        return _IRREGULAR_LINKS[part]
    # Of samtal and samtala, both of which may give samtals-, the noun.
    bases = words.first[part].split()
    given = next((base for base in bases if is_noun(words.flags.get(base, frozenset()))), bases[0])
    if given == part and part in forms and part in words.common:
        return given
    if given != part and is_noun(words.flags.get(given, frozenset())):
        return given
    stump = part[:-1]
    tries = [part + "a", part + "e"] if part[-1] not in "aeous" else []
    if part[-1] == "s":
        tries += [stump + "e", stump, stump + "a"]
    elif part[-1] in "aeou":
        tries += [stump + "a", stump + "e", stump]
    return next((base for base in tries if words.flags.get(base, frozenset()) & _NOUN), given)
