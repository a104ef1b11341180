"""`mediahub search`: what is shown, as text and as JSON, and queries with a minus sign."""

import json

import pytest

from mediahub.cli.search import part_options, results_lines
from mediahub.search import Hit, Results
from tests.cli.conftest import Mediahub, Place, golden
from tests.pipeline.test_documents import PDF

ITEM = "2020-06-03-tema-samtal"


@pytest.fixture
def made(themed: Place, mediahub: Mediahub) -> Place:
    """A workspace that has been run."""
    assert mediahub("-C", str(themed.root), "run").code == 0
    return themed


def test_hits_tell_title_moment_speaker_and_the_words(made: Place, mediahub: Mediahub):
    told = mediahub("-C", str(made.root), "search", "fattigdomen")
    assert (told.code, told.err) == (0, "")
    golden("search.txt", told.out)


def test_the_json_has_every_key_of_its_schema(made: Place, mediahub: Mediahub):
    told = mediahub("-C", str(made.root), "search", "hembesök", "--json")
    value = json.loads(told.out)
    (hit,) = value.pop("hits")
    assert value.pop("facets") == {
        "speaker": {"Anna": 1, "Erik": 1}, "theme": {"2020-06-03-tema": 1}, "series": {"podden": 1},
        "kind": {"podcast": 1}, "year": {"2020": 1}, "reviewed": {"no": 1},
    }  # fmt: skip
    assert value == {
        "schema": 1,
        "query": "hembesök",
        "total": 1,
        "relaxed": False,
        "suggestion": None,
    }
    assert hit.pop("score") > 0
    assert hit.pop("at_ms") in range(2000, 3000)
    assert hit == {
        "item": ITEM,
        "title": "Ett samtal",
        "kind": "podcast",
        "theme": "2020-06-03-tema",
        "series": "podden",
        "speaker": "Anna",
        "reviewed": "no",
        "start_ms": 500,
        "end_ms": 9500,
        "page": None,
        "text": "Välkomna till ett samtal om hembesök. Fattigdomen bland barn märks på "
        "utflyktsdagen. Tack för att ni har lyssnat.",
        "snippet": "Välkomna till ett samtal om <mark>hembesök</mark>. Fattigdomen bland barn "
        "märks på utflyktsdagen. Tack för att ni har lyssnat.",
        "doubtful": [],
        "matches": [{"wanted": "hembesök", "found": "hembesök", "manner": "word"}],
    }


def test_what_a_doubtful_words_mark_means_is_told_where_one_is_shown():
    hit = Hit(
        item="a", title="Samtal", kind="podcast", theme=None, series=None, date=None, page=None,
        speaker=None, at_ms=0, start_ms=0, end_ms=900, text="En duren.", snippet="En [duren.] (?)",
        score=1.0,
    )  # fmt: skip
    assert results_lines(Results("duren", (hit,), 1), 0) == [
        "1. Samtal · 0:00  (a)",
        "   En [duren.] (?)",
        "(?): the word before it is more likely wrong than right",
    ]


@pytest.mark.parametrize(
    ("arguments", "options", "query"),
    [
        (["hembesök", "-skola"], [], ["hembesök", "-skola"]),
        (["-hembesök", "barn"], [], ["-hembesök", "barn"]),
        (["barn", "--limit", "3", "-skola"], ["--limit", "3"], ["barn", "-skola"]),
        (["--limit=3", "barn"], ["--limit=3"], ["barn"]),
        (["--json", "barn"], ["--json"], ["barn"]),
        (["--", "--json", "-not"], [], ["--json", "-not"]),
        (["-h"], ["-h"], []),
        (["barn", "--limit"], ["--limit"], ["barn"]),
    ],
)
def test_options_and_query_are_told_apart(
    arguments: list[str], options: list[str], query: list[str]
):
    assert part_options(arguments, {"--limit"}) == (options, query)


def test_a_word_is_left_out_with_a_minus_sign(made: Place, mediahub: Mediahub):
    found = mediahub("-C", str(made.root), "search", "hembesök", "--json")
    assert json.loads(found.out)["total"] == 1
    none = mediahub("-C", str(made.root), "search", "hembesök", "-utflyktsdag", "--json")
    assert json.loads(none.out)["total"] == 0
    assert json.loads(none.out)["query"] == "hembesök -utflyktsdag"


def test_only_a_minus_is_explained(made: Place, mediahub: Mediahub):
    told = mediahub("-C", str(made.root), "search", "--", "-not")
    assert told.code == 2
    assert told.err == (
        "mediahub: A query cannot only say what is not wanted: add a word.\n  -not\n  ^\n"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["barn", "--theme", "2020-06-03-tem"], "did you mean '2020-06-03-tema'?"),
        (["barn", "--series", "film"], "there is no series 'film'; there is podden"),
        (["barn", "--kind", "bok"], "--kind bok: the kinds are film, podcast, article"),
        (["barn", "--from", "2020"], "--from 2020: write a day as YYYY-MM-DD"),
        ([" "], "say what to search for, as in `mediahub search hembesök`"),
        (["barn", "--limti", "3"], "no such option: --limti (Possible options: --limit)"),
    ],
)
def test_a_wrong_filter_is_told(
    made: Place, mediahub: Mediahub, arguments: list[str], message: str
):
    told = mediahub("-C", str(made.root), "search", *arguments)
    assert (told.code, told.out) == (2, "")
    assert message in told.err


