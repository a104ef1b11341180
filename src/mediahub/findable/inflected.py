"""The forms that the dictionary has of what stands in texts, so that they are found by any."""

from collections.abc import Collection, Iterable, Iterator

import numpy as np

from mediahub.language.lexicon import lexicon
from mediahub.language.lexicon_table import NONE


def dictionary_forms(wanted: Collection[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every form that the dictionary has of the words `wanted` (stems), in its own order, with
    those that it is a form of.
    """
    table = lexicon()
    stems = {table.number(word): word for word in wanted}
    stems.pop(NONE, None)
    lemma, second = (np.asarray(one, dtype=np.uint32) for one in (table.lemma, table.second))
    asked = np.zeros(len(lemma) + 1, dtype=bool)  # the last is for NONE
    asked[list(stems)] = True
    there = asked[np.minimum(lemma, len(lemma))] | asked[np.minimum(second, len(lemma))]
    for number in np.flatnonzero(there).tolist():
        lemmas = (table.lemma[number], table.second[number])
        own = dict.fromkeys(stems[one] for one in lemmas if one in stems)
        yield table.text(number), tuple(own)


def forms_among(
    forms: Iterable[str], wanted: Collection[str]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Those of `forms` that `dictionary_forms` would tell, in the same order."""
    table = lexicon()
    numbers = {table.number(form) for form in forms} - {NONE}
    for number in sorted(numbers):
        lemmas = (one for one in (table.lemma[number], table.second[number]) if one != NONE)
        own = tuple(dict.fromkeys(stem for one in lemmas if (stem := table.text(one)) in wanted))
        if own:
            yield table.text(number), own
