"""A batch on real processes: what comes out, and what happens when one of them is gone."""

import os
import shutil
import signal
from pathlib import Path

import pytest

from tests.cluster.conftest import PATIENCE_S, House, children, said, until

MADE = ("transcripts", "feeds", "published")


def test_the_same_bytes_come_out_as_from_one_process(house: House) -> None:
    house.make(3)
    alone = house.twin("alone")
    assert alone.run()[0] == 0
    # Podcast GUIDs are random, and a promise is dated: both are given.
    _, address = house.scheduler()
    house.worker(address, "--processes", "2")
    copied = house.root / "published"
    copied.mkdir()
    for path in (alone.root / "published").rglob("*.toml"):
        to = copied / path.relative_to(alone.root / "published")
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_bytes(path.read_bytes())
    code, text = house.run("--cluster", address)
    assert (code, house.files(*MADE)) == (0, alone.files(*MADE)), text
    assert not list((house.root / ".mediahub" / "work").glob("del-*"))


def status(house: House) -> str:
    asked = house.start("status")
    assert asked.wait(PATIENCE_S) == 0
    return said(asked)


def test_a_worker_killed_in_the_middle_costs_its_item_nothing(house: House) -> None:
    house.make(3)
    hold = house.control / "hold"
    hold.touch()
    _, address = house.scheduler()
    house.worker(address, "--processes", "2")
    run = house.start("run", "--cluster", address)
    until(lambda: bool(house.held()), "an item is under way")
    item, pid = next(iter(house.held().items()))
    until(lambda: f"transcribe {item}\n" in status(house), "the status tells of it")
    os.kill(pid, signal.SIGKILL)
    hold.unlink()
    assert run.wait(PATIENCE_S) == 0, said(run)
    assert house.went_on(pid)
    assert sorted(one.name for one in (house.root / "transcripts").iterdir()) == [
        "podden-del-1", "podden-del-2", "podden-del-3"
    ]  # fmt: skip


def test_an_item_that_kills_its_workers_is_left_alone_after_two(house: House) -> None:
    house.make(3)
    (house.control / "poison").write_text("podden-del-2")
    _, address = house.scheduler()
    house.worker(address, "--processes", "2")
    code, text = house.run("--cluster", address)
    assert code == 1
    assert "FAILED podden-del-2 (transcribe): 2 workers died while they were at it" in text
    assert len(list(house.control.glob("died-*"))) == 2
    for other in ("podden-del-1", "podden-del-3"):  # one of them may have died beside it
        assert (house.root / "transcripts" / other / "page.html").is_file(), text
    # The next run leaves it alone, too; who asks for it by name has it tried again.
    assert house.run("--cluster", address)[0] == 1
    assert len(list(house.control.glob("died-*"))) == 2
    (house.control / "poison").unlink()
    assert house.run("--cluster", address, "--only", "podden-del-2")[0] == 0


def test_a_scheduler_that_is_killed_ends_the_run_and_tells_how_to_go_on(house: House) -> None:
    house.make(3)
    (house.control / "hold").touch()
    scheduler, address = house.scheduler()
    worker = house.worker(address, "--processes", "2", "--patience", "5")
    run = house.start("run", "--cluster", address)
    until(lambda: bool(house.held()), "an item is under way")
    os.kill(scheduler.pid, signal.SIGKILL)
    (house.control / "hold").unlink()
    assert run.wait(PATIENCE_S) == 1, said(run)
    assert "Stopped as the scheduler went away: see that it runs: 0 of 3 items done" in said(run)
    assert f"run --cluster {address}" in said(run)
    assert worker.wait(PATIENCE_S) == 1
    assert f"the scheduler at {address} went away" in said(worker)
    until(lambda: children(worker.pid) == [], "the worker's processes have ended")
    assert house.run("--cluster", "local:1")[0] == 0


