"""`mediahub split` and `join`: where segments begin."""

from typing import Annotated

import typer

from mediahub.cli.edits import By, ItemId
from mediahub.cli.help import examples
from mediahub.cli.shared import root, say_all
from mediahub.cli.withholding import time_of

SPLIT_EXAMPLES = examples(("mediahub split avsnitt-4 --at 12:05.4", ""))
JOIN_EXAMPLES = examples(("mediahub join avsnitt-4 --at 12:05", ""))
At = Annotated[
    str, typer.Option("--at", metavar="TIME", help="About where they meet: 12:05 or 12:05.4.")
]


def split(context: typer.Context, item: ItemId, at: At, by: By = None) -> None:
    """Split a segment in two.

    It is split between the two words that meet nearest the time.
    """
    from mediahub.desk.segments import split_segment

    say_all([split_segment(root(context), item, time_of("--at", at), by=by)])


def join(context: typer.Context, item: ItemId, at: At, by: By = None) -> None:
    """Join two segments of one speaker.

    Those that meet nearest the time become one.
    """
    from mediahub.desk.segments import join_segments

    say_all([join_segments(root(context), item, time_of("--at", at), by=by)])
