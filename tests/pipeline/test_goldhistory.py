"""What gold items were worth over time, which nothing else remembers."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from mediahub.pipeline.goldhistory import Measurement, figures_kept, history, remember

DAY = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)


def measured(wer: float, day: datetime = DAY, model: str | None = "m") -> Measurement:
    return Measurement("ett", day, model, {"wer": wer})


def test_what_differs_from_the_last_is_added_and_nothing_is_lost(tmp_path: Path):
    remember(tmp_path, [measured(0.2)])
    remember(tmp_path, [measured(0.2), measured(0.1), measured(0.1, model=None)])
    assert history(tmp_path) == (measured(0.2), measured(0.1), measured(0.1, model=None))


def test_a_damaged_file_is_not_written_over(tmp_path: Path):
    path = tmp_path / "private" / "quality.json"
    path.parent.mkdir()
    path.write_text("{", encoding="utf-8")
    with pytest.raises(OSError, match="is damaged"):
        remember(tmp_path, [measured(0.2)])
    assert path.read_text(encoding="utf-8") == "{"
    assert history(tmp_path) == ()


def test_only_rates_are_kept():
    values = {"wer": 0.123456, "der": None, "words": 9, "chapter_f1": 1}
    assert figures_kept(values) == {"wer": 0.1235, "chapter_f1": 1.0}
