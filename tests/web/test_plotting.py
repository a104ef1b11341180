"""Figures over time as a drawing, and words for them."""

from datetime import UTC, datetime

import pytest

from mediahub.web.staff.plotting import percent, plot

DAYS = [datetime(2026, 1, day, tzinfo=UTC) for day in (1, 11, 21)]


def test_lines_run_from_the_first_day_to_the_last_and_from_nothing_to_the_highest():
    drawn = plot({"A": [(DAYS[2], 0.1), (DAYS[0], 0.2)], "B": [(DAYS[1], 0.0)]})
    assert drawn is not None
    assert [(line.name, line.path) for line in drawn.lines] == [
        ("A", "M52 12 706 121"), ("B", "M379 230"),
    ]  # fmt: skip
    assert drawn.heights[0] == (230, "0 %")
    assert drawn.heights[-1] == (12, "20 %")
    assert (drawn.first, drawn.last) == ("2026-01-01", "2026-01-21")
    assert drawn.lines[0].points[0].told == "A, 2026-01-01: 20 %"


def test_one_moment_stands_in_the_middle_and_nothing_is_not_drawn():
    drawn = plot({"A": [(DAYS[0], 0.05)]})
    assert drawn is not None
    assert drawn.lines[0].points[0].x == 379
    assert plot({}) is plot({"A": []}) is None


@pytest.mark.parametrize(("share", "words"), [(0, "0 %"), (0.147, "14,7 %"), (1.3, "130 %")])
def test_shares_are_written_as_swedes_do(share: float, words: str):
    assert percent(share) == words
