"""Several people at once, and people beside a run: everyone has their turn, nothing is undone."""

import json
import subprocess
import sys
import threading
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from mediahub.desk import after
from mediahub.desk.clean import clean
from mediahub.desk.editing import correct, name
from mediahub.desk.people import forget, reject
from mediahub.desk.publication import publish_item
from mediahub.desk.withdrawal import withdraw
from mediahub.desk.wording import correct_segment, segment_version
from mediahub.edits import Conflict, NameSpeaker, ReplaceWords, read_journal
from mediahub.errors import SettingsError
from mediahub.pipeline.refreshing import Refreshed
from mediahub.pipeline.report import Reporter
from mediahub.pipeline.survey import Survey
from mediahub.transcript import Segment
from mediahub.workspace.ledger import read_promise
from mediahub.workspace.locks import item_lock
from mediahub.workspace.paths import Workspace
from mediahub.workspace.results import read_transcript
from tests.desk.conftest import AtWork, Place

FIRST, SECOND = "podden-avsnitt-1", "podden-avsnitt-2"
PEOPLE = '[[people]]\nid = "anna-lind"\nname = "Anna Lind"\n'


def decided(place: Place, item: str = "avsnitt-1") -> list[tuple[str | None, str]]:
    """Who put what into an episode's edits."""
    journal = read_journal(place.root / "media" / "podden" / f"{item}.edits.json")
    return [
        (entry.by, entry.name if isinstance(entry, NameSpeaker) else entry.after)
        for entry in journal.entries
        if isinstance(entry, NameSpeaker | ReplaceWords)
    ]


def a_copy(place: Place, folder: Path, old: str, new: str) -> Path:
    """The first episode's captions as an editor copied them, with a word changed."""
    text = place.text(f"transcripts/{FIRST}/transcript.vtt")
    assert old in text
    path = folder / f"{new}.vtt"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


def test_two_editors_at_once_both_succeed(bare: Place, surroundings: dict[str, str]):
    bare.run()
    started = []
    with item_lock(Workspace(bare.root), FIRST):  # both come while it is somebody else's turn
        for speaker, person in (("Anna", "Eva Alm"), ("Erik", "Bo Ek")):
            words = ["-C", str(bare.root), "name", FIRST, speaker, person, "--by", person[:3]]
            command = [sys.executable, "-m", "mediahub", *words]
            started.append(subprocess.Popen(command, env=surroundings))
    assert [process.wait(timeout=120) for process in started] == [0, 0]
    assert sorted(decided(bare)) == [("Bo", "Bo Ek"), ("Eva", "Eva Alm")]


def test_everything_an_editor_does_works_while_a_run_is_at_work(
    bare: Place, run_at_work: AtWork, tmp_path: Path
):
    (bare.root / "media" / "people.toml").write_text(PEOPLE, encoding="utf-8")
    bare.run()
    with run_at_work():
        reject(bare.root, FIRST, "Erik", "anna-lind", by="eva")
        name(bare.root, FIRST, "Anna", "anna-lind", by="eva")
        correct(bare.root, FIRST, a_copy(bare, tmp_path, "utflyktsdagen", "skolresan"), by="eva")
        publish_item(bare.root, FIRST, None)
        withdraw(bare.root, SECOND, "gästen bad om det")
        forget(bare.root, "anna-lind")
        with pytest.raises(SettingsError, match="another mediahub run"):
            clean(bare.root)
    assert decided(bare) == [("eva", "Anna Lind"), ("eva", "skolresan.")]
    promise = read_promise(Workspace(bare.root), SECOND)
    assert promise is not None
    assert (promise.withdrawn is not None, promise.why) == (True, "gästen bad om det")
    bare.run()
    transcript = bare.text(f"transcripts/{FIRST}/transcript.txt")
    assert "Anna Lind" in transcript
    assert "skolresan" in transcript
    assert SECOND not in bare.text("feeds/media/feed.xml")
    assert bare.run().idle


def test_an_entry_says_who_and_when(bare: Place, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("LOGNAME", "karin")
    bare.run()
    name(bare.root, FIRST, "Anna", "Eva Alm")
    (entry,) = json.loads(bare.text("media/podden/avsnitt-1.edits.json"))["entries"]
    assert entry["by"] == "karin"
    assert datetime.fromisoformat(entry["at"]).utcoffset() == timedelta(0)


def test_two_who_change_the_same_words_otherwise_are_both_told(bare: Place, tmp_path: Path):
    bare.run()
    mine = a_copy(bare, tmp_path, "utflyktsdagen", "skolresan")
    theirs = a_copy(bare, tmp_path, "utflyktsdagen", "lägerdagen")
    correct(bare.root, FIRST, mine, by="eva")
    with pytest.raises(Conflict, match=r"skolresan.*yours: .*lägerdagen"):
        correct(bare.root, FIRST, theirs, by="bo")
    assert decided(bare) == [("eva", "skolresan.")]
    bare.run()  # a copy that is older than the transcript knows what it was made of, too
    with pytest.raises(Conflict, match=r"skolresan.*yours: .*lägerdagen"):
        correct(bare.root, FIRST, theirs, by="bo")


def test_who_thinks_better_of_it_has_the_last_word(bare: Place, tmp_path: Path):
    bare.run()
    correct(bare.root, FIRST, a_copy(bare, tmp_path, "utflyktsdagen", "skolresan"), by="eva")
    correct(bare.root, FIRST, a_copy(bare, tmp_path, "skolresan", "lägerdagen"), by="eva")
    assert decided(bare) == [("eva", "skolresan."), ("eva", "lägerdagen.")]


def test_two_who_change_it_alike_have_changed_it_once(bare: Place, tmp_path: Path):
    bare.run()
    copy = a_copy(bare, tmp_path, "utflyktsdagen", "skolresan")
    correct(bare.root, FIRST, copy, by="eva")
    correct(bare.root, FIRST, copy, by="bo")
    assert decided(bare) == [("eva", "skolresan.")]


def test_what_follows_two_edits_of_one_item_is_made_one_after_the_other(
    bare: Place, monkeypatch: pytest.MonkeyPatch
):
    bare.run()
    segments = read_transcript(Workspace(bare.root).item(FIRST)).segments[:2]
    turn, met, both = threading.Lock(), [], threading.Barrier(2, timeout=60)
    refresh = after.refresh

    def one_alone(seen: Survey, item_id: str, reporter: Reporter) -> Refreshed:
        met.append(turn.acquire(blocking=False))
        try:
            return refresh(seen, item_id, reporter)
        finally:
            turn.release()

    monkeypatch.setattr(after, "refresh", one_alone)
    told = list[str]()

    def correct_one(segment: Segment, text: str) -> None:
        version = segment_version(segment)
        both.wait()
        told.append(correct_segment(bare.root, FIRST, segment.span.start_ms, version, text).told)

    threads = [
        threading.Thread(target=correct_one, args=pair)
        for pair in zip(segments, ("Först.", "Sedan."), strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert met == [True, True]
    assert ["could not" in one for one in told] == [False, False]
    said = bare.text(f"transcripts/{FIRST}/captions.vtt")
    assert "Först." in said and "Sedan." in said
