"""`mediahub watch`: runs what is new in media/, and publishes what is due, until it is stopped."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mediahub.cli.help import examples
from mediahub.cli.run import ModelName, Nice
from mediahub.cli.runlog import keep_log
from mediahub.cli.shared import root, say
from mediahub.cli.stopping import stops_on_signals
from mediahub.errors import MediahubError
from mediahub.stopping import Stop
from mediahub.tongues import Said, joined

if TYPE_CHECKING:
    from mediahub.pipeline.run import Options
    from mediahub.pipeline.summary import Summary
    from mediahub.pipeline.watching import Worked

EXAMPLES = examples(
    ("mediahub watch", "in a terminal, until Ctrl-C"),
    ("mediahub -C /srv/podd watch --nice", "as a service; see docs/batches.md"),
)
EVERY_S = 30
"""So often is looked although nothing was told: a network disk tells nothing of what others do."""


def watch(
    context: typer.Context,
    settle: Annotated[
        float,
        typer.Option(min=1, max=3600, metavar="S", help="Seconds in which a file has not grown."),
    ] = 10,
    jobs: Annotated[
        int, typer.Option(min=1, max=64, metavar="N", help="Items worked on at once.")
    ] = 2,
    model: ModelName = None,
    nice: Nice = False,
) -> None:
    """Run what is new in media/, and publish what is due.

    It runs once at its start, then whenever files have come or changed and stopped growing.
    """
    from mediahub.cli.hours import give_way
    from mediahub.pipeline.run import Options
    from mediahub.pipeline.watching import Watch, look

    folder, stop = root(context), Stop()
    for line in give_way(nice):
        say(line)
    options = Options(jobs=jobs, model=model)
    with stops_on_signals(
        stop,
        Said(
            "stopped; `mediahub watch` goes on from here",
            "avbruten; `mediahub watch` fortsätter härifrån",
        ),
    ):
        say(
            Said(
                f"watches {folder / 'media'}; Ctrl-C stops",
                f"bevakar {folder / 'media'}; Ctrl-C avslutar",
            )
        )
        idle = _until_changed(folder / "media", stop)

        def gently(wait: Callable[[], bool]) -> bool:
            with stop.gently():
                return wait()

        Watch(
            look=lambda: look(folder),
            work=lambda leave: _worked(folder, options, leave, stop),
            wait=lambda seconds: gently(lambda: stop.wait(seconds)),
            idle=lambda: gently(lambda: next(idle)),
            now=lambda: datetime.now(UTC),
            settle_s=settle,
            tell=say,
        ).until_stopped()
    say(
        Said(
            "stopped; `mediahub watch` goes on from here",
            "avbruten; `mediahub watch` fortsätter härifrån",
        )
    )


def _worked(folder: Path, options: "Options", leave: frozenset[str], stop: Stop) -> "Worked":
    """A run, told as `mediahub run` tells it where it did something."""
    from dataclasses import replace

    from mediahub.cli.atwork import Several, StatusFile
    from mediahub.cli.console import TerminalReporter
    from mediahub.cli.finished import tell_finished
    from mediahub.cli.summary import summary_json, summary_lines
    from mediahub.pipeline.run import run as run_workspace
    from mediahub.pipeline.watching import Worked
    from mediahub.workspace.locks import RunAtWorkError

    try:
        with (
            keep_log(folder, "watch") as log,
            TerminalReporter() as reporter,
            StatusFile(folder, "mediahub watch") as status,
        ):
            summary = run_workspace(
                folder, replace(options, leave=leave), Several(reporter, status), stop=stop
            )
            log.ended(summary)
            for trouble in tell_finished(folder, summary, summary_json(summary)):
                reporter.say(trouble)
    except RunAtWorkError:
        return Worked(again=True)
    except (MediahubError, OSError) as error:
        what = error.said if isinstance(error, MediahubError) else Said(str(error), str(error))
        say(joined(": ", ("mediahub", what)))
        say(
            Said(
                "It is tried again when something changes.",
                "Det görs ett nytt försök när något ändras.",
            )
        )
        return Worked()
    for failure in summary.failures:
        if failure.trace:
            typer.echo(failure.trace, err=True)
    if not summary.idle:
        for line in summary_lines(summary, folder):
            say(line)
    return Worked(summary, _places(folder, summary))


def _places(folder: Path, summary: "Summary") -> dict[str, str]:
    """Where the items lie that failed."""
    from mediahub.catalog import load_for_reading
    from mediahub.workspace.paths import Workspace

    failed = {failure.item for failure in summary.failures}
    if not failed:
        return {}
    place = Workspace(folder)
    items = load_for_reading(folder).items
    return {item.id: place.relative(item.path) for item in items if item.id in failed}


def _until_changed(media: Path, stop: Stop) -> Iterator[bool]:
    """Each time something may have changed, whether to stop.

    Where the system does not tell of changes, it is looked for every half minute.
    """
    from watchfiles import watch as changes

    while not stop.is_set():
        try:
            for _ in changes(
                media,
                stop_event=stop,
                rust_timeout=EVERY_S * 1000,
                yield_on_timeout=True,
                raise_interrupt=False,
            ):
                yield stop.is_set()
        except OSError:  # it is not there now, or the system can watch no more folders
            stop.wait(EVERY_S)
            yield stop.is_set()
    while True:
        yield True
