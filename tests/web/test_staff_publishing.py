"""Publishing by form: what will happen is said first, and is done only if that still holds."""

import re
from pathlib import Path

import feedparser
import pytest
from starlette.testclient import TestClient
from tests.web.conftest import WORDS, log_in

from mediahub.desk.withdrawal import withdraw
from mediahub.web.staff.app import make_staff_app, open_place
from mediahub.workspace.audit import Audit
from mediahub.workspace.ledger import read_promise
from mediahub.workspace.paths import Workspace

ITEM = "podden-avsnitt-1"
PAGE = f"/item/{ITEM}/publicering"


def logged_in(root: Path, name: str = "editor") -> TestClient:
    client = TestClient(
        make_staff_app(open_place(root)), "http://127.0.0.1", follow_redirects=False,
        headers={"origin": "http://127.0.0.1"},
    )  # fmt: skip
    log_in(client, name, WORDS)
    return client


def confirmed(client: TestClient, page: str = PAGE, **given: str) -> str:
    """Ask, look at what is said to happen, and say yes; what was said."""
    asked = client.post(page, data=given)
    assert asked.status_code == 200, asked.text
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', asked.text))
    answer = client.post(page, data={**hidden, "vad": given["vad"]})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{page}?gjort=genast")
    return str(asked.text)


def guids(root: Path) -> dict[str, str]:
    found = feedparser.parse(str(root / "feeds" / "media" / "feed.xml"))
    return {entry.title: entry.id for entry in found.entries}


def test_an_episode_is_withdrawn_and_returns_as_the_same(copied: Path) -> None:
    client, before = logged_in(copied), guids(copied)
    precious = {path: path.read_bytes() for path in (copied / "media").rglob("*.*")}
    assert "Publicerat sedan" in client.get(PAGE).text
    told = confirmed(client, vad="dra", varfor=" gästen  bad om det ")
    for part in ("försvinner ur flödet", "Sidan", "tas bort", "sökningen, registret", "finns kvar"):
        assert part in told
    assert list(guids(copied)) == ["Avsnitt 2"]
    left = [
        path.relative_to(copied / "feeds").as_posix()
        for path in (copied / "feeds").rglob("*")
        if path.is_file() and ITEM.encode() in path.read_bytes()
    ]
    assert left == []
    assert not (copied / "feeds" / "media" / ITEM).exists()
    assert "hembesök" in client.get("/?q=hembesök").text  # for those who work here
    assert "gästen bad om det" in client.get(PAGE).text
    confirmed(client, vad="ater")
    assert guids(copied) == before
    assert {path: path.read_bytes() for path in precious} == precious
    changes = [(one.what, one.item) for one in Audit(copied).changes() if one.by == "editor"]
    assert changes[:2] == [("returned", ITEM), ("withdrawn", ITEM)]


def test_nothing_is_done_that_was_not_confirmed_or_stands_otherwise_now(copied: Path) -> None:
    client, before = logged_in(copied), guids(copied)
    asked = client.post(PAGE, data={"vad": "dra", "varfor": "skäl"})
    assert asked.status_code == 200
    assert guids(copied) == before
    assert client.post(PAGE, data={"vad": "dra", "varfor": " ", "sakert": "ja"}).status_code == 422
    wrong = client.post(PAGE, data={"vad": "dra", "varfor": "x", "sakert": "ja", "stod": "draft"})
    assert wrong.status_code == 409
    assert guids(copied) == before
    withdraw(copied, ITEM, "någon annan")
    late = client.post(PAGE, data={"vad": "dra", "varfor": "x", "sakert": "ja", "stod": "due"})
    assert (late.status_code, "någon annan" in late.text) == (409, True)
    promise = read_promise(Workspace(copied), ITEM)
    assert promise is not None
    assert promise.why == "någon annan"
    assert client.post(PAGE, data={"vad": "annat"}).status_code == 422
    assert logged_in(copied, "reader").get(PAGE).status_code == 403


@pytest.fixture
def text(copied: Path) -> Path:
    """A workspace with a text that is public."""
    (copied / "media" / "podden" / "lasa.md").write_text("# Läsa\n\nOm böcker.\n", "utf-8")
    (copied / "media" / "podden" / "lasa.toml").write_text(
        '# Vår text\ntitle = "Läsa"\npublished = 2020-06-03T07:00:00+02:00\n', "utf-8"
    )
    return copied


def test_a_text_is_taken_away_till_a_day_and_made_a_draft(text: Path) -> None:
    from mediahub.desk.after import follow

    assert follow(text, [], searches=True).failures == ()
    page = text / "feeds" / "texter" / "podden-lasa" / "index.html"
    toml = text / "media" / "podden" / "lasa.toml"
    address = "/item/podden-lasa/publicering"
    assert page.is_file()
    client = logged_in(text)
    told = confirmed(client, address, vad="tid", tid="2131-01-31T06:00")
    assert "efter 2131-01-31 06:00" in told
    assert not page.exists()
    assert toml.read_text("utf-8") == (
        '# Vår text\ntitle = "Läsa"\npublished = 2131-01-31T06:00:00+01:00\n'
    )
    confirmed(client, address, vad="utkast")
    assert toml.read_text("utf-8") == '# Vår text\ntitle = "Läsa"\n'
    confirmed(client, address, vad="nu")
    assert page.is_file()
    for when in ("2019-01-01T06:00", "snart", ""):
        assert client.post(address, data={"vad": "tid", "tid": when}).status_code in (409, 422)
