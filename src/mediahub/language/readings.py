"""How a word form may be read: of which words it is an inflection, and what kind of word it is."""

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, field
from functools import cache

from mediahub.language.lexicon_table import ADJECTIVE, NOUN, VERB

VERB_FLAGS = frozenset("jmNKL")
"""The flags of `sv_SE.aff` that only verbs carry."""
_NOUN_FLAGS, _ADJECTIVE_FLAGS = frozenset("ABCDEFGHIJ"), frozenset("OkQ")
_NONE: frozenset[str] = frozenset()


@dataclass
class Words:
    """What the dictionary says of its words, all in lower case; `first` are parts of compounds with
    the words they are of, joined by blanks.
    """

    derived: set[str] = field(default_factory=set)
    flags: dict[str, frozenset[str]] = field(default_factory=dict)
    common: set[str] = field(default_factory=set)
    unreviewed: set[str] = field(default_factory=set)
    first: dict[str, str] = field(default_factory=dict)
    first_trust: dict[str, float] = field(default_factory=dict)
    never_last: frozenset[str] = frozenset()

    def compounds(self) -> list[str]:
        """The common words long enough to be compounds whose flags a person gave, in order."""
        return sorted(word for word in self.common if len(word) >= 6 and word in self.flags)

    def may_end(self, form: str, bases: str) -> str:
        """The bases as which `form` may end compounds though nothing says so; empty if not.

        Every long form of a common word may.
        """
        if len(form) < 6 or form in self.never_last:
            return ""
        found = [base for base in bases.split() if base in self.flags and base in self.common]
        return " ".join(found) if self.never_last.isdisjoint(found) else ""


@cache
def _kind(flags: frozenset[str], on_an: bool) -> int:
    """The kinds that `flags` show of a form that ends on -an or -ans (`on_an`) or not."""
    if flags & _ADJECTIVE_FLAGS:
        return ADJECTIVE
    if flags & VERB_FLAGS:
        # hälsa and påverka are verbs, hälsan and påverkan nouns
        both = {"B", "E"} <= flags or {"E", "G"} <= flags
        return (NOUN if "E" in flags and on_an else VERB) | (NOUN if both else 0)
    return NOUN if flags & _NOUN_FLAGS else 0


def kind_of(form: str, bases: Sequence[str], lemma: str, words: Words) -> int:
    """The kinds that the flags of the `bases` of `form` show; what a tool added is a noun."""
    on_an = form.endswith(("an", "ans"))
    if form in words.flags:
        found = _kind(words.flags[form], on_an)
    else:
        found = 0
        for base in (*bases, lemma):
            if base in words.flags:
                found |= _kind(words.flags[base], on_an)
    if not found and lemma != form and lemma.endswith("a"):
        return VERB
    return found or (NOUN if form in words.unreviewed else 0)


def lemmas_of(
    form: str,
    bases: Sequence[str],
    words: Words,
    lemmas: Callable[[str], str | None],
    counted: Container[str],
) -> list[str]:
    """At most two words that `form` may be an inflection of, the likelier first.

    What has inflections of its own, as the participle utsatt, is a word of its own. `bases` are
    the words that the dictionary derives `form` from, `lemmas` tells another authority's lemma,
    `counted` are the words that two dictionary words or more are made with: other nouns are scraps.
    """
    given = lemmas(form)
    flags = words.flags.get(form)
    if flags is None and not bases:
        return [given or form]
    if flags is not None and form not in words.common:
        return [form[:-1] if form[-1] == "s" and form[:-1] in words.flags else form]
    if flags and "O" in flags:
        return [form]
    derived = form in words.derived
    nouns = [
        base
        for base in ([form] if flags and is_noun(flags) else bases)
        if not derived
        and base in counted
        and is_noun(words.flags.get(base, _NONE))
        and not (base.endswith("um") and len(base) < 5)  # tas is not of tum
    ]
    if form in nouns and given == form + "a" and form[-1] != "r":
        given = None  # film is hardly an order to film, whereas rör is also röra's present
    if len(nouns) > 1:
        nouns = [noun for noun in nouns if noun[-1] != "a" or noun[:-1] not in nouns]
    others = [] if flags or nouns or derived else bases
    for base in others:
        if "O" in words.flags.get(base, _NONE) and given == lemmas(base) and given != form:
            given = base
    found = [given] if given else []
    if nouns and given and given not in nouns and _noun_first(form, given, nouns, words):
        found = [*nouns[:1], given]
    found += [*nouns, *(lemmas(base) or base for base in others if base in words.flags)]
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


@cache
def is_noun(flags: frozenset[str]) -> bool:
    """Whether the flags are those of a noun alone."""
    return bool(flags & _NOUN_FLAGS) and not flags & (VERB_FLAGS | {"O"})
