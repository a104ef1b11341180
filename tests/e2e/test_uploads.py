"""Handing in and describing, in a real browser, and by the upload protocol's own client."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from mediahub.web.staff.accounts import Accounts
from tests.e2e.conftest import REPOSITORY
from tests.e2e.test_staff import (
    SECRET,
    Staff,
    serving,
)
from tests.pipeline.conftest import sound

if TYPE_CHECKING:
    from playwright.sync_api import Browser

TUS = REPOSITORY / "tools" / "tus"
NODE = shutil.which("node")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    root = tmp_path_factory.mktemp("uploads") / "Lindhamn"
    theme = root / "media" / "2026-01-31-tidigt"
    theme.mkdir(parents=True)
    (root / "mediahub.toml").write_text('[publisher]\nname = "Lindhamn"\n', encoding="utf-8")
    text = '# Veckans tema\ntitle = "Tidiga insatser"\n'
    (theme / "theme.toml").write_text(text, encoding="utf-8")
    accounts = Accounts(root)
    for name in ("redaktör", "annan"):
        accounts.add(name, "editor", SECRET)
    server, address = serving(root)
    yield root, address
    server.terminate()
    server.wait(10)
    assert server.stdout is not None
    server.stdout.close()


@pytest.fixture(scope="module")
def logged_in() -> dict[str, Any]:
    return {}


@pytest.fixture
def staff(site: tuple[Path, str], browser: "Browser", logged_in: dict[str, Any]) -> Iterator[Staff]:
    made = Staff(*site, browser, logged_in)
    yield made
    for context in browser.contexts:
        context.close()
    assert made.faults == []


@pytest.mark.skipif(NODE is None, reason="node is not installed")
@pytest.mark.skipif(
    not (TUS / "node_modules").is_dir(),
    reason="the client is not installed: npm install --prefix tools/tus",
)
def test_the_protocols_own_client_breaks_off_and_goes_on(staff: Staff, tmp_path: Path) -> None:
    recording = sound(tmp_path / "Från klienten.wav", seconds=4, frequency=450)
    size = recording.stat().st_size
    context = staff.window()
    cookie = next(one for one in context.cookies() if one["name"] == "mediahub")
    sent = subprocess.run(
        [str(NODE), "send.mjs", f"{staff.site}/ladda-upp/filer", f"mediahub={cookie['value']}",
         str(recording), "2026-01-31-tidigt"],
        cwd=TUS, capture_output=True, text=True, check=True,
    )  # fmt: skip
    told = json.loads(sent.stdout.splitlines()[-1])
    assert told["refused"] == 422
    assert told["offsets"][:2] == [100_000, 200_000]
    assert size in told["offsets"]
    answer = context.request.post(f"{told['address']}/klar", headers={"origin": staff.site})
    assert answer.json()["fil"] == "media/2026-01-31-tidigt/fran-klienten.wav"
    kept = staff.root / "media/2026-01-31-tidigt/fran-klienten.wav"
    assert kept.read_bytes() == recording.read_bytes()
