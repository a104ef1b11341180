"""English among Swedish words is found by its own stems, and Swedish as before."""

import pytest

from mediahub.search import Passage, SearchIndex
from mediahub.search.cutting import PassageSource, passages
from mediahub.transcript import Segment, Span, Speaker, Stretch, Transcript, Word

MIXED = "Hon berättar om skolorna: we decided that the families needed meetings och vi lyssnade."


def passage(text: str, *languages: tuple[int, str]) -> Passage:
    times = tuple(1000 * at for at in range(len(text.split())))
    return Passage("film", 0, 60_000, text, word_times=times, languages=languages)


@pytest.fixture
def index(make_index) -> SearchIndex:
    found: SearchIndex = make_index()
    with found.batch():
        found.replace("film", [passage(MIXED, (0, "sv"), (4, "en"), (11, "sv"))], fingerprint="1")
    return found


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("meeting", "meetings"),
        ("family", "families"),
        ("deciding", "decided"),
        ('"family needed"', None),
        ("needs", "needed"),
        ("skola", "skolorna"),
        ("lyssna", "lyssnade"),
    ],
)
def test_a_word_is_found_in_the_forms_of_the_language_it_stands_in(index, query, marked):
    hits = index.search(query).hits
    if marked is None:
        assert hits == ()
        return
    (hit,) = hits
    shown = {hit.text[start:end] for start, end in hit.marks}
    assert any(marked.startswith(one) for one in shown)
    words = MIXED.split()
    assert hit.at_ms == 1000 * words.index(next(one for one in words if one.startswith(marked)))


def test_swedish_text_is_not_looked_through_by_english_stems(make_index):
    index = make_index()
    with index.batch():
        index.replace("film", [passage("de är decided och meetings")], fingerprint="1")
    assert index.search("deciding").hits == ()


def test_a_passage_says_where_its_languages_begin():
    said = ["vi", "sa", "we", "are", "och", "sen"]
    words = [Word(text, Span(at * 500, at * 500 + 400)) for at, text in enumerate(said)]
    transcript = Transcript(
        "sv",
        4000,
        tuple(Segment("S1", tuple(words[a:b])) for a, b in ((0, 2), (2, 4), (4, 6))),
        (Speaker("S1", "Talare"),),
        stretches=(Stretch(Span(1000, 2000), "en-GB"),),
    )
    (found,) = passages(transcript, PassageSource("film"))
    assert found.languages == ((0, "sv"), (2, "en"), (4, "sv"))
