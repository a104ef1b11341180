"""Finished chunks of an unfinished recognition, on disk at once: a killed run goes on from them."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mediahub.atomic import write_text


class PartialWork:
    """A journal of finished chunks, one JSON line each, valid for one `key` (model and settings).

    `done` holds what was found: chunk name to its JSON value. A line cut short by a kill is
    dropped; a journal made with another key is begun anew.
    """

    def __init__(self, path: Path, key: Mapping[str, Any]) -> None:
        self._path = path
        self.done: dict[str, Any] = {}
        head = json.dumps({"schema": 1, "key": key}, ensure_ascii=False, sort_keys=True)
        # A letter may be cut in two; a word may hold what `splitlines` takes for a line's end.
        try:
            lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
        except OSError:
            lines = []
        if lines[:1] == [head]:
            for line in lines[1:]:
                try:
                    name, value = json.loads(line)
                except ValueError:
                    break
                self.done[name] = value
        # Written whole once, so that a line cut short does not stand in the way of the next one.
        kept = [json.dumps([name, value], ensure_ascii=False) for name, value in self.done.items()]
        write_text(path, "\n".join([head, *kept]) + "\n")

    def add(self, name: str, value: Any) -> None:
        """Put a finished chunk on disk."""
        try:
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps([name, value], ensure_ascii=False) + "\n")
                file.flush()
        except OSError as error:  # what `write` raises names no file
            error.filename = error.filename or str(self._path)
            raise
