"""What the staff site tells of the web: what it has not got yet, and what it must lose at once."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.pipeline.conftest import Place
from tests.web.conftest import WORDS, log_in

from mediahub.models import Store
from mediahub.web.staff.app import make_staff_app, open_place

HERE = {"origin": "http://127.0.0.1"}
JSON = {**HERE, "accept": "application/json"}
SEGMENT = "/item/podden-avsnitt-1/segment/3200"
BEHIND = "Webben har inte det senaste"


@pytest.fixture
def target(copied: Path) -> Path:
    """The target of a workspace whose feeds were sent there."""
    settings = copied / "mediahub.toml"
    written = settings.read_text(encoding="utf-8")
    settings.write_text(
        f'public_url = "https://lindhamn.example"\n{written}\n[publish]\ntarget = "../disk/www"\n',
        encoding="utf-8",
    )
    (copied.parent / "disk").mkdir()
    store = Store(copied.parent / "models", pip_options=["--no-index"])
    assert Place(copied, store).run().failures == ()
    return copied.parent / "disk" / "www"


def test_what_is_withheld_while_the_web_is_away_is_told_and_sent_later(
    copied: Path, target: Path
) -> None:
    place = open_place(copied)
    client = TestClient(make_staff_app(place), "http://127.0.0.1", follow_redirects=False)
    log_in(client, "editor", WORDS)
    assert BEHIND not in client.get("/korning").text
    version = client.get(SEGMENT, headers=JSON).json()["version"]
    away = target.parent.rename(copied.parent / "borta")
    answer = client.post(
        f"{SEGMENT}/gor",
        json={"vad": "undanhall", "varfor": "ett barns namn"},
        headers={**JSON, "if-match": version},
    )
    assert answer.status_code == 502
    assert answer.json()["fel"].startswith("Passagen är undanhållen här, men webben gick inte att")
    page = client.get("/korning").text
    assert (BEHIND in page, "../disk/www" in page, "Skicka nu" in page) == (True, True, True)
    away.rename(target.parent)
    assert client.post("/korning/start", data={"skicka": "1"}, headers=HERE).status_code == 303
    assert place.started is not None
    assert place.started.wait(120) == 0
    assert BEHIND not in client.get("/korning").text
    (captions,) = target.rglob("podden-avsnitt-1/transcript.vtt")
    assert "utflyktsdagen" not in captions.read_text(encoding="utf-8")
    client.close()
