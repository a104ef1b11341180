"""What is reviewed, as the search tells it: at once, on the page, in the table and to programs."""

import re
from pathlib import Path

from starlette.testclient import TestClient
from tests.web.conftest import WORDS, log_in

from mediahub.web.staff.app import make_staff_app, open_place
from mediahub.web.staff.tokens import Tokens

ITEM = "podden-avsnitt-1"
FACET = re.compile(r"granskad=(\w+)[^>]*>(\w+)</a> <span>(\d+)</span>")


def test_the_facet_follows_what_an_editor_marks(copied: Path) -> None:
    place = open_place(copied)
    client = TestClient(
        make_staff_app(place), "http://127.0.0.1", follow_redirects=False,
        headers={"origin": "http://127.0.0.1"},
    )  # fmt: skip
    log_in(client, "editor", WORDS)
    query = "/?q=hembesök"

    def facet() -> set[tuple[str, str, str]]:
        return set(FACET.findall(client.get(query).text))

    def hits(more: str) -> int:
        return client.get(query + more).text.count('class="hit"')

    assert hits("&granskad=no") == 2
    marked = {"fran": "0.5", "till": "1.5"}
    assert client.post(f"/item/{ITEM}/granskat", data=marked).status_code == 303
    assert facet() == {("partly", "Delvis", "1"), ("no", "Nej", "1")}
    assert client.post(f"/item/{ITEM}/granskat").status_code == 303
    assert facet() == {("yes", "Ja", "1"), ("no", "Nej", "1")}
    segment = f"/item/{ITEM}/segment/500"
    version = client.get(segment, headers={"accept": "application/json"}).json()["version"]
    assert client.put(
        segment, json={"text": "Välkomna till ett annat samtal om hembesök."},
        headers={"if-match": version},
    ).status_code == 200  # fmt: skip
    assert facet() == {("yes", "Ja", "1"), ("no", "Nej", "1")}  # a person's words, too
    assert (hits("&granskad=yes"), hits("&granskad=partly"), hits("&granskad=x")) == (1, 0, 0)
    table = client.get("/sok.csv?q=hembesök&granskad=yes").text
    assert table.splitlines()[0].split(";")[3:5] == ["Talare", "Granskat"]
    assert [line.split(";")[4] for line in table.splitlines()[1:]] == ["Ja"]
    given = {"vad": "spara", "namn": "Klart", "q": "hembesök", "granskad": "yes"}
    assert client.post("/sokningar", data=given).status_code == 303
    assert 'reviewed = "yes"' in (copied / "mediahub.toml").read_text("utf-8")
    assert "Granskat: ja" in client.get("/sokningar").text
    assert (
        client.post("/sokningar", data={**given, "namn": "x", "granskad": "x"}).status_code == 422
    )
    user = place.accounts.user("reader")
    assert user is not None
    _, secret = Tokens(copied, place.now).add(user, "prov", ["search:read"])
    answer = TestClient(client.app, "http://127.0.0.1").get(
        "/api/v1/search?q=hembesök&reviewed=yes",
        headers={"authorization": f"Bearer {secret}"},
    ).json()  # fmt: skip
    assert [(hit["item"], hit["reviewed"]) for hit in answer["hits"]] == [(ITEM, "yes")]
    assert answer["facets"]["reviewed"] == {"yes": 1}
