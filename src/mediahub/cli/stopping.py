"""What Ctrl-C and SIGTERM do to a run: the chunk at hand is finished, or it ends at once."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

import typer

from mediahub.cli.shared import fail, told
from mediahub.stopping import Reason, Stop
from mediahub.tongues import Said

GOES_ON = Said(
    "stopped; `mediahub run` goes on from here", "avbruten; `mediahub run` fortsätter härifrån"
)

SHOW_CURSOR = "\x1b[?25h"

HEARD: dict[int, Reason] = {signal.SIGINT: "ctrl-c", signal.SIGTERM: "sigterm"}


@contextmanager
def stops_on_signals(stop: Stop, message: str = GOES_ON) -> Iterator[None]:
    """Let Ctrl-C and SIGTERM stop the block, and tell by `message` how to go on.

    Where the work under way looks at `stop` by itself, the first signal only asks it to end, and
    the block goes on until it has. Elsewhere it breaks in: the block may close its log and clear
    its line, and the program exits with 128 and the signal's number. The second signal waits for
    nothing: as an exception on the way out it would end in waiting for the items at work.

    A process that was started with Ctrl-C ignored, as a shell without job control does in the
    background, listens to SIGINT all the same: whoever sends it wants the run to stop.
    """
    import mediahub.mediafile  # noqa: F401 - nothing may be imported amid a signal

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    hearing = _Hearing(stop, message)
    before = {number: signal.signal(number, hearing.first) for number in HEARD}
    try:
        yield
    except KeyboardInterrupt:
        _leave(message, 128 + (hearing.number or signal.SIGINT))
    finally:
        for number, handler in before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)


class _Hearing:
    """The signals as they come."""

    def __init__(self, stop: Stop, message: str) -> None:
        self._stop = stop
        self._message = message
        self.number = 0
        """The signal that broke in, 0 before."""

    def first(self, number: int, _frame: FrameType | None) -> None:
        for one in HEARD:
            signal.signal(one, self._insist)
        self._stop.ask(HEARD[number])
        if not self._stop.gentle:
            self.number = number
            raise KeyboardInterrupt

    def _insist(self, number: int, _frame: FrameType | None) -> NoReturn:
        # Not through sys.stderr: the handler may have come in the middle of its writing.
        shown = SHOW_CURSOR if sys.stderr.isatty() else ""
        os.write(2, f"{shown}mediahub: {told(self._message)}\n".encode())
        _end(128 + number)


def _leave(message: str, code: int) -> NoReturn:
    from mediahub.pipeline.execute.local import WORKER
    from mediahub.speech.lanes import LANE

    if not any(thread.name.startswith((WORKER, LANE)) for thread in threading.enumerate()):
        fail(message, code)
    typer.echo(f"mediahub: {told(message)}", err=True)
    sys.stdout.flush()
    _end(code)


def _end(code: int) -> NoReturn:
    from mediahub.mediafile import stop_all

    stop_all()  # it would work on without us, for as long as its file lasts
    os._exit(code)
