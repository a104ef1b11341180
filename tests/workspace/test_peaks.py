"""How loud a recording is, kept and read back, and gathered into columns."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediahub.errors import MediaError
from mediahub.workspace.peaks import PEAKS, Peaks, peaks_from_json, peaks_to_json, read_peaks


@given(st.binary(max_size=50), st.integers(1, 60))
def test_columns_are_the_largest_of_equal_parts(values: bytes, number: int):
    peaks = Peaks(values)
    assert peaks_from_json(json.loads(json.dumps(peaks_to_json(peaks)))) == peaks
    columns = peaks.columns(number)
    assert len(columns) == min(number, len(values))
    assert max(columns, default=0) == max(values, default=0)
    assert set(columns) <= set(values)


def test_columns_keep_the_order_of_time():
    assert Peaks(bytes([0, 9, 1, 2, 0, 0])).columns(3) == (9, 2, 0)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"peaks": "?", "window_ms": 100}', "null"])
def test_a_damaged_file_is_named(tmp_path: Path, text: str):
    (tmp_path / PEAKS).write_text(text, encoding="utf-8")
    with pytest.raises(MediaError, match=r"peaks\.json cannot be read"):
        read_peaks(tmp_path)
