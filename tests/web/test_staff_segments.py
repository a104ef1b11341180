"""What an editor does with a segment as a whole, with chapters and names; and quoting."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.pipeline.conftest import CAPTIONS, Place, sound
from tests.pipeline.test_naming import LIKELY, PANEL, heard, make  # noqa: F401
from tests.web.conftest import log_in

from mediahub.desk.people import proposals
from mediahub.desk.withholding import withholdings_of
from mediahub.models import Store
from mediahub.web.staff.app import make_staff_app, open_place

HERE = {"origin": "http://127.0.0.1"}
JSON = {**HERE, "accept": "application/json"}
ITEMS = ("dela", "granska", "undan", "kapitel", "lasa")
SECRET = "en lång hemlighet"  # noqa: S105 - of users that live as long as the test


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A workspace with an item for each test that changes one."""
    root = tmp_path_factory.mktemp("staff") / "ws"
    for number, name in enumerate(ITEMS):
        path = sound(root / "media" / "podden" / f"{name}.mp3", frequency=300 + 40 * number)
        path.with_suffix(".vtt").write_text(CAPTIONS, encoding="utf-8")
    store = Store(tmp_path_factory.mktemp("models"), pip_options=["--no-index"])
    place = Place(root, store)
    assert place.run().failures == ()
    return place


@pytest.fixture(scope="module")
def editor(made: Place) -> Iterator[TestClient]:
    place = open_place(made.root)
    place.accounts.add("Eva", "editor", SECRET)
    client = TestClient(make_staff_app(place), "http://127.0.0.1", follow_redirects=False)
    log_in(client, "Eva", SECRET)
    yield client
    client.close()


def act(client: TestClient, item: str, at: int, **given: object) -> tuple[int, Any]:
    version = client.get(f"/item/podden-{item}/segment/{at}", headers=JSON).json()["version"]
    answer = client.post(
        f"/item/podden-{item}/segment/{at}/gor", json=given, headers={**JSON, "if-match": version}
    )
    return answer.status_code, answer.json()


def said(answer: Any) -> list[str]:
    return [one["text"] for one in answer["segment"]]


def test_a_segment_is_split_at_a_word_and_joined_again(editor: TestClient) -> None:
    status, split = act(editor, "dela", 3200, vad="dela", ord=3)
    assert status == 200
    assert said(split)[1:3] == ["Fattigdomen bland barn", "märks på utflyktsdagen."]
    assert [one["speaker"] for one in split["segment"]] == ["Anna", "Erik", "Erik", "Anna"]
    status, joined = act(editor, "dela", 3200, vad="slahop")
    assert status == 200
    assert said(joined)[1] == "Fattigdomen bland barn märks på utflyktsdagen."


def test_segments_of_two_speakers_stay_two(editor: TestClient) -> None:
    status, told = act(editor, "dela", 500, vad="slahop")
    assert (status, "En annan talare" in told["fel"]) == (422, True)


@pytest.mark.parametrize("given", [{}, {"vad": "radera"}, {"vad": "dela"},
    {"vad": "dela", "ord": 0}, {"vad": "dela", "ord": 99}, {"vad": "dela", "ord": "1"},
    {"vad": "undanhall"}, {"vad": "undanhall", "varfor": " "}])  # fmt: skip
def test_what_cannot_be_done_with_a_segment_is_refused(
    editor: TestClient, given: dict[str, object]
) -> None:
    assert act(editor, "lasa", 500, **given)[0] == 422


def test_of_a_segment_that_was_changed_meanwhile_nothing_is_done(editor: TestClient) -> None:
    answer = editor.post(
        "/item/podden-lasa/segment/3200/gor",
        json={"vad": "granska"},
        headers={**JSON, "if-match": "0" * 16},
    )
    assert answer.status_code == 412
    assert answer.json()["nu"] == "Fattigdomen bland barn märks på utflyktsdagen."


def test_one_segment_is_reviewed(editor: TestClient) -> None:
    status, answer = act(editor, "granska", 3200, vad="granska")
    assert status == 200
    assert [one["reviewed"] for one in answer["segment"]] == [False, True, False]


