"""Searches that are kept from the page: saved, followed, renamed, removed; and the empty page."""

import pytest
from starlette.testclient import TestClient
from tests.pipeline.conftest import Place, empty, themed
from tests.web.conftest import log_in
from tests.web.test_staff_segments import HERE, SECRET

from mediahub.web.staff.app import make_staff_app, open_place

__all__ = ["empty", "themed"]


@pytest.fixture
def editor(themed: Place) -> TestClient:
    assert themed.run().failures == ()
    place = open_place(themed.root)
    place.accounts.add("Eva", "editor", SECRET)
    client = TestClient(make_staff_app(place), "http://127.0.0.1", follow_redirects=False)
    log_in(client, "Eva", SECRET)
    return client


def change(client: TestClient, **given: str) -> int:
    return int(client.post("/sokningar", data=given, headers=HERE).status_code)


def test_a_search_is_saved_followed_renamed_and_removed(editor: TestClient, themed: Place):
    comment = "# Det vi följer\n"
    path = themed.root / "mediahub.toml"
    path.write_text(comment + path.read_text(encoding="utf-8"), encoding="utf-8")
    before = path.read_text(encoding="utf-8")
    given = {"q": "hembesök", "talare": "", "serie": "podden", "ar": "2020"}
    assert change(editor, vad="spara", namn="Våra hembesök", **given) == 303
    assert change(editor, vad="spara", namn="våra-hembesök", **given) == 409
    page = editor.get("/sokningar").text
    assert "https://lindhamn.example/feeds/sok/vara-hembesok/feed.xml" in page
    assert "/?q=hembes%C3%B6k+%C3%A5r%3A2020&amp;serie=podden" in page
    assert "hembesök" in editor.get("/sokningar/vara-hembesok.xml").text
    assert "vara-hembesok" in editor.get("/").text
    assert change(editor, vad="byt", namn="vara-hembesok", nytt="Besök") == 303
    assert themed.text("feeds/sok/besok/feed.xml")
    assert not (themed.root / "feeds/sok/vara-hembesok").exists()
    assert change(editor, vad="ta", namn="besok") == 303
    assert path.read_text(encoding="utf-8").rstrip() == before.rstrip()
    assert "Ingen sökning är sparad" in editor.get("/sokningar").text
    assert editor.get("/sokningar/besok.xml").status_code == 404


@pytest.mark.parametrize("given", [{}, {"vad": "spara", "namn": "x", "q": ""},
    {"vad": "spara", "namn": "!!", "q": "a"}, {"vad": "spara", "namn": "x", "q": '-"'},
    {"vad": "spara", "namn": "x", "q": "a", "typ": "glossary"},
    {"vad": "byt", "namn": "x", "nytt": "y"}, {"vad": "ta", "namn": "../x"}])  # fmt: skip
def test_what_cannot_be_kept_is_refused(editor: TestClient, themed: Place, given: dict[str, str]):
    before = themed.text("mediahub.toml")
    assert change(editor, **given) in (404, 422)
    assert themed.text("mediahub.toml") == before


def test_an_empty_search_tells_what_is_most_spoken_of(editor: TestClient, themed: Place):
    path = themed.root / "media" / "2020-06-03-tema" / "theme.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + '[[glossary]]\nterm = "hembesök"\ndefinition = "Ett besök."\n', "utf-8")
    page = TestClient(
        make_staff_app(open_place(themed.root)), "http://127.0.0.1", cookies=editor.cookies
    ).get("/")
    assert '<li><a href="/?q=hembes%C3%B6k">hembesök</a> <span>1</span></li>' in page.text


def test_other_words_for_what_was_asked_are_told_as_such(editor: TestClient, themed: Place):
    path = themed.root / "media" / "2020-06-03-tema" / "theme.toml"
    text = path.read_text(encoding="utf-8").replace('"knapphet"', '"fattigdom"')
    path.write_text(text, encoding="utf-8")
    client = TestClient(
        make_staff_app(open_place(themed.root)), "http://127.0.0.1", cookies=editor.cookies
    )
    assert 'Också <em lang="sv">fattigdom' in client.get("/?q=barnfattigdom").text
