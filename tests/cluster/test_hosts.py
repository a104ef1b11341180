"""Three hosts in network namespaces, with a folder that all of them see; one is cut off."""

from tests.cluster.conftest import PATIENCE_S, House, said, until
from tests.cluster.hosts import Net, net

__all__ = ["net"]


def test_a_host_that_is_cut_off_loses_nothing_and_works_again_when_it_is_back(
    house: House, net: Net
) -> None:
    house.make(3)
    hold = house.control / "hold"
    hold.touch()
    (house.root / ".mediahub" / "locks").mkdir(parents=True)
    (house.root / ".mediahub" / "locks" / "leases").touch()  # as on a network folder
    certs = ("--certificates", str(house.folder / "certs"))
    assert house.start("cluster", "certificates", certs[1]).wait(PATIENCE_S) == 0
    scheduler = house.start(
        "cluster", "scheduler", "--host", "10.231.0.1", "--port", "8786", *certs, host=net.on("a")
    )
    until(lambda: "the scheduler is at tls://10.231.0.1:8786" in said(scheduler), "it is there")
    address = "tls://10.231.0.1:8786"
    cut, other = (house.start("worker", address, *certs, host=net.on(host)) for host in ("b", "c"))
    until(lambda: all(" at work for " in said(one) for one in (cut, other)), "both are at work")
    run = house.start("run", "--cluster", address, *certs, host=net.on("a"))
    until(lambda: len(house.held()) > 1, "items are under way on both")
    net.wire("b", "down")
    until(lambda: "waits for it" in said(cut), "the one that is cut off has found it out")
    hold.unlink()
    assert run.wait(PATIENCE_S) == 0, said(run)
    net.wire("b", "up")
    until(lambda: said(cut).count(" at work for ") > 1, "the host is back at work")
    other.terminate()
    assert other.wait(PATIENCE_S) == 0
    edited = house.root / "media" / "podden" / "del-1.vtt"
    edited.write_text(edited.read_text().replace("samtal", "seminarium"))
    again = house.start("run", "--cluster", address, *certs, host=net.on("a"))
    assert again.wait(PATIENCE_S) == 0, said(again)
    assert "seminarium" in (house.root / "transcripts/podden-del-1/transcript.txt").read_text()
