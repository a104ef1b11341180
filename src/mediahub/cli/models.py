"""`mediahub models`: what recognisers there are, what is at hand, and getting one."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from mediahub.cli import completing
from mediahub.cli.help import Command, Group, examples
from mediahub.cli.shared import print_json, say
from mediahub.errors import MediaError, SettingsError
from mediahub.tongues import Said, Words, swedish

if TYPE_CHECKING:
    from mediahub.models import Model

STATES = {"yes": "ja", "no": "nej"}
DAMAGED = Words("damaged: {why}", "skadad: {why}")
SOURCE = Said(
    "* WER on FLEURS / Common Voice / NST, from KB-Whisper's model card",
    "* WER på FLEURS / Common Voice / NST, ur KB-Whispers modellkort",
)
STYLES = Said(
    "KB-Whisper writes in two more styles, used only where they are named: NAME@subtitle (tighter) "
    "and NAME@strict (closer to each word)",
    "KB-Whisper skriver på två sätt till, som används bara där de nämns: NAMN@subtitle (kortare) "
    "och NAMN@strict (närmare varje ord)",
)

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
            state: str = "yes" if store.at_hand(model, verify=verify) else "no"
        except (MediaError, SettingsError) as error:
            state = DAMAGED.said(why=error.said)
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
    say(Said(f"Kept in {store.folder}", f"De ligger i {store.folder}"))


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
    lines: list[str] = [
        Said(
            f"{'recogniser':<{width}}{'size':>8}  {'here':<6}  wrong words in Swedish, % *",
            f"{'för tal':<{width}}{'storlek':>8}  {'finns':<6}  fel ord på svenska, % *",
        )
    ]
    lines += [
        _row(f"{model.name:<{width}}{model.size:>8}  ", state, model.swedish_wer)
        for model, state in recognisers
    ]
    lines += [
        SOURCE,
        STYLES,
        "",
        Said(f"{'for speakers':<44}{'size':>8}  here", f"{'för talare':<44}{'storlek':>8}  finns"),
    ]
    lines += [
        _row(f"{model.name:<44}{model.size:>8}  ", state)
        for model, state in rows
        if model.kind != "recogniser"
    ]
    return lines


def _row(begins: str, state: str, wrong: str = "") -> Said:
    """A model: its name and size, whether it is here, and how many words it gets wrong."""
    shown = Said(state, STATES.get(state, swedish(state)))
    rows = (
        f"{begins}{one:<6}  {figures}".rstrip()
        for one, figures in ((state, wrong), (shown.swedish, wrong.replace(".", ",")))
    )
    return Said(*rows)


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
                f"there is no model {name!r}{hint or '; `mediahub models` lists them'}",
                swedish="Det finns ingen modell "
                f"”{name}”{swedish(hint) or '. `mediahub models` visar dem'}",
            )
        words = Words("{model} is in {folder}", "{model} finns i {folder}")
        say(words.said(model=model.name, folder=store.fetch(model, say, force=force)))
