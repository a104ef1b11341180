"""The drawing of a recording's sound, and chapters that are moved on it."""

from starlette.testclient import TestClient
from tests.web.test_staff_segments import JSON, Place, editor, made

from mediahub.web.staff.waves import Wave, wave
from mediahub.workspace.peaks import Peaks

__all__ = ["Place", "editor", "made"]


def test_the_outline_is_as_high_as_the_loudest_moment():
    assert wave(Peaks(bytes([0, 255, 0]))) == Wave("M0 49 1 2 2 49 2 51 1 98 0 51Z", 3, 0.3)
    assert wave(Peaks(bytes([8]))) == Wave("M0 2 0 98Z", 1, 0.1)
    assert wave(Peaks(b"")) is None


def test_an_item_is_drawn_and_a_script_is_answered_its_chapters(editor: TestClient, made: Place):
    assert '<path d="M0 ' in editor.get("/item/podden-kapitel").text
    (made.root / "transcripts" / "podden-undan" / "peaks.json").unlink()
    assert "<path" not in editor.get("/item/podden-undan").text

    def change(**given: str) -> list[tuple[str, float]]:
        answer = editor.post("/item/podden-kapitel/kapitel", data=given, headers=JSON)
        assert answer.status_code == 200
        return [(one["clock"], one["from"]) for one in answer.json()["kapitel"]]

    assert change(vad="ny", tid="0:03", titel="Om barnen") == [("0:00", 0), ("0:03", 3)]
    assert change(vad="flytta", tid="0:03", till="5.4") == [("0:00", 0), ("0:05", 5.4)]
    assert change(vad="ta", tid="0:05") == [("0:00", 0)]
