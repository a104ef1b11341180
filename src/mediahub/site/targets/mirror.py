"""`feeds/` as a site again: what stands there now, whoever brought it up to date."""

import os
from pathlib import Path

from mediahub.feed.names import FEED
from mediahub.site.manifest import read_manifest
from mediahub.site.values import Content, Site
from mediahub.workspace.digests import sha256_of


def site_in(folder: Path, manifest: Path, *, verify: bool = False) -> Site:
    """All that stands in a folder that `FolderTarget` brought up to date.

    `manifest` tells what was seen there; what is not as it says, or everything with `verify`, is
    read. Names that begin with a full stop are none of it.
    """
    known = {} if verify else read_manifest(manifest)
    contents: dict[str, Content] = {}
    for address in _addresses(folder):
        path = folder / address
        status = path.stat()
        seen = known.get(address)
        same = seen is not None and (seen.size, seen.mtime_ns) == (
            status.st_size,
            status.st_mtime_ns,
        )
        digest = seen.sha256 if seen is not None and same else sha256_of(path)
        contents[address] = Content.of_file(address, path, digest, status.st_size)
    series = tuple(
        address.partition("/")[0]
        for address in contents
        if address.count("/") == 1 and address.endswith(f"/{FEED}")
    )
    return Site("", contents, series)


def _addresses(folder: Path) -> list[str]:
    found = []
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        inner = Path(place).relative_to(folder)
        found += [(inner / name).as_posix() for name in names if not name.startswith(".")]
    return sorted(found)
