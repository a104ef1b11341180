"""Who saves is told where readers could not have it at once, in the same words for all saves."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import WORDS, log_in

from mediahub.desk import after
from mediahub.desk.following import Following
from mediahub.errors import MediaError
from mediahub.library import Library
from mediahub.web.staff.app import make_staff_app, open_place
from mediahub.web.staff.place import Place
from mediahub.web.staff.tongue import with_quotations

ITEM = "podden-avsnitt-1"
PAGE = f"/item/{ITEM}"
HERE = {"origin": "http://127.0.0.1", "accept-language": "sv"}
JSON = {**HERE, "accept": "application/json"}
NOT_YET = (
    "Läsarna har det inte än; nästa körning för in det. (Det gick inte genast: Disken är full.)"
)

Save = Callable[[TestClient], Any]
"""Saves something as a script of the page does; the answer."""


@pytest.fixture
def place(copied: Path) -> Place:
    return open_place(copied)


@pytest.fixture
def editor(place: Place) -> Iterator[TestClient]:
    with TestClient(make_staff_app(place), "http://127.0.0.1", follow_redirects=False) as client:
        log_in(client, "editor", WORDS)
        yield client


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Nothing can be made any more once it is called."""

    def refused(*_: object) -> None:
        raise MediaError("the disk is full", swedish="Disken är full.")

    return lambda: monkeypatch.setattr(after, "refresh", refused)


def segment(method: str, path: str, at: int = 3200, **body: object) -> Save:
    def save(client: TestClient) -> Any:
        address = f"{PAGE}/segment/{at}"
        version = client.get(address, headers=JSON).json()["version"]
        headers = {**JSON, "if-match": f'"{version}"'}
        return client.request(method, address + path, json=body, headers=headers)

    return save


def form(path: str, **fields: str) -> Save:
    return lambda client: client.post(PAGE + path, data=fields, headers=JSON)


def marked(client: TestClient) -> Any:
    body = {"fran": "3200.0", "till": "3200.1"}
    return client.post(f"{PAGE}/granskat/ord", json=body, headers=JSON)


SAVES: dict[str, Save] = {
    "words": segment("PUT", "", text="Fattigdomen bland unga."),
    "speaker here": segment("PUT", "/talare", talare="Eva Ek", galler="here"),
    "speaker everywhere": segment(
        "PUT", "/talare", talare="Eva Ek", galler="everywhere", visat="Erik"
    ),
    "split": segment("POST", "/gor", vad="dela", ord=3),
    "segment reviewed": segment("POST", "/gor", vad="granska"),
    "marked words reviewed": marked,
    "all reviewed": form("/granskat"),
    "voice named": form("/namn", talare="Erik", namn="Eva Ek", sett='{"Erik": "Erik"}'),
    "chapter put in": form("/kapitel", vad="ny", tid="0:05", titel="Pengar"),
    "chapter renamed": form("/kapitel", vad="byt", tid="0:00", titel="Början"),
}


@pytest.mark.parametrize("name", SAVES)
def test_what_could_not_follow_a_save_at_once_is_told_in_the_same_words_for_all(
    name: str, editor: TestClient, full: Callable[[], None]
) -> None:
    full()
    answer = SAVES[name](editor)
    assert (answer.status_code, answer.json()["sen"]) == (200, NOT_YET)
    pages = [editor.get(PAGE + one, headers=HERE).text for one in ("", "/historik", "/fragor")]
    assert [NOT_YET in page for page in pages] == [True] * 3  # for who has no script, too


def test_who_saves_is_told_nothing_more_where_readers_have_it(
    editor: TestClient, full: Callable[[], None]
) -> None:
    assert SAVES["words"](editor).json()["sen"] == ""
    full()
    assert SAVES["all reviewed"](editor).json()["sen"] == NOT_YET
    answer = editor.post(f"{PAGE}/granskat", headers=HERE)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PAGE}#lage")


@pytest.mark.parametrize("name", SAVES)
def test_a_server_has_every_save_followed_later_and_at_once_what_is_read_here(
    name: str, place: Place, editor: TestClient, full: Callable[[], None]
) -> None:
    full()  # nothing is made but what is read here
    following = Following(place.root)
    place.follower = following
    before = Library.open(place.root)
    was = before.transcript(ITEM), before.chapters(ITEM)
    assert SAVES[name](editor).json()["sen"] == ""
    now = Library.open(place.root)
    assert (now.transcript(ITEM), now.chapters(ITEM)) != was
    assert [one.name for one in following._folder.iterdir()] == [ITEM]


def test_two_segments_joined_and_a_decision_taken_back_are_followed_later(
    place: Place, editor: TestClient, full: Callable[[], None]
) -> None:
    SAVES["split"](editor)
    full()
    place.follower = following = Following(place.root)
    joined = segment("POST", "/gor", vad="slahop")(editor)
    assert (joined.status_code, joined.json()["sen"]) == (200, "")
    SAVES["words"](editor)
    said = "".join(one.text for one in Library.open(place.root).transcript(ITEM).segments)
    assert "bland unga" in said
    history = editor.get(f"{PAGE}/historik", headers=HERE).text
    entry = history.split('name="post" value="')[1].split('"')[0]
    assert form("/historik", post=entry)(editor).json() == {"gjort": "", "sen": ""}
    said = "".join(one.text for one in Library.open(place.root).transcript(ITEM).segments)
    assert "utflyktsdagen" in said
    assert [one.name for one in following._folder.iterdir()] == [ITEM]


def test_what_others_said_in_english_is_marked_as_that() -> None:
    told = "Filen går inte att läsa (“bad <header>”)."
    marked = 'Filen går inte att läsa (“<span lang="en">bad &lt;header&gt;</span>”).'
    assert with_quotations(told) == marked
