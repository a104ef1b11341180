"""The log of what was changed by way of the staff site: a line of JSON each, only ever added to."""

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mediahub.workspace.private import AUDIT, PRIVATE, private_folder

_BLOCK = 1 << 16
_OWN = ("at", "by", "what", "item")


@dataclass(frozen=True, slots=True)
class Change:
    """What was done, by whom (a user's name, or the program's) and when (UTC), and of which item.

    `more` tells it closer; never the words themselves, which stand in the journals.
    """

    at: datetime
    by: str
    what: str
    item: str = ""
    more: Mapping[str, str] = field(default_factory=dict)


class Audit:
    """The log of a workspace, in `private/audit.jsonl`."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._path = root / PRIVATE / AUDIT

    def note(self, what: str, by: str, item: str = "", **more: str) -> None:
        """Add a line, whole or not at all. Raises OSError when it cannot be written."""
        assert not more.keys() & set(_OWN)  # noqa: S101 - a bug
        at = datetime.now(UTC).isoformat(timespec="seconds")
        value = {"at": at, "by": by, "what": what, **({"item": item} if item else {}), **more}
        line = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
        private_folder(self._root)
        handle = os.open(self._path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            end = os.fstat(handle).st_size
            if end and os.pread(handle, 1, end - 1) != b"\n":  # a line that a power cut halved
                line = b"\n" + line
            if os.write(handle, line) != len(line):
                os.ftruncate(handle, end)
                raise OSError(28, os.strerror(28), str(self._path))
            os.fsync(handle)
        finally:
            os.close(handle)

    def changes(self) -> Iterator[Change]:
        """Every line, the newest first; one that cannot be read is told as `unreadable`."""
        try:
            handle = self._path.open("rb")
        except FileNotFoundError:
            return
        with handle:
            for line in _backwards(handle):
                if line.strip():
                    yield _change(line)


def _change(line: bytes) -> Change:
    try:
        value: dict[str, Any] = json.loads(line)
        more = {key: str(kept) for key, kept in value.items() if key not in _OWN}
        at = datetime.fromisoformat(value["at"])
        return Change(at, str(value["by"]), str(value["what"]), str(value.get("item", "")), more)
    except (ValueError, KeyError, TypeError, AttributeError):
        return Change(datetime.fromtimestamp(0, UTC), "", "unreadable")


def _backwards(handle: Any) -> Iterator[bytes]:
    """The lines of a file from its end."""
    at, rest = handle.seek(0, os.SEEK_END), b""
    while at > 0:
        size = min(_BLOCK, at)
        at -= size
        handle.seek(at)
        first, *lines = (handle.read(size) + rest).split(b"\n")
        yield from reversed(lines)
        rest = first
    yield rest
