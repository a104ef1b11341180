"""What docs/cluster.md prints is what the program takes: its commands, scripts and manifest."""

import re
import shlex
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import typer

from mediahub.cli.hours import until_moment
from mediahub.cli.main import app

TEXT = (Path(__file__).parents[2] / "docs" / "cluster.md").read_text(encoding="utf-8")


def blocks(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", TEXT, re.DOTALL)


def commands() -> list[list[str]]:
    """The words of each command of ours in the shell's blocks."""
    found = []
    for block in blocks("sh"):
        for line in block.replace("\\\n", " ").replace("$SLURM_CPUS_PER_TASK", "16").splitlines():
            words = shlex.split(line, comments=True)
            if words and words[0] == "mediahub":
                found.append([word for word in words[1:] if word != "&"])
    return found


def taken(words: list[str]) -> dict[str, Any]:
    """The options of a command by their names. Raises what the command line raises."""
    command: Any = typer.main.get_command(app)
    context = command.make_context("mediahub", list(words), resilient_parsing=True)
    while hasattr(command, "commands"):
        rest = [*context._protected_args, *context.args]
        name, command, rest = command.resolve_command(context, rest)
        context = command.make_context(name, rest, parent=context)
    return dict(context.params)


def test_every_command_is_one_that_the_program_takes() -> None:
    assert len(commands()) > 8
    for words in commands():
        options = taken(words)
        if options.get("until") is not None:
            until_moment(options["until"], datetime.now(UTC))


@pytest.mark.parametrize("script", [one for one in blocks("sh") if one.startswith("#!")])
def test_the_scripts_are_bash(script: str) -> None:
    told = subprocess.run(["bash", "-n"], input=script, text=True, capture_output=True, check=False)
    assert (told.returncode, told.stderr) == (0, "")


def test_the_manifest_has_what_it_names_and_starts_workers_that_there_are() -> None:
    yaml = pytest.importorskip("yaml", reason="the cluster's extra, which brings YAML, is missing")
    documents = list(yaml.safe_load_all(blocks("yaml")[0]))
    assert [one["kind"] for one in documents] == ["Service", "Deployment", "Deployment"]
    for one in documents[1:]:
        pod = one["spec"]["template"]["spec"]
        assert one["spec"]["selector"]["matchLabels"].items() <= (
            one["spec"]["template"]["metadata"]["labels"].items()
        )
        volumes = {volume["name"] for volume in pod["volumes"]}
        for container in pod["containers"]:
            assert {mount["name"] for mount in container["volumeMounts"]} == volumes
            words = container["command"]
            if words[0] == "sh":
                words = shlex.split(words[2])[1:]
            assert words[0] == "mediahub"
            taken(words[1:])
