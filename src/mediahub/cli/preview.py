"""`mediahub preview`: the feeds on this machine, as an app or a browser would get them."""

from typing import Annotated

import typer

from mediahub.cli.shared import root
from mediahub.errors import SettingsError
from mediahub.publish import PREVIEW_PORT


def preview(
    context: typer.Context,
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port.")] = PREVIEW_PORT,
) -> None:
    """Serve feeds/ on this machine only, for a browser or a podcast app."""
    from mediahub.web.preview import serve

    feeds = root(context) / "feeds"
    if not any(feeds.glob("*/feed.xml")):
        raise SettingsError(f"there is no feed in {feeds} yet; run `mediahub run` first")
    serve(feeds, port, on_ready=_say)


def _say(url: str) -> None:
    typer.echo(f"Listening on {url} (this machine only). Stop with Ctrl-C.")
