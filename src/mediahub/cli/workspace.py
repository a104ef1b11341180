"""`mediahub init`, `new`, `publish` and `schema`: what people write, with a helping hand."""

import os
import shlex
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from mediahub.cli import completing
from mediahub.cli.help import Command, Group, examples
from mediahub.cli.shared import print_json, root, say
from mediahub.errors import SettingsError

PUBLISH_EXAMPLES = examples(
    ("mediahub publish avsnitt-4", "now"),
    ("mediahub publish avsnitt-4 --at 2026-11-30T06:00", "Swedish time"),
)
SCHEMA_EXAMPLES = examples(("mediahub schema theme > theme.schema.json", ""))

new = typer.Typer(
    cls=Group,
    help="Write a commented template.",
    epilog=examples(
        ('mediahub new theme "Tidiga insatser" --date 2026-11-30', ""),
        ("mediahub new item media/podden/avsnitt-5.mp3", ""),
    ),
    no_args_is_help=True,
    rich_markup_mode=None,
)


class SchemaName(StrEnum):
    """The TOML files that have a JSON Schema."""

    MEDIAHUB = "mediahub"
    THEME = "theme"
    PEOPLE = "people"
    ITEM = "item"
    PUBLISHED = "published"


def init(
    context: typer.Context,
    directory: Annotated[
        Path | None,
        typer.Argument(metavar="DIR", show_default=False, help="The folder; if none, this one."),
    ] = None,
) -> None:
    """Make a workspace of commented templates.

    What stands there already is never written over.
    """
    from mediahub.catalog.templates import init_workspace, workspace_files

    folder = (directory or root(context)).absolute()
    if folder.exists() and not folder.is_dir():
        raise SettingsError(f"{folder} is a file; name a folder")
    there = [path for path in workspace_files(folder) if path.exists()]
    for path in init_workspace(folder):
        say(f"made {_shown(path)}")
    for path in there:
        say(f"kept {_shown(path)} as it was")
    where = "" if folder == Path.cwd() else f" -C {shlex.quote(_shown(folder))}"
    say("Put films, podcast episodes, articles and slides in media/, then try:")
    say(f"  mediahub{where} plan")


def _shown(path: Path) -> str:
    """A path as a person in this folder would write it."""
    near = os.path.relpath(path)
    return str(path) if near.startswith("..") else near


@new.command("theme", cls=Command)
def new_theme(
    context: typer.Context,
    title: Annotated[
        str, typer.Argument(metavar="TITLE", help="The theme's title, or its folder's name.")
    ],
    date: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="The day it belongs to.")
    ] = None,
) -> None:
    """A theme.toml in a folder of its own."""
    from mediahub.catalog.templates import new_theme as write

    day = None
    if date is not None:
        try:
            day = datetime.strptime(date, "%Y-%m-%d").replace(tzinfo=UTC).date()
        except ValueError:
            raise SettingsError(f"--date {date}: write a day as YYYY-MM-DD") from None
    say(f"made {_shown(write(_workspace(context), title, day))}")


@new.command("item", cls=Command)
def new_item(
    context: typer.Context,
    media: Annotated[Path, typer.Argument(metavar="FILE", help="A file in media/.")],
) -> None:
    """A TOML file beside a media file."""
    from mediahub.catalog.templates import new_item as write

    folder = _workspace(context)
    path = media if media.is_absolute() else _first_there(folder / media, Path.cwd() / media)
    say(f"made {_shown(write(folder, path))}")


def _workspace(context: typer.Context) -> Path:
    """The workspace, which must be one: a template is of no use elsewhere."""
    folder = root(context)
    if not (folder / "media").is_dir():
        raise SettingsError(f"{folder} has no media/; make a workspace with `mediahub init`")
    return folder


def _first_there(*paths: Path) -> Path:
    return next((path for path in paths if path.exists()), paths[0])


def publish(
    context: typer.Context,
    item: Annotated[
        str,
        typer.Argument(metavar="ITEM", help="The item's id.", autocompletion=completing.items),
    ],
    at: Annotated[
        str | None,
        typer.Option(metavar="TIME", help="When, in Swedish time: 2026-11-30T06:00."),
    ] = None,
) -> None:
    """Give an item its publication time.

    Without --at it is published now. The next run puts it into its feed; an item with a time to
    come enters the feed with the first run after it. An episode that was withdrawn returns.
    """
    from mediahub.desk.publication import publish_item

    when = None
    if at is not None:
        try:
            when = datetime.fromisoformat(at)
        except ValueError:
            raise SettingsError(f"--at {at}: write a time as 2026-11-30T06:00") from None
    file, moment, returns, obstacle = publish_item(root(context), item, when)
    say(f"{item}: published = {moment.isoformat()} in {_shown(file)}")
    if returns:
        say("Its withdrawal is taken back in published/: it returns as the same episode.")
    if obstacle is not None:
        say(obstacle)
    elif moment > datetime.now(UTC):
        say("The first `mediahub run` after that time puts it into its feed.")
    else:
        say("The next `mediahub run` puts it into its feed.")


def schema(
    name: Annotated[SchemaName, typer.Argument(metavar="NAME", help=", ".join(SchemaName) + ".")],
) -> None:
    """Print the JSON Schema of a TOML file.

    An editor that knows it completes and checks while you write.
    """
    from mediahub.catalog.schema import NAMES, json_schema, schema_of

    for file in NAMES:
        if file == name.value:
            print_json(json_schema(file))
            return
    from mediahub.workspace.ledger_models import PromiseFile

    print_json(schema_of(PromiseFile, "published/items/ITEM-ID.toml"))
