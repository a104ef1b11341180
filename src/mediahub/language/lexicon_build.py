"""The lexicon, made from the Hunspell dictionary and simplemma's lemmas: once, then kept on disk.

What counts as a part of a compound, and how readily, is learnt from the dictionary itself: a part
is worth the logarithm of how many dictionary words it opens or ends.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from mediahub.language.hunspell import BEGINS, ENDS, ONLY_IN_COMPOUNDS, Dictionary
from mediahub.language.lexicon_forms import Forms, Lemmas, copied
from mediahub.language.lexicon_pack import BY_FLAG, LEARNT, last_of, pack
from mediahub.language.lexicon_table import Lexicon
from mediahub.language.readings import VERB_FLAGS, Words

_NOUN = frozenset("ADEGH")
# Nouns on these endings take -s- before the next part: utvärderings+rapport.
_TAKES_S = (
    *("ning", "ing", "het", "skap", "tion", "sion", "itet"),
    *("dom", "an", "nad", "else", "ande", "ende"),
)
# How much a part is trusted before it is counted, in dictionary words.
_BY_RULE, _BARE_NOUN, _NOUN_S = 1.0, -0.2, -0.4


def build(
    dictionary: Dictionary,
    lemmas: Lemmas,
    *,
    never_first: frozenset[str],
    never_last: frozenset[str],
) -> Lexicon:
    """The lexicon of the words of `dictionary` and of `lemmas`."""
    words = _read_words(dictionary)
    words.never_last = never_last
    forms = _read_forms(dictionary, words)
    compounds = words.compounds()
    _inherit_links(words, never_first)
    forms.learn_last(_last_parts(words, forms, compounds, never_first))
    _learn_first_parts(words, forms, compounds, never_first)
    _admit_weak_firsts(words, never_first)
    for part in [part for part in words.first if part in never_first or len(part) < 3]:
        del words.first[part]
    forms.refuse_last(never_last)
    opens, ends = _count(words, forms, compounds)
    del compounds
    return pack(words, forms, lemmas, opens, ends)


def _read_words(dictionary: Dictionary) -> Words:
    words = Words()
    for entry in dictionary.entries():
        word = entry.word.lower()
        if entry.word[0].islower():
            words.common.add(word)
            if entry.flags == {BEGINS, ENDS}:
                words.unreviewed.add(word)
        if entry.reviewed and ONLY_IN_COMPOUNDS not in entry.flags:
            words.flags[word] = words.flags.get(word, frozenset()) | entry.flags
    return words


def _read_forms(dictionary: Dictionary, words: Words) -> Forms:
    """The forms of the dictionary's words; those that open compounds go to `words`."""
    bases: dict[str, str] = {}
    last: dict[str, str] = {}
    for entry in dictionary.entries():
        word = entry.word.lower()
        ends = ENDS in entry.flags and entry.reviewed
        for form in dictionary.forms(entry):
            text = word if form.text == entry.word else form.text.lower()
            if form.links:
                _add(words.first, text, word)
            else:
                if form.derived:
                    words.derived.add(text)
                _add(bases, text, word)
                if ends:
                    _add(last, text, word)
    # What stays is copied: a text here and there would hold the pages of a million.
    words.first = {copied(part): copied(of) for part, of in words.first.items()}
    words.first_trust = dict.fromkeys(words.first, BY_FLAG)
    words.derived = {copied(form) for form in words.derived}
    return Forms(bases, last)


def _add(table: dict[str, str], key: str, base: str) -> None:
    """Add `base` to the blank-joined bases of `key`; strings take a third of what lists would."""
    known = table.get(key)
    if known is None:
        table[key] = base
    elif base != known and base not in known.split():
        table[key] = f"{known} {base}"


def _inherit_links(words: Words, particles: Collection[str]) -> None:
    """Give förskola the link of skola: förskol-, since för- is no part of its own."""
    for base, flags in list(words.flags.items()):
        if base not in words.common or "A" not in flags:
            continue
        for cut in range(2, 6):
            rest = base[cut:]
            if base[:cut] in particles and len(rest) >= 4 and rest in words.common:
                for link in _links(rest):
                    if link in words.first and base[:cut] + link not in words.first:
                        words.first[base[:cut] + link] = base
                        words.first_trust[base[:cut] + link] = _BY_RULE


def _links(base: str) -> Iterator[str]:
    """The ways in which a noun may open a compound: skol-, hälso-, gatu-, familje-, års-."""
    if base[-1] in "ae":
        yield base[:-1]
        yield from (base[:-1] + vowel for vowel in "oues")
    else:
        yield base + "e"
    yield base + "s"


