"""A worker's side of a depot: what it reads is fetched into a scratch folder of its machine.

The scratch folder is one process's own. What it needs no more stays there until it takes up too
much, so that the next stage of an item finds its recording.
"""

import json
import logging
import os
import shutil
import socket
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from mediahub.errors import MediaError
from mediahub.notices import Notice, notice_from_json, notice_to_json
from mediahub.pipeline.execute.cluster.deaths import MOST_DEATHS, quarantined
from mediahub.pipeline.execute.cluster.depot import Depot
from mediahub.pipeline.execute.cluster.made import Receipt
from mediahub.pipeline.execute.cluster.sides import Mark, Order
from mediahub.pipeline.execute.local import Bench
from mediahub.pipeline.stage import Event, Handle, Progress
from mediahub.pipeline.tools import Tools
from mediahub.workspace.paths import Workspace

log = logging.getLogger(__name__)

KEEP_S = 15.0
"""So often at most unfinished work is put into the depot: as much is lost with a worker."""
_HEAVY = ".s16"
"""Decoded sound: 115 MB an hour, and sooner decoded again than sent."""


class FarBench(Bench):
    """A `Scratch` in a folder that is not the workspace's: what a handle names is fetched."""

    def __init__(
        self,
        workspace: Workspace,
        order: Order,
        tools: Tools,
        hear: Callable[[Event], None],
        out: Path,
        fetched: Callable[[str, str], Path],
    ) -> None:
        super().__init__(workspace, order.task, tools, hear, out)
        self._standing = order.standing
        self._public = f"{workspace.relative(workspace.feeds)}/"
        self._fetched = fetched

    def path(self, handle: Handle) -> Path:
        """The file that a handle names; of what is in public alone what the conductor sent."""
        digest = self._standing.get(handle.path)
        if digest is None and not handle.path.startswith(self._public):
            digest = handle.sha256
        if not digest:
            return super().path(handle)  # where nothing is
        return self._fetched(digest, PurePosixPath(handle.path).name)


