"""An old copy of captions, handed in after something was withheld."""

from dataclasses import replace

from mediahub.captions.formats import parse_captions, to_vtt
from mediahub.edits import ReplaceWords, corrections
from mediahub.edits.oldcopies import beside_withheld, without_withheld
from mediahub.edits.withholding import withhold
from mediahub.transcript import Span
from tests.transcript.examples import assemble, conversation

WHOLE = assemble(
    *conversation(
        (0, 3000, "A", "Vi talar om hembesök idag."),
        (3000, 6000, "A", "Min granne Eva Lind fick ett."),
        (6000, 9000, "A", "Nu går vi vidare."),
    )
)
HOLE = Span(3000, 6000)
TODAY = withhold(WHOLE, [HOLE])
COPY = to_vtt(WHOLE)


def changes(copy: str) -> list[tuple[tuple[str, ...], str]]:
    """What a copy that is handed in corrects."""
    cues, _ = without_withheld(parse_captions(copy, ".vtt"), WHOLE.words, [HOLE])
    found = corrections(TODAY, cues)
    return [(one.before, one.after) for one in found if isinstance(one, ReplaceWords)]


def test_it_puts_no_word_back() -> None:
    assert changes(COPY) == []


def test_what_it_corrects_elsewhere_counts() -> None:
    assert changes(COPY.replace("vidare", "framåt")) == [(("vidare.",), "framåt.")]


def test_what_it_corrects_in_the_passage_is_left_out() -> None:
    assert changes(COPY.replace("Eva Lind", "Eva Lindh")) == []
    assert changes(COPY.replace("granne Eva Lind fick ett", "grannfru fick ett besök")) == []


def test_a_copy_of_todays_captions_is_taken_as_it_is() -> None:
    cues = tuple(parse_captions(to_vtt(TODAY), ".vtt"))
    assert without_withheld(cues, WHOLE.words, [HOLE]) == (cues, 0)


def test_words_put_in_where_something_is_withheld_are_known() -> None:
    put_in = ReplaceWords("a", Span(3000, 3000), (), "Grannen Eva")
    assert beside_withheld(TODAY, put_in)
    assert not beside_withheld(TODAY, replace(put_in, span=Span(500, 500)))
    assert not beside_withheld(TODAY, replace(put_in, before=("idag.",)))
    assert not beside_withheld(WHOLE, put_in)
