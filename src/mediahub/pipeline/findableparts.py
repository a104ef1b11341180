"""Each item's part of the search on the pages, kept, so that only what changed is read again."""

import os
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from mediahub.atomic import write_bytes
from mediahub.findable import FOLDER, FoundItem
from mediahub.findable.addressed import full_name
from mediahub.findable.beginning import Synonyms
from mediahub.findable.build import Findable, index_again, index_of
from mediahub.findable.contents import Part, part_of
from mediahub.findable.former import Former, packed_former, unpacked_former
from mediahub.findable.kept import packed, unpacked
from mediahub.findable.register import (
    Headword,
    Spoken,
    spoken,
    spoken_json,
    spoken_of_json,
)
from mediahub.findable.splicing import Before
from mediahub.findable.uncollected import uncollected
from mediahub.language.lexicon import identity
from mediahub.pipeline.sought import FINDABLE_VERSION, kept_folder
from mediahub.search.analysis import VERSION as ANALYSIS
from mediahub.site.values import Content
from mediahub.workspace.digests import sha256_of_value
from mediahub.workspace.paths import Workspace


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
        made_by = (ANALYSIS, FINDABLE_VERSION, identity())
        self._known = self._folder / f"index-{'-'.join(map(str, made_by))}.json"
        self._site = workspace.feeds
        self._headwords = headwords
        self._by_mark: dict[str, Part] = {}
        """Parts that are at hand, those that have just been replaced among them."""
        self._read: set[Path] = set()

    def made(
        self,
        mark: tuple[str, str],
        read: Callable[[], FoundItem],
        headwords: Sequence[Headword],
    ) -> Made:
        """The part of the item in this folder of the index, of which all has this digest."""
        folder, digest = mark
        path = self._path(folder)
        self._read.add(path)
        wanted = [digest, self._headwords]
        with suppress(OSError, ValueError, KeyError, TypeError):
            part, known = unpacked(path.read_bytes())
            self._by_mark[part.mark] = part
            if known["of"] == wanted and self._stands(part):
                return Made(part, spoken_of_json(known["spoken"]))
        item = read()
        made = Made(part_of(item), spoken(item, headwords))
        self._by_mark[made.part.mark] = made.part
        told = {"of": wanted, "spoken": spoken_json(made.spoken)}
        write_bytes(path, packed(made.part, told))
        return made

    @uncollected()
    def index(self, parts: Sequence[Part], synonyms: Synonyms) -> Findable:
        """The index of the parts, made of what differs from the last one as far as that stands."""
        former = self._former()
        if former is None:
            return index_of(parts, synonyms)
        if not self._all_stand(former):
            return index_of(parts, synonyms, former.kinship)
        before = Before(self._part, self._file)
        return index_again(parts, synonyms, former, before)

    def keep(self, former: Former, folders: Collection[str]) -> None:
        """Remember what the next index is made from, and no part but of these."""
        wanted = {self._path(folder) for folder in folders} | {self._known}
        data = packed_former(former)
        write_bytes(self._known, data)
        for old in self._folder.iterdir():
            if old not in wanted:
                old.unlink(missing_ok=True)

    def content(self, address: str, sha256: str, length: int, data: bytes | None) -> Content:
        """A file of the index, which stands in its place where its bytes are not at hand."""
        if data is not None:
            return Content.of_bytes(address, data)
        return Content.of_file(address, Path(f"{self._site}/{address}"), sha256, length)

    def _path(self, folder: str) -> Path:
        return self._folder / f"{folder}.part"

    def _part(self, mark: str) -> Part:
        if mark not in self._by_mark:
            for path in {*self._folder.glob("*.part")} - self._read:
                with suppress(OSError, ValueError):
                    part, _ = unpacked(path.read_bytes())
                    self._by_mark[part.mark] = part
        return self._by_mark[mark]

    def _former(self) -> Former | None:
        with suppress(OSError, ValueError):
            return unpacked_former((self._known).read_bytes())
        return None

    def _file(self, name: str) -> bytes:
        return Path(f"{self._site}/{FOLDER}/{name}").read_bytes()

    def _all_stand(self, former: Former) -> bool:
        files = ((full_name(name, one.digest), one.length) for name, one in former.files.items())
        return self._long(files)

    def _stands(self, part: Part) -> bool:
        return self._long((one.name, one.length) for one in part.texts)

    def _long(self, files: Iterable[tuple[str, int]]) -> bool:
        """Whether all of these files of the index are there, and as long as told."""
        try:
            return all(
                os.stat(f"{self._site}/{FOLDER}/{name}").st_size == length  # noqa: PTH116
                for name, length in files
            )
        except OSError:
            return False


def marked(headwords: Sequence[Headword]) -> str:
    """A digest of headwords."""
    return sha256_of_value([[one.heading, list(one.spellings), one.sort] for one in headwords])
