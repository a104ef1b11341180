"""What is wrong with a command line, in both languages, and where to read how it goes."""

import re
from collections.abc import Iterator
from typing import Any

import typer

from mediahub.tongues import Said, Words

_UNKNOWN = "kommandoraden går inte att förstå: {what}"
_SWEDISH = (
    (r"missing argument '(.+)'", "{0} saknas"),
    (r"missing option '(.+)'", "{0} saknas"),
    (r"missing command", "ange ett kommando"),
    (r"no such command '(.+)'", "det finns inget kommando ”{0}”"),
    (
        r"no such command '(.+)'\. Did you mean (.+)\?",
        "det finns inget kommando ”{0}”. Menades {1}?",
    ),
    (r"no such option: (\S+)", "det finns ingen flagga {0}"),
    (
        r"no such option: (\S+) \(Possible options: (.+)\)",
        "det finns ingen flagga {0}. Menades {1}?",
    ),
    (r"got unexpected extra argument(?:\(s\)|s)? \((.+)\)", "det här är för mycket: {0}"),
    (r"option '(.+)' requires an argument", "{0} ska följas av ett värde"),
    (r"option '(.+)' requires (\d+) arguments", "{0} ska följas av {1} värden"),
    (r"option '(.+)' does not take a value", "{0} tar inget värde"),
    (r"invalid value for '(.+)': it should be a valid integer.*", "{0}: ska vara ett heltal"),
    (r"invalid value for '(.+)': it should be a valid number.*", "{0}: ska vara ett tal"),
    (r"invalid value for '(.+)': it should be less than or equal to (.+)", "{0}: högst {1}"),
    (r"invalid value for '(.+)': it should be greater than or equal to (.+)", "{0}: minst {1}"),
    (
        r"invalid value for '(.+)': '(.*)' is not one of (.+)",
        "{0}: ”{1}” är inget av {2}",
    ),
    (r"invalid value for '(.+)': (.+)", "{0}: värdet går inte att använda ({1})"),
)
"""The sentences of the library that reads the command line, and what they are in Swedish."""

HELP = Words("{what}\nTry `{command} --help`.", "{what}\nSe `{command} --help`.")
PLACE_OF_C = Said(
    "; it stands before the command: mediahub -C DIR COMMAND",
    ". Den står före kommandot: mediahub -C MAPP KOMMANDO",
)


def usage_error(error: typer.TyperException) -> Said:
    """What was wrong with a command line, and where to read how it goes."""
    message = error.format_message().strip()
    context: Any = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "mediahub"
    message = message.replace("Value error, ", "").replace(": Input should", ": it should")
    message = message[:1].lower() + message[1:]
    message = message.removesuffix(".")
    what = Said(message, next(_in_swedish(message), _UNKNOWN.format(what=message)))
    if message.startswith("no such option: -C"):
        what = Said(f"{what}{PLACE_OF_C}", f"{what.swedish}{PLACE_OF_C.swedish}")
    return HELP.said(what=what, command=path)


def _in_swedish(message: str) -> Iterator[str]:
    for pattern, words in _SWEDISH:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            yield words.format(*(part.replace("'", "") for part in found.groups()))
