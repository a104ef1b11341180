"""What is spoken of, from A to Ö, with the moments: like the register of a good book."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal

from mediahub.findable.values import FoundItem
from mediahub.language import is_noun, is_stop_word, normalise, split_compound, stem
from mediahub.language.capitals import uncapitalised
from mediahub.search import Passage

Sort = Literal["term", "person", "unlisted", "name", "law", "word"]
_LAW = re.compile(r"(?:lagen|balken|förordningen|stadgan|konventionen)$")
_ABBREVIATION = re.compile(r"(?=.*[A-ZÅÄÖ].*[A-ZÅÄÖ])[A-ZÅÄÖ][A-Za-zÅÄÖåäö]{1,5}")
_EDGES = "\"'”“’‘«»()[]{}.,;:!?…–—-*"
_SENTENCE_END = (".", "!", "?", "…", ":", "”", '"')
_NEAR_MS = 60_000
"""Moments of one heading in one item are at least so far apart: the register leads to a talk."""
_WORDS_PER_ITEM = 12
_LEAST_WORD = 7
"""Letters of a compound that says something of its own."""
_LONGEST_NAME = 4
_PASSAGES = 1_000
"""So many passages' words are kept: an edit leaves all but one or two of a talk's as they were."""
_PEOPLE = ("person", "unlisted")


@dataclass(frozen=True, slots=True)
class Headword:
    """What people wrote down themselves: a term or a person, and the other words for it."""

    heading: str
    spellings: tuple[str, ...] = ()
    sort: Sort = "term"


@dataclass(frozen=True, slots=True)
class Mention:
    """Where something is spoken of: the item by its folder, and ms or a page (0: neither)."""

    item: str
    at_ms: int | None
    page: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading of the register with all its mentions, in the order of the items."""

    heading: str
    sort: Sort
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a passage: as written without its edges, whether a sentence begins with it."""

    text: str
    lower: str
    opens: bool
    closes: bool
    doubtful: bool


@dataclass
class Heading:
    """What is spoken of in one item: how often in which form, and at which moments."""

    sort: Sort
    forms: Counter[str] = field(default_factory=Counter)
    mentions: list[Mention] = field(default_factory=list)

    def add(self, form: str, mention: Mention) -> None:
        """Count it, and keep the moment where it is not near another."""
        self.forms[form] += 1
        if not any(_near(last, mention) for last in self.mentions):
            self.mentions.append(mention)


Spoken = Mapping[str, Heading]
"""What is spoken of in one item, by a name that the same heading has in every item."""


FirstNames = Mapping[str, str | None]
"""What a first name alone stands for in an item, by the name in lower case: see `first_names`."""


def register(items: Iterable[FoundItem], headwords: Sequence[Headword] = ()) -> tuple[Entry, ...]:
    """The register of `items`, in the order of the Swedish alphabet, as `register_of` has it."""
    return register_of([spoken(item, headwords) for item in items])


def spoken(item: FoundItem, headwords: Sequence[Headword] = ()) -> Spoken:
    """What is spoken of in one item: the headwords, names inside sentences, laws and what is said
    of their paragraphs, compounds. Words that are more likely wrong than right are no headings, and
    nor is the first name alone of a person among the headwords: it belongs to whoever in the item
    bears it, see `first_names`.
    """
    first = first_names(item, [one.heading for one in headwords if one.sort in _PEOPLE])
    known = _by_stems(headwords)
    longest = max((len(key) for key in known), default=0)
    found: dict[str, Heading] = {}
    for passage in item.passages:
        if passage.described:
            continue
        said = _words(passage.text, passage.doubtful)
        taken = _headwords(said, passage, item.folder, known, longest, found)
        _names(said, passage, item.folder, taken, found, first)
        _compounds(said, passage, item.folder, taken, found)
    return found


def register_of(items: Sequence[Spoken]) -> tuple[Entry, ...]:
    """The register of what is spoken of in items, in their order.

    Of compounds it has those that tell one item from another.
    """
    found: dict[str, Heading] = {}
    spread: Counter[str] = Counter()
    for item in items:
        for key, one in item.items():
            own = found.setdefault(key, Heading(one.sort))
            own.forms.update(one.forms)
            own.mentions += one.mentions
            spread[key] += 1
    telling = {key for item in items for key in _most_telling(item, spread)}
    entries = []
    for key, own in found.items():
        heading = min(own.forms, key=lambda form: (-own.forms[form], form))
        if own.sort == "word" and key not in telling:
            continue
        if own.sort == "name" and own.forms.total() < 2 and " " not in heading:
            continue  # one mention of one word is as often something misheard
        entries.append(Entry(heading, own.sort, tuple(own.mentions)))
    return tuple(sorted(entries, key=lambda entry: sort_key(entry.heading)))


def _near(last: Mention, mention: Mention) -> bool:
    if last.at_ms is not None and mention.at_ms is not None:
        return mention.at_ms - last.at_ms < _NEAR_MS
    return last.page == mention.page


def _most_telling(item: Spoken, spread: Mapping[str, int]) -> list[str]:
    """The compounds said most often in an item and least in others, at least twice."""
    weight = {
        key: one.forms.total() / spread[key]
        for key, one in item.items()
        if one.sort == "word" and one.forms.total() > 1
    }
    return sorted(weight, key=lambda key: (-weight[key], key))[:_WORDS_PER_ITEM]


def spoken_json(found: Spoken) -> list[object]:
    """What is spoken of in an item as a JSON value."""
    return [
        [key, one.sort, dict(one.forms), [[m.item, m.at_ms, m.page] for m in one.mentions]]
        for key, one in found.items()
    ]


def spoken_of_json(rows: Any) -> Spoken:
    """What was made a JSON value. Raises ValueError where it is none of these."""
    try:
        return {
            key: Heading(sort, Counter(forms), [Mention(*one) for one in mentions])
            for key, sort, forms, mentions in rows
        }
    except TypeError as error:
        raise ValueError(f"what is spoken of is damaged: {error}") from error


def first_names(item: FoundItem, registered: Iterable[str] = ()) -> FirstNames:
    """The heading under which the first name alone of each who takes part, or is `registered`, is
    to be counted in an item: the one person's who bears it there, if they agreed to be listed.

    None where it is nobody's, or that of several or of somebody who did not agree: no heading.
    """
    found: dict[str, str | None] = {
        name.partition(" ")[0].lower(): None for name in registered if " " in name
    }
    bearers: dict[str, dict[str, bool]] = defaultdict(dict)
    for one in item.people:
        name, _, rest = one.name.partition(" ")
        if rest:
            bearers[name.lower()][one.name] = one.listed
    for first, people in bearers.items():
        (name, listed), *others = people.items()
        found[first] = name if listed and not others else None
    return found


def sort_key(heading: str) -> tuple[str, ...]:
    """Where a heading stands: å, ä, ö after z, w as v, accents and signs for nothing."""
    order = {
        "å": "{",
        "ä": "|",
        "æ": "|",
        "ö": "}",
        "ø": "}",
        "w": "v",
        "é": "e",
        "ü": "y",
        "è": "e",
    }
    letters = "".join(order.get(letter, letter) for letter in heading.lower())
    return (re.sub(r"[^0-9a-z{|} ]", "", letters), heading)


@lru_cache(maxsize=_PASSAGES)
def _words(passage: str, doubtful: tuple[int, ...]) -> tuple[_Word, ...]:
    found = []
    opens = True
    unsure = frozenset(doubtful)
    for index, chunk in enumerate(normalise(passage).split()):
        text = chunk.strip(_EDGES)
        closes = chunk.endswith(_SENTENCE_END)
        if text:
            found.append(_Word(text, text.lower(), opens, closes, index in unsure))
        else:
            found.append(_Word("", "", opens, closes, True))
        opens = closes
    return tuple(found)


def _mention(passage: Passage, folder: str, index: int) -> Mention:
    if index < len(passage.word_times):
        return Mention(folder, passage.word_times[index])
    if passage.end_ms > passage.start_ms:
        return Mention(folder, passage.start_ms)
    return Mention(folder, None, passage.page or 0)


def _by_stems(headwords: Sequence[Headword]) -> Mapping[tuple[str, ...], Headword]:
    known: dict[tuple[str, ...], Headword] = {}
    for one in headwords:
        for spelling in (one.heading, *one.spellings):
            key = tuple(_stem(word) for word in normalise(spelling).split())
            if key:
                known.setdefault(key, one)
    return known


def _stem(word: str) -> str:
    return stem(word.strip(_EDGES).lower())


def _headwords(
    said: Sequence[_Word], passage: Passage, folder: str,
    known: Mapping[tuple[str, ...], Headword], longest: int, found: dict[str, Heading],
) -> set[int]:  # fmt: skip
    """The mentions of headwords, the longest first; the indices of the words that they took."""
    stems = [stem(word.lower) if word.text else "" for word in said]
    taken: set[int] = set()
    index = 0
    while index < len(said):
        for size in range(min(longest, len(said) - index), 0, -1):
            one = known.get(tuple(stems[index : index + size]))
            if one is not None:
                if index >= passage.lead:
                    own = found.setdefault(f"= {one.heading}", Heading(one.sort))
                    own.add(one.heading, _mention(passage, folder, index))
                taken.update(range(index, index + size))
                index += size - 1
                break
        index += 1
    return taken


def _names(
    said: Sequence[_Word], passage: Passage, folder: str, taken: set[int],
    found: dict[str, Heading], first: FirstNames,
) -> None:  # fmt: skip
    """Names: words with a capital inside a sentence, those beside each other as one; and laws."""
    index = passage.lead
    while index < len(said):
        word = said[index]
        if index in taken or word.doubtful or not word.text:
            index += 1
            continue
        law = _law(word.lower)
        if law:
            found.setdefault(f"§ {law}", Heading("law")).add(law, _mention(passage, folder, index))
            taken.add(index)
            index += 1
            continue
        size = _name_at(said, index, taken)
        if size:
            text = " ".join(one.text for one in said[index : index + size])
            if _owned(said[index + size - 1].text):
                text = text.removesuffix("s")
            person = first.get(text.lower(), "")
            if person == "":
                own = found.setdefault(f"N {text.lower()}", Heading("name"))
                own.add(text, _mention(passage, folder, index))
            elif person is not None:
                own = found.setdefault(f"= {person}", Heading("person"))
                own.add(person, _mention(passage, folder, index))
            taken.update(range(index, index + size))
        index += max(1, size)


@lru_cache(maxsize=50_000)
def _law(word: str) -> str:
    """The law that a word names; "" for none."""
    law = stem_of_law(word)
    return law if _LAW.search(law) and len(split_compound(word)) > 1 else ""


def stem_of_law(word: str) -> str:
    """A law's name without its genitive: socialtjänstlagens, socialtjänstlagen."""
    return word.removesuffix("s") if _LAW.search(word.removesuffix("s")) else word


