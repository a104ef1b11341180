"""`mediahub status` and `mediahub log`: what a run does, did, and left."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mediahub.cli.atwork import StatusFile, read_at_work
from mediahub.cli.runlog import read_events
from mediahub.edits import NameSpeaker, append, journal_path
from mediahub.pipeline.report import Expected
from mediahub.transcript import Span
from mediahub.workspace.locks import run_lock
from mediahub.workspace.paths import Workspace
from tests.cli.conftest import Mediahub, Place

ONE = "podden-avsnitt-1"


@pytest.fixture
def working(bare: Place) -> StatusFile:
    """The status file of a run that has passed half of a recognition."""
    (bare.root / ".mediahub").mkdir()
    clock = iter(range(100))
    status = StatusFile(bare.root, "mediahub run", lambda: next(clock))
    status.expect([Expected(ONE, "recognise", 600_000, 60.0), Expected("two", "probe", 0, 1.0)])
    status.begin(ONE, "recognise", 600_000)
    status.advance(ONE, "recognise", 300_000)
    status.write()
    return status


def test_a_run_at_work_is_told_in_another_terminal(
    bare: Place, working: StatusFile, mediahub: Mediahub
):
    with run_lock(Workspace(bare.root)):
        told = mediahub("-C", str(bare.root), "status")
        value = json.loads(mediahub("-C", str(bare.root), "status", "--json").out)
    assert told.code == 0
    assert f"(process {os.getpid()}): 0 of 2 items done, about " in told.lines[0]
    assert told.lines[1] == f"  recognise  {ONE}  5:00 / 10:00 (50 %)"
    assert (value["at_work"]["pid"], value["killed"]) == (os.getpid(), None)
    with working:
        pass
    assert read_at_work(Workspace(bare.root)) is None


def test_a_killed_run_is_told_as_killed(bare: Place, working: StatusFile, mediahub: Mediahub):
    told = mediahub("-C", str(bare.root), "status")
    assert told.lines[0] == "No run is at work."
    assert f"was killed while it worked on {ONE} (recognise): 0 of 2 items done" in told.out
    assert "`mediahub run` goes on from there." in told.out


def test_how_the_last_run_ended_and_what_is_to_do(bare: Place, mediahub: Mediahub):
    where = ("-C", str(bare.root))
    told = mediahub(*where, "status")
    assert told.lines[0] == "No run is at work."
    assert told.lines[1].startswith("To do: ")
    (bare.root / "media" / "podden" / "avsnitt-2.mp3").write_bytes(b"nothing that is heard")
    assert mediahub(*where, "run").code == 1
    told = mediahub(*where, "status")
    assert ": 1 item worked on, 1 failed (`mediahub log` says why)." in told.lines[1]
    assert not (bare.root / ".mediahub" / "status.json").exists()


def test_the_history_of_an_item_with_what_people_decided(bare: Place, mediahub: Mediahub):
    where = ("-C", str(bare.root))
    mediahub(*where, "run")
    entry = NameSpeaker("", "Anna", Span(500, 3000), ("Välkomna",), "Anna Lind", by="Eva",
                        at=datetime(2020, 1, 1, 12, tzinfo=UTC))  # fmt: skip
    append(journal_path(bare.root / "media" / "podden" / "avsnitt-1.mp3"), [entry])
    told = mediahub(*where, "log", ONE)
    assert told.code == 0
    assert told.lines[0] == "2020-01-01 13:00  Eva named a speaker: Anna Lind"
    stages = [line.split("  ")[1].split()[0] for line in told.lines[1:]]
    assert stages[:5] == ["probe", "recognise", "respell", "diarise", "transcribe"]
    assert "recognise done (not made yet)" in told.out
    events = json.loads(mediahub(*where, "log", ONE, "--json").out)["events"]
    assert [event["event"] for event in events][:2] == ["decided", "done"]
    assert events[1]["reasons"] == ["not made yet"]


def test_the_log_of_the_last_runs_and_of_nothing(bare: Place, mediahub: Mediahub):
    where = ("-C", str(bare.root))
    assert mediahub(*where, "log").out == "Nothing is in the log yet: no run has worked here.\n"
    mediahub(*where, "run")
    lines = mediahub(*where, "log").lines
    assert lines[0].endswith("  run begins")
    assert lines[-1].endswith("  the run ended: 2 worked on, 0 failed")
    assert "there is no item 'avsnitt-9'" in mediahub(*where, "log", "avsnitt-9").err


def test_a_damaged_line_of_the_log_costs_only_itself(tmp_path: Path):
    (tmp_path / ".mediahub").mkdir()
    log = tmp_path / ".mediahub" / "run.jsonl"
    log.write_bytes(
        b'{"at": "2026-11-28T08:00:00+00:00", "event": "began"}\n{"at": "20\n\xff\n[]\n'
    )
    older = log.with_name("run.jsonl.1")
    older.write_text('{"at": "2026-11-27T08:00:00+00:00", "event": "ended"}\n', encoding="utf-8")
    assert [event["event"] for event in read_events(tmp_path)] == ["ended", "began"]


def test_a_run_that_breaks_off_says_why_in_the_log(bare: Place, mediahub: Mediahub):
    (bare.root / "mediahub.toml").write_text("titel = 1\n", encoding="utf-8")
    assert mediahub("-C", str(bare.root), "run").code == 2
    last = list(read_events(bare.root))[-1]
    assert last["event"] == "broke off"
    assert "titel" in last["error"]


def test_the_process_of_a_killed_run_is_not_taken_for_another(bare: Place, working: StatusFile):
    gone = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True
    )
    path = bare.root / ".mediahub" / "status.json"
    value = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**value, "pid": int(gone.stdout)}), encoding="utf-8")
    found = read_at_work(Workspace(bare.root))
    assert found is not None
    assert not found.lives
