"""`mediahub watch` on a cluster: it stands while schedulers and workers come and go."""

import os
import signal

import pytest

from tests.cluster.conftest import PATIENCE_S, House, children, said, until
from tests.pipeline.conftest import sound

SWEDISH = {"LC_ALL": "sv_SE.UTF-8"}


def test_a_watch_outlives_its_scheduler_and_does_what_came_meanwhile(house: House) -> None:
    house.make(1)
    scheduler, address = house.scheduler()
    house.worker(address, "--patience", "600")
    watch = house.start("watch", "--cluster", address, "--settle", "1", **SWEDISH)
    first = house.root / "transcripts" / "podden-del-1" / "page.html"
    until(first.exists, "the first is published")
    os.kill(scheduler.pid, signal.SIGKILL)
    scheduler.wait()
    path = sound(house.root / "media" / "podden" / "del-2.mp3", 7, 302)
    path.with_suffix(".toml").write_text('title = "Del 2"\n', encoding="utf-8")
    path.with_suffix(".vtt").write_text(
        "WEBVTT\n\n00:00:00.500 --> 00:00:03.000\nVälkomna.\n", encoding="utf-8"
    )
    until(lambda: "Det prövas igen av sig självt" in said(watch), "it has told that it is away")
    house.scheduler(port=int(address.rsplit(":", 1)[1]))
    second = house.root / "transcripts" / "podden-del-2" / "transcript.vtt"
    until(second.exists, "the second is done")
    assert said(watch).count(f"Ingen schemaläggare svarar på {address}") == 1
    assert said(watch).count("Arbetet går vidare.") == 1
    os.kill(watch.pid, signal.SIGTERM)
    assert watch.wait(PATIENCE_S) in (0, 143), said(watch)
    assert f" -C {house.root} watch --settle 1 --cluster {address}`" in said(watch)
    assert first.exists()


def test_a_watch_whose_own_workers_are_killed_starts_others(house: House) -> None:
    house.make(1)
    hold = house.control / "hold"
    hold.touch()
    watch = house.start("watch", "--cluster", "local:1", "--settle", "1")
    until(lambda: bool(house.held()), "the item is under way")
    session = os.getsid(next(iter(house.held().values())))
    os.killpg(session, signal.SIGKILL)
    until(lambda: "Stopped as no worker was left" in said(watch), "it has seen that they are gone")
    hold.unlink()
    until(lambda: "the work goes on" in said(watch), "others are at work")
    until((house.root / "transcripts/podden-del-1/page.html").exists, "the item is done")
    os.kill(watch.pid, signal.SIGINT)
    # 130 where the run was at the feeds just then, and the signal broke in.
    assert watch.wait(PATIENCE_S) in (0, 130), said(watch)
    until(lambda: children(watch.pid) == [], "its processes have ended")


@pytest.mark.parametrize("strange", ["certificates", "workspace"])
def test_a_watch_ends_where_no_waiting_helps(house: House, strange: str) -> None:
    house.make(1)
    ours, theirs = str(house.folder / "ours"), str(house.folder / "theirs")
    for folder in (ours, theirs):
        assert house.start("cluster", "certificates", folder).wait(PATIENCE_S) == 0
    _, address = house.scheduler("--certificates", ours)
    twin = house.twin("twin")
    try:
        twin.worker(address, "--certificates", ours)
        shown = theirs if strange == "certificates" else ours
        watch = house.start("watch", "--cluster", address, "--certificates", shown, "--settle", "1")
        assert watch.wait(PATIENCE_S) == 2
    finally:
        twin.end()
    told = {
        "certificates": f"who answers at {address} is no scheduler with these certificates",
        "workspace": "it works in another folder than this workspace",
    }
    assert told[strange] in said(watch)
