"""Whose turn it is: a run at a time, an item at a time, and nobody blocked by the dead."""

import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from mediahub.errors import SettingsError
from mediahub.workspace import locks
from mediahub.workspace.locks import (
    item_lock,
    ledger_lock,
    registry_lock,
    run_lock,
    site_lock,
    sweep_locks,
)
from mediahub.workspace.paths import Workspace

Lock = Callable[..., AbstractContextManager[None]]
SMALL: dict[str, Lock] = {
    "the item a": lambda place, **options: item_lock(place, "a", **options),
    "media/people.toml and mediahub.toml": registry_lock,
    "feeds/": site_lock,
    "published/": ledger_lock,
}


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)


@pytest.fixture
def holder(place: Workspace) -> Iterator[Callable[[str], subprocess.Popen[str]]]:
    """Another program that holds a lock until it is ended."""
    started = []

    def hold(lock: str) -> "subprocess.Popen[str]":
        code = (
            "import sys, pathlib; from mediahub.workspace.locks import *; "
            "from mediahub.workspace.paths import Workspace\n"
            f"place = Workspace(pathlib.Path({str(place.root)!r}))\n"
            f"with {lock}:\n    print('held', flush=True); sys.stdin.read()"
        )
        process = subprocess.Popen(
            [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        started.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        return process

    yield hold
    for process in started:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            assert pipe is not None
            pipe.close()


def in_a_thread(work: Callable[[], object]) -> list[BaseException]:
    """What another thread raises that does the work."""
    raised: list[BaseException] = []

    def guarded() -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001 - handed back
            raised.append(error)

    thread = threading.Thread(target=guarded)
    thread.start()
    thread.join()
    return raised


def take(lock: AbstractContextManager[None]) -> None:
    with lock:
        pass


def test_a_second_run_is_refused_at_once(place: Workspace, holder) -> None:
    holder("run_lock(place)")
    with pytest.raises(SettingsError) as error, run_lock(place):
        pass
    assert str(error.value) == (
        f"another mediahub run is at work in {place.root}; wait for it, or stop it first"
    )


def test_also_one_in_the_same_program(place: Workspace) -> None:
    with run_lock(place), pytest.raises(SettingsError, match="another mediahub run"):
        take(run_lock(place))
    take(run_lock(place))


@pytest.mark.parametrize("what", SMALL)
def test_who_waits_in_vain_is_told_what_for_and_what_to_do(place: Workspace, what: str) -> None:
    with SMALL[what](place):
        (error,) = in_a_thread(lambda: take(SMALL[what](place, timeout_s=0)))
    assert isinstance(error, SettingsError)
    assert str(error).startswith(f"another mediahub has had its hands on {what} for 0 s (.mediahub")
    assert str(error).endswith("wait for it or stop it, and give the command again")
    take(SMALL[what](place, timeout_s=0))


@pytest.mark.parametrize(
    ("lock", "mine"),
    [("run_lock(place)", run_lock), ("item_lock(place, 'a')", SMALL["the item a"])],
)
def test_a_killed_program_blocks_nobody(place: Workspace, holder, lock: str, mine: Lock) -> None:
    process = holder(lock)
    options = {} if mine is run_lock else {"timeout_s": 0}
    with pytest.raises(SettingsError):
        take(mine(place, **options))
    process.send_signal(signal.SIGKILL)
    process.wait()
    take(mine(place, **options))


def test_who_waits_gets_their_turn_when_the_other_is_done(place: Workspace, holder) -> None:
    process = holder("item_lock(place, 'a')")
    waiting = threading.Thread(target=lambda: take(item_lock(place, "a")))
    waiting.start()
    assert process.stdin is not None
    process.stdin.close()
    waiting.join()
    assert process.wait() == 0


def test_a_run_and_other_items_stand_in_nobodys_way(place: Workspace, holder) -> None:
    holder("run_lock(place)")
    holder("item_lock(place, 'b')")
    with item_lock(place, "a", timeout_s=0), registry_lock(place), site_lock(place):
        pass


def test_nothing_is_lost_between_threads(place: Workspace) -> None:
    counter = place.root / "counter"
    counter.write_text("0")

    def count() -> None:
        for _ in range(10):
            with item_lock(place, "a"):
                counter.write_text(str(int(counter.read_text()) + 1))

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counter.read_text() == "40"


def test_a_thread_may_take_again_what_it_holds(place: Workspace, monkeypatch) -> None:
    with item_lock(place, "a", "b"):
        take(item_lock(place, "a", timeout_s=0))
        monkeypatch.chdir(place.root.parent)
        take(item_lock(Workspace(Path(place.root.name)), "b", timeout_s=0))  # by another name
        assert in_a_thread(lambda: take(item_lock(place, "a", timeout_s=0))) != []
    assert in_a_thread(lambda: take(item_lock(place, "a", "b", timeout_s=0))) == []


def test_several_items_are_taken_in_the_order_of_their_ids(
    place: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[str] = []
    real = locks._acquired
    monkeypatch.setattr(locks, "_acquired", lambda *args: taken.append(args[1]) or real(*args))
    take(item_lock(place, "c", "a", "b", "a"))
    assert taken == ["items/a.lock", "items/b.lock", "items/c.lock"]


@pytest.mark.parametrize(
    ("outer", "inner"),
    [
        (lambda place: item_lock(place, "b"), lambda place: item_lock(place, "a")),
        (registry_lock, lambda place: item_lock(place, "a")),
        (site_lock, registry_lock),
        (ledger_lock, site_lock),
    ],
)
def test_a_lock_out_of_order_is_a_bug_and_told(place: Workspace, outer: Lock, inner: Lock) -> None:
    with outer(place), pytest.raises(RuntimeError, match="against the order"):
        take(inner(place))
    with inner(place):
        take(outer(place))


def test_two_workspaces_have_nothing_to_do_with_each_other(tmp_path: Path) -> None:
    with site_lock(Workspace(tmp_path / "one")), item_lock(Workspace(tmp_path / "two"), "a"):
        pass


def test_a_lock_is_free_after_an_error(place: Workspace) -> None:
    with pytest.raises(KeyError), item_lock(place, "a", "b"):
        raise KeyError
    assert in_a_thread(lambda: take(item_lock(place, "a", "b", timeout_s=0))) == []


@pytest.mark.parametrize("name", ["../../x", "", "Å", "a/b"])
def test_what_is_no_id_is_refused(place: Workspace, name: str) -> None:
    with pytest.raises(SettingsError, match="is no item's id"):
        take(item_lock(place, name))
    assert list(place.root.iterdir()) == []


@pytest.mark.parametrize("lock", [run_lock, *SMALL.values()])
def test_a_workspace_that_cannot_be_written_is_told(place: Workspace, lock: Lock) -> None:
    place.private.touch()  # a file where the folder should be; root may write everywhere else
    with pytest.raises(SettingsError) as error:
        take(lock(place))
    assert str(error.value).startswith(f"{place.private} cannot be written (")
    assert str(error.value).endswith("; give write permission to the workspace")


def test_lock_files_of_items_that_are_gone_are_swept(place: Workspace, holder) -> None:
    take(item_lock(place, "a", "b"))
    holder("item_lock(place, 'c')")
    sweep_locks(place, {"a"})
    assert sorted(path.name for path in (place.locks / "items").iterdir()) == ["a.lock", "c.lock"]
    take(item_lock(place, "b"))
