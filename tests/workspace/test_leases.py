"""Leases where two processes, or two machines, want the same."""

import errno
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from mediahub.workspace import leases, locks
from mediahub.workspace.leases import Lease, LeaseHeldError
from mediahub.workspace.paths import Workspace

ELSEWHERE = "another-machine"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    # A holder that lives is never taken for dead, however late its beat comes.
    for name, value in (("BEAT_S", 0.02), ("STALE_S", 3600.0), ("POLL_S", 0.005)):
        monkeypatch.setattr(leases, name, value)
    yield


@pytest.fixture
def soon_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lease that stands still is a dead holder's soon, until the first is taken over."""
    monkeypatch.setattr(leases, "STALE_S", 0.4)
    taken_over = Lease._taken_over

    def once(lease: Lease, seen: leases._Seen) -> bool:
        monkeypatch.setattr(leases, "STALE_S", 3600.0)
        return taken_over(lease, seen)

    monkeypatch.setattr(Lease, "_taken_over", once)


def left_by_the_dead(path: Path, host: str = ELSEWHERE) -> None:
    path.write_text(f"{7:012} {'e' * 32} {os.getpid():010} {host}\n")


def test_one_holds_it_and_the_next_gets_it_when_it_is_released(tmp_path: Path) -> None:
    first, second = Lease(tmp_path / "run"), Lease(tmp_path / "run")
    first.acquire(0)
    with pytest.raises(LeaseHeldError):
        second.acquire(0)
    first.release()
    assert not (tmp_path / "run").exists()
    second.acquire(0)
    second.release()
    assert list(tmp_path.iterdir()) == []


def test_it_is_waited_for(tmp_path: Path) -> None:
    first, second = Lease(tmp_path / "item"), Lease(tmp_path / "item")
    first.acquire(0)
    held = threading.Event()
    waiting = threading.Thread(target=lambda: (second.acquire(60), held.set()))
    waiting.start()
    assert not held.is_set()
    first.release()
    waiting.join(60)
    assert held.is_set()
    second.release()


@pytest.mark.usefixtures("soon_stale")
def test_a_killed_holders_lease_is_taken_over_by_one(tmp_path: Path) -> None:
    left_by_the_dead(tmp_path / "run")
    holding: list[Lease] = []
    refused: list[Lease] = []

    def want(lease: Lease) -> None:
        try:
            lease.acquire(0)
            holding.append(lease)
        except LeaseHeldError:
            refused.append(lease)

    threads = [threading.Thread(target=want, args=(Lease(tmp_path / "run"),)) for _ in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    assert (len(holding), len(refused)) == (1, 5)
    holding[0].release()
    assert list(tmp_path.iterdir()) == []


def test_a_dead_holder_of_this_machine_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leases, "lives", lambda _pid: False)
    left_by_the_dead(tmp_path / "run", host=leases.host())
    lease = Lease(tmp_path / "run")
    lease.acquire(0)
    lease.release()


def test_a_lease_from_before_a_reboot_is_not_waited_for_on_a_disk_of_the_own_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace(tmp_path)
    monkeypatch.setattr(locks, "_on_own_disk", lambda _root: True)
    (tmp_path / ".mediahub" / "locks").mkdir(parents=True)
    path = workspace.locks / "run.lease"
    with monkeypatch.context() as earlier:
        earlier.setattr(leases, "host", lambda: f"{leases.socket.gethostname()}-00000000")
        before = Lease(path, locked=True)
    before.acquire(0)
    line = path.read_text()
    before.release()
    path.write_text(line)
    with locks.run_lock(workspace):
        assert path.read_text() != line
    assert not path.exists()


@pytest.mark.parametrize(("holder", "taker"), [(True, False), (False, True)])
def test_who_holds_or_takes_it_through_a_network_is_watched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, holder: bool, taker: bool
) -> None:
    with monkeypatch.context() as there:
        there.setattr(leases, "host", lambda: ELSEWHERE)
        elsewhere = Lease(tmp_path / "run", locked=holder)
    elsewhere.acquire(0)
    with pytest.raises(LeaseHeldError):
        Lease(tmp_path / "run", locked=taker).acquire(0)
    elsewhere.release()


