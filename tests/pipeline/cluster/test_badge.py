from dataclasses import replace
from pathlib import Path

import pytest

from mediahub.errors import SettingsError
from mediahub.pipeline.execute.cluster.badge import (
    Badge,
    Needs,
    program,
    read_badge,
    refusal,
    workspace_id,
)
from mediahub.workspace.paths import Workspace

WHISPER, VOICES = "KBLab/kb-whisper-small abc", "pyannote/voices def"
BADGE = Badge("0.1.0 (12345678)", "w1", frozenset((WHISPER, VOICES)), "b1", 1, "d1")
NEEDS = Needs("0.1.0 (12345678)", "w1", frozenset((WHISPER,)), wire="d1")


def test_a_badge_is_read_as_it_was_written() -> None:
    assert read_badge(BADGE.resources()) == BADGE


def test_a_task_asks_for_no_more_than_a_fit_worker_has() -> None:
    has = BADGE.resources()
    for needs in (NEEDS, replace(NEEDS, gpu=True)):
        for alone in (False, True):
            asked = needs.resources(alone=alone)
            assert {name: has.get(name, 0) >= amount for name, amount in asked.items()} == (
                dict.fromkeys(asked, True)
            )


def test_one_recogniser_and_one_gpu_are_all_that_a_process_has() -> None:
    has = BADGE.resources()
    assert (has["recogniser"], has["gpu"]) == (1.0, 1.0)


@pytest.mark.parametrize(
    ("badge", "needs", "words"),
    [
        (BADGE, NEEDS, None),
        (None, NEEDS, "it is no worker of mediahub"),
        (replace(BADGE, program="0.1.0 (87654321)"), NEEDS, "it runs mediahub 0.1.0 (87654321)"),
        (replace(BADGE, wire="Python 3.13 with distributed 1"), NEEDS,
         "it runs Python 3.13 with distributed 1, and this run d1"),
        (replace(BADGE, workspace="w2"), NEEDS, "it works in another folder"),
        (replace(BADGE, models=frozenset((VOICES,))), NEEDS,
         f"it lacks {WHISPER}: `mediahub models fetch KBLab/kb-whisper-small` there"),
        (replace(BADGE, gpus=0), replace(NEEDS, gpu=True), "it has no GPU"),
    ],
)  # fmt: skip
def test_who_is_unfit_is_told_why(badge: Badge | None, needs: Needs, words: str | None) -> None:
    why = refusal(badge, needs)
    assert (why is None) == (words is None)
    assert words is None or (why is not None and why.startswith(words))


def test_who_is_refused_lacks_something_that_a_task_asks_for() -> None:
    asked = replace(NEEDS, gpu=True).resources(alone=True)
    for unfit in (
        replace(BADGE, program="x"),
        replace(BADGE, wire="x"),
        replace(BADGE, workspace="x"),
        replace(BADGE, models=frozenset()),
        replace(BADGE, gpus=0),
    ):
        assert not set(asked) <= set(unfit.resources())


def test_a_program_says_its_version_and_is_the_same_when_asked_again() -> None:
    program.cache_clear()
    first = program()
    program.cache_clear()
    assert first == program()
    assert first.startswith("0.")


def test_a_workspace_has_one_name_by_whichever_path(tmp_path: Path) -> None:
    (tmp_path / "ws").mkdir()
    (tmp_path / "mount").symlink_to(tmp_path / "ws")
    named = workspace_id(Workspace(tmp_path / "ws"))
    assert workspace_id(Workspace(tmp_path / "mount")) == named
    (tmp_path / "other").mkdir()
    assert workspace_id(Workspace(tmp_path / "other")) != named


def test_a_damaged_name_is_told(tmp_path: Path) -> None:
    (tmp_path / ".mediahub").mkdir()
    (tmp_path / ".mediahub" / "cluster.json").write_text("{}")
    with pytest.raises(SettingsError, match="is damaged"):
        workspace_id(Workspace(tmp_path))
