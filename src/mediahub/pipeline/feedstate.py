"""What each feed was last made from, so that an unchanged one is not made again."""

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from mediahub.atomic import write_json
from mediahub.catalog import Item, Series
from mediahub.pipeline.survey import Survey
from mediahub.workspace.digests import sha256_of_value
from mediahub.workspace.paths import Workspace

FEED_VERSION = 3


class FeedStates:
    """The fingerprint and the files of each feed as last made; kept in `.mediahub`."""

    def __init__(self, workspace: Workspace) -> None:
        self._feeds = workspace.feeds
        self._path = workspace.private / "feeds.json"
        self._known: dict[str, tuple[str, list[str]]] = {}
        self._changed = False
        try:
            stored = json.loads(self._path.read_text(encoding="utf-8"))
            if stored["schema"] == 1:
                self._known = {
                    name: (entry["fingerprint"], entry["files"])
                    for name, entry in stored["feeds"].items()
                }
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            self._known = {}

    def fresh(self, series_id: str, inputs: Mapping[str, object]) -> bool:
        """Whether the feed was made from these inputs and all its files are still there."""
        fingerprint, files = self._known.get(series_id, ("", []))
        if fingerprint != sha256_of_value(dict(inputs)):
            return False
        there = _names(self._feeds / series_id)
        return all(name in there for name in files)

    def put(self, series_id: str, inputs: Mapping[str, object], files: Iterable[str]) -> None:
        """Remember a feed just made; `files` are relative to its folder."""
        self._known[series_id] = (sha256_of_value(dict(inputs)), sorted(files))
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


def series_inputs(
    survey: Survey, series: Series, items: list[Item], base: str
) -> dict[str, object]:
    """Everything that a feed's bytes depend on, as JSON values."""
    catalogue = survey.catalogue
    themes = {item.theme for item in items if item.theme is not None}
    return {
        "version": FEED_VERSION,
        "base": base,
        "publisher": repr(catalogue.publisher),
        "series": repr(series),
        "image": _digest(survey, series.image),
        "guid": survey.ledger.feeds.get(series.id),
        "themes": [repr(theme) for theme in catalogue.themes if theme.id in themes],
        "items": [
            [
                repr(item),
                repr(survey.ledger.promise(item.id)),
                _digest(survey, item.image),
                *_made(survey, item),
            ]
            for item in items
        ],
        "orphans": [
            repr(promise)
            for promise in survey.ledger.promises
            if promise.series == series.id and promise.item in survey.orphans
        ],
    }


def _made(survey: Survey, item: Item) -> list[str | None]:
    state = survey.state(item.id)
    return [
        state.sha256,
        state.output("transcribe", "transcript.json"),
        state.output("chapter", "chapters.json"),
    ]


def _digest(survey: Survey, path: Path | None) -> str | None:
    if path is None:
        return None
    try:
        return survey.digests.of(path)
    except OSError:
        return None
