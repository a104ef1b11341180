"""`mediahub evaluate`: transcripts held against the truth."""

from pathlib import Path
from typing import Annotated

import typer

from mediahub.cli.shared import print_json, root, say


def evaluate(
    context: typer.Context,
    truth: Annotated[
        list[Path] | None,
        typer.Argument(metavar="TRUTH", help="Truth files; without any, the gold items."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON on standard output.")] = False,
) -> None:
    """Measure transcripts against truth files.

    A gold item is one with `truth = "NAME.truth.json"` in its TOML.
    """
    from mediahub.pipeline.measuring import measure

    measured = measure(root(context), tuple(truth or ()))
    if as_json:
        print_json({"schema": 1, "items": {name: f.to_json() for name, f in measured.items()}})
        return
    for number, (item, figures) in enumerate(measured.items()):
        if number:
            say("")
        say(item)
        for line in figures.table().splitlines():
            say(f"  {line}")
