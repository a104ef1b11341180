"""Where two recognitions of the same sound part."""

from hypothesis import given
from hypothesis import strategies as st

from mediahub.pipeline.differing import Difference, differences
from mediahub.transcript import Span, Word


def words(text: str) -> tuple[Word, ...]:
    """A word each half second, with its place in the probability's second decimal."""
    return tuple(
        Word(one, Span(500 * at, 500 * at + 400), 0.5 + at / 100)
        for at, one in enumerate(text.split())
    )


def told(before: str, after: str) -> list[tuple[str, str]]:
    return [
        (" ".join(w.text for w in one.before), " ".join(w.text for w in one.after))
        for one in differences(words(before), words(after))
    ]


def test_a_difference_has_its_words_its_time_and_what_stands_around():
    before, after = (
        words("Vi gör hemma besök i alla familjer."),
        words("Vi gör hembesök i alla familjer."),
    )
    assert differences(before, after) == (
        Difference(1000, before[2:4], after[2:3], ("Vi", "gör"), ("i", "alla", "familjer.")),
    )


def test_case_and_punctuation_make_no_difference():
    assert told("Hej, alla! – Välkomna", "hej alla välkomna.") == []


def test_one_equal_word_does_not_part_two_differences():
    assert told("ett två tre fyra fem sex", "ett TVÅ3 tre FYRA4 fem sex") == [
        ("två tre fyra", "TVÅ3 tre FYRA4")
    ]
    assert told("ett två tre fyra fem sex", "ett TVÅ3 tre fyra FEM5 sex") == [
        ("två", "TVÅ3"),
        ("fem", "FEM5"),
    ]


def test_what_only_one_has_stands_against_nothing():
    assert told("ett två tre", "ett två tre fyra") == [("", "fyra")]
    assert told("ett två tre", "två tre") == [("ett", "")]
    assert told("", "ett") == [("", "ett")]
    assert told("", "") == []


TEXTS = st.lists(st.sampled_from(["ja", "nej", "hem", "besök", "–"]), max_size=12).map(" ".join)


@given(TEXTS, TEXTS)
def test_with_the_differences_put_in_the_one_becomes_the_other(before: str, after: str):
    one = [word for word in words(before) if word.text != "–"]
    other = [word for word in words(after) if word.text != "–"]
    made: list[str] = []
    at = 0
    for difference in differences(words(before), words(after)):
        first = one.index(difference.before[0], at) if difference.before else None
        if first is None:
            first = at + len(_until(one[at:], other[len(made) :], difference))
        made += [word.text for word in one[at:first]] + [w.text for w in difference.after]
        at = first + len(difference.before)
    made += [word.text for word in one[at:]]
    assert made == [word.text for word in other]


def _until(one: list[Word], other: list[Word], difference: Difference) -> list[Word]:
    """The equal words before a difference that has words on the other side alone."""
    return one[: other.index(difference.after[0])]
