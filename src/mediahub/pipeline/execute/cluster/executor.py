"""The second executor: tasks are Dask's, done by any worker that is fit; receipts come back."""

import logging
import os
import queue
import threading
import uuid
from asyncio import CancelledError
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from mediahub.catalog import Settings
from mediahub.errors import MediahubError, SettingsError
from mediahub.pipeline.execute.cluster.address import Cluster
from mediahub.pipeline.execute.cluster.badge import (
    Needs,
    builds,
    model_name,
    program,
    wire,
    workspace_id,
)
from mediahub.pipeline.execute.cluster.carried import Carried, unpacked
from mediahub.pipeline.execute.cluster.certificates import security
from mediahub.pipeline.execute.cluster.dasksetup import CONNECT_S, be_quiet, require_dask
from mediahub.pipeline.execute.cluster.deaths import MOST_DEATHS, quarantined
from mediahub.pipeline.execute.cluster.depot import open_depot
from mediahub.pipeline.execute.cluster.depotconductor import DepotConductor
from mediahub.pipeline.execute.cluster.localcrew import LocalCrew
from mediahub.pipeline.execute.cluster.made import Receipt
from mediahub.pipeline.execute.cluster.reaching import (
    GONE_S,
    ClusterUnfitError,
    away_at,
    require_known,
    unreached,
)
from mediahub.pipeline.execute.cluster.sharedfolder import FolderConductor
from mediahub.pipeline.execute.cluster.sides import ConductorSide, Order
from mediahub.pipeline.execute.cluster.watch import Watch
from mediahub.pipeline.execute.cluster.workshop import halt, labour
from mediahub.pipeline.execute.values import Began, Outcome, Task, TaskEvent
from mediahub.pipeline.stage import Models, Progress, Told
from mediahub.stopping import Stop, Stopped
from mediahub.tongues import Said
from mediahub.transcript import ModelIdentity
from mediahub.workspace.answering import require_there
from mediahub.workspace.paths import Workspace

log = logging.getLogger(__name__)

AWAKE_S = 0.5
"""So often at least the conductor looks whether it has been told to stop."""
SEEN_S = 30.0
"""How long what a worker has put there may take to be seen here, in a network folder."""
AT_ONCE = 8
"""So many items at most are sent to workers, or fetched from them, at the same time."""


