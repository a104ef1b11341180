"""`mediahub import`: a podcast that lives elsewhere moves in."""

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from mediahub.cli.help import examples
from mediahub.cli.shared import NOTHING_CHANGED, agreed, count, root, say
from mediahub.cli.stopping import stops_on_signals
from mediahub.tongues import Said, Words, joined

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
    with stops_on_signals(
        stop,
        Said(
            "stopped; the same command goes on from here",
            "avbruten; samma kommando fortsätter härifrån",
        ),
    ):
        try:
            moved = move_in(folder, asked, say=say, stopped=stop.is_set)
        except LockedError as error:
            if not sys.stdin.isatty():
                raise
            say(error.said)
            if not agreed(
                Said("Is it yours, and is it to move here?", "Är det ditt, och ska det flytta hit?")
            ):
                say(NOTHING_CHANGED)
                return
            moved = move_in(folder, replace(asked, locked=True), say=say, stopped=stop.is_set)
    for line in _told(moved, feed, asked_media=media):
        say(line)
    if moved.failed or (media and moved.waiting):
        raise typer.Exit(1)


FOUND = Words(
    "{feed}: {episodes}{pages}, {new} of them new here", "{feed}: {episodes}{pages}, {new} nya här"
)
ON_PAGES = Words(" on {pages}", " på {pages}")
NO_GUID = Said(
    "Its podcast GUID is not known, since the file does not say where the feed stood: give the "
    "address, or write `guid` in mediahub.toml before you publish",
    "Poddens GUID är inte känt, för filen säger inte var flödet låg: ange adressen, eller skriv "
    "`guid` i mediahub.toml innan du publicerar",
)
WRITTEN = Words("They are written in {file}; look through it", "De står i {file}; se igenom den")
FETCHED = Words("{recordings} fetched", "{recordings} hämtade")
FETCHED_ONE = Words("{recordings} fetched", "{recordings} hämtad")
TO_COME = Words(
    "{recordings} to come: put them in {folder}, or {again}. Till then the feed is not published, "
    "since it would lose these episodes",
    "{recordings} återstår: lägg dem i {folder}, eller {again}. Till dess publiceras inte flödet, "
    "för det skulle förlora dessa avsnitt",
)
GOES_ON = Said("the same command goes on", "fortsätt med samma kommando")
ALL_HERE = Said(
    "All recordings are here. `mediahub run` makes the feed; docs/moving.md goes on",
    "Alla inspelningar är här. `mediahub run` gör flödet; docs/moving.md fortsätter",
)


def _told(moved: "Moved", feed: str, *, asked_media: bool) -> list[str]:
    pages = ON_PAGES.said(pages=count(moved.pages, "page")) if moved.pages > 1 else ""
    episodes = count(moved.episodes, "episode")
    lines: list[str] = [FOUND.said(feed=feed, episodes=episodes, pages=pages, new=len(moved.new))]
    if moved.guid is None:
        lines.append(NO_GUID)
    lines += [Said(str(one), one.told(swedish=True)) for one in moved.notices]
    lines += [joined(": ", failed) for failed in moved.failed]
    if moved.new:
        lines.append(WRITTEN.said(file=f"media/{moved.series}/theme.toml"))
    if moved.fetched:
        number = len(moved.fetched)
        words = FETCHED_ONE if number == 1 else FETCHED
        lines.append(words.said(recordings=count(number, "recording")))
    if moved.waiting:
        again = GOES_ON if asked_media else f"`mediahub import {feed} --media`"
        waiting = count(len(moved.waiting), "recording")
        folder = f"media/{moved.series}/"
        lines.append(TO_COME.said(recordings=waiting, folder=folder, again=again))
    else:
        lines.append(ALL_HERE)
    return lines
