"""After an edit one item is up to date everywhere, whatever else is going on."""

from collections.abc import Iterator

import pytest

from mediahub.catalog import Item
from mediahub.edits import append, name_speaker
from mediahub.feed import Fault
from mediahub.feed.itemcheck import ItemFindings
from mediahub.pipeline.refreshing import Refreshed, gather_feeds, refresh
from mediahub.pipeline.report import Silent
from mediahub.pipeline.survey import Survey, survey
from mediahub.site.opening import Behind, Opener
from mediahub.transcript import Transcript
from mediahub.workspace.locks import run_lock
from mediahub.workspace.paths import Workspace
from mediahub.workspace.results import read_transcript
from tests.pipeline.conftest import Place

ITEM = "2020-06-03-tema-samtal"


def transcribed(seen: Survey) -> tuple[Item, Transcript]:
    return seen.catalogue.item(ITEM), read_transcript(seen.workspace.item(ITEM))


def test_a_name_reaches_page_captions_search_and_feed_without_a_run(themed: Place):
    themed.run()
    seen = survey(themed.root, store=themed.store)
    item, transcript = transcribed(seen)
    entry = name_speaker(transcript, "Anna", "Anna Lind", person="anna-lind")
    append(seen.edits(item), (entry,), source=item.path.name)
    with run_lock(Workspace(themed.root)):  # a run is at work
        made = refresh(survey(themed.root, store=themed.store), ITEM, Silent())
    folder = f"podden/{ITEM}"
    assert made == Refreshed(
        ("transcribe", "chapter", "page"),
        True,
        tuple(
            f"{folder}/{file}"
            for file in ("transcript.vtt", "transcript.srt", "transcript.json", "transcript.html",
                         "index.html")
        ),
    )  # fmt: skip
    assert "<v Anna Lind>Välkomna" in themed.text(f"feeds/{folder}/transcript.vtt")
    assert "Anna Lind" in themed.text(f"feeds/{folder}/index.html")
    assert gather_feeds(themed.root, store=themed.store) == ()
    summary = themed.run()
    assert (summary.idle, summary.done) == (True, {})


def test_an_item_without_a_transcript_has_nothing_to_refresh(themed: Place):
    assert refresh(survey(themed.root, store=themed.store), ITEM, Silent()) == Refreshed()


def test_what_the_gate_refuses_of_an_edited_item_is_not_put_into_place(
    themed: Place, monkeypatch: pytest.MonkeyPatch
):
    themed.run()
    before = themed.files(f"feeds/podden/{ITEM}")
    seen = survey(themed.root, store=themed.store)
    item, transcript = transcribed(seen)
    entry = name_speaker(transcript, "Anna", "Anna Lind", person="anna-lind")
    append(seen.edits(item), (entry,), source=item.path.name)
    real = Opener.item

    def refused(self: Opener, found: ItemFindings, behind: Behind) -> Iterator[Fault]:
        yield from real(self, found, behind)
        yield Fault("planted", "its sound is another", found.guid, found.title)

    monkeypatch.setattr(Opener, "item", refused)
    made = refresh(survey(themed.root, store=themed.store), ITEM, Silent())
    assert (made.written, [one.message for one in made.failures]) == (
        (),
        [
            f"{ITEM}: its sound is another: it stays as it was published until that is put right, "
            "and the rest of the feed goes on"
        ],
    )
    assert themed.files(f"feeds/podden/{ITEM}") == before


def test_a_run_s_unfinished_work_outlives_an_edit(themed: Place):
    themed.run()
    seen = survey(themed.root, store=themed.store)
    item, transcript = transcribed(seen)
    entry = name_speaker(transcript, "Anna", "Anna Lind", person="anna-lind")
    append(seen.edits(item), (entry,), source=item.path.name)
    work = seen.workspace.work(ITEM)
    chunk = work / "0123456789abcdef" / "chunk-0.json"
    chunk.parent.mkdir(parents=True)
    chunk.write_text("{}", encoding="utf-8")
    made = refresh(survey(themed.root, store=themed.store), ITEM, Silent())
    assert made.done == ("transcribe", "chapter", "page")
    assert [path for path in work.rglob("*") if path.is_file()] == [chunk]
    (work / "edited" / "transcribe.out").mkdir(
        parents=True
    )  # somebody edits while a run is at work
    (themed.root / "media" / "2020-06-03-tema" / "samtal.vtt").touch()
    item.path.write_bytes(item.path.read_bytes() + bytes(512))
    themed.run()
    assert [path.name for path in work.iterdir()] == ["edited"]