def test_ctrl_c_lets_go_of_the_workers(house: House) -> None:
    house.make(2)
    hold = house.control / "hold"
    hold.touch()
    _, address = house.scheduler()
    worker = house.worker(address)
    run = house.start("run", "--cluster", address)
    until(lambda: bool(house.held()), "an item is under way")
    os.kill(run.pid, signal.SIGINT)
    until(lambda: "stopping" in said(run), "the run has heard of it")
    hold.unlink()
    assert run.wait(PATIENCE_S) == 130, said(run)
    assert house.run("--cluster", address)[0] == 0
    os.kill(worker.pid, signal.SIGINT)
    assert worker.wait(PATIENCE_S) == 0
    until(lambda: children(worker.pid) == [], "the worker's processes have ended")


def test_a_run_that_waits_for_workers_can_be_stopped(house: House) -> None:
    house.make(1)
    _, address = house.scheduler()
    run = house.start("run", "--cluster", address)
    until((house.root / ".mediahub" / "cluster.json").exists, "the run has begun")
    os.kill(run.pid, signal.SIGINT)
    assert run.wait(PATIENCE_S) == 130, said(run)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_no_process_of_a_local_cluster_outlives_its_run(house: House, number: int) -> None:
    house.make(2)
    (house.control / "hold").touch()
    run = house.start("run", "--cluster", "local:2")
    until(lambda: bool(house.held()), "an item is under way")
    crew = next(iter(house.held().values()))
    session = os.getsid(crew)
    os.kill(run.pid, number)
    if number == signal.SIGINT:
        (house.control / "hold").unlink()
    run.wait(PATIENCE_S)
    until(lambda: not children(0 or session) and not Path(f"/proc/{session}").exists(), "all end")


def test_a_worker_of_another_mediahub_is_refused_before_anything_starts(house: House) -> None:
    house.make(1)
    other = house.folder / "other"
    source = Path(__file__).parents[2] / "src" / "mediahub"
    other.mkdir()
    shutil.copytree(source, other / "mediahub", ignore=shutil.ignore_patterns("__pycache__"))
    (other / "mediahub" / "__init__.py").write_text('"""Another."""\n\n__version__ = "0.0.9"\n')
    _, address = house.scheduler()
    house.worker(address, PYTHONPATH=str(other))
    code, text = house.run("--cluster", address)
    assert code == 2
    assert "no worker can do this run" in text
    assert "it runs mediahub 0.0.9 (" in text
    assert not (house.root / "transcripts").exists()


def test_a_worker_of_another_workspace_is_refused(house: House) -> None:
    house.make(1)
    twin = house.twin("twin")
    _, address = house.scheduler()
    try:
        twin.worker(address)
        code, text = house.run("--cluster", address)
        assert code == 2
        assert "it works in another folder than this workspace" in text
    finally:
        twin.end()


def test_a_run_on_gpus_is_done_by_processes_that_have_one_each(house: House) -> None:
    house.make(1)
    settings = house.root / "mediahub.toml"
    settings.write_text(settings.read_text() + '\n[speech]\ndevice = "cuda"\n')
    _, address = house.scheduler()
    without = house.worker(address)
    code, text = house.run("--cluster", address)
    assert code == 2
    assert 'it has no GPU, and mediahub.toml says device = "cuda": start it with --gpus' in text
    without.terminate()
    assert without.wait(PATIENCE_S) == 0
    for left in house.control.glob("gpu-*"):
        left.unlink()
    house.worker(address, "--processes", "3", "--gpus", "2", CUDA_VISIBLE_DEVICES="4,6")
    seen = {path.read_text() for path in house.control.glob("gpu-*")}
    assert seen == {"", "4", "6"}
    assert house.run("--cluster", address)[0] == 0


def test_a_cluster_of_strangers_is_shut_out_by_certificates(house: House) -> None:
    house.make(1)
    ours, theirs = str(house.folder / "ours"), str(house.folder / "theirs")
    for folder in (ours, theirs):
        assert house.start("cluster", "certificates", folder).wait(PATIENCE_S) == 0
    _, address = house.scheduler("--host", "127.0.0.1", "--certificates", ours)
    assert address.startswith("tls://")
    house.worker(address, "--certificates", ours)
    code, text = house.run("--cluster", address, "--certificates", theirs)
    assert (code, "is no scheduler with these certificates" in text) == (2, True), text
    code, text = house.run("--cluster", address, "--certificates", ours)
    assert code == 0, text
