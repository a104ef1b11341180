"""`mediahub plan`, `run` and `clean`."""

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mediahub.cli import completing
from mediahub.cli.help import examples
from mediahub.cli.runlog import keep_log
from mediahub.cli.shared import agreed, count, fail, print_json, root, say
from mediahub.cli.stopping import stops_on_signals
from mediahub.errors import SettingsError
from mediahub.tongues import Said, Words

if TYPE_CHECKING:
    from mediahub.pipeline.execute.cluster.address import Cluster
    from mediahub.pipeline.plan import Choices
    from mediahub.pipeline.selection import Expression

RENEWABLE = (
    "version", "record", "model", "vocabulary", "language", "settings", "speakers", "chapters",
)  # fmt: skip
"""The words that `--renew` takes: those of the stages, which are slow to import."""

FIELD_NAMES = (
    *("id", "series", "theme", "kind", "title", "language", "date", "published", "model"),
    *("confidence", "minutes", "speakers", "unnamed", "edits", "reviewed", "pending", "failed"),
    *("notices", "wer"),
)
"""What `--where` can ask for: the fields of the pipeline, which is slow to import."""

STOPPED = Words(
    "stopped; `{command}` goes on from here", "avbruten; `{command}` fortsätter härifrån"
)
NOTHING_TO_CLEAN = Said(
    "nothing to clean: every result has its source",
    "inget att städa: varje resultat har sin fil",
)
EXAMPLES = examples(
    ("mediahub run", "what is missing or stale"),
    ("mediahub run --only avsnitt-4", "one item"),
    ("mediahub run --renew model", "again, by a better model"),
    ("mediahub run --nice --until 06:00", "by night, out of the way of others"),
    ("mediahub run --cluster local:4", "by four processes (docs/cluster.md)"),
    ("mediahub run --stage index --stage feed", "these stages alone"),
    ("mediahub run --where 'series == \"podden\" and not reviewed'", ""),
    ("mediahub run --renew model --where 'confidence < 0.8'", ""),
)

PLAN_EXAMPLES = examples(
    ("mediahub plan", "what the next run does"),
    ("mediahub plan --renew model", "what that run would do"),
    ("mediahub plan --where 'series == \"podden\" and confidence < 0.8'", ""),
    ("mediahub plan --where 'published >= 2020-06 or minutes > 90'", ""),
    ("mediahub plan --where 'model in [none, \"openai/whisper-base\"]'", ""),
    ("mediahub plan --where 'title ~ \"samtal\" and (pending or unnamed > 1)'", ""),
)


class StageName(StrEnum):
    """The stages that `--stage` takes: those of the pipeline, which is slow to import."""

    PROBE = "probe"
    RECOGNISE = "recognise"
    RESPELL = "respell"
    DIARISE = "diarise"
    TRANSCRIBE = "transcribe"
    CHAPTER = "chapter"
    RENDER = "render"
    PAGE = "page"
    INDEX = "index"
    FEED = "feed"


