"""What the command groups share: the workspace chosen with -C, output as JSON, and errors."""

import json
import sys
from pathlib import Path
from typing import Any, NoReturn

import typer


def root(context: typer.Context) -> Path:
    """The workspace's folder."""
    directory: Path = context.obj
    return directory.resolve()


def print_json(value: Any) -> None:
    """One JSON value on standard output."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1))


def fail(message: str, code: int = 2) -> NoReturn:
    """Say what is wrong on standard error and exit."""
    typer.echo(f"mediahub: {message}", err=True)
    sys.exit(code)
