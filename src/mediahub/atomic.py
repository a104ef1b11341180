"""Writes that are either whole or not there: a reader never meets half a file."""

import glob
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield a temporary path in the same folder that takes `path`'s place when the block ends well.

    The file is flushed to disk before the rename. On an error the temporary file is removed and
    what stood at `path` stays. Raises OSError when the folder cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # The suffix is kept because ffmpeg and others choose a format by it.
    handle, name = tempfile.mkstemp(prefix=_prefix(path), suffix=path.suffix, dir=path.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        # mkstemp makes 0600; a feed must be readable by the web server.
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def remove_unfinished(path: Path) -> None:
    """Remove what `replacing(path)` left behind in programs that were killed.

    Only where nobody else may be writing to `path`.
    """
    for left in path.parent.glob(glob.escape(_prefix(path)) + "*" + path.suffix):
        left.unlink(missing_ok=True)


def _prefix(path: Path) -> str:
    """What the temporary files that stand for `path` begin with."""
    return f".{path.stem[:40]}-"


def write_bytes(path: Path, data: bytes) -> bool:
    """Write `data` to `path` atomically; return False, touching nothing, when it already holds it.

    An unchanged file keeps its modification time, so that a web server's ETag holds.
    """
    try:
        if path.stat().st_size == len(data) and path.read_bytes() == data:
            return False
    except OSError:
        pass  # absent or unreadable: the write below says what is wrong, if anything is
    with replacing(path) as temporary:
        temporary.write_bytes(data)
    return True


def write_text(path: Path, text: str) -> bool:
    """Write `text` as UTF-8 with `\\n` line ends; otherwise as `write_bytes`."""
    return write_bytes(path, text.encode("utf-8"))


def write_json(path: Path, value: Any) -> bool:
    """Write `value` as indented UTF-8 JSON in the order its keys were given; as `write_bytes`."""
    return write_text(path, json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def _umask() -> int:
    # There is no call that reads the mask without setting it; Linux tells it in /proc.
    try:
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("Umask:"):
                return int(line.split()[1], 8)
    except OSError:
        pass
    return 0o022