class DepotWorker:
    """A `WorkerSide` with a scratch folder, of which `most_bytes` are kept for later at most."""

    def __init__(self, depot: Depot, scratch: Workspace, most_bytes: int) -> None:
        self._depot = depot
        self._scratch = scratch
        self._most = most_bytes
        self._using: Counter[Path] = Counter()
        """Folders that tasks are at work with, each counted as often as they are."""
        self._of: dict[tuple[str, str], list[Path]] = {}
        """Those of each task."""
        self._guard = threading.Lock()

    def reached(self) -> bool:
        """As `WorkerSide.reached`: its scratch folder is this machine's own."""
        return True

    def find(self, order: Order) -> Receipt | None:
        """As `WorkerSide.find`."""
        name = self._depot.note(order.area, order.task)
        try:
            note = json.loads(self._depot.read(name) or b"")
            receipt = Receipt(
                name,
                {str(one): str(digest) for one, digest in note["outputs"].items()},
                float(note["took_s"]),
                tuple(map(notice_from_json, note["notices"])),
            )
            sent = [str(one) for one in note["files"]]
        except (ValueError, KeyError, TypeError, AttributeError):
            return None
        whole = all(self._depot.has(order.area, receipt.outputs[one]) for one in sent)
        return receipt if whole else None

    def suspected(self, order: Order) -> bool:
        """As `WorkerSide.suspected`."""
        return bool(self._depot.names(self._depot.tries(order.area, order.task)))

    @contextmanager
    def attempt(self, order: Order) -> Iterator[Mark]:
        """As `WorkerSide.attempt`."""
        folder = self._depot.tries(order.area, order.task)
        if len(self._depot.names(folder)) >= MOST_DEATHS:
            raise quarantined(order.task)
        name = f"{folder}/{uuid.uuid4().hex[:12]}"
        self._depot.write(name, f"{socket.gethostname()} {os.getpid()}\n")

        def ended() -> None:
            with suppress(MediaError):
                self._depot.remove(name)

        try:
            yield ended
        finally:
            ended()

    @contextmanager
    def at_work(self, order: Order) -> Iterator[None]:
        """As `WorkerSide.at_work`."""
        key = order.task.key
        with self._guard:
            self._of[key] = []
            self._use(order, self._kept(order))
        try:
            self._fetch_kept(order)
            try:
                yield
            finally:
                self._put_kept(order)
        finally:
            with self._guard:
                self._using -= Counter(self._of.pop(key))
                self._make_room()

    def bench(self, order: Order, tools: Tools, hear: Callable[[Event], None], out: Path) -> Bench:
        """As `WorkerSide.bench`; what is finished is put into the depot as the work goes on."""
        last = time.monotonic()

        def heard(event: Event) -> None:
            nonlocal last
            hear(event)
            if isinstance(event, Progress) and time.monotonic() - last > KEEP_S:
                self._put_kept(order)
                last = time.monotonic()

        def fetched(digest: str, leaf: str) -> Path:
            return self._fetched(order, digest, leaf)

        return FarBench(self._scratch, order, tools, heard, out, fetched)

    def put(
        self,
        order: Order,
        out: Path,
        outputs: Mapping[str, str],
        took_s: float,
        notices: tuple[Notice, ...],
    ) -> Receipt:
        """As `WorkerSide.put`."""
        # What bears its digest in its name may stand in public already.
        files = [name for name in outputs if (out / name).exists()]
        for name in files:
            self._depot.put(order.area, outputs[name], out / name)
        note = {
            "schema": 1,
            "outputs": dict(outputs),
            "files": files,
            "took_s": took_s,
            "notices": [*map(notice_to_json, notices)],
        }
        place = self._depot.note(order.area, order.task)
        self._depot.write(place, json.dumps(note, ensure_ascii=False) + "\n")
        return Receipt(place, outputs, took_s, notices)

    def _kept(self, order: Order) -> Path:
        return self._scratch.work(order.task.item) / order.task.work

    def _fetched(self, order: Order, digest: str, leaf: str) -> Path:
        folder = self._scratch.private / "fetched" / digest
        path = folder / leaf
        with self._guard:
            self._use(order, folder)
            folder.mkdir(parents=True, exist_ok=True)
            if path.exists():
                os.utime(folder)
                return path
        self._depot.get(order.area, digest, path)
        return path

    def _use(self, order: Order, folder: Path) -> None:
        self._of[order.task.key].append(folder)
        self._using[folder] += 1

    def _fetch_kept(self, order: Order) -> None:
        """Of two states of a file the longer is the later one: finished chunks are added."""
        kept, folder = self._kept(order), self._depot.kept(order.area, order.task)
        for name in self._depot.names(folder):
            here = kept / name.rpartition("/")[2]
            if self._depot.size(name) > (here.stat().st_size if here.exists() else 0):
                self._depot.fetch(name, here)

    def _put_kept(self, order: Order) -> None:
        folder = self._depot.kept(order.area, order.task)
        try:
            for path in sorted(self._kept(order).glob("*")):
                if not path.is_file() or path.suffix == _HEAVY or path.name.startswith("."):
                    continue
                name = f"{folder}/{path.name}"
                if self._depot.size(name) < path.stat().st_size:
                    self._depot.copy(path, name)
        except (MediaError, OSError) as error:  # it would spare time, and no more
            log.warning("%s: unfinished work is not kept: %s", order.task.item, error)

    def _make_room(self) -> None:
        """Take away what was used longest ago and nobody is at work with."""
        private = self._scratch.private
        units = [*(private / "fetched").glob("*"), *(private / "work").glob("*/*")]
        found = sorted((one.stat().st_mtime, _bytes(one), one) for one in units)
        size = sum(length for _, length, _ in found)
        for _, length, one in found:
            if size <= self._most:
                return
            if not self._using[one]:
                shutil.rmtree(one, ignore_errors=True)
                size -= length


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
