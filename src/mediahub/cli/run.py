"""`mediahub plan`, `run` and `clean`."""

from enum import StrEnum
from typing import Annotated, Any

import typer
from rich.console import Console

from mediahub.cli.console import TerminalReporter
from mediahub.cli.runlog import keep_log
from mediahub.cli.shared import print_json, root
from mediahub.errors import SettingsError
from mediahub.pipeline.plan import Choices
from mediahub.pipeline.stages import STAGE_NAMES

RENEWABLE = ("model", "vocabulary")


class StageName(StrEnum):
    """The stages that `--stage` takes."""

    PROBE = "probe"
    RECOGNISE = "recognise"
    DIARISE = "diarise"
    TRANSCRIBE = "transcribe"
    CHAPTER = "chapter"
    INDEX = "index"
    FEED = "feed"


assert tuple(StageName) == STAGE_NAMES  # noqa: S101 - the enum is typer's form of the same list

Only = Annotated[
    list[str] | None, typer.Option("--only", metavar="ID", help="Only this item; may be repeated.")
]
Stages = Annotated[
    list[StageName] | None, typer.Option("--stage", help="Only this stage; may be repeated.")
]
Renew = Annotated[
    str | None,
    typer.Option("--renew", metavar="WHAT", help="Redo good work: model, vocabulary, or both."),
]
Force = Annotated[
    bool, typer.Option("--force", help="Redo what is fresh, also with a lesser model.")
]
ModelName = Annotated[
    str | None, typer.Option("--model", metavar="NAME", help="The recogniser; see `models`.")
]
AsJson = Annotated[bool, typer.Option("--json", help="JSON on standard output.")]


def _choices(stages: list[StageName] | None, renew: str | None, force: bool) -> Choices:
    wanted = frozenset(part.strip() for part in (renew or "").split(",") if part.strip())
    if wanted - set(RENEWABLE):
        raise SettingsError(
            f"--renew {renew}: it takes {' or '.join(RENEWABLE)}, or both with a comma between"
        )
    return Choices(frozenset(str(stage) for stage in stages or ()), wanted, force)


def plan(
    context: typer.Context,
    verify: Annotated[bool, typer.Option("--verify", help="Read every file anew.")] = False,
    model: ModelName = None,
    all_items: Annotated[bool, typer.Option("--all", help="List what is fresh, too.")] = False,
    as_json: AsJson = False,
) -> None:
    """Say what a run would do, and why."""
    from mediahub.pipeline.overview import overview, overview_json, overview_lines

    view = overview(root(context), model=model, verify=verify)
    if as_json:
        print_json(overview_json(view))
    else:
        for line in overview_lines(view, all_items=all_items):
            typer.echo(line)


def run(
    context: typer.Context,
    only: Only = None,
    stage: Stages = None,
    renew: Renew = None,
    force: Force = False,
    jobs: Annotated[int, typer.Option(min=1, max=64, help="Items worked on at once.")] = 1,
    model: ModelName = None,
    verify: Annotated[bool, typer.Option("--verify", help="Read every file anew.")] = False,
    as_json: AsJson = False,
) -> None:
    """Bring the workspace up to date: transcripts, chapters, index, feeds."""
    from mediahub.pipeline.run import Options
    from mediahub.pipeline.run import run as run_workspace

    options = Options(tuple(only or ()), _choices(stage, renew, force), jobs, model, verify)
    folder = root(context)
    console = Console(stderr=as_json, soft_wrap=True)
    with keep_log(folder), TerminalReporter(console, quiet=as_json) as reporter:
        summary = run_workspace(folder, options, reporter)
    for failure in summary.failures:
        if failure.trace:
            typer.echo(failure.trace, err=True)
    if as_json:
        print_json(_summary_json(summary))
    else:
        for line in _summary_lines(summary, folder):
            typer.echo(line)
    raise typer.Exit(summary.exit_code)


def clean(
    context: typer.Context,
    yes: Annotated[
        bool, typer.Option("--yes", help="Withdraw published episodes without asking.")
    ] = False,
) -> None:
    """Remove what was made of files that are gone, and say what it means for the feeds."""
    from mediahub.pipeline.clean import clean as clean_workspace
    from mediahub.pipeline.clean import leftovers

    folder = root(context)
    found = leftovers(folder)
    if not found:
        typer.echo("nothing to clean: every result has its source")
        return
    for leftover in found:
        typer.echo(leftover.meaning)
    if any(leftover.published for leftover in found) and not yes:
        typer.confirm("Withdraw these episodes from their feeds?", abort=True)
    for line in clean_workspace(folder):
        typer.echo(line)


def _summary_json(summary: Any) -> dict[str, Any]:
    return {
        "schema": 1,
        "items": summary.items,
        "sound_ms": summary.sound_ms,
        "done": summary.done,
        "indexed": summary.indexed,
        "feeds": {series: str(path) for series, path in summary.feeds.items()},
        "changed_feeds": summary.changed_feeds,
        "renewable": summary.renewable,
        "drafts": summary.drafts,
        "notes": summary.notes,
        "failures": [
            {"item": failure.item, "stage": failure.stage, "message": failure.message}
            for failure in summary.failures
        ],
    }


def _summary_lines(summary: Any, folder: Any) -> list[str]:
    from mediahub.cli.summary import summary_lines

    return summary_lines(summary, folder)
