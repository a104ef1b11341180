"""The help pages: whole, in 80 columns, nothing cut."""

import re
from pathlib import Path

import pytest

from mediahub.cli.run import FIELD_NAMES, RENEWABLE, StageName
from mediahub.pipeline import stages
from mediahub.pipeline.selection import FIELDS
from mediahub.pipeline.stages import STAGE_NAMES
from tests.cli.conftest import Mediahub, golden

COMMANDS = [
    "init", "new", "plan", "run", "watch", "status", "log", "search", "preview", "name", "correct",
    "review", "edits", "replace", "split", "join", "withhold", "publish", "withdraw", "people",
    "chapters", "evaluate", "compare", "clean", "schema", "models", "worker", "cluster",
]  # fmt: skip


def test_the_first_page_lists_the_commands_in_sections(mediahub: Mediahub):
    told = mediahub("--help")
    assert (told.code, told.err) == (0, "")
    golden("help.txt", told.out)


def test_the_page_of_run(mediahub: Mediahub):
    golden("help-run.txt", mediahub("run", "--help").out)


@pytest.mark.parametrize(
    "command", [[], *([name] for name in COMMANDS), ["new", "theme"], ["new", "item"],
                ["models", "fetch"], ["cluster", "scheduler"], ["cluster", "certificates"],
                *(["chapters", one] for one in ("list", "set", "add", "move", "rename", "remove",
                                                "reset"))], ids=" ".join
)  # fmt: skip
def test_every_page_fits_a_terminal_and_cuts_nothing(mediahub: Mediahub, command: list[str]):
    told = mediahub(*command, "--help")
    assert told.code == 0
    assert max(map(len, told.lines)) <= 80
    for line in told.lines:
        assert "..." not in line or line.startswith("Usage:")
        assert not re.search(r"<\w|\w[<>]=", line)  # typer's own ranges and types


def test_run_takes_the_stages_that_there_are():
    assert tuple(StageName) == STAGE_NAMES
    assert RENEWABLE == stages.RENEWABLE
    assert tuple(field.name for field in FIELDS) == FIELD_NAMES
    page = Path(__file__).parents[2].joinpath("docs/rerunning.md").read_text(encoding="utf-8")
    assert [name for name in FIELD_NAMES if f"`{name}`" not in page] == []


def test_no_command_is_help_and_exit_2(mediahub: Mediahub):
    told = mediahub()
    assert (told.code, told.out) == (2, "")
    assert told.err.startswith("Usage: mediahub [OPTIONS] COMMAND")


def test_the_version(mediahub: Mediahub):
    from mediahub import __version__

    assert mediahub("--version").out == f"mediahub {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["runn"], "no such command 'runn'. Did you mean 'run'?\nTry `mediahub --help`."),
        (
            ["run", "--onyl", "x"],
            "no such option: --onyl (Possible options: --json, --only, --until)\n"
            "Try `mediahub run --help`.",
        ),
        (
            ["run", "-C", "x"],
            "no such option: -C; it stands before the command: mediahub -C DIR COMMAND\n"
            "Try `mediahub run --help`.",
        ),
        (["name", "a"], "missing argument 'SPEAKER'\nTry `mediahub name --help`."),
        (
            ["run", "--jobs", "0"],
            "invalid value for '--jobs': it should be greater than or equal to 1\n"
            "Try `mediahub run --help`.",
        ),
        (
            ["schema", "film"],
            "invalid value for 'NAME': 'film' is not one of 'mediahub', 'theme', 'people', "
            "'item', 'published'\nTry `mediahub schema --help`.",
        ),
        (
            ["run", "--renew", "words"],
            "--renew words: it takes version, record, model, vocabulary, language, settings, "
            "speakers, chapters, with a comma between, or all",
        ),
    ],
)
def test_a_wrong_command_line_is_told_with_the_way_out(
    mediahub: Mediahub, arguments: list[str], message: str
):
    told = mediahub(*arguments)
    assert (told.code, told.out, told.err) == (2, "", f"mediahub: {message}\n")
