"""The commands in a real terminal of 80 columns, by tmux: nothing cut, nothing torn at the edge."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.e2e.conftest import THEME

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="there is no tmux here")

Screen = Callable[..., str]


@pytest.fixture
def screen() -> Iterator[Screen]:
    """Run a mediahub command in a terminal and return what stands on it when it is done."""
    server = f"mediahub-e2e-{uuid.uuid4().hex}"

    def tmux(*arguments: str) -> str:
        return subprocess.run(
            ["tmux", "-L", server, *arguments], check=True, capture_output=True, text=True
        ).stdout

    tmux("-f", os.devnull, "new-session", "-d", "-x", "80", "-y", "80", "sh")
    tmux("set-option", "history-limit", "5000")

    def show(*arguments: str, escapes: bool = False, surroundings: str = "") -> str:
        line = shlex.join([sys.executable, "-m", "mediahub", *arguments])
        tmux("send-keys", f"clear; {surroundings} {line}; tmux -L {server} wait-for -S done",
             "Enter")  # fmt: skip
        tmux("wait-for", "done")
        shown = tmux("capture-pane", "-p", *(["-e"] if escapes else []))
        return shown.strip("\n")

    yield show
    tmux("kill-server")


def test_the_help_stands_whole_in_80_columns(screen: Screen):
    shown = screen("--help")
    assert "Usage: mediahub [OPTIONS] COMMAND [ARGS]..." in shown
    assert "  search    Find where something was said.\n" in shown
    assert max(map(len, shown.splitlines())) <= 80
    assert shown.count("...") == 1


def test_a_run_with_nothing_to_do_wraps_at_words(screen: Screen, workspace: Path):
    shown = screen("-C", str(workspace), "run")
    assert re.search(r"^Nothing to do: 2 items \(\d:\d\d of sound\), up to date\.$", shown, re.M)
    assert (
        "Note: no public_url in mediahub.toml: the feeds are made for `mediahub preview`\n" in shown
    )
    assert "\n  alone" in shown


def test_a_hit_is_bold_on_a_terminal_and_bracketed_when_no_colour_is_wanted(
    screen: Screen, workspace: Path
):
    shown = screen("-C", str(workspace), "search", "hembesök", "-skola", escapes=True)
    assert "\x1b[1mhembesök" in shown.lower()
    plain = screen("-C", str(workspace), "search", "hembesök", surroundings="NO_COLOR=1")
    assert "[hembesök" in plain.lower()


def test_a_plan_with_work_to_do_is_short(screen: Screen, workspace: Path):
    shutil.rmtree(workspace / "index")
    shown = screen("-C", str(workspace), "plan")
    assert "search index\n  missing    13 texts: not in the index\n" in shown
    screen("-C", str(workspace), "run")
    assert (workspace / "transcripts" / f"{THEME}-temafilm").is_dir()
