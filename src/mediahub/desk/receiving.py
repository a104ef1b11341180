"""Files that are handed in piece by piece: begun, gone on with after a broken line, or given up.

What has come lies under `.mediahub/uploads/ID/` until it is whole and found fit (`takingin`). How
much there is of a file is its size on disk and nothing else, so that nothing can disagree with it.
"""

import errno
import fcntl
import json
import os
import re
import secrets
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from mediahub.atomic import write_json
from mediahub.errors import MediaError
from mediahub.workspace.paths import Workspace

SCHEMA = 1
LARGEST = 64 << 30
"""Bytes of one file: ten hours of film as cameras make it."""
SPARE = 1 << 30
"""Bytes that stay free on the disk: a run must have somewhere to write."""
MOST_UNFINISHED = 50
"""Of one person."""
KEPT_S = 7 * 24 * 3600.0
"""How long an upload that nobody goes on with is kept."""
ABOUT = "about.json"
_ID = re.compile(r"[A-Za-z0-9_-]{22}")

Why = Literal["unknown", "busy", "elsewhere", "large", "room", "many", "empty", "unfit"]


class UploadError(MediaError):
    """An upload that cannot begin, go on or be taken in; `why` says which, the rest is words."""

    def __init__(self, why: Why, message: str, *, swedish: str) -> None:
        super().__init__(message, swedish=swedish)
        self.why = why


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of an upload: the file as seen from the workspace, and what it is of.

    `item` is None where it is of none, as captions whose recording has not come. `title` and
    `length_ms` are what the file itself tells.
    """

    file: str
    item: str | None = None
    title: str | None = None
    length_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way: `offset` of `length` bytes have come, by `by`, for `folder` in media/.

    `called` is its name on the computer it comes from, `name` what it will be called here.
    `touched` is when the last byte came (seconds), `note` what the client wants back as it was.
    """

    id: str
    called: str
    name: str
    folder: str
    length: int
    by: str
    note: str = ""
    offset: int = 0
    touched: float = 0.0
    taken: Taken | None = None

    @property
    def whole(self) -> bool:
        """Whether every byte has come."""
        return self.offset == self.length


