"""An error on its way from a worker to the conductor, with what caused it and where it was."""

import os
import pickle
import socket
import traceback
from dataclasses import dataclass

from mediahub.errors import MediahubError

MOST_CAUSES = 8


class WorkerError(Exception):
    """An error of a worker that does not pickle; its words are the error's own."""


@dataclass(frozen=True, slots=True)
class Carried:
    """An error, what caused it in turn, and its traceback for those who look for a bug."""

    errors: tuple[BaseException, ...]
    trace: str
    worker: str


def packed(error: BaseException) -> Carried:
    """The error as a value that pickles."""
    chain: list[BaseException] = []
    one: BaseException | None = error
    while one is not None and len(chain) < MOST_CAUSES and one not in chain:
        chain.append(one)
        one = one.__cause__ or one.__context__
    trace = "".join(traceback.format_exception(error))
    worker = f"{socket.gethostname()}, process {os.getpid()}"
    return Carried(tuple(map(_pickling, chain)), trace, worker)


def unpacked(carried: Carried) -> BaseException:
    """The error once more, caused by what caused it; a bug says on which worker it was found."""
    first, *causes = carried.errors
    one = first
    for cause in causes:
        one.__cause__ = cause
        one = cause
    if not isinstance(first, MediahubError | OSError):
        first.add_note(f"on the worker {carried.worker}:\n{carried.trace}")
    return first


def _pickling(error: BaseException) -> BaseException:
    bare = error.with_traceback(None)
    try:
        again = pickle.loads(pickle.dumps(bare))  # noqa: S301 - our own, of this moment
    except Exception:  # noqa: BLE001 - whatever stands in its way
        return WorkerError(f"{type(error).__name__}: {error}")
    return bare if type(again) is type(error) else WorkerError(f"{type(error).__name__}: {error}")
