"""Ctrl-C with several items at work."""

import threading

import pytest

from mediahub.pipeline.run import WORKER, _each
from mediahub.pipeline.state import ItemState
from mediahub.pipeline.working import ItemResult


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