Only = Annotated[
    list[str] | None,
    typer.Option(
        "--only",
        metavar="ID",
        help="Only this item; may be repeated.",
        autocompletion=completing.items,
    ),
]
Where = Annotated[
    str | None,
    typer.Option(
        "--where",
        metavar="EXPR",
        help="Only items of which this holds: fields and values with ==, !=, <, <=, >, >=, in or ~ "
        f"between, joined by and, or, not. Fields: {', '.join(FIELD_NAMES)}.",
    ),
]
Stages = Annotated[
    list[StageName] | None,
    typer.Option(
        "--stage",
        metavar="STAGE",
        help=f"Only this stage; may be repeated: {', '.join(StageName)}.",
    ),
]
Renew = Annotated[
    str | None,
    typer.Option(
        "--renew",
        metavar="WHAT",
        help=f"Do good work again, with a comma between: {', '.join(RENEWABLE)}, or all.",
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Do all again, even with a lesser model.")]
ModelName = Annotated[
    str | None,
    typer.Option(
        "--model",
        metavar="NAME",
        help="The recogniser; see `mediahub models`.",
        autocompletion=completing.models,
    ),
]
Until = Annotated[
    str | None,
    typer.Option(
        "--until",
        metavar="TIME",
        help="Begin nothing more from then on: 06:00 (Swedish time), +3h, 2026-11-30T06:00.",
    ),
]
Nice = Annotated[bool, typer.Option("--nice", help="Give way to all other programs.")]
ClusterAddress = Annotated[
    str | None,
    typer.Option(
        "--cluster",
        metavar="ADDRESS",
        help="Let a cluster's workers do it: tcp://127.0.0.1:8786, tls://HOST:8786 or local:4.",
    ),
]
Certificates = Annotated[
    Path | None,
    typer.Option(
        "--certificates",
        metavar="DIR",
        envvar="MEDIAHUB_CERTIFICATES",
        show_envvar=False,
        help="The folder that `mediahub cluster certificates` made, for tls://.",
    ),
]
Depot = Annotated[
    str | None,
    typer.Option(
        "--depot",
        metavar="BUCKET",
        envvar="MEDIAHUB_DEPOT",
        show_envvar=False,
        help="With --cluster: workers do not see the workspace, and files go by s3://BUCKET/FOLDER.",
    ),
]
Endpoint = Annotated[
    str | None,
    typer.Option(
        "--endpoint",
        metavar="URL",
        envvar="AWS_ENDPOINT_URL",
        show_envvar=False,
        help="The address of the bucket's S3, where that is not Amazon's.",
    ),
]
Verify = Annotated[bool, typer.Option("--verify", help="Read every file through.")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON on standard output.")]


def _choices(stages: list[StageName] | None, renew: str | None, force: bool) -> "Choices":
    from mediahub.pipeline.plan import Choices

    wanted = frozenset(part.strip() for part in (renew or "").split(",") if part.strip())
    if wanted == {"all"}:
        wanted = frozenset(RENEWABLE)
    if wanted - set(RENEWABLE) or (renew is not None and not wanted):
        raise SettingsError(
            f"--renew {renew}: it takes {', '.join(RENEWABLE)}, with a comma between, or all",
            swedish=f"--renew {renew}: här kan stå {', '.join(RENEWABLE)}, med komma emellan, "
            "eller "
            "all",
        )
    return Choices(frozenset(str(stage) for stage in stages or ()), wanted, force)


def expression(where: str | None) -> "Expression | None":
    from mediahub.pipeline.selection import parse

    return parse(where) if where is not None else None


def chosen_cluster(
    context: typer.Context,
    cluster: str | None,
    certificates: Path | None,
    depot: str | None,
    endpoint: str | None,
) -> "Cluster | None":
    """The cluster that a run's options name, None without one. Raises SettingsError."""
    from mediahub.pipeline.execute.cluster.address import parse_cluster, parse_depot

    if cluster is not None:
        return parse_cluster(cluster, certificates, parse_depot(depot, endpoint))
    source = context.get_parameter_source("depot")
    if source is not None and source.name == "COMMANDLINE":
        raise SettingsError(
            "--depot goes with --cluster: without one the run does it all itself",
            swedish="--depot hör ihop med --cluster: utan det gör körningen allt själv",
        )
    return None


def plan(
    context: typer.Context,
    only: Only = None,
    where: Where = None,
    renew: Renew = None,
    force: Force = False,
    model: ModelName = None,
    verify: Verify = False,
    all_items: Annotated[bool, typer.Option("--all", help="List every item.")] = False,
    as_json: AsJson = False,
) -> None:
    """Say what a run would do, why, and what it costs.

    Nothing is changed. `missing` and `stale` work is done by the next run; `renewable` work is
    good but could be better now, and is done with `mediahub run --renew`. With the options of
    `mediahub run` it says what that very run would do.
    """
    from mediahub.cli.planned import plan_lines
    from mediahub.pipeline.overview import overview, overview_json

    view = overview(
        root(context),
        model=model,
        verify=verify,
        choices=_choices(None, renew, force),
        only=tuple(only or ()),
        where=expression(where),
    )
    if as_json:
        print_json(overview_json(view))
    else:
        for line in plan_lines(view, all_items=all_items):
            say(line)


def run(
    context: typer.Context,
    only: Only = None,
    where: Where = None,
    stage: Stages = None,
    renew: Renew = None,
    force: Force = False,
    anew: Annotated[
        bool, typer.Option("--anew", help="Begin a --force that was stopped again.")
    ] = False,
    jobs: Annotated[
        int, typer.Option(min=1, max=64, metavar="N", help="Items worked on at once.")
    ] = 2,
    model: ModelName = None,
    verify: Verify = False,
    until: Until = None,
    nice: Nice = False,
    cluster: ClusterAddress = None,
    certificates: Certificates = None,
    depot: Depot = None,
    endpoint: Endpoint = None,
    as_json: AsJson = False,
) -> None:
    """Bring transcripts, index and feeds up to date.

    Finished work is on disk at once: a run that was stopped goes on where it was. Ctrl-C stops it
    when the chunk at hand is done, a second one at once.
    """
    from mediahub.cli.atwork import Several, StatusFile
    from mediahub.cli.console import TerminalReporter
    from mediahub.cli.finished import tell_finished
    from mediahub.cli.goingon import going_on_with, stopped_lines
    from mediahub.cli.hours import give_way, told_until, until_moment
    from mediahub.cli.summary import summary_json, summary_lines
    from mediahub.pipeline.run import Options
    from mediahub.pipeline.run import run as run_workspace
    from mediahub.stopping import Stop

    if anew and not force:
        raise SettingsError(
            "--anew: it goes with --force, and begins that again",
            swedish="--anew: det hör ihop med --force, som då börjar om",
        )
    options = Options(
        only=tuple(only or ()),
        where=expression(where),
        choices=_choices(stage, renew, force),
        jobs=jobs,
        model=model,
        verify=verify,
        cluster=chosen_cluster(context, cluster, certificates, depot, endpoint),
        anew=anew,
    )
    folder = root(context)
    now = datetime.now(UTC)
    stop = Stop(until_moment(until, now) if until is not None else None)
    going_on = going_on_with(options, folder, nice=nice)
    message = STOPPED.said(command=going_on)
    with (
        stops_on_signals(stop, message),
        keep_log(folder) as log,
        TerminalReporter() as reporter,
        StatusFile(folder, going_on) as status,
    ):
        for line in (*give_way(nice), *told_until(stop.until, now)):
            reporter.say(line)
        summary = run_workspace(folder, options, Several(reporter, status), stop=stop)
        log.ended(summary)
        left_s = reporter.left_s if summary.stopped is not None else None
        for trouble in tell_finished(folder, summary, summary_json(summary, left_s)):
            reporter.say(trouble)
    for failure in summary.failures:
        if failure.trace:
            typer.echo(failure.trace, err=True)
    if as_json:
        print_json(summary_json(summary, left_s))
    else:
        for line in (*summary_lines(summary, folder), *stopped_lines(summary, left_s, going_on)):
            say(line)
    raise typer.Exit(summary.exit_code)


def clean(
    context: typer.Context,
    yes: Annotated[
        bool, typer.Option("--yes", help="Withdraw published episodes without asking.")
    ] = False,
) -> None:
    """Remove what was made of files that are gone.

    It says first what that means for the feeds, and asks before it withdraws an episode.
    """
    from mediahub.desk.clean import clean as clean_workspace
    from mediahub.desk.clean import leftovers

    folder = root(context)
    found = leftovers(folder)
    if not found:
        say(NOTHING_TO_CLEAN)
        return
    for leftover in found:
        say(leftover.meaning)
    published = sum(leftover.published for leftover in found)
    if published and not yes:
        words = Words("Withdraw {episodes} from the feeds?", "Dra tillbaka {episodes} ur flödena?")
        if not agreed(words.said(episodes=count(published, "episode"))):
            say(Said("nothing was removed", "inget är borttaget"))
            return
    done = clean_workspace(folder)
    for line in done.lines:
        say(line)
    if done.unsent is not None:
        fail(done.unsent, 1)
