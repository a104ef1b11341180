"""A backup: all that is precious in one file, with a digest of each, and its way back.

It is a gzipped tar of `files/NAME` and, last, `manifest.json`, so that any tool can look into it.
"""

import contextlib
import hashlib
import io
import json
import os
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

from mediahub import __version__
from mediahub.catalog.scan import MEDIAHUB
from mediahub.errors import SettingsError, system_reason
from mediahub.workspace.locks import registry_lock, run_lock
from mediahub.workspace.paths import Workspace
from mediahub.workspace.precious import (
    DERIVED,
    FOLDERS,
    RESTORED_OVER,
    Precious,
    precious,
)
from mediahub.workspace.private import PRIVATE, private_folder

SCHEMA = 1
MANIFEST = "manifest.json"
_FILES = "files/"
_LARGEST_MANIFEST = 256 << 20
_TRIES = 5
"""So often all is read anew where somebody changed something meanwhile."""
_CHUNK = 1 << 20
_DAMAGED = (
    tarfile.TarError, zlib.error, EOFError, OSError, ValueError, KeyError, TypeError,
    AttributeError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class BackedUp:
    """What a backup holds: how many files of how many bytes; what it does not, and why."""

    files: int
    bytes: int
    left_out: dict[str, int]
    passed_over: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back; where what stood there before is kept; recordings that are not there."""

    files: int
    replaced: int
    kept_in: str | None
    absent: tuple[str, ...]
    made: str


def back_up(root: Path, file: Path, *, media: bool = False, force: bool = False) -> BackedUp:
    """Write a backup that nobody else may read; what stood at `file` is replaced with `force` only.

    It is of one moment, whoever is at work: where anything changed while it was read, all is read
    again. Raises SettingsError when that never ends, `file` stands already or lies where it would
    be published or backed up itself, and there is no workspace.
    """
    place = Path(os.path.abspath(file))  # noqa: PTH100 - it need not be there
    if not (root / MEDIAHUB).exists() and not (root / "media").is_dir():
        raise SettingsError(
            f"{root} is no workspace: it has neither {MEDIAHUB} nor media/",
            swedish=f"{root} är ingen arbetsyta: den har varken {MEDIAHUB} eller media/",
        )
    if any(place.is_relative_to(root / one) for one in (*FOLDERS, *DERIVED)):
        raise SettingsError(
            f"{file} would lie in the workspace itself; write it elsewhere",
            swedish=f"{file} skulle ligga i själva arbetsytan. Lägg den någon annanstans.",
        )
    if place.exists() and not force:
        raise SettingsError(
            f"{file} exists already; choose another name, or --force",
            swedish=f"{file} finns redan. Välj ett annat namn, eller skriv --force.",
        )
    for _ in range(_TRIES):
        with contextlib.suppress(_ChangedError):
            return _written(root, place, media)
    raise SettingsError(
        "the workspace is being changed all the time, so no backup of one moment could be made; "
        "try again when it is quieter",
        swedish="Arbetsytan ändras hela tiden, så det gick inte att säkerhetskopiera den som "
        "den är i ett ögonblick. Försök igen när det är lugnare.",
    )


def restore(file: Path, root: Path, *, force: bool = False) -> Restored:
    """Put a backup back into a folder, which must be empty without `force`.

    All of it is held against its digests before anything is written. With `force`, what stands
    there and reads otherwise is moved into `private/restored-over/`, and what the backup does not
    have stays. Raises SettingsError for what is no whole backup of ours.
    """
    manifest = _verified(file)
    if root.exists() and any(root.iterdir()) and not force:
        raise SettingsError(
            f"{root} is not empty; restore into an empty folder, or --force puts the backup over "
            "what stands there, which is then kept in private/restored-over/",
            swedish=f"{root} är inte tom. Återställ i en tom mapp. Med --force läggs "
            "säkerhetskopian över det som finns där, som då sparas i "
            "private/restored-over/.",
        )
    root.mkdir(parents=True, exist_ok=True)
    needed = sum(one["size"] for one in manifest["files"].values())
    if shutil.disk_usage(root).free < needed:
        raise SettingsError(
            f"{root} has no room for {needed // 1_000_000} MB; nothing was written",
            swedish=f"{root} har inte plats för {needed // 1_000_000} MB. Inget är skrivet.",
        )
    workspace = Workspace(root.resolve())
    with run_lock(workspace), registry_lock(workspace), _beside(workspace) as folder:
        _extract(file, folder, manifest)
        replaced, kept_in = _put(folder, workspace.root, manifest)
    absent = tuple(name for name in manifest["left_out"] if not (root / name).exists())
    return Restored(len(manifest["files"]), replaced, kept_in, absent, manifest["made"])


class _DamageError(ValueError):
    """What is wrong with a file that should be a backup, in both languages."""

    def __init__(self, english: str, swedish: str) -> None:
        super().__init__(english)
        self.swedish = swedish


class _ChangedError(Exception):
    """Something in the workspace changed while it was read."""


def _written(root: Path, place: Path, media: bool) -> BackedUp:
    found = precious(root, media=media)
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{place.name}-", suffix=".part", dir=place.parent)
    unfinished = Path(name)  # mkstemp lets nobody else read it
    try:
        with os.fdopen(handle, "wb") as out:
            total = _pack(root, found, out, 1 if media else 6)
            out.flush()
            os.fsync(out.fileno())
        if not found.lies_as(precious(root, media=media)):
            raise _ChangedError
        unfinished.replace(place)
    finally:
        unfinished.unlink(missing_ok=True)
    return BackedUp(len(found.files), total, found.left_out, found.passed_over)


def _pack(root: Path, found: Precious, out: IO[bytes], level: int) -> int:
    files: dict[str, Any] = {}
    with tarfile.open(
        fileobj=out, mode="w:gz", compresslevel=level, format=tarfile.PAX_FORMAT
    ) as tar:
        for name in found.files:
            try:
                source = (root / name).open("rb")
            except FileNotFoundError:
                raise _ChangedError from None
            with source:
                lies = os.fstat(source.fileno())
                info = tarfile.TarInfo(_FILES + name)
                info.size, info.mtime, info.mode = lies.st_size, lies.st_mtime, 0o600
                digest = _Hashed(source)
                try:
                    tar.addfile(info, digest)
                except OSError as error:
                    if "unexpected end of data" in str(error):
                        raise _ChangedError from None
                    raise
            files[name] = {"size": info.size, "sha256": digest.sha256.hexdigest()}
        value = {
            "schema": SCHEMA,
            "program": f"mediahub {__version__}",
            "made": datetime.now(UTC).isoformat(timespec="seconds"),
            "files": files,
            "left_out": found.left_out,
        }
        data = json.dumps(value, indent=1).encode()
        info = tarfile.TarInfo(MANIFEST)
        info.size, info.mode = len(data), 0o600
        tar.addfile(info, io.BytesIO(data))
    return sum(one["size"] for one in files.values())


class _Hashed:
    """A file that is hashed as it is read."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source, self.sha256 = source, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._source.read(size)
        self.sha256.update(data)
        return data


def _verified(file: Path) -> dict[str, Any]:
    """The manifest of a backup, every file of which is as it says. Raises SettingsError."""
    found: dict[str, Any] = {}
    manifest: dict[str, Any] | None = None
    try:
        for name, size, source in _members(file):
            if manifest is not None or name in found:
                raise _DamageError(
                    f"{name} stands where nothing may", f"{name} ligger där inget får ligga"
                )
            if name == MANIFEST:
                if size > _LARGEST_MANIFEST:
                    raise _DamageError("its manifest is too large", "dess förteckning är för stor")
                manifest = json.loads(source.read())
            else:
                found[name] = {"size": size, "sha256": _digest(source)}
        if manifest is None or manifest["schema"] != SCHEMA:
            raise _DamageError(
                "it has no manifest of a kind that this version reads",
                "den har ingen förteckning av ett slag som den här versionen läser",
            )
        wanted = {_FILES + name: one for name, one in manifest["files"].items()}
        if wanted != found:
            differ = sorted({*wanted, *found} - {n for n in found if wanted.get(n) == found[n]})
            raise _DamageError(
                f"{differ[0].removeprefix(_FILES)} is not as its manifest says",
                f"{differ[0].removeprefix(_FILES)} är inte som förteckningen säger",
            )
        for name in manifest["files"]:
            _require_sound(name, manifest["files"])
        if not all(isinstance(n, int) for n in manifest["left_out"].values()):
            raise _DamageError("its manifest is damaged", "dess förteckning är skadad")
        str(manifest["made"])
    except FileNotFoundError:
        raise SettingsError(f"{file} does not exist", swedish=f"{file} finns inte") from None
    except _DAMAGED as error:
        raise SettingsError(
            f"{file} is no whole backup ({error}); nothing was written. Take another one",
            swedish=f"{file} är ingen hel säkerhetskopia ({_why(error)}). Inget är skrivet. Ta en "
            "annan.",
        ) from error
    return manifest


def _why(error: Exception) -> str:
    """What is wrong, in Swedish."""
    if isinstance(error, _DamageError):
        return error.swedish
    if isinstance(error, OSError) and error.errno is not None:
        return system_reason(error).swedish
    return "den är avbruten, skadad eller ingen .tar.gz"


def _members(file: Path) -> Iterator[tuple[str, int, IO[bytes]]]:
    """The ordinary files of a tar; anything else in it is an error."""
    with tarfile.open(file, "r:gz") as tar:
        for member in tar:
            source = tar.extractfile(member) if member.type == tarfile.REGTYPE else None
            if source is None or member.issparse():
                raise _DamageError(
                    f"{member.name} is no ordinary file", f"{member.name} är ingen vanlig fil"
                )
            yield member.name, member.size, source


def _require_sound(name: str, every: dict[str, Any]) -> None:
    """Raise ValueError for a name that does not belong in a workspace, or leads out of it."""
    path = PurePosixPath(name)
    first, parts = name.split("/", maxsplit=1)[0], name.split("/")
    if (
        path.is_absolute()
        or any(part in ("", ".", "..") or "\0" in part or "\\" in part for part in parts)
        or first.startswith(".")
        or first in DERIVED
        or (first in FOLDERS and len(parts) == 1)
        or any(str(above) in every for above in path.parents)
    ):
        raise _DamageError(
            f"{name!r} is no place in a workspace", f"”{name}” är ingen plats i en arbetsyta"
        )


def _digest(source: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while chunk := source.read(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


@contextmanager
def _beside(workspace: Workspace) -> Iterator[Path]:
    """A folder on the same disk in which a backup is unpacked before it is put into place."""
    workspace.private.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="restore-", dir=workspace.private) as folder:
        yield Path(folder)


def _extract(file: Path, folder: Path, manifest: dict[str, Any]) -> None:
    with tarfile.open(file, "r:gz") as tar:
        for member in tar:
            name = member.name.removeprefix(_FILES)
            source = tar.extractfile(member) if member.type == tarfile.REGTYPE else None
            if member.name == MANIFEST or source is None:
                continue
            path, hashed = folder / name, _Hashed(source)
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as out:
                shutil.copyfileobj(hashed, out, _CHUNK)
                out.flush()
                os.fsync(out.fileno())
            if hashed.sha256.hexdigest() != manifest["files"][name]["sha256"]:
                raise SettingsError(
                    f"{file} changed while it was read; nothing was put back",
                    swedish=f"{file} ändrades medan den lästes. Inget är återställt.",
                )
            os.utime(path, (member.mtime, member.mtime))
            private = name.startswith(f"{PRIVATE}/")
            path.chmod(0o600 if private else 0o666 & ~_umask())


def _put(folder: Path, root: Path, manifest: dict[str, Any]) -> tuple[int, str | None]:
    """Move all into place, mediahub.toml last: half of it is then no workspace that publishes."""
    private_folder(root)
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    over, replaced = root / PRIVATE / RESTORED_OVER / stamp, 0
    for name in manifest["files"]:
        above = (root / name).parent
        if not above.resolve().is_relative_to(root) or not _is_way(above):
            raise SettingsError(
                f"{root / name}: a link or a file stands above; nothing was put back",
                swedish=f"{root / name}: ovanför ligger en länk eller en fil. Inget är återställt.",
            )
    for name in sorted(manifest["files"], key=lambda one: (one == MEDIAHUB, one)):
        there = root / name
        if there.is_symlink() or there.exists():
            if there.is_file() and _same(there, manifest["files"][name]):
                continue
            kept = over / name
            kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            there.rename(kept)
            replaced += 1
        there.parent.mkdir(parents=True, exist_ok=True)
        (folder / name).replace(there)
    private_folder(root).chmod(0o700)
    return replaced, over.relative_to(root).as_posix() if replaced else None


def _is_way(folder: Path) -> bool:
    """Whether a folder is there, or can be made: nothing on the way to it is a file."""
    there = next(one for one in (folder, *folder.parents) if one.exists())
    return there.is_dir()


def _same(path: Path, wanted: dict[str, Any]) -> bool:
    if path.stat().st_size != wanted["size"]:
        return False
    with path.open("rb") as source:
        return _digest(source) == wanted["sha256"]


def _umask() -> int:
    now = os.umask(0o022)
    os.umask(now)
    return now
