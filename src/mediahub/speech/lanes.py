"""Lanes: the machine's cores, shared by all who compute, so that none waits and none is fought for.

A model's own threads wait for one another at every layer, and two models that each take every core
fight over them. So each piece of work runs on one lane, and there are as many pieces under way as
there are lanes, whichever recordings and models they belong to.
"""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from mediahub.speech.paging import share_memory
from mediahub.stopping import NEVER, Stop

Given = TypeVar("Given")
Made = TypeVar("Made")

MOST_LANES = 4
"""Each lane has pieces of sound of its own in memory; further cores work within the lanes."""
FEWER_LANES = 3
"""Where more would leave cores idle; with fewer still, threads that wait cost more than a core."""
LANE = "lane"
"""What the names of the lanes' threads begin with."""


def cores() -> int:
    """The cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS and Windows
        return os.cpu_count() or 1


class Lanes:
    """As many pieces of work at once as the machine has room for; safe to share between threads.

    `threads` is how many cores to use in all, 0 for all there are. There are `count` lanes, and
    what works on one may use `threads` cores itself. Once `stop` is set nothing more is begun.
    """

    def __init__(self, threads: int = 0, stop: Stop = NEVER) -> None:
        self._stop = stop
        share_memory()
        whole = threads or cores()
        counts = range(min(whole, MOST_LANES), min(whole, FEWER_LANES) - 1, -1)
        self.count = min(counts, key=lambda count: whole % count)  # of equals the most lanes
        self.threads = whole // self.count
        self._pool = ThreadPoolExecutor(self.count, thread_name_prefix=LANE)

    def close(self, *, wait: bool = True) -> None:
        """Begin nothing more; with `wait` what is under way is waited for."""
        self._pool.shutdown(wait=wait, cancel_futures=True)

    def run(self, work: Callable[[Given], Made], value: Given) -> Made:
        """What `work` makes of a value, on a lane. Raises Stopped when it is not begun."""
        return self._pool.submit(self._unless_stopped, work, value).result()

    def map(self, work: Callable[[Given], Made], values: Iterable[Given]) -> Iterator[Made]:
        """What `work` makes of each value, in order.

        Values are taken one a lane and one more ahead, so that memory stays small and others get
        their turn. After an error the rest is not begun. Work on a lane must not wait for lanes.
        Raises Stopped in the place of the first piece that is not begun.
        """
        waiting: deque[Future[Made]] = deque()
        try:
            for value in values:
                waiting.append(self._pool.submit(self._unless_stopped, work, value))
                if len(waiting) > self.count:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()

    def _unless_stopped(self, work: Callable[[Given], Made], value: Given) -> Made:
        self._stop.check()
        return work(value)


def each(
    lanes: Lanes | None, work: Callable[[Given], Made], values: Iterable[Given]
) -> Iterator[Made]:
    """As `Lanes.map`; without lanes in the calling thread."""
    return lanes.map(work, values) if lanes is not None else map(work, values)
