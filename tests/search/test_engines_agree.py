"""An expanded query means the same to an engine over postings and to one that has none."""

import random
from collections.abc import Callable
from datetime import date

import pytest

from mediahub.search import Filters, Passage, Results, SearchIndex

TEXT = (
    "barn barnen barnens familj familjer barnfattigdom fattigdom hembesök besök besöken skola"
    " skolan förskola förskolan stöd stod får far lärare social styrelsen socialstyrelsen och i"
    " att vård unga e-post Margareta Winberg Sven-Erik anmälan orosanmälan oro"
)
QUERIES = [
    "barn", "barnfattigdom", "hembesök", '"barn familj"', "barn skola", "barn stöd lärare",
    "famil*", "skol* barn", "stod", "far", "Margaretha", "vinberg", "socialstyrelsen",
    "barnn skola", "barn -skola", "barn OR oro", "e-post", "epost", "sven-erik", "sven-eric", "och",
    "orosanmälan", "vård av unga", "talare:anna barn", "talare:bo", "talare:bo hembesök skola",
    "typ:podd besök", "år:2020 barn",
    "till:2019-06 barn", "granskad:delvis barn", "granskad:ja talare:bo",
    "tema:t1 familj", "titel", "barn titel", "hemtjänst barn oro",
    "socialstyrelsens", "familjjer", "-barn talare:anna",
]  # fmt: skip
SYNONYMS = {"unga": ["barn", "förskola"], "vård av unga": ["oro"], "sak": ["barn skola"]}


def passages(seed: int) -> dict[str, list[Passage]]:
    """Fifty passages of some fifteen words each, in twenty items."""
    rng = random.Random(seed)  # noqa: S311
    found: dict[str, list[Passage]] = {}
    for number in range(50):
        item = f"i{rng.randrange(20):02}"
        words = rng.choices(TEXT.split(), k=rng.randrange(1, 30))
        speakers = [rng.choice(["Anna Lind", "Bo Ek"]) for _ in range(2)]
        middle = len(words) // 2
        own = found.setdefault(item, [])
        own.append(
            Passage(
                item, number * 1000, number * 1000 + 999, " ".join(words), tuple(speakers),
                turns=((0, speakers[0]), (middle, speakers[1])) if middle else (),
                title=rng.choice(["Titel om barn", "Annat"]),
                kind=rng.choice(["film", "podcast"]), theme=rng.choice([None, "t1", "t2"]),
                date=rng.choice([None, date(2019, 5, 1), date(2020, 6, 3)]),
                confidence=rng.choice([1.0, 0.5]), described=rng.random() < 0.1,
                reviewed=rng.choice(["yes", "partly", "no", None]),
                lead=min(rng.choice([0, 2]), len(words) - 1) if own else 0,
            )
        )  # fmt: skip
    return found


@pytest.mark.parametrize("seed", range(3))
def test_two_engines_give_the_same_hits(
    open_index: Callable[[], SearchIndex], memory_engine: Callable[[], SearchIndex], seed: int
) -> None:
    kept, memory = open_index(), memory_engine()
    for index in (kept, memory):
        with index.batch():
            for item, own in passages(seed).items():
                index.replace(item, own)
    hits = 0
    for query in QUERIES:
        for more in ({}, {"sort": "date"}, {"filters": Filters(speaker="bo")}, {"offset": 3}):
            one, other = (
                index.search(query, limit=60, synonyms=SYNONYMS, **more)  # type: ignore[arg-type]
                for index in (kept, memory)
            )
            assert told(one) == told(other), (query, more)
            assert [hit.score for hit in one.hits] == pytest.approx(
                [hit.score for hit in other.hits], abs=2e-4
            )
            hits += len(one.hits)
    assert hits > 1000


def told(results: Results) -> object:
    """All of the results; hits whose scores differ by a rounding in the same order in both."""
    hits = sorted(
        (hit.item, hit.start_ms, hit.at_ms, hit.speaker, hit.marks, hit.matches, hit.snippet)
        for hit in results.hits
    )
    groups = sorted((group.item, group.total) for group in results.groups)
    return hits, groups, results.total, results.facets, results.relaxed, results.suggestion
