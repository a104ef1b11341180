"""How a run that the site started goes on and ends, as its files tell it."""

import json
from pathlib import Path
from typing import Any

import pytest

from mediahub.web.staff.running import SAID, SUMMARY, LastRun, last_run, shown

WORK = {
    "items": 4,
    "items_done": 1,
    "seconds_left": 130,
    "at_work": [
        {"item": "ett", "stage": "recognise", "done_ms": 30_000, "total_ms": 90_000},
        {"item": "tva", "stage": "page", "done_ms": 0, "total_ms": 0},
    ],
}


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        (None, None),
        ({"at_work": []}, {"rader": ["Körningen börjar …"], "kvar": ""}),
        (
            WORK,
            {
                "rader": ["ett: höra orden, 33 %", "tva: göra sidan"],
                "kvar": "1 av 4 klara, ungefär 2 minuter kvar",
            },
        ),
        (
            {"at_work": [{"item": "x", "stage": "later", "done_ms": 9, "total_ms": 9}]},
            {"rader": ["x: later, 99 %"], "kvar": ""},
        ),
    ],
)
def test_what_is_under_way_is_told_in_swedish(told: dict[str, Any] | None, wanted: object):
    assert shown(told) == wanted


def ended(root: Path, summary: str, said: str = "") -> LastRun | None:
    (root / ".mediahub").mkdir()
    (root / ".mediahub" / SUMMARY).write_text(summary, encoding="utf-8")
    (root / ".mediahub" / SAID).write_text(said, encoding="utf-8")
    return last_run(root)


def test_where_no_run_was_started_nothing_is_told(tmp_path: Path):
    assert last_run(tmp_path) is None


def test_a_run_that_went_well_is_not_told_of(tmp_path: Path):
    assert ended(tmp_path, json.dumps({"failures": [], "stopped": None})) is None


def test_what_failed_is_told_by_item_and_stage(tmp_path: Path):
    failure = {"item": "ett", "stage": "probe", "message": "ett.mp3: a text file."}
    assert ended(tmp_path, json.dumps({"failures": [failure], "stopped": None})) == LastRun(
        (("ett", "undersöka filen", "ett.mp3: a text file."),)
    )


def test_a_run_that_was_stopped_says_so(tmp_path: Path):
    summary = json.dumps({"failures": [], "stopped": "SIGTERM"})
    assert ended(tmp_path, summary) == LastRun(stopped=True)


@pytest.mark.parametrize("summary", ["", "{", "[]", "null", '{"failures": 3}'])
def test_of_a_run_that_broke_off_the_last_words_are_shown(tmp_path: Path, summary: str):
    said = "".join(f"line {number}\n\n" for number in range(40))
    found = ended(tmp_path, summary, said)
    assert found is not None
    assert found.tail.splitlines() == [f"line {number}" for number in range(20, 40)]


def test_a_run_that_was_killed_without_a_word_is_told_all_the_same(tmp_path: Path):
    assert ended(tmp_path, "") == LastRun(tail="Den avbröts och sade ingenting.")
