"""What a worker gets: values that pickle, and that know no place but the workspace's own."""

import pickle
from pathlib import Path

import pytest

from mediahub.pipeline.execute.local import LocalExecutor
from mediahub.pipeline.execute.values import Task
from mediahub.pipeline.stages import ITEM_STAGES
from tests.pipeline.conftest import Place


@pytest.fixture
def tasks(monkeypatch: pytest.MonkeyPatch) -> list[Task]:
    """The tasks that runs hand to workers."""
    handed: list[Task] = []
    real = LocalExecutor.submit

    def submit(self: LocalExecutor, task: Task) -> None:
        handed.append(task)
        real(self, task)

    monkeypatch.setattr(LocalExecutor, "submit", submit)
    return handed


def test_every_job_pickles_and_holds_no_place_outside_the_workspace(
    themed: Place, tasks: list[Task]
):
    assert themed.run().failures == ()
    assert [task.stage for task in tasks] == [stage.name for stage in ITEM_STAGES]
    for task in tasks:
        packed = pickle.dumps(task)
        assert pickle.loads(packed) == task  # noqa: S301 - our own
        assert str(themed.root).encode() not in packed


def test_a_stage_writes_into_its_scratch_folder_alone(bare: Place, instead):
    seen: dict[str, set[Path]] = {}

    def files() -> set[Path]:
        kept = bare.root / ".mediahub"
        return {
            path for path in bare.root.rglob("*") if path.is_file() and kept not in path.parents
        }

    def watched(name: str):
        def run(job, scratch):
            before = files()
            real[name](job, scratch)
            seen.setdefault(name, set()).update(files() - before)

        return run

    real = {}
    for stage in ITEM_STAGES:
        real[stage.name] = instead(stage.name, watched(stage.name))
    bare.run(jobs=1)
    assert seen == {stage.name: set() for stage in ITEM_STAGES}
