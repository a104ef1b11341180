"""A length of time as people write it in mediahub.toml."""

from datetime import timedelta

import pytest

from mediahub.catalog.moments import period


def test_a_period_is_a_number_and_hours_days_or_weeks():
    read = [period(text) for text in ("36 hours", "1 day", "0 days", "2 weeks")]
    assert read == [timedelta(hours=36), timedelta(1), timedelta(0), timedelta(14)]


@pytest.mark.parametrize("wrong", ["", "1", "day", "1 month", "-1 day", "1.5 days", "1 day "])
def test_anything_else_is_told_with_what_to_write(wrong: str):
    with pytest.raises(ValueError, match="is no period; write a number and hours, days or weeks"):
        period(wrong)
