"""Finished chunks of an unfinished recognition."""

from pathlib import Path

import pytest

from mediahub.workspace.partial import PartialWork

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


def test_a_journal_cut_within_a_letter_keeps_the_lines_before(tmp_path: Path):
    path = tmp_path / "recognition.jsonl"
    first = PartialWork(path, KEY)
    first.add("0-30000", {"words": []})
    first.add("30000-60000", {"words": [["på", 0, 400, 0.9]]})
    whole = path.read_bytes()
    path.write_bytes(whole[: whole.rindex("å".encode()) + 1])
    assert PartialWork(path, KEY).done == {"0-30000": {"words": []}}


def test_a_line_separator_in_a_word_ends_no_line(tmp_path: Path):
    path = tmp_path / "recognition.jsonl"
    chunks = {"0-30000": {"words": [["a\u2028b\x85", 0, 400, 0.9]]}, "30000-60000": {"words": []}}
    first = PartialWork(path, KEY)
    for name, value in chunks.items():
        first.add(name, value)
    assert PartialWork(path, KEY).done == chunks


def test_a_disk_that_fills_up_while_the_journal_is_opened_loses_no_chunk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = tmp_path / "recognition.jsonl"
    PartialWork(path, KEY).add("0-30000", {"words": []})
    with path.open("a") as file:
        file.write('["30000-60000", {"wor')

    def full(written: Path, data: bytes) -> int:
        with written.open("wb") as file:
            file.write(data[:10])
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_bytes", full)
        patched.setattr(Path, "write_text", lambda path, text, **_: full(path, text.encode()))
        with pytest.raises(OSError, match="No space left"):
            PartialWork(path, KEY)
    assert list(PartialWork(path, KEY).done) == ["0-30000"]


def test_another_model_begins_anew(tmp_path: Path):
    path = tmp_path / "recognition.jsonl"
    PartialWork(path, KEY).add("0-30000", {"words": []})
    assert PartialWork(path, KEY | {"model": "KBLab/kb-whisper-small"}).done == {}
