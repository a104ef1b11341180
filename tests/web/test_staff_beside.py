"""Editors beside each other: who is where, a voice named everywhere, what is marked found right."""

import pytest
from starlette.testclient import TestClient
from tests.web.test_staff_segments import HERE, JSON, Place, editor, made

from mediahub.web.staff.presence import FORGOTTEN_S, Presence, Seen

__all__ = ["Place", "editor", "made"]


def test_others_are_told_until_they_have_been_silent_for_long():
    moment = 0.0
    seen = Presence(lambda: moment)
    assert seen.tell("a", "Eva", "1", None) == ()
    assert seen.tell("a", "Ada", "1", 500) == (Seen("Eva", None),)
    assert seen.tell("a", "Ada", "2", None) == (Seen("Eva", None),)
    assert seen.tell("a", "Eva", "1", None) == (Seen("Ada", 500),)
    assert seen.tell("b", "Eva", "1", None) == ()
    moment = FORGOTTEN_S + 1.0
    assert seen.tell("a", "Eva", "1", None) == ()


def test_a_page_tells_where_it_is_and_hears_when_words_change(editor: TestClient):
    def tell(**given: object) -> tuple[int, dict[str, object]]:
        answer = editor.post("/item/podden-lasa/narvaro", json=given, headers=JSON)
        return answer.status_code, answer.json()

    status, before = tell(sida="x", at=500)
    assert (status, before["andra"], before["sen"]) == (200, [], "")
    segments = editor.get("/item/podden-lasa/stycken", headers=JSON).json()
    assert [one["at"] for one in segments["segment"]] == [500, 3200, 6500]
    assert segments["marke"] == before["marke"]
    for wrong in ({}, {"sida": ""}, {"sida": "x" * 65}, {"sida": "x", "at": "1"}):
        assert tell(**wrong)[0] == 422


def test_a_voice_is_named_everywhere_from_one_of_its_segments(editor: TestClient):
    at = "/item/podden-dela/segment/500"
    version = editor.get(at, headers=JSON).json()["version"]
    given = {"talare": "Anna Lind", "galler": "everywhere", "visat": "Anna"}
    headers = {**JSON, "if-match": version}
    answer = editor.put(f"{at}/talare", json=given, headers=headers)
    spoken = [one["speaker"] for one in answer.json()["segment"]]
    assert [name for name in spoken if name != "Erik"] == ["Anna Lind", "Anna Lind"]
    late = editor.put(f"{at}/talare", json={**given, "talare": "Anna Ek"}, headers=headers)
    assert (late.status_code, late.json()["heter"]) == (412, "Anna Lind")
    assert "Du skrev Anna Ek" in late.json()["fel"]
    stale = {**JSON, "if-match": "0" * 16}
    assert editor.put(f"{at}/talare", json=given, headers=stale).status_code == 412


@pytest.mark.parametrize(("words", "status"), [
    ({"fran": "3200.0", "till": "3200.5"}, 200), ({"fran": "3200.5", "till": "3200.0"}, 422),
    ({"fran": "1.0", "till": "3200.5"}, 404), ({}, 404)])  # fmt: skip
def test_what_is_marked_is_found_right(editor: TestClient, words: dict[str, str], status: int):
    answer = editor.post("/item/podden-kapitel/granskat/ord", json=words, headers={**JSON, **HERE})
    assert answer.status_code == status
    if status == 200:
        assert [one["reviewed"] for one in answer.json()["segment"]] == [False, True, False]
