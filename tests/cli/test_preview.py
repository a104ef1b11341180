"""`mediahub preview`: what was made is served, whatever is wrong with what is written."""

from pathlib import Path

import pytest

from mediahub.cli import preview
from mediahub.feed import PREVIEW_PORT
from mediahub.web import preview as server
from tests.cli.conftest import Mediahub, Place


@pytest.mark.parametrize("broken", ["mediahub.toml", "media/2020-06-03-tema/theme.toml"])
def test_the_preview_needs_no_healthy_toml(
    themed: Place, mediahub: Mediahub, monkeypatch: pytest.MonkeyPatch, broken: str
):
    served: list[tuple[Path, int]] = []
    monkeypatch.setattr(server, "serve", lambda feeds, port, **_: served.append((feeds, port)))
    assert mediahub("-C", str(themed.root), "run").code == 0
    (themed.root / broken).write_text("title = ", encoding="utf-8")
    told = mediahub("-C", str(themed.root), "preview")
    assert (told.code, told.out, told.err) == (0, "", "")
    (themed.root / "mediahub.toml").unlink()
    assert mediahub("-C", str(themed.root), "preview", "--port", "9000").code == 0
    assert served == [(themed.root / "feeds", 8765), (themed.root / "feeds", 9000)]


def test_no_feed_says_what_to_do(themed: Place, mediahub: Mediahub):
    told = mediahub("-C", str(themed.root), "preview")
    assert told.code == 2
    assert "run `mediahub run` first" in " ".join(told.err.split())


def test_the_usual_port_is_the_one_that_feeds_are_made_for():
    assert preview.PORT == PREVIEW_PORT