def test_documents_are_landed_in_by_page_and_texts_by_part(themed: Place, mediahub: Mediahub):
    theme = themed.root / "media" / "2020-06-03-tema"
    (theme / "karta.pdf").write_bytes(PDF)
    (theme / "rapport.md").write_text("# Rapport\n\nInledning.\n\n## Väg\n\nBroarna.\n")
    assert mediahub("-C", str(themed.root), "run").code == 0
    page = mediahub("-C", str(themed.root), "search", "cykelbana").lines[0]
    part = mediahub("-C", str(themed.root), "search", "broarna").lines[0]
    assert page == "1. Karta · page 2  (2020-06-03-tema-karta)"
    assert part == "1. Rapport · part 2  (2020-06-03-tema-rapport)"


def test_a_search_is_saved_and_listed(made: Place, mediahub: Mediahub):
    at = ("-C", str(made.root), "search")
    assert mediahub(*at, "--saved").out == (
        "no search is saved; `mediahub search QUERY --save NAME` saves one\n"
    )
    told = mediahub(*at, "hembesök", "-skola", "--speaker", "Anna", "--save", "besok")
    assert (told.code, told.lines[0][:3]) == (0, "1. ")
    assert told.err == (
        "saved in mediahub.toml; the next run makes feeds/sok/besok/feed.xml of published items\n"
    )
    assert mediahub(*at, "--saved").out == "besok: hembesök -skola --speaker Anna\n"
    assert json.loads(mediahub(*at, "--saved", "--json").out) == {
        "schema": 1,
        "searches": [
            {"name": "besok", "query": "hembesök -skola", "speaker": "Anna", "theme": None,
             "series": None, "kind": None, "reviewed": None},
        ],
    }  # fmt: skip
    bad = mediahub(*at, "barn", "--from", "2020-01-01", "--save", "sen")
    assert (bad.code, "write från: and till: in the query instead" in bad.err) == (2, True)


@pytest.mark.parametrize("name", ["mediahub.toml", "media/2020-06-03-tema/theme.toml"])
def test_a_broken_toml_is_told_and_the_search_goes_on(made: Place, mediahub: Mediahub, name: str):
    at = ("-C", str(made.root), "search", "fattigdomen")
    whole = mediahub(*at)
    (made.root / name).write_text("title = ", encoding="utf-8")
    told = mediahub(*at, "--theme", "2020-06-03-tema")
    assert (told.code, told.out) == (0, whole.out)
    assert told.err.startswith(f"not read: {name}: ")
    assert len(told.err.splitlines()) == 1
    as_json = mediahub(*at, "--series", "podden", "--json")
    assert (as_json.code, json.loads(as_json.out)["total"]) == (0, 1)


def test_a_search_needs_no_mediahub_toml(made: Place, mediahub: Mediahub):
    (made.root / "mediahub.toml").unlink()
    told = mediahub("-C", str(made.root), "search", "hembesök", "--series", "podden")
    assert (told.code, told.lines[0][:3], told.err) == (0, "1. ", "")


def test_many_faults_are_counted(made: Place, mediahub: Mediahub):
    theme = made.root / "media" / "2020-06-03-tema" / "theme.toml"
    lines = [f"fel-{number} = 1\n" for number in range(5)]
    theme.write_text("".join(lines) + theme.read_text(encoding="utf-8"), encoding="utf-8")
    told = mediahub("-C", str(made.root), "search", "hembesök")
    assert (told.code, told.lines[0][:3]) == (0, "1. ")
    assert told.err.splitlines()[3:] == ["not read: 2 problems more; `mediahub plan` tells all"]


def test_saved_searches_that_cannot_be_read_are_not_called_none(made: Place, mediahub: Mediahub):
    (made.root / "mediahub.toml").write_text("title = ", encoding="utf-8")
    told = mediahub("-C", str(made.root), "search", "--saved")
    assert told.out == ""
    assert told.err.startswith("not read: mediahub.toml: ")


def test_nothing_to_search_yet(themed: Place, mediahub: Mediahub):
    told = mediahub("-C", str(themed.root), "search", "barn")
    assert told.code == 2
    assert "there is nothing to search in" in told.err


def test_a_search_may_be_saved_under_a_swedish_name(made: Place, mediahub: Mediahub):
    at = ("-C", str(made.root), "search")
    told = mediahub(*at, "hembesök", "--save", "Hembesök på väg")
    assert (told.code, told.err) == (
        0,
        "saved as hembesok-pa-vag in mediahub.toml; the next run makes "
        "feeds/sok/hembesok-pa-vag/feed.xml of published items\n",
    )
    assert mediahub(*at, "--saved").out == "hembesok-pa-vag: hembesök\n"
    refused = mediahub(*at, "hembesök", "--save", "!?")
    assert (refused.code, refused.err) == (
        2,
        "mediahub: --save !?: write a name of a–z, 0–9 and single hyphens; the feed's address is "
        "built on it\n",
    )
