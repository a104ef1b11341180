"""The command line as a person meets it: `mediahub(...)` in a workspace, and what it printed."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from mediahub.cli.main import main
from tests.pipeline.conftest import CAPTIONS, Place, bare, edit, empty, sound, themed

__all__ = ["CAPTIONS", "Place", "bare", "edit", "empty", "sound", "themed"]

GOLDEN = Path(__file__).with_name("golden")


@dataclass(frozen=True)
class Told:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


Mediahub = Callable[..., Told]


@pytest.fixture
def mediahub(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Mediahub:
    """Run a command in this process, on a machine with no model, 80 columns wide."""
    monkeypatch.setenv("MEDIAHUB_MODELS", str(tmp_path / "models"))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.delenv("NO_COLOR", raising=False)

    def run(*arguments: str) -> Told:
        capfd.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        out, err = capfd.readouterr()
        code = ended.value.code
        assert isinstance(code, int)
        return Told(code, out, err)

    return run


def golden(name: str, text: str) -> None:
    """Hold a text against its golden file; one that is not there yet is written, and fails."""
    path = GOLDEN / name
    if not path.exists():
        path.write_text(text, encoding="utf-8")
        pytest.fail(f"{name} was made; read it, and run again")
    assert text == path.read_text(encoding="utf-8")
