"""What the command groups share: the workspace chosen with -C, output as JSON, and errors."""

import json
import os
import sys
from pathlib import Path
from typing import Any, NoReturn

import typer


def root(context: typer.Context) -> Path:
    """The workspace's folder."""
    directory: Path = context.obj
    return directory.resolve()


def say(line: str) -> None:
    """A line on standard output; when its reader has gone (`| head`) there is nobody to tell."""
    try:
        typer.echo(line)
    except BrokenPipeError:
        close_output()


def close_output() -> None:
    """Let standard output lead nowhere, so that neither a later line nor the exit trips over it."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def print_json(value: Any) -> None:
    """One JSON value on standard output."""
    say(json.dumps(value, ensure_ascii=False, indent=1))


def fail(message: str, code: int = 2) -> NoReturn:
    """Say what is wrong on standard error and exit."""
    typer.echo(f"mediahub: {message}", err=True)
    sys.exit(code)


def count(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: "1 item", "1,000 items"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def plain_terminal() -> bool:
    """Whether standard output is a terminal that wants no bold and no colour."""
    return bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
