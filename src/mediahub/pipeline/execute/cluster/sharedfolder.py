"""Files where all machines see the workspace: nothing is sent, and results lie in their place."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from pathlib import Path

from mediahub.notices import Notice
from mediahub.pipeline.execute.cluster.badge import id_file
from mediahub.pipeline.execute.cluster.deaths import attempt, deaths, pardon, take_away
from mediahub.pipeline.execute.cluster.made import Receipt, find_made, put_made
from mediahub.pipeline.execute.cluster.sides import Mark, Order
from mediahub.pipeline.execute.local import Bench
from mediahub.pipeline.execute.values import Task
from mediahub.pipeline.stage import Event
from mediahub.pipeline.tools import Tools
from mediahub.workspace.paths import Workspace


class FolderConductor:
    """A `ConductorSide`; `seen` waits until a network folder shows what another put there."""

    far = False
    area = ""

    def __init__(self, workspace: Workspace, seen: Callable[[Path], None]) -> None:
        self._workspace = workspace
        self._seen = seen

    def send(self, task: Task) -> Mapping[str, str]:  # noqa: ARG002
        """As `ConductorSide.send`: they see it."""
        return {}

    def take(self, task: Task, receipt: Receipt) -> str:  # noqa: ARG002
        """As `ConductorSide.take`."""
        self._seen(self._workspace.root / receipt.place)
        return receipt.place

    def failed(self, task: Task) -> None:
        """As `ConductorSide.failed`."""

    def deaths(self, task: Task) -> int:
        """As `ConductorSide.deaths`."""
        return deaths(self._workspace, task)

    def pardon(self, task: Task) -> None:
        """As `ConductorSide.pardon`."""
        pardon(self._workspace, task)

    def through(self, item: str) -> None:
        """As `ConductorSide.through`: the conductor clears its unfinished work away itself."""


class FolderWorker:
    """A `WorkerSide` in the workspace as this machine sees it; `named` where that has an id."""

    def __init__(self, workspace: Workspace, *, named: bool = False) -> None:
        self._workspace = workspace
        self._named = named

    def reached(self) -> bool:
        """As `WorkerSide.reached`: a folder whose mount has gone is there, and empty."""
        try:
            return not self._named or id_file(self._workspace).is_file()
        except OSError:
            return False

    def find(self, order: Order) -> Receipt | None:
        """As `WorkerSide.find`."""
        return find_made(self._workspace, order.task)

    def suspected(self, order: Order) -> bool:
        """As `WorkerSide.suspected`."""
        return deaths(self._workspace, order.task) > 0

    @contextmanager
    def attempt(self, order: Order) -> Iterator[Mark]:
        """As `WorkerSide.attempt`."""
        with attempt(self._workspace, order.task) as mark:
            yield partial(take_away, mark)

    def at_work(self, order: Order) -> AbstractContextManager[None]:  # noqa: ARG002
        """As `WorkerSide.at_work`: it lies in the workspace."""
        return nullcontext()

    def bench(self, order: Order, tools: Tools, hear: Callable[[Event], None], out: Path) -> Bench:
        """As `WorkerSide.bench`."""
        return Bench(self._workspace, order.task, tools, hear, out)

    def put(
        self,
        order: Order,
        out: Path,
        outputs: Mapping[str, str],
        took_s: float,
        notices: tuple[Notice, ...],
    ) -> Receipt:
        """As `WorkerSide.put`."""
        return put_made(self._workspace, order.task, out, outputs, took_s, notices)