class Uploads:
    """The uploads of a workspace; safe to use from several threads and processes.

    `now` is a clock in seconds, `free` says how many bytes are free where a folder lies.
    """

    def __init__(
        self,
        root: Path,
        now: Callable[[], float] = time.time,
        free: Callable[[Path], int] | None = None,
    ) -> None:
        self._folder = Workspace(root).private / "uploads"
        self._now = now
        self._free = free or _free

    def begin(
        self, called: str, name: str, folder: str, length: int, by: str, note: str = ""
    ) -> Upload:
        """Make room for a file. Raises UploadError where it is too large, or there is no room."""
        self._require_room(called, length, by)
        made = Upload(secrets.token_urlsafe(16), called, name, folder, length, by, note)
        place = self._folder / made.id
        place.mkdir(parents=True)
        (place / name).touch()
        self._write(made)
        return replace(made, touched=self._now())

    def find(self, upload_id: str, by: str) -> Upload:
        """The upload as it is. Raises UploadError for none, or another's."""
        found = self._read(upload_id) if _ID.fullmatch(upload_id) else None
        if found is None or found.by != by:
            raise _gone()
        return found

    def settled(self, upload_id: str, by: str) -> Upload:
        """The upload as it is while nobody writes. Raises UploadError for one somebody is at."""
        with self._locked(upload_id, by) as (found, _):
            return found

    def of(self, by: str) -> tuple[Upload, ...]:
        """Somebody's uploads that are not taken in yet, the latest first."""
        found = [one for one in self._all() if one.by == by and one.taken is None]
        return tuple(sorted(found, key=lambda one: -one.touched))

    @contextmanager
    def held(self, upload_id: str, by: str) -> Iterator[tuple[Upload, Path]]:
        """The upload and its file while nobody else may touch it.

        Raises UploadError for none, or one that somebody is at.
        """
        with self._locked(upload_id, by) as (found, handle):
            del handle
            yield found, self._folder / found.id / found.name

    @contextmanager
    def writing(self, upload_id: str, by: str, offset: int) -> Iterator["Pen"]:
        """A pen that writes on from `offset`, which must be how much there is.

        Raises UploadError for none, one that somebody is at, or another offset.
        """
        with self._locked(upload_id, by) as (found, handle):
            if offset != found.offset:
                raise UploadError(
                    "elsewhere",
                    f"{found.offset} bytes have come; go on from there",
                    swedish=f"{found.offset} byte har kommit. Fortsätt därifrån.",
                )
            pen = Pen(handle, found)
            try:
                yield pen
            finally:
                pen.rest()

    def taken_in(self, found: Upload, taken: Taken) -> Upload:
        """Note what became of it; whoever asks again is told the same. Its lock is held."""
        done = replace(found, taken=taken)
        self._write(done)
        (self._folder / found.id / found.name).unlink(missing_ok=True)
        return done

    def discard(self, found: Upload) -> None:
        """Take away one of no use. Its lock is held."""
        shutil.rmtree(self._folder / found.id, ignore_errors=True)

    def end(self, upload_id: str, by: str) -> None:
        """Give an upload up. Raises UploadError for none, or one that somebody is at."""
        with self._locked(upload_id, by):
            shutil.rmtree(self._folder / upload_id, ignore_errors=True)

    def sweep(self) -> list[str]:
        """Take away what nobody has gone on with for `KEPT_S`; the names that the files had."""
        gone = []
        for one in self._all():
            if self._now() - one.touched <= KEPT_S:
                continue
            with suppress(UploadError):
                if one.taken is None:
                    self.end(one.id, one.by)
                    gone.append(one.called)
                else:
                    shutil.rmtree(self._folder / one.id, ignore_errors=True)
        known = {one.id for one in self._all()}
        for place in self._folder.glob("*"):
            with suppress(OSError):  # what was begun and never written down
                if place.name not in known and self._now() - place.stat().st_mtime > KEPT_S:
                    shutil.rmtree(place)
        return gone

    def _require_room(self, called: str, length: int, by: str) -> None:
        if length <= 0:
            raise UploadError(
                "empty", f"{called}: the file is empty", swedish=f"{called}: filen är tom."
            )
        if length > LARGEST:
            raise UploadError(
                "large",
                f"{called}: larger than {LARGEST >> 30} GB; make it smaller, or put it into media/",
                swedish=f"{called}: större än {LARGEST >> 30} GB. Gör filen mindre, eller be den "
                "som sköter datorn att lägga den i media/.",
            )
        others = [one for one in self._all() if one.taken is None]
        if sum(one.by == by for one in others) >= MOST_UNFINISHED:
            raise UploadError(
                "many",
                f"there are {MOST_UNFINISHED} unfinished uploads; finish or remove some",
                swedish=f"Du har redan {MOST_UNFINISHED} uppladdningar som inte är klara. Gör dem "
                "klara eller ta bort några.",
            )
        coming = sum(one.length - one.offset for one in others)
        lacks = length + coming + SPARE - self._free(self._folder)
        if lacks > 0:
            raise UploadError(
                "room",
                f"{called}: {_megabytes(lacks)} more would have to be free on the disk",
                swedish=f"{called}: disken räcker inte. {_megabytes(lacks)} till behöver bli "
                "ledigt. Be den som sköter datorn att göra plats, eller ta bort uppladdningar som "
                "inte är klara.",
            )

    @contextmanager
    def _locked(self, upload_id: str, by: str) -> Iterator[tuple[Upload, int]]:
        found = self.find(upload_id, by)
        path = self._folder / found.id / (found.name if found.taken is None else ABOUT)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_APPEND)
        except OSError:
            raise _gone() from None
        try:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise UploadError(
                    "busy",
                    "somebody is at this very upload; try again in a moment",
                    swedish="Uppladdningen är redan i gång. Försök igen om en stund.",
                ) from None
            if not os.fstat(handle).st_nlink:
                raise _gone()
            yield self.find(upload_id, by), handle  # as it is now that nobody changes it
        finally:
            os.close(handle)

    def _all(self) -> list[Upload]:
        try:
            names = sorted(os.listdir(self._folder))  # noqa: PTH208 - names alone are wanted
        except OSError:
            return []
        found = (self._read(name) for name in names if _ID.fullmatch(name))
        return [one for one in found if one is not None]

    def _read(self, upload_id: str) -> Upload | None:
        place = self._folder / upload_id
        try:
            value = json.loads((place / ABOUT).read_text(encoding="utf-8"))
            if value.pop("schema") != SCHEMA:
                return None
            taken = Taken(**value.pop("taken")) if value["taken"] else value.pop("taken")
            made = Upload(id=upload_id, taken=taken, **value)
            if taken is not None:
                return replace(made, offset=made.length, touched=(place / ABOUT).stat().st_mtime)
            state = (place / made.name).stat()
            return replace(made, offset=state.st_size, touched=state.st_mtime)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None  # swept half-way, or nobody's

    def _write(self, made: Upload) -> None:
        taken: dict[str, Any] | None = None
        if made.taken is not None:
            one = made.taken
            taken = {"file": one.file, "item": one.item, "title": one.title,
                     "length_ms": one.length_ms}  # fmt: skip
        value = {
            "schema": SCHEMA, "called": made.called, "name": made.name, "folder": made.folder,
            "length": made.length, "by": made.by, "note": made.note, "taken": taken,
        }  # fmt: skip
        write_json(self._folder / made.id / ABOUT, value)


class Pen:
    """Writes on at the end of an upload."""

    def __init__(self, handle: int, upload: Upload) -> None:
        self._handle = handle
        self._upload = upload
        self._lock = threading.Lock()
        self._rests = False
        self.offset = upload.offset

    @property
    def wanted(self) -> int:
        """How many bytes are still to come."""
        return self._upload.length - self.offset

    def rest(self) -> None:
        """Write no more: once what is under way in another thread is written, the file closes."""
        with self._lock:
            self._rests = True

    def write(self, data: bytes) -> None:
        """Write on. Raises UploadError where the disk is full, or more comes than was said."""
        with self._lock:
            if not self._rests:
                self._write(data)

    def _write(self, data: bytes) -> None:
        more = len(data) > self.wanted
        rest = memoryview(data)[: self.wanted]
        called = self._upload.called
        try:
            while rest:
                written = os.write(self._handle, rest)
                self.offset += written
                rest = rest[written:]
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
                raise
            raise UploadError(
                "room",
                f"{called}: the disk is full; what has come is kept",
                swedish=f"{called}: disken är full. Det som kommit är kvar. Be den som sköter "
                "datorn att göra plats, och fortsätt sedan.",
            ) from error
        if more:
            raise UploadError(
                "large",
                f"{called}: more comes than the {self._upload.length} bytes that were said",
                swedish=f"{called}: det kommer mer än filens {self._upload.length} byte. Ta bort "
                "uppladdningen och börja om.",
            )


def _gone() -> UploadError:
    return UploadError(
        "unknown",
        "there is no such upload; begin anew",
        swedish="Uppladdningen finns inte längre. Börja om.",
    )


def _free(folder: Path) -> int:
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free


def _megabytes(size: int) -> str:
    return f"{size / (1 << 30):.1f} GB" if size >= 1 << 30 else f"{max(1, size >> 20)} MB"
