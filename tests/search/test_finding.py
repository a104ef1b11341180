"""What a query finds, and where it lands."""

from collections.abc import Callable

import pytest

from mediahub.search import Filters, Markers, Passage, SearchIndex


def spoken(item: str, text: str, **more: object) -> Passage:
    """A passage whose words are a second apart, beginning at 10 s."""
    words = text.split()
    values: dict[str, object] = {
        "start_ms": 10_000,
        "end_ms": 10_000 + 1000 * len(words),
        "word_times": tuple(10_000 + 1000 * number for number in range(len(words))),
        **more,
    }
    return Passage(item=item, text=text, **values)  # type: ignore[arg-type]


TEXTS = {
    "film": "Vi gjorde hembesöken hos alla familjer i Östersund. Fattigdomen bland barn ökar nu.",
    "podd": "Barnfattigdom är ett problem, säger Margareta Winberg om e-post och Sven-Erik.",
    "artikel": "På bordet stod två glas och en karaff med vatten.",
    "annat": "Bilderna visades på museet i Norrköping under hösten.",
}


@pytest.fixture
def index(make_index: Callable[[], SearchIndex]) -> SearchIndex:
    index = make_index()
    with index.batch():
        for item, text in TEXTS.items():
            index.replace(item, [spoken(item, text)])
    return index


def found(index: SearchIndex, query: str, **more: object) -> list[str]:
    return [hit.item for hit in index.search(query, **more).hits]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("query", "items"),
    [
        ("hembesök", ["film"]),
        ("besök", ["film"]),
        ("HEMBESÖKET", ["film"]),
        ("barnfattigdom", ["podd", "film"]),
        ("fattiga barn", ["film", "podd"]),
        ("ostersund", ["film"]),
        ("hembesöoken", ["film"]),
        ("Margaretha Vinberg", ["podd"]),
        ("Sven-Eric", ["podd"]),
        ("epost", ["podd"]),
        ("e-post", ["podd"]),
        ('"bland barn"', ["film"]),
        ('"barn bland"', []),
        ("famil*", ["film"]),
        ("ostersu*", ["film"]),
        ("glas", ["artikel"]),
        ("problem OR glas", ["podd", "artikel"]),
        ("barn -problem", ["film"]),
        ("Hjällbo", []),
        ("och", ["artikel", "podd"]),
        ("bil", []),
    ],
)
def test_a_query_finds(index: SearchIndex, query: str, items: list[str]) -> None:
    assert sorted(found(index, query)) == sorted(items)


def test_what_only_looks_alike_does_not_come_first(make_index: Callable[[], SearchIndex]) -> None:
    index = make_index()
    with index.batch():
        index.replace("a", [spoken("a", "Glassåsen från Åre vann tävlingen.")])
        index.replace("b", [spoken("b", "På bordet stod två glas och en karaff.")])
        index.replace("c", [spoken("c", "Han köpte glass i kiosken vid stranden.")])
    assert found(index, "glas")[0] == "b"
    assert found(index, "glass")[0] == "c"


def test_a_word_that_the_recogniser_tore_apart_is_found(
    make_index: Callable[[], SearchIndex],
) -> None:
    index = make_index()
    index.replace("a", [spoken("a", "Barna vårds centralen följde social styrelsens råd.")])
    assert [found(index, query) for query in ("barnavårdscentral", "Socialstyrelsen")] == [
        ["a"]
    ] * 2
    index.replace("b", [spoken("b", "Det går att få till stånd.")])
    assert found(index, "tillstånd") == []
    (hit,) = index.search("barnavårdscentralen").hits
    assert hit.snippet.startswith("<mark>Barna vårds centralen</mark> följde")


def test_the_word_itself_comes_before_its_parts(index: SearchIndex) -> None:
    assert found(index, "barnfattigdom") == ["podd", "film"]


def test_a_hit_is_the_moment_the_speaker_and_the_smallest_part_that_matched(
    make_index: Callable[[], SearchIndex],
) -> None:
    index = make_index()
    text = "Hur går det? Jo, hembesöken fungerar."
    index.replace(
        "a",
        [spoken("a", text, title="Samtal", turns=((0, "Anna Lind"), (3, "Bo Ek")), theme="t")],
    )
    (hit,) = index.search("besök").hits
    assert (hit.at_ms, hit.speaker, hit.title, hit.theme) == (14_000, "Bo Ek", "Samtal", "t")
    assert hit.snippet == "Hur går det? Jo, hem<mark>besök</mark>en fungerar."
    assert hit.marks == ((20, 25),)
    (bold,) = index.search("besök", markers=Markers("[", "]")).hits
    assert bold.snippet == "Hur går det? Jo, hem[besök]en fungerar."


