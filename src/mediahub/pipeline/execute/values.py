"""What passes between the conductor and a worker: values that pickle."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mediahub.notices import Notice
from mediahub.pipeline.stage import Event


@dataclass(frozen=True, slots=True)
class Task:
    """A stage to be done for an item: its job, and the name of the item's unfinished work."""

    item: str
    stage: str
    job: Any
    work: str
    """Tied to the source's bytes, so that what was begun with another file is not gone on with."""

    @property
    def key(self) -> tuple[str, str]:
        """Item and stage."""
        return self.item, self.stage


@dataclass(frozen=True, slots=True)
class Began:
    """A worker takes the task up."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a task: the SHA-256 of each output in the scratch folder, or the error."""

    task: Task
    outputs: Mapping[str, str] = field(default_factory=dict)
    took_s: float = 0.0
    error: BaseException | None = None
    notices: tuple[Notice, ...] = ()
    """What a person should look at in the outputs, in the order in which it was noticed."""


TaskEvent = Event | Began
