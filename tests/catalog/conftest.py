"""A workspace written out in a test: file names and what is in them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from mediahub.catalog import Catalogue, load, load_for_reading
from mediahub.errors import SettingsError

Make = Callable[[dict[str, str | bytes]], Path]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Write files (empty ones for media) into a folder called "min-podd" and return it."""

    def write(files: dict[str, str | bytes]) -> Path:
        root = tmp_path / "min-podd"
        (root / "media").mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return root

    return write


@pytest.fixture
def loaded(make: Make) -> Callable[[dict[str, str | bytes]], Catalogue]:
    """Write files and load the workspace."""
    return lambda files: load(make(files))


@pytest.fixture
def problems(make: Make) -> Callable[[dict[str, str | bytes]], list[str]]:
    """Write files, load the workspace, and return the lines that tell what is wrong.

    They come as an error exactly when one of them is about what the whole workspace leans on, and
    whoever only reads is told the same.
    """

    def read(files: dict[str, str | bytes]) -> list[str]:
        root = make(files)
        lines = [problem.line for problem in load_for_reading(root).problems]
        whole = ("mediahub.toml: ", "media/people.toml: ")
        if any(line.startswith(whole) or ": cannot be read: " in line for line in lines):
            with pytest.raises(SettingsError) as error:
                load(root)
            head = f"{len(lines)} problem{'s' * (len(lines) > 1)} in the workspace:"
            assert str(error.value).split("\n") == [head, *lines]
        else:
            assert [problem.line for problem in load(root).problems] == lines
        assert lines
        return lines

    return read
