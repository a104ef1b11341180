"""What passes between the conductor and a worker: values that pickle."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from mediahub.notices import Notice
from mediahub.pipeline.stage import Event, Models


@dataclass(frozen=True, slots=True)
class Task:
    """A stage to be done for an item: its job, and the name of the item's unfinished work."""

    item: str
    stage: str
    job: Any
    work: str
    """Tied to the source's bytes, so that what was begun with another file is not gone on with."""
    wants: str = ""
    """A digest of all that the result is made from: the same task has the same one in any run."""
    alone: bool = False
    """Whether a machine should be in it with one item at a time."""
    anew: bool = False
    """Whether it is done although its result may lie there unfetched."""

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
    place: str = ""
    """The folder of the outputs as seen from the workspace, "" for the one of the task's stage."""


TaskEvent = Event | Began


class Executor(Protocol):
    """Whoever does tasks. What was begun is told by events, in any thread."""

    @property
    def items(self) -> int:
        """How many items are to be under way at once, as things are now."""

    @property
    def alone(self) -> int:
        """How many of them may be in a stage in which a machine does one at a time."""

    def ready(self, models: Models) -> None:
        """These models are what the tasks that follow work with."""

    def submit(self, task: Task) -> None:
        """Let a worker do the task when one is free."""

    def wait(self, awake: Callable[[], None] = lambda: None) -> Outcome:
        """The next task that has come to an end; `awake` is called now and then until it has."""

    def through(self, item: str) -> None:
        """An item is done to its end: nothing that was kept for its tasks is needed more."""

    def close(self, *, at_once: bool) -> None:
        """Let go of the workers; `at_once` waits for nobody."""
