"""What a person sees while a run works: a live bar on a terminal, plain lines elsewhere."""

import threading
import time
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

STAGE_WORDS = {
    "probe": "looking at",
    "recognise": "recognising",
    "diarise": "telling speakers apart in",
    "transcribe": "writing the transcript of",
    "chapter": "finding chapters in",
    "render": "making the enclosure of",
}


class TerminalReporter:
    """A Reporter for a terminal, or for a pipe: there it prints one line a finished stage."""

    def __init__(self, console: Console, *, quiet: bool = False) -> None:
        self._console = console
        self._quiet = quiet
        self._live = console.is_terminal and not quiet
        self._lock = threading.Lock()
        self._tasks: dict[tuple[str, str], TaskID] = {}
        self._begun: dict[tuple[str, str], tuple[float, int]] = {}
        self._progress = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=16),
            TextColumn("{task.fields[place]}"),
            TimeRemainingColumn(compact=True),
            console=console,
            transient=True,
        )

    def __enter__(self) -> "TerminalReporter":
        if self._live:
            self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._live:
            self._progress.stop()

    def say(self, text: str) -> None:
        """A sentence for the person who waits."""
        if not self._quiet:
            self._console.print(text, markup=False, highlight=False)

    def begin(self, item: str, stage: str, total_ms: int) -> None:
        """A bar of its own for each stage under way."""
        with self._lock:
            self._begun[item, stage] = (time.monotonic(), total_ms)
            if self._live:
                words = f"{STAGE_WORDS.get(stage, stage)} {item}"
                self._tasks[item, stage] = self._progress.add_task(
                    words if len(words) <= 44 else words[:43] + "…",
                    total=total_ms or None,
                    place=clock(0) + "/" + clock(total_ms) if total_ms else "",
                )

    def advance(self, item: str, stage: str, done_ms: int) -> None:
        """Move the stage's bar."""
        with self._lock:
            task = self._tasks.get((item, stage))
            if task is not None:
                total = self._begun[item, stage][1]
                self._progress.update(
                    task, completed=done_ms, place=f"{clock(done_ms)}/{clock(total)}"
                )

    def end(self, item: str, stage: str, *, failed: bool = False) -> None:
        """Take the bar away and leave a line about long work."""
        with self._lock:
            task = self._tasks.pop((item, stage), None)
            if task is not None:
                self._progress.remove_task(task)
            begun = self._begun.pop((item, stage), None)
        if begun is None or failed or self._quiet:
            return
        took = time.monotonic() - begun[0]
        if not self._live or took >= 2:
            speed = f", {begun[1] / 1000 / took:.1f} × real time" if begun[1] and took >= 2 else ""
            self._console.print(
                f"  {item}: {stage} ({took:.1f} s{speed})", markup=False, highlight=False
            )


def clock(ms: int) -> str:
    """`M:SS`, or `H:MM:SS` from an hour on."""
    seconds = ms // 1000
    if seconds >= 3600:
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"{seconds // 60}:{seconds % 60:02}"
