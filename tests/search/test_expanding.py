"""What a query is expanded to: values that need no engine to be made, kept or compared."""

import pickle
import subprocess
import sys
from dataclasses import dataclass, field, replace
from datetime import date

import pytest

from mediahub.language import fold
from mediahub.search import Filters, analysis
from mediahub.search.expanded import (
    Alternative,
    Clause,
    ExpandedQuery,
    Expansion,
    Label,
    Lookup,
    Narrowing,
    Nearness,
    Phrase,
    Tier,
    Words,
)
from mediahub.search.expanding import expand, narrowed, taken_apart, with_names
from mediahub.search.query import Term, parse

APART = ((0, 0.72), (3, 0.62), (8, 0.5))


@dataclass
class Known:
    """A vocabulary of a few words, each with how often it stands there."""

    counts: dict[str, int]
    near: list[tuple[str, int, int]] = field(default_factory=list)
    names: dict[Label, list[str]] = field(default_factory=dict)

    def count(self, lookup: Lookup) -> int:
        return sum(self.counts[word] for word in self.words(lookup))

    def words(self, lookup: Lookup) -> list[str]:
        return sorted(word for word in self.counts if lookup.key in self._keys(word, lookup))

    def _keys(self, word: str, lookup: Lookup) -> tuple[str, ...]:
        own, start = analysis.forms(word), len(lookup.key)
        return {
            "word": (word,), "stem": own.stems, "head": own.heads, "part": own.parts,
            "folded": own.folded, "sound": (own.sound,), "verb": own.verbs,
            "beginning": (word[:start],), "folded_beginning": (fold(word)[:start],),
        }[lookup.field]  # fmt: skip

    def similar(self, folded: str, distance: int) -> list[tuple[str, int, int]]:  # noqa: ARG002
        return [one for one in self.near if one[1] <= distance]

    def labels(self, label: Label) -> list[str]:
        return self.names.get(label, [])


def word(word: str, manner: str = "word", variant: str = "", weight: float = 1.0) -> Alternative:
    """The alternative that is one word."""
    pattern = Words((Lookup("word", word),))
    return Alternative(manner, variant or word, weight, pattern)  # type: ignore[arg-type]


def stem(stem: str, variant: str, weight: float = 0.97, manner: str = "inflection") -> Alternative:
    """The alternative that is all words with a stem."""
    return Alternative(manner, variant, weight, Words((Lookup("stem", stem),)))  # type: ignore[arg-type]


def test_a_word_is_itself_its_inflections_its_compounds_and_its_parts_nearby() -> None:
    known = Known({"hembesök": 2, "besöken": 5, "hem": 9})
    assert expand(parse("hembesöket"), known) == ExpandedQuery(
        clauses=(
            Clause(
                (
                    Expansion(
                        (
                            Tier(
                                (
                                    stem("hembesök", "hembesöket"),
                                    Alternative(
                                        "compound",
                                        "hembesöket",
                                        1.0,
                                        Nearness(
                                            (
                                                (Lookup("stem", "hem"), Lookup("part", "hem")),
                                                (Lookup("stem", "besök"), Lookup("head", "besök")),
                                            ),
                                            APART,
                                        ),
                                    ),
                                    Alternative(
                                        "compound",
                                        "hembesöket",
                                        0.85,
                                        Phrase(
                                            (
                                                (Lookup("word", "hem"),),
                                                (Lookup("stem", "besök"),),
                                            )
                                        ),
                                    ),
                                )
                            ),
                        )
                    ),
                ),
                titles=("hembesök", "hembesoket"),
                typed=(0, 10),
            ),
        )
    )


def tiers(query: str, known: Known, **more: object) -> tuple[Tier, ...]:
    """The tiers of the query's only term."""
    ((expansion,),) = (clause.terms for clause in expand(parse(query), known, **more).clauses)  # type: ignore[arg-type]
    return expansion.tiers


def test_other_spellings_are_tried_where_the_word_stands_nowhere() -> None:
    assert tiers("stod", Known({"stöd": 3})) == (
        Tier((word("stöd", "folded", "stöd", 0.85), stem("stöd", "stöd", 0.97 * 0.85, "folded"))),
    )
    assert tiers("famitj", Known({"familj": 3}, near=[("familj", 1, 3)])) == (
        Tier(
            (
                word("familj", "spelling", "familj", 0.6),
                stem("familj", "familj", 0.97 * 0.6, "spelling"),
            ),
            correction="familj",
        ),
    )
    assert tiers("hjällbo", Known({"skola": 3})) == ()


def test_a_word_that_stands_there_is_not_corrected_unless_all_else_finds_nothing() -> None:
    known = Known({"skola": 3, "skala": 200}, near=[("skala", 1, 200)])
    typed = (word("skola"), stem("skola", "skola"))
    assert tiers("skola", known) == (Tier(typed),)
    assert tiers("skola", known, reading="generous") == (
        Tier(
            (
                *typed,
                word("skala", "spelling", "skala", 0.6),
                stem("skala", "skala", 0.97 * 0.6, "spelling"),
            )
        ),
    )


