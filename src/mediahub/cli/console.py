"""What a person sees while a run works: live bars on a terminal, plain lines elsewhere."""

import sys
import threading
import time
from collections.abc import Sequence
from types import TracebackType
from typing import TYPE_CHECKING

from mediahub.cli.shared import close_stream, count, reads_swedish, told
from mediahub.cli.timeleft import TimeLeft
from mediahub.pipeline.report import Expected
from mediahub.tongues import Said, Words, decimal, joined
from mediahub.transcript.clock import clock_hms

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, TaskID

WIDTHS, SWEDISH_WIDTHS = (10, 34, 12), (24, 28, 6)
"""How wide a stage, an item's name and a bar are on a terminal of 80 columns."""
LEFT = Words("{before}about {time} left", "{before}{time} kvar")
FINISHED = Words("{sound} in {time}", "{sound} på {time}")
SPEED = Words(" ({times} × real time)", " ({times} × realtid)")
TO_DO = Words("{items} to work on, about {time}", "{items} att arbeta med, ungefär {time}")
DONE = Words("{done} of {items}{left}", "{done} av {items}{left}")
WHOLE = Said("whole run", "hela körningen")
LONG_S = 2.0
"""On a terminal a stage that took this long leaves a line behind."""
LONG_SOUND_MS = 600_000
"""In a log a recording this long gets a line at each quarter of a stage."""


class TerminalReporter:
    """A Reporter for a terminal, or for a log: there it prints a line a finished stage.

    It writes to standard error, which leaves standard output to the summary, and goes quiet when
    nobody reads there any more.
    """

    def __init__(self, console: "Console | None" = None) -> None:
        self._console = console or _console()
        self._live = self._console.is_terminal and not self._console.is_dumb_terminal
        self._lock = threading.RLock()
        self._left = TimeLeft(time.monotonic)
        self._tasks: dict[tuple[str, str], TaskID] = {}
        self._whole: TaskID | None = None
        self._begun: dict[tuple[str, str], tuple[float, int]] = {}
        self._quarters: dict[tuple[str, str], int] = {}
        widths = SWEDISH_WIDTHS if reads_swedish() else WIDTHS
        self._stage_width, self._name_width, _ = widths
        self._progress: Progress | None = _bars(self._console, *widths) if self._live else None

    def __enter__(self) -> "TerminalReporter":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._progress is not None:
            self._progress.stop()

    @property
    def left_s(self) -> float | None:
        """The seconds that the rest of the run would take; None where nothing tells."""
        with self._lock:
            return self._left.seconds()

    def say(self, text: str) -> None:
        """A sentence for the person who waits."""
        # rich wraps at words on a terminal; a log has each sentence on one line.
        self._console.print(told(text), markup=False, highlight=False, soft_wrap=not self._live)

    def expect(self, work: Sequence[Expected]) -> None:
        """What the run will do: the base of the time left."""
        with self._lock:
            self._left.expect(work)
            if self._progress is not None and self._left.items:
                self._progress.start()
                self._whole = self._progress.add_task(
                    told(WHOLE), total=self._left.items, place="", name=self._whole_run
                )
            elif self._left.items and (seconds := self._left.seconds()):
                items = count(self._left.items, "item")
                self.say(TO_DO.said(items=items, time=duration(seconds)))

    def begin(self, item: str, stage: str, total_ms: int) -> None:
        """A bar of its own for each stage under way."""
        with self._lock:
            self._begun[item, stage] = (time.monotonic(), total_ms)
            self._left.begin(item, stage, total_ms)
            if self._progress is not None and self._whole is not None:
                self._tasks[item, stage] = self._progress.add_task(
                    told(stage_words(stage)),
                    total=None,  # a bar that only shows life, until the first progress is told
                    name=shortened(item, self._name_width),
                    place=clock_hms(total_ms) if total_ms else "",
                )

    def resume(self, item: str, stage: str, done_ms: int) -> None:
        """Begin the stage's bar where an earlier run was."""
        with self._lock:
            self._left.resume(item, stage, done_ms)
        self.advance(item, stage, done_ms)

    def advance(self, item: str, stage: str, done_ms: int) -> None:
        """Move the stage's bar."""
        with self._lock:
            total = self._begun.get((item, stage), (0.0, 0))[1]
            self._left.advance(item, stage, done_ms)
            place = f"{clock_hms(done_ms)} / {clock_hms(total)}"
            task = self._tasks.get((item, stage))
            if task is not None and self._progress is not None:
                self._progress.update(task, total=total, completed=done_ms, place=place)
            elif total >= LONG_SOUND_MS:
                quarter = 4 * done_ms // total
                if self._quarters.get((item, stage), 0) < quarter < 4:
                    self._quarters[item, stage] = quarter
                    words = Words("{item}: {stage} {place}{left}", "{item}: {stage} {place}{left}")
                    left, what = self._in_words(", "), stage_words(stage)
                    self.say(words.said(item=item, stage=what, place=place, left=left))

    def end(self, item: str, stage: str, *, failed: bool = False) -> None:
        """Take the bar away and leave a line about long work."""
        with self._lock:
            self._left.end(item, stage, failed=failed)
            task = self._tasks.pop((item, stage), None)
            if task is not None and self._progress is not None:
                self._progress.remove_task(task)
            if self._progress is not None and self._whole is not None:
                self._progress.update(self._whole, completed=self._left.items_done)
            begun = self._begun.pop((item, stage), None)
        if begun is None or failed:
            return
        took = time.monotonic() - begun[0]
        if not self._live or took >= LONG_S:
            self.say(self._finished(item, stage, begun[1], took))

    def _finished(self, item: str, stage: str, sound_ms: int, took: float) -> str:
        time_taken = decimal(f"{took:.1f} s") if took < 60 else Said(*(duration(took),) * 2)
        if sound_ms:
            time_taken = FINISHED.said(sound=clock_hms(sound_ms), time=time_taken)
            if took >= 1:
                times = decimal(f"{sound_ms / 1000 / took:.1f}")
                time_taken = joined("", (time_taken, SPEED.said(times=times)))
        what = stage_words(stage)
        if self._live:
            name = f"{shortened(item, self._name_width):<{self._name_width}}"
            return f"{told(what):<{self._stage_width}} {name} {told(time_taken)}"
        return joined("", (f"{item}: ", what, " ", time_taken))

    def _whole_run(self) -> str:
        items: str = count(self._left.items, "item")
        if reads_swedish():  # where a stage has more room, and this less
            items = f"{self._left.items}"
        done = DONE.said(done=self._left.items_done, items=items, left=self._in_words(", "))
        return told(done)

    def _in_words(self, before: str) -> str:
        seconds = self._left.seconds()
        return LEFT.said(before=before, time=duration(seconds)) if seconds else ""


