"""A talk that announces its topics is held to what it announces."""

from mediahub.topics import ChapterSettings
from mediahub.topics.chapters import evidence

from .conftest import MakeTranscript

BEES = ["Nu ska vi prata om biodling.", "Bina bor i kupan."]
PUMPS = ["Nästa ämne är värmepumpar.", "Värmepumpen värmer hela huset."]
CARE = ["Nu byter vi ämne till vården.", "En läkare undersökte patienten."]


def costs(make: MakeTranscript, lines: list[str]) -> list[float]:
    """What it costs each border that nothing announces it."""
    segments = make([("S1", text) for text in lines]).segments
    held, free = (evidence(segments, ChapterSettings(unannounced=cost)) for cost in (4.0, 0.0))
    return [round(after - before, 6) for before, after in zip(held, free, strict=True)]


def test_a_border_that_nothing_announces_costs_more_where_others_are(make: MakeTranscript) -> None:
    assert costs(make, [*BEES, *PUMPS, *CARE]) == [0, 4, 0, 4, 0, 4]


def test_a_talk_that_announces_twice_is_not_held_to_it(make: MakeTranscript) -> None:
    assert costs(make, [*BEES, *PUMPS]) == [0, 0, 0, 0]


def test_a_talk_that_announces_seldom_is_not_held_to_it(make: MakeTranscript) -> None:
    long = ["Kupan är gul."] * 600
    assert set(costs(make, [*BEES, *PUMPS, *CARE, *long])) == {0}
