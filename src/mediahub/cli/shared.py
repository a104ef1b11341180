"""What the command groups share: the workspace chosen with -C, output as JSON, and errors."""

import json
import os
import re
import shutil
import sys
import textwrap
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn, TextIO

import typer

from mediahub.tongues import Said, swedish

_QUOTED = re.compile(r"`[^`]+`")
_COMMAND = re.compile(r"\s+(?:\S*/)?(?:mediahub|python -m mediahub) ")
_UNBROKEN = "\0"
NOTHING_CHANGED = Said("nothing was changed", "inget är ändrat")


def root(context: typer.Context) -> Path:
    """The workspace's folder: the one chosen with -C or this one, or the one it lies in."""
    directory: Path = context.obj
    return workspace_of(directory)


def workspace_of(folder: Path) -> Path:
    """The workspace that a folder is or lies in, as an absolute path; else the folder itself.

    Only what has a mediahub.toml is seen from a folder below it: a folder media/ may be anything.
    """
    here = folder.resolve()
    if (here / "mediahub.toml").is_file():
        return here
    for above in here.parents:
        if (above / "mediahub.toml").is_file() and (above / "media").is_dir():
            own = (here / "media").is_dir() and not here.is_relative_to(above / "media")
            return here if own else above
    return here


def reads_swedish() -> bool:
    """Whether the person's locale is Swedish: by LC_ALL, else LC_MESSAGES, else LANG, as POSIX."""
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return re.match(r"sv\b|sv_", next(filter(None, names), ""), re.IGNORECASE) is not None


def told(text: str) -> str:
    """The text in the person's language, as far as it is put in both."""
    return swedish(text) if reads_swedish() else str(text)


def agreed(question: str) -> bool:
    """Whether whoever is asked says yes; nothing said is no. A person asked in Swedish may say ja.

    Raises typer.Abort where nobody answers.
    """
    if not reads_swedish():
        return typer.confirm(str(question))
    while True:
        answer = typer.prompt(f"{told(question)} [j/N]", default="", show_default=False)
        if answer.strip().lower() in {"j", "ja", "y", "yes"}:
            return True
        if answer.strip().lower() in {"", "n", "nej", "no"}:
            return False
        say(Said("Answer y or n.", "Svara j eller n."))


def say(line: str) -> None:
    """A line on standard output, in the person's language and wrapped at words on a terminal.

    When its reader has gone (`| head`) there is nobody to tell, and the work goes on.
    """
    try:
        typer.echo(fitted(told(line), sys.stdout))
    except BrokenPipeError:
        close_stream(sys.stdout)


def say_all(told_in: Iterable[str]) -> None:
    """Each text as `say` says it, line by line: one may hold several, in either language."""
    for text in told_in:
        for line in told(text).splitlines():
            say(line)


def fitted(line: str, stream: TextIO) -> str:
    """The line as it should stand in `stream`: whole in a log, wrapped at words on a terminal.

    A command is never broken, neither one in backticks nor a line that is one: it is to be copied.
    """
    width = shutil.get_terminal_size().columns
    if not stream.isatty() or len(line) <= width or _COMMAND.match(line):
        return line
    whole = _QUOTED.sub(lambda found: found[0].replace(" ", _UNBROKEN), line)
    indent = " " * (len(line) - len(line.lstrip()))
    return "\n".join(
        textwrap.wrap(
            whole.strip(),
            width - 1,
            initial_indent=indent,
            subsequent_indent=indent + "  ",
            break_long_words=False,  # a path or an id stays one word to copy
            break_on_hyphens=False,
        )
    ).replace(_UNBROKEN, " ")


def close_stream(stream: TextIO) -> None:
    """Let a stream lead nowhere, so that neither a later line nor the exit trips over it."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def print_json(value: Any) -> None:
    """One JSON value on standard output."""
    try:
        typer.echo(json.dumps(value, ensure_ascii=False, indent=1))
    except BrokenPipeError:
        close_stream(sys.stdout)


def fail(message: str, code: int = 2) -> NoReturn:
    """Say what is wrong on standard error and exit."""
    for line in f"mediahub: {told(message)}".splitlines():
        typer.echo(fitted(line, sys.stderr), err=True)
    sys.exit(code)


def count(number: int, one: str, many: str | None = None) -> Said:
    """A number with its noun: "1 item", "1,000 items"; in Swedish "1 avsnitt", "1 000 avsnitt"."""
    few, several = _NOUNS.get(one, (one, many or one + "s"))
    return Said(
        f"{number:,} {one if number == 1 else many or one + 's'}",
        f"{number:,} {few if number == 1 else several}".replace(",", "\N{NO-BREAK SPACE}"),
    )


_NOUNS = {
    "correction": ("rättelse", "rättelser"),
    "cue": ("replik", "repliker"),
    "core": ("kärna", "kärnor"),
    "episode": ("avsnitt", "avsnitt"),
    "file": ("fil", "filer"),
    "item": ("avsnitt", "avsnitt"),
    "line": ("rad", "rader"),
    "notice": ("sak", "saker"),
    "page": ("sida", "sidor"),
    "place": ("ställe", "ställen"),
    "problem": ("fel", "fel"),
    "published item": ("publicerat avsnitt", "publicerade avsnitt"),
    "question": ("fråga", "frågor"),
    "recording": ("inspelning", "inspelningar"),
    "text": ("text", "texter"),
    "thing": ("sak", "saker"),
    "transcript": ("avskrift", "avskrifter"),
}
"""What is counted, in Swedish: one of it, and several."""


def plain_terminal() -> bool:
    """Whether standard output is a terminal that wants no bold and no colour."""
    return bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
