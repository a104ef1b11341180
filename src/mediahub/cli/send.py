"""`mediahub send`: the target brought up to date with feeds/, without a run."""

import os
from typing import Annotated

import typer

from mediahub.cli.help import examples
from mediahub.cli.shared import root, say
from mediahub.errors import SettingsError
from mediahub.tongues import Words

EXAMPLES = examples(
    ("mediahub send", "what a broken line left, or an edit changed"),
    ("mediahub send --verify", "look at each file there"),
)


def send(
    context: typer.Context,
    verify: Annotated[
        bool, typer.Option("--verify", help="Ask the target for every file's length.")
    ] = False,
    take_over: Annotated[
        bool, typer.Option("--take-over", help="Write over pages that others put there.")
    ] = False,
) -> None:
    """Bring the target that mediahub.toml names up to date with feeds/.

    Each run does so at its end. Only what differs is sent: media first, feeds last, and then what
    left the feeds is taken away there.
    """
    from mediahub.catalog.workspace import load_for_reading
    from mediahub.pipeline.sending import send as send_feeds
    from mediahub.workspace.ledger import read_ledger
    from mediahub.workspace.paths import Workspace

    folder = root(context)
    catalogue, workspace = load_for_reading(folder), Workspace(folder)
    done = send_feeds(
        workspace,
        catalogue,
        read_ledger(workspace),
        os.environ,
        verify=verify,
        take_over=take_over,
    )
    if done is None:
        raise SettingsError(
            'mediahub.toml names no target: write [publish] and target = "…" (docs/publishing.md)',
            swedish='mediahub.toml nämner inget mål. Skriv [publish] och target = "…" '
            "(docs/publishing.md).",
        )
    if done.written or done.removed:
        say(done.told)
    else:
        words = Words("{target} holds what feeds/ holds", "{target} har det som feeds/ har")
        say(words.said(target=done.target))
