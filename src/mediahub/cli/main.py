"""The command `mediahub`: options for all commands, and how errors are told."""

import os
import sys
from pathlib import Path
from typing import Annotated

import click
import typer

from mediahub import __version__
from mediahub.cli import edits, evaluation, models, preview, run, search, workspace
from mediahub.cli.shared import fail
from mediahub.errors import MediahubError

app = typer.Typer(
    name="mediahub",
    help="From a folder of Swedish lectures and podcasts to transcripts, search and feeds.",
    no_args_is_help=True,
    add_completion=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
)
app.command("init")(workspace.init)
app.add_typer(workspace.new, name="new")
app.command("plan")(run.plan)
app.command("run")(run.run)
app.command("search")(search.search)
app.command("preview")(preview.preview)
app.command("publish")(workspace.publish)
app.command("name")(edits.name)
app.command("correct")(edits.correct)
app.command("evaluate")(evaluation.evaluate)
app.add_typer(models.models, name="models")
app.command("clean")(run.clean)
app.command("schema")(workspace.schema)


@app.callback()
def options(
    context: typer.Context,
    directory: Annotated[
        Path, typer.Option("-C", metavar="DIR", help="The workspace; this folder if not given.")
    ] = Path(),
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """From a folder of Swedish lectures and podcasts to transcripts, search and feeds."""
    if version:
        typer.echo(f"mediahub {__version__}")
        raise typer.Exit
    if not directory.is_dir():
        fail(f"{directory} is not a folder; make a workspace with `mediahub init {directory}`")
    context.obj = directory


def main() -> None:
    """Run the command line; errors a person can mend are one message and exit code 2."""
    try:
        code = app(standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except MediahubError as error:
        fail(str(error))
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except KeyboardInterrupt:
        typer.echo("stopped; the next run goes on from here", err=True)
        sys.exit(130)
    except BrokenPipeError:
        # The reader (`| head`) has gone: nothing to say, and nobody to say it to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
