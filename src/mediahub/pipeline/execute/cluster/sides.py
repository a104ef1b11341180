"""What the conductor and its workers hand to each other, and how each of them is to do so.

A way has two sides: `sharedfolder`, where all machines see the workspace, and `depot`, where the
workers see none of it and files go by their digests through a place that all of them reach.
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from mediahub.catalog import Settings
from mediahub.notices import Notice
from mediahub.pipeline.execute.cluster.made import Receipt
from mediahub.pipeline.execute.local import Bench
from mediahub.pipeline.execute.values import Task
from mediahub.pipeline.stage import Event, Models
from mediahub.pipeline.tools import Tools


@dataclass(frozen=True, slots=True)
class Order:
    """A task, and what the run that it belongs to works with; `run` is that run's own name."""

    run: str
    task: Task
    models: Models
    settings: Settings
    area: str = ""
    """The workspace's own part of a depot, "" where all see the workspace."""
    standing: Mapping[str, str] = field(default_factory=dict)
    """What was made of the item before and was sent too: places in the workspace with SHA-256."""


Mark = Callable[[], None]
"""Called when an attempt has come to an end, whichever; once more does no harm."""


class ConductorSide(Protocol):
    """How a conductor gives files to workers and takes theirs. Every method may raise OSError or
    MediaError."""

    far: bool
    """Whether files are sent and fetched, so that it is better done beside other things."""
    area: str

    def send(self, task: Task) -> Mapping[str, str]:
        """Let the workers reach what the task is made from; what stands of before, with SHA-256."""

    def take(self, task: Task, receipt: Receipt) -> str:
        """Have a result in the workspace, whole; its folder as seen from there."""

    def failed(self, task: Task) -> None:
        """A task came to nothing: what it is made from may not be where it was put."""

    def deaths(self, task: Task) -> int:
        """How many attempts at a task came to no end."""

    def pardon(self, task: Task) -> None:
        """Forget what a task did to others: somebody wants it tried again."""

    def through(self, item: str) -> None:
        """An item is done: what lies there for it alone may go."""


class WorkerSide(Protocol):
    """How a worker gets at files and hands in results. Every method may raise OSError or
    MediaError."""

    def reached(self) -> bool:
        """Whether the place where it works is there; it raises nothing."""

    def find(self, order: Order) -> Receipt | None:
        """The order's result where it lies whole already."""

    def suspected(self, order: Order) -> bool:
        """Whether a worker has died while it was at an order, or at another beside it."""

    def attempt(self, order: Order) -> AbstractContextManager[Mark]:
        """Try an order: a mark is left behind if the process dies. Raises MediaError, and tries
        nothing, where too many have died of it."""

    def at_work(self, order: Order) -> AbstractContextManager[None]:
        """Have the item's unfinished work at hand while the block runs, and keep it after that."""

    def bench(self, order: Order, tools: Tools, hear: Callable[[Event], None], out: Path) -> Bench:
        """Where the stage works; its outputs go to `out`."""

    def put(
        self,
        order: Order,
        out: Path,
        outputs: Mapping[str, str],
        took_s: float,
        notices: tuple[Notice, ...],
    ) -> Receipt:
        """Let a folder of outputs be the order's result, at once and whole."""
