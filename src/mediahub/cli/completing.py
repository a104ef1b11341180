"""What the shell offers at TAB: ids and names of the workspace, quickly, and never an error."""

import json
import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from mediahub.cli.shared import workspace_of

if TYPE_CHECKING:
    from mediahub.catalog import Catalogue

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


def _safe_values(values: Callable[[], Iterable[str]]) -> list[str]:
    try:
        return list(values())
    except Exception:  # noqa: BLE001 - a shell that waits for TAB must never see a traceback
        return []


def _safely(values: Callable[[Path, typer.Context], Iterable[str]]) -> Offer:
    def offer(ctx: typer.Context, incomplete: str) -> list[str]:
        def offers() -> list[str]:
            given = Path(ctx.find_root().params.get("directory") or ".")
            root = workspace_of(given.expanduser())
            return [Typed(value) for value in values(root, ctx) if value.startswith(incomplete)]

        return _safe_values(offers)

    return offer


def _items(root: Path, _: typer.Context) -> list[str]:
    """What is written, whatever is wrong with it, and what was made of anything before."""
    written = _safe_values(lambda: [item.id for item in _catalogue(root).items])
    return list(dict.fromkeys([*written, *_safe_values(lambda: _made(root))]))


def _transcribed(root: Path, _: typer.Context) -> list[str]:
    return _made(root)


def _made(root: Path) -> list[str]:
    """The ids of what has a transcript, by its folder: nothing is read."""
    folders = (root / "transcripts").iterdir()
    return sorted(path.name for path in folders if (path / "transcript.json").exists())


def _published(root: Path, _: typer.Context) -> list[str]:
    return sorted(path.stem for path in (root / "published" / "items").glob("*.toml"))


def _catalogue(root: Path) -> "Catalogue":
    from mediahub.catalog import load_for_reading

    return load_for_reading(root.resolve())


def _speakers(root: Path, ctx: typer.Context) -> list[str]:
    from mediahub.catalog.problems import resolve_id

    item = resolve_id(ctx.params["item"], _transcribed(root, ctx))
    path = root / "transcripts" / item / "transcript.json"
    return [speaker["name"] for speaker in json.loads(path.read_bytes())["speakers"]]


def _people(root: Path, _: typer.Context) -> list[str]:
    return [person.id for person in _catalogue(root).people]


def _themes(root: Path, _: typer.Context) -> list[str]:
    return [theme.id for theme in _catalogue(root).themes]


def _series(root: Path, _: typer.Context) -> list[str]:
    return [series.id for series in _catalogue(root).series]


def _models(_: Path, __: typer.Context) -> list[str]:
    from mediahub.models import KNOWN, STYLED

    return [model.name for model in (*KNOWN, *STYLED) if model.kind == "recogniser"]


items = _safely(_items)
transcribed = _safely(_transcribed)
published = _safely(_published)
speakers = _safely(_speakers)
people = _safely(_people)
themes = _safely(_themes)
series = _safely(_series)
models = _safely(_models)
