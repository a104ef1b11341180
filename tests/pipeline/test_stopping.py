"""Ctrl-C with several items at work."""

import threading

import pytest

from mediahub.pipeline import steps
from mediahub.pipeline.run import WORKER, _each
from mediahub.pipeline.working import ItemResult
from mediahub.workspace.state import ItemState
from tests.pipeline.conftest import Place


def test_a_stopped_run_waits_for_no_item_and_begins_no_other():
    going, begun = threading.Event(), []

    def work(item: str) -> ItemResult:
        begun.append(item)
        if item == "stopped":
            raise KeyboardInterrupt
        assert threading.current_thread().name.startswith(WORKER)
        going.wait(60)
        return ItemResult(item, ItemState(item))

    try:
        with pytest.raises(KeyboardInterrupt):
            list(_each(work, ["stopped", "slow", "later", "last"], 2))
        assert not going.is_set()
        assert "last" not in begun
    finally:
        going.set()


def test_work_that_a_stop_takes_the_cores_from_is_no_bug(
    bare: Place, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    begun, stopped = threading.Event(), threading.Event()

    def piece(_: int) -> None:
        begun.set()
        assert stopped.wait(60)

    def chapter(bench, tools):
        if bench.item.id.endswith("1"):
            assert begun.wait(60)
            raise KeyboardInterrupt
        list(tools.lanes.map(piece, range(100)))

    monkeypatch.setitem(steps.STEPS, "chapter", chapter)
    with pytest.raises(KeyboardInterrupt):
        bare.run()
    stopped.set()
    for thread in threading.enumerate():
        if thread.name.startswith(WORKER):
            thread.join(60)
    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == []
