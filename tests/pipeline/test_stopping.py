"""Ctrl-C with several items at work."""

import threading

import pytest

from mediahub.pipeline.execute.local import WORKER
from tests.pipeline.conftest import CAPTIONS, Place, sound


def test_a_stopped_run_waits_for_no_item_and_begins_no_other(bare: Place, instead):
    going, begun = threading.Event(), []

    def chapter(job, _scratch):
        begun.append(job.transcript.path)
        if "avsnitt-2" in job.transcript.path:
            raise KeyboardInterrupt
        assert threading.current_thread().name.startswith(WORKER)
        going.wait(60)

    for name in ("avsnitt-3", "avsnitt-4"):
        sound(bare.root / "media" / "podden" / f"{name}.mp3", frequency=700 + len(begun))
        (bare.root / "media" / "podden" / f"{name}.vtt").write_text(CAPTIONS, encoding="utf-8")
    instead("chapter", chapter)
    try:
        with pytest.raises(KeyboardInterrupt):
            bare.run()
        assert not going.is_set()
        assert not any("avsnitt-4" in path for path in begun)
    finally:
        going.set()


def test_work_that_a_stop_takes_the_cores_from_is_no_bug(
    bare: Place, instead, caplog: pytest.LogCaptureFixture
):
    begun, stopped = threading.Event(), threading.Event()

    def piece(_: int) -> None:
        begun.set()
        assert stopped.wait(60)

    def chapter(job, scratch):
        if "avsnitt-1" in job.transcript.path:
            assert begun.wait(60)
            raise KeyboardInterrupt
        list(scratch.tools.lanes.map(piece, range(100)))

    instead("chapter", chapter)
    with pytest.raises(KeyboardInterrupt):
        bare.run()
    stopped.set()
    for thread in threading.enumerate():
        if thread.name.startswith(WORKER):
            thread.join(60)
    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == []
