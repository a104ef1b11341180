"""Uploads on their way: begun, gone on with, given up, swept, and what is refused at once."""

import time
from pathlib import Path

import pytest

from mediahub.desk.receiving import KEPT_S, LARGEST, MOST_UNFINISHED, SPARE, UploadError, Uploads

PLENTY = 10 * LARGEST


def uploads(root: Path, *, later_s: float = 0.0, free: int = PLENTY) -> Uploads:
    return Uploads(root, lambda: time.time() + later_s, lambda _folder: free)


def refused(error: pytest.ExceptionInfo[UploadError]) -> str:
    assert error.value.swedish
    return error.value.why


def test_what_has_come_is_kept_and_gone_on_with(tmp_path: Path) -> None:
    made = uploads(tmp_path).begin(
        "Möte.mp3", "mote.mp3", "podden", 10, "anna", "filename TcO2dGU="
    )
    with uploads(tmp_path).writing(made.id, "anna", 0) as pen:
        pen.write(b"0123")
    again = uploads(tmp_path)
    found = again.find(made.id, "anna")
    assert (found.offset, found.whole, found.note) == (4, False, "filename TcO2dGU=")
    assert [one.called for one in again.of("anna")] == ["Möte.mp3"]
    assert again.of("bo") == ()
    with again.writing(made.id, "anna", 4) as pen:
        pen.write(b"456789")
    assert again.find(made.id, "anna").whole
    with again.held(made.id, "anna") as (_, path):
        assert path.read_bytes() == b"0123456789"


def test_nobody_writes_elsewhere_than_at_the_end_nor_more_than_was_said(tmp_path: Path) -> None:
    made = uploads(tmp_path).begin("a.mp3", "a.mp3", "", 4, "anna")
    with pytest.raises(UploadError) as error, uploads(tmp_path).writing(made.id, "anna", 2):
        pass
    assert refused(error) == "elsewhere"
    with pytest.raises(UploadError) as error, uploads(tmp_path).writing(made.id, "anna", 0) as pen:
        pen.write(b"012345")
    assert refused(error) == "large"
    assert uploads(tmp_path).find(made.id, "anna").offset == 4


def test_one_at_a_time_is_at_an_upload(tmp_path: Path) -> None:
    made = uploads(tmp_path).begin("a.mp3", "a.mp3", "", 4, "anna")
    with uploads(tmp_path).writing(made.id, "anna", 0):
        with pytest.raises(UploadError) as error, uploads(tmp_path).writing(made.id, "anna", 0):
            pass
        assert refused(error) == "busy"
        with pytest.raises(UploadError) as error:
            uploads(tmp_path).end(made.id, "anna")
        assert refused(error) == "busy"
    uploads(tmp_path).end(made.id, "anna")
    assert list((tmp_path / ".mediahub" / "uploads").iterdir()) == []


@pytest.mark.parametrize("upload_id", ["", "..", "../../private", "x" * 22, "\0" * 22])
def test_an_upload_is_found_by_whose_it_is_alone(tmp_path: Path, upload_id: str) -> None:
    made = uploads(tmp_path).begin("a.mp3", "a.mp3", "", 4, "anna")
    for one, by in ((made.id, "bo"), (upload_id, "anna")):
        with pytest.raises(UploadError) as error:
            uploads(tmp_path).find(one, by)
        assert refused(error) == "unknown"


@pytest.mark.parametrize(
    ("length", "free", "why"),
    [(0, PLENTY, "empty"), (LARGEST + 1, PLENTY, "large"), (1000, SPARE + 999, "room")],
)
def test_what_cannot_be_held_is_refused_before_a_byte_comes(
    tmp_path: Path, length: int, free: int, why: str
) -> None:
    with pytest.raises(UploadError) as error:
        uploads(tmp_path, free=free).begin("a.mp3", "a.mp3", "", length, "anna")
    assert refused(error) == why
    assert not (tmp_path / ".mediahub").exists()


def test_room_is_kept_for_what_others_have_begun(tmp_path: Path) -> None:
    free = SPARE + 1500
    uploads(tmp_path, free=free).begin("a.mp3", "a.mp3", "", 1000, "bo")
    with pytest.raises(UploadError) as error:
        uploads(tmp_path, free=free).begin("b.mp3", "b.mp3", "", 1000, "anna")
    assert refused(error) == "room"
    assert "1 MB till" in error.value.swedish


def test_nobody_fills_the_disk_with_beginnings(tmp_path: Path) -> None:
    for _ in range(MOST_UNFINISHED):
        uploads(tmp_path).begin("a.mp3", "a.mp3", "", 4, "anna")
    with pytest.raises(UploadError) as error:
        uploads(tmp_path).begin("a.mp3", "a.mp3", "", 4, "anna")
    assert refused(error) == "many"


def test_what_nobody_goes_on_with_is_swept(tmp_path: Path) -> None:
    made = uploads(tmp_path).begin("a.mp3", "a.mp3", "", 4, "anna")
    (tmp_path / ".mediahub" / "uploads" / "halvt").mkdir()
    assert uploads(tmp_path).sweep() == []
    later = uploads(tmp_path, later_s=KEPT_S + 60)
    with later.writing(made.id, "anna", 0):
        assert later.sweep() == []  # somebody is at it
    assert later.sweep() == ["a.mp3"]
    assert list((tmp_path / ".mediahub" / "uploads").iterdir()) == []
