"""Servers that a test talks to: a real S3 service, SeaweedFS out of a package."""

import importlib.util
import json
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest

KEY, SECRET = "nyckel", "hemlighet"


def needed(*modules: str) -> None:
    for module in modules:
        if importlib.util.find_spec(module) is None:
            pytest.skip(f"{module} is not installed")


def free_port() -> int:
    (port,) = free_ports(1)
    return port


def free_ports(count: int) -> list[int]:
    """So many ports, each another, that nobody has at the moment."""
    with ExitStack() as held:
        sockets = [held.enter_context(closing(socket.socket())) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in sockets]


def answers(
    ask: Callable[[], object], seconds: float = 120, alive: Callable[[], bool] = lambda: True
) -> None:
    """Wait until a server answers, as long as it is alive."""
    end = time.monotonic() + seconds
    while True:
        try:
            ask()
        except Exception:  # each library has its own for a server that is not up yet
            if time.monotonic() > end or not alive():
                raise
            time.sleep(0.1)
        else:
            return


@contextmanager
def served_s3(folder: Path, bucket: str) -> Iterator[str]:
    """The address of an S3 service with a bucket that all may read; KEY and SECRET may write."""
    needed("s3fs")
    import s3fs

    weed = shutil.which("weed", path=str(Path(sys.executable).parent)) or shutil.which("weed")
    if weed is None:
        pytest.skip("weed (SeaweedFS) is not installed")
    for last in (False, False, True):
        with _weed(weed, folder, bucket) as (server, address):
            system = s3fs.S3FileSystem(
                key=KEY, secret=SECRET, endpoint_url=address, skip_instance_cache=True
            )
            try:
                answers(
                    lambda system=system: system.exists(bucket) or system.mkdir(bucket),
                    alive=lambda server=server: server.poll() is None,
                )
            except Exception:
                # A port that was free may be another's by now: anew, with others.
                if last:
                    raise
            else:
                yield address
                return


@contextmanager
def _weed(weed: str, folder: Path, bucket: str) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    identities = [
        {"name": "anonymous", "actions": [f"Read:{bucket}"]},
        {
            "name": "mediahub",
            "credentials": [{"accessKey": KEY, "secretKey": SECRET}],
            "actions": ["Admin", "Read", "Write", "List"],
        },
    ]
    (folder / "s3.json").write_text(json.dumps({"identities": identities}))
    parts = ("s3", "master", "volume", "filer")
    free = free_ports(2 * len(parts))
    told = subprocess.run([weed, "server", "-h"], capture_output=True, text=True, check=False)
    known = told.stdout + told.stderr
    flags = [
        *("server", f"-dir={folder}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-s3"),
        f"-s3.config={folder / 's3.json'}",
        # By itself the second is the first and 10000, which may be no port.
        *(f"-{part}.port={port}" for part, port in zip(parts, free[::2], strict=True)),
        *(f"-{part}.port.grpc={port}" for part, port in zip(parts, free[1::2], strict=True)),
        *(
            "-master.volumeSizeLimitMB=64",
            "-volume.max=20",
            "-master.telemetry=false",
        ),
        # Each has a port that is always the same, which a second server finds taken.
        *(f"-s3.port.{one}=0" for one in ("iceberg", "lance") if f"-s3.port.{one}" in known),
    ]
    with (folder / "log").open("ab") as log:
        server = subprocess.Popen([weed, *flags], stdout=log, stderr=log, cwd=folder)
    try:
        yield server, f"http://127.0.0.1:{free[0]}"
    finally:
        server.terminate()
        server.wait(30)
