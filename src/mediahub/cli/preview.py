"""`mediahub preview`: the feeds on this machine, as an app or a browser would get them."""

from typing import Annotated

import typer

from mediahub.cli.shared import root, say
from mediahub.errors import SettingsError
from mediahub.tongues import Said

PORT = 8765
"""`feed.PREVIEW_PORT`, which feeds are made for: that room is slow to import, for every command."""


def preview(
    context: typer.Context,
    port: Annotated[
        int, typer.Option(min=1, max=65535, metavar="N", help="The port to listen on.")
    ] = PORT,
) -> None:
    """Serve the feeds on this machine only, to try them."""
    from mediahub.web.preview import serve

    feeds = root(context) / "feeds"
    if not any(feeds.glob("*/feed.xml")):
        raise SettingsError(
            f"there is no feed in {feeds} yet; run `mediahub run` first, and publish a draft "
            "with `mediahub publish ITEM`",
            swedish=f"Det finns inget flöde i {feeds} än. Kör `mediahub run` först, och publicera "
            "ett utkast med `mediahub publish AVSNITT`.",
        )
    serve(feeds, port, on_ready=_say)


def _say(url: str) -> None:
    say(
        Said(
            f"Listening on {url} (this machine only). Stop with Ctrl-C.",
            f"Svarar på {url} (bara på den här datorn). Avsluta med Ctrl-C.",
        )
    )
