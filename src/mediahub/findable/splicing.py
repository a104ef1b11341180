"""An index made of the one before: what differs anew, and the rest as it stands.

What a file tells of a key hangs on where the words of the key stand, and on the numbers of items
alone; so the keys of words that stand elsewhere than before are counted anew, in all items. What
the dictionary tells of a class hangs on its own words, on whether they are there, and on the marks
of the keys that they lead to.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import zip_longest

from mediahub.findable.addressed import Stands, full_name, stands
from mediahub.findable.contents import Part, gathered_of
from mediahub.findable.counting import postings_of
from mediahub.findable.dictionary import (
    classes_of,
    cut,
    leaf_of,
    mark,
    places_of,
    rows_of,
    skeletons,
    slip_of,
)
from mediahub.findable.differing import classes_that_differ, words_that_differ
from mediahub.findable.files import (
    Key,
    Listed,
    bucket_count,
    bucketed,
    files_with,
    keys_of,
    leaf_name,
    packed_lists,
    placed,
    unpacked_lists,
)
from mediahub.findable.former import Former
from mediahub.findable.kin import kin
from mediahub.findable.known import Vocabulary, known_of, number_of, sound_of
from mediahub.language.derivation import doings_of

_MOST = 0.5
"""Of all parts that differ; where more do it is quicker to begin with nothing."""


class UnlikeError(Exception):
    """Too much differs, or something is not as it was: the index is to be made from nothing."""


@dataclass(frozen=True)
class Before:
    """What stands of the index before.

    `part` gives a part by its mark, `file` the bytes of a file by its name. Both raise OSError,
    LookupError or ValueError where it is not there.
    """

    part: Callable[[str], Part]
    file: Callable[[str], bytes]


def spliced(
    parts: Sequence[Part], former: Former, before: Before
) -> tuple[dict[str, bytes], Former]:
    """The files that differ, by plain name, and what is known of the index now.

    Raises UnlikeError where too much differs, or something that is needed is not as it was.
    """
    changed, items = _changed(parts, former, before)
    kinship = {**former.kinship, **{w: kin(w) for w in changed if w not in former.kinship}}
    touched = {key for word in changed for key in kinship[word].keys}
    for word in former.items.keys() - items.keys():
        del kinship[word]
    marks = [part.mark for part in parts]
    now = replace(former, marks=marks, kinship=kinship, items=items)
    lists, now = _lists(parts, former, now, before, touched)
    words, now = _dictionary(former, now, touched)
    files = {
        name: data
        for name, data in {**lists, **words}.items()
        if now.files[name] != former.files.get(name)
    }
    return files, now


def _changed(
    parts: Sequence[Part], former: Former, before: Before
) -> tuple[set[str], dict[str, int]]:
    """The words that stand elsewhere than before, and in how many parts each word is now."""
    every = enumerate(zip_longest(parts, former.marks))
    places = [at for at, (new, mark) in every if new is None or new.mark != mark]
    if len(places) > _MOST * max(len(parts), len(former.marks)):
        raise UnlikeError
    changed: set[str] = set()
    items = dict(former.items)
    for at in places:
        old = _part(former.marks[at], before) if at < len(former.marks) else None
        new = parts[at] if at < len(parts) else None
        for one, more in ((old, -1), (new, 1)):
            for word in one.vocabulary if one is not None else ():
                items[word] = items.get(word, 0) + more
        if old is not None and new is not None:
            changed |= words_that_differ(old, new)
        else:
            changed.update(*(one.vocabulary for one in (old, new) if one is not None))
    return changed, {word: count for word, count in items.items() if count}


def _part(wanted: str, before: Before) -> Part:
    try:
        return before.part(wanted)
    except (OSError, LookupError, ValueError) as error:
        raise UnlikeError from error


def _lists(
    parts: Sequence[Part], former: Former, now: Former, before: Before, touched: Set[str]
) -> tuple[dict[str, bytes], Former]:
    """The files of lists in which one of the keys `touched` stands, or stood."""
    order = sorted(touched)
    wanted = [w for w, own in now.kinship.items() if not touched.isdisjoint(own.keys)]
    found = postings_of(gathered_of(parts, wanted), now.kinship, order)
    anew = {key: one for key, one in keys_of(order, found).items() if one.passages}
    keys = {key: one for key, one in former.keys.items() if key not in touched} | anew
    buckets = bucket_count(former.keys.values())
    if bucket_count(keys.values()) != buckets:
        raise UnlikeError
    held: dict[str, list[Listed]] = {}
    for known in (former.keys, anew):
        for key in touched & known.keys():
            held |= {name: [] for name in files_with(key, known[key], buckets)}
    for name, own in held.items():
        if name in former.files:
            data = _file(name, former.files[name], before)
            own += [one for one in unpacked_lists(data) if one.key not in touched]
    for name, one in placed(order, found, buckets):
        if one.key in anew:
            held[name].append(one)
    # A bucket stands without any key, too.
    filled = {name: own for name, own in held.items() if own or "-" not in name}
    files = {name: packed_lists(sorted(own)) for name, own in filled.items()}
    return files, replace(now, keys=keys, files=_now(former.files, held, files))


def _file(name: str, known: Stands, before: Before) -> bytes:
    try:
        data = before.file(full_name(name, known.digest))
    except (OSError, LookupError, ValueError) as error:
        raise UnlikeError from error
    if hashlib.sha256(data).hexdigest() != known.sha256:
        raise UnlikeError
    return data


def _dictionary(former: Former, now: Former, touched: Set[str]) -> tuple[dict[str, bytes], Former]:
    """The files of the dictionary and of slips that differ, and some that do not."""
    moved = former.items.keys() ^ now.items.keys()
    marked = {key for key in touched if _mark(former.keys.get(key)) != _mark(now.keys.get(key))}
    if not moved and not marked:
        return {}, now
    now = _told_of_words(former, now, moved, marked)
    words = _vocabulary(now)
    differ = classes_that_differ(_vocabulary(former), words, moved, marked)
    classes = classes_of(known_of(differ, words))
    anew = {name: slip_of(name, one, words.passages) for name, one in classes.items()}
    slips = {name: one for name, one in former.slips.items() if name not in differ}
    slips |= {name: one for name, one in anew.items() if one is not None}
    rows = {name: one for name, one in former.rows.items() if name not in differ}
    rows |= rows_of(classes, words.passages)
    files, leaves = _leaves(former, rows, differ)
    files |= bucketed(skeletons(slips.items()), "s")[0]
    old = [*map(leaf_name, former.leaves), *(one for one in former.files if one[0] == "s")]
    still = {*map(leaf_name, leaves), *files}
    gone = [one for one in old if one not in still]
    return files, replace(
        now, rows=rows, slips=slips, leaves=leaves, files=_now(now.files, gone, files)
    )


def _mark(known: Key | None) -> str | None:
    return None if known is None else mark(known.passages)


def _vocabulary(one: Former) -> Vocabulary:
    passages = {key: known.passages for key, known in one.keys.items()}
    return Vocabulary(one.kinship, passages, one.sounds, one.numbers, one.doings)


def _told_of_words(
    former: Former, now: Former, moved: Collection[str], marked: Collection[str]
) -> Former:
    """What is known now, with what hangs on the words that have come or gone."""
    sounds, numbers, doings = dict(former.sounds), dict(former.numbers), dict(former.doings)
    for word in moved:
        there = word in now.items
        if (other := number_of(word)) is not None:
            numbers[word] = other
        if not there:
            numbers.pop(word, None)
        if (sound := sound_of(word)) is not None:
            own = {*sounds.pop(sound, ()), word} if there else {*sounds.pop(sound)} - {word}
            if own:
                sounds[sound] = sorted(own)
    for key in marked:
        doings.pop(key, None)
        if key in now.keys and (found := doings_of(key)):
            doings[key] = list(found)
    return replace(now, sounds=sounds, numbers=numbers, doings=doings)


def _leaves(
    former: Former, rows: Mapping[str, str], differ: Collection[str]
) -> tuple[dict[str, bytes], dict[str, tuple[str, str, int]]]:
    """The files of the dictionary that differ, and from where to where each file goes now."""
    order = places_of(rows)
    files, leaves = {}, {}
    for start, low, high in cut(order, rows):
        own = order[low:high]
        leaves[start] = (own[0][1], own[-1][1], high - low)
        # What goes as far as before and holds as much has nothing less or more.
        if former.leaves.get(start) != leaves[start] or any(one in differ for _, one in own):
            files[leaf_name(start)] = leaf_of(own, rows)
    return files, leaves


def _now(
    former: Mapping[str, Stands], gone: Iterable[str], files: Mapping[str, bytes]
) -> dict[str, Stands]:
    """What stands once `gone` are gone and `files` are there."""
    left = set(gone)
    return {
        **{name: one for name, one in former.items() if name not in left},
        **{name: stands(data) for name, data in files.items()},
    }
