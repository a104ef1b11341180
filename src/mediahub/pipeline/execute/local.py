"""Threads of this process as workers: models are loaded once, and the cores shared as lanes."""

import queue
import shutil
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

from mediahub.notices import Notice
from mediahub.pipeline.estimates import SharedTime
from mediahub.pipeline.execute.values import Began, Outcome, Task, TaskEvent
from mediahub.pipeline.stage import Event, Handle, Models, Noticed
from mediahub.pipeline.stages import BY_NAME
from mediahub.pipeline.tools import Tools
from mediahub.workspace.digests import sha256_of
from mediahub.workspace.paths import Workspace

WORKER = "item-worker"
"""What the names of the threads that work on items begin with."""

AWAKE_S = 0.5
"""So often at least the conductor looks whether it has been told to stop."""


class Bench:
    """A `Scratch` in the workspace's own folder of unfinished work, on the same file system."""

    def __init__(
        self,
        workspace: Workspace,
        task: Task,
        tools: Tools,
        hear: Callable[[Event], None],
        out: Path | None = None,
    ) -> None:
        self._root = workspace.root
        self.kept = workspace.work(task.item) / task.work
        self.tools: Any = tools
        self.tell = hear
        self.last_out: Path | None = None
        """The output that was asked for last."""
        self._out = out or outputs_of(workspace, task)
        shutil.rmtree(self._out, ignore_errors=True)
        self._out.mkdir(parents=True)

    def path(self, handle: Handle) -> Path:
        """The file that a handle names."""
        return self._root / handle.path

    def out(self, name: str) -> Path:
        """Where an output is written."""
        path = self._out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        self.last_out = path
        return path


def outputs_of(workspace: Workspace, task: Task) -> Path:
    """The folder that a task's outputs are written to."""
    return workspace.work(task.item) / task.work / f"{task.stage}.out"


class LocalExecutor:
    """Does tasks in threads, `jobs` at once; as a context it lets go of all at its end.

    `hear` is called from the workers' threads.
    """

    def __init__(
        self,
        workspace: Workspace,
        tools: Tools,
        jobs: int,
        hear: Callable[[Task, TaskEvent], None],
    ) -> None:
        self._workspace = workspace
        self._tools = tools
        self._jobs = jobs
        self._hear = hear
        self._time = SharedTime()
        self._pool = ThreadPoolExecutor(jobs, thread_name_prefix=WORKER)
        self._done: queue.SimpleQueue[Outcome] = queue.SimpleQueue()

    @property
    def items(self) -> int:
        """As many as it was made for."""
        return self._jobs

    @property
    def alone(self) -> int:
        """One: the first item is to be done first."""
        return 1

    def ready(self, models: Models) -> None:
        """These models are what the tasks that follow work with."""
        self._tools.models = models

    def submit(self, task: Task) -> None:
        """Let a worker do the task when one is free."""
        future = self._pool.submit(self._work, task)
        future.add_done_callback(self._hand_over)

    def wait(self, awake: Callable[[], None] = lambda: None) -> Outcome:
        """The next task that has come to an end; `awake` is called now and then until it has."""
        # The system may hand Ctrl-C to a worker's thread, and Python then tells this one only when
        # it is awake.
        while True:
            awake()
            with suppress(queue.Empty):
                return self._done.get(timeout=AWAKE_S)

    def through(self, item: str) -> None:
        """Nothing is kept but in the workspace, which the conductor clears itself."""

    def close(self, *, at_once: bool) -> None:
        """Let go of the threads; `at_once` waits for nobody, since what is finished is on disk."""
        self._pool.shutdown(wait=not at_once, cancel_futures=at_once)

    def _work(self, task: Task) -> Outcome:
        stage = BY_NAME[task.stage]
        self._hear(task, Began())
        self._time.begin(task.key)
        bench = None
        notices: dict[Notice, None] = {}

        def hear(event: Event) -> None:
            if isinstance(event, Noticed):
                notices[event.notice] = None
            self._hear(task, event)

        try:
            bench = Bench(self._workspace, task, self._tools, hear)
            stage.run(task.job, bench)
            outputs = {name: sha256_of(bench.out(name)) for name in stage.outputs}
            outputs |= stage.beside(outputs_of(self._workspace, task))
        except BaseException as error:  # noqa: BLE001 - told of its item, by whoever waits
            if bench is not None:
                name_file(error, bench)
            return Outcome(task, took_s=self._time.end(task.key), error=error)
        return Outcome(task, outputs, self._time.end(task.key), notices=tuple(notices))

    def _hand_over(self, future: "Future[Outcome]") -> None:
        if not future.cancelled():
            self._done.put(future.result())


def name_file(error: BaseException, bench: Bench) -> None:
    """Let a full disk name the file: what `write` raises does not know whose it was."""
    if isinstance(error, OSError) and error.errno is not None and error.filename is None:
        error.filename = str(bench.last_out or bench.kept)
