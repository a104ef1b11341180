"""A place that the conductor and all workers reach, where files lie under their digests.

Nobody changes a file there: its name says its bytes, and who fetches it holds them against it. A
result is a note of digests, put after all files that it names; so it is whole or not there.
"""

import errno
import json
import os
import socket
import tempfile
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from mediahub.catalog.settings import PublishSettings
from mediahub.errors import MediaError, SettingsError, system_reason
from mediahub.pipeline.execute.cluster.address import DepotPlace
from mediahub.pipeline.execute.values import Task
from mediahub.site.targets.opening import open_store
from mediahub.site.targets.served import Served
from mediahub.site.targets.store import Store, StoreError
from mediahub.tongues import Words
from mediahub.workspace.digests import sha256_of

_PRIVATE = Served("application/octet-stream", "no-store")
_ID = "cluster.json"
_OWN_DISK = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EROFS))
"""What a disk of our own says, and no bucket."""
_HERE = Words(
    "{name}: {what} could not be kept on the machine {host} ({why}); see to the disk of its "
    "--scratch folder (--scratch-size says how much is kept for later), then run again",
    "{name}: {what} gick inte att spara på datorn {host} ({why}). Se till disken med dess "
    "--scratch-mapp (--scratch-size säger hur mycket som sparas till senare), och kör igen.",
)
_UNREACHED = Words(
    "{name}: {what} could not be put or fetched ({why}); see that it can be reached and that the "
    "keys are right, then run again",
    "{name}: {what} gick inte att lägga dit eller hämta ({why}). Se till att den går att nå och "
    "att nycklarna stämmer, och kör igen.",
)


@dataclass(frozen=True, slots=True)
class Depot:
    """Files in a store, and what is told of them; `name` is how people know it.

    Every method raises MediaError, caused by a ConnectionError, where the store does not answer:
    that may pass, and is worth another try.
    """

    store: Store
    name: str

    def identity(self) -> str:
        """What tells this depot from others, by whichever address; made where there is none."""
        with self._reached(_ID):
            if self.store.read(_ID) is None:
                self.write(_ID, json.dumps({"schema": 1, "id": uuid.uuid4().hex}) + "\n")
            told = self.store.read(_ID)
        try:
            return f"depot {json.loads(told or b'')['id']}"
        except (ValueError, KeyError, TypeError) as error:
            raise SettingsError(
                f"{self.name}: {_ID} is damaged: take it away, and restart the workers",
                swedish=f"{self.name}: {_ID} är skadad. Ta bort den, och starta om "
                "arbetsprocesserna.",
            ) from error

    def file(self, area: str, digest: str) -> str:
        """The name of the file with these bytes."""
        return f"{area}/files/{digest}"

    def note(self, area: str, task: Task) -> str:
        """The name of the note that a task's result is."""
        return f"{area}/made/{task.item}/{task.stage}.{task.wants[:24]}.json"

    def tries(self, area: str, task: Task) -> str:
        """The folder of the marks of those who try a task."""
        return f"{area}/tries/{task.item}/{task.stage}.{task.wants[:24]}"

    def kept(self, area: str, task: Task) -> str:
        """The folder of a task's unfinished work."""
        return f"{area}/kept/{task.item}/{task.work}"

    def has(self, area: str, digest: str) -> bool:
        """Whether the file with these bytes lies there."""
        with self._reached(digest):
            return self.store.size(self.file(area, digest)) is not None

    def put(self, area: str, digest: str, source: Path) -> None:
        """Let the file with these bytes lie there, unless one of its length does."""
        name, length = self.file(area, digest), source.stat().st_size
        with self._reached(str(source)):
            if self.store.size(name) != length:
                self.store.put(name, source, _PRIVATE)

    def get(self, area: str, digest: str, target: Path) -> None:
        """Have the file with these bytes at `target`; another one is taken away, and told."""
        name = self.file(area, digest)
        part = target.with_name(f".{uuid.uuid4().hex[:8]}{target.suffix}")
        try:
            with self._reached(target.name):
                found = self.store.get(name, part)
            if found and sha256_of(part) == digest:
                part.replace(target)
                return
        finally:
            part.unlink(missing_ok=True)
        with self._reached(target.name):
            self.store.remove(name)
        how, hur = (
            ("has other bytes than it was sent with", "har andra byte än den skickades med")
            if found
            else ("is not there", "finns inte där")
        )
        raise MediaError(
            f"{self.name}: {target.name} ({digest[:12]}…) {how}; run again, and it is sent anew",
            swedish=f"{self.name}: {target.name} ({digest[:12]}…) {hur}. Kör igen, så skickas den "
            "på nytt.",
        ) from ConnectionError(how)

    def read(self, name: str) -> bytes | None:
        """A note, None where there is none."""
        with self._reached(name):
            return self.store.read(name)

    def write(self, name: str, text: str) -> None:
        """Put a note there, whole."""
        handle, path = tempfile.mkstemp(prefix="mediahub-note-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            with self._reached(name):
                self.store.put(name, Path(path), _PRIVATE)
        finally:
            Path(path).unlink(missing_ok=True)

    def copy(self, source: Path, name: str) -> None:
        """Let a file lie there under a name of its own, in place of what did."""
        with self._reached(name):
            self.store.put(name, source, _PRIVATE)

    def fetch(self, name: str, target: Path) -> None:
        """Have a file that has a name of its own; one that has gone meanwhile is well."""
        with self._reached(name):
            self.store.get(name, target)

    def size(self, name: str) -> int:
        """The bytes of a file that has a name of its own, 0 for none."""
        with self._reached(name):
            return self.store.size(name) or 0

    def names(self, folder: str) -> list[str]:
        """All that lies in a folder."""
        with self._reached(folder):
            return self.store.names(folder)

    def remove(self, name: str) -> None:
        """Take it away; what is not there is well."""
        with self._reached(name):
            self.store.remove(name)

    @contextmanager
    def _reached(self, what: str) -> Iterator[None]:
        try:
            yield
        except StoreError as error:
            cause = error.__cause__
            if isinstance(cause, OSError) and cause.errno in _OWN_DISK:
                said = _HERE.said(
                    name=self.name, what=what, host=socket.gethostname(), why=system_reason(cause)
                )
                # Another machine may have room, so that another try is worth it.
                raise MediaError(said) from ConnectionError(str(cause))
            why = (str(cause).strip().splitlines() or [type(cause).__name__])[0]
            raise MediaError(
                _UNREACHED.said(name=self.name, what=what, why=why)
            ) from ConnectionError(why)


def open_depot(place: DepotPlace, environment: Mapping[str, str]) -> Depot:
    """The depot at a place, reached as a publishing target is, with the same secrets.

    Raises SettingsError where it cannot be reached, or is not ours to write.
    """
    settings = PublishSettings(place.target, place.endpoint, place.region)
    try:
        depot = Depot(open_store(settings, Path("/"), environment), place.target)
        depot.identity()
    except (StoreError, MediaError) as error:
        raise SettingsError(
            f"--depot {place.target}: {error}",
            swedish=f"--depot {place.target}: {error.said.swedish}",
        ) from error
    return depot
