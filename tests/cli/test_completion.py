"""What the shell offers at TAB."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Mediahub, Place

ITEM = "2020-06-03-tema-samtal"


def offered(place: Place, words: str, last: int | None = None) -> list[str]:
    """What bash would be given for the last word of a command line that ends there.

    `last` is that word's number where spaces stand in words.
    """
    line = f"mediahub -C {place.root} {words}"
    asked = os.environ | {
        "_MEDIAHUB_COMPLETE": "complete_bash",
        "COMP_WORDS": line,
        "COMP_CWORD": str(last or len(line.split(" ")) - 1),
    }
    ended = subprocess.run(
        [sys.executable, "-m", "mediahub"], env=asked, capture_output=True, text=True, check=False
    )
    assert ended.stderr == ""
    return ended.stdout.strip("\n").splitlines()


@pytest.fixture
def made(themed: Place, mediahub: Mediahub) -> Place:
    """A workspace that has been run."""
    mediahub("-C", str(themed.root), "run")
    return themed


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("run --only 20", [ITEM]),
        ("publish ", [ITEM]),
        ("name 2", [ITEM]),
        (f"name {ITEM} E", ["Erik"]),
        (f"name {ITEM} Erik a", ["anna-lind"]),
        ("correct x", []),
        ("search barn --theme 2", ["2020-06-03-tema"]),
        ("search barn --kind gl", ["glossary"]),
        ("run --stage rec", ["recognise"]),
        (
            "run --model KBLab/kb-whisper-large",
            [f"KBLab/kb-whisper-large{style}" for style in ("", "@subtitle", "@strict")],
        ),
        ("pub", ["publish"]),
        ("chapters 2", [ITEM]),
        ("chapters re", ["rename", "remove", "reset"]),
        ("chapters rename 2", [ITEM]),
    ],
)
def test_ids_and_names_complete(made: Place, words: str, expected: list[str]):
    assert offered(made, words) == expected


def test_what_can_be_read_is_offered_whatever_is_wrong(themed: Place):
    (themed.root / "mediahub.toml").write_text("nonsense = [", encoding="utf-8")
    assert offered(themed, "run --only 2") == [ITEM]
    assert offered(themed, "search barn --theme 2") == ["2020-06-03-tema"]
    assert offered(themed, "name 2") == []  # nothing was made yet


def test_what_was_made_is_offered_when_its_source_is_gone(made: Place):
    (made.root / "media" / "2020-06-03-tema").rename(made.root / "media" / "2021-tema")
    assert offered(made, "publish ") == ["2021-tema-samtal", ITEM]
    (made.root / "media").rename(made.root / "elsewhere")
    assert offered(made, "publish ") == [ITEM]
    (made.root / "transcripts").rename(made.root / "gone")
    assert offered(made, "publish ") == []


def test_completion_is_installed_for_the_shell(tmp_path: Path):
    home = tmp_path / "hem"
    home.mkdir()
    asked = os.environ | {"HOME": str(home), "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    ended = subprocess.run(
        [sys.executable, "-m", "mediahub", "--install-completion", "bash"],
        env=asked, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 0
    assert "bash completion installed in" in ended.stdout
    script = (home / ".bash_completions" / "mediahub.sh").read_text(encoding="utf-8")
    assert "complete -o default -F _mediahub_completion mediahub" in script


@pytest.mark.parametrize(
    ("typed", "offers"),
    [
        ("An", ["Anna\\ Lind\\ \\(värd\\)"]),
        ("Anna\\ L", ["Anna\\ Lind\\ \\(värd\\)"]),
        ('"An', ["Anna Lind (värd)"]),
    ],
)
def test_bash_gets_a_name_of_several_words_as_one(made: Place, typed: str, offers: list[str]):
    path = made.root / "transcripts" / ITEM / "transcript.json"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"Erik"', '"Anna Lind (värd)"'), encoding="utf-8")
    assert offered(made, f"name {ITEM} {typed}", last=5)[-1:] == offers
