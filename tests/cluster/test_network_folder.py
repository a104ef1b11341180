"""A workspace on one host's disk, seen by two others through sshfs."""

import os
import shutil
import signal

from tests.cluster.conftest import PATIENCE_S, House, said, until
from tests.cluster.hosts import Net, SharedFolder, net, shared
from tests.cluster.test_cluster import MADE

__all__ = ["net", "shared"]

FRESH = ("dir_cache=no", "attr_timeout=0", "entry_timeout=0")
"""Nothing of the folder is remembered: see docs/cluster.md."""


def test_hosts_that_see_the_workspace_through_a_network_make_the_same_and_keep_off_each_other(
    house: House, net: Net, shared: SharedFolder
) -> None:
    house.make(3)
    alone = house.twin("alone")
    assert alone.run()[0] == 0
    shutil.copytree(alone.root / "published", house.root / "published")
    seen = {host: shared.mount(host, *FRESH) for host in ("b", "c")}
    hold = house.control / "hold"
    hold.touch()
    certs = ("--certificates", str(house.folder / "certs"))
    assert house.start("cluster", "certificates", certs[1]).wait(PATIENCE_S) == 0
    scheduler = house.start(
        "cluster", "scheduler", "--host", "10.231.0.1", "--port", "8786", *certs, host=net.on("a")
    )
    address = "tls://10.231.0.1:8786"
    until(lambda: f"the scheduler is at {address}" in said(scheduler), "it is there")
    # The run begins on its own disk, before anybody comes by the network.
    run = house.start("run", "--cluster", address, *certs, host=net.on("a"))
    until((house.root / ".mediahub" / "locks" / "run.lease").exists, "the run has begun")
    workers = {
        host: house.start("worker", address, *certs, host=net.on(host), root=seen[host])
        for host in ("b", "c")
    }
    until(lambda: len(house.held()) > 1, "items are under way on both")
    other = house.start("run", host=net.on("b"), root=seen["b"])
    assert other.wait(PATIENCE_S) == 2
    assert "another mediahub run is at work" in said(other)
    os.killpg(workers["b"].pid, signal.SIGKILL)
    hold.unlink()
    assert run.wait(PATIENCE_S) == 0, said(run)
    assert house.files(*MADE) == alone.files(*MADE)
    # An editor on another host corrects what is being made anew.
    copy = house.folder / "ny.vtt"
    made = seen["c"] / "transcripts" / "podden-del-1" / "transcript.vtt"
    copy.write_text(made.read_text().replace("samtal", "seminarium"))
    again = house.start("run", "--force", "--cluster", address, *certs, host=net.on("a"))
    correct = house.start("correct", "podden-del-1", str(copy), host=net.on("c"), root=seen["c"])
    assert (correct.wait(PATIENCE_S), again.wait(PATIENCE_S)) == (0, 0), said(correct) + said(again)
    assert "seminarium" in (house.root / "transcripts/podden-del-1/transcript.txt").read_text()
    assert not list(house.root.rglob(".mediahub-*"))


def test_a_folder_that_goes_away_ends_the_run_in_words_and_the_next_one_goes_on(
    house: House, net: Net, shared: SharedFolder
) -> None:
    house.make(2)
    seen = shared.mount("b", *FRESH)
    hold = house.control / "hold"
    hold.touch()
    run = house.start("run", "--cluster", "local:1", host=net.on("b"), root=seen)
    until(lambda: bool(house.held()), "an item is under way")
    shared.lose("b")
    hold.unlink()
    assert run.wait(PATIENCE_S) == 2, said(run)
    assert "cannot be reached (Transport endpoint is not connected)" in said(run)
    assert "Traceback" not in said(run)
    assert house.run()[0] == 0
