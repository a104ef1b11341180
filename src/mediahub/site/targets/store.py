"""What a place must be able to do to hold a site, and a folder of this machine as such a place."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from mediahub.atomic import replacing
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
        with (
            _told(name),
            replacing(self._folder / name) as temporary,
            source.open("rb") as reading,
            temporary.open("wb") as writing,
        ):
            while chunk := reading.read(1 << 20):
                writing.write(chunk)

    def remove(self, name: str) -> None:
        """As `Store.remove`; folders that become empty go with it."""
        with _told(name):
            path = self._folder / name
            path.unlink(missing_ok=True)
            for folder in path.parents:
                if folder == self._folder or any(folder.iterdir()):
                    return
                folder.rmdir()


@contextmanager
def _told(name: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        return
    except OSError as error:
        raise StoreError(f"{name} cannot be put there ({error.strerror or error})") from error
