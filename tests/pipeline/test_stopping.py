"""Ctrl-C with several items at work."""

import threading
from datetime import UTC, datetime

import pytest

from mediahub.pipeline.execute.local import WORKER
from mediahub.pipeline.report import Silent
from mediahub.pipeline.run import Options, run
from mediahub.pipeline.summary import Unfinished
from mediahub.speech import Lanes
from mediahub.stopping import Stop, Stopped
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


def test_the_time_that_is_up_ends_a_run_between_two_stages_and_the_next_one_goes_on(
    bare: Place, instead
):
    clock = {"hour": 5}
    until = datetime(2026, 11, 28, 6, tzinfo=UTC)
    stop = Stop(until, lambda: until.replace(hour=clock["hour"]))

    def chapter(job, scratch):
        clock["hour"] = 6
        real(job, scratch)

    real = instead("chapter", chapter)
    summary = run(bare.root, Options(jobs=1), Silent(), store=bare.store, stop=stop)
    assert summary.stopped == Unfinished("until", 0, ("podden-avsnitt-1", "podden-avsnitt-2"))
    assert (summary.exit_code, summary.idle) == (0, False)
    # What was done is put into place and indexed.
    assert summary.done["podden-avsnitt-1"][-1] == "chapter"
    assert summary.indexed == ("podden-avsnitt-1",)
    again = bare.run()
    assert (again.done["podden-avsnitt-1"][0], again.stopped) == ("render", None)
    assert again.done["podden-avsnitt-2"][0] == "recognise"


def test_chunks_under_way_are_finished_and_no_others_begun():
    stop, begun = Stop(), []

    def piece(number: int) -> int:
        begun.append(number)
        stop.ask("sigterm")
        return number

    lanes = Lanes(1, stop)
    results = lanes.map(piece, range(10))
    assert next(results) == 0
    with pytest.raises(Stopped):
        next(results)
    lanes.close()
    assert begun == [0]


def test_a_stop_within_another_ends_with_it_and_alone_without_it() -> None:
    above = Stop()
    one, other = Stop(within=above), Stop(within=above)
    one.ask("scheduler")
    assert (one.reason, other.reason, above.reason) == ("scheduler", None, None)
    with other.gently():
        assert above.gentle
    assert not above.gentle
    above.ask("ctrl-c")  # a person's word goes before what befell the one
    assert (one.reason, other.reason) == ("ctrl-c", "ctrl-c")
