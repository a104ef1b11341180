"""The whole index of a site, as addresses and bytes: the same for the same items."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mediahub.findable.addressed import Stands, full_name, stands
from mediahub.findable.beginning import Synonyms, beginning
from mediahub.findable.contents import Part, gathered, part_of
from mediahub.findable.counting import postings_of
from mediahub.findable.dictionary import (
    classes_of,
    cut,
    dictionary,
    places_of,
    rows_of,
    skeletons,
    slip_of,
)
from mediahub.findable.files import bucketed, keys_of, list_files
from mediahub.findable.former import Former
from mediahub.findable.kin import Kin, kin
from mediahub.findable.known import every_known, vocabulary_of
from mediahub.findable.splicing import Before, UnlikeError, spliced
from mediahub.findable.texts import TextFile
from mediahub.findable.uncollected import uncollected
from mediahub.findable.values import FOLDER, FoundItem


@dataclass(frozen=True)
class Findable:
    """An index: its files by address in the site, and the address of the one to begin with.

    `standing` are files that are as they were made the last time, and not at hand; `texts` are the
    files of the passages' words, of which some may stand in their place already. `former` is what
    the next index is made from, with the parts.
    """

    files: Mapping[str, bytes]
    standing: Mapping[str, Stands]
    texts: Mapping[str, TextFile]
    start: str
    former: Former

    @property
    def all(self) -> Mapping[str, bytes]:
        """Every file whose bytes are at hand."""
        held = {name: one.data for name, one in self.texts.items() if one.data is not None}
        return {**self.files, **held}


def build_index(items: Iterable[FoundItem], synonyms: Synonyms | None = None) -> Findable:
    """The index of `items`, in their order; `synonyms` are what words mean as well."""
    return index_of([part_of(item) for item in items], synonyms)


@uncollected()
def index_of(
    parts: Sequence[Part],
    synonyms: Synonyms | None = None,
    known: Mapping[str, Kin] | None = None,
) -> Findable:
    """The index of the items whose parts these are, in their order; `known` is the kin of words of
    an earlier one.

    A file is named by what it holds, and so has another name only where that changes; the first
    names all others.
    """
    counted = gathered(parts)
    held = known or {}
    kinship = {word: held.get(word) or kin(word) for word in sorted(counted.vocabulary)}
    keys = sorted({key for one in kinship.values() for key in one.keys})
    found = postings_of(counted, kinship, keys)
    lists, _ = list_files(keys, found)
    passages = dict(zip(keys, found.passages.tolist(), strict=True))
    words = vocabulary_of(kinship, passages)
    classes = classes_of(every_known(words))
    rows = rows_of(classes, passages)
    order = places_of(rows)
    slips = {
        name: told
        for name, one in classes.items()
        if (told := slip_of(name, one, passages)) is not None
    }
    leaves = dictionary(order, rows)
    files = {**lists, **leaves.files, **bucketed(skeletons(slips.items()), "s")[0]}
    former = Former(
        [part.mark for part in parts],
        kinship,
        dict(zip(counted.vocabulary, counted.items.tolist(), strict=True)),
        keys_of(keys, found),
        words.sounds,
        words.numbers,
        words.doings,
        rows,
        slips,
        {
            start: (order[low][1], order[high - 1][1], high - low)
            for start, low, high in cut(order, rows)
        },
        {name: stands(data) for name, data in files.items()},
    )
    return _index(parts, synonyms, files, former)


@uncollected()
def index_again(
    parts: Sequence[Part], synonyms: Synonyms | None, former: Former, before: Before,
) -> Findable:  # fmt: skip
    """The index of these parts, file by file that of `index_of`, made of what differs from the one
    before.

    Where too much does, or something of that one is not as it was, it is made as from nothing.
    """
    try:
        files, now = spliced(parts, former, before)
    except UnlikeError:
        return index_of(parts, synonyms, former.kinship)
    return _index(parts, synonyms, files, now)


def _index(
    parts: Sequence[Part], synonyms: Synonyms | None, files: Mapping[str, bytes], former: Former
) -> Findable:
    """An index of whose files these, by plain name, are at hand."""
    start = beginning(parts, synonyms, list(former.leaves), former.files)
    first = full_name("start.json", stands(start).digest)
    every = {name: f"{FOLDER}/{full_name(name, one.digest)}" for name, one in former.files.items()}
    return Findable(
        {**{every[name]: data for name, data in files.items()}, f"{FOLDER}/{first}": start},
        {every[name]: one for name, one in former.files.items() if name not in files},
        {f"{FOLDER}/{one.name}": one for part in parts for one in part.texts},
        f"{FOLDER}/{first}",
        former,
    )
