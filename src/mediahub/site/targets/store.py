"""What a place must be able to do to hold a site, and a folder of this machine as such a place."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from mediahub.atomic import replacing
from mediahub.errors import system_reason
from mediahub.site.target import SiteError
from mediahub.site.targets.served import Served


class StoreError(SiteError):
    """The place could not be asked or written; a later sync goes on from there."""


class Store(Protocol):
    """Files by name (forward slashes), each put whole; every method raises StoreError."""

    @property
    def at_once(self) -> int:
        """How many files may be put at the same time."""

    def read(self, name: str) -> bytes | None:
        """The bytes of a small file; None when there is none."""

    def size(self, name: str) -> int | None:
        """The length of a file in bytes; None when there is none."""

    def put(self, name: str, source: Path, headers: Served) -> None:
        """Let the file hold what `source` holds. What stood there stays until it is whole."""

    def get(self, name: str, target: Path) -> bool:
        """Let `target` hold what the file holds, whole; False where there is no such file."""

    def names(self, folder: str) -> list[str]:
        """The names of all files in a folder and below it, in order; none where it is not there."""

    def remove(self, name: str) -> None:
        """Take the file away; one that is not there is well."""


class FolderStore:
    """A folder of this machine (or a disk that is mounted in it) as a place."""

    at_once = 1

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, name: str) -> bytes | None:
        """As `Store.read`."""
        with _told(name):
            path = self._folder / name
            return path.read_bytes() if path.is_file() else None

    def size(self, name: str) -> int | None:
        """As `Store.size`."""
        with _told(name):
            path = self._folder / name
            return path.stat().st_size if path.is_file() else None

    def put(self, name: str, source: Path, headers: Served) -> None:  # noqa: ARG002
        """As `Store.put`; the headers are the web server's business."""
        with _told(name):
            _copy(source, self._folder / name)

    def get(self, name: str, target: Path) -> bool:
        """As `Store.get`."""
        with _told(name):
            if (self._folder / name).is_file():
                _copy(self._folder / name, target)
                return True
        return False

    def names(self, folder: str) -> list[str]:
        """As `Store.names`."""
        with _told(folder):
            found = (path for path in (self._folder / folder).rglob("*") if path.is_file())
            return sorted(path.relative_to(self._folder).as_posix() for path in found)
        return []

    def remove(self, name: str) -> None:
        """As `Store.remove`; folders that become empty go with it."""
        with _told(name):
            path = self._folder / name
            path.unlink(missing_ok=True)
            for folder in path.parents:
                if folder == self._folder or any(folder.iterdir()):
                    return
                folder.rmdir()


def _copy(source: Path, target: Path) -> None:
    with (
        replacing(target) as temporary,
        source.open("rb") as reading,
        temporary.open("wb") as writing,
    ):
        while chunk := reading.read(1 << 20):
            writing.write(chunk)


@contextmanager
def _told(name: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        return
    except OSError as error:
        raise StoreError(
            f"{name} cannot be put there ({error.strerror or error})",
            swedish=f"Det går inte att lägga {name} där ({system_reason(error).swedish}).",
        ) from error
