"""`mediahub init`, `new`, `publish`, `withdraw` and `schema`: a hand with what people write."""

import os
import shlex
import sys
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from mediahub.catalog.moments import swedish_date, swedish_minute
from mediahub.cli import completing
from mediahub.cli.help import Command, Group, examples
from mediahub.cli.shared import NOTHING_CHANGED, agreed, fail, print_json, root, say, say_all
from mediahub.errors import SettingsError
from mediahub.tongues import Said, Words

PUBLISH_EXAMPLES = examples(
    ("mediahub publish avsnitt-4", "now"),
    ("mediahub publish avsnitt-4 --at 2026-11-30T06:00", "Swedish time"),
)
WITHDRAW_EXAMPLES = examples(
    ('mediahub withdraw avsnitt-4 --why "Gästen bad om det"', ""),
    ("mediahub publish avsnitt-4", "it returns"),
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


MADE = Words("made {file}", "skapade {file}")
PUT_IN = Said(
    "Put films, podcast episodes, articles and slides in media/, then try:",
    "Lägg filmer, poddavsnitt, artiklar och bildspel i media/, och prova sedan:",
)
RETURNS = Said(
    "Its withdrawal is taken back in published/: it returns as the same episode.",
    "Att det drogs tillbaka är upphävt i published/: det återkommer som samma avsnitt.",
)
WITHDRAW = Said(
    "Withdraw it? Apps that have not downloaded it lose it",
    "Dra tillbaka det? Appar som inte har laddat ned det förlorar det",
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
    from mediahub.workspace.private import private_folder

    folder = (directory or context.obj).absolute()
    if folder.exists() and not folder.is_dir():
        raise SettingsError(
            f"{folder} is a file; name a folder", swedish=f"{folder} är en fil. Ange en mapp."
        )
    there = [path for path in workspace_files(folder) if path.exists()]
    for path in init_workspace(folder):
        say(MADE.said(file=_shown(path)))
    private_folder(folder)
    for path in there:
        say(Words("kept {file} as it was", "lät {file} vara").said(file=_shown(path)))
    where = "" if folder == Path.cwd() else f" -C {shlex.quote(_shown(folder))}"
    say(PUT_IN)
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
            raise SettingsError(
                f"--date {date}: write a day as YYYY-MM-DD",
                swedish=f"--date {date}: skriv en dag som ÅÅÅÅ-MM-DD",
            ) from None
    say(MADE.said(file=_shown(write(_workspace(context), title, day))))


@new.command("item", cls=Command)
def new_item(
    context: typer.Context,
    media: Annotated[Path, typer.Argument(metavar="FILE", help="A file in media/.")],
) -> None:
    """A TOML file beside a media file."""
    from mediahub.catalog.templates import new_item as write

    folder = _workspace(context)
    path = media if media.is_absolute() else _first_there(folder / media, Path.cwd() / media)
    say(MADE.said(file=_shown(write(folder, path))))


def _workspace(context: typer.Context) -> Path:
    """The workspace, which must be one: a template is of no use elsewhere."""
    folder = root(context)
    if not (folder / "media").is_dir():
        raise SettingsError(
            f"{folder} has no media/; make a workspace with `mediahub init`",
            swedish=f"{folder} har ingen media/. Skapa en arbetsyta med `mediahub init`.",
        )
    return folder


def _first_there(*paths: Path) -> Path:
    return next((path for path in paths if path.exists()), paths[0])


def publish(
    context: typer.Context,
    item: Annotated[
        str,
        typer.Argument(
            metavar="ITEM", help="The item's id, or its beginning.", autocompletion=completing.items
        ),
    ],
    at: Annotated[
        str | None,
        typer.Option(metavar="TIME", help="When, in Swedish time: 2026-11-30T06:00."),
    ] = None,
    at_once: Annotated[
        bool, typer.Option("--now", help="Now, even if a time to come is written.")
    ] = False,
) -> None:
    """Give an item its publication time.

    Without --at it is published now; where a time to come is written, it asks first. The next run
    puts it into its feed; an item with a time to come enters the feed with the first run after it.
    An episode that was withdrawn returns.
    """
    from mediahub.desk.publication import ScheduledError, publish_item

    folder = root(context)
    when = _moment(at)
    if when is not None and at_once:
        raise SettingsError(
            "--at and --now say two times; give one of them",
            swedish="--at och --now säger två tider. Ange en av dem.",
        )
    try:
        done = publish_item(folder, item, when, at_once=at_once)
    except ScheduledError as scheduled:
        if not sys.stdin.isatty():
            raise
        shown = swedish_minute(scheduled.moment)
        words = Words(
            "{item} is scheduled for {time}. Publish it now?",
            "{item} ska publiceras {time}. Publicera det nu?",
        )
        if not agreed(words.said(item=scheduled.item_id, time=shown)):
            say(NOTHING_CHANGED)
            return
        done = publish_item(folder, item, None, at_once=True)
    words = Words("{item}: {key} in {file}", "{item}: {key} i {file}")
    key = f"published = {done.moment.isoformat()}"
    say(words.said(item=done.item, key=key, file=_shown(done.file)))
    if done.returns:
        say(RETURNS)
    say_all([done.next])


def _moment(at: str | None) -> datetime | None:
    if at is None:
        return None
    try:
        return datetime.fromisoformat(at)
    except ValueError:
        raise SettingsError(
            f"--at {at}: write a time as 2026-11-30T06:00",
            swedish=f"--at {at}: skriv en tid som 2026-11-30T06:00",
        ) from None


def withdraw(
    context: typer.Context,
    item: Annotated[
        str,
        typer.Argument(
            metavar="ITEM",
            help="The item's id, or its beginning.",
            autocompletion=completing.published,
        ),
    ],
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="Why, for those who ask.")],
    yes: Annotated[bool, typer.Option("--yes", help="Without asking.")] = False,
) -> None:
    """Take a published episode out of its feed.

    Apps that have not downloaded it lose it. Its file, transcript and edits stay, and so does its
    promise in published/, with the reason: no other episode ever gets its GUID.
    """
    from mediahub.desk.withdrawal import episode
    from mediahub.desk.withdrawal import withdraw as withdraw_episode

    folder = root(context)
    promise = episode(folder, item)
    if not yes:
        since = swedish_date(promise.published).isoformat()
        words = Words(
            "{item} is in the feed {series} since {since}.",
            "{item} är i flödet {series} sedan {since}.",
        )
        say(words.said(item=promise.item, series=promise.series, since=since))
        if not agreed(WITHDRAW):
            say(NOTHING_CHANGED)
            return
    done = withdraw_episode(folder, promise.item, why)
    words = Words("{item}: withdrawn (kept in {file})", "{item}: tillbakadraget (sparat i {file})")
    say(words.said(item=done.promise.item, file=_shown(done.file)))
    if done.followed.here:  # until a run it is public still
        fail(done.next, 1)
    say_all([done.next])
    if done.followed.unsent is not None:
        fail(done.followed.unsent, 1)


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
