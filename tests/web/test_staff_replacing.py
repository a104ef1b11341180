"""Replacing a word wherever it is said, from the page: seen first, then done, then taken back."""

import re

import pytest
from starlette.testclient import TestClient
from tests.web.test_staff_segments import HERE, SECRET, Place, editor, made

__all__ = ["SECRET", "Place", "editor", "made"]
FORM = {"gammalt": "utflyktsdagen", "nytt": "badstranden"}


def keys(page: str) -> list[str]:
    return re.findall(r'name="plats" value="([^"]+)"', page)


def test_places_are_seen_chosen_replaced_and_taken_back_as_one(editor: TestClient, made: Place):
    page = editor.get("/ersatt", params=FORM).text
    found = keys(page)
    assert len(found) == len({one.split()[0] for one in found}) > 1
    assert "<del>utflyktsdagen.</del> <ins>badstranden.</ins>" in page
    chosen = [one for one in found if "lasa" in one or "kapitel" in one]
    done = editor.post("/ersatt", data={**FORM, "plats": chosen}, headers=HERE)
    assert done.status_code == 200
    for item in ("lasa", "kapitel"):
        assert "badstranden" in made.text(f"transcripts/podden-{item}/transcript.vtt")
    assert "badstranden" not in made.text("transcripts/podden-dela/transcript.vtt")
    posts = re.findall(r'name="post" value="([^"]+)"', done.text)
    assert [one.split()[0] for one in posts] == ["podden-kapitel", "podden-lasa"]
    back = editor.post("/ersatt/tillbaka", data={"post": posts}, headers=HERE)
    assert "Ersättningen är tagen tillbaka." in back.text
    assert "badstranden" not in made.text("transcripts/podden-lasa/transcript.vtt")
    again = editor.post("/ersatt/tillbaka", data={"post": posts}, headers=HERE)
    assert "Allt var redan taget tillbaka." in again.text


def test_a_place_that_was_changed_meanwhile_is_left_and_told(editor: TestClient):
    given = {**FORM, "plats": ["podden-lasa 1 2 00000000"]}
    done = editor.post("/ersatt", data=given, headers=HERE)
    assert "1 ställe hade ändrats medan du valde" in done.text


@pytest.mark.parametrize("given", [{}, FORM, {"gammalt": "a", "nytt": "a", "plats": "x"},
    {**FORM, "gammalt": "a" * 201, "plats": "x"}])  # fmt: skip
def test_what_cannot_be_replaced_is_refused(editor: TestClient, given: dict[str, str]):
    assert editor.post("/ersatt", data=given, headers=HERE).status_code == 422


def test_where_it_is_said_nowhere_that_is_told(editor: TestClient):
    page = editor.get("/ersatt", params={"gammalt": "zzz", "nytt": "b"}).text
    assert "står inte i någon avskrift" in page
    page = editor.get("/ersatt", params={**FORM, "avsnitt": "podden-lasa"}).text
    assert [one.split()[0] for one in keys(page)] == ["podden-lasa"]
