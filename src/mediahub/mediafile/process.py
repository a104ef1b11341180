"""The ffmpeg process: which binary, how it is run and stopped, and what its errors mean."""

import errno
import functools
import os
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, RLock, Timer
from typing import IO, Any

from mediahub.atomic import replacing
from mediahub.errors import MediaError, SettingsError, system_reason
from mediahub.mediafile.allowed import unreadable

_NO_SPACE = "No space left on device"
_BLOCK = 1 << 20
_MOST_SAID = 1 << 20
"""So much of what ffmpeg says (bytes) is read: a damaged file makes it talk without end."""

_running: set[subprocess.Popen[bytes]] = set()
_changing = RLock()
"""Held while `_running` changes. A signal's handler may find it held by the very thread that it has
interrupted, hence reentrant."""


@functools.cache
def binary() -> str:
    """The ffmpeg that imageio-ffmpeg carries, or the one named in `IMAGEIO_FFMPEG_EXE`.

    Never one found on the PATH: the same inputs must give the same bytes on this machine tomorrow.
    Raises SettingsError when there is none.
    """
    named = os.environ.get("IMAGEIO_FFMPEG_EXE")
    if named:
        return named
    from importlib.resources import files

    folder = Path(str(files("imageio_ffmpeg.binaries")))
    for path in sorted(folder.glob("ffmpeg-*")):
        return str(path)
    raise SettingsError(
        "imageio-ffmpeg carries no ffmpeg for this system. Install ffmpeg and name its binary in "
        "the environment variable IMAGEIO_FFMPEG_EXE.",
        swedish="imageio-ffmpeg har ingen ffmpeg för det här systemet. Installera ffmpeg och "
        "ange programmets sökväg i miljövariabeln IMAGEIO_FFMPEG_EXE.",
    )


@functools.cache
def build_identity() -> str:
    """The version line of the ffmpeg in use, for fingerprints. Raises SettingsError."""
    try:
        result = subprocess.run(
            [binary(), "-version"], capture_output=True, check=True, timeout=60, text=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise SettingsError(
            f"ffmpeg cannot be run ({binary()}): {error}",
            swedish=f"Det går inte att köra ffmpeg ({binary()}): {error}.",
        ) from error
    return result.stdout.split("Copyright", 1)[0].strip()


def arguments(graph: Any) -> list[str]:
    """The whole command line for an ffmpeg-python `graph`."""
    import ffmpeg

    command: list[str] = ffmpeg.compile(
        graph,
        cmd=[binary(), "-nostdin", "-hide_banner", "-nostats", "-loglevel", "error"],
        overwrite_output=True,
    )
    return command


def run(command: list[str], source: Path, *, time_limit_s: float) -> str:
    """Run an ffmpeg `command` that reads `source` to its end; what ffmpeg said.

    Raises MediaError in one sentence when ffmpeg fails or takes longer than the limit (it and
    whatever it started are then killed), SettingsError when it cannot be started.
    """
    process = _started(command)
    try:
        _, said = process.communicate(timeout=time_limit_s)
    except subprocess.TimeoutExpired as error:
        _kill(process)
        raise _too_slow(source, time_limit_s) from error
    except BaseException:
        _kill(process)
        raise
    finally:
        with _changing:
            _running.discard(process)
    text = said.decode("utf-8", "replace")
    if process.returncode != 0 or _NO_SPACE in text:
        raise _failure(source, text)
    return text


def read_through(
    command: list[str], source: Path, take: Callable[[bytes], None], *, time_limit_s: float
) -> str:
    """As `run`, of a command that writes to its standard output: `take` gets that bit by bit.

    Returns what ffmpeg said, also where it failed in the end: what could be read has been taken.
    Raises MediaError when the limit passes or ffmpeg is killed, SettingsError when it cannot be
    started.
    """
    with tempfile.TemporaryFile() as said:
        process = _started(command, stdout=subprocess.PIPE, stderr=said)
        assert process.stdout is not None  # noqa: S101 - asked for
        expired = Event()

        def expire() -> None:
            expired.set()
            _kill_group(process)

        clock = Timer(time_limit_s, expire)
        clock.daemon = True
        clock.start()
        try:
            while block := process.stdout.read(_BLOCK):
                take(block)
            process.wait()
        except BaseException:
            _kill(process)
            raise
        finally:
            clock.cancel()
            process.stdout.close()
            with _changing:
                _running.discard(process)
        if expired.is_set():
            raise _too_slow(source, time_limit_s)
        if process.returncode < 0:  # what was taken may be a part, and must not pass for the whole
            raise MediaError(
                f"{source.name}: ffmpeg was stopped while it read the file "
                f"(signal {-process.returncode}). Run again; if it happens each time, export the "
                "file anew as MP3 or MP4.",
                swedish=f"{source.name}: läsningen av filen avbröts. Försök igen. Händer det varje "
                "gång: exportera filen på nytt som MP3 eller MP4.",
            )
        said.seek(0)
        return said.read(_MOST_SAID).decode("utf-8", "replace")


def stop_all() -> None:
    """Kill every ffmpeg under way, for a program that ends without waiting for its threads.

    It may be called from a signal's handler.
    """
    with _changing:
        for process in _running:
            if process.returncode is None:
                _kill_group(process)


def _too_slow(source: Path, time_limit_s: float) -> MediaError:
    return MediaError(
        f"{source.name}: reading the file took more than {time_limit_s:.0f} s and was stopped. "
        "Export it anew as MP3 or MP4, or raise time_limit_factor in mediahub.toml.",
        swedish=f"{source.name}: det tog för lång tid att läsa filen. Exportera den på nytt som "
        "MP3 eller MP4.",
    )


def _started(
    command: list[str],
    *,
    stdout: int = subprocess.DEVNULL,
    stderr: "int | IO[bytes]" = subprocess.PIPE,
) -> subprocess.Popen[bytes]:
    # A session of its own, so that the limit stops children too; Ctrl-C then has to be passed on.
    try:
        with _changing:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=stdout,
                stderr=stderr,
                start_new_session=True,
            )
            _running.add(process)
    except OSError as error:
        raise SettingsError(
            f"ffmpeg cannot be run ({command[0]}): {error.strerror}",
            swedish=f"Det går inte att köra ffmpeg ({command[0]}): {system_reason(error).swedish}.",
        ) from error
    return process


