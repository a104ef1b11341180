"""What the shell offers at TAB: ids and names of the workspace, quickly, and never an error."""

import json
import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import typer

_OPEN = re.compile(r"""(?:^|\s)["'][^"']*$""")
"""A quote that was opened and not closed: what is typed stands in it."""

Offer = Callable[[typer.Context, str], list[str]]


def _as_typed(value: str) -> str:
    """The value as bash must have it to read it as one word; other shells see to that themselves.

    Bash puts what it is given into the line as it is, after a quote that was opened already.
    """
    words = os.environ.get("COMP_WORDS", "")
    if os.environ.get("_MEDIAHUB_COMPLETE") != "complete_bash" or _OPEN.search(words):
        return value
    return re.sub(r"([^\w@%+=:,./-])", r"\\\1", value)


class Typed(str):
    """An offer written for the shell, which begins with what its value begins with."""

    __slots__ = ("value",)
    value: str

    def __new__(cls, value: str) -> "Typed":
        made = super().__new__(cls, _as_typed(value))
        made.value = value
        return made

    def startswith(self, *args: Any) -> bool:
        """Whether the value does: what was typed comes without the shell's signs."""
        return self.value.startswith(*args)


def _safely(values: Callable[[Path, typer.Context], Iterable[str]]) -> Offer:
    def offer(ctx: typer.Context, incomplete: str) -> list[str]:
        try:
            root = Path(ctx.find_root().params.get("directory") or ".").expanduser()
            return [Typed(value) for value in values(root, ctx) if value.startswith(incomplete)]
        except Exception:  # noqa: BLE001 - a shell that waits for TAB must never see a traceback
            return []

    return offer


def _items(root: Path, _: typer.Context) -> list[str]:
    from mediahub.catalog import load

    return [item.id for item in load(root.resolve()).items]


def _transcribed(root: Path, _: typer.Context) -> list[str]:
    folders = (root / "transcripts").iterdir()
    return sorted(path.name for path in folders if (path / "transcript.json").exists())


def _published(root: Path, _: typer.Context) -> list[str]:
    return sorted(path.stem for path in (root / "published" / "items").glob("*.toml"))


def _speakers(root: Path, ctx: typer.Context) -> list[str]:
    from mediahub.catalog.problems import resolve_id

    item = resolve_id(ctx.params["item"], _transcribed(root, ctx))
    path = root / "transcripts" / item / "transcript.json"
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
published = _safely(_published)
speakers = _safely(_speakers)
people = _safely(_people)
themes = _safely(_themes)
series = _safely(_series)
models = _safely(_models)
