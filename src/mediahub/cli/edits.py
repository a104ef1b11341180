"""`mediahub name` and `correct`: what a person knows better than the machine, kept for good."""

from pathlib import Path
from typing import Annotated

import typer

from mediahub.cli import completing
from mediahub.cli.help import examples
from mediahub.cli.shared import root, say_all

ItemId = Annotated[
    str,
    typer.Argument(
        metavar="ITEM",
        help="The item's id, or its beginning.",
        autocompletion=completing.transcribed,
    ),
]
By = Annotated[
    str | None,
    typer.Option("--by", metavar="NAME", show_default=False, help="Who says so; if none, you."),
]

NAME_EXAMPLES = examples(
    ('mediahub name avsnitt-4 "Talare 1" lisa-ek', "an id of people.toml"),
    ('mediahub name avsnitt-4 "Talare 2" "Bo Alm"', "a name"),
)
CORRECT_EXAMPLES = examples(
    ("cp transcripts/avsnitt-4/transcript.vtt ny.vtt", ""),
    ("mediahub correct avsnitt-4 ny.vtt", "when ny.vtt has been edited"),
)


def name(
    context: typer.Context,
    item: ItemId,
    speaker: Annotated[
        str,
        typer.Argument(
            metavar="SPEAKER",
            help='As shown in the transcript: "Talare 1".',
            autocompletion=completing.speakers,
        ),
    ],
    person: Annotated[
        str,
        typer.Argument(
            metavar="PERSON",
            help="An id of people.toml, or a name.",
            autocompletion=completing.people,
        ),
    ],
    by: By = None,
) -> None:
    """Name a speaker of an item."""
    from mediahub.desk.editing import name as name_speaker

    say_all([name_speaker(root(context), item, speaker, person, by=by)])


def correct(
    context: typer.Context,
    item: ItemId,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The edited captions, .vtt or .srt.")
    ],
    everything: Annotated[
        bool, typer.Option("--all", help="Even if most words go or it is another item's file.")
    ] = False,
    by: By = None,
) -> None:
    """Take edited captions back, for good.

    Only what was changed since the copy was made counts. A comment on misheard words that was
    taken out says that they are right.
    """
    from mediahub.desk.editing import correct as correct_item

    say_all(correct_item(root(context), item, file, everything=everything, by=by))
