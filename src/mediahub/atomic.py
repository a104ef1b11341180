"""Writes that are either whole or not there: a reader never meets half a file."""

import errno
import fcntl
import glob
import json
import os
import re
import stat
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from hashlib import blake2s
from pathlib import Path
from typing import Any

_OURS = re.compile(r"\.mediahub-[0-9a-f]{8}-[a-z0-9_]{8}\.tmp(?:\.[^.]*)?")
"""Names that `replacing` gives: a digest of the name it stands for, and mkstemp's eight letters."""
_OLDER = re.compile(r"\.(?P<stem>.{1,40})-(?P<letters>[a-z0-9_]{8})(?P<suffix>\.[^.]+)?", re.DOTALL)
"""Names that `replacing` gave until 2026-11: nothing in them is ours alone."""
_LONGEST_SUFFIX = 16
_FULL = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG))


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield a temporary path in the same folder that takes `path`'s place when the block ends well.

    The file is flushed to disk before the rename. On an error the temporary file is removed and
    what stood at `path` stays. Raises OSError, which names `path`, when it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary: Path | None = None
    handle = -1
    try:
        handle, temporary = _claimed(path)
        yield temporary
        _flush(temporary)
        # mkstemp makes 0600; a feed must be readable by the web server.
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except BaseException as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        if isinstance(error, OSError):
            _name_final(error, path)
        raise
    finally:
        if handle >= 0:
            os.close(handle)


def write_new(path: Path, data: bytes) -> bool:
    """Write a file whole where nothing stands; False, touching nothing, where something does.

    Raises OSError, which names `path`, when it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = -1, None
    try:
        handle, temporary = _claimed(path)
        temporary.write_bytes(data)
        _flush(temporary)
        temporary.chmod(0o666 & ~_umask())
        return take_name(temporary, path)
    except OSError as error:
        _name_final(error, path)
        raise
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        if handle >= 0:
            os.close(handle)


def take_name(source: Path, path: Path) -> bool:
    """Give a whole file beside it the name `path`, at once; False where something stands there.

    `source` may be left, and is the caller's to take away. Raises OSError.
    """
    try:
        os.link(source, path)
    except FileExistsError:
        return False
    except OSError:  # no links here: an empty file holds the name for a moment
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            return False
        source.replace(path)
    return True


def _claimed(path: Path) -> tuple[int, Path]:
    """A new temporary file that stands for `path`, open and locked, so that no sweep takes it.

    The lock goes when the file is closed, and when the program is killed.
    """
    # The suffix is kept because ffmpeg and others choose a format by it.
    suffix = path.suffix if len(os.fsencode(path.suffix)) <= _LONGEST_SUFFIX else ""
    while True:
        handle, name = tempfile.mkstemp(
            prefix=_prefix(path), suffix=f".tmp{suffix}", dir=path.parent
        )
        with suppress(OSError):  # a file system without locks: see `sweep`
            fcntl.flock(handle, fcntl.LOCK_EX)
        if os.fstat(handle).st_nlink:
            return handle, Path(name)
        os.close(handle)  # swept before it could be locked


def sweep(
    folders: Iterable[Path], *, derived: bool = False, before_ns: int | None = None
) -> list[Path]:
    """Remove what `replacing` left in `folders` in programs that were killed; return what went.

    To be called only under the lock that keeps other runs out: on a file system without file locks,
    or in the older form, a file that is being written looks just like one that was left. Elsewhere
    what a living program is writing, an editor's command for one, is left alone. Looks at the
    folders themselves, not below; what is absent, or may not be read or removed, is passed over.
    `derived` says that the folders hold nothing that people put there. With `before_ns` only what
    was last written to before then goes (a file's time, in ns).

    Names of today are nobody else's. A name of the form in use until 2026-11 could be a person's:
    among derived files it goes when it is as private as mkstemp makes it; elsewhere only when its
    eight letters are nothing that people write and all that it holds is the beginning of the file
    that it stood for.
    """
    gone = []
    for folder in folders:
        with suppress(OSError):
            gone += [left for left in _left_in(folder, derived) if _removed(left, before_ns)]
    return gone


def _removed(left: Path, before_ns: int | None) -> bool:
    """Remove the file at `left` unless a living program is writing it; whether it went."""
    try:
        handle = os.open(left, os.O_RDONLY)
    except OSError:
        return False
    try:
        if _is_locked(handle):
            return False
        if before_ns is not None and os.fstat(handle).st_mtime_ns >= before_ns:
            return False
        left.unlink()
    except OSError:
        return False
    finally:
        os.close(handle)
    return True


def _is_locked(handle: int) -> bool:
    """Whether another holds the lock of this open file; if not, it is held from here on."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False  # a file system without locks
    return False


def remove_unfinished(path: Path) -> None:
    """Remove what `replacing(path)` left behind in programs that were killed.

    Only for a derived file, and where nobody else may be writing to it. Raises OSError.
    """
    older = f".{path.stem[:40]}-"
    for prefix, suffix in ((_prefix(path), ""), (older, path.suffix)):
        for left in path.parent.glob(f"{glob.escape(prefix)}*{glob.escape(suffix)}"):
            left.unlink(missing_ok=True)


def _left_in(folder: Path, derived: bool) -> list[Path]:
    with os.scandir(folder) as entries:
        hidden = [e for e in entries if e.name[0] == "." and e.is_file(follow_symlinks=False)]
    return sorted(Path(e.path) for e in hidden if _is_left(Path(e.path), derived))


def _is_left(path: Path, derived: bool) -> bool:
    """Whether the file at `path` was left by a program, past doubt."""
    if _OURS.fullmatch(path.name):
        return True
    older = _OLDER.fullmatch(path.name)
    if older is None or stat.S_IMODE(path.stat().st_mode) != 0o600:
        return False
    if derived:
        return True
    # A word, a number, a date, a word with a number: a person's own copy.
    if re.fullmatch("[a-z_]*[0-9_]*|[0-9_]*[a-z_]*", older["letters"]):
        return False
    return any(_stood_for(path, beside) and _begins(path, beside) for beside in _files(path.parent))


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.is_file()]


