"""`mediahub name` and `correct`: what a person knows better than the machine, kept for good."""

from pathlib import Path
from typing import Annotated

import typer

from mediahub.cli.shared import root


def name(
    context: typer.Context,
    item: Annotated[str, typer.Argument(metavar="ITEM", help="The item's id.")],
    speaker: Annotated[str, typer.Argument(metavar="SPEAKER", help='As shown: "Talare 1".')],
    person: Annotated[
        str, typer.Argument(metavar="PERSON", help="An id of people.toml, or a name.")
    ],
) -> None:
    """Name a speaker of an item."""
    from mediahub.pipeline.editing import name as name_speaker

    typer.echo(name_speaker(root(context), item, speaker, person))
    typer.echo("The next `mediahub run` brings it into captions, index and feed.")


def correct(
    context: typer.Context,
    item: Annotated[str, typer.Argument(metavar="ITEM", help="The item's id.")],
    file: Annotated[Path, typer.Argument(metavar="FILE.vtt", help="The edited captions.")],
) -> None:
    """Take edited captions back and keep what was changed."""
    from mediahub.pipeline.editing import correct as correct_item

    for line in correct_item(root(context), item, file):
        typer.echo(line)