def _console() -> "Console":
    from rich.console import Console

    class Patient(Console):
        """A console that the work outlives: when its reader goes (`| head`), the run goes on."""

        def on_broken_pipe(self) -> None:
            self.quiet = True
            close_stream(sys.stderr)

    return Patient(stderr=True)


def _bars(console: "Console", stage: int, name: int, bar: int) -> "Progress":
    from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn
    from rich.text import Text

    class Name(ProgressColumn):
        """The item, or words that are made anew each time the bars are drawn."""

        def render(self, task: Task) -> Text:
            shown = task.fields["name"]
            return Text(f"{shown() if callable(shown) else shown:<{name}}")

    return Progress(
        TextColumn(f"{{task.description:<{stage}}}", markup=False),
        Name(),
        BarColumn(bar_width=bar),
        TextColumn("{task.fields[place]}", markup=False),
        console=console,
        transient=True,
        refresh_per_second=4,
    )


def stage_words(stage: str) -> Said:
    """What a stage is called: by its name in English, in Swedish by what it does."""
    from mediahub.pipeline.plan import STAGE_WORDS

    return Said(stage, STAGE_WORDS.get(stage, stage))


def shortened(name: str, width: int) -> str:
    """A name of at most `width` characters; what is left out is the middle, as ids differ at both
    ends.
    """
    if len(name) <= width:
        return name
    head = (width - 1) // 2
    return f"{name[:head]}…{name[head + 1 - width :]}"


def duration(seconds: float) -> str:
    """A time as people say it: "40 s", "12 min", "2 h 10 min"."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    minutes = round(seconds / 60)
    if minutes < 90:
        return f"{minutes} min"
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest} min" if rest else f"{hours} h"
