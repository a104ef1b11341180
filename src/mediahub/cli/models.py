"""`mediahub models`: what recognisers there are, what is at hand, and getting one."""

from typing import Annotated

import typer

from mediahub.cli.shared import print_json
from mediahub.errors import MediaError, SettingsError

models = typer.Typer(
    help="List the models, or fetch one.", invoke_without_command=True, rich_markup_mode=None
)


@models.callback()
def list_models(
    context: typer.Context,
    verify: Annotated[bool, typer.Option("--verify", help="Read every file through.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="JSON on standard output.")] = False,
) -> None:
    """List the models: what is at hand, and what each is worth in Swedish."""
    if context.invoked_subcommand is not None:
        return
    from mediahub.models import KNOWN, default_store

    store = default_store()
    rows = []
    for model in KNOWN:
        try:
            state = "at hand" if store.at_hand(model, verify=verify) else "-"
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
                        "revision": model.revision,
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
    typer.echo(f"{'model':<32}{'size':>8}  {'state':<9}Swedish WER, % *")
    for model, state in rows:
        worth = model.swedish_wer or f"({model.kind})"
        typer.echo(f"{model.name:<32}{model.size:>8}  {state:<9}{worth}")
    typer.echo("* on FLEURS / Common Voice / NST, from KB-Whisper's model card; lower is better")
    typer.echo(f"kept in {store.folder}")


@models.command("fetch")
def fetch(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME]...", help="Models; without any, what a first run needs."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Fetch it anew.")] = False,
) -> None:
    """Get models into this user's store, verified."""
    from mediahub.models import default_store, first_embedder, first_recogniser, known

    store = default_store()
    if not names:
        first_recogniser(store, typer.echo)
        first_embedder(store, typer.echo)
    for name in names or ():
        model = known(name)
        if model is None:
            raise SettingsError(f"there is no model {name!r}; `mediahub models` lists them")
        typer.echo(f"{model.name} is in {store.fetch(model, typer.echo, force=force)}")