def test_a_segment_is_withheld_and_why_is_kept(editor: TestClient, made: Place) -> None:
    status, answer = act(editor, "undan", 3200, vad="undanhall", varfor="ett barns namn")
    assert status == 200
    assert [one["at"] for one in answer["segment"]] == [500, 6500]
    assert "utflyktsdagen" not in made.text("transcripts/podden-undan/transcript.vtt")
    _, (kept,) = withholdings_of(made.root, "podden-undan")
    assert (kept.why, kept.by, kept.sound) == ("ett barns namn", "Eva", False)
    assert "ett barns namn" in editor.get("/item/podden-undan/historik").text


def test_chapters_are_put_in_renamed_moved_and_taken_out(editor: TestClient) -> None:
    def change(**given: str) -> int:
        answer = editor.post("/item/podden-kapitel/kapitel", data=given, headers=HERE)
        return int(answer.status_code)

    assert change(vad="byt", tid="0:00", titel="Början") == 303
    assert change(vad="ny", tid="0:03", titel="Om barnen") == 303
    assert change(vad="byt", tid="0:03", titel="Om skolan") == 303
    assert change(vad="flytta", tid="0:03", till="0:05") == 303
    page = editor.get("/item/podden-kapitel").text
    assert 'data-from="5.0"' in page
    assert "Om skolan" in page
    assert change(vad="ta", tid="0:05") == 303
    assert "Om skolan" not in editor.get("/item/podden-kapitel").text


@pytest.mark.parametrize("given", [{"vad": "ny", "tid": "strax", "titel": "X"},
    {"vad": "ny", "tid": "0:01", "titel": " "}, {"vad": "ny", "tid": "9:59:59", "titel": "X"},
    {"vad": "ta", "tid": "0:02"}, {"vad": "allt", "tid": "0:02"}, {}])  # fmt: skip
def test_what_is_no_chapter_is_refused(editor: TestClient, given: dict[str, str]) -> None:
    answer = editor.post("/item/podden-lasa/kapitel", data=given, headers=HERE)
    assert answer.status_code == 422


def test_marked_words_are_had_as_a_quotation(editor: TestClient) -> None:
    answer = editor.get("/item/podden-lasa/citat?fran=3200.2&till=3200.4", headers=JSON)
    text = answer.json()["text"].splitlines()
    assert text[0] == "”barn märks på”"
    assert text[1].startswith("– Erik, ")
    moment = text[2].removeprefix("http://127.0.0.1/item/podden-lasa#t=")
    assert 3.2 < float(moment) < 6


@pytest.mark.parametrize("words", ["", "fran=3200.2&till=3200.1", "fran=3200.9&till=3200.9",
    "fran=1.1&till=3200.1", "fran=3200.-1&till=3200.1", "fran=3200.²&till=3200.1"])  # fmt: skip
def test_words_that_are_not_there_are_not_quoted(editor: TestClient, words: str) -> None:
    answer = editor.get(f"/item/podden-lasa/citat?{words}", headers=JSON)
    assert answer.status_code in (404, 422)


@pytest.mark.parametrize(("answer", "named"), [("ja", True), ("nej", False)])
def test_a_proposed_name_is_answered(
    make: Callable[..., Place],  # noqa: F811
    answer: str,
    named: bool,
) -> None:
    place = make(LIKELY, PANEL)
    (offer,) = proposals(place.root)
    opened = open_place(place.root)
    opened.accounts.add("Eva", "editor", SECRET)
    client = TestClient(make_staff_app(opened), "http://127.0.0.1", follow_redirects=False)
    log_in(client, "Eva", SECRET)
    page = client.get("/namn").text
    assert f"Ja, {offer.speaker} är {offer.person.name}" in page
    assert f"<q>{offer.evidence[0].quote}</q>" in page
    given = {"avsnitt": offer.item, "talare": offer.speaker, "person": offer.person.id}
    assert client.post("/namn", data={**given, "svar": "kanske"}, headers=HERE).status_code == 422
    assert client.post("/namn", data={**given, "svar": answer}, headers=HERE).status_code == 303
    assert "Ingen röst väntar" in client.get("/namn").text
    captions = place.text(f"transcripts/{offer.item}/transcript.vtt")
    assert (f"<v {offer.person.name}>" in captions) is named
