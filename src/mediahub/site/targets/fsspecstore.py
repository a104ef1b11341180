"""S3, SFTP and WebDAV as places, by fsspec: the one door to it and to what it needs.

They come with `pip install "mediahub[publish]"` and are imported when a target is opened.
"""

import importlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mediahub.atomic import replacing
from mediahub.errors import SettingsError
from mediahub.site.targets.served import Served
from mediahub.site.targets.store import StoreError

WAIT_S = 60
"""How long an answer is waited for."""
OBJECTS_AT_ONCE, FILES_AT_ONCE = 8, 4
"""How many files are under way at a time: in a store of objects, and on a server with folders,
which may be a small one.
"""
_PART = ".mediahub-part-"

Headers = Callable[[Served], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Steps:
    """How a file comes whole to a place without whole writes, given its file system.

    `put` lets (place, source, what is passed with it) arrive, and makes the folder; `rename` takes
    the place of what stands there.
    """

    put: Callable[[Any, str, Path, dict[str, Any]], None]
    rename: Callable[[Any, str, str], None]


class FsspecStore:
    """Files under `root` of an fsspec file system.

    `headers` gives what is passed with a file. Where a place has no whole writes (`steps` are
    given), a file is put under another name first, its length is looked at, and it is renamed.
    """

    def __init__(
        self, system: Any, root: str, name: str, headers: Headers, steps: Steps | None
    ) -> None:
        self._system = system
        self._root = root.rstrip("/")
        self._name = name
        self._headers = headers
        self._steps = steps
        self.at_once = OBJECTS_AT_ONCE if steps is None else FILES_AT_ONCE

    def read(self, name: str) -> bytes | None:
        """As `Store.read`."""
        with self._told(name):
            try:
                return bytes(self._system.cat_file(self._at(name)))
            except FileNotFoundError:
                return None

    def size(self, name: str) -> int | None:
        """As `Store.size`."""
        with self._told(name):
            return self._size(self._at(name))

    def put(self, name: str, source: Path, headers: Served) -> None:
        """As `Store.put`."""
        place, passed = self._at(name), self._headers(headers)
        with self._told(name):
            if self._steps is None:
                self._system.put_file(str(source), place, **passed)
                return
            part = _part(place)
            self._steps.put(self._system, part, source, passed)
            arrived, length = self._size(part), source.stat().st_size
            if arrived != length:
                raise StoreError(
                    f"{self._name}: {name} came as {arrived} of {length} bytes",
                    swedish=f"{self._name}: {name} kom fram som {arrived} av {length} byte",
                )
            self._steps.rename(self._system, part, place)

    def get(self, name: str, target: Path) -> bool:
        """As `Store.get`."""
        with self._told(name):
            try:
                with replacing(target) as temporary:
                    self._system.get_file(self._at(name), str(temporary))
            except FileNotFoundError:
                return False
            return True

    def names(self, folder: str) -> list[str]:
        """As `Store.names`."""
        place, root = self._at(folder.rstrip("/")), f"{self._root.strip('/')}/"
        with self._told(folder):
            self._system.invalidate_cache()
            try:
                found = self._system.find(place)
            except FileNotFoundError:
                return []
        return sorted(str(one).strip("/").removeprefix(root) for one in found)

    def remove(self, name: str) -> None:
        """As `Store.remove`; what a broken line left of it goes too."""
        place = self._at(name)
        with self._told(name):
            for one in (place, _part(place)) if self._steps is not None else (place,):
                with suppress(FileNotFoundError):
                    self._system.rm_file(one)

    def _at(self, name: str) -> str:
        return f"{self._root}/{name}"

    def _size(self, place: str) -> int | None:
        self._system.invalidate_cache()
        try:
            return int(self._system.info(place)["size"])
        except FileNotFoundError:
            return None

    @contextmanager
    def _told(self, name: str) -> Iterator[None]:
        with refused(f"{self._name}: {name}"):
            yield


def _part(place: str) -> str:
    folder, _, leaf = place.rpartition("/")
    return f"{folder}/{_PART}{leaf}"


@contextmanager
def refused(what: str) -> Iterator[None]:
    """Tell whatever the libraries raise (each its own) as a StoreError."""
    try:
        yield
    except StoreError:
        raise
    except Exception as error:
        told = str(error).strip().splitlines()
        why = f"{type(error).__name__}: {told[0]}" if told else type(error).__name__
        raise StoreError(
            f"{what} was not done ({why}); what was put there stands, and the next run, or "
            "`mediahub send`, goes on from there",
            swedish=f"{what}: gick inte att göra ({why}). Det som kom dit är kvar, och nästa "
            "körning, eller `mediahub send`, fortsätter därifrån.",
        ) from error


def s3_store(
    place: str, name: str, *, endpoint: str | None, region: str | None, secret: str | None
) -> FsspecStore:
    """A bucket and a prefix in it; `secret` is KEY:SECRET, without it the AWS ways are asked."""
    s3fs = _needed("s3fs")
    key, _, value = (secret or "").partition(":")
    client: dict[str, Any] = {"region_name": region} if region else {}
    with refused(name):
        system = s3fs.S3FileSystem(
            key=key or None,
            secret=value or None,
            endpoint_url=endpoint,
            client_kwargs=client,
            config_kwargs={"connect_timeout": WAIT_S, "read_timeout": WAIT_S},
            skip_instance_cache=True,
            use_listings_cache=False,
        )
    return FsspecStore(
        system, place, name, lambda one: {"ContentType": one.type, "CacheControl": one.cache}, None
    )


def sftp_store(
    place: str, name: str, *, host: str, port: int | None, user: str | None, secret: str | None
) -> FsspecStore:
    """A folder of a machine that is reached by SSH, whose key known_hosts must name."""
    sshfs = _needed("sshfs")
    options: dict[str, Any] = {"username": user} if user else {}
    if port is not None:
        options["port"] = port
    if secret is not None:
        options["password"] = secret
    with refused(name):
        # sshfs would believe every machine; () is the user's own known_hosts.
        system = sshfs.SSHFileSystem(
            host, known_hosts=(), timeout=WAIT_S, skip_instance_cache=True, **options
        )
    # It makes the folder before each file, and asks twice for each level of it.
    system._makedirs = _once(system._makedirs, system._mkdir)
    return FsspecStore(system, place, name, lambda _: {}, Steps(_sent, _renamed))


def webdav_store(base: str, name: str, *, user: str | None, secret: str | None) -> FsspecStore:
    """A collection of a WebDAV server."""
    webdav = _needed("webdav4.fsspec")
    auth = (user, secret or "") if user else None
    with refused(name):
        system = webdav.WebdavFileSystem(base, auth=auth, timeout=WAIT_S, skip_instance_cache=True)
    return FsspecStore(
        system,
        "",
        name,
        lambda one: {"headers": {"Content-Type": one.type}},
        Steps(_Collections().put, _moved),
    )


def _once(make_all: Callable[..., Any], make: Callable[..., Any]) -> Callable[..., Any]:
    """The coroutine that makes a folder with all above it, which makes each but once.

    `make` makes one in a folder that is there.
    """
    made: set[str] = set()

    async def once(path: str, **options: Any) -> None:
        if path in made:
            return
        above = [path[:at] for at, letter in enumerate(path) if letter == "/" and at]
        try:
            if not above or above[-1] not in made:
                raise FileNotFoundError(path)
            await make(path, create_parents=False)
        except Exception:  # noqa: BLE001 - it is there, each server says so otherwise, or is to be told
            await make_all(path, **options)
        made.update(above, [path])

    return once


def _sent(system: Any, place: str, source: Path, passed: dict[str, Any]) -> None:
    system.put_file(str(source), place, **passed)


class _Collections:
    """The collections of a WebDAV server that files are put into; each is made but once."""

    def __init__(self) -> None:
        self._made: set[str] = set()
        # Two who make the same one may be in each other's way.
        self._making = threading.Lock()

    def put(self, system: Any, place: str, source: Path, passed: dict[str, Any]) -> None:
        """Put a file into its collection. fsspec's own way asks for the collection each time."""
        folder = place.rpartition("/")[0]
        with self._making:
            if folder and folder not in self._made:
                system.makedirs(folder, exist_ok=True)
                self._made.add(folder)
        with source.open("rb") as file:
            system.client.upload_fileobj(file, place, overwrite=True, **passed)


def _renamed(system: Any, part: str, place: str) -> None:
    system.mv(part, place)


def _moved(system: Any, part: str, place: str) -> None:
    system.client.move(part, place, overwrite=True)  # fsspec's own refuses to replace


def _needed(module: str) -> Any:
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise SettingsError(
            f"a place that is reached by S3, SFTP or WebDAV ([publish] target in mediahub.toml, or "
            f"--depot) needs more than is installed ({error.name}): run `pip install "
            '"mediahub[publish]"`',
            swedish="En plats som nås med S3, SFTP eller WebDAV ([publish] target i mediahub.toml, "
            f"eller --depot) behöver mer än vad som är installerat ({error.name}): kör `pip "
            'install "mediahub[publish]"`.',
        ) from error
