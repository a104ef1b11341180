"""Finished chunks of an unfinished recognition."""

from pathlib import Path

from mediahub.pipeline.partial import PartialWork

KEY = {"model": "openai/whisper-base", "beam": 5}


def test_chunks_survive_a_restart(tmp_path: Path):
    path = tmp_path / "work" / "recognition.jsonl"
    first = PartialWork(path, KEY)
    first.add("0-30000", {"words": [["Hej", 0, 400, 0.9]]})
    first.add("30000-60000", {"words": []})
    assert PartialWork(path, KEY).done == {
        "0-30000": {"words": [["Hej", 0, 400, 0.9]]},
        "30000-60000": {"words": []},
    }


def test_a_line_cut_short_by_a_kill_is_dropped_and_the_next_one_kept(tmp_path: Path):
    path = tmp_path / "recognition.jsonl"
    PartialWork(path, KEY).add("0-30000", {"words": []})
    with path.open("a") as file:
        file.write('["30000-60000", {"wor')
    again = PartialWork(path, KEY)
    assert list(again.done) == ["0-30000"]
    again.add("30000-60000", {"words": []})
    assert list(PartialWork(path, KEY).done) == ["0-30000", "30000-60000"]


def test_another_model_begins_anew(tmp_path: Path):
    path = tmp_path / "recognition.jsonl"
    PartialWork(path, KEY).add("0-30000", {"words": []})
    assert PartialWork(path, KEY | {"model": "KBLab/kb-whisper-small"}).done == {}
