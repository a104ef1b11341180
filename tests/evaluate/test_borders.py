"""Chapter F1, Pk and WindowDiff against hand-computed numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediahub.evaluate import boundary_f1, pk, window_diff


@pytest.mark.parametrize(
    ("truth", "found", "f1"),
    [
        ([60_000, 120_000], [60_000, 120_000], 1.0),
        ([60_000, 120_000], [70_000, 110_000], 1.0),  # at the edge of ±10 s
        ([60_000, 120_000], [70_001, 120_000], 0.5),
        ([60_000], [55_000, 65_000], 2 / 3),  # a true border is found once
        ([60_000, 75_000], [68_000], 2 / 3),  # and a found one finds once
        ([60_000, 75_000], [68_000, 50_000], 1.0),  # each its own, whatever the order
        ([60_000], [], 0.0),
        ([], [60_000], 0.0),
        ([], [], 1.0),
    ],
)
def test_f1_of_borders(truth: list[int], found: list[int], f1: float) -> None:
    assert boundary_f1(truth, found) == pytest.approx(f1)


def test_the_start_of_the_recording_is_no_border() -> None:
    assert boundary_f1([0, 60_000], [0, 90_000]) == 0.0


def test_the_tolerance_can_be_chosen() -> None:
    assert boundary_f1([60_000], [63_000], tolerance_ms=2_000) == 0.0


def test_pk_of_a_late_border_is_the_share_of_windows_that_see_it() -> None:
    # 20 s, one border at 10 s: k = 5 s, windows start at 0–15 s, 16 in all. A window (t, t + 5]
    # holds the true border from t = 5 to 9 and the found one, at 12 s, from 7 to 11.
    assert pk([10_000], [12_000], 20_000) == 4 / 16
    assert window_diff([10_000], [12_000], 20_000) == 4 / 16


def test_window_diff_counts_borders_where_pk_sees_only_whether_there_is_one() -> None:
    # Two found borders at 9 and 11 s for one at 10 s. One or more: 4–10 against 5–9, 2 windows
    # differ. Their number: also in 6–8, where both are inside.
    assert pk([10_000], [9_000, 11_000], 20_000) == 2 / 16
    assert window_diff([10_000], [9_000, 11_000], 20_000) == 5 / 16


def test_perfect_borders_cost_nothing_and_missing_ones_do() -> None:
    assert pk([10_000], [10_000], 20_000) == window_diff([10_000], [10_000], 20_000) == 0.0
    assert pk([10_000], [], 20_000) == 5 / 16


def test_a_recording_of_no_length_has_nothing_wrong() -> None:
    assert pk([], [], 0) == window_diff([], [], 0) == 0.0


borders = st.lists(st.integers(1, 599).map(lambda s: s * 1_000), unique=True, max_size=8)


@given(borders, borders)
def test_window_diff_is_never_kinder_than_pk(truth: list[int], found: list[int]) -> None:
    assert 0 <= pk(truth, found, 600_000) <= window_diff(truth, found, 600_000) <= 1
    assert boundary_f1(truth, found) == boundary_f1(found, truth)
