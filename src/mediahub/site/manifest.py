"""What a folder was last seen to hold: address, SHA-256, size and modification time, a line each.

It spares reading: what stands with the size and time written down has the digest written down. So
nothing is lost with a line that is lost, and two who write at once do no harm.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from mediahub.atomic import write_text

_HEAD = '{"schema":1}\n'


class Seen(NamedTuple):
    """A file as it was when it was last read or written; the time is in ns."""

    sha256: str
    size: int
    mtime_ns: int


def read_manifest(path: Path) -> dict[str, Seen]:
    """What was seen, by address; later lines win, and a line that is no line is passed over."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return {}
    if not text.startswith(_HEAD):
        return {}
    lines = text[len(_HEAD) :].split("\n")[:-1]
    try:
        # One call for all of them: forty thousand calls take as long as everything else.
        rows = json.loads(f"[{','.join(lines)}]")
        return {address: Seen(sha, size, mtime) for address, sha, size, mtime in rows}
    except (ValueError, TypeError):
        return dict(found for line in lines if (found := _parsed(line)) is not None)


def write_manifest(path: Path, seen: Mapping[str, Seen]) -> None:
    """Write all of it anew, atomically."""
    write_text(path, _HEAD + "".join(_line(address, one) for address, one in seen.items()))


def add_to_manifest(path: Path, seen: Mapping[str, Seen]) -> None:
    """Add what was seen of some addresses, whatever the others are."""
    if not seen:
        return
    if not path.exists():
        write_manifest(path, seen)
        return
    with path.open("ab") as file:  # one write: appended whole
        file.write("".join(_line(address, one) for address, one in seen.items()).encode())
        file.flush()
        os.fsync(file.fileno())


def _line(address: str, seen: Seen) -> str:
    row = json.dumps([address, *seen], ensure_ascii=False, separators=(",", ":"))
    return f"{row}\n"


def _parsed(line: str) -> tuple[str, Seen] | None:
    try:
        address, sha, size, mtime = json.loads(line)
    except (ValueError, TypeError):
        return None
    return address, Seen(sha, size, mtime)
