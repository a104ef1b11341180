"""What is done is seen before the run is at its end."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from mediahub.library import Library
from mediahub.pipeline.run import Pace
from mediahub.pipeline.stage import Scratch
from mediahub.workspace.ledger import read_ledger
from mediahub.workspace.paths import Workspace
from tests.pipeline.conftest import Place

ONE, TWO = "podden-avsnitt-1", "podden-avsnitt-2"


@pytest.fixture
def seen_meanwhile(bare: Place, instead) -> dict[str, Any]:
    """What stands in public while the second item is in its chapter stage."""
    seen: dict[str, Any] = {}

    def look(job: Any, scratch: Scratch) -> None:
        if TWO in job.transcript.path:
            feed = bare.root / "feeds" / "media" / "feed.xml"
            seen["feed"] = feed.read_text(encoding="utf-8") if feed.exists() else ""
            hits = Library.open(bare.root).search("barnfattigdom").hits if seen["feed"] else ()
            seen["found"] = [hit.item for hit in hits]
            seen["promised"] = sorted(read_ledger(Workspace(bare.root)).by_item)
            seen["pages"] = sorted(p.parent.name for p in Path(bare.root, "feeds").rglob("*.html"))
        real(job, scratch)

    real = instead("chapter", look)
    return seen


def test_the_first_item_is_in_feed_and_index_while_the_second_is_at_work(
    bare: Place, seen_meanwhile: dict[str, Any]
):
    summary = bare.run(jobs=1, pace=Pace(0, 0))
    assert "<title>Avsnitt 1</title>" in seen_meanwhile["feed"]
    assert "<title>Avsnitt 2</title>" not in seen_meanwhile["feed"]
    assert seen_meanwhile["found"] == [ONE]
    assert seen_meanwhile["promised"] == [ONE]
    assert seen_meanwhile["pages"] == [
        "feeds", "feeds", "hitta", "media", ONE, ONE, ONE, "register",
    ]  # fmt: skip
    assert (summary.exit_code, sorted(summary.done), sorted(summary.indexed)) == (
        0, [ONE, TWO], [ONE, TWO],
    )  # fmt: skip
    assert summary.changed_feeds == ("media",)
    assert bare.run().idle


def test_a_short_run_publishes_once_at_its_end(bare: Place, seen_meanwhile: dict[str, Any]):
    bare.run(jobs=1)
    assert seen_meanwhile == {"feed": "", "found": [], "promised": [], "pages": []}


def test_what_comes_of_it_is_the_same_however_often_it_publishes(themed: Place):
    themed.run(pace=Pace(0, 0))
    often = themed.files("feeds", "transcripts", "published")
    for folder in ("feeds", "transcripts", "published", "index", ".mediahub"):
        shutil.rmtree(themed.root / folder)
    themed.run()
    assert themed.files("feeds", "transcripts", "published") == often
