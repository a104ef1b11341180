"""Coverage, the log, comparing models, and what a run is asked for, by their pages."""

import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.pipeline.conftest import Place, empty, themed
from tests.web.test_staff_saving import editor
from tests.web.test_staff_segments import HERE

from mediahub.pipeline.coverage import Covered, coverage
from mediahub.pipeline.goldhistory import Measurement, remember
from mediahub.web.staff import comparing, running

__all__ = ["editor", "empty", "themed"]
ITEM = "2020-06-03-tema-samtal"


class Started:
    """Instead of a process: what would have been started."""

    def __init__(self) -> None:
        self.commands: list[list[str]] = []
        self.pid = 0

    def __call__(self, command: list[str], *_files: Path) -> Any:
        self.commands.append(command)
        return subprocess.Popen(["true"])


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Started:
    made = Started()
    monkeypatch.setattr(running, "set_off", made)
    monkeypatch.setattr(comparing, "set_off", made)
    return made


def test_coverage_counts_by_theme(editor: TestClient, themed: Place):
    own = Covered("2020-06-03-tema", "Tidiga insatser", 1, 0, 1, 0, 1, 0)
    everything = Covered(None, None, 1, 0, 1, 0, 1, 0)
    assert coverage(themed.root) == (everything, (own,))
    for day, wer in ((1, 0.2), (9, 0.1)):
        at = datetime(2026, 1, day, tzinfo=UTC)
        remember(themed.root, [Measurement(ITEM, at, None, {"wer": wer})])
    page = editor.get("/laget").text
    assert '<th scope="row">Tidiga insatser</th><td data-words="Inspelningar">1</td>' in page
    assert "Ordfel från 2026-01-01 till 2026-01-09. Senast Ett samtal 10 %." in page


def test_the_log_tells_what_runs_did(editor: TestClient, themed: Place):
    assert "Ingen körning har arbetat här än." in editor.get("/korning/logg").text
    events = [
        {"at": "2026-01-01T10:00:00+00:00", "event": "done", "item": ITEM, "stage": "recognise"},
        {"at": "2026-01-01T10:00:02+00:00", "event": "note", "message": "hemligt"},
        {"at": "2026-01-01T10:00:03+00:00", "event": "ended", "items_done": 1, "failures": 0},
    ]
    lines = "\n".join(json.dumps(one) for one in events)
    (themed.root / ".mediahub" / "run.jsonl").write_text(lines + "\n{cut", encoding="utf-8")
    page = editor.get("/korning/logg").text
    assert page.index("Körningen är klar: 1 gjorda, 0 gick inte") < page.index(
        "höra orden är gjort"
    )
    assert "2026-01-01 11:00" in page
    assert "hemligt" not in page


def test_a_run_is_of_what_was_ticked_and_goes_on_as_it_was_asked(
    editor: TestClient, themed: Place, started: Started
):
    def start(**given: Any) -> tuple[int, list[str]]:
        answer = editor.post("/korning/start", data=given, headers=HERE)
        last = started.commands[-1] if started.commands else []
        return answer.status_code, last[last.index("--json") + 1 :] if last else []

    given = {"val": [ITEM], "fornya": ["model", "vocabulary"], "dar": "minutes < 9"}
    wanted = [f"--only={ITEM}", "--where=minutes < 9", "--renew=model,vocabulary"]
    assert start(**given) == (303, wanted)
    assert start(fortsatt="1") == (303, wanted)
    assert start() == (303, [])
    assert start(val=["--force"])[0] == 422
    assert start(fornya=["all"])[0] == 422
    assert len(started.commands) == 3


def test_a_comparison_is_started_and_shown(
    editor: TestClient, themed: Place, started: Started, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(comparing, "_models", lambda: [("KBLab/kb-whisper-small", "7.3")])
    given = {"avsnitt": ITEM, "modell": "KBLab/kb-whisper-small"}
    for name, wrong in (("avsnitt", "x"), ("modell", "--json")):
        answer = editor.post("/jamfor", data={**given, name: wrong}, headers=HERE)
        assert answer.status_code == 422
    assert editor.post("/jamfor", data=given, headers=HERE).status_code == 303
    assert started.commands[-1][5:] == [
        "compare", ITEM, "--model", "KBLab/kb-whisper-small", "--minutes", "5", "--json",
    ]  # fmt: skip
    side = {"words": 12, "confidence": 0.9, "wer": 0.25, "terms": 1, "corrections": 0}
    word = {"text": "hembesök", "start_ms": 2000, "probability": 0.9}
    found = {
        "item": ITEM, "part": [0, 9500], "truth_words": 12, "corrections": 0, "differing": 0.083,
        "now": {**side, "model": None}, "new": {**side, "model": "KBLab/kb-whisper-small"},
        "differences": [
            {"start_ms": 2000, "left": ["om"], "now": [], "new": [word], "right": ["."]}
        ],
        "cost": {"items": 1, "seconds": 90},
    }  # fmt: skip
    (themed.root / ".mediahub" / comparing.FOUND).write_text(json.dumps(found), encoding="utf-8")
    page = editor.get("/jamfor").text
    assert "8,3 % av orden skiljer." in page
    assert "<del>–</del> <ins>hembesök</ins>" in page
    (themed.root / ".mediahub" / comparing.FOUND).write_text("", encoding="utf-8")
    assert "Jämförelsen kom inte till slut" in editor.get("/jamfor").text