def test_without_diacritics_a_far_commoner_word_is_meant_too() -> None:
    assert tiers("far", Known({"far": 1, "får": 9})) == (Tier((word("far"), stem("fara", "far"))),)
    (tier,) = tiers("far", Known({"far": 1, "får": 90}))
    assert [one.variant for one in tier.alternatives] == ["far", "far", "får", "får"]
    assert [one.weight for one in tier.alternatives] == [1.0, 0.97, 0.3, 0.97 * 0.3]


@pytest.mark.parametrize(
    ("query", "patterns"),
    [
        ('"barn"', [Words((Lookup("word", "barn"),))]),
        ('"barn far"', [Phrase(((Lookup("word", "barn"),), (Lookup("word", "får"),)))]),
        ('"barn hund"', []),
        (
            "bar*",
            [
                Words((Lookup("beginning", "bar", 1000),)),
                Words((Lookup("folded_beginning", "bar", 1000),)),
            ],
        ),
        ("fär*", []),
    ],
)
def test_phrases_and_beginnings(query: str, patterns: list[object]) -> None:
    found = [
        one for tier in tiers(query, Known({"barn": 1, "får": 1})) for one in tier.alternatives
    ]
    assert [one.pattern for one in found] == patterns


def test_a_synonym_stands_beside_what_is_typed() -> None:
    known = Known({"bostad": 1, "glas": 1, "karaff": 1, "vatten": 1})
    synonyms = {"bostad": ["glas", "karaff vatten", "vin"]}
    ((expansion,),) = (c.terms for c in expand(parse("bostäder"), known, synonyms=synonyms).clauses)
    assert expansion.besides == (
        word("glas", "synonym", "glas", 0.8),
        stem("glas", "glas", 0.97 * 0.8, "synonym"),
        Alternative(
            "synonym",
            "karaff vatten",
            0.8,
            Phrase(
                (
                    (Lookup("word", "karaff"), Lookup("stem", "karaff")),
                    (Lookup("word", "vatten"), Lookup("stem", "vatten")),
                )
            ),
        ),
    )


def test_a_term_of_the_glossary_is_one_clause_inflected_or_gathered() -> None:
    synonyms = {"vård av unga": ["lvu"]}
    query = with_names(parse("barn vård av unga"), synonyms)
    assert query.clauses[1] == (Term(("vård", "av", "unga"), "named", 5, 17),)
    assert with_names(parse("vård unga"), synonyms) == parse("vård unga")


def test_words_with_hyphens_that_stand_nowhere_so_are_taken_apart() -> None:
    query = parse("sven-eric och e-post")
    assert taken_apart(query, [0]).clauses == (
        (Term(("sven",)),), (Term(("eric",)),), (Term(("e", "post"), "joined", 14, 20),),
    )  # fmt: skip
    assert taken_apart(query, []) is query
    assert taken_apart(parse("hund katt"), [0, 1]) == parse("hund katt")


def test_filters_are_given_the_names_of_the_index() -> None:
    known = Known(
        {},
        names={
            "speaker": ["Anna Lind", "Bo Ek", "Joanna"], "theme": ["tidiga-insatser"],
            "series": ["podden"], "kind": ["film"], "reviewed": ["no", "yes"],
        },
    )  # fmt: skip
    filters = Filters("ANNA", "insatser", "pod", "film", date(2020, 6, 3), None, "yes")
    assert narrowed(filters, known) == Narrowing(
        ("Anna Lind",),
        ("tidiga-insatser",),
        (),
        ("film",),
        date(2020, 6, 3).toordinal(),
        None,
        ("yes",),
    )
    assert expand(parse("talare:bo"), known) == ExpandedQuery(narrowing=Narrowing(("Bo Ek",)))


def test_two_narrowings_are_one() -> None:
    one = Narrowing(speakers=("A", "B"), first_day=5, last_day=9)
    other = Narrowing(speakers=("B", "C"), kinds=("film",), first_day=7)
    assert one & other == Narrowing(("B",), kinds=("film",), first_day=7, last_day=9)
    assert one & Narrowing() == Narrowing() & one == one


def test_an_expanded_query_pickles_compares_and_is_a_key() -> None:
    known = Known({"hembesök": 2, "besöken": 5, "hem": 9}, names={"speaker": ["Anna"]})
    query = expand(parse("hembesöket talare:anna -besöken"), known)
    again = pickle.loads(pickle.dumps(query))  # noqa: S301  (our own)
    assert (again, {query: 1}[again]) == (query, 1)
    assert replace(again, any_of_them=True) != query


def test_expanding_needs_no_engine() -> None:
    code = (
        "import sys, mediahub.search.expanding as e, mediahub.search.searching\n"
        "print([name for name in sys.modules if name.split('.')[0] in ('whoosh', 'numpy')"
        " or name.startswith('mediahub.search.engines')])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout == "[]\n"
