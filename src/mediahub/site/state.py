"""What each feed was last made from, so that an unchanged one is not made again."""

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from mediahub.atomic import write_json
from mediahub.workspace.digests import sha256_of_value


class FeedStates:
    """The fingerprint and the files of each feed as last made; `path` keeps them.

    `feeds` is the folder that holds them; files are named as seen from their feed's folder.
    """

    def __init__(self, path: Path, feeds: Path) -> None:
        self._feeds = feeds
        self._path = path
        self._known: dict[str, tuple[str, list[str]]] = {}
        self._changed = False
        try:
            stored = json.loads(path.read_text(encoding="utf-8"))
            if stored["schema"] == 1:
                self._known = {
                    name: (entry["fingerprint"], entry["files"])
                    for name, entry in stored["feeds"].items()
                }
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            self._known = {}

    def fresh(self, name: str, inputs: Mapping[str, object]) -> bool:
        """Whether the feed was made from these inputs and all its files are still there."""
        fingerprint, files = self._known.get(name, ("", []))
        if fingerprint != sha256_of_value(dict(inputs)):
            return False
        there = _names(self._feeds / name)
        return all(file in there for file in files)

    def files(self, name: str) -> tuple[str, ...]:
        """The files of a feed as it was last made, named as seen from its folder."""
        return tuple(self._known.get(name, ("", []))[1])

    def put(self, name: str, inputs: Mapping[str, object], files: Iterable[str]) -> None:
        """Remember a feed just made; `files` are relative to its folder."""
        made = (sha256_of_value(dict(inputs)), sorted(files))
        if self._known.get(name) != made:
            self._known[name] = made
            self._changed = True

    def save(self) -> None:
        """Write it down when it changed."""
        if self._changed:
            feeds = {
                name: {"fingerprint": fingerprint, "files": files}
                for name, (fingerprint, files) in sorted(self._known.items())
            }
            write_json(self._path, {"schema": 1, "feeds": feeds})


def _names(folder: Path) -> set[str]:
    if not folder.is_dir():
        return set()
    names: set[str] = set()
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                names.update(f"{entry.name}/{name}" for name in os.listdir(entry))  # noqa: PTH208
            else:
                names.add(entry.name)
    return names