def test_doubtful_words_are_marked_in_the_snippet(make_index: Callable[[], SearchIndex]) -> None:
    index = make_index()
    index.replace("a", [spoken("a", "Hur går det? Jo, hembesöken fungerar.", doubtful=(1, 4))])
    (hit,) = index.search("besök").hits
    assert [hit.text[start:end] for start, end in hit.doubts] == ["går", "hembesöken"]
    assert hit.snippet == "Hur går det? Jo, hem<mark>besök</mark>en fungerar."
    (told,) = index.search("hembesöken", markers=Markers("[", "]", " (?)")).hits
    assert told.snippet == "Hur går (?) det? Jo, [hembesöken] (?) fungerar."


def test_several_words_land_where_they_stand_closest(make_index: Callable[[], SearchIndex]) -> None:
    index = make_index()
    index.replace("a", [spoken("a", "Barn är barn. Sen talade vi om annat än stöd till barn.")])
    (hit,) = index.search("stöd barn").hits
    assert hit.at_ms == 10_000 + 9 * 1000


def test_a_phrase_across_a_border_is_found_once(make_index: Callable[[], SearchIndex]) -> None:
    index = make_index()
    first = spoken("a", "ett två tre fyra", start_ms=0)
    second = spoken("a", "tre fyra fem sex", start_ms=2000, lead=2)
    index.replace("a", [first, second])
    assert [hit.start_ms for hit in index.search('"fyra fem"').hits] == [2000]
    for query in ("fyra", '"tre fyra"', "tre fyra"):
        results = index.search(query)
        assert (results.total, [hit.start_ms for hit in results.hits]) == (1, [0]), query


def test_words_that_never_stand_together_are_found_one_by_one(index: SearchIndex) -> None:
    results = index.search("problem glas")
    assert results.relaxed
    assert sorted(hit.item for hit in results.hits) == ["artikel", "podd"]


def test_a_misspelt_word_is_found_and_put_right(index: SearchIndex) -> None:
    results = index.search("barn famitjer")
    assert (results.suggestion, [hit.item for hit in results.hits]) == ("barn familjer", ["film"])
    assert results.hits[0].matches[-1].manner == "spelling"


def test_a_synonym_is_found_one_way_and_says_so(index: SearchIndex) -> None:
    synonyms = {"bostad": ["glas"], "sak": ["karaff med vatten"]}
    (hit,) = index.search("bostäder", synonyms=synonyms).hits
    assert (hit.item, hit.matches[0].manner, hit.matches[0].found) == ("artikel", "synonym", "glas")
    assert found(index, "sak", synonyms=synonyms) == ["artikel"]
    assert not any(
        match.manner == "synonym"
        for hit in index.search("glas", synonyms=synonyms).hits
        for match in hit.matches
    )


def test_a_term_of_several_words_finds_its_other_names(
    make_index: Callable[[], SearchIndex],
) -> None:
    index = make_index()
    synonyms = {"lagen om vård av unga": ["LVU"], "lvu": ["lagen om vård av unga"]}
    index.replace("a", [spoken("a", "Barnet togs om hand enligt LVU i våras.")])
    index.replace("b", [spoken("b", "Vård av unga enligt lagen gavs.")])
    index.replace("c", [spoken("c", "Lagen om vård av unga gäller.")])
    assert found(index, "lagen om vård av unga", synonyms=synonyms) == ["c", "a", "b"]
    assert found(index, "barnet lagen om vård av unga", synonyms=synonyms) == ["a"]
    assert found(index, "LVU", synonyms=synonyms) == ["a", "c"]


def test_a_word_without_diacritics_is_found_but_after_the_right_one(
    make_index: Callable[[], SearchIndex],
) -> None:
    index = make_index()
    index.replace("a", [spoken("a", "Min far sa det.")])
    index.replace("b", [spoken("b", "De får se.")])
    assert found(index, "får") == ["b"]
    assert found(index, "far")[0] == "a"


