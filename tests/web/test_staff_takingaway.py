"""A person or a word goes from its form: what that changes is told first, and it comes back."""

import re
from pathlib import Path

from starlette.testclient import TestClient
from tests.web.test_describing import HERE, PEOPLE, THEME, client, root

__all__ = ["client", "root"]


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None
    return found[1]


def sent(client: TestClient, page: str, address: str) -> int:
    given = {"token": hidden(page, "token")}
    if 'name="version"' in page:
        given["version"] = hidden(page, "version")
    return client.post(address, data=given, headers=HERE).status_code


def test_a_person_is_taken_away_and_put_back(client: TestClient, root: Path):
    page = client.get("/person/bo-alm/bort").text
    assert "Det som sparats av rösten raderas" in page
    assert sent(client, page, "/person/bo-alm/bort") == 303
    people = root / "media" / "people.toml"
    assert "bo-alm" not in people.read_text(encoding="utf-8")
    page = client.get("/personer").text
    assert "Bo Alm, borttaget av anna" in page
    back = re.search(r"/borttaget/[0-9a-f]{16}", page)
    assert back is not None
    assert sent(client, page, back[0]) == 303
    now = people.read_text(encoding="utf-8")
    assert now == PEOPLE.replace("voice_consent = true", "voice_consent = false")


def test_whom_an_item_names_is_told_where_and_stays(client: TestClient, root: Path):
    page = client.get("/person/anna-lind/bort").text
    assert ("Går inte än" in page, "/item/tidigt-podd/beskriv" in page) == (True, True)
    assert 'name="version"' not in page
    form = client.get("/person/bo-alm/bort").text
    given = {"token": hidden(form, "token"), "version": "x"}
    answer = client.post("/person/anna-lind/bort", data=given, headers=HERE)
    assert answer.status_code == 412
    assert (root / "media" / "people.toml").read_text(encoding="utf-8") == PEOPLE


def test_a_word_is_taken_away_and_put_back_by_its_themes_page(client: TestClient, root: Path):
    theme = root / "media" / "tidigt" / "theme.toml"
    assert "/tema/tidigt/bort?ord=r%C3%A4cke" in client.get("/tema/tidigt/ord?ord=räcke").text
    page = client.get("/tema/tidigt/bort?ord=räcke").text
    assert "står kvar i avskrifter" in page
    assert sent(client, page, "/tema/tidigt/bort?ord=räcke") == 303
    assert "räcke" not in theme.read_text(encoding="utf-8")
    page = client.get("/tema/tidigt?sparat=nu").text
    back = re.search(r"/borttaget/[0-9a-f]{16}", page)
    assert back is not None
    assert sent(client, page, back[0]) == 303
    assert theme.read_text(encoding="utf-8") == THEME


def test_who_is_gone_already_is_not_found(client: TestClient):
    assert client.get("/person/ingen/bort").status_code == 404
    assert client.get("/tema/tidigt/bort?ord=inget").status_code == 404
