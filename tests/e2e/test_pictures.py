"""Pictures of the demo's pages for `docs/webbplatsen.md`; MEDIAHUB_PICTURES=write keeps them."""

import io
import os
from pathlib import Path

import pytest
from PIL import Image

from tests.e2e.conftest import REPOSITORY, THEME, Window

pytest.importorskip("playwright.sync_api", reason="`make e2e` installs Playwright")

PAGES = {
    "start": "/",
    "tema": f"/tema/{THEME}/",
    "film": f"/filmer/{THEME}-temafilm/#t=70",
    "podd": f"/podden/{THEME}-podden-avsnitt-1/",
    "artikel": f"/texter/{THEME}-kartlaggningen/",
    "sok": "/hitta/index.html?q=bes%C3%B6k",
}
SIZES = {"dator": (1280, 800, "light"), "telefon": (360, 720, "dark")}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_a_picture_with_something_on_it(
    window: Window, name: str, size: str, tmp_path: Path
):
    width, height, scheme = SIZES[size]
    window.page.set_viewport_size({"width": width, "height": height})
    window.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page = window.open(PAGES[name])
    page.wait_for_load_state("networkidle")
    data = page.screenshot(type="jpeg", quality=60)
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.size == (width, height)
        assert len(set(picture.convert("L").getdata())) > 50
    folder = REPOSITORY / "docs" / "bilder" if _kept() else tmp_path
    folder.mkdir(exist_ok=True)
    (folder / f"{name}-{size}.jpg").write_bytes(data)


def _kept() -> bool:
    return os.environ.get("MEDIAHUB_PICTURES") == "write"