def test_filters_narrow_and_facets_count(make_index: Callable[[], SearchIndex]) -> None:
    from datetime import date

    index = make_index()
    with index.batch():
        for number, (kind, speaker) in enumerate(
            [("film", "Anna Lind"), ("podcast", "Bo Ek"), ("film", "Bo Ek")]
        ):
            index.replace(
                f"i{number}",
                [
                    spoken(
                        f"i{number}",
                        "Om stöd.",
                        kind=kind,
                        speakers=(speaker,),
                        series="serie",
                        date=date(2018 + number, 6, 3),
                    )
                ],
            )
    everything = index.search("stöd")
    assert everything.facets == {
        "speaker": {"Bo Ek": 2, "Anna Lind": 1},
        "theme": {},
        "series": {"serie": 3},
        "kind": {"film": 2, "podcast": 1},
        "year": {"2018": 1, "2019": 1, "2020": 1},
        "reviewed": {},
    }
    assert found(index, "stöd", filters=Filters(speaker="anna")) == ["i0"]
    assert found(index, "stöd typ:podd") == ["i1"]
    assert found(index, 'talare:"bo ek" stöd', sort="date") == ["i2", "i1"]
    assert found(index, "stöd", filters=Filters(date_from=date(2019, 1, 1), kind="film")) == ["i2"]
    assert found(index, "stöd år:2018") == ["i0"]
    assert found(index, "talare:bo", sort="date") == ["i2", "i1"]


def test_what_is_reviewed_narrows_and_is_counted(make_index: Callable[[], SearchIndex]) -> None:
    index = make_index()
    with index.batch():
        for reviewed in ("yes", "partly", "no", None):
            item = f"i-{reviewed}"
            index.replace(item, [spoken(item, "Om stöd.", reviewed=reviewed)])
    everything = index.search("stöd")
    assert everything.facets["reviewed"] == {"no": 1, "partly": 1, "yes": 1}
    assert {(hit.item, hit.reviewed) for hit in everything.hits} == {
        ("i-yes", "yes"),
        ("i-partly", "partly"),
        ("i-no", "no"),
        ("i-None", None),
    }
    assert found(index, "stöd", filters=Filters(reviewed="partly")) == ["i-partly"]
    assert found(index, "stöd granskad:ja") == ["i-yes"]
    assert found(index, "stöd granskat:nej", filters=Filters(reviewed="yes")) == ["i-no"]
    assert found(index, "stöd", filters=Filters(reviewed="kanske")) == []


def test_a_speaker_s_hits_are_what_that_speaker_says(
    make_index: Callable[[], SearchIndex],
) -> None:
    index = make_index()
    turns = ((0, "Anna Lind"), (4, "Bo Ek"), (9, "Anna Lind"))
    text = "Hur ser stödet ut? Det stödet finns inte här. Men hembesöken?"
    index.replace("a", [spoken("a", text, turns=turns, speakers=("Anna Lind", "Bo Ek"))])
    for speaker, query, at_ms in [
        ("Anna", "stöd", 12_000),
        ("Bo", "stöd", 15_000),
        ("Anna", "hembesök", 20_000),
        ("Bo", "", 14_000),
    ]:
        (hit,) = index.search(f"{query} talare:{speaker}").hits
        assert (hit.at_ms, (hit.speaker or "").split()[0]) == (at_ms, speaker)
    assert found(index, "hembesök talare:Bo") == []


def test_pages_follow_each_other_without_gap_or_double(
    make_index: Callable[[], SearchIndex],
) -> None:
    index = make_index()
    with index.batch():
        for number in range(25):
            index.replace(f"i{number:02}", [spoken(f"i{number:02}", "Samma ord.")])
    pages = [found(index, "ord", limit=10, offset=offset) for offset in (0, 10, 20, 30)]
    assert [item for page in pages for item in page] == [f"i{number:02}" for number in range(25)]
    assert index.search("ord", limit=0).total == 25


def test_hits_are_grouped_by_item_best_first(make_index: Callable[[], SearchIndex]) -> None:
    index = make_index()
    index.replace(
        "a",
        [spoken("a", "Besöket kom."), spoken("a", "Något annat."), spoken("a", "Besök på besök.")],
    )
    index.replace("b", [spoken("b", "Hembesöken finns.")])
    groups = index.search("besök", limit=3).groups
    assert [(group.item, group.total, len(group.hits)) for group in groups] == [
        ("a", 2, 2),
        ("b", 1, 1),
    ]


def test_a_title_helps_to_find(make_index: Callable[[], SearchIndex]) -> None:
    index = make_index()
    index.replace("a", [spoken("a", "Det ökar.", title="Om barnfattigdom i Malmö")])
    index.replace("b", [spoken("b", "Det ökar.", title="Om annat")])
    assert found(index, "ökar malmö") == ["a"]
    assert found(index, "barnfattigdom") == ["a"]
