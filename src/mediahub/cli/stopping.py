"""What Ctrl-C does to a run: it ends at once, and waits for no item that is at work."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from types import FrameType
from typing import NoReturn

import typer

from mediahub.cli.shared import fail

GOES_ON = "stopped; the next `mediahub run` goes on from here"
FORCED = (
    "stopped; what is finished is kept. `mediahub run` calls the rest up to date as it was: give "
    "the same command again, with --only ITEM for what was not done"
)

SHOW_CURSOR = "\x1b[?25h"


@contextmanager
def ctrl_c_stops(message: str = GOES_ON) -> Iterator[None]:
    """Exit with 130 and the message when Ctrl-C comes while the block runs.

    The first Ctrl-C lets the block close its log and clear its line. A second one does not wait
    for that: as an exception on the way out it would end in waiting for the items at work.
    A process that was started with Ctrl-C ignored goes on ignoring it.
    """
    import mediahub.mediafile  # noqa: F401 - nothing may be imported amid a signal

    listens = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    first = listens and threading.current_thread() is threading.main_thread()
    if first:
        signal.signal(signal.SIGINT, partial(_interrupt, message))
    try:
        yield
    except KeyboardInterrupt:
        _leave(message)
    finally:
        if first:
            signal.signal(signal.SIGINT, signal.default_int_handler)


def _interrupt(message: str, _signal: int, _frame: FrameType | None) -> NoReturn:
    signal.signal(signal.SIGINT, partial(_insist, message))
    raise KeyboardInterrupt


def _insist(message: str, _signal: int, _frame: FrameType | None) -> NoReturn:
    # Not through sys.stderr: the handler may have come in the middle of its writing.
    shown = SHOW_CURSOR if sys.stderr.isatty() else ""
    os.write(2, f"{shown}mediahub: {message}\n".encode())
    _end()


def _leave(message: str) -> NoReturn:
    from mediahub.pipeline.execute.local import WORKER
    from mediahub.speech.lanes import LANE

    if not any(thread.name.startswith((WORKER, LANE)) for thread in threading.enumerate()):
        fail(message, 130)
    typer.echo(f"mediahub: {message}", err=True)
    sys.stdout.flush()
    _end()


def _end() -> NoReturn:
    from mediahub.mediafile import stop_all

    stop_all()  # it would work on without us, for as long as its file lasts
    os._exit(130)
