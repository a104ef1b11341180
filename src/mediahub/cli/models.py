"""`mediahub models`: what recognisers there are, what is at hand, and getting one."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from mediahub.cli import completing
from mediahub.cli.help import Command, Group, examples
from mediahub.cli.shared import print_json, say
from mediahub.errors import MediaError, SettingsError

if TYPE_CHECKING:
    from mediahub.models import Model

models = typer.Typer(
    cls=Group,
    help="List the models, or fetch one.",
    epilog=examples(
        ("mediahub models", "what there is, what is at hand"),
        ("mediahub models fetch KBLab/kb-whisper-small", "get one"),
        ("mediahub models fetch KBLab/kb-whisper-small@strict", ""),
    ),
    invoke_without_command=True,
    rich_markup_mode=None,
)


@models.callback()
def list_models(
    context: typer.Context,
    verify: Annotated[bool, typer.Option("--verify", help="Read every file through.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="JSON on standard output.")] = False,
) -> None:
    """List the models, or fetch one.

    The list says what is at hand, and what each is worth in Swedish.
    """
    if context.invoked_subcommand is not None:
        return
    from mediahub.models import KNOWN, STYLED, default_store

    store = default_store()
    rows = []
    for model in (*KNOWN, *STYLED):
        try:
            state = "yes" if store.at_hand(model, verify=verify) else "no"
        except (MediaError, SettingsError) as error:
            state = f"damaged: {error}"
        rows.append((model, state))
    if as_json:
        print_json(
            {
                "schema": 1,
                "folder": str(store.folder),
                "models": [
                    {
                        "name": model.name,
                        "kind": model.kind,
                        "revision": store.as_held(model).identity.revision,
                        "rank": model.rank,
                        "size_bytes": model.size_bytes,
                        "licence": model.licence,
                        "swedish_wer": model.swedish_wer,
                        "state": state,
                    }
                    for model, state in rows
                ],
            }
        )
        return
    for line in model_lines(rows):
        say(line)
    say(f"Kept in {store.folder}")


def model_lines(rows: "Sequence[tuple[Model, str]]") -> list[str]:
    """The models as a table for 80 columns: recognisers with their worth, then the others.

    Of those in another style only what is here has a row of its own.
    """
    recognisers = [
        (model, state)
        for model, state in rows
        if model.kind == "recogniser" and ("@" not in model.name or state != "no")
    ]
    width = max(26, *(len(model.name) + 1 for model, _ in recognisers))
    lines = [f"{'recogniser':<{width}}{'size':>8}  {'here':<6}  wrong words in Swedish, % *"]
    lines += [
        f"{model.name:<{width}}{model.size:>8}  {state:<6}  {model.swedish_wer}".rstrip()
        for model, state in recognisers
    ]
    lines += [
        "* WER on FLEURS / Common Voice / NST, from KB-Whisper's model card",
        "KB-Whisper writes in two more styles, used only where they are named: NAME@subtitle "
        "(tighter) and NAME@strict (closer to each word)",
        "",
        f"{'for speakers':<44}{'size':>8}  here",
    ]
    lines += [
        f"{model.name:<44}{model.size:>8}  {state}"
        for model, state in rows
        if model.kind != "recogniser"
    ]
    return lines


@models.command("fetch", cls=Command)
def fetch(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="NAME",
            help="Models; without any, what a first run needs.",
            autocompletion=completing.models,
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Fetch it anew.")] = False,
) -> None:
    """Get models into this user's store, verified."""
    from mediahub.catalog.problems import did_you_mean
    from mediahub.models import (
        KNOWN,
        STYLED,
        default_store,
        first_embedder,
        first_recogniser,
        known,
    )

    store = default_store()
    if not names:
        first_recogniser(store, say)
        first_embedder(store, say)
    for name in names or ():
        model = known(name)
        if model is None:
            hint = did_you_mean(name, [model.name for model in (*KNOWN, *STYLED)])
            raise SettingsError(
                f"there is no model {name!r}{hint or '; `mediahub models` lists them'}"
            )
        say(f"{model.name} is in {store.fetch(model, say, force=force)}")
