"""How a word form may be read: of which words it is an inflection, and what kind of word it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mediahub.language.lexicon import ADJECTIVE, NOUN, VERB

VERB_FLAGS = frozenset("jmNKL")
"""The flags of `sv_SE.aff` that only verbs carry."""


@dataclass
class Words:
    """What the dictionary says; all in lower case, a form's bases joined by blanks."""

    bases: dict[str, str] = field(default_factory=dict)
    derived: set[str] = field(default_factory=set)
    flags: dict[str, frozenset[str]] = field(default_factory=dict)
    common: set[str] = field(default_factory=set)
    unreviewed: set[str] = field(default_factory=set)
    first: dict[str, str] = field(default_factory=dict)
    last: dict[str, str] = field(default_factory=dict)
    first_trust: dict[str, float] = field(default_factory=dict)
    last_trust: dict[str, float] = field(default_factory=dict)

    def compounds(self) -> list[str]:
        """The common words long enough to be compounds whose flags a person gave, in order."""
        return sorted(word for word in self.common if len(word) >= 6 and word in self.flags)


def kind_of(form: str, lemma: str, words: Words) -> int:
    """The kinds that the flags of the bases of `form` show; what a tool added is a noun."""
    bases = [form] if form in words.flags else [*words.bases.get(form, "").split(), lemma]
    found = 0
    for base in bases:
        flags = words.flags.get(base, frozenset())
        if flags & frozenset("OkQ"):
            found |= ADJECTIVE
        elif flags & VERB_FLAGS:
            # hälsa and påverka are verbs, hälsan and påverkan nouns
            found |= NOUN if "E" in flags and form.endswith(("an", "ans")) else VERB
            found |= NOUN if {"B", "E"} <= flags or {"E", "G"} <= flags else 0
        elif flags & frozenset("ABCDEFGHIJ"):
            found |= NOUN
    if not found and lemma != form and lemma.endswith("a"):
        return VERB
    return found or (NOUN if form in words.unreviewed else 0)


def lemmas_of(
    form: str, words: Words, lemmas: Mapping[str, str], used: Mapping[str, float]
) -> list[str]:
    """At most two words that `form` may be an inflection of, the likelier first.

    What has inflections of its own, as the participle utsatt, is a word of its own. `used` is how
    many dictionary words a word is a part of: nouns that are a part of none are scraps.
    """
    flags = words.flags.get(form, frozenset())
    if form in words.flags and form not in words.common:
        return [form[:-1] if form[-1] == "s" and form[:-1] in words.flags else form]
    if "O" in flags:
        return [form]
    given = lemmas.get(form)
    bases = words.bases.get(form, "").split()
    nouns = [
        base
        for base in ([form] if is_noun(flags) else bases)
        if form not in words.derived
        and is_noun(words.flags.get(base, frozenset()))
        and used.get(base, 0) >= 2
        and not (base.endswith("um") and len(base) < 5)  # tas is not of tum
    ]
    if form in nouns and given == form + "a" and form[-1] != "r":
        given = None  # film is hardly an order to film, whereas rör is also röra's present
    nouns = [noun for noun in nouns if noun[-1] != "a" or noun[:-1] not in nouns]
    others = [] if flags or nouns or form in words.derived else bases
    for base in others:
        if "O" in words.flags.get(base, ()) and given == lemmas.get(base) and given != form:
            given = base
    found = [given] if given else []
    if nouns and given and given not in nouns and _noun_first(form, given, nouns, words):
        found = [*nouns[:1], given]
    found += [*nouns, *(lemmas.get(base, base) for base in others if base in words.flags)]
    return list(dict.fromkeys(found))[:2] or [form]


def _noun_first(form: str, given: str, nouns: list[str], words: Words) -> bool:
    """Whether `form` is rather of one of `nouns` than of `given`, a verb or an adjective."""
    if form.removesuffix("s") != form and form[:-1] in nouns:
        return False  # hålls is rather of hålla than of håll
    if "O" in words.flags.get(given, ()):
        return form not in (given + "a", given + "t")  # unga is of ung, beslutet of beslut
    if is_noun(words.flags.get(given, frozenset())):
        return False
    return given.endswith("en") or len(nouns[0]) >= len(given) - 1


def is_noun(flags: frozenset[str]) -> bool:
    return bool(flags & frozenset("ABCDEFGHIJ")) and not flags & (VERB_FLAGS | {"O"})
