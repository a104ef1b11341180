"""A worker's process: tasks are done here, and what they make is put into the workspace.

Dask calls `labour` in one of the process's threads. Models are loaded once and serve all tasks of a
run; nothing large goes back. The module is Dask's preload, too: `dask_teardown`.
"""

import os
import shutil
import socket
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from mediahub.models import Store, default_store
from mediahub.notices import Notice
from mediahub.pipeline.estimates import SharedTime
from mediahub.pipeline.execute.cluster.carried import Carried, packed
from mediahub.pipeline.execute.cluster.depot import open_depot
from mediahub.pipeline.execute.cluster.depotworker import DepotWorker
from mediahub.pipeline.execute.cluster.made import Receipt
from mediahub.pipeline.execute.cluster.room import Room
from mediahub.pipeline.execute.cluster.serving import CORES, DEPOT, ROOT, read_scratch
from mediahub.pipeline.execute.cluster.sharedfolder import FolderWorker
from mediahub.pipeline.execute.cluster.sides import Mark, Order, WorkerSide
from mediahub.pipeline.execute.local import name_file
from mediahub.pipeline.stage import Event, Noticed, Progress, Told
from mediahub.pipeline.stages import BY_NAME
from mediahub.pipeline.tools import Tools
from mediahub.stopping import Stop, Stopped
from mediahub.tongues import Words, swedish
from mediahub.workspace.digests import sha256_of
from mediahub.workspace.paths import Workspace

LOOK_S = 0.5
"""So often at least a task looks whether somebody still waits for it."""

AWAY_S = 30.0
"""How long a workspace that is not there is waited for, before others get what was begun."""
_CUT_OFF = Words(
    "{host} cannot reach {root}: what it had goes elsewhere",
    "{host} når inte {root}: det den hade i hand görs någon annanstans",
)

Say = Callable[[dict[str, Any]], None]


@dataclass
class _Kit:
    """What the tasks of one run share in this process, until the last of them is done."""

    tools: Tools
    stop: Stop
    users: int = 0
    retired: bool = False


class Workshop:
    """One process's tools, for whichever run gives it something to do.

    Without a `side` the workspace is the run's own; with one it may be a folder of scratch.
    """

    def __init__(
        self, workspace: Workspace, store: Store, cores: int, side: WorkerSide | None = None
    ) -> None:
        self._workspace = workspace
        self._side = side or FolderWorker(workspace)
        self._store = store
        self._cores = cores
        self._time = SharedTime()
        self._end: Callable[[int], object] = os._exit
        self._room = Room(LOOK_S)
        self._kits: dict[str, _Kit] = {}
        self._marks: set[Mark] = set()
        self._guard = threading.Lock()

    def do(self, order: Order, say: Say, wanted: Callable[[], bool]) -> Receipt | Carried:
        """Do a task, unless its result lies there already; the receipt, or what went wrong.

        `say` hears of its progress; once `wanted` says no, it ends after the chunk at hand.
        """
        say({"kind": "began"})
        while True:
            answer = self._answer(order, say, wanted)
            if self._side.reached():
                return answer  # what goes wrong where its place is gone is not the item's fault
            if not self._is_back(say, wanted):
                return packed(Stopped())

    def _answer(self, order: Order, say: Say, wanted: Callable[[], bool]) -> Receipt | Carried:
        try:
            found = None if order.task.anew else self._side.find(order)
            return found if found is not None else self._made(order, say, wanted)
        except BaseException as error:  # noqa: BLE001 - told of its item, by whoever waits
            return packed(error)

    def _is_back(self, say: Say, wanted: Callable[[], bool]) -> bool:
        """Whether its place is there again; a process that waits in vain ends, and is told of.

        What it had in hand is done elsewhere.
        """
        ended = threading.Event()
        for _ in range(int(AWAY_S / LOOK_S)):
            if not wanted():
                return False
            if self._side.reached():
                return True
            ended.wait(LOOK_S)
        say(_sentence(_CUT_OFF.said(host=socket.gethostname(), root=self._workspace.root)))
        ended.wait(LOOK_S)  # so that it is heard
        self._end(1)
        return False

    def halt(self, run: str) -> None:
        """Let the tasks of a run end after the chunk at hand."""
        with self._guard:
            kit = self._kits.get(run)
        if kit is not None:
            kit.stop.ask("sigterm")

    def leave(self) -> None:
        """The process is about to end, as it was asked to: nobody died of what it has in hand."""
        with self._guard:
            marks, kits = list(self._marks), list(self._kits.values())
        for kit in kits:
            kit.stop.ask("sigterm")
        for ended in marks:
            ended()

    def _made(self, order: Order, say: Say, wanted: Callable[[], bool]) -> Receipt:
        task, workspace = order.task, self._workspace
        stage = BY_NAME[task.stage]
        notices: dict[Notice, None] = {}

        def hear(event: Event) -> None:
            if isinstance(event, Noticed):
                notices[event.notice] = None
            elif (told := _told(event)) is not None:
                say(told)

        token = uuid.uuid4().hex[:8]
        out = workspace.work(task.item) / task.work / f"{task.stage}.{token}.out"
        bench = None
        with ExitStack() as held:
            # Of two that die together each is suspected; the one that is not to blame is cleared.
            alone = self._side.suspected(order)
            held.enter_context(self._room.within(wanted, alone=alone))
            held.enter_context(self._known(held.enter_context(self._side.attempt(order))))
            held.enter_context(self._side.at_work(order))
            kit = held.enter_context(self._kit(order))
            held.enter_context(_ends_with(kit, wanted))
            held.callback(shutil.rmtree, out, ignore_errors=True)
            self._time.begin(token)
            try:
                kit.stop.check()
                bench = self._side.bench(order, kit.tools, hear, out)
                stage.run(task.job, bench)
                outputs = {name: sha256_of(bench.out(name)) for name in stage.outputs}
                outputs |= stage.beside(out)
            except BaseException as error:
                self._time.end(token)
                if bench is not None:
                    name_file(error, bench)
                raise
            took_s = round(self._time.end(token), 3)
            return self._side.put(order, out, outputs, took_s, tuple(notices))

    @contextmanager
    def _known(self, mark: Mark) -> Iterator[None]:
        with self._guard:
            self._marks.add(mark)
        try:
            yield
        finally:
            with self._guard:
                self._marks.discard(mark)

    @contextmanager
    def _kit(self, order: Order) -> Iterator[_Kit]:
        """The tools of the task's run; those of another run are let go of once nobody uses them."""
        with self._guard:
            kit = self._kits.get(order.run)
            if kit is None or kit.stop.is_set():
                settings = replace(order.settings, threads=self._cores)
                stop = Stop()
                kit = _Kit(Tools(self._store, order.models, settings, stop), stop)
                for other in self._kits.values():
                    other.retired = True
                    _let_go(other)
                self._kits = {order.run: kit}
            if kit.tools.models != order.models:  # a first run has fetched some meanwhile
                kit.tools.models = order.models
            kit.users += 1
        try:
            yield kit
        finally:
            with self._guard:
                kit.users -= 1
                _let_go(kit)


