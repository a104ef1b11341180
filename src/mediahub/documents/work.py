"""A process of its own that reads documents, is kept for the next, and is killed at its limits.

A file of some kilobytes can be made that takes a reader minutes and gigabytes, or crashes it. What
happens in there stops that document alone. To start the process takes a quarter of a second, so
one is kept: a thousand small articles pay it once.
"""

import atexit
import json
import math
import signal
import subprocess
import sys
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from mediahub.errors import MediaError

_CODE = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]);"
    " from mediahub.documents.child import serve; serve()"
)


_SAVE = "Save it anew from the program that made it, or as PDF."


_OVER = getattr(signal, "SIGPROF", None)
"""What ends the process when its seconds of a processor are over (see `child`); None on Windows,
where the clock tells alone."""
_PATIENCE = 20 if _OVER else 1
"""By the clock it may take so many times as long: whoever recognises speech has the processors
meanwhile, and a disk may be slow."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one document may take: seconds of a processor, and bytes of memory."""

    seconds: float
    memory: int


class Reader:
    """The process, started when it is first needed. Threads wait for each other."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None

    def ask(self, path: Path, name: str, limits: Limits) -> dict[str, Any]:
        """What `child.serve` answers for the file at `path`.

        Raises MediaError when it takes more than the limits.
        """
        question = {"path": str(path.absolute()), "name": name, **asdict(limits)}
        request = json.dumps(question)
        with self._lock:
            used = self._process is not None
            answer = self._ask_once(name, request, limits.seconds)
            if answer is None and used:  # what documents before it left in memory is not its fault
                answer = self._ask_once(name, request, limits.seconds)
        if answer is None:
            raise MediaError(
                f"{name}: reading it takes more than {limits.memory >> 20} MB of memory, or crashes"
                f" the reader; no document of its size needs that. {_SAVE}",
                swedish=f"{name}: den kräver mer minne än något dokument av den storleken. Spara "
                "den på nytt, eller som PDF.",
            )
        return answer

    def _ask_once(self, name: str, request: str, limit_s: float) -> dict[str, Any] | None:
        """The answer; None when the process ended without one."""
        process = self._started()
        late = threading.Event()

        def stop() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(limit_s * _PATIENCE, stop)
        timer.start()
        try:
            line = _answer(process, request)
        except BaseException:  # interrupted: what is still answered must meet no other question
            self._close()
            raise
        finally:
            timer.cancel()
            timer.join()
        answer: dict[str, Any] | None = json.loads(line) if line.endswith("\n") else None
        if answer is None or late.is_set() or answer["last"]:
            self._close()
        over = _OVER is not None and process.returncode == -_OVER
        if answer is None and (over or late.is_set()):
            seconds = math.ceil(limit_s)
            raise MediaError(
                f"{name}: reading it takes more than {seconds} seconds; no document of its size "
                f"needs that. {_SAVE}",
                swedish=f"{name}: den tar längre tid att läsa än något dokument av den storleken. "
                "Spara den på nytt, eller som PDF.",
            )
        return answer

    def _started(self) -> subprocess.Popen[str]:
        if self._process is not None and self._process.poll() is not None:
            self._close()
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-c", _CODE, json.dumps(sys.path)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                encoding="ascii",
            )
        return self._process

    def _close(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if process.poll() is None:
            process.kill()
        for pipe in (process.stdin, process.stdout):
            try:
                if pipe is not None:
                    pipe.close()
            except OSError:
                pass  # a question that nobody waits for any more
        process.wait()

    def close(self) -> None:
        """End the process; the next question starts another."""
        with self._lock:
            self._close()


def _answer(process: subprocess.Popen[str], request: str) -> str:
    """The line answered; not a whole one when the process ended before."""
    if process.stdin is None or process.stdout is None:
        raise AssertionError("a process with pipes")
    try:
        process.stdin.write(request + "\n")
        process.stdin.flush()
        return process.stdout.readline()
    except OSError:  # a process that has ended takes no question
        return ""


READER = Reader()
atexit.register(READER.close)
