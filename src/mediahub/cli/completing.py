"""What the shell offers at TAB: ids and names of the workspace, quickly, and never an error."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path

import typer

Offer = Callable[[typer.Context, str], list[str]]


def _safely(values: Callable[[Path, typer.Context], Iterable[str]]) -> Offer:
    def offer(ctx: typer.Context, incomplete: str) -> list[str]:
        try:
            root = Path(ctx.find_root().params.get("directory") or ".").expanduser()
            return [value for value in values(root, ctx) if value.startswith(incomplete)]
        except Exception:  # noqa: BLE001 - a shell that waits for TAB must never see a traceback
            return []

    return offer


def _items(root: Path, _: typer.Context) -> list[str]:
    from mediahub.catalog import load

    return [item.id for item in load(root.resolve()).items]


def _transcribed(root: Path, _: typer.Context) -> list[str]:
    folders = (root / "transcripts").iterdir()
    return sorted(path.name for path in folders if (path / "transcript.json").exists())


def _speakers(root: Path, ctx: typer.Context) -> list[str]:
    path = root / "transcripts" / ctx.params["item"] / "transcript.json"
    return [speaker["name"] for speaker in json.loads(path.read_bytes())["speakers"]]


def _people(root: Path, _: typer.Context) -> list[str]:
    from mediahub.catalog import load

    return [person.id for person in load(root.resolve()).people]


def _themes(root: Path, _: typer.Context) -> list[str]:
    from mediahub.catalog import load

    return [theme.id for theme in load(root.resolve()).themes]


def _series(root: Path, _: typer.Context) -> list[str]:
    from mediahub.catalog import load

    return [series.id for series in load(root.resolve()).series]


def _models(_: Path, __: typer.Context) -> list[str]:
    from mediahub.models import KNOWN

    return [model.name for model in KNOWN if model.kind == "recogniser"]


items = _safely(_items)
transcribed = _safely(_transcribed)
speakers = _safely(_speakers)
people = _safely(_people)
themes = _safely(_themes)
series = _safely(_series)
models = _safely(_models)
