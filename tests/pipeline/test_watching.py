"""What a watched folder has done, and when: files and the clock are told by the test."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from mediahub.pipeline.outage import Away, Outage
from mediahub.pipeline.summary import Summary, Unfinished
from mediahub.pipeline.watching import Lies, Watch, Worked, look

START = datetime(2026, 11, 28, 6, tzinfo=UTC)


@dataclass
class Folder:
    """A folder whose files lie as the next of `looks` says, the last one for good."""

    looks: list[dict[str, int]]
    results: Iterator[Worked] = field(default_factory=lambda: iter(()))
    idles: int = 0
    """How often the folder is found at rest before the watch is stopped."""
    now: datetime = START
    left: list[set[str]] = field(default_factory=list)
    """What each run was to leave alone."""
    told: list[str] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    ends_after: int = 999
    """It is stopped in the wait that follows so many."""

    def watch(self) -> list[set[str]]:
        tell = self.told.append
        Watch(self._look, self._work, self._wait, self._idle, lambda: self.now, 10, tell,
              Outage(tell)).until_stopped()  # fmt: skip
        return self.left

    def _look(self) -> dict[str, Lies]:
        sizes = self.looks.pop(0) if len(self.looks) > 1 else self.looks[0]
        return {name: (size, 0, 0) for name, size in sizes.items()}

    def _work(self, leave: frozenset[str]) -> Worked:
        self.left.append(set(leave))
        return next(self.results, Worked(Summary()))

    def _wait(self, seconds: float) -> bool:
        self.now += timedelta(seconds=seconds)
        self.waits.append(seconds)
        return len(self.waits) > self.ends_after

    def _idle(self) -> bool:
        self.now += timedelta(seconds=30)
        self.idles -= 1
        return self.idles < 0


def test_it_runs_once_at_its_start_and_not_again_while_nothing_changes():
    assert Folder([{"media/a.mp3": 1}], idles=5).watch() == [set()]


def test_a_new_file_is_run_when_it_has_stopped_growing():
    whole = {"media/a.mp3": 1}
    grows = [{**whole, "media/b.mp3": size} for size in (1, 2, 3, 3)]
    folder = Folder([whole, whole, whole, *grows], idles=1)
    assert folder.watch() == [set(), set()]
    assert folder.told == ["waits until media/b.mp3 has stopped growing"]


def test_what_still_grows_is_left_while_the_others_are_done_and_done_after_it():
    looks = [{"media/a.mp3": 1, "media/b.mp3": size} for size in (1, 2, 3, 3)]
    assert Folder(looks).watch() == [{"media/b.mp3"}, set()]


def test_what_fails_is_left_until_something_around_it_changes():
    other = {"media/x/a.mp3": 1, "media/y/b.mp3": 1}
    more = {**other, "media/y/c.mp3": 1}
    mended = {**more, "media/x/a.mp3": 2}
    failing = Worked(Summary(), {"a": "media/x/a.mp3"})
    looks = [other, other, other, more, more, more, mended]
    folder = Folder(looks, iter([failing]), idles=2)
    assert folder.watch() == [set(), {"a"}, set()]


def test_what_is_scheduled_is_published_when_its_time_comes():
    at = (START + timedelta(seconds=100)).isoformat()
    results = iter([Worked(Summary(scheduled=(("a", at),)))])
    folder = Folder([{"media/a.mp3": 1}], results, idles=10)
    assert folder.watch() == [set(), set()]


def test_a_run_that_could_not_be_is_tried_again_when_something_changes():
    looks = [{"mediahub.toml": 1}, {"mediahub.toml": 1}, {"mediahub.toml": 1}, {"mediahub.toml": 2}]
    assert Folder(looks, iter([Worked()]), idles=1).watch() == [set(), set()]


def test_it_waits_its_turn_while_another_run_is_at_work():
    results = iter([Worked(again=True), Worked(again=True)])
    assert Folder([{"media/a.mp3": 1}], results).watch() == [set(), set(), set()]


def test_a_run_that_was_stopped_ends_it():
    stopped = Summary(stopped=Unfinished("sigterm", 0, ("a",)))
    folder = Folder([{"media/a.mp3": 1}], iter([Worked(stopped)]), idles=99)
    assert folder.watch() == [set()]


AGAIN = (
    "\nIt is tried again by itself, in {} seconds and then ever more seldom, at least every ten "
    "minutes; what is done is kept. You are told when the work goes on."
)


def test_those_who_are_away_are_told_of_once_and_waited_for_ever_longer():
    away, other = Away("scheduler", "No scheduler."), Away("workers", "No worker.")
    tries = [*(Worked(away=away) for _ in range(6)), Worked(away=other), Worked(Summary())]
    folder = Folder([{"media/a.mp3": 1}], iter(tries))
    assert folder.watch() == [set()] * 8
    assert folder.waits[1::2] == [15, 30, 60, 120, 300, 600, 600]
    assert folder.told == ["No scheduler." + AGAIN.format(15), "No worker." + AGAIN.format(600),
                           "the work goes on"]  # fmt: skip


def test_an_outage_is_forgotten_once_the_work_has_gone_on():
    away = Worked(Summary(stopped=Unfinished("scheduler", 0, ("a",))), away=Away("scheduler", "X."))
    tries = [away, away, Worked(Summary()), away, Worked(Summary())]
    looks = [*[{"media/a.mp3": 1}] * 6, {"media/a.mp3": 2}]
    folder = Folder(looks, iter(tries), idles=1)
    assert len(folder.watch()) == 5
    assert folder.told == ["X." + AGAIN.format(15), "the work goes on"] * 2


def test_what_failed_is_left_alone_when_a_run_is_tried_again():
    failing = Worked(Summary(), {"a": "media/x/a.mp3"}, away=Away("scheduler", "X."))
    folder = Folder([{"media/x/a.mp3": 1}], iter([failing]))
    assert folder.watch() == [set(), {"a"}]


def test_it_can_be_stopped_while_those_who_do_the_work_are_away():
    away = Worked(away=Away("scheduler", "X."))
    folder = Folder([{"media/a.mp3": 1}], iter([away] * 9), ends_after=3)
    assert folder.watch() == [set(), set()]


def test_hidden_and_unfinished_files_are_not_looked_at(tmp_path: Path):
    (tmp_path / "media" / "podden").mkdir(parents=True)
    for name in ("a.mp3", "b.mp3.part", ".c.mp3", "d.crdownload", "e.mp3~"):
        (tmp_path / "media" / "podden" / name).write_bytes(b"x")
    (tmp_path / "mediahub.toml").touch()
    (tmp_path / "media" / "leads-nowhere.mp3").symlink_to(tmp_path / "gone")
    assert set(look(tmp_path)) == {"mediahub.toml", "media/podden/a.mp3"}
