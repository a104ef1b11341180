"""`mediahub init`, `new`, `publish` and `schema`: what people write, with a helping hand."""

import json
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from mediahub.cli.shared import root
from mediahub.errors import SettingsError

new = typer.Typer(help="Write a commented template.", no_args_is_help=True, rich_markup_mode=None)


class SchemaName(StrEnum):
    """The TOML files that have a JSON Schema."""

    MEDIAHUB = "mediahub"
    THEME = "theme"
    PEOPLE = "people"
    ITEM = "item"
    PUBLISHED = "published"


def init(
    context: typer.Context,
    directory: Annotated[Path | None, typer.Argument(metavar="[DIR]", help="The folder.")] = None,
) -> None:
    """Make a workspace: commented templates, nothing overwritten."""
    from mediahub.catalog.templates import init_workspace

    folder = (directory or root(context)).absolute()
    for path in init_workspace(folder):
        typer.echo(f"made {path}")
    typer.echo("Put films, podcast episodes and articles in media/, then: mediahub run")


@new.command("theme")
def new_theme(
    context: typer.Context,
    title: Annotated[str, typer.Argument(help="The theme's title.")],
    date: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="Its date.")] = None,
) -> None:
    """A folder for a theme, with a commented theme.toml."""
    from mediahub.catalog.templates import new_theme as write

    day = None
    if date is not None:
        try:
            day = datetime.strptime(date, "%Y-%m-%d").replace(tzinfo=UTC).date()
        except ValueError:
            raise SettingsError(f"--date {date}: write it as YYYY-MM-DD") from None
    typer.echo(f"made {write(root(context), title, day)}")


@new.command("item")
def new_item(
    context: typer.Context,
    media: Annotated[Path, typer.Argument(help="A media file in media/.")],
) -> None:
    """A commented TOML beside a media file."""
    from mediahub.catalog.templates import new_item as write

    folder = root(context)
    path = media if media.is_absolute() else _first_there(folder / media, Path.cwd() / media)
    typer.echo(f"made {write(folder, path)}")


def _first_there(*paths: Path) -> Path:
    return next((path for path in paths if path.exists()), paths[0])


def publish(
    context: typer.Context,
    item: Annotated[str, typer.Argument(metavar="ITEM", help="The item's id.")],
    at: Annotated[
        str | None, typer.Option(metavar="TIME", help="When, as 2026-11-22T07:00; now if not.")
    ] = None,
) -> None:
    """Give an item its publication time; the next run puts it into its feed."""
    from mediahub.pipeline.editing import publish_item

    when = None
    if at is not None:
        try:
            when = datetime.fromisoformat(at)
        except ValueError:
            raise SettingsError(f"--at {at}: write a time as 2026-11-22T07:00") from None
    path, moment = publish_item(root(context), item, when)
    typer.echo(f"{item}: published = {moment.isoformat()} in {path}")
    typer.echo("The next `mediahub run` puts it into its feed.")


def schema(
    name: Annotated[SchemaName, typer.Argument(help="Which file.")],
) -> None:
    """Print the JSON Schema of a TOML file, for an editor's completion."""
    from mediahub.catalog.schema import json_schema

    typer.echo(json.dumps(json_schema(name.value), ensure_ascii=False, indent=2))
