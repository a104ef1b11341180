"""The lexicon, made from the Hunspell dictionary and simplemma's lemmas: once, then kept on disk.

What counts as a part of a compound, and how readily, is learnt from the dictionary itself: a part
is worth the logarithm of how many dictionary words it opens or ends.
"""

import math
from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from mediahub.language.hunspell import BEGINS, ENDS, ONLY_IN_COMPOUNDS, Dictionary, Entry
from mediahub.language.lexicon import NONE, Lexicon, pack_score
from mediahub.language.readings import VERB_FLAGS, Words, is_noun, kind_of, lemmas_of

_NOUN = frozenset("ADEGH")
# Nouns on these endings take -s- before the next part: utvärderings+rapport.
_TAKES_S = (
    *("ning", "ing", "het", "skap", "tion", "sion", "itet"),
    *("dom", "an", "nad", "else", "ande", "ende"),
)
_IRREGULAR_LINKS = {"föräldra": "förälder", "barna": "barn", "ögon": "öga", "mans": "man"}
_OPENS_BARE = 1.0  # a word that opens compounds without -s- is seldom a compound itself
_NAME = 255
# How much a part is trusted before it is counted, in dictionary words.
_BY_FLAG, _BY_RULE, _LEARNT, _BARE_NOUN, _NOUN_S = 2.0, 1.0, 0.0, -0.2, -0.4
_SHORT = {2: 1.2, 3: 1.2, 4: 0.4}


def build(
    dictionary: Dictionary,
    lemmas: Mapping[str, str],
    *,
    never_first: frozenset[str],
    never_last: frozenset[str],
) -> Lexicon:
    """The lexicon of `dictionary`; `lemmas` leads from a form to its lemma (both lower case)."""
    words = _read(dictionary)
    _inherit_links(words, never_first)
    _learn_last_parts(words, never_first, never_last)
    _learn_first_parts(words, never_first)
    _admit_weak_parts(words, never_first, never_last)
    for part in [part for part in words.first if part in never_first or len(part) < 3]:
        del words.first[part]
    for part in [part for part, bases in words.last.items() if set(bases.split()) & never_last]:
        del words.last[part]
    opens, ends = _count(words)
    return _pack(words, lemmas, opens, ends)


def _read(dictionary: Dictionary) -> Words:
    words = Words()
    for entry in dictionary.entries():
        word = entry.word.lower()
        if entry.word[0].islower():
            words.common.add(word)
            if entry.flags == {BEGINS, ENDS}:
                words.unreviewed.add(word)
        if entry.reviewed and ONLY_IN_COMPOUNDS not in entry.flags:
            words.flags[word] = words.flags.get(word, frozenset()) | entry.flags
        for form in dictionary.forms(entry):
            text = form.text.lower()
            if form.links:
                _add(words.first, text, word)
                words.first_trust[text] = _BY_FLAG
            else:
                if form.derived:
                    words.derived.add(text)
                _add(words.bases, text, word)
                if _ends_compounds(entry):
                    _add(words.last, text, word)
                    words.last_trust[text] = _BY_FLAG
    return words


def _ends_compounds(entry: Entry) -> bool:
    return ENDS in entry.flags and entry.reviewed


def _add(table: dict[str, str], key: str, base: str) -> None:
    """Add `base` to the blank-joined bases of `key`; strings take a third of what lists would."""
    known = table.get(key)
    if known is None:
        table[key] = base
    elif base not in known.split():
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


def _learn_last_parts(
    words: Words, never_first: Collection[str], never_last: Collection[str]
) -> None:
    """Take for a last part what ends many dictionary words after a known first part."""
    firsts = {part for part in words.first if part not in never_first and len(part) >= 3}
    wanted = {
        word
        for word in words.common
        if len(word) >= 3
        and word not in words.last
        and word not in never_last
        and (word in words.flags or len(word) >= 5)
    }
    after: dict[str, set[str]] = defaultdict(set)
    for word in words.compounds():
        for cut in range(3, len(word) - 2):
            if word[cut:] in wanted and word[:cut] in firsts:
                after[word[cut:]].add(word[:cut])
    learnt = {part for part, seen in after.items() if len(seen) >= {3: 15, 4: 8}.get(len(part), 4)}
    learnt |= {word for word in words.unreviewed if len(word) >= 6}
    learnt.add("år")  # kalender+år: the one word of two letters that ends hundreds
    for form, bases in words.bases.items():
        for base in bases.split():
            if base in learnt:
                _add(words.last, form, base)
                words.last_trust.setdefault(form, _LEARNT)


def _learn_first_parts(words: Words, never_first: Collection[str]) -> None:
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
    for word in words.compounds():
        cuts = [cut for cut in range(3, len(word) - 2) if word[cut:] in words.last]
        if any(word[:cut] in words.first and word[:cut] not in never_first for cut in cuts):
            continue
        for cut in cuts:
            # What ends on -ering is a verb's noun (segment+ering), not a compound with ring.
            if word[:cut] in wanted and not (word[cut - 1] == "e" and word[cut:][:4] == "ring"):
                before[word[:cut]].add(words.last[word[cut:]].split()[0])
    for part, seen in before.items():
        base = wanted[part]
        enough = (6 if part == base else 9) if len(part) == 3 else 4 if len(part) == 4 else 2
        if len(seen) >= enough:
            words.first[part] = base
            words.first_trust[part] = _LEARNT


