"""Which pages that gather over items stand in the site, and what each group was made from."""

import json
import os
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from mediahub.atomic import write_json
from mediahub.site.values import Content

Make = Callable[[], Mapping[str, Content]]


@dataclass(frozen=True, slots=True)
class PageGroup:
    """Pages that are made together, such as those of a theme; `name` is their folder.

    `fingerprint` is the digest of all that they are made of, `make` makes them, by address. A group
    that cannot be made now (`make` is None) stays as it stands.
    """

    name: str
    fingerprint: str
    make: Make | None


class KeptPages:
    """The fingerprint and the addresses of each group as last made; `path` keeps them.

    `root` is the folder that holds the site.
    """

    def __init__(self, path: Path, root: Path) -> None:
        self._path, self._root = path, root
        self._known: dict[str, tuple[str, list[str]]] = {}
        self._changed = False
        try:
            stored = json.loads(path.read_text(encoding="utf-8"))
            if stored["schema"] == 1:
                self._known = {
                    name: (one["fingerprint"], one["addresses"])
                    for name, one in stored["groups"].items()
                }
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            self._known = {}

    @property
    def empty(self) -> bool:
        """Whether nothing is known of what stands."""
        return not self._known

    @property
    def every(self) -> frozenset[str]:
        """All addresses that stand, of any group."""
        return frozenset(a for _, addresses in self._known.values() for a in addresses)

    def fresh(self, group: PageGroup) -> bool:
        """Whether the group was made from the same, and all of it stands."""
        fingerprint, addresses = self._known.get(group.name, ("", []))
        # os.path: some thousands of files at each publication.
        return fingerprint == group.fingerprint and all(
            os.path.exists(f"{self._root}/{address}")  # noqa: PTH110
            for address in addresses
        )

    def addresses(self, name: str) -> Collection[str]:
        """What stands of a group."""
        return self._known.get(name, ("", []))[1]

    def gone(self, groups: Collection[PageGroup]) -> tuple[str, ...]:
        """The names of the groups that are no more."""
        there = {group.name for group in groups}
        return tuple(name for name in self._known if name not in there)

    def put(self, group: PageGroup, addresses: Collection[str]) -> None:
        """Remember a group just made."""
        self._known[group.name] = (group.fingerprint, sorted(addresses))
        self._changed = True

    def drop(self, name: str) -> None:
        """Forget a group that is no more."""
        self._changed |= self._known.pop(name, None) is not None

    def save(self) -> None:
        """Write it down when it changed."""
        if self._changed:
            groups = {
                name: {"fingerprint": fingerprint, "addresses": addresses}
                for name, (fingerprint, addresses) in sorted(self._known.items())
            }
            write_json(self._path, {"schema": 1, "groups": groups})
