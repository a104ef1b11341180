"""`mediahub evaluate`: transcripts held against the truth."""

from pathlib import Path
from typing import Annotated, Any

import typer

from mediahub.cli.help import examples
from mediahub.cli.shared import fail, print_json, root, say, told
from mediahub.tongues import Said, swedish

EXAMPLES = examples(
    ("mediahub evaluate", "the gold items"),
    ("mediahub evaluate --json > before.json", "keep the figures"),
    ("mediahub evaluate --against before.json", "what has changed since"),
    ("mediahub evaluate --against ~/provning", "another workspace"),
)


def evaluate(
    context: typer.Context,
    truth: Annotated[
        list[Path] | None,
        typer.Argument(metavar="TRUTH", help="Truth files; without any, the gold items."),
    ] = None,
    against: Annotated[
        Path | None,
        typer.Option(metavar="OTHER", help="Earlier figures (--json), or another workspace."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON on standard output.")] = False,
) -> None:
    """Measure transcripts against truth files.

    A gold item is one with `truth = "NAME.truth.json"` in its TOML; every run measures it, and
    `mediahub plan` shows the figures.
    """
    from mediahub.pipeline.measuring import measure

    if against is not None and not against.exists():
        fail(
            Said(
                f"--against {against}: it is not there; give a file of figures, or a workspace",
                f"--against {against}: den finns inte. Ange en fil med mått, eller en arbetsyta",
            )
        )
    found = measure(root(context), tuple(truth or ()), against)
    if as_json:
        print_json(_json(found, compared=against is not None))
        return
    for number, item in enumerate(found.now):
        if number:
            say("")
        say(item)
        for line in told(_table(found, item)).splitlines():
            say(f"  {line}")
    for sentence in found.missing:
        say(Said(f"Note: {sentence}", f"Obs: {swedish(sentence)}"))


def _table(found: Any, item: str) -> str:
    from mediahub.evaluate import compare, comparison_table

    if item in found.before:
        return comparison_table(compare(found.before[item], found.now[item]))
    table: str = found.now[item].table()
    return table


def _json(found: Any, *, compared: bool) -> dict[str, Any]:
    from mediahub.evaluate import compare

    items = {item: figures.to_json() for item, figures in found.now.items()}
    if not compared:
        return {"schema": 1, "items": items}
    before = {item: figures.to_json() for item, figures in found.before.items()}
    changes = {
        item: [
            {"figure": one.name, "before": one.before, "after": one.after, "better": one.better}
            for one in compare(figures, found.now[item])
        ]
        for item, figures in found.before.items()
    }
    return {"schema": 1, "items": items, "before": before, "changes": changes}
