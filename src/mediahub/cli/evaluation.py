"""`mediahub evaluate`: transcripts held against the truth."""

from pathlib import Path
from typing import Annotated

import typer

from mediahub.cli.shared import print_json, root


def evaluate(
    context: typer.Context,
    truth: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[TRUTH]...", help="Truth files; else the gold items."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON on standard output.")] = False,
) -> None:
    """Measure transcripts, speakers and chapters against truth files."""
    from mediahub.pipeline.measuring import measure

    measured = measure(root(context), tuple(truth or ()))
    if as_json:
        print_json({"schema": 1, "items": {name: f.to_json() for name, f in measured.items()}})
        return
    for item, figures in measured.items():
        typer.echo(item)
        typer.echo(figures.table())
