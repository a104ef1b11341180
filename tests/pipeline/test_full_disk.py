"""A disk that is full: what cannot be written is told with its name, and the rest goes on."""

import errno
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from mediahub.library import Library
from mediahub.pipeline.overview import overview
from mediahub.workspace.digests import sha256_of
from mediahub.workspace.ledger import read_ledger
from mediahub.workspace.paths import Workspace
from tests.cli.conftest import Mediahub, mediahub
from tests.pipeline.conftest import Place

__all__ = ["mediahub"]

ONE, TWO = "podden-avsnitt-1", "podden-avsnitt-2"
FULL = "No space left on device"
Fill = Callable[[str], None]


@pytest.fixture
def fill(monkeypatch: pytest.MonkeyPatch) -> Fill:
    """`fill(part)`: from then on no file whose place has `part` in it fits on the disk.

    That is noticed, as on a real disk, when the file is flushed; "" is told the disk has room.
    """
    real, full = os.fsync, [""]

    def fsync(handle: int) -> None:
        if full[0] and full[0] in str(Path(f"/proc/self/fd/{handle}").readlink()):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)

    def put(part: str) -> None:
        full[0] = part

    return put


def titles(place: Place) -> list[str]:
    text = place.text("feeds/media/feed.xml")
    return [title for title in ("Avsnitt 1", "Avsnitt 2") if f"<title>{title}</title>" in text]


@pytest.mark.parametrize(
    ("part", "file", "stage"),
    [
        (f"{ONE}/%s/chapter.out/", f"transcripts/{ONE}/chapters.json", "chapter"),
        (f"transcripts/{ONE}/", f"transcripts/{ONE}/state.json", "probe"),
    ],
)
def test_one_item_stops_and_the_other_is_published(
    bare: Place, fill: Fill, part: str, file: str, stage: str
):
    source = bare.root / "media" / "podden" / "avsnitt-1.mp3"
    fill(part.replace("%s", sha256_of(source)[:16]))
    summary = bare.run()
    assert [(one.item, one.stage, one.message) for one in summary.failures] == [
        (ONE, stage, f"{FULL} ({bare.root / file}); make room or give write permission, "
                     "then run again"),
    ]  # fmt: skip
    assert (summary.exit_code, titles(bare)) == (1, ["Avsnitt 2"])
    fill("")
    assert bare.run().exit_code == 0
    assert titles(bare) == ["Avsnitt 1", "Avsnitt 2"]


def test_a_stage_that_cannot_write_names_the_file(bare: Place, instead):
    def full(job: object, scratch) -> None:
        scratch.out("transcript.json").write_text("{}")
        scratch.out("transcript.vtt")
        raise OSError(errno.ENOSPC, FULL)  # as `write` tells it, without a name

    instead("transcribe", full)
    summary = bare.run()
    assert {(one.item, one.stage, one.trace) for one in summary.failures} == {
        (ONE, "transcribe", ""), (TWO, "transcribe", ""),
    }  # fmt: skip
    for failure in summary.failures:
        assert failure.message.startswith(f"{FULL} ({bare.root}/")
        assert "transcribe.out/transcript.vtt); make room" in failure.message


@pytest.mark.parametrize(
    ("part", "what", "named"),
    [
        ("/index/", "index", "/index/"),
        ("/published/items/", "published", f"/published/items/{ONE}.toml"),
        ("/published/series/", "published", "/published/series/media.toml"),
        ("/feeds/media/.", "media", "media/omslag-"),
        (f"/feeds/media/{ONE}/.", "media", f"media/{ONE}/"),
        ("/.mediahub/.mediahub-", ".mediahub", "/.mediahub/digests.json"),
    ],
)
def test_what_gathers_fails_by_itself_and_the_transcripts_are_made(
    bare: Place, fill: Fill, part: str, what: str, named: str
):
    (bare.root / "mediahub.toml").write_text(
        'public_url = "https://lindhamn.example"\n', encoding="utf-8"
    )
    fill(part)
    summary = bare.run()
    told = {failure.item: failure for failure in summary.failures}
    assert what in told, summary.failures
    assert FULL in told[what].message
    assert named in told[what].message
    assert summary.exit_code == 1
    assert all("chapter" in stages for stages in summary.done.values())
    if what != "index":
        assert Library.open(bare.root).search("barnfattigdom").total == 2
    if what != "published":
        assert sorted(read_ledger(Workspace(bare.root)).by_item) == [ONE, TWO]
    fill("")
    again = bare.run()
    assert again.exit_code == 0
    # What was not promised is published now, and its page says when.
    assert set(again.done.values()) <= ({("page",)} if what == "published" else set())
    assert titles(bare) == ["Avsnitt 1", "Avsnitt 2"]
    assert Library.open(bare.root).search("barnfattigdom").total == 2
    assert bare.run().idle


def test_what_cannot_be_kept_is_not_promised(bare: Place, fill: Fill):
    (bare.root / "mediahub.toml").write_text(
        'public_url = "https://lindhamn.example"\n', encoding="utf-8"
    )
    fill("/published/")
    bare.run()
    assert not (bare.root / "feeds" / "media" / "feed.xml").exists()
    assert read_ledger(Workspace(bare.root)).by_item == {}


def test_a_feed_that_does_not_fit_leaves_the_one_that_is_there(bare: Place, fill: Fill):
    bare.run(only=(ONE,))
    feed = bare.text("feeds/media/feed.xml")
    fill("/feeds/media/.")
    assert [one.item for one in bare.run().failures] == ["media"]
    assert bare.text("feeds/media/feed.xml") == feed


def test_the_command_tells_it_and_shows_no_traceback(bare: Place, fill: Fill, mediahub: Mediahub):
    fill("/index/")
    told = mediahub("-C", str(bare.root), "run")
    assert told.code == 1
    (failed,) = [line for line in told.lines if line.startswith("FAILED")]
    assert failed.startswith(f"FAILED index (index): {FULL} ({bare.root}/index/")
    assert failed.endswith("; make room or give write permission, then run again")
    assert "Traceback" not in told.out + told.err
    shutil.rmtree(bare.root / "index")
    told = mediahub("-C", str(bare.root), "run", "--json")
    assert told.code == 1
    (failure,) = json.loads(told.out)["failures"]
    assert (failure["item"], failure["stage"]) == ("index", "index")
    assert failure["message"].startswith(f"{FULL} ({bare.root}/index/")
    assert "Traceback" not in told.err


def test_a_plan_needs_no_room(bare: Place, fill: Fill):
    bare.run()
    (bare.root / "media" / "podden" / "avsnitt-1.vtt").write_text("WEBVTT\n", encoding="utf-8")
    fill("/")
    view = overview(bare.root, store=bare.store)
    assert {one.item for one in view.statuses if one.condition == "stale"} == {ONE}


def test_a_log_that_does_not_fit_is_no_trouble(
    bare: Place, mediahub: Mediahub, monkeypatch: pytest.MonkeyPatch
):
    from logging.handlers import RotatingFileHandler

    def full(_self: object, _record: object) -> bool:
        raise OSError(errno.ENOSPC, FULL)

    monkeypatch.setattr(RotatingFileHandler, "shouldRollover", full)
    told = mediahub("-C", str(bare.root), "run")
    assert told.code == 0
    assert "Traceback" not in told.err
    assert "Logging error" not in told.err