def _let_go(kit: _Kit) -> None:
    if kit.retired and not kit.users:
        kit.tools.__exit__(None, None, None)


@contextmanager
def _ends_with(kit: _Kit, wanted: Callable[[], bool]) -> Iterator[None]:
    """While the block runs, look whether somebody still waits for it."""
    ended = threading.Event()

    def look() -> None:
        while not ended.wait(LOOK_S):
            if not wanted():
                kit.stop.ask("sigterm")
                return

    watcher = threading.Thread(target=look, name="still-wanted", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        ended.set()


def _told(event: Event) -> dict[str, Any] | None:
    match event:
        case Progress(done_ms, resumed):
            return {"kind": "progress", "done_ms": done_ms, "resumed": resumed}
        case Told(text):
            return _sentence(text)
    return None


def _sentence(text: str) -> dict[str, Any]:
    # What Dask carries is plain text, of which `Said` is none.
    return {"kind": "told", "text": str(text), "swedish": swedish(text)}


_WORKSHOP: list[Workshop] = []
_MAKING = threading.Lock()


def workshop() -> Workshop:
    """This process's own, made when it is first asked for."""
    with _MAKING:
        if not _WORKSHOP:
            workspace, cores = Workspace(Path(os.environ[ROOT])), int(os.environ[CORES])
            side: WorkerSide = FolderWorker(workspace, named=True)
            if DEPOT in os.environ:
                place, most_bytes = read_scratch(os.environ[DEPOT])
                side = DepotWorker(open_depot(place, os.environ), workspace, most_bytes)
            _WORKSHOP.append(Workshop(workspace, default_store(), cores, side))
        return _WORKSHOP[0]


def labour(order: Order) -> Receipt | Carried:
    """Dask's task: what came of an order, told in few bytes."""
    from distributed import get_worker

    worker = get_worker()
    key = worker.get_current_task()

    def say(event: dict[str, Any]) -> None:
        worker.log_event(order.run, {**event, "key": key})

    def wanted() -> bool:
        # A conductor that is gone, or has cancelled it, or a scheduler that gave it to another.
        known = worker.state.tasks.get(key)
        return (
            known is not None
            and known.state in ("executing", "long-running")
            and worker.status.name in ("running", "paused")
        )

    return workshop().do(order, say, wanted)


def halt(run: str) -> None:
    """Called on every worker when a run is asked to stop."""
    workshop().halt(run)


def dask_teardown(_worker: Any) -> None:
    """Dask's hook as a worker ends in good order."""
    for one in _WORKSHOP:
        one.leave()
