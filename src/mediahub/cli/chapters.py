"""`mediahub chapters`: an item's chapters listed, and changed for good."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from mediahub.cli.edits import By, ItemId
from mediahub.cli.help import Command, Group, examples
from mediahub.cli.shared import print_json, root, say, say_all
from mediahub.errors import SettingsError, system_reason
from mediahub.tongues import Said, joined

Time = Annotated[
    str, typer.Argument(metavar="TIME", help="Where it begins: 12:00, 1:02:03 or 75.5.")
]
Title = Annotated[list[str], typer.Argument(metavar="TITLE", help="What listeners read.")]


class ItemOrCommand(Group):
    """A group that takes an item in place of a command: `list` is what is meant."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The arguments with `list` before an item that stands alone."""
        named = [one for one in args if not one.startswith("-")]
        if len(named) == 1 and named[0] not in self.commands:
            args = ["list", *args]
        return super().parse_args(ctx, args)

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """The commands, and the items."""
        (item,) = (one for one in self.commands["list"].params if one.name == "item")
        return [
            *super().shell_complete(ctx, incomplete),
            *item.shell_complete(ctx, incomplete),
        ]


chapters = typer.Typer(
    cls=ItemOrCommand,
    help="List an item's chapters, or change them for good.",
    epilog=examples(
        ("mediahub chapters avsnitt-4", "what listeners see"),
        ('mediahub chapters rename avsnitt-4 12:00 "Frågor"', "another title"),
        ("mediahub chapters move avsnitt-4 12:00 11:45", "another time"),
        ("mediahub chapters avsnitt-4 > kapitel.txt", "a copy to edit"),
        ("mediahub chapters set avsnitt-4 kapitel.txt", "when it has been edited"),
        ("mediahub chapters reset avsnitt-4", "back to automatic ones"),
    ),
    no_args_is_help=True,
    rich_markup_mode=None,
    subcommand_metavar="ITEM | COMMAND [ARGS]...",
)


@chapters.command("list", cls=Command)
def list_chapters(
    context: typer.Context,
    item: ItemId,
    as_json: Annotated[bool, typer.Option("--json", help="JSON on standard output.")] = False,
) -> None:
    """List an item's chapters: when, and whose they are."""
    from mediahub.desk import chapterlist
    from mediahub.desk.chapterlines import heading
    from mediahub.transcript.clock import clock_hms
    from mediahub.transcript.codec import chapters_to_json

    now = chapterlist.chapters(root(context), item)
    if as_json:
        print_json(
            {
                "item": now.item,
                "origin": now.origin,
                "written_in": now.written_in,
                "published": now.published,
                "offer": now.offer,
                "edits": f"{now.seen.entries}-{now.seen.digest}",
                **chapters_to_json(now.chapters),
            }
        )
        return
    say(heading(now.item, chapterlist.summary(now), now.seen))
    width = max((len(clock_hms(one.span.start_ms)) for one in now.chapters), default=0)
    for one in now.chapters:
        say(f"{clock_hms(one.span.start_ms):>{width}}  {one.title}")
    if now.offer:
        command = f": `mediahub run --renew chapters --only {now.item}`"
        say(joined("", ("# ", now.offer, command)))


@chapters.command("set", cls=Command)
def set_chapters(
    context: typer.Context,
    item: ItemId,
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE", help='Lines as "12:30 Title", or JSON; - for standard input.'
        ),
    ],
    by: By = None,
) -> None:
    """Take a whole list of chapters."""
    from mediahub.desk.chapters import set_chapters as set_list

    text, name = _read(file)
    say_all(set_list(root(context), item, text, name, by=by))


@chapters.command("add", cls=Command)
def add(context: typer.Context, item: ItemId, time: Time, title: Title, by: By = None) -> None:
    """Let one more chapter begin at a time."""
    from mediahub.desk.chapterlines import time_of
    from mediahub.desk.chapters import add as add_chapter

    say_all(add_chapter(root(context), item, time_of(time), " ".join(title), by=by))


@chapters.command("move", cls=Command)
def move(
    context: typer.Context,
    item: ItemId,
    time: Time,
    new_time: Annotated[str, typer.Argument(metavar="NEWTIME", help="Where it is to begin.")],
    by: By = None,
) -> None:
    """Let a chapter begin at another time."""
    from mediahub.desk.chapterlines import time_of
    from mediahub.desk.chapters import move as move_chapter

    say_all(move_chapter(root(context), item, time_of(time), time_of(new_time), by=by))


@chapters.command("rename", cls=Command)
def rename(context: typer.Context, item: ItemId, time: Time, title: Title, by: By = None) -> None:
    """Give a chapter another title."""
    from mediahub.desk.chapterlines import time_of
    from mediahub.desk.chapters import rename as rename_chapter

    say_all(rename_chapter(root(context), item, time_of(time), " ".join(title), by=by))


@chapters.command("remove", cls=Command)
def remove(context: typer.Context, item: ItemId, time: Time, by: By = None) -> None:
    """Take a chapter out."""
    from mediahub.desk.chapterlines import time_of
    from mediahub.desk.chapters import remove as remove_chapter

    say_all(remove_chapter(root(context), item, time_of(time), by=by))


@chapters.command("reset", cls=Command)
def reset(context: typer.Context, item: ItemId, by: By = None) -> None:
    """Give a person's list up for the automatic one."""
    from mediahub.desk.chapters import reset as reset_chapters

    say_all(reset_chapters(root(context), item, by=by))


def _read(file: str) -> tuple[str, str]:
    """The text of a file, "-" for standard input, and what it is called in messages."""
    from mediahub.textfile import decode

    path = Path(file)
    name = "standard input" if file == "-" else path.name
    try:
        data = sys.stdin.buffer.read() if file == "-" else path.read_bytes()
    except FileNotFoundError as error:
        raise SettingsError(
            f"{file} is not there; name a file with the chapters",
            swedish=f"{file} finns inte. Ange en fil med kapitlen.",
        ) from error
    except OSError as error:
        raise SettingsError(
            f"{file} cannot be read ({error.strerror})",
            swedish=f"{file} går inte att läsa ({system_reason(error).swedish})",
        ) from error
    read = decode(data, name)
    if read.notice is not None:
        say(Said(str(read.notice), read.notice.told(swedish=True)))
    return read.text, name
