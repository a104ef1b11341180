"""What a query means, and where it goes wrong."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediahub.search import Filters, Passage, QueryError, SearchIndex
from mediahub.search.query import Term, parse


def meant(query: str) -> list[list[tuple[str, tuple[str, ...]]]]:
    return [[(term.kind, term.words) for term in clause] for clause in parse(query).clauses]


@pytest.mark.parametrize(
    ("query", "clauses"),
    [
        ("", []),
        ("Tidiga insatser", [[("word", ("tidiga",))], [("word", ("insatser",))]]),
        ('"Tidiga  insatser" nu', [[("phrase", ("tidiga", "insatser"))], [("word", ("nu",))]]),
        ('"barn"', [[("exact", ("barn",))]]),
        ("“barn”", [[("exact", ("barn",))]]),
        ('""', []),
        ("före*", [[("prefix", ("före",))]]),
        ("e-post", [[("joined", ("e", "post"))]]),
        ("barn OR unga OR e skola",
         [[("word", ("barn",)), ("word", ("unga",)), ("word", ("e",))], [("word", ("skola",))]]),
        ("OR barn", [[("word", ("barn",))]]),
        ("barn OR", [[("word", ("barn",))]]),
        ("barn or unga", [[("word", ("barn",))], [("word", ("or",))], [("word", ("unga",))]]),
        ("(barn) [unga]?!", [[("word", ("barn",))], [("word", ("unga",))]]),
        ("SVT:s", [[("word", ("svt:s",))]]),
        ("kl:10", [[("joined", ("kl", "10"))]]),
        ("a\u0308ldre", [[("word", ("äldre",))]]),
        ("föräldra\u00adstöd", [[("word", ("föräldrastöd",))]]),
        ("- * : \" \"", []),
    ],
)  # fmt: skip
def test_a_query_means(query: str, clauses: list[object]) -> None:
    assert meant(query) == clauses


def test_what_is_not_wanted_is_kept_apart() -> None:
    query = parse('barn -skola -"tidiga insatser"')
    assert query.clauses == ((Term(("barn",), "word", 0, 4),),)
    assert [term.words for term in query.excluded] == [("skola",), ("tidiga", "insatser")]


@pytest.mark.parametrize(
    ("query", "filters"),
    [
        ("talare:Anna", Filters(speaker="Anna")),
        ('talare:"Anna Lind"', Filters(speaker="Anna Lind")),
        ("TEMA:barn serie:podden", Filters(theme="barn", series="podden")),
        ("typ:podd", Filters(kind="podcast")),
        ("typ:fråga", Filters(kind="question")),
        ("granskad:ja", Filters(reviewed="yes")),
        ("Granskat:delvis", Filters(reviewed="partly")),
        ("år:2020", Filters(date_from=date(2020, 1, 1), date_to=date(2020, 12, 31))),
        ("ar:2020-02", Filters(date_from=date(2020, 2, 1), date_to=date(2020, 2, 29))),
        (
            "från:2020-06-03 till:2021",
            Filters(date_from=date(2020, 6, 3), date_to=date(2021, 12, 31)),
        ),
    ],
)
def test_fields_narrow(query: str, filters: Filters) -> None:
    assert parse(query).filters == filters


@pytest.mark.parametrize(
    ("query", "says", "at"),
    [
        ('barn "tidiga insatser', "no partner", 5),
        ("fö*", "needs 3 letters", 0),
        ("barn talare:", "Nothing stands after", 5),
        ("typ:bok", "the kinds are", 0),
        ("år:i fjol", "not a date", 3),
        ("från:2020-13", "not a date", 5),
        ("år:99999", "not a date", 3),
        ("-barn", "only say what is not wanted", 0),
        ("-talare:Anna barn", "cannot be left out", 0),
        (" ".join(["ord"] * 40), "more than 32 words", 0),
        ("x" * 2000, "longer than 1000", 59),
    ],
)
def test_an_error_points_at_the_place(query: str, says: str, at: int) -> None:
    with pytest.raises(QueryError, match=says) as raised:
        parse(query)
    assert raised.value.position == at
    assert str(raised.value).splitlines()[-1] == " " * (at + 2) + "^"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    folder: Path = tmp_path_factory.mktemp("index")
    index = SearchIndex.open(folder)
    texts = ["Hembesöken hos barnfamiljer", "e-post till Sven-Erik", "å ä ö 12:30 SVT:s 3,5", "x"]
    with index.batch():
        for number, text in enumerate(texts):
            passages = [Passage(f"i{number}", 0, 1, text, title=text, speakers=("Anna Lind",))]
            index.replace(f"i{number}", passages)
    return index


_PIECES = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ['"', "-", "OR", "*", ":", "talare:", "år:", "typ:", "till:", "(", "hem*", "e-post", "å",
         "a\u0308", "\u00ad", "\u200b", "barnfamilj", "hembsök", "İ", "ß", "\x00", "\ud800", "🙂",
         "svenerik", "x" * 300, "-" * 50, "2020-02-30", "i", "och"]
    ),
)  # fmt: skip


@settings(max_examples=300)
@given(
    st.lists(_PIECES, max_size=8),
    st.sampled_from(["", " "]),
    st.sampled_from(["relevance", "date"]),
)
def test_whatever_is_typed_gets_an_answer_or_a_sentence(
    index: SearchIndex, pieces: list[str], between: str, sort: str
) -> None:
    query = between.join(pieces)
    try:
        results = index.search(query, limit=5, synonyms={"å": ["x", "e post"]}, sort=sort)  # type: ignore[arg-type]
    except QueryError as error:
        assert 0 <= error.position <= len(error.query)
        return
    assert len(results.hits) == min(5, results.total)
    for hit in results.hits:
        for start, end in hit.marks:
            assert 0 <= start < end <= len(hit.text)