def _owned(word: str) -> bool:
    """Whether a name stands in the genitive, as far as the dictionary tells."""
    bare = word.removesuffix("s")
    return bare != word and len(bare) > 2 and not bare.endswith("s") and not _is_common(bare)


@lru_cache(maxsize=50_000)
def _is_common(word: str) -> bool:
    """Whether the capital of `word` says nothing: a heading's, or a sentence's."""
    if _ABBREVIATION.fullmatch(word):
        return False
    return all(uncapitalised(one) != one for one in (word, word.removesuffix("s")))


def _name_at(said: Sequence[_Word], index: int, taken: set[int]) -> int:
    """How many words from here are a name; none where the capital is only the sentence's."""
    first = said[index]
    if not _is_capital(first) or is_stop_word(first.lower):
        return 0
    size = 1
    while (
        size < _LONGEST_NAME
        and index + size < len(said)
        and index + size not in taken
        and not said[index + size - 1].closes
        and _is_capital(said[index + size])
        and not said[index + size].doubtful
    ):
        size += 1
    # Headings lose their lines in a passage: Peter Molin, and then "Social resursförvaltning".
    common = _is_common(first.text)
    while size > 2 and not common and _is_common(said[index + size - 1].text):
        size -= 1
    if size == 2 and is_stop_word(said[index + 1].lower):
        size = 1
    if common and (size == 1 or first.opens):
        return 0
    return 0 if size == 1 and first.opens else size


def _is_capital(word: _Word) -> bool:
    return word.text[:1].isupper() and (
        word.text[1:].islower()
        or _ABBREVIATION.fullmatch(word.text) is not None
        or "-" in word.text
    )


def _compounds(
    said: Sequence[_Word], passage: Passage, folder: str, taken: set[int],
    found: dict[str, Heading],
) -> None:  # fmt: skip
    for index in range(passage.lead, len(said)):
        word = said[index]
        if (
            index in taken
            or word.doubtful
            or len(word.lower) < _LEAST_WORD
            or not word.lower.isalpha()
            or len(split_compound(word.lower)) < 2
            or not is_noun(word.lower)
        ):
            continue
        lemma = stem(word.lower)
        own = found.setdefault(f"w {lemma}", Heading("word"))
        own.add(lemma, _mention(passage, folder, index))
