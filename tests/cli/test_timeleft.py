"""The time left of a run, by a clock that stands still unless it is moved."""

from mediahub.cli.console import duration, shortened
from mediahub.cli.timeleft import TimeLeft
from mediahub.pipeline.report import Expected
from mediahub.transcript.clock import clock_hms


class Clock:
    """A clock in seconds."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_past_speeds_tell_and_the_running_stage_tells_better():
    clock = Clock()
    left = TimeLeft(clock)
    left.expect([Expected("a", "recognise", 100_000, 50.0), Expected("b", "recognise", 60_000, 30)])
    assert left.seconds() == 80
    left.begin("a", "recognise", 100_000)
    clock.now = 10
    assert left.seconds() == 70
    left.advance("a", "recognise", 50_000)
    assert left.seconds() == 10 + 30
    clock.now = 20
    left.end("a", "recognise", failed=False)
    assert (left.seconds(), left.items_done, left.items) == (30, 1, 2)


def test_stages_that_overlap_share_the_time():
    clock = Clock()
    left = TimeLeft(clock)
    left.expect([Expected("a", "diarise", 100_000, 10.0), Expected("b", "recognise", 60_000, 30)])
    left.begin("a", "diarise", 100_000)
    left.begin("b", "recognise", 60_000)
    clock.now = 20
    # Half the time each: 10 s of the one's 30 are left, and the other is as good as done.
    assert left.seconds() == 20
    left.end("a", "diarise", failed=False)
    clock.now = 30
    assert left.seconds() == 10
    left.advance("b", "recognise", 40_000)
    assert left.seconds() == 10


def test_without_a_past_nothing_is_told_until_this_run_has_a_speed():
    clock = Clock()
    left = TimeLeft(clock)
    left.expect([Expected("a", "recognise", 100_000), Expected("b", "recognise", 50_000)])
    assert left.seconds() is None
    left.begin("a", "recognise", 100_000)
    clock.now = 20
    left.advance("a", "recognise", 50_000)
    assert left.seconds() == 20 + 20


def test_a_failed_item_takes_no_more_time():
    left = TimeLeft(Clock())
    left.expect([Expected("a", "recognise", 100_000, 5.0), Expected("a", "diarise", 100_000, 9.0)])
    left.begin("a", "recognise", 100_000)
    left.end("a", "recognise", failed=True)
    assert (left.seconds(), left.items_done) == (0, 1)


def test_a_stage_with_nothing_to_do_takes_no_more_time():
    left = TimeLeft(Clock())
    left.expect([Expected("a", "diarise", 100_000, 9.0), Expected("b", "diarise", 100_000, 5.0)])
    left.end("a", "diarise", failed=False)
    assert (left.seconds(), left.items_done, left.items) == (5, 1, 2)


def test_what_an_earlier_run_did_tells_nothing_of_the_speed():
    clock = Clock()
    left = TimeLeft(clock)
    left.expect([Expected("a", "recognise", 100_000), Expected("b", "recognise", 100_000)])
    left.begin("a", "recognise", 100_000)
    left.resume("a", "recognise", 80_000)
    assert left.seconds() is None
    clock.now = 2
    left.advance("a", "recognise", 90_000)
    assert left.seconds() == 2 + 20
    clock.now = 4
    left.end("a", "recognise", failed=False)
    assert left.seconds() == 20


def test_past_speeds_tell_of_the_rest_of_what_goes_on_from_an_earlier_run():
    left = TimeLeft(Clock())
    left.expect([Expected("a", "recognise", 100_000, 40.0)])
    left.begin("a", "recognise", 100_000)
    left.resume("a", "recognise", 75_000)
    assert left.seconds() == 10


def test_times_in_words():
    assert [duration(s) for s in (0.2, 40, 100, 3600, 7800)] == [
        "1 s", "40 s", "2 min", "60 min", "2 h 10 min",
    ]  # fmt: skip
    assert [clock_hms(ms) for ms in (0, 61_000, 3_600_000)] == ["0:00", "1:01", "1:00:00"]


def test_a_long_name_keeps_both_its_ends():
    name = "2020-06-03-tidiga-insatser-podden-avsnitt-1"
    assert shortened(name, 20) == "2020-06-0…-avsnitt-1"
    assert shortened("kort", 20) == "kort"
