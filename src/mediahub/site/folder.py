"""A site in a folder: what is copied to a web server, or served from where it is."""

import hashlib
import os
from collections.abc import Collection, Iterator
from pathlib import Path

from mediahub.atomic import replacing
from mediahub.errors import system_reason
from mediahub.site.manifest import Seen, add_to_manifest, read_manifest, write_manifest
from mediahub.site.target import SiteError, in_order
from mediahub.site.values import Content, Site, SyncReport
from mediahub.workspace.digests import sha256_of

FEW = 100
"""So many addresses are read from the disk sooner than what was seen of all others."""
_CHUNK = 1 << 20


class FolderTarget:
    """The folder `folder` as a target; `manifest` is the file that tells what was seen there.

    One sync of a whole site at a time; an episode may be synced by itself beside it.
    """

    def __init__(self, folder: Path, manifest: Path) -> None:
        self._folder = folder
        self._manifest = manifest

    def sync(
        self, site: Site, *, only: Collection[str] | None = None, verify: bool = False
    ) -> SyncReport:
        """Make the folder hold the site, as `Target.sync` says; what is the same is not touched.

        A lost file is always put back, one that changed its size or time as well, and with `verify`
        every other. A file that the site refers to where it stands is not copied.
        """
        return _Sync(self._folder, self._manifest, site, only, verify).run()

    def holds(self, address: str) -> bool:
        """Whether anything stands at this address."""
        return (self._folder / address).is_file()

    def addresses(self, folder: str = "") -> tuple[str, ...]:
        """What stands under a folder of the site, in order; unfinished files are none of it."""
        start = self._folder / folder
        found = (path for path in start.rglob("*") if path.is_file())
        names = (path.relative_to(self._folder).as_posix() for path in found)
        return tuple(sorted(name for name in names if not name.rpartition("/")[2].startswith(".")))

    def remove(self, addresses: Collection[str]) -> tuple[str, ...]:
        """Take these away, and folders that become empty; those that were there."""
        removed = []
        for address in sorted(addresses):
            path = self._folder / address
            try:
                path.unlink()
            except (FileNotFoundError, NotADirectoryError):
                continue
            removed.append(address)
            _remove_empty(path.parent, self._folder)
        return tuple(removed)


class _Sync:
    """One sync: everything is looked at, then the differences are written in order."""

    def __init__(
        self,
        folder: Path,
        manifest: Path,
        site: Site,
        only: Collection[str] | None,
        verify: bool,
    ) -> None:
        self._folder = folder
        self._manifest = manifest
        self._site = site
        self._verify = verify
        self._whole = only is None and bool(site.feeds)
        self._order = [a for a in in_order(site) if only is None or _within(a, only)]
        few = not self._whole and len(self._order) <= FEW
        self._known = {} if few else read_manifest(manifest)
        self._seen: dict[str, Seen] = {}
        self._damaged: list[str] = []

    def run(self) -> SyncReport:
        due = [a for a in self._order if self._differs(a, self._site.contents[a])]
        written: list[str] = []
        outdated: list[str] = []
        try:
            for address in due:
                self._write(address, written, outdated)
        finally:
            self._remember()
        return SyncReport(
            tuple(written), tuple(outdated), tuple(self._damaged), tuple(self._unreferred())
        )

    def _differs(self, address: str, content: Content) -> bool:
        path = f"{self._folder}{os.sep}{address}"
        in_place = content.file is not None and str(content.file) == path
        try:
            # os.stat: a site has tens of thousands of addresses.
            status = os.stat(path)  # noqa: PTH116
        except (FileNotFoundError, NotADirectoryError):
            if in_place:
                raise SiteError(
                    f"{address} is gone; run again to make it anew",
                    swedish=f"{address} är borta. Kör igen, så görs den på nytt.",
                ) from None
            return True
        if in_place:
            return self._check_in_place(address, content, status)
        known = self._known.get(address)
        stamp = (status.st_size, status.st_mtime_ns)
        if known is not None and not self._verify and (known.size, known.mtime_ns) == stamp:
            return known.sha256 != content.sha256
        if status.st_size != content.length:
            return True
        digest = sha256_of(Path(path))
        self._seen[address] = Seen(digest, *stamp)
        return digest != content.sha256

    def _check_in_place(self, address: str, content: Content, status: os.stat_result) -> bool:
        if status.st_size != content.length:
            raise SiteError(
                f"{address} has {status.st_size} bytes, not {content.length}; delete it and run "
                "again to make it anew",
                swedish=f"{address} har {status.st_size} byte, inte {content.length}. Ta bort "
                "den och "
                "kör igen, så görs den på nytt.",
            )
        if self._verify and sha256_of(self._folder / address) != content.sha256:
            self._damaged.append(address)
            return False
        seen = Seen(content.sha256, status.st_size, status.st_mtime_ns)
        if self._known.get(address) != seen:
            self._seen[address] = seen
        return False

    def _write(self, address: str, written: list[str], outdated: list[str]) -> None:
        content, path = self._site.contents[address], self._folder / address
        try:
            with replacing(path) as temporary:
                if content.data is not None:
                    temporary.write_bytes(content.data)
                else:
                    _copy(content, temporary)
        except _ChangedError as error:
            if not path.exists():
                raise SiteError(f"{address}: {error}") from error
            outdated.append(address)
            return
        except OSError as error:
            raise SiteError(
                f"{address} could not be written ({error.strerror or error}); what stood there "
                "still does, and the feeds are as they were",
                swedish=f"Det gick inte att skriva {address} ({system_reason(error).swedish}). "
                "Det som "
                "stod där står kvar, och flödena är som de var.",
            ) from error
        status = path.stat()
        self._seen[address] = Seen(content.sha256, status.st_size, status.st_mtime_ns)
        written.append(address)

    def _remember(self) -> None:
        if not self._seen:
            return
        if self._whole:
            write_manifest(self._manifest, {**self._known, **self._seen})
        else:
            add_to_manifest(self._manifest, self._seen)

    def _unreferred(self) -> Iterator[str]:
        """What we put into the folders that this site speaks for, and it does not name."""
        if not self._whole:
            return
        spoken = set(self._site.feeds)
        for address in sorted(self._known.keys() - self._site.contents.keys()):
            if address.partition("/")[0] in spoken and (self._folder / address).is_file():
                yield address


class _ChangedError(Exception):
    """The source of some content is not what it was when the site was built."""


def _copy(content: Content, target: Path) -> None:
    if content.file is None:
        raise _ChangedError("it is known by its digest alone; run again to make it anew")
    digest = hashlib.sha256()
    try:
        source = content.file.open("rb")
    except FileNotFoundError:
        raise _ChangedError(f"{content.file} is gone; run again to make it anew") from None
    with source, target.open("wb") as file:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            file.write(chunk)
    if digest.hexdigest() != content.sha256:
        raise _ChangedError(
            f"{content.file} is not what it was made as; run again, or with --verify"
        )


def _within(address: str, only: Collection[str]) -> bool:
    return any(address == one or address.startswith(f"{one.rstrip('/')}/") for one in only)


def _remove_empty(folder: Path, root: Path) -> None:
    while folder != root and root in folder.parents:
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent
