"""Workspaces as for the pipeline, one that was run and copied for each test, users' browsers."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from starlette.testclient import TestClient
from tests.pipeline.conftest import CAPTIONS, Place, bare, empty, sound

from mediahub.models import Store
from mediahub.web.staff.accounts import Accounts
from mediahub.web.staff.formtoken import HEADER
from mediahub.web.staff.place import COOKIE
from mediahub.web.staff.sessions import form_token

__all__ = ["Place", "bare", "empty", "log_in"]

WORDS = "en lång hemlighet"


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> Iterator[None]:
    """argon2 with the least memory and time: the usual takes a fifth of a second a password."""
    with pytest.MonkeyPatch.context() as patch:
        cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        patch.setattr("mediahub.web.staff.accounts._hasher", lambda: cheap)
        yield


@pytest.fixture(scope="session")
def run_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of two episodes that was run, with a user of each role named after it."""
    root = tmp_path_factory.mktemp("run-once") / "ws"
    for name, frequency in (("avsnitt-1", 440), ("avsnitt-2", 550)):
        path = sound(root / "media" / "podden" / f"{name}.mp3", frequency=frequency)
        path.with_suffix(".vtt").write_text(CAPTIONS, encoding="utf-8")
    store = Store(root.parent / "models", pip_options=["--no-index"])
    assert Place(root, store).run().failures == ()
    for role in ("reader", "editor", "admin"):
        Accounts(root).add(role, role, WORDS)
    return root


@pytest.fixture
def copied(run_once: Path, tmp_path: Path) -> Path:
    """A copy of it of the test's own."""
    return Path(shutil.copytree(run_once, tmp_path / "ws", symlinks=True))


def log_in(client: TestClient, name: str, password: str) -> None:
    """Log a browser in, whose scripts say from now on what its pages would tell them."""
    answer = client.post(
        "/logga-in",
        data={"namn": name, "losen": password, "till": "/"},
        headers={"origin": str(client.base_url)},
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    client.headers[HEADER] = form_token(client.cookies[COOKIE])
