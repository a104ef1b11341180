"""File names at their limits, from the run to the feed."""

import json
import os
import unicodedata
from pathlib import Path

import pytest

from mediahub.desk.editing import name
from mediahub.library import Library
from tests.pipeline.conftest import CAPTIONS, Place, sound


@pytest.mark.parametrize("length", [249, 255])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_name_as_long_as_the_disk_allows_works_from_run_to_feed(
    empty: Place, length: int, form: str
):
    letter = unicodedata.normalize(form, "å")
    stem = letter * (120 if form == "NFC" else 80)
    stem += "x" * (length - 4 - len(os.fsencode(stem)))
    media = empty.root / "media" / f"{stem}.mp3"
    assert len(os.fsencode(media.name)) == length
    sound(empty.root / "media" / "kort.mp3").rename(media)
    media.with_suffix(".vtt").write_text(CAPTIONS, encoding="utf-8")
    summary = empty.run()
    assert summary.failures == ()
    (item,) = summary.done
    assert len(os.fsencode(item)) < 200
    name(empty.root, item, "Anna", "Anna Lind")
    (journal,) = [p for p in media.parent.iterdir() if p.suffix == ".json"]
    assert "Anna Lind" in journal.read_text(encoding="utf-8")
    assert empty.run().failures == ()
    assert "<v Anna Lind>Välkomna" in empty.text(f"transcripts/{item}/transcript.vtt")
    (page,) = Path(empty.root, "feeds", "media").glob("*/index.html")
    assert "Anna Lind" in page.read_text(encoding="utf-8")
    assert f"/{page.parent.name}/" in empty.text("feeds/media/feed.xml")
    assert [hit.item for hit in Library.open(empty.root).search("barnfattigdom").hits] == [item]
    assert empty.run().idle
    state = json.loads(empty.text(f"transcripts/{item}/state.json"))
    assert state["source"] == f"media/{media.name}"


def test_names_that_differ_in_case_alone_stop_those_two_items(empty: Place):
    media = empty.root / "media"
    for frequency, stem in ((440, "Ä"), (550, "ä"), (660, "annat")):
        sound(media / f"{stem}.mp3", frequency=frequency)
        (media / f"{stem}.vtt").write_text(CAPTIONS, encoding="utf-8")
    summary = empty.run()
    assert sorted(summary.done) == ["annat"]
    (failure,) = summary.failures  # both are called "a": one line names the two files
    assert failure.message == (
        "media/ä.mp3: 'media/ä.mp3' and 'media/Ä.mp3' have the same id, 'a'; rename one of the "
        "files or give one an id of its own"
    )
    assert summary.exit_code == 1
    assert empty.text("feeds/media/feed.xml").count("<item>") == 1
    (media / "ä.mp3").rename(media / "ö.mp3")
    (media / "ä.vtt").rename(media / "ö.vtt")
    assert empty.run().failures == ()
    assert empty.text("feeds/media/feed.xml").count("<item>") == 3
