"""The whole index of a site, as addresses and bytes: the same for the same items."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from mediahub.findable.classes import ENDINGS, SHORTEST
from mediahub.findable.contents import Counted, Counting, FoundItem
from mediahub.findable.dictionary import Known, Shards, classes_of, shards
from mediahub.findable.kin import Kin, kin
from mediahub.findable.postings import Postings, postings
from mediahub.findable.texts import PART, texts
from mediahub.findable.wordforms import dictionary_forms
from mediahub.language import is_common_word, is_stop_word, phonetic
from mediahub.language.stemming import stems
from mediahub.language.stop_words import FILLERS, STOP_WORDS

FOLDER = "hitta"
VERSION = 1


@dataclass(frozen=True)
class Findable:
    """An index: its files by address in the site, and the name of the one to begin with."""

    files: Mapping[str, bytes]
    start: str


def build_index(
    items: Iterable[FoundItem], synonyms: Mapping[str, Sequence[str]] | None = None
) -> Findable:
    """The index of `items`, in their order; `synonyms` are what words mean as well.

    Files in a folder of their digest never change; the passages' texts are by item.
    """
    counting, sizes, files = Counting(), [], dict[str, bytes]()
    for item in items:
        counting.add(item.passages)
        sizes.append((item.folder, len(item.passages)))
        files |= {f"{FOLDER}/text/{name}": data for name, data in texts(item)}
    counted = counting.counted()
    kinship = [kin(word) for word in counted.vocabulary]
    keys = _keys(kinship)
    found = _postings(counted, kinship, keys)
    words = _dictionary(counted.vocabulary, kinship, keys, found)
    fixed: dict[str, bytes] = {}
    for number, data in enumerate(found.files):
        fixed[f"p{number}.bin"] = data
    for number, text in enumerate(words.files):
        fixed[f"w{number}.txt"] = text.encode()
    start = json.dumps(
        _start(sizes, counted.passages, words, synonyms or {}),
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode()
    mark = hashlib.sha256()
    for name in sorted(fixed):
        mark.update(name.encode() + b"\0" + hashlib.sha256(fixed[name]).digest())
    mark.update(start)
    folder = mark.hexdigest()[:10]
    files |= {f"{FOLDER}/{folder}/{name}": data for name, data in fixed.items()}
    first = f"{FOLDER}/{folder}/start.json"
    return Findable({**files, first: start}, first)


def _keys(kinship: Iterable[Kin]) -> dict[str, int]:
    """A number for every key, in the order of the alphabet."""
    found = {key for one in kinship for key in (*one.whole, *one.parts)}
    return {key: number for number, key in enumerate(sorted(found))}


def _postings(counted: Counted, kinship: Sequence[Kin], keys: Mapping[str, int]) -> Postings:
    """What is said of words, said of their keys."""
    lengths = np.array([len(one.whole) + len(one.parts) for one in kinship], dtype=np.int64)
    flat = np.array(
        [keys[key] for one in kinship for key in (*one.whole, *one.parts)], dtype=np.int64
    )
    part = np.array(
        [flag for one in kinship for flag in (*[0] * len(one.whole), *[1] * len(one.parts))],
        dtype=np.int64,
    )
    starts = np.concatenate([[0], np.cumsum(lengths)])[:-1]
    repeats = lengths[counted.word]
    total = int(repeats.sum())
    ahead = np.repeat(np.cumsum(repeats) - repeats, repeats)
    at = np.repeat(starts[counted.word], repeats) + (np.arange(total) - ahead)
    return postings(
        flat[at],
        np.repeat(counted.passage, repeats),
        np.repeat(counted.position, repeats),
        part[at],
        len(keys),
        counted.sizes,
    )


def _dictionary(
    vocabulary: Sequence[str], kinship: Sequence[Kin], keys: Mapping[str, int], found: Postings
) -> Shards:
    """Every word that leads anywhere: those that stand in a text, the keys themselves, and the
    other forms that the dictionary has of any.
    """
    known: dict[str, Known] = {}
    alike = _alike(vocabulary)
    for word, own in zip(vocabulary, kinship, strict=True):
        if own.whole:
            groups = tuple(_numbers(group, keys) for group in own.groups)
            others = (kinship[other].whole for other in alike.get(word, ()))
            sound = _numbers((key for whole in others for key in whole), keys)
            whole = _numbers(own.whole, keys)
            known[word] = Known(word, whole, groups if all(groups) else (), sound)
    for word in (*keys, *dictionary_forms(keys)):
        if word not in known and not is_stop_word(word):
            own_keys = _numbers(dict.fromkeys((*stems(word), word)), keys)
            if own_keys:
                known[word] = Known(word, own_keys)
    return shards(classes_of(known.values()), found.places)


def _alike(vocabulary: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """For each word that is a name, or that nobody knows, the others that sound like it."""
    by_sound: dict[str, list[int]] = {}
    for number, word in enumerate(vocabulary):
        if word.isalpha() and len(word) > SHORTEST and not is_common_word(word):
            by_sound.setdefault(phonetic(word), []).append(number)
    return {
        vocabulary[number]: tuple(other for other in numbers if other != number)
        for numbers in by_sound.values()
        if 1 < len(numbers) < 10
        for number in numbers
    }


def _numbers(names: Iterable[str], keys: Mapping[str, int]) -> tuple[int, ...]:
    return tuple(keys[name] for name in names if name in keys)


def _start(
    sizes: Sequence[tuple[str, int]],
    passages: int,
    words: Shards,
    synonyms: Mapping[str, Sequence[str]],
) -> dict[str, object]:
    """What a browser reads first: where to look for a word, and which item has a passage."""
    return {
        "version": VERSION,
        "passages": passages,
        "part": PART,
        "begin": list(words.begin),
        "items": [list(one) for one in sizes],
        "dull": sorted(STOP_WORDS | FILLERS),
        "endings": ENDINGS,
        "synonyms": {name: list(others) for name, others in sorted(synonyms.items())},
    }
