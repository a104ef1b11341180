"""Mentions: where a name of somebody who may be speaking is said, though it may be misheard."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from mediahub.identify.values import Candidate
from mediahub.language import is_common_word, is_name, is_stop_word, name_key, phonetic
from mediahub.language.likeness import unlikeness

NEAR = 0.25
"""Unlikeness up to which a word that is no name of its own may be a misheard given name …"""
NEAR_SURNAME = 0.34
"""… and a word that follows the given name the surname."""
ANOTHER = 0.5
"""Unlikeness from which on a surname is somebody else's, and not this one misheard."""
_EDGES = re.compile(r"^\W+|\W+$")
_VOWELS = re.compile(r"[aeiouyåäöéü]+")
_PARTICLES = frozenset(["af", "av", "de", "la", "van", "von", "der", "el", "al"])


@dataclass(frozen=True, slots=True)
class Mention:
    """The words from `first` up to `end` are a name: of `person`, or of nobody who may speak.

    `full` says that it is the whole name, so that no namesake is meant. `person` is also None where
    several may be meant by it.
    """

    first: int
    end: int
    person: str | None
    full: bool = False


def plain(word: str) -> str:
    """The word in lower case without the punctuation around it."""
    return _EDGES.sub("", word).lower()


def mentions(words: Sequence[str], cast: Sequence[Candidate]) -> list[Mention]:
    """The names in a stretch of written words, in order and none overlapping.

    A name begins with a capital. A genitive ("Karins") is no mention: nobody is called so.
    """
    names = [_Name(one.person, tuple(spelt.split())) for one in cast for spelt in _spellings(one)]
    found: list[Mention] = []
    at = 0
    while at < len(words):
        mention = _mention(words, at, names) if _capital(words[at]) else None
        if mention is None:
            at += 1
        else:
            found.append(mention)
            at = mention.end
    return found


@dataclass(frozen=True, slots=True)
class _Name:
    person: str
    parts: tuple[str, ...]

    @property
    def given(self) -> str:
        return self.parts[0]

    @property
    def surname(self) -> str:
        """The last name with its particles, without a blank; empty where there is none."""
        at = len(self.parts) - 1
        while at > 1 and self.parts[at - 1].lower() in _PARTICLES:
            at -= 1
        return "".join(self.parts[at:]) if at > 0 else ""


def _spellings(one: Candidate) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in (one.name, *one.aliases) if name.split()))


def _mention(words: Sequence[str], at: int, names: Sequence[_Name]) -> Mention | None:
    whole = _whole(words, at, names)
    if whole is not None:
        return whole
    heard = plain(words[at])
    initial = at == 0 or words[at - 1][-1:] in ".?!…:"
    if initial and (is_common_word(heard) or is_stop_word(heard)) and not _closed(words[at]):
        return None  # "Hans arbete", "Sten och grus"
    given = {one.person for one in names if alike(heard, one.given)}
    if given:
        if _goes_on(words, at):  # somebody else's surname
            return Mention(at, at + 2, None)
        return Mention(at, at + 1, given.pop() if len(given) == 1 else None)
    surnames = {one.person for one in names if one.surname and same(heard, one.surname)}
    if len(surnames) == 1 and not (at > 0 and _is_given_name(words, at - 1)):
        return Mention(at, at + 1, surnames.pop())
    return None


def _whole(words: Sequence[str], at: int, names: Sequence[_Name]) -> Mention | None:
    """The given name and surname, with or without what stands between, the likeliest one."""
    best: tuple[float, int, str] | None = None
    for one in names:
        heard = plain(words[at])
        if not one.surname:
            if same(heard, one.given) and not _goes_on(words, at):
                best = min(best or (9.0, 0, ""), (0.0, at + 1, one.person))
            continue
        for end in range(at + 2, min(len(words), at + 1 + max(4, len(one.parts))) + 1):
            if any(_closed(word) for word in words[at : end - 1]):
                break
            if not any(map(_capital, words[at + 1 : end])):
                continue
            for first, rest in _splits(words, at, end, one):
                if not alike(first, one.given):
                    continue
                apart = 0.0 if same(rest, one.surname) else unlikeness(rest, one.surname)
                if apart <= NEAR_SURNAME and not _genitive(rest, one.surname):
                    found = (apart + unlikeness(first, one.given), end, one.person)
                    best = min(best or found, found)
    if best is None:
        return None
    _, end, person = best
    rivals = {
        other.person
        for other in names
        if other.person != person
        and other.surname
        and alike(plain(words[at]), other.given)
        and same(plain(words[end - 1]), other.surname)
        and not same(plain(words[end - 1]), _surname_of(person, names))
    }
    return Mention(at, end, None if rivals else person, full=True)


def _surname_of(person: str, names: Sequence[_Name]) -> str:
    return next((one.surname for one in names if one.person == person), "")


def _splits(words: Sequence[str], at: int, end: int, one: _Name) -> list[tuple[str, str]]:
    """Ways to read the words as a given name and a surname without blanks."""
    said = [plain(word) for word in words[at:end]]
    middle = {part.lower() for part in one.parts[1:-1]}
    ways = [(said[0], "".join(word for word in said[1:] if word not in middle))]
    if "-" in one.given and len(said) > 2:
        ways.append((said[0] + said[1], "".join(said[2:])))
    return [(first, rest) for first, rest in ways if rest]


def _goes_on(words: Sequence[str], at: int) -> bool:
    """Whether another capital word follows in one breath."""
    after = words[at + 1] if at + 1 < len(words) else ""
    return not _closed(words[at]) and _capital(after)


def _closed(word: str) -> bool:
    return word[-1:] in ",.?!…:;"


def _capital(word: str) -> bool:
    return word.lstrip("\"'”’»–-([")[:1].isupper()


def _is_given_name(words: Sequence[str], at: int) -> bool:
    word = words[at]
    if _closed(word) or not _capital(word):
        return False
    return is_name(plain(word)) or (at > 0 and words[at - 1][-1:] not in ".?!")


@lru_cache(maxsize=100_000)
def same(heard: str, name: str) -> bool:
    """Whether two words are spellings of one name, or sound the same."""
    heard, name = _bare(heard), _bare(name)
    if heard == name:
        return True
    if not heard or _genitive(heard, name):
        return False
    return name_key(heard) == name_key(name) or phonetic(heard) == phonetic(name)


@lru_cache(maxsize=100_000)
def alike(heard: str, name: str) -> bool:
    """Whether a word may be a given name, spelt otherwise or misheard.

    What is a name, or a word, of its own is taken for no other: Johanna is not Johan.
    """
    if same(heard, name):
        return True
    heard, name = _bare(heard), _bare(name)
    if min(len(heard), len(name)) < 4 or _genitive(heard, name):
        return False
    if is_name(heard) or is_common_word(heard):
        return False
    syllables = len(_VOWELS.findall(heard)) == len(_VOWELS.findall(name))
    return syllables and unlikeness(heard, name) <= NEAR


def _bare(word: str) -> str:
    return word.lower().replace("-", "")


def _genitive(heard: str, name: str) -> bool:
    name = _bare(name)
    return heard.endswith("s") and name[-1:] not in "sxz" and same(heard[:-1], name)
