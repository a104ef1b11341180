"""A hub on the loopback that this process's hub library asks."""

from collections.abc import Iterator

import pytest
from huggingface_hub import constants
from tests.models.hub_server import Shelf, serving

from mediahub.models import download


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    """What the hub has; no try waits for the one before it."""
    shelf = Shelf({"model.bin": b"newer weights", "config.json": b"{}"})
    with serving(shelf) as address:
        monkeypatch.setattr(constants, "ENDPOINT", address)
        template = "/{repo_id}/resolve/{revision}/{filename}"
        monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", address + template)
        monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
        monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
        monkeypatch.setattr(download, "PAUSES_S", (0, 0))
        yield shelf
