"""state.json: what was made of an item."""

import hashlib
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from mediahub.workspace.state import LOST, ItemState, StageRecord, read_state, write_state


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


def made(folder: Path) -> ItemState:
    """A film of which everything up to its recognition is made."""
    (folder / "media.json").write_text('{"title": "En film", "duration_ms": 1500, "sha256": "ab"}')
    (folder / "recognition.json").write_text("{}")
    state = ItemState(
        "film",
        source="media/film.mp4",
        sha256="ab",
        title="En film",
        duration_ms=1500,
        stages={
            "probe": StageRecord({"source": "ab"}, {"media.json": sha("media.json", folder)}),
            "recognise": StageRecord(
                {"source": "ab", "beam_size": 5},
                {"recognition.json": sha("recognition.json", folder)},
            ),
        },
    )
    write_state(folder / "state.json", state)
    return state


def sha(name: str, folder: Path) -> str:
    return hashlib.sha256((folder / name).read_bytes()).hexdigest()


OUTPUTS = {"probe": ("media.json",), "recognise": ("recognition.json",), "chapter": ("x.json",)}


def test_what_a_lost_note_said_is_found_again_from_the_results(tmp_path: Path):
    state = made(tmp_path)
    path = tmp_path / "state.json"
    found = ItemState(
        "film",
        sha256="ab",
        title="En film",
        duration_ms=1500,
        stages={name: StageRecord(LOST, record.outputs) for name, record in state.stages.items()},
    )
    whole = path.read_text(encoding="utf-8")
    for text in ("", "[]", whole.replace('"schema": 1', '"schema": 7'), whole[:-40]):
        path.write_text(text)
        assert read_state(path, "film", OUTPUTS) == found
    path.write_bytes(b"\xff" + whole.encode())
    assert read_state(path, "film", OUTPUTS) == found


@given(st.data())
def test_no_damaged_byte_of_a_state_is_believed(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("film")
    state = made(folder)
    whole = (folder / "state.json").read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda byte: byte != whole[at]))
    (folder / "state.json").write_bytes(whole[:at] + bytes([byte]) + whole[at + 1 :])
    read = read_state(folder / "state.json", "film", OUTPUTS)
    believed = {name: record for name, record in read.stages.items() if record.inputs != LOST}
    assert believed in ({}, dict(state.stages))


def test_a_state_without_a_checksum_is_held_against_its_fingerprints(tmp_path: Path):
    state = made(tmp_path)
    path = tmp_path / "state.json"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    older = "".join(line for line in lines if '"check"' not in line)
    path.write_text(older)
    assert read_state(path, "film", OUTPUTS) == state
    path.write_text(older.replace('"beam_size": 5', '"beam_size": 6'))
    assert read_state(path, "film", OUTPUTS).stages["recognise"].inputs == LOST