def _last_parts(
    words: Words, forms: Forms, compounds: Sequence[str], never_first: Collection[str]
) -> set[str]:
    """The words that end many dictionary words after a known first part, and are no last parts."""
    firsts = {part for part in words.first if part not in never_first and len(part) >= 3}
    wanted = {
        word
        for word in words.common
        if len(word) >= 3
        and word not in words.never_last
        and (word in words.flags or len(word) >= 5)
        and not forms.last(word)
    }
    after: dict[str, set[str]] = defaultdict(set)
    for word in compounds:
        for cut in range(3, len(word) - 2):
            if word[:cut] in firsts and word[cut:] in wanted:
                after[word[cut:]].add(word[:cut])
    learnt = {part for part, seen in after.items() if len(seen) >= {3: 15, 4: 8}.get(len(part), 4)}
    learnt |= {word for word in words.unreviewed if len(word) >= 6}
    learnt.add("år")  # kalender+år: the one word of two letters that ends hundreds
    return learnt


def _learn_first_parts(
    words: Words, forms: Forms, compounds: Sequence[str], never_first: Collection[str]
) -> None:
    """Take for a first part what opens words that no known first part explains: oros, läx."""
    wanted: dict[str, str] = {}
    bent: dict[str, str] = {}
    for base, flags in words.flags.items():
        if base in words.common and len(base) >= 3 and base not in never_first:
            wanted.setdefault(base, base)
            if flags & _NOUN and not flags & VERB_FLAGS:
                wanted.setdefault(base + "s", base)
                if flags & frozenset("EF") or base[-1] not in "ae":
                    for part in _links(base):
                        bent.setdefault(part, base)
    wanted = {
        part: base
        for part, base in (bent | wanted).items()
        if len(part) >= 3 and part not in words.first and part not in never_first
    }
    before: dict[str, set[str]] = defaultdict(set)
    for word in compounds:
        cuts = [
            cut
            for cut in range(3, len(word) - 2)
            if word[:cut] in words.first or word[:cut] in wanted
        ]
        if not cuts:
            continue
        known = {cut: last for cut in cuts if (last := forms.last(word[cut:]))}
        if any(word[:cut] in words.first and word[:cut] not in never_first for cut in known):
            continue
        for cut, last in known.items():
            # What ends on -ering is a verb's noun (segment+ering), not a compound with ring.
            if word[:cut] in wanted and not (word[cut - 1] == "e" and word[cut:][:4] == "ring"):
                before[word[:cut]].add(last.split()[0])
    for part, seen in before.items():
        base = wanted[part]
        enough = (6 if part == base else 9) if len(part) == 3 else 4 if len(part) == 4 else 2
        if len(seen) >= enough:
            words.first[part] = base
            words.first_trust[part] = LEARNT


def _admit_weak_firsts(words: Words, never_first: Collection[str]) -> None:
    """Let every long noun and adjective stand first, at a low worth; for last, see `Words`."""
    for base, flags in words.flags.items():
        if base not in words.common or len(base) < 5:
            continue
        if flags & _NOUN and not flags & VERB_FLAGS:
            takes_s = base.endswith(_TAKES_S)
            particle = any(base[:cut] in never_first for cut in range(2, len(base) - 3))
            trust = _BY_RULE if takes_s or particle else _NOUN_S
            _admit(words, base + "s", base, trust)
            if not takes_s or base.endswith("station"):
                _admit(words, base, base, _BARE_NOUN)
        elif "O" in flags and len(base) >= 6:
            _admit(words, base, base, _BARE_NOUN)


def _admit(words: Words, part: str, base: str, trust: float) -> None:
    if part not in words.first:
        words.first[part] = base
        words.first_trust[part] = trust


def _count(
    words: Words, forms: Forms, compounds: Sequence[str]
) -> tuple[Mapping[str, float], Mapping[str, float]]:
    """How many dictionary words each first part opens and each base ends.

    A word that can be cut in several ways counts for each by how likely that cut is, which is
    found by going round a few times (expectation and maximisation).
    """
    ways = [found for word in compounds if (found := list(_two_parts(word, words, forms)))]
    opens: Mapping[str, float] = {}
    ends: Mapping[str, float] = {}
    for _ in range(4):
        next_opens: dict[str, float] = defaultdict(float)
        next_ends: dict[str, float] = defaultdict(float)
        for found in ways:
            worth = [(opens.get(m, 0) + 0.3) * (ends.get(h, 0) + 0.3) for m, h in found]
            total = sum(worth)
            for (first, last), share in zip(found, worth, strict=True):
                next_opens[first] += share / total
                next_ends[last] += share / total
        opens, ends = next_opens, next_ends
    return opens, ends


def _two_parts(word: str, words: Words, forms: Forms) -> Iterator[tuple[str, str]]:
    for cut in range(3, len(word) - 1):
        first = word[:cut]
        if first in words.first:
            rests = [word[cut:]]
            if first[-1] == first[-2]:
                rests.append(first[-1] + word[cut:])  # fall|ucka
            for rest in rests:
                number = forms.trie.get(rest)
                if number is not None:
                    for base in last_of(number, rest, words, forms)[0].split():
                        yield first, base
