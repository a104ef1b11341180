"""The conductor's side of a depot: what a task is made from is sent, and its result fetched."""

import shutil
import threading
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from mediahub.pipeline.execute.cluster.depot import Depot
from mediahub.pipeline.execute.cluster.made import Receipt
from mediahub.pipeline.execute.values import Task
from mediahub.pipeline.stage import Handle
from mediahub.pipeline.stages import BY_NAME
from mediahub.workspace.digests import sha256_of
from mediahub.workspace.paths import Workspace


class DepotConductor:
    """A `ConductorSide`; its methods may be called from several threads.

    What it puts there goes when every item that it was sent for is through.
    """

    far = True

    def __init__(self, depot: Depot, workspace: Workspace, area: str) -> None:
        self.area = area
        self._depot = depot
        self._workspace = workspace
        self._sent_for: dict[str, set[str]] = {}
        """The items that each digest lies there for."""
        self._known: set[str] = set()
        """Digests that are known to lie there."""
        self._guard = threading.Lock()

    def send(self, task: Task) -> Mapping[str, str]:
        """As `ConductorSide.send`."""
        root = self._workspace.root
        wanted = {one.sha256: root / one.path for one in handles_in(task.job) if one.sha256}
        standing: dict[str, str] = {}
        for name in BY_NAME[task.stage].standing(task.job, lambda one: root / one.path):
            if (root / name).is_file():
                standing[name] = sha256_of(root / name)
                wanted[standing[name]] = root / name
        for digest, path in wanted.items():
            with self._guard:
                self._sent_for.setdefault(digest, set()).add(task.item)
                known = digest in self._known
            if not known:
                self._depot.put(self.area, digest, path)
                with self._guard:
                    self._known.add(digest)
        return standing

    def take(self, task: Task, receipt: Receipt) -> str:
        """As `ConductorSide.take`."""
        workspace = self._workspace
        folder = (
            workspace.work(task.item) / task.work / f"{task.stage}.{uuid.uuid4().hex[:8]}.taken"
        )
        folder.mkdir(parents=True)
        try:
            for name, digest in receipt.outputs.items():
                with self._guard:
                    self._sent_for.setdefault(digest, set()).add(task.item)
                if not self._stands(task, name, digest):
                    (folder / name).parent.mkdir(parents=True, exist_ok=True)
                    self._depot.get(self.area, digest, folder / name)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return workspace.relative(folder)

    def failed(self, task: Task) -> None:
        """As `ConductorSide.failed`."""
        with self._guard:
            self._known -= {one.sha256 for one in handles_in(task.job)}

    def deaths(self, task: Task) -> int:
        """As `ConductorSide.deaths`."""
        return len(self._depot.names(self._depot.tries(self.area, task)))

    def pardon(self, task: Task) -> None:
        """As `ConductorSide.pardon`."""
        for name in self._depot.names(self._depot.tries(self.area, task)):
            self._depot.remove(name)

    def through(self, item: str) -> None:
        """As `ConductorSide.through`."""
        depot, area = self._depot, self.area
        for folder in ("made", "tries", "kept"):
            for name in depot.names(f"{area}/{folder}/{item}"):
                depot.remove(name)
        with self._guard:  # held to the end, so that nobody counts on what is on its way out
            for digest in [one for one, items in self._sent_for.items() if item in items]:
                self._sent_for[digest].discard(item)
                if not self._sent_for[digest]:
                    del self._sent_for[digest]
                    self._known.discard(digest)
                    depot.remove(depot.file(area, digest))

    def _stands(self, task: Task, name: str, digest: str) -> bool:
        """Whether what bears its digest in its name stands in public already."""
        if name in BY_NAME[task.stage].outputs:
            return False
        path = self._workspace.root / name
        return path.is_file() and sha256_of(path) == digest


def handles_in(value: Any) -> Iterator[Handle]:
    """Every file that a job names, however deep in its values."""
    if isinstance(value, Handle):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from handles_in(getattr(value, field.name))
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from handles_in(one)
    elif isinstance(value, tuple | list | set | frozenset):
        for one in value:
            yield from handles_in(one)
