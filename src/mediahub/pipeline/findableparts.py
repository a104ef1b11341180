"""Each item's part of the search on the pages, kept, so that only what changed is read again."""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from mediahub.atomic import write_bytes
from mediahub.findable import FOLDER, FoundItem
from mediahub.findable.contents import Part, part_of
from mediahub.findable.kept import about, packed, packed_kin, unpacked, unpacked_kin
from mediahub.findable.kin import Kin
from mediahub.findable.register import (
    Headword,
    Spoken,
    spoken,
    spoken_json,
    spoken_of_json,
)
from mediahub.pipeline.sought import kept_folder
from mediahub.search.analysis import VERSION as ANALYSIS
from mediahub.site.values import Content
from mediahub.workspace.digests import sha256_of_value
from mediahub.workspace.paths import Workspace

_KIN = f"kin-{ANALYSIS}.json"


@dataclass(frozen=True)
class Made:
    """What one item gives to the search and to the register."""

    part: Part
    spoken: Spoken


class KeptParts:
    """The parts as last made, in the workspace's private folder; what is damaged is made anew.

    `headwords` is the mark of those that the register goes by.
    """

    def __init__(self, workspace: Workspace, headwords: str) -> None:
        self._folder = kept_folder(workspace)
        self._site = workspace.feeds
        self._headwords = headwords

    def made(
        self,
        mark: tuple[str, str],
        read: Callable[[], FoundItem],
        headwords: Sequence[Headword],
    ) -> Made:
        """The part of the item in this folder of the index, of which all has this digest."""
        folder, digest = mark
        path = self._folder / f"{folder}.part"
        wanted = [digest, self._headwords]
        with suppress(OSError, ValueError, KeyError, TypeError):
            data = path.read_bytes()
            known = about(data)
            if known["of"] == wanted:
                part = unpacked(data)
                if self._stands(part):
                    return Made(part, spoken_of_json(known["spoken"]))
        item = read()
        made = Made(part_of(item), spoken(item, headwords))
        told = {"of": wanted, "spoken": spoken_json(made.spoken)}
        write_bytes(path, packed(made.part, told))
        return made

    def kinship(self) -> Mapping[str, Kin]:
        """The kin of words as last reckoned."""
        with suppress(OSError, ValueError):
            return unpacked_kin((self._folder / _KIN).read_bytes())
        return {}

    def keep(self, kinship: Mapping[str, Kin], folders: Collection[str]) -> None:
        """Remember the kin of words, where it is another than before, and no part but of these."""
        for part in self._folder.glob("*.part"):
            if part.stem not in folders:
                part.unlink(missing_ok=True)
        path, data = self._folder / _KIN, packed_kin(kinship)
        with suppress(OSError):
            if path.read_bytes() == data:
                return
        write_bytes(path, data)

    def content(self, address: str, sha256: str, length: int, data: bytes | None) -> Content:
        """A file of passages, which stands in its place where its bytes are not at hand."""
        if data is not None:
            return Content.of_bytes(address, data)
        return Content.of_file(address, Path(f"{self._site}/{address}"), sha256, length)

    def _stands(self, part: Part) -> bool:
        return all(
            Path(f"{self._site}/{FOLDER}/{one.name}").stat().st_size == one.length
            for one in part.texts
        )


def marked(headwords: Sequence[Headword]) -> str:
    """A digest of headwords."""
    return sha256_of_value([[one.heading, list(one.spellings), one.sort] for one in headwords])
