"""How well cues can be read."""

from mediahub.captions.craft import Craft, craft
from mediahub.captions.cue import Cue, CueVoice
from mediahub.transcript import Span


def cue(start_ms: int, end_ms: int, *lines: str) -> Cue:
    return Cue(Span(start_ms, end_ms), (CueVoice("A", lines),), 0)


def test_each_rule_names_the_cues_that_break_it() -> None:
    found = craft(
        [
            cue(0, 2000, "Hej och välkomna hit."),
            cue(2080, 3000, "Ja."),
            cue(3079, 10_080, "x " * 21 + "y", "två", "tre"),
            cue(10_200, 12_200, "Trettiofem tecken, och ett för mycket"),
        ]
    )
    assert found == Craft(4, ((2,), (2,), (1, 2), (3,), (1,)))
    assert [found.share(rule) for rule in ("width", "time")] == [0.75, 0.5]


def test_a_word_longer_than_a_line_is_no_fault() -> None:
    assert craft([cue(0, 6000, "ö" * 60)]).broken == ((), (), (), (), ())


def test_a_dash_counts_as_text_and_no_cue_keeps_all() -> None:
    dashed = Cue(Span(0, 1000), (CueVoice("A", ("Sexton tecken ja",), dash=True),), 0)
    assert craft([dashed]).broken == ((), (), (), (0,), ())
    assert craft([]).share("speed") == 1.0