@pytest.mark.usefixtures("soon_stale")
@pytest.mark.parametrize("left", ["", "\0" * 80, "000000000012 e"])
def test_a_lease_that_a_power_cut_left_without_sense_is_taken_over(
    tmp_path: Path, left: str
) -> None:
    (tmp_path / "run").write_text(left)
    lease = Lease(tmp_path / "run")
    lease.acquire(0)
    lease.release()
    assert list(tmp_path.iterdir()) == []


def test_one_who_was_killed_while_taking_over_keeps_nobody_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leases, "STALE_S", 0.4)
    left_by_the_dead(tmp_path / "run")
    (tmp_path / f"run.{'e' * 32}.0.taken").touch()
    lease = Lease(tmp_path / "run")
    lease.acquire(60)
    lease.release()
    assert list(tmp_path.iterdir()) == []


def test_another_machine_of_the_same_name_is_not_taken_for_this_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leases, "lives", lambda _pid: False)
    with monkeypatch.context() as there:
        there.setattr(leases, "host", lambda: f"{leases.socket.gethostname()}-00000000")
        elsewhere = Lease(tmp_path / "run")
    elsewhere.acquire(0)
    with pytest.raises(LeaseHeldError):
        Lease(tmp_path / "run").acquire(0)
    elsewhere.release()


def test_who_loses_it_is_told_and_takes_nothing_from_its_new_holder(tmp_path: Path) -> None:
    lost = threading.Event()
    lease = Lease(tmp_path / "run", lost.set)
    lease.acquire(0)
    left_by_the_dead(tmp_path / "run.new")
    (tmp_path / "run.new").replace(tmp_path / "run")
    assert lost.wait(60)
    lease.release()
    assert "e" * 32 in (tmp_path / "run").read_text()


def test_a_disk_that_does_not_answer_for_a_while_costs_nobody_the_lease(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost, asked = threading.Event(), threading.Event()
    lease = Lease(tmp_path / "run", lost.set)
    lease.acquire(0)

    def unread(_text: str) -> None:
        asked.set()
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(leases, "_parsed", unread)
        assert asked.wait(60)
        asked.clear()
        assert asked.wait(60)
    assert not lost.is_set()
    lease.release()
    assert list(tmp_path.iterdir()) == []


def test_locks_have_leases_beside_them_where_the_workspace_is_seen_through_a_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace(tmp_path)
    monkeypatch.setattr(locks, "_on_network", lambda root: root == tmp_path)
    with locks.run_lock(workspace), locks.item_lock(workspace, "ett"):
        assert sorted(path.name for path in workspace.locks.rglob("*.lease")) == [
            "ett.lease", "run.lease"
        ]  # fmt: skip
        locks.sweep_locks(workspace, ())
        assert (workspace.locks / "items" / "ett.lease").exists()
    assert not list(workspace.locks.rglob("*.lease"))
    # The machine whose own disk it is uses them from then on, too.
    monkeypatch.setattr(locks, "_on_network", lambda _root: False)
    monkeypatch.setattr(leases, "STALE_S", 0.4)
    left_by_the_dead(workspace.locks / "run.lease")
    with locks.run_lock(workspace):
        assert (workspace.locks / "run.lease").exists()


def test_a_run_on_another_machine_is_seen_by_its_lease(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    workspace.locks.mkdir(parents=True)
    (workspace.locks / "leases").touch()
    elsewhere = Lease(workspace.locks / "run.lease")
    elsewhere.acquire(0)
    with pytest.raises(locks.RunAtWorkError), locks.run_lock(workspace):
        pass
    assert locks.run_is_at_work(workspace)
    elsewhere.release()
    assert not locks.run_is_at_work(workspace)


def test_a_run_on_the_own_disk_is_seen_by_who_comes_through_a_network_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace(tmp_path)
    with locks.run_lock(workspace):
        assert not locks.is_leased(workspace)
        monkeypatch.setattr(locks, "_on_network", lambda _root: True)
        assert locks.bind_to_leases(workspace)
        with pytest.raises(LeaseHeldError):  # as there, where the system's lock is not seen
            Lease(workspace.locks / "run.lease").acquire(0)
