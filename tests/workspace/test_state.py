"""state.json: what was made of an item."""

from pathlib import Path

from mediahub.workspace.state import ItemState, StageRecord, read_state, write_state


def test_a_state_comes_back_as_it_was_written(tmp_path: Path):
    state = ItemState(
        "film",
        source="media/tema/film.mp4",
        sha256="ab" * 32,
        title="En film",
        duration_ms=1500,
        stages={"probe": StageRecord({"version": 1, "source": "ab"}, {"media.json": "cd"})},
    )
    write_state(tmp_path / "state.json", state)
    assert read_state(tmp_path / "state.json", "film") == state


def test_an_absent_or_damaged_state_means_that_nothing_was_made(tmp_path: Path):
    path = tmp_path / "state.json"
    assert read_state(path, "film") == ItemState("film")
    for text in ("", "[]", '{"schema": 2}', '{"schema": 1, "stages": []}'):
        path.write_text(text)
        assert read_state(path, "film") == ItemState("film")
