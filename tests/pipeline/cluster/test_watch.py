"""Who is fit and who is not, by what a scheduler tells; the scheduler is a stand-in."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mediahub.pipeline.execute.cluster import watch
from mediahub.pipeline.execute.cluster.badge import Badge, Needs
from mediahub.pipeline.execute.cluster.reaching import ClusterAwayError, ClusterUnfitError
from mediahub.pipeline.execute.cluster.watch import Watch
from mediahub.stopping import Stop, Stopped

NEEDS = Needs("0.1.0 (1)", "w1")
FIT = Badge("0.1.0 (1)", "w1", builds="b1")


class Scheduler:
    """A client that tells of these workers."""

    def __init__(self) -> None:
        self.badges: dict[str, Badge] = {}

    def scheduler_info(self, n_workers: int) -> dict[str, Any]:  # noqa: ARG002 - Dask's
        return {
            "workers": {
                name: {"name": name, "resources": badge.resources()}
                for name, badge in self.badges.items()
            }
        }


@pytest.fixture
def scheduler(monkeypatch: pytest.MonkeyPatch) -> Iterator[Scheduler]:
    for name, value in (("LOOK_S", 0.01), ("PATIENCE_S", 0.1), ("GRACE_S", 0.02)):
        monkeypatch.setattr(watch, name, value)
    yield Scheduler()


def test_a_run_begins_when_a_worker_is_fit_and_tells_of_the_others(scheduler: Scheduler) -> None:
    said: list[str] = []
    scheduler.badges = {"a": FIT, "b": replace(FIT, program="0.0.9 (2)"),
                        "c": replace(FIT, builds="b2")}  # fmt: skip
    one = Watch(scheduler, "b1", said.append)
    one.wait_for_fit(NEEDS, Stop())
    one.end()
    assert one.fit == 2
    assert said == [
        "the worker b gets nothing to do: it runs mediahub 0.0.9 (2), this is 0.1.0 (1): install "
        "the same there, and restart it",
        "the worker c has another processor, Python, ffmpeg or calculating library than this "
        "machine: what it makes may differ in its last digits",
    ]


def test_a_run_whose_workers_are_all_refused_ends_with_their_reasons(scheduler: Scheduler) -> None:
    scheduler.badges = {"a": replace(FIT, workspace="w2")}
    one = Watch(scheduler, "b1", lambda _text: None)
    reasons = r"no worker can do this run.\n  a: it works in anoth"
    with pytest.raises(ClusterUnfitError, match=reasons):
        one.wait_for_fit(NEEDS, Stop())
    one.end()


@pytest.mark.parametrize(
    ("needs", "lacks"),
    [
        (replace(NEEDS, models=frozenset(("m 1",))), "it lacks m 1: `mediahub models fetch m`"),
        (replace(NEEDS, gpu=True), 'it has no GPU, and mediahub.toml says device = "cuda"'),
    ],
)
def test_workers_that_lack_something_may_have_it_in_time(
    scheduler: Scheduler, needs: Needs, lacks: str
) -> None:
    scheduler.badges = {"a": FIT, "b": replace(FIT, workspace="w2")}
    one = Watch(scheduler, "b1", lambda _text: None)
    with pytest.raises(ClusterAwayError, match=lacks):
        one.wait_for_fit(needs, Stop())
    one.end()


def test_a_run_whose_last_worker_has_gone_for_long_is_deserted(scheduler: Scheduler) -> None:
    scheduler.badges = {"a": FIT}
    one = Watch(scheduler, "b1", lambda _text: None)
    one.wait_for_fit(NEEDS, Stop())
    assert not one.deserted
    scheduler.badges = {}
    while not one.deserted:
        assert one.fit in (0, 1)
    one.end()


def test_a_run_without_any_worker_says_so_and_ends(scheduler: Scheduler) -> None:
    said: list[str] = []
    one = Watch(scheduler, "b1", said.append)
    with pytest.raises(ClusterAwayError, match="there is no worker after"):
        one.wait_for_fit(NEEDS, Stop())
    while not said:  # by another thread, which may come to it after this one
        time.sleep(0.01)
    one.end()
    assert [text[:22] for text in said] == ["no worker has been the"]


def test_workers_that_the_run_starts_itself_are_waited_for_while_they_live(
    scheduler: Scheduler,
) -> None:
    said: list[str] = []

    def trouble() -> str | None:
        if len(said) == 1:  # they come after longer than others' would be waited for
            time.sleep(2 * watch.PATIENCE_S)
            said.append("")
            scheduler.badges = {"a": FIT}
        return None

    one = Watch(scheduler, "b1", said.append, trouble)
    one.wait_for_fit(NEEDS, Stop())
    one.end()
    assert said[0].endswith("they are starting still")


def test_a_run_that_was_told_until_when_waits_so_long(scheduler: Scheduler) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    looked = iter(range(1000))
    stop = Stop(now + timedelta(seconds=60), lambda: now + timedelta(seconds=next(looked)))
    one = Watch(scheduler, "b1", lambda _text: None)
    with pytest.raises(Stopped):
        one.wait_for_fit(NEEDS, stop)
    one.end()
    assert next(looked) == 61


def test_waiting_for_workers_can_be_stopped(scheduler: Scheduler) -> None:
    stop = Stop()
    stop.ask("ctrl-c")
    one = Watch(scheduler, "b1", lambda _text: None)
    with pytest.raises(Stopped):
        one.wait_for_fit(NEEDS, stop)
    one.end()
