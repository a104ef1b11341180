"""`--until`: which moment is meant, and what is told of it."""

from datetime import UTC, datetime

import pytest

from mediahub.cli.hours import told_until, until_moment
from mediahub.errors import SettingsError

NOW = datetime(2026, 11, 28, 21, 30, tzinfo=UTC)
"""Half past ten in the evening in Sweden."""


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("06:00", "2026-11-29T05:00:00+00:00"),
        ("6.00", "2026-11-29T05:00:00+00:00"),
        ("22:45", "2026-11-28T21:45:00+00:00"),
        ("22:30", "2026-11-29T21:30:00+00:00"),
        ("24:00", "2026-11-28T23:00:00+00:00"),
        ("+3h", "2026-11-29T00:30:00+00:00"),
        ("+90m", "2026-11-28T23:00:00+00:00"),
        ("+1h30m", "2026-11-28T23:00:00+00:00"),
        ("+6d", "2026-12-04T21:30:00+00:00"),
        ("+1d 12h", "2026-11-30T09:30:00+00:00"),
        ("2026-11-30T06:00", "2026-11-30T05:00:00+00:00"),
        ("2026-11-30 06:00", "2026-11-30T05:00:00+00:00"),
        ("2026-11-30T06:00+00:00", "2026-11-30T06:00:00+00:00"),
    ],
)
def test_a_time_is_the_next_one_in_sweden(text: str, moment: str):
    assert until_moment(text, NOW).astimezone(UTC).isoformat() == moment


@pytest.mark.parametrize(
    "text", ["", "6", "25:00", "24:30", "+", "+h", "soon", "06:60", "2026-13-01"]
)
def test_what_is_no_time_is_told_with_what_to_write(text: str):
    with pytest.raises(SettingsError, match="write a time as 06:00"):
        until_moment(text, NOW)


def test_a_time_that_has_passed_begins_nothing():
    with pytest.raises(SettingsError, match=r"2026-11-28 06:00 \(Swedish time\) has passed"):
        until_moment("2026-11-28T06:00", NOW)


def test_the_moment_is_told_with_its_day_and_zone():
    assert list(told_until(until_moment("06:00", NOW), NOW)) == [
        "works until 2026-11-29 06:00 (Swedish time), 7 h 30 min from now"
    ]
    assert list(told_until(None, NOW)) == []
