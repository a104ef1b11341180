"""Labels: which "Name:" at the start of a line of captions is a voice, and which is said."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from mediahub.language import fold, is_known, is_name, is_noun, is_stop_word


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_ROLES = _set(
    """
    speaker talare röst person deltagare okänd unknown intervjuare intervjuaren intervjuperson
    informant respondent moderator moderatorn samtalsledare samtalsledaren programledare
    programledaren berättare berättaren berättarröst reporter reportern speakerröst publik publiken
    publikfråga åhörare åhöraren ordförande ordföranden interviewer host guest narrator lärare
    läraren elev eleven student studenten tolk tolken
    """
)
_NUMBERED = _set("speaker spk talare röst person deltagare okänd unknown elev")
"""Words that with a number stand for a voice without a name: SPEAKER_00, Talare 2."""
_TITLES = _set("dr dr. doc. docent prof prof. professor herr fru fr. mr mr. mrs. ms.")
_PARTICLES = _set(
    "von af av de da di del della van der den ten la le du el al bin ibn ben zu och & y"
)
_NAMES_AND_WORDS = _set(
    """
    alf axel björn bo britt dag ebba ester gull inga inger iris jack juni kaj klara lena linda
    linnea lisa liv lotta lova max nisse olle per ros runa rut saga sam siv sol sten stig styrbjörn
    sven tilde tim tuva vide vilja viola
    """
)
"""First names that are Swedish words as well."""
_NO_VOICES = _set(
    """
    stockholm göteborg malmö uppsala linköping örebro västerås helsingborg norrköping jönköping
    umeå lund borås sundsvall gävle karlstad växjö halmstad kalmar östersund luleå eskilstuna
    skåne halland blekinge småland gotland öland västergötland östergötland bohuslän dalsland
    värmland närke västmanland södermanland uppland dalarna hälsingland medelpad ångermanland
    jämtland härjedalen västerbotten norrbotten lappland norrland svealand götaland
    sverige norge danmark finland island tyskland frankrike england ryssland ukraina europa norden
    usa eu fn nato who svt sr ur kth ivo skr
    """
)
"""Names of no person, which a sentence may well begin with: Göteborg: två procent."""
_MOST_WORDS = 5
_MARKED = re.compile(
    rf"(?:{'|'.join(sorted(_NUMBERED))})[ _-]{{0,2}}(?:\d{{1,3}}|[A-ZÅÄÖ])|S\d\d", re.IGNORECASE
)
_LABEL = re.compile(
    r"(?:[\[(<](?P<bracketed>[^\[\]()<>:]{1,60})[\])>](?:\s*:)?|(?P<plain>[^\W_][^:\n]{0,60}?)\s?:)"
    r"(?P<after>\s*)"
)
_LED = 1 / 3
"""The share of what is said that names lead in a file where names lead at all."""
_WHOLLY_LED = 0.8


class Trust(IntEnum):
    """How sure it is, from its letters alone, that a label is a name."""

    NONE = 0
    WORD = 1  # a noun: Läkaren
    UNKNOWN = 2  # a word that is in no dictionary
    LIKELY = 3  # Ola
    SURE = 4  # ERIK, SPEAKER_00, or one that is known


@dataclass(frozen=True, slots=True)
class Label:
    """What may be a name at the start of a line: as written, and where what is said begins."""

    name: str
    end: int
    bare: bool = False
    """In brackets, without a colon."""
    after: str = ""
    """What follows it directly: " ", a sign, or nothing."""


class Known:
    """Names that are known, found whatever their accents, case and order, or by a part alone."""

    def __init__(self, names: Collection[str]) -> None:
        self._keys: set[str] = set()
        for name in names:
            words = re.sub(r"\([^()]*\)", "", fold(name)).replace(",", " ").split()
            self._keys |= {" ".join(words), " ".join(words[-1:] + words[:-1])}
            if words and words[0] not in _NUMBERED | _ROLES:
                self._keys |= {word for word in (words[0], words[-1]) if len(word) > 1}

    def __contains__(self, name: object) -> bool:
        return (
            isinstance(name, str) and " ".join(fold(name).replace(",", " ").split()) in self._keys
        )


def label_of(text: str) -> Label | None:
    """What may be a name at the start of a line: "Rut Alm: ", "[SPEAKER_00]: "; else None."""
    found = _LABEL.match(text)
    if found is None:
        return None
    name = " ".join((found["bracketed"] or found["plain"]).split())
    bare = found["bracketed"] is not None and not found[0].rstrip().endswith(":")
    after = " " if found["after"] else text[found.end() :][:1]
    return Label(name, found.end(), bare, after) if name else None


def key(name: str) -> str:
    """What two ways of writing one name have in common."""
    return fold(name)


def trust(label: Label, known: Known) -> Trust:
    """How sure it is that a label is a name."""
    name = label.name
    parted = label.after in ("", " ")
    if name in known:
        return Trust.SURE if parted or label.after.isupper() else Trust.NONE
    if _MARKED.fullmatch(name):
        return Trust.SURE
    words = re.sub(r"\s*\([^()]*\)$", "", name).replace(",", " ").split()
    if not parted or not _looks_like_a_name(words):
        return Trust.NONE
    found = _trust_of_words(words, name.isupper())
    # In brackets without a colon anything may stand.
    return Trust.NONE if label.bare and found < Trust.LIKELY else found


def _trust_of_words(words: Sequence[str], in_capitals: bool) -> Trust:
    bare = [word for word in words if word.lower() not in _PARTICLES | _TITLES]
    if words[0].lower() in _TITLES:
        return Trust.SURE
    if any(map(_is_name, bare)):
        spoken = in_capitals and (len(bare) > 1 or len(bare[0]) > 2)
        return Trust.SURE if spoken else Trust.LIKELY
    if bare[0].lower() in _ROLES:
        return Trust.LIKELY
    if any(map(_is_unknown, bare)):
        return Trust.SURE if in_capitals and _is_spoken(bare[0]) else Trust.UNKNOWN
    numbered = any(char.isdigit() for word in words for char in word)
    return Trust.WORD if is_noun(bare[0]) and not numbered else Trust.NONE


def voices(firsts: Sequence[str], others: Iterable[str], known: Known) -> Mapping[str, str]:
    """The names that lead lines of a file, by their key, in the form that is written first.

    `firsts` is what is said, cue by cue or turn by turn; `others` the lines within cues. A name may
    occur once where others are names; a common word is none, unless a file is led by such
    throughout (Läkaren: … Patienten: …).
    """
    seen: Counter[str] = Counter()
    written: dict[str, str] = {}
    trusted: dict[str, Trust] = {}
    lines = [(text, True) for text in firsts] + [(text, False) for text in others]
    led: Counter[str] = Counter()
    for text, first in lines:
        label = label_of(text)
        level = trust(label, known) if label else Trust.NONE
        if label is None or level is Trust.NONE:
            continue
        name = key(label.name)
        seen[name] += 1
        led[name] += first
        written.setdefault(name, label.name)
        trusted[name] = max(level, trusted.get(name, Trust.NONE))
    return {name: written[name] for name in _accepted(trusted, seen, led, max(1, len(firsts)))}


def _accepted(
    trusted: Mapping[str, Trust], seen: Counter[str], led: Counter[str], spoken: int
) -> set[str]:
    """Which labels are names, by how sure each is and by how much of the file they lead."""
    sure = {name for name, level in trusted.items() if level is Trust.SURE}
    likely = {name for name, level in trusted.items() if level is Trust.LIKELY}
    unknown = {name for name, level in trusted.items() if level is Trust.UNKNOWN}
    accepted = sure | {name for name in likely | unknown if seen[name] > 1}
    share = sum(led[name] for name in sure | likely | unknown) / spoken
    if accepted or (len(likely) > 1 and share >= _LED):
        accepted |= likely
    if share >= _WHOLLY_LED and len(accepted | unknown) > 1:
        accepted |= unknown
    words = {name for name, level in trusted.items() if level is Trust.WORD and seen[name] > 1}
    common = words | {name for name in accepted if name in _ROLES}
    if len(common) > 1 and sum(led[name] for name in common) >= max(2, spoken / 2):
        return accepted | words
    wholly = share + sum(led[name] for name in words) / spoken >= _WHOLLY_LED
    return accepted | {word for word in words if wholly and led[word] >= max(3, spoken / 4)}


def _looks_like_a_name(words: Sequence[str]) -> bool:
    """Whether words are written as a name is: capitals, but for what stands within names."""
    if not 0 < len(words) <= _MOST_WORDS or " ".join(words).lower() in _NO_VOICES:
        return False
    if words[-1].lower() in _NO_VOICES and not _is_name(words[0]):
        return False  # Region Skåne
    bare = [word for word in words if word.lower() not in _PARTICLES | _TITLES]
    opens = words[0].lower() in _TITLES or (bool(bare) and words[0] == bare[0])
    letters = all(any(map(str.isalpha, word)) for word in bare[:1])
    return opens and bool(bare) and letters and all(map(_may_be_named, bare))


def _may_be_named(word: str) -> bool:
    bare = word.strip("()[].,’'\"”")
    if is_stop_word(bare.lower()) and bare.lower() not in _NAMES_AND_WORDS:
        return False
    return not bare or bare[0].isupper() or bare.isdigit()


def _is_name(word: str) -> bool:
    """Whether a word is a name and no common word, or both."""
    return _each_part(word, lambda part: part.lower() in _NAMES_AND_WORDS or is_name(part))


def _is_unknown(word: str) -> bool:
    """Whether a word is in no dictionary, and no abbreviation: a name that is rare."""
    return word[-1] != "." and _each_part(word, lambda part: is_name(part) or not is_known(part))


def _each_part(word: str, wanted: Callable[[str], bool]) -> bool:
    bare = word.strip("()[].,’'\"”")
    if len(bare) < 2 or not bare[0].isalpha():
        return False
    return all(map(wanted, [part for part in re.split(r"[-’'.]", bare) if len(part) > 1] or [bare]))


def _is_spoken(word: str) -> bool:
    """Whether a word in capitals that nobody knows is said as a word: ERIKA, but not SVT."""
    return len(word) > 3 and any(map(fold(word).count, "aeiouy"))
