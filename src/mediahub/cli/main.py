"""The command `mediahub`: options for all commands, and how errors are told."""

import errno
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from mediahub import __version__
from mediahub.cli import (
    backup,
    chapters,
    check,
    cluster,
    compare,
    edits,
    evaluation,
    importing,
    journal,
    log,
    models,
    people,
    preview,
    replacing,
    run,
    search,
    segments,
    send,
    serve,
    status,
    watch,
    withholding,
    workspace,
)
from mediahub.cli.help import BEGIN, EDIT, KEEP, WORK, Command, Group, examples
from mediahub.cli.shared import fail, say
from mediahub.cli.usage import usage_error
from mediahub.errors import MediahubError, system_reason
from mediahub.tongues import Said
from mediahub.workspace.answering import away

HELP = "From a folder of Swedish lectures and podcasts to transcripts, search and feeds."

EXAMPLES = examples(
    ("mediahub init", "begin a workspace in this folder"),
    ("mediahub run", "make everything that is missing"),
    ("mediahub search hembesök", "find where it was said"),
    ("mediahub -C ~/podd plan", "what a run would do in another folder"),
)

DISK_TROUBLE = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT}

app = typer.Typer(
    name="mediahub",
    cls=Group,
    help=HELP,
    epilog=EXAMPLES,
    no_args_is_help=True,
    add_completion=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
)
app.command("init", cls=Command, rich_help_panel=BEGIN)(workspace.init)
app.add_typer(workspace.new, name="new", rich_help_panel=BEGIN)
app.command("import", cls=Command, rich_help_panel=BEGIN, epilog=importing.EXAMPLES)(
    importing.import_feed
)
app.command("plan", cls=Command, rich_help_panel=WORK, epilog=run.PLAN_EXAMPLES)(run.plan)
app.command("run", cls=Command, rich_help_panel=WORK, epilog=run.EXAMPLES)(run.run)
app.command("watch", cls=Command, rich_help_panel=WORK, epilog=watch.EXAMPLES)(watch.watch)
app.command("worker", cls=Command, rich_help_panel=WORK, epilog=cluster.WORKER_EXAMPLES)(
    cluster.worker
)
app.add_typer(cluster.app, name="cluster", rich_help_panel=WORK)
app.command("send", cls=Command, rich_help_panel=WORK, epilog=send.EXAMPLES)(send.send)
app.command("status", cls=Command, rich_help_panel=WORK, epilog=status.EXAMPLES)(status.status)
app.command("log", cls=Command, rich_help_panel=WORK, epilog=log.EXAMPLES)(log.log)
app.command("check", cls=Command, rich_help_panel=WORK, epilog=check.EXAMPLES)(check.check)
app.command("search", cls=search.SearchCommand, rich_help_panel=WORK, epilog=search.EXAMPLES)(
    search.search
)
app.command("preview", cls=Command, rich_help_panel=WORK)(preview.preview)
app.command("serve", cls=Command, rich_help_panel=WORK, epilog=serve.EXAMPLES)(serve.serve)
app.command("name", cls=Command, rich_help_panel=EDIT, epilog=edits.NAME_EXAMPLES)(edits.name)
app.command("correct", cls=Command, rich_help_panel=EDIT, epilog=edits.CORRECT_EXAMPLES)(
    edits.correct
)
app.command("review", cls=Command, rich_help_panel=EDIT, epilog=journal.REVIEW_EXAMPLES)(
    journal.review
)
app.command("edits", cls=Command, rich_help_panel=EDIT, epilog=journal.EDITS_EXAMPLES)(
    journal.edits
)
app.command("replace", cls=Command, rich_help_panel=EDIT, epilog=replacing.EXAMPLES)(
    replacing.replace
)
app.command("split", cls=Command, rich_help_panel=EDIT, epilog=segments.SPLIT_EXAMPLES)(
    segments.split
)
app.command("join", cls=Command, rich_help_panel=EDIT, epilog=segments.JOIN_EXAMPLES)(segments.join)
app.command("withhold", cls=Command, rich_help_panel=EDIT, epilog=withholding.EXAMPLES)(
    withholding.withhold
)
app.add_typer(people.people, name="people", rich_help_panel=EDIT)
app.add_typer(chapters.chapters, name="chapters", rich_help_panel=EDIT)
app.command("publish", cls=Command, rich_help_panel=EDIT, epilog=workspace.PUBLISH_EXAMPLES)(
    workspace.publish
)
app.command("withdraw", cls=Command, rich_help_panel=EDIT, epilog=workspace.WITHDRAW_EXAMPLES)(
    workspace.withdraw
)
app.add_typer(serve.user, name="user", rich_help_panel=KEEP)
app.command("backup", cls=Command, rich_help_panel=KEEP, epilog=backup.BACKUP_EXAMPLES)(
    backup.backup
)
app.command("restore", cls=Command, rich_help_panel=KEEP, epilog=backup.RESTORE_EXAMPLES)(
    backup.restore
)
app.add_typer(models.models, name="models", rich_help_panel=KEEP)
app.command("evaluate", cls=Command, rich_help_panel=KEEP, epilog=evaluation.EXAMPLES)(
    evaluation.evaluate
)
app.command("compare", cls=Command, rich_help_panel=KEEP, epilog=compare.EXAMPLES)(compare.compare)
app.command("clean", cls=Command, rich_help_panel=KEEP)(run.clean)
app.command("schema", cls=Command, rich_help_panel=KEEP, epilog=workspace.SCHEMA_EXAMPLES)(
    workspace.schema
)


@app.callback(invoke_without_command=True)
def options(
    context: typer.Context,
    directory: Annotated[
        Path, typer.Option("-C", metavar="DIR", show_default=False, help="Work in this workspace.")
    ] = Path(),
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    if version:
        say(f"mediahub {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        fail(
            Said(
                "name a command\nTry `mediahub --help`.", "ange ett kommando\nSe `mediahub --help`."
            )
        )
    if not directory.is_dir() and context.invoked_subcommand not in ("init", "restore"):
        fail(
            Said(
                f"{directory} is not a folder; make a workspace with `mediahub init {directory}`",
                f"{directory} är ingen mapp. Skapa en arbetsyta med `mediahub init {directory}`",
            )
        )
    context.obj = directory


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit.

    Exit codes: 0 all well, 1 some items failed, 2 nothing could be done (told in a message),
    130 and 143 stopped by Ctrl-C and SIGTERM. Anything else is a bug and shows its traceback.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A file name need not be Unicode, and a terminal need not show all of it.
            stream.reconfigure(errors="backslashreplace")
    given = None if arguments is None else list(arguments)
    try:
        code = app(given, prog_name="mediahub", standalone_mode=False)
    except MediahubError as error:
        fail(error.said)
    except typer.TyperException as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            typer.echo(error.format_message(), err=True)
            sys.exit(2)
        fail(usage_error(error))
    except (typer.Abort, EOFError):
        fail(
            Said("no answer was given, and nothing was done", "inget svar gavs, och inget är gjort")
        )
    except KeyboardInterrupt:
        code = 130
    except OSError as error:
        if (gone := away(error, "the workspace")) is not None:
            fail(gone)
        if error.errno not in DISK_TROUBLE:
            raise
        where = f"{error.filename}: " if error.filename else ""
        fail(
            Said(
                f"{where}{error.strerror}; make room or give write permission, then try again",
                f"{where}{system_reason(error).swedish}. Gör plats på disken eller ge "
                "skrivrätt, och försök igen",
            )
        )
    if code == 130:
        fail(Said("stopped", "avbruten"), 130)
    sys.exit(code if isinstance(code, int) else 0)
