"""Feed and captions as apps' own libraries read them: npm's, where node and they are at hand."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.pipeline.conftest import Place, empty, themed  # noqa: F401

READERS = Path(__file__).parents[2] / "tools" / "feed_readers"
NODE = shutil.which("node")


@pytest.mark.skipif(NODE is None, reason="node is not installed")
@pytest.mark.skipif(
    not (READERS / "node_modules").is_dir(),
    reason="the readers are not installed: npm install --prefix tools/feed_readers",
)
def test_every_library_reads_the_feed_and_the_captions(themed: Place) -> None:  # noqa: F811
    assert themed.run().failures == ()
    feed = themed.root / "feeds" / "podden"
    (episode,) = (one for one in feed.iterdir() if one.is_dir())
    files = [feed / "feed.xml", *(episode / f"transcript.{end}" for end in ("vtt", "srt", "json"))]
    made = subprocess.run(
        [str(NODE), "read.mjs", *map(str, files)],
        cwd=READERS,
        capture_output=True,
        text=True,
        check=True,
    )
    read = json.loads(made.stdout.splitlines()[-1])
    guid = read["rssparser"]["guid"]
    assert read["feedsmith"]["items"] == read["partytime"]["items"] == 1
    assert read["partytime"]["guid"] == read["feedsmith"]["guid"]
    assert read["rssparser"] == {
        "title": "Podden",
        "items": 1,
        "guid": guid,
        "enclosure": "audio/mpeg",
    }
    item = read["partytime"]["item"]
    assert (item["guid"], item["explicit"], item["duration"]) == (guid, False, 10)
    assert item["transcripts"] == [
        "text/vtt",
        "application/srt",  # as it calls application/x-subrip
        "application/json",
        "text/html",
    ]
    assert item["people"]
    assert read["webvtt"]["errors"] == []
    assert read["webvtt"]["cues"] == 3
    assert all(count >= 3 for count in read["transcriptator"].values())
