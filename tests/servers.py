"""Servers that a test talks to: a real S3 service, SeaweedFS out of a package."""

import importlib.util
import json
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

KEY, SECRET = "nyckel", "hemlighet"


def needed(*modules: str) -> None:
    for module in modules:
        if importlib.util.find_spec(module) is None:
            pytest.skip(f"{module} is not installed")


def free_port() -> int:
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def answers(ask: Callable[[], object], seconds: float = 120) -> None:
    """Wait until a server answers."""
    end = time.monotonic() + seconds
    while True:
        try:
            ask()
        except Exception:  # each library has its own for a server that is not up yet
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
        else:
            return


@contextmanager
def served_s3(folder: Path, bucket: str) -> Iterator[str]:
    """The address of an S3 service with a bucket that all may read; KEY and SECRET may write."""
    needed("s3fs")
    weed = shutil.which("weed", path=str(Path(sys.executable).parent)) or shutil.which("weed")
    if weed is None:
        pytest.skip("weed (SeaweedFS) is not installed")
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
    ports = {part: (free_port(), free_port()) for part in parts}
    flags = [
        *("server", f"-dir={folder}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-s3"),
        f"-s3.config={folder / 's3.json'}",
        # By itself the second is the first and 10000, which may be no port.
        *(f"-{part}.port={port}" for part, (port, _) in ports.items()),
        *(f"-{part}.port.grpc={port}" for part, (_, port) in ports.items()),
        *(
            "-master.volumeSizeLimitMB=64",
            "-volume.max=20",
            "-s3.port.iceberg=0",
            "-master.telemetry=false",
        ),
    ]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen([weed, *flags], stdout=log, stderr=log, cwd=folder)
    address = f"http://127.0.0.1:{ports['s3'][0]}"
    try:
        import s3fs

        system = s3fs.S3FileSystem(
            key=KEY, secret=SECRET, endpoint_url=address, skip_instance_cache=True
        )
        answers(lambda: None if system.exists(bucket) else system.mkdir(bucket))
        yield address
    finally:
        server.terminate()
        server.wait(30)
