"""How help pages and usage errors read: commands in sections, ranges in words, a way out."""

import re
from typing import Any

from typer.core import TyperCommand, TyperGroup

BEGIN = "Begin"
WORK = "Work"
EDIT = "Correct and publish"
KEEP = "Look after"

_RANGE = re.compile(r"(\d+)<=x<=(\d+)")
_FLOOR = re.compile(r"(?:; )?x>=\d+")


class Command(TyperCommand):
    """A command whose help has plain names for its arguments and a range as "1 to 64"."""

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """The usage line: [OPTIONS] ITEM [NAME]..."""
        arguments = [p for p in self.get_params(ctx) if p.param_type_name == "argument"]
        return ["[OPTIONS]", *map(_usage, arguments)]

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Arguments and options, each in a list of its own."""
        _write_parameters(self, ctx, formatter)

    def format_epilog(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 - typer's signature
        """The examples, as they were written."""
        _write_epilog(self, formatter)


class Group(TyperGroup):
    """A command group whose help lists its commands in sections, in the order they were added."""

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Options, then the commands."""
        _write_parameters(self, ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The commands under their sections' headings; all columns line up."""
        sections: dict[str, list[tuple[str, str]]] = {}
        names = self.list_commands(ctx)
        width = max(map(len, names), default=0)
        for name in names:
            command = self.get_command(ctx, name)
            if command is None or command.hidden:
                continue
            section = getattr(command, "rich_help_panel", None) or "Commands"
            text = command.get_short_help_str(formatter.width - width - 4)
            sections.setdefault(section, []).append((name.ljust(width), text))
        for section, rows in sections.items():
            with formatter.section(section):
                formatter.write_dl(rows)

    def format_epilog(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 - typer's signature
        """The examples, as they were written."""
        _write_epilog(self, formatter)


def _usage(argument: Any) -> str:
    name = argument.metavar or argument.name.upper()
    if not argument.required:
        name = f"[{name}]"
    return name if argument.nargs == 1 else f"{name}..."


def _write_epilog(command: Any, formatter: Any) -> None:
    if command.epilog:
        formatter.write_paragraph()
        formatter.write(command.epilog + "\n")


def _write_parameters(command: Any, ctx: Any, formatter: Any) -> None:
    records: dict[str, list[tuple[str, str]]] = {"argument": [], "option": []}
    for parameter in command.get_params(ctx):
        record = parameter.get_help_record(ctx)
        if record is not None:
            name, text = record
            if parameter.param_type_name == "argument":
                name = parameter.metavar or parameter.name.upper()
            records[parameter.param_type_name].append((name, _plain(text)))
    for heading, kind in (("Arguments", "argument"), ("Options", "option")):
        if records[kind]:
            with formatter.section(heading):
                formatter.write_dl(records[kind])


def _plain(text: str) -> str:
    """Ranges in words; what an argument's usage line says already is left out."""
    text = _FLOOR.sub("", _RANGE.sub(r"\1 to \2", text))
    return text.replace("  [required]", "").replace("; required]", "]")


def examples(*lines: tuple[str, str]) -> str:
    """An epilog of commands with what each is for, as wide as the longest that has a meaning.

    A command that says it by itself has the meaning "".
    """
    width = max((len(command) for command, meaning in lines if meaning), default=0)
    rows = [f"  {command:<{width}}  {meaning}".rstrip() for command, meaning in lines]
    return "Examples:\n" + "\n".join(rows)