def _kill(process: subprocess.Popen[bytes]) -> None:
    _kill_group(process)
    process.communicate()


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError):  # it may have ended in the meantime
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()


def _failure(source: Path, said: str) -> MediaError:
    """What ffmpeg's error lines mean for the person who put the file there."""
    if _NO_SPACE in said:
        return _no_space(source)
    lines = [line.strip() for line in said.splitlines() if line.strip() and _is_told(line)]
    if "matches no streams" in said or "does not contain any stream" in said:
        return MediaError(
            f"{source.name}: the file holds no sound. Export it with its sound track, or remove "
            "it.",
            swedish=f"{source.name}: filen har inget ljud. Exportera den på nytt med ljudspåret.",
        )
    # ffmpeg's first line is the cause, the later ones what followed from it.
    cause = lines[0] if lines else "ffmpeg gave no reason"
    if cause.startswith("[") and "] " in cause:
        cause = cause.split("] ", 1)[1]  # "[mp3 @ 0x5581…]" differs from run to run
    cause = cause.removeprefix("[error] ").removeprefix("[fatal] ")
    return unreadable(source, said if "moov atom not found" in said else cause)


def _is_told(line: str) -> bool:
    """Whether a line tells of an error; the others bear their level where they are asked for."""
    return not any(level in line for level in ("[info]", "[warning]"))


def _no_space(source: Path) -> MediaError:
    return MediaError(
        f"{source.name}: there is no room left on the disk for what is made from it. "
        "Free some space and run again; what was finished is kept.",
        swedish=f"{source.name}: disken är full. Gör plats och försök igen.",
    )


@contextmanager
def writing(source: Path, target: Path) -> Iterator[Path]:
    """As `atomic.replacing(target)`, an OSError told as a MediaError about `source`."""
    try:
        with replacing(target) as temporary:
            yield temporary
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise _no_space(source) from error
        raise MediaError(
            f"{source.name}: what is made from it cannot be written to {target.parent} "
            f"({error.strerror}). Give the user who runs mediahub the right to write there.",
            swedish=f"{source.name}: det som görs av den går inte att skriva i {target.parent} "
            f"({system_reason(error).swedish}). Ge den som kör mediahub rätt att skriva "
            "där.",
        ) from error
