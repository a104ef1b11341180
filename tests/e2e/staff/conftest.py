"""One staff site for all of these tests; each changes an item of its own."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from mediahub.web.staff.accounts import Accounts
from tests.e2e.conftest import command
from tests.e2e.staff.site import ITEMS, SECRET, Staff, put, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    root = tmp_path_factory.mktemp("staff") / "Lindhamn"
    for number, (name, where) in enumerate(ITEMS.items()):
        put(root, name, where, 300 + 50 * number)
    subprocess.run(command(root, "run"), check=True, capture_output=True)
    accounts = Accounts(root)
    for name, role in (
        ("redaktör", "editor"),
        ("annan", "editor"),
        ("läsare", "reader"),
        ("chef", "admin"),
    ):
        accounts.add(name, role, SECRET)  # type: ignore[arg-type]
    with served(root) as site:
        yield site


@pytest.fixture(scope="session")
def logged_in() -> dict[str, Any]:
    return {}


@pytest.fixture
def staff(site: tuple[Path, str], browser: "Browser", logged_in: dict[str, Any]) -> Iterator[Staff]:
    """The site; the test fails when a console complained."""
    made = Staff(*site, browser, logged_in)
    yield made
    for context in browser.contexts:
        context.close()
    assert made.faults == []