class ClusterExecutor:
    """Does tasks on a cluster's workers; `hear` is called from other threads.

    Before it is there a fit worker is: raises ClusterAwayError or ClusterUnfitError when none
    comes, with what is wrong with those that did. A scheduler that goes away asks `stop` for an
    end; so do the last workers, of a cluster that is not patient or was begun for this run alone.
    """

    def __init__(
        self,
        workspace: Workspace,
        cluster: Cluster,
        settings: Settings,
        models: Models,
        jobs: int,
        hear: Callable[[Task, TaskEvent], None],
        say: Callable[[str], None],
        stop: Stop,
        *,
        store: str = "",
        hearing: bool = True,
        pardoned: frozenset[str] = frozenset(),
    ) -> None:
        require_dask()
        be_quiet()
        self._workspace = workspace
        self._cluster = cluster
        self._settings = settings
        self._models = models
        self._jobs = jobs
        self._hear = hear
        self._stop = stop
        self._pardoned = set(pardoned)
        self._run = f"mediahub-{uuid.uuid4().hex[:12]}"
        self._tasks: dict[str, Task] = {}
        self._futures: dict[str, Any] = {}
        self._begun: set[str] = set()
        self._done: queue.SimpleQueue[str | Outcome] = queue.SimpleQueue()
        self._halted = self._left = False
        self._halting = threading.Lock()
        self._carriers = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="carrier")
        self._side, place = self._opened()
        self._needs = Needs(program(), place, gpu=settings.device == "cuda", wire=wire())
        self._crew = LocalCrew(workspace, cluster.local, store) if cluster.local else None
        self._client: Any = None
        try:
            self._client = self._connected()
            trouble = self._crew.trouble if self._crew is not None else None
            self._watch = Watch(self._client, builds(), say, trouble)
            if hearing:
                self._need(models)
            self._watch.wait_for_fit(self._needs, stop)
        except BaseException:
            self.close(at_once=True)
            raise

    @property
    def items(self) -> int:
        """Two a process: one is recognised while something lighter is done beside it."""
        return max(self._jobs, 2 * self._watch.fit)

    @property
    def alone(self) -> int:
        """One a process."""
        return max(1, self._watch.fit)

    def ready(self, models: Models) -> None:
        """These models are what the tasks that follow work with; who lacks one is told, and left.

        Raises SettingsError when no worker has them.
        """
        if models != self._models:
            self._models = models
            self._need(models)
            self._watch.wait_for_fit(self._needs, self._stop)

    def submit(self, task: Task) -> None:
        """Let a worker do the task when one is free."""
        if self._side.far:
            self._carriers.submit(self._carry, task, self._submit)
        else:
            self._submit(task)

    def _submit(self, task: Task) -> None:
        if task.item in self._pardoned:
            self._side.pardon(task)
        standing = self._side.send(task)
        key = f"{task.item}-{task.stage}-{uuid.uuid4().hex[:8]}"
        order = Order(self._run, task, self._models, self._settings, self._side.area, standing)
        with self._halting:
            if self._halted:
                self._done.put(Outcome(task, error=Stopped()))
                return
            self._tasks[key] = task
            future = self._client.submit(
                labour,
                order,
                key=key,
                pure=False,
                resources=self._needs.resources(alone=task.alone),
            )
            self._futures[key] = future
        future.add_done_callback(lambda _future: self._done.put(key))

    def _carry(self, task: Task, carried: Callable[[Task], None]) -> None:
        """Send or fetch in a thread of its own; what goes wrong is the task's outcome."""
        try:
            carried(task)
        except Exception as error:  # noqa: BLE001 - told of its item, by whoever waits
            self._side.failed(task)
            self._done.put(Outcome(task, error=error))

    def through(self, item: str) -> None:
        """An item is done: what was sent for it alone is taken away."""
        if self._side.far:
            self._carriers.submit(self._clear, item)

    def _clear(self, item: str) -> None:
        try:
            self._side.through(item)
        except (MediahubError, OSError) as error:  # it takes up room, and no more
            log.warning("%s: what was sent for it still lies there: %s", item, error)

    def wait(self, awake: Callable[[], None] = lambda: None) -> Outcome:
        """The next task that has come to an end; `awake` is called now and then until it has.

        Raises SettingsError when the workspace itself is gone: its workers may have lost it, too,
        and then nothing would ever come to an end.
        """
        while True:
            awake()
            require_there(self._workspace.root)
            if self._deserted():
                self._stop.ask("workers")
            if self._stop.is_set() and not self._halted:
                self._halt()
            if self._halted and not self._watch.fit:
                self._let_go()
            with suppress(queue.Empty):
                done = self._done.get(timeout=AWAKE_S)
                outcome = done if isinstance(done, Outcome) else self._outcome(done, awake)
                if outcome is not None:
                    return outcome

    def close(self, *, at_once: bool) -> None:
        """Let go of the cluster; what is under way elsewhere ends after its chunk."""
        watch = getattr(self, "_watch", None)
        if watch is not None:
            watch.end()
        self._carriers.shutdown(wait=not at_once, cancel_futures=at_once)
        if self._client is not None:
            if at_once:
                self._aside(lambda: self._client.cancel(list(self._futures.values()))).join(5)
            with suppress(Exception):
                self._client.close(timeout=5)
        if self._crew is not None:
            self._crew.end()

    def _opened(self) -> tuple[ConductorSide, str]:
        """How files go to the workers, and what those that reach them call the place."""
        workspace = self._workspace
        if self._cluster.depot is None:
            return FolderConductor(workspace, self._seen), workspace_id(workspace)
        try:
            depot = open_depot(self._cluster.depot, os.environ)
        except SettingsError as error:
            raise away_at(error, "depot") from error
        return DepotConductor(depot, workspace, workspace_id(workspace)), depot.identity()

    def _seen(self, folder: Path) -> None:
        self._watch.seen(folder, SEEN_S)

    def _connected(self) -> Any:
        from distributed import Client

        address = self._crew.address if self._crew is not None else self._cluster.address
        try:
            certificates = security(self._cluster.certificates)
        except SettingsError as error:
            raise ClusterUnfitError(error.said) from error
        if self._crew is None:
            require_known(address)
        try:
            client = Client(
                address,
                timeout=GONE_S,
                security=certificates,
                set_as_default=False,
            )
        except (OSError, TimeoutError) as error:
            raise unreached(address, error) from error
        client.subscribe_topic(self._run, self._event)
        return client

    def _need(self, models: Models) -> None:
        found = [one.identity for one in (models.recogniser, models.embedder) if one is not None]
        self._need_models(found)

    def _need_models(self, found: list[ModelIdentity]) -> None:
        names = frozenset(map(model_name, found))
        self._needs = replace(self._needs, models=names)

    def _event(self, event: tuple[float, dict[str, Any]]) -> None:
        """A worker's word; what is told of a task that is done already comes too late."""
        told = event[1]
        task = self._tasks.get(told["key"])
        if task is None:
            return
        match told["kind"]:
            case "began":
                again = told["key"] in self._begun
                self._begun.add(told["key"])
                if not again:
                    self._hear(task, Began())
            case "progress":
                self._hear(task, Progress(int(told["done_ms"]), resumed=bool(told["resumed"])))
            case "told":
                self._hear(task, Told(Said(str(told["text"]), str(told["swedish"]))))

    def _halt(self) -> None:
        """Let what is under way end after its chunk, and what nobody has begun not begin."""
        with self._halting:
            self._halted = True
            waiting = [one for key, one in self._futures.items() if key not in self._begun]

        def tell() -> None:
            self._client.cancel(waiting)
            self._client.run(halt, self._run, on_error="ignore")

        self._aside(tell)

    def _deserted(self) -> bool:
        """Whether nobody is left to do the work, and nobody is to be waited for."""
        if self._crew is not None and self._crew.trouble() is not None:
            return True  # nobody else can start workers for it
        return not self._cluster.patient and self._watch.deserted

    def _let_go(self) -> None:
        """Wait no more for what was under way: whoever was at it is gone, and nobody will be."""
        if not self._left:
            self._left = True
            self._aside(lambda: self._client.cancel(list(self._futures.values())))

    def _aside(self, tell: Callable[[], Any]) -> threading.Thread:
        """Tell the scheduler something without waiting: one that is gone is told elsewhere."""

        def trying() -> None:
            with suppress(Exception, CancelledError):
                tell()

        thread = threading.Thread(target=trying, name="telling", daemon=True)
        thread.start()
        return thread

    def _outcome(self, key: str, awake: Callable[[], None]) -> Outcome | None:
        """What came of a task; None for a result that is still to be fetched."""
        task, future = self._tasks.pop(key), self._futures.pop(key)
        self._begun.discard(key)
        try:
            if future.status == "finished":
                return self._fetched(task, future.result(timeout=CONNECT_S))
            if future.status == "error":
                return Outcome(task, error=self._judged(task, future.exception()))
        # The receipt is lost with its worker; asyncio's word for that is no Exception.
        except (Exception, CancelledError) as error:  # noqa: BLE001
            if self._here(awake):
                return Outcome(task, error=Stopped(str(error)))
        if not self._here(awake):
            self._stop.ask("scheduler")
        return Outcome(task, error=Stopped())

    def _fetched(self, task: Task, answer: Any) -> Outcome | None:
        if isinstance(answer, Carried):
            self._side.failed(task)
            return Outcome(task, error=unpacked(answer))

        def take(task: Task) -> None:
            self._done.put(self._taken(task, answer))

        if not self._side.far:
            return self._taken(task, answer)
        self._carriers.submit(self._carry, task, take)
        return None

    def _taken(self, task: Task, receipt: Receipt) -> Outcome:
        place = self._side.take(task, receipt)
        return Outcome(task, receipt.outputs, receipt.took_s, notices=receipt.notices, place=place)

    def _judged(self, task: Task, error: BaseException) -> BaseException:
        """What Dask itself says of a task."""
        if type(error).__name__ != "KilledWorker":  # a scheduler of another's gives up early
            return error
        # Whoever else was in its process is named, too: only the marks tell who died of what.
        guilty = self._side.deaths(task) >= MOST_DEATHS
        return quarantined(task) if guilty else Stopped(str(error))

    def _here(self, awake: Callable[[], None]) -> bool:
        """Whether the scheduler is there, or comes back within Dask's own patience."""
        while self._client.status == "connecting":
            awake()
            if self._stop.is_set():
                return True
            threading.Event().wait(AWAKE_S)
        return bool(self._client.status == "running")
