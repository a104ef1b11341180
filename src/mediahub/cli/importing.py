"""`mediahub import`: a podcast that lives elsewhere moves in."""

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from mediahub.cli.help import examples
from mediahub.cli.shared import count, root, say
from mediahub.cli.stopping import stops_on_signals

if TYPE_CHECKING:
    from mediahub.moving.moving import Moved

EXAMPLES = examples(
    ("mediahub import https://pod.example/rss", "episodes, people, chapters, covers"),
    ("mediahub import https://pod.example/rss --media", "the recordings too"),
    ("mediahub import rss.xml --series podden", "a feed that was saved to a file"),
)


def import_feed(
    context: typer.Context,
    feed: Annotated[
        str, typer.Argument(metavar="FEED", help="The old feed's address, or a file with it.")
    ],
    media: Annotated[bool, typer.Option("--media", help="Fetch the recordings too.")] = False,
    series: Annotated[
        str | None,
        typer.Option("--series", metavar="ID", help="The series' id; else made of its title."),
    ] = None,
    locked: Annotated[
        bool, typer.Option("--locked", help="Take a feed that its owner, you, has locked.")
    ] = False,
    private: Annotated[
        bool, typer.Option("--private", help="Ask addresses of this machine and its network, too.")
    ] = False,
) -> None:
    """Bring a podcast in from another host, as its subscribers know it.

    Its episodes keep their GUIDs and dates, and the podcast its own GUID, so that apps take it for
    the same. Given again, it goes on where it ended, and leaves alone what you have written since.
    """
    from mediahub.moving.moving import LockedError, Moving, move_in
    from mediahub.stopping import Stop

    asked = Moving(feed, series, media=media, private=private, locked=locked)
    folder = root(context)
    stop = Stop()
    with stops_on_signals(stop, "stopped; the same command goes on from here"):
        try:
            moved = move_in(folder, asked, say=say, stopped=stop.is_set)
        except LockedError as error:
            if not sys.stdin.isatty():
                raise
            say(str(error))
            if not typer.confirm("Is it yours, and is it to move here?"):
                say("nothing was changed")
                return
            moved = move_in(folder, replace(asked, locked=True), say=say, stopped=stop.is_set)
    for line in _told(moved, feed, asked_media=media):
        say(line)
    if moved.failed or (media and moved.waiting):
        raise typer.Exit(1)


def _told(moved: "Moved", feed: str, *, asked_media: bool) -> list[str]:
    pages = f" on {count(moved.pages, 'page')}" if moved.pages > 1 else ""
    lines = [
        f"{feed}: {count(moved.episodes, 'episode')}{pages}, {len(moved.new)} of them new here"
    ]
    if moved.guid is None:
        lines.append(
            "Its podcast GUID is not known, since the file does not say where the feed stood: give "
            "the address, or write `guid` in mediahub.toml before you publish"
        )
    lines += [str(notice) for notice in moved.notices]
    lines += [f"{item}: {why}" for item, why in moved.failed]
    if moved.new:
        lines.append(f"They are written in media/{moved.series}/theme.toml; look through it")
    if moved.fetched:
        lines.append(f"{count(len(moved.fetched), 'recording')} fetched")
    if moved.waiting:
        again = "the same command goes on" if asked_media else f"`mediahub import {feed} --media`"
        lines.append(
            f"{count(len(moved.waiting), 'recording')} to come: put them in "
            f"media/{moved.series}/, or {again}. Till then the feed is not published, since it "
            "would lose these episodes"
        )
    else:
        lines.append(
            "All recordings are here. `mediahub run` makes the feed; docs/moving.md goes on"
        )
    return lines