def _begins(part: Path, whole: Path) -> bool:
    """Whether the file `whole` begins with all that the file `part` holds."""
    with part.open("rb") as one, whole.open("rb") as other:
        while block := one.read(1 << 20):
            if other.read(len(block)) != block:
                return False
    return True


def _stood_for(left: Path, path: Path) -> bool:
    """Whether `left` has a name that `replacing(path)` gave until 2026-11."""
    older = _OLDER.fullmatch(left.name)
    return (
        older is not None
        and older["stem"] == path.stem[:40]
        and (older["suffix"] or "") == path.suffix
    )


def _prefix(path: Path) -> str:
    """What the temporary files that stand for `path` begin with; short, for names of 255 bytes."""
    return f".mediahub-{blake2s(os.fsencode(path.name), digest_size=4).hexdigest()}-"


def _name_final(error: OSError, path: Path) -> None:
    """Let `error` name `path` where it names the temporary file, or a full disk and no file."""
    named = error.filename
    ours = isinstance(named, str) and Path(named).name.startswith(_prefix(path))
    if ours or (named is None and error.errno in _FULL):
        _name(error, path)


def _name(error: OSError, path: Path) -> None:
    error.filename = str(path)
    del error.filename2  # set to None it would still be shown, as "-> None"


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        error.filename = error.filename or str(path)
        raise
    finally:
        os.close(handle)


def write_bytes(path: Path, data: bytes) -> bool:
    """Write `data` to `path` atomically; return False, touching nothing, when it already holds it.

    An unchanged file keeps its modification time, so that a web server's ETag holds.
    """
    try:
        if path.stat().st_size == len(data) and path.read_bytes() == data:
            return False
    except OSError:
        pass  # absent or unreadable: the write below says what is wrong, if anything is
    with replacing(path) as temporary:
        temporary.write_bytes(data)
    return True


def write_text(path: Path, text: str) -> bool:
    """Write `text` as UTF-8 with `\\n` line ends; otherwise as `write_bytes`."""
    return write_bytes(path, text.encode("utf-8"))


def write_json(path: Path, value: Any) -> bool:
    """Write `value` as indented UTF-8 JSON in the order its keys were given; as `write_bytes`."""
    return write_text(path, json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def _umask() -> int:
    # There is no call that reads the mask without setting it; Linux tells it in /proc.
    try:
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("Umask:"):
                return int(line.split()[1], 8)
    except OSError:
        pass
    return 0o022
