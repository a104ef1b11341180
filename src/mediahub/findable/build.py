"""The whole index of a site, as addresses and bytes: the same for the same items."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from mediahub.findable.addressed import FORMAT, addressed, digest_of, full_name, told
from mediahub.findable.classes import ENDINGS, SHORTEST
from mediahub.findable.contents import Counted, Part, gathered, part_of
from mediahub.findable.dictionary import (
    Known,
    WordClass,
    classes_of,
    dictionary,
    skeletons,
)
from mediahub.findable.files import bucketed, key_sum, leaf_name, list_files
from mediahub.findable.inflected import dictionary_forms
from mediahub.findable.kin import Kin, kin
from mediahub.findable.postings import Occurrences, Postings, postings
from mediahub.findable.texts import PART, RUN, TextFile, run_digests
from mediahub.findable.uncollected import uncollected
from mediahub.findable.values import FOLDER, FoundItem
from mediahub.language import is_common_word, is_stop_word, phonetic
from mediahub.language.derivation import doings_of
from mediahub.language.names import LETTERS, STEPS
from mediahub.language.numerals import in_figures, in_letters
from mediahub.language.stop_words import FILLERS, STOP_WORDS
from mediahub.search.analysis import ABBREVIATED
from mediahub.search.readings import NAME

_AT_ONCE = 1_000_000
"""Occurrences of words that are made occurrences of keys at a time."""
Synonyms = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Findable:
    """An index: its files by address in the site, and the address of the one to begin with.

    `texts` are the files of the passages' words, of which some may stand in their place already.
    """

    files: Mapping[str, bytes]
    texts: Mapping[str, TextFile]
    start: str
    kinship: Mapping[str, Kin]
    """The kin of all its words, which spares reckoning when it is made the next time."""

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
    of_words = {word: held.get(word) or kin(word) for word in sorted(counted.vocabulary)}
    kinship = [of_words[word] for word in counted.vocabulary]
    keys = sorted({key for one in kinship for key in one.keys})
    found = _postings(counted, kinship, keys)
    lists, buckets = list_files(keys, found)
    passages = dict(zip(keys, found.passages.tolist(), strict=True))
    classes = _classes(of_words, passages)
    words = dictionary(classes, passages)
    slips, slip_buckets = bucketed(skeletons(classes, passages), "s")
    named = addressed({**lists, **words.files, **slips})
    texts = {f"{FOLDER}/{one.name}": one for part in parts for one in part.texts}
    start = json.dumps(
        {
            "format": f"{FORMAT:02x}",
            "passages": counted.passages,
            "part": PART,
            "run": RUN,
            "begin": list(words.begin),
            "buckets": [buckets, slip_buckets],
            "items": [[part.folder, len(part.sizes)] for part in parts],
            "digests": _digests(named.digests, words.begin, buckets, slip_buckets, parts),
            "dull": sorted(STOP_WORDS | FILLERS),
            "endings": ENDINGS,
            "names": {"mark": NAME, "letters": LETTERS, "steps": [[*one] for one in STEPS]},
            "synonyms": {name: list(others) for name, others in sorted((synonyms or {}).items())},
        },
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode()
    first = full_name("start.json", digest_of(start))
    files = {f"{FOLDER}/{name}": data for name, data in {**named.files, first: start}.items()}
    return Findable(files, texts, f"{FOLDER}/{first}", of_words)


def _digests(
    known: Mapping[str, bytes],
    begin: Sequence[str],
    buckets: int,
    slip_buckets: int,
    parts: Sequence[Part],
) -> Mapping[str, str]:
    """What the names of all files end in, each kind in its order; of keys that have files of their
    own with the key's checksum before.
    """

    def of_keys(kind: str) -> str:
        start = f"p/{kind}-"
        own = sorted(
            (key_sum(name, start), known[name]) for name in known if name.startswith(start)
        )
        return told(part for one in own for part in one)

    return {
        "w": told(known[leaf_name(one)] for one in begin),
        "p": told(known[f"p/{number:x}.bin"] for number in range(buckets)),
        "own": of_keys("own"),
        "far": of_keys("far"),
        "s": told(known[f"s/{number:x}.txt"] for number in range(slip_buckets)),
        "text": told(one for part in parts for one in run_digests(part.texts)),
    }


def _postings(counted: Counted, kinship: Sequence[Kin], keys: Sequence[str]) -> Postings:
    """What is said of words, said of their keys."""
    numbers = {key: number for number, key in enumerate(keys)}
    lengths = np.array([len(one.keys) for one in kinship], dtype=np.int64)
    flat = np.array([numbers[key] for one in kinship for key in one.keys], dtype=np.int64)
    field = np.array([one for own in kinship for one in own.fields], dtype=np.int64)
    starts = np.cumsum(lengths) - lengths
    # Some at a time: all of them in arrays of their own would be most of the memory there is.
    packed = [np.zeros(0, dtype=np.int64)]
    for low in range(0, len(counted.word), _AT_ONCE):
        some = slice(low, low + _AT_ONCE)
        word = counted.word[some]
        repeats = lengths[word]
        ahead = np.repeat(np.cumsum(repeats) - repeats, repeats)
        at = np.repeat(starts[word], repeats) + (np.arange(int(repeats.sum())) - ahead)
        passage = np.repeat(counted.passage[some].astype(np.int64), repeats)
        position = np.repeat(counted.position[some].astype(np.int64), repeats)
        packed.append(Occurrences(flat[at], passage, position, field[at]).packed())
    return postings(np.concatenate(packed), len(keys), counted.sizes, counted.first)


def _classes(kinship: Mapping[str, Kin], passages: Mapping[str, int]) -> dict[str, WordClass]:
    """Every word that leads anywhere: those that stand in a text, the keys themselves, and the
    other forms that the dictionary has of any.
    """
    known: dict[str, Known] = {}
    alike = _alike(kinship)
    for word, own in kinship.items():
        if own.keys and not word.startswith(NAME):
            groups = tuple(_there(group, passages) for group in own.groups)
            others = (key for other in alike.get(word, ()) for key in kinship[other].whole)
            sound = tuple(dict.fromkeys(others))
            known[word] = Known(word, own.whole, groups if all(groups) else (), sound, True)
    for form, stems in dictionary_forms(passages.keys()):
        if form not in known and not is_stop_word(form):
            known[form] = Known(form, stems)
    for key in passages:
        if key not in known and not key.startswith(NAME):
            known[key] = Known(key, (key,))
    return classes_of([*known.values(), *_said_otherwise(kinship, passages)])


def _said_otherwise(kinship: Mapping[str, Kin], passages: Mapping[str, int]) -> Iterator[Known]:
    """Numbers in letters for those in figures and the other way, what is said in short, and what
    is the doing of a verb.
    """
    for word, own in kinship.items():
        if other := in_figures(word) or in_letters(word):
            yield Known(other, (), (), own.whole)
    for short, stem in ABBREVIATED.items():
        if stem in passages:
            yield Known(short, (), (), (stem,))
    for key in passages:
        for doing in doings_of(key):
            yield Known(doing, (), (), (key,))


def _alike(vocabulary: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """For each word that is a name, or that nobody knows, the others that sound like it."""
    by_sound: dict[str, list[str]] = {}
    for word in vocabulary:
        if word.isalpha() and len(word) > SHORTEST and not is_common_word(word):
            by_sound.setdefault(phonetic(word), []).append(word)
    return {
        word: tuple(other for other in words if other != word)
        for words in by_sound.values()
        if 1 < len(words) < 10
        for word in words
    }


def _there(keys: Iterable[str], passages: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(key for key in keys if key in passages)