def _admit_weak_parts(
    words: Words, never_first: Collection[str], never_last: Collection[str]
) -> None:
    """Let every long noun and adjective stand first, and every long word last, at a low worth."""
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
    for form, bases in words.bases.items():
        if len(form) >= 6 and form not in words.last:
            known = [b for b in bases.split() if b in words.flags and b in words.common]
            if known and form not in never_last and not set(known) & set(never_last):
                words.last[form] = " ".join(known)
                words.last_trust[form] = _LEARNT


def _admit(words: Words, part: str, base: str, trust: float) -> None:
    if part not in words.first:
        words.first[part] = base
        words.first_trust[part] = trust


def _count(words: Words) -> tuple[Mapping[str, float], Mapping[str, float]]:
    """How many dictionary words each first part opens and each base ends.

    A word that can be cut in several ways counts for each by how likely that cut is, which is
    found by going round a few times (expectation and maximisation).
    """
    ways = [found for word in words.compounds() if (found := list(_two_parts(word, words)))]
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


def _two_parts(word: str, words: Words) -> Iterator[tuple[str, str]]:
    for cut in range(3, len(word) - 1):
        first = word[:cut]
        if first in words.first:
            rests = [word[cut:]]
            if first[-1] == first[-2]:
                rests.append(first[-1] + word[cut:])  # fall|ucka
            for rest in rests:
                for base in words.last.get(rest, "").split():
                    yield first, base


def _pack(
    words: Words,
    lemmas: Mapping[str, str],
    opens: Mapping[str, float],
    ends: Mapping[str, float],
) -> Lexicon:
    import marisa_trie

    keys = {*words.bases, *words.flags, *words.first, *words.last, *lemmas, *lemmas.values()}
    trie = marisa_trie.Trie(sorted(keys))
    number = {key: trie[key] for key in keys}
    size = len(keys)
    first, last, whole, kind = (bytearray(size) for _ in range(4))
    base, lemma, second, link = (array("I", [NONE]) * size for _ in range(4))
    for part in words.first:
        worth = math.log(0.5 + opens.get(part, 0) + words.first_trust[part])
        first[number[part]] = pack_score(worth - _SHORT.get(len(part), 0))
        link[number[part]] = number.get(_linked(part, words), NONE)
    for part in words.last:
        trust = words.last_trust[part]
        worth = math.log(0.5 + trust + max(ends.get(b, 0) for b in words.last[part].split()))
        last[number[part]] = pack_score(worth - _SHORT.get(len(part), 0))
    for form, bases in words.bases.items():
        whole[number[form]] = max(_whole(b, words, opens, ends) for b in bases.split())
        if form not in words.flags:
            decides = next((b for b in bases.split() if b in words.flags), None)
            base[number[form]] = NONE if decides is None else number[decides]
    used = {
        word: ends.get(word, 0) + opens.get(word, 0) + opens.get(word + "s", 0)
        for word in words.common
    }
    for form in (*words.bases, *(key for key in lemmas if key not in words.bases)):
        found = lemmas_of(form, words, lemmas, used)
        lemma[number[form]] = number[found[0]]
        if len(found) > 1:
            second[number[form]] = number[found[1]]
        kind[number[form]] = kind_of(form, found[0], words)
    tables = (first, last, whole, base, lemma, second, link, kind)
    return Lexicon(trie, *[memoryview(table) for table in tables])


def _whole(base: str, words: Words, opens: Mapping[str, float], ends: Mapping[str, float]) -> int:
    """How readily `base` is itself a part of other words; what opens them with -s- counts less."""
    if base not in words.common and not (len(base) >= 10 and base[-2:] in ("en", "et", "an")):
        return _NAME  # Lindberg is not a hill; but Socialstyrelsen is a styrelse
    used = ends.get(base, 0) + opens.get(base, 0) + 0.3 * opens.get(base + "s", 0)
    bare = _OPENS_BARE if BEGINS in words.flags.get(base, ()) else 0.0
    return pack_score(math.log(0.5 + used) + bare)


def _linked(part: str, words: Words) -> str:
    """The word whose link `part` is: hälsa for hälso, arbete for arbets, skola for skol."""
    if part in _IRREGULAR_LINKS:
        return _IRREGULAR_LINKS[part]
    # Of samtal and samtala, both of which may give samtals-, the noun.
    bases = words.first[part].split()
    given = next((base for base in bases if is_noun(words.flags.get(base, frozenset()))), bases[0])
    if given == part and part in words.bases and part in words.common:
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


def lower_lemmas(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The pairs of form and lemma whose form is a word in lower case, lemmas in lower case."""
    return {
        form: lemma.lower()
        for form, lemma in pairs
        if form.isalpha() and form.islower() and len(form) > 1 and lemma.isalpha()
    }
