"""What a program changes of an item by the API: segments, chapters, passages; and its files."""

from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.web.test_api import ITEM, PROBLEM, As, got, program, site, version

from mediahub.web.staff.place import Place as Site

__all__ = ["program", "site"]

ITEMS = f"/api/v1/items/{ITEM}"
SEGMENT = f"{ITEMS}/segments/3200"


def texts(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [one["text"] for one in answer.json()["segments"]]


def seen(client: TestClient, at: int = 3200) -> dict[str, str]:
    return {"if-match": version(client, at)}


def test_a_segment_is_parted_and_made_one_again(program: As) -> None:
    client = program("editor")
    parted = client.post(f"{SEGMENT}/split", json={"word": 3}, headers=seen(client))
    assert texts(parted) == ["Fattigdomen bland barn", "märks på utflyktsdagen."]
    old = parted.json()["segments"][0]["version"]
    joined = client.post(f"{SEGMENT}/join", headers={"if-match": old})
    assert texts(joined) == ["Fattigdomen bland barn märks på utflyktsdagen."]
    again = client.post(f"{SEGMENT}/join", headers={"if-match": old})
    assert (again.status_code, again.json()["now"]["version"]) == (412, version(client, 3200))


@pytest.mark.parametrize("reach", ["here", "onwards", "everywhere"])
def test_a_segment_gets_another_speaker(program: As, reach: str) -> None:
    client = program("editor")
    body = {"name": "Berit Ek", "reach": reach}
    answer = client.put(f"{ITEMS}/segments/500/speaker", json=body, headers=seen(client, 500))
    assert [one["speaker"] for one in answer.json()["segments"]] == ["Berit Ek"]
    said = got(client, f"/items/{ITEM}/transcript")["segments"]
    last = "Anna" if reach == "here" else "Berit Ek"
    assert [one["speaker"] for one in said] == ["Berit Ek", "Erik", last]


def test_chapters_are_set_as_a_whole_and_given_up(program: As, site: Site) -> None:
    client = program("editor")
    read = client.get(f"{ITEMS}/chapters")
    before = read.json()
    assert (before["origin"], read.headers["etag"]) == ("automatic", f'"{before["version"]}"')
    wanted = [
        {"start_ms": 0, "title": "Inledning"},
        {"start_ms": 3200, "title": "Fattigdom", "link": "https://example.se/fattigdom"},
    ]
    headers = {"if-match": before["version"]}
    now = client.put(f"{ITEMS}/chapters", json={"chapters": wanted}, headers=headers).json()
    assert (now["origin"], [one["start_ms"] for one in now["chapters"]]) == ("person", [0, 3200])
    assert got(client, f"/items/{ITEM}")["chapters"][1]["link"] == wanted[1]["link"]
    late = client.put(f"{ITEMS}/chapters", json={"chapters": wanted[:1]}, headers=headers)
    assert late.status_code == 412
    assert late.json()["now"] == {"text": "0 Inledning\n3200 Fattigdom", "version": now["version"]}
    again = client.post(f"{ITEMS}/chapters/reset", headers={"if-match": now["version"]})
    assert again.json() == before
    assert [one.what for one in site.audit.changes()] == ["resetChapters", "setChapters"]


def test_chapters_that_an_author_wrote_are_changed_in_their_file(program: As, site: Site) -> None:
    written = site.root / "media" / "podden" / "avsnitt-1.toml"
    written.write_text('chapters = [{ start = "0:00", title = "Min" }]\n', encoding="utf-8")
    client = program("editor")
    now = got(client, f"/items/{ITEM}/chapters")
    assert (now["origin"], now["written_in"]) == ("author", "media/podden/avsnitt-1.toml")
    body = {"chapters": [{"start_ms": 0, "title": "En annan"}]}
    answer = client.put(f"{ITEMS}/chapters", json=body, headers={"if-match": now["version"]})
    assert (answer.status_code, answer.headers["content-type"]) == (409, PROBLEM)


def test_a_passage_is_withheld_and_released(program: As) -> None:
    client = program("editor")
    body = {"start_ms": 3200, "end_ms": 6000, "why": "Ett barns namn"}
    done = client.post(f"{ITEMS}/withholdings", json=body).json()
    assert (done["words"], done["published"], done["failures"]) == (6, True, [])
    assert got(client, "/search?q=utflyktsdagen")["hits"][0]["item"] != ITEM
    (one,) = got(client, f"/items/{ITEM}/withholdings")["withholdings"]
    assert (one["id"], one["why"], one["by"]) == (done["id"], "Ett barns namn", "editor")
    assert len(got(client, f"/items/{ITEM}/transcript")["segments"]) == 2
    assert client.post(f"{ITEMS}/withholdings", json=body).json()["id"] is None
    assert client.delete(f"{ITEMS}/withholdings/{one['id']}").status_code == 200
    assert len(got(client, f"/items/{ITEM}/transcript")["segments"]) == 3
    assert client.delete(f"{ITEMS}/withholdings/{one['id']}").status_code == 404


def test_who_may_correct_may_not_release_what_is_withheld(program: As) -> None:
    body = {"start_ms": 3200, "end_ms": 6000, "why": "Ett barns namn"}
    done = program("editor").post(f"{ITEMS}/withholdings", json=body).json()
    client = program("editor", "edits:write", "edits:read")
    undone = client.post(f"{ITEMS}/edits/{done['id']}/undo")
    assert (undone.status_code, undone.json()["detail"]) == (403, "It takes edits:withhold.")
    assert client.delete(f"{ITEMS}/withholdings/{done['id']}").status_code == 403
    assert len(got(client, f"/items/{ITEM}/withholdings")["withholdings"]) == 1


@pytest.mark.parametrize(
    ("name", "kind", "begins"),
    [
        ("captions.vtt", "text/vtt; charset=utf-8", b"WEBVTT"),
        ("captions.json", "application/json", b"{"),
        ("transcript.vtt", "text/vtt; charset=utf-8", b"WEBVTT"),
        ("transcript.srt", "application/x-subrip; charset=utf-8", b"1\n00:00:00,500"),
        ("transcript.txt", "text/plain; charset=utf-8", b"Anna [0:00]"),
        ("transcript.html", "text/html; charset=utf-8", b"<!doctype html>"),
        ("transcript.json", "application/json", b"{"),
        (
            "transcript.docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            b"PK",
        ),
    ],
)
def test_what_was_said_is_had_as_a_file_of_every_form(
    program: As, name: str, kind: str, begins: bytes
) -> None:
    answer = program("reader").get(f"{ITEMS}/files/{name}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, kind)
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert answer.content.lower().startswith(begins.lower())


def test_notices_and_how_far_the_house_has_come(program: As, site: Site) -> None:
    client = program("editor")
    counted = got(client, "/coverage")
    assert counted["everything"] == {
        "theme": None, "title": None, "items": 2, "minutes": 0, "captioned": 2, "reviewed": 0,
        "published": 2, "doubted": 0,
    }  # fmt: skip
    assert counted["themes"] == [counted["everything"]]
    (site.root / "media" / "podden" / "film.xyz").write_bytes(b"?")
    found = got(client, "/notices")
    assert found["total"] == len(found["notices"]) > 0
    code = found["notices"][0]["code"]
    assert {one["code"] for one in got(client, f"/notices?code={code}")["notices"]} == {code}
    assert got(client, "/notices?item=finns-inte") == {"total": 0, "notices": []}


@pytest.mark.parametrize(
    ("method", "address", "sent", "status"),
    [
        ("POST", "/segments/3200/split", {"json": {"word": 1}}, 428),
        ("POST", "/segments/3200/split", {"json": {"word": 0}}, 422),
        ("POST", "/segments/3200/split", {"json": {"word": 99}, "seen": True}, 422),
        ("POST", "/segments/3200/join", {"seen": True}, 422),  # another speaker
        ("POST", "/segments/6500/join", {"seen": True}, 422),  # nothing after it
        ("POST", "/segments/1/join", {"headers": {"if-match": "x"}}, 404),
        ("PUT", "/segments/3200/speaker", {"json": {"name": "A", "reach": "x"}}, 422),
        ("PUT", "/chapters", {"json": {"chapters": []}}, 422),
        ("PUT", "/chapters", {"json": {"chapters": [{"start_ms": 0, "title": " "}]}}, 422),
        ("PUT", "/withholdings", {"json": {}}, 405),
        ("POST", "/withholdings", {"json": {"start_ms": 5, "end_ms": 1, "why": "x"}}, 422),
        ("POST", "/withholdings", {"json": {"start_ms": 10**8, "end_ms": 10**8 + 1, "why": "x"}},
         422),
        ("DELETE", "/withholdings/finns-inte", {}, 404),
        ("GET", "/files/state.json", {}, 422),
        ("GET", "/files/..%2Fstate.json", {}, 404),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(
    program: As, method: str, address: str, sent: dict[str, Any], status: int
) -> None:
    client = program("editor")
    given = {key: value for key, value in sent.items() if key != "seen"}
    if "seen" in sent:
        given["headers"] = seen(client, int(address.split("/")[2]))
    elif "chapters" in sent.get("json", {}):
        given["headers"] = {"if-match": got(client, f"/items/{ITEM}/chapters")["version"]}
    answer = client.request(method, f"{ITEMS}{address}", **given)
    assert (answer.status_code, answer.headers["content-type"]) == (status, PROBLEM)


def test_times_that_do_not_rise_are_no_chapters(program: As) -> None:
    client = program("editor")
    headers = {"if-match": got(client, f"/items/{ITEM}/chapters")["version"]}
    body = {"chapters": [{"start_ms": 900, "title": "A"}, {"start_ms": 900, "title": "B"}]}
    answer = client.put(f"{ITEMS}/chapters", json=body, headers=headers)
    assert answer.status_code == 422
    assert "chapters[1]" in answer.json()["detail"]
