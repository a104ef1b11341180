"""The workbench of one item: its files, its sound decoded once, and its values read back."""

import shutil
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from mediahub.atomic import write_text
from mediahub.catalog import Catalogue, Item
from mediahub.mediafile import Audio, decode, open_audio
from mediahub.pipeline.report import Reporter
from mediahub.pipeline.stages import RECOGNISE, Sources
from mediahub.transcript import Recognition
from mediahub.transcript.codec import dump, recognition_from_json
from mediahub.workspace.paths import Workspace
from mediahub.workspace.results import read_json


@dataclass
class Bench:
    """What the stages of one item share while they work."""

    workspace: Workspace
    catalogue: Catalogue
    item: Item
    sources: Sources
    reporter: Reporter
    resumed_ms: int = 0
    """How far into the recording an unfinished recognition had come before this run."""

    @property
    def folder(self) -> Path:
        """Where the item's results lie."""
        return self.workspace.item(self.item.id)

    @property
    def scratch(self) -> Path:
        """Where the item's unfinished work lies, tied to the source's bytes."""
        return self.workspace.work(self.item.id) / self.sources.media[:16]

    def path(self, name: str) -> Path:
        """A file among the item's results."""
        return self.folder / name

    def write(self, name: str, value: Any) -> None:
        """A JSON result, atomically."""
        write_text(self.path(name), dump(value))

    @cached_property
    def duration_ms(self) -> int:
        """The recording's length, as probed."""
        return int(self.media["duration_ms"])

    @cached_property
    def media(self) -> dict[str, Any]:
        """What was found when the file was probed."""
        return read_json(self.path("media.json"), dict)

    @cached_property
    def time_limit_s(self) -> float:
        """How long ffmpeg may work on this file."""
        return max(60.0, self.duration_ms / 1000 * self.catalogue.settings.time_limit_factor)

    @cached_property
    def audio(self) -> Audio:
        """The sound at 16 kHz, decoded at most once, also over a killed and restarted run."""
        kept = self.scratch / "sound.s16"
        if kept.exists():
            return open_audio(kept)
        return decode(self.item.path, kept, time_limit_s=self.time_limit_s)

    def resume_recognition(self, done_ms: int) -> None:
        """Note, and tell, that recognition goes on from where an earlier run was."""
        self.resumed_ms = done_ms
        self.reporter.resume(self.item.id, RECOGNISE.name, done_ms)

    def recognition(self) -> Recognition:
        """The recognition as an earlier stage left it."""
        return read_json(self.path("recognition.json"), recognition_from_json)

    def clear_scratch(self) -> None:
        """Forget the unfinished work: all of it is finished."""
        self.__dict__.pop("audio", None)  # unmap before the file goes
        shutil.rmtree(self.workspace.work(self.item.id), ignore_errors=True)
