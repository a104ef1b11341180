"""SHA-256 of files, remembered while size, modification time and inode stay the same."""

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path

from mediahub.atomic import write_text

Stamp = tuple[int, int, int]


class Digests:
    """A cache of file digests, kept in one JSON file; a damaged cache is an empty one.

    Files are named as seen from `root`, so that the cache goes with a workspace that is moved. With
    `verify` every file is read whatever the cache says. Who looks at a `part` of the workspace's
    files alone forgets none of the others.
    """

    def __init__(self, path: Path, root: Path, *, verify: bool = False, part: bool = False) -> None:
        self._path = path
        self._root = f"{root}{os.sep}"
        self._verify = verify
        self._part = part
        self._known: dict[str, tuple[Stamp, str]] = {}
        self._fresh: dict[str, str] = {}
        self._changed = False
        try:
            stored = json.loads(path.read_text(encoding="utf-8"))
            if stored["schema"] == 2:
                self._known = {
                    name: ((size, mtime, inode), digest)
                    for name, (size, mtime, inode, digest) in stored["files"].items()
                }
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            self._changed = True  # absent or damaged: made anew

    def of(self, path: Path) -> str:
        """The SHA-256 of the file's bytes, in hex. Raises OSError when it cannot be read."""
        name = self._name(path)
        if name in self._fresh:
            return self._fresh[name]
        status = path.stat()
        stamp = (status.st_size, status.st_mtime_ns, status.st_ino)
        known = self._known.get(name)
        if known is not None and known[0] == stamp and not self._verify:
            digest = known[1]
        else:
            digest = sha256_of(path)
            self._known[name] = (stamp, digest)
            self._changed = True
        self._fresh[name] = digest
        return digest

    def forget(self, path: Path) -> None:
        """Read the file again next time: it has just been written."""
        self._fresh.pop(self._name(path), None)

    def _name(self, path: Path) -> str:
        return str(path).removeprefix(self._root)

    def save(self) -> None:
        """Write the cache down when it changed; files that were not asked for are dropped.

        Those of a part are kept.
        """
        kept = self._known if self._part else self._fresh
        if not self._changed and len(kept) == len(self._known):
            return
        files = {
            name: [*self._known[name][0], self._known[name][1]]
            for name in sorted(kept)
            if name in self._known
        }
        write_text(self._path, json.dumps({"schema": 2, "files": files}, ensure_ascii=False))


def sha256_of(path: Path) -> str:
    """The SHA-256 of the file's bytes, in hex. Raises OSError when it cannot be read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sha256_of_value(value: Mapping[str, object] | list[object]) -> str:
    """The SHA-256 of a JSON value, in hex, whatever the order of its keys."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
