"""`mediahub watch`: runs what is new in media/, and publishes what is due, until it is stopped."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mediahub.cli.help import examples
from mediahub.cli.run import (
    Certificates,
    ClusterAddress,
    Depot,
    Endpoint,
    ModelName,
    Nice,
    chosen_cluster,
)
from mediahub.cli.runlog import keep_log
from mediahub.cli.shared import root, say
from mediahub.cli.stopping import stops_on_signals
from mediahub.errors import MediahubError
from mediahub.stopping import Stop
from mediahub.tongues import Said, Words, joined

if TYPE_CHECKING:
    from mediahub.pipeline.outage import Outage
    from mediahub.pipeline.run import Options
    from mediahub.pipeline.summary import Summary
    from mediahub.pipeline.watching import Worked

EXAMPLES = examples(
    ("mediahub watch", "in a terminal, until Ctrl-C"),
    ("mediahub -C /srv/podd watch --nice", "as a service; see docs/batches.md"),
    ("mediahub watch --cluster tls://10.0.0.5:8786", ""),
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
    cluster: ClusterAddress = None,
    certificates: Certificates = None,
    depot: Depot = None,
    endpoint: Endpoint = None,
) -> None:
    """Run what is new in media/, and publish what is due.

    It runs once at its start, then whenever files have come or changed and stopped growing. While a
    cluster's scheduler or workers are away it waits for them, however long.
    """
    from mediahub.cli.goingon import watch_again
    from mediahub.cli.hours import give_way
    from mediahub.pipeline.outage import Outage
    from mediahub.pipeline.run import Options
    from mediahub.pipeline.watching import Watch, look

    folder, stop = root(context), Stop()
    options = Options(
        jobs=jobs,
        model=model,
        cluster=chosen_cluster(context, cluster, certificates, depot, endpoint),
    )
    again = watch_again(options, folder, settle=settle, nice=nice)
    stopped = Words(
        "stopped; `{again}` goes on from here", "Avbruten. `{again}` går vidare härifrån."
    )
    for line in give_way(nice):
        say(line)
    outage = Outage(say)
    with stops_on_signals(stop, stopped.said(again=again)):
        say(
            Said(
                f"watches {folder / 'media'}; Ctrl-C stops",
                f"bevakar {folder / 'media'}; Ctrl-C avslutar",
            )
        )
        options = _impatient(options)
        idle = _until_changed(folder / "media", stop)

        def gently(wait: Callable[[], bool]) -> bool:
            with stop.gently():
                return wait()

        Watch(
            look=lambda: look(folder),
            work=lambda leave: _worked(folder, replace(options, leave=leave), again, stop, outage),
            wait=lambda seconds: gently(lambda: stop.wait(seconds)),
            idle=lambda: gently(lambda: next(idle)),
            now=lambda: datetime.now(UTC),
            settle_s=settle,
            tell=say,
            outage=outage,
        ).until_stopped()
    say(stopped.said(again=again))


def _impatient(options: "Options") -> "Options":
    """The options of runs that end when their cluster's workers have gone, once it was asked for.

    Raises SettingsError for what no waiting mends. That nobody is there is said, and no more.
    """
    from mediahub.pipeline.execute.cluster.reaching import ClusterAwayError, knock

    if options.cluster is None:
        return options
    try:
        knock(options.cluster)
    except ClusterAwayError as error:
        say(error.said)
    return replace(options, cluster=replace(options.cluster, patient=False))


def _worked(folder: Path, options: "Options", again: str, stop: Stop, outage: "Outage") -> "Worked":
    """A run, told as `mediahub run` tells it where it did something.

    Raises ClusterUnfitError where a cluster is such that no waiting mends it.
    """
    from mediahub.cli.atwork import Several, StatusFile
    from mediahub.cli.awaited import Awaited
    from mediahub.cli.console import TerminalReporter
    from mediahub.cli.finished import tell_finished
    from mediahub.cli.goingon import WHY
    from mediahub.cli.summary import summary_json, summary_lines
    from mediahub.pipeline.execute.cluster.reaching import ClusterAwayError, ClusterUnfitError
    from mediahub.pipeline.outage import Away
    from mediahub.pipeline.run import run as run_workspace
    from mediahub.pipeline.summary import DESERTED
    from mediahub.pipeline.watching import Worked
    from mediahub.workspace.locks import RunAtWorkError

    try:
        with (
            keep_log(folder, "watch") as log,
            TerminalReporter() as reporter,
            StatusFile(folder, again) as status,
        ):
            told = Awaited(Several(reporter, status), outage)
            summary = run_workspace(folder, options, told, stop=Stop(within=stop))
            log.ended(summary)
            for trouble in tell_finished(folder, summary, summary_json(summary)):
                reporter.say(trouble)
    except RunAtWorkError:
        return Worked(again=True)
    except ClusterAwayError as error:
        return Worked(away=Away(error.who, error.said))
    except ClusterUnfitError:
        raise
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
    gone = summary.stopped.reason if summary.stopped is not None else None
    away = Away(gone, WHY[gone]) if gone is not None and gone in DESERTED else None
    return Worked(summary, _places(folder, summary), away=away)


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
