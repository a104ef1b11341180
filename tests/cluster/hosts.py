"""Hosts in network namespaces, on one wire, of which each can be cut off."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cluster.conftest import House, until

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
        """The words that let a command run on a host, which has a name of its own."""
        named = ["unshare", "--uts", "sh", "-c", f'hostname {host}; exec "$@"', "sh"]
        return ["ip", "netns", "exec", f"{self.mark}{host}", *named]

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


class SharedFolder:
    """A folder of host `a`, seen through sshfs on others: each by a mount that can hang or go."""

    def __init__(self, net: Net, folder: Path, work: Path) -> None:
        self.net, self.folder, self.work = net, folder, work
        self.mounts: dict[str, Path] = {}
        work.mkdir()
        for name in ("host", "key"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", work / name],
                           check=True)  # fmt: skip
        Path("/run/sshd").mkdir(exist_ok=True)
        (work / "config").write_text(
            f"Port 2222\nListenAddress 10.231.0.1\nHostKey {work}/host\nStrictModes no\n"
            f"AuthorizedKeysFile {work}/key.pub\nUsePAM no\nPermitRootLogin yes\nPidFile none\n"
            "Subsystem sftp internal-sftp\n"
        )
        sshd = shutil.which("sshd", path="/usr/sbin:/usr/local/sbin:/sbin") or "sshd"
        command = [*net.on("a"), sshd, "-D", "-f", work / "config", "-E", work / "sshd.log"]
        self.server = subprocess.Popen(command, start_new_session=True)
        until(lambda: "listening" in _text(work / "sshd.log"), "the SSH server listens")

    def mount(self, host: str, *options: str) -> Path:
        """The folder as a host sees it."""
        at = self.work / f"mount-{host}"
        at.mkdir()
        ssh = " ".join(["ip", "netns", "exec", f"{self.net.mark}{host}", "ssh"])
        given = ",".join((
            f"ssh_command={ssh}", f"IdentityFile={self.work}/key", "StrictHostKeyChecking=no",
            "UserKnownHostsFile=/dev/null", "reconnect", "ServerAliveInterval=2",
            "ServerAliveCountMax=2", *options,
        ))  # fmt: skip
        subprocess.run(
            ["sshfs", "-p", "2222", "-o", given, f"root@10.231.0.1:{self.folder}", at], check=True
        )
        self.mounts[host] = at
        return at

    def lose(self, host: str) -> None:
        """The folder is not there any more on a host: its own end of the mount is killed."""
        at = self.mounts[host]
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                words = _text(entry / "cmdline").split("\0")
                if words[0].endswith("sshfs") and str(at) in words:
                    os.kill(int(entry.name), signal.SIGKILL)

    def end(self) -> None:
        for at in self.mounts.values():
            subprocess.run(["umount", "-l", at], check=False, capture_output=True)
        os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait()


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return ""


@pytest.fixture
def shared(net: Net, house: House) -> Iterator[SharedFolder]:
    """The folder of the workspace, served by host `a`."""
    for name in ("sshfs", "ssh-keygen", "unshare"):
        if shutil.which(name) is None:
            pytest.skip(f"there is no {name} here to see a folder through the network with")
    if shutil.which("sshd", path="/usr/sbin:/usr/local/sbin:/sbin") is None:
        pytest.skip("there is no SSH server here")
    if not Path("/dev/fuse").exists():
        pytest.skip("there is no FUSE here")
    house.root.mkdir()
    made = SharedFolder(net, house.root, house.folder / "wire")
    try:
        yield made
    finally:
        house.end()
        made.end()
