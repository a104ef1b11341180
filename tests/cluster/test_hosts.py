"""Three hosts in network namespaces, with a folder that all of them see; one is cut off."""

import os
import shutil
import subprocess
from collections.abc import Iterator

import pytest

from tests.cluster.conftest import PATIENCE_S, House, said, until

HOSTS = ("a", "b", "c")


class Net:
    """Hosts `a`, `b` and `c` on one wire, each with an address of its own."""

    def __init__(self) -> None:
        self.mark = f"mh{os.getpid() % 10000}"
        self._ip("netns", "add", f"{self.mark}hub")
        self._in("hub", "link", "add", "wire", "type", "bridge")
        self._in("hub", "link", "set", "wire", "up")
        for number, host in enumerate(HOSTS, 1):
            self._ip("netns", "add", f"{self.mark}{host}")
            near, far = f"{self.mark}{host}0", f"{self.mark}{host}1"
            self._ip("link", "add", near, "netns", f"{self.mark}{host}", "type", "veth",
                     "peer", "name", far, "netns", f"{self.mark}hub")  # fmt: skip
            self._in(host, "addr", "add", f"10.231.0.{number}/24", "dev", near)
            self._in(host, "link", "set", near, "up")
            self._in(host, "link", "set", "lo", "up")
            self._in("hub", "link", "set", far, "master", "wire")
            self._in("hub", "link", "set", far, "up")

    def on(self, host: str) -> list[str]:
        """The words that let a command run on a host."""
        return ["ip", "netns", "exec", f"{self.mark}{host}"]

    def wire(self, host: str, state: str) -> None:
        """Cut a host off (`down`), or bring it back (`up`)."""
        self._in("hub", "link", "set", f"{self.mark}{host}1", state)

    def end(self) -> None:
        for host in (*HOSTS, "hub"):
            subprocess.run(["ip", "netns", "del", f"{self.mark}{host}"], check=False,
                           capture_output=True)  # fmt: skip

    def _ip(self, *words: str) -> None:
        subprocess.run(["ip", *words], check=True, capture_output=True)

    def _in(self, host: str, *words: str) -> None:
        self._ip("-n", f"{self.mark}{host}", *words)


@pytest.fixture
def net() -> Iterator[Net]:
    if shutil.which("ip") is None:
        pytest.skip("there is no `ip` here to make hosts with")
    try:
        made = Net()
    except subprocess.CalledProcessError as error:
        pytest.skip(f"network namespaces are not allowed here: {error.stderr.decode().strip()}")
    try:
        yield made
    finally:
        made.end()


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
