"""Who saves is told where readers could not have it at once."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import WORDS, log_in

from mediahub.desk import after
from mediahub.errors import MediaError
from mediahub.web.staff.app import make_staff_app, open_place

ITEM = "podden-avsnitt-1"
JSON = {"origin": "http://127.0.0.1", "accept": "application/json", "accept-language": "sv"}


def test_what_could_not_follow_a_correction_at_once_is_told(
    copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = TestClient(make_staff_app(open_place(copied)), "http://127.0.0.1")
    client.follow_redirects = False
    log_in(client, "editor", WORDS)
    address = f"/item/{ITEM}/segment/500"

    def saved(text: str) -> object:
        version = client.get(address, headers=JSON).json()["version"]
        headers = {**JSON, "if-match": f'"{version}"'}
        answer = client.put(address, json={"text": text}, headers=headers)
        assert answer.status_code == 200
        return answer.json()["sen"]

    assert saved("Välkomna hit.") == ""

    def full(*_: object) -> None:
        raise MediaError("the disk is full", swedish="Disken är full.")

    monkeypatch.setattr(after, "refresh", full)
    assert saved("Hej och välkomna.") == (
        "Nästa `mediahub run` för in det i textning, sökregister och flöde. "
        "(Det gick inte genast: Disken är full.)"
    )
