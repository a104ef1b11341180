"""What a stretch of talk is about: its nouns, weighed by how they are spoken of.

A talk seldom says its subject most often: a guest's story of porridge and corridors says "frukost-
klubb" once. So what counts beside number is that a word is a compound or names an activity or a
state (they are what a house has names for), that it is introduced ("det kallas …", "vi startade en
…"), that something is said of it as such ("En övergång är som en bro"), that it is taken up by its
last part alone (jouren, after störningsjouren), that more than one speaker says it, that it comes
early, and that the rest of the talk does without it. Each is a sign with a weight, and a noun's
score is their sum: a log-linear model, fitted by benchmarks/title_weights.py.
"""

import math
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from mediahub.language import compound_stems, is_known, is_stop_word, stem
from mediahub.language.forms import is_adjective, is_numeral
from mediahub.topics.mentions import Mention
from mediahub.topics.nouns import is_light
from mediahub.topics.things import kinds

Mentions = Mapping[str, tuple[Mention, ...]]
Signs = Mapping[str, float]

_ACT = re.compile(r"(?:ning|else|ande|ende|tion|ring|ling|bruk)$")
_STATE = re.compile(r"(?:het|skap|ism|dom|itet|brist|våld|hälsa|frånvaro)$")
_HOUSE = re.compile(
    r"(?:tjänst|hjälp|stöd|vård|omsorg|klubb|jour|bank|skola|analys|förslag|arbete|jobb|verksamhet"
    r"|program|budget|bidrag|garanti|plan|center|centrum|team|råd|fond|lag|kurs|café|kafé|butik"
    r"|garage|bibliotek|boende|peng|larm|chatt|språk|ombud|mottagning)$"
)
_DOERS = ("are", "ör", "ist", "log", "ant", "nom")
_SMALL = (
    r"(?: (?:vi|det|nu|också|bara|alltså|då|i dag|numera|sedan|ett|en|den|vår|vårt|egen|eget|för"
    r"|något som|så|här|som))*$"
)
_NAMED = re.compile(
    r"\b(?:det|som|detta|här|så|vi) (?:här )?(?:kallas?|kallade?|kallar|heter)" + _SMALL
)
_INTRODUCED = re.compile(
    r"(?:\b(?:startade|startat|startar|öppnade|öppnat|öppnar|infört|införde|inrättat|inrättade"
    r"|erbjuder|erbjuda|ordnar|ordna|driver|skapat|skapade|bildade|bildat|bygger|byggt|byggde)|"
    r"\bvi har (?:en|ett)|\bhar vi (?:en|ett)|\bfinns (?:en|ett|det en|det ett)"
    r"|\bfinns det (?:en|ett)|\bfår (?:en|ett)|\bfått (?:en|ett))" + _SMALL
)
_ANSWERED = re.compile(r"^(?:ja |jo |nej )?det är (?:en |ett |vår |vårt )?$")
_ABOUT = re.compile(
    r"\b(?:om|gäller|kring|handlar om|ämnet är|frågan om|frågan är|går ut på|del av)"
    r"(?: (?:en|ett|den|det|de|vår|vårt|våra))*$"
)
_ROLE = re.compile(r"(?:^som|\b(?:jag|hon|han)) är(?: en| ett)?$")
_ONES = frozenset(("en", "ett"))
_VAGUE_TEXT = """
    särskild särskilt särskilda olika vissa viss visst tidigare bättre större mindre fler egen eget
    egna äldre yngre många enda hela samma sådan sådana sådant ganska fin fint fina enkel enkelt
    enkla dålig dåligt dåliga fantastisk fantastiskt fantastiska kommande nuvarande senaste första
    nästa förra verklig verkligt verkliga ökad ökat ökade fortsatt fortsatta tillräcklig
    tillräckligt nödvändig nödvändigt konkret konkreta svensk svenskt svenska befintlig befintliga
    aktuell aktuella varje rent helt precis mycket omkring ungefär trasig pensionerad gammalt billig
    billigt varm varmt kall kallt okänd okända riktig riktigt total totalt totala små smått väldig
    väldigt
"""
_VAGUE = frozenset(_VAGUE_TEXT.split())
EARLY, LATE = 4, 2
"""How many sentences at a stretch's beginning and end are where its subject is named."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A noun by its stem, what it is worth as a title in nats, and where it is said."""

    stem: str
    score: float
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """What is known of a stretch of talk beside its words.

    `sentences` is their number, `asked` those that ask, `presenting` those that greet and present;
    `host` leads the talk; `rest` is how often the other stretches have each stem or compound part,
    in as many sentences as this one; `own` are stems of the house's terms.
    """

    sentences: int
    asked: Collection[int] = ()
    presenting: Collection[int] = ()
    host: str | None = None
    rest: Mapping[str, float] = field(default_factory=dict)
    own: Collection[str] = ()


WEIGHTS: Mapping[str, float] = {
    "named": 2.6,
    "again": 2.0,
    "generic": 1.8,
    "kin": 1.8,
    "long": 1.6,
    "house": 1.3,
    "own": 1.5,
    "introduced": 0.9,
    "first": 0.9,
    "with-adjective": 0.8,
    "again-in-long": 0.8,
    "taken-up": 0.7,
    "act": 0.6,
    "about": 0.6,
    "state": 0.6,
    "spread": 0.6,
    "described": 0.4,
    "late": 0.4,
    "role": -1.0,
    "people-last": 0.3,
    "general-last": 0.3,
    "compound": 0.3,
    "noun": 0.2,
    "asked": 0.2,
    "compound-of-three": 0.1,
    "early": 0.6,
    "voices": -0.1,
    "name": -0.1,
    "host": -0.2,
    "light-last": -0.3,
    "places-last": -0.4,
    "elsewhere": -0.5,
    "objects": -0.5,
    "doer": -0.6,
    "doer-last": -0.6,
    "unsure": -0.7,
    "people": -0.8,
    "institutions": -0.9,
    "negated": -0.9,
    "places": -1.0,
    "general": -1.0,
    "everywhere": -1.2,
    "objects-last": -1.3,
    "listed": -1.4,
    "institutions-last": -1.5,
    "presented": -2.0,
    "empty": -2.5,
    "empty-last": -2.5,
}
"""What each sign adds to a noun's score, in nats."""


def subjects(
    found: Mentions,
    stretch: Stretch,
    nouns: Mapping[str, float],
    names: Collection[str],
    weights: Mapping[str, float] = WEIGHTS,
) -> list[Subject]:
    """The nouns of a stretch as subjects, the best first.

    `nouns` is how sure each stem is a noun; `names` are stems that are people's.
    """
    ranked = []
    for key, signs in candidates(found, stretch, nouns, names):
        score = sum(weights.get(name, 0.0) * value for name, value in signs.items())
        ranked.append(Subject(key, score, found[key]))
    return sorted(ranked, key=lambda one: (-one.score, one.stem))


def candidates(
    found: Mentions, stretch: Stretch, nouns: Mapping[str, float], names: Collection[str]
) -> Iterator[tuple[str, Signs]]:
    """Each noun that may be a subject, by its stem, with its signs."""
    whole = {key: many for key, many in found.items() if nouns.get(key, 0.0) >= 0.4}
    holders: dict[str, set[str]] = {}
    for key in whole:
        for part in compound_stems(key):
            holders.setdefault(part, set()).add(key)
    for key, many in whole.items():
        if key not in names and not is_light(key):
            signs = dict(_of_the_word(key, many))
            signs |= _of_the_number(key, many, whole, holders, stretch)
            signs |= _of_the_places(key, many, stretch)
            signs["unsure"] = -math.log(max(0.05, *(one.probability for one in many)))
            signs["noun"] = math.log(nouns[key])
            yield key, {name: value for name, value in signs.items() if value}


def _of_the_word(key: str, many: Sequence[Mention]) -> Iterator[tuple[str, float]]:
    yield from _of_the_stem(key)
    yield "name", all(not one.text.islower() for one in many)
    yield "described", adjective(many) != ""
    yield "with-adjective", any(one.before and is_telling(one.before[-1]) for one in many)


@lru_cache(maxsize=50_000)
def _of_the_stem(key: str) -> tuple[tuple[str, float], ...]:
    return tuple(_signs_of_the_stem(key))


def _signs_of_the_stem(key: str) -> Iterator[tuple[str, float]]:
    parts = compound_stems(key)
    compound = len(parts) > 1
    of = "-last" if compound else ""
    yield "compound", compound
    yield "compound-of-three", len(parts) > 2
    for kind in kinds(key, parts[-1]):
        yield kind + of, 1.0
    if not kinds(key, parts[-1]):
        yield "doer" + of, key.endswith(_DOERS)
    yield "light-last", compound and is_light(parts[-1])
    yield "act", _ACT.search(key) is not None
    yield "state", _STATE.search(key) is not None
    yield "house", compound and _HOUSE.search(key) is not None
    yield "long", math.log(len(key) / 8) if not compound else 0.0


def _of_the_number(
    key: str,
    many: Sequence[Mention],
    whole: Mapping[str, Sequence[Mention]],
    holders: Mapping[str, Collection[str]],
    stretch: Stretch,
) -> Signs:
    """`holders` are the nouns that each part of a compound is in."""
    parts = compound_stems(key)
    own = {one.sentence for one in many}
    alone = whole.get(parts[-1], ()) if len(parts) > 1 else ()
    taken_up = {one.sentence for one in alone if one.sentence > min(own)}
    speakers = {one.speaker for one in (*many, *alone)}
    kin = {other for part in parts for other in holders[part]} - {key}
    said = own | taken_up
    return {
        "again": math.log(len(own)),
        "again-in-long": math.log(len(own)) * max(0.0, math.log(stretch.sentences / 15)),
        "taken-up": math.log1p(len(taken_up)),
        "kin": math.log1p(len(kin)),
        "voices": float(len(speakers) > 1),
        "host": float(stretch.host in speakers),
        "spread": (max(said) - min(said)) / max(1, stretch.sentences),
        "elsewhere": math.log1p(stretch.rest.get(key, 0.0)),
        "everywhere": float(stretch.rest.get(key, 0.0) >= len(own)),
        "own": float(key in stretch.own),
    }


def _of_the_places(key: str, many: Sequence[Mention], stretch: Stretch) -> Signs:
    standing = Counter(sign for one in many if (sign := _standing(key, one, stretch)))
    signs = {sign: 1.0 for sign in standing if sign not in _POOR}
    if set(standing) <= _POOR and standing.total() == len(many):
        signs |= dict.fromkeys(standing, 1.0)
    numbers = {one.sentence for one in many}
    signs["early"] = float(min(numbers) < EARLY)
    signs["late"] = float(max(numbers) >= stretch.sentences - LATE)
    signs["asked"] = float(not numbers.isdisjoint(stretch.asked))
    return signs


_POOR = frozenset(("listed", "role", "negated", "presented", "genitive"))


def _standing(key: str, one: Mention, stretch: Stretch) -> str:
    """How a mention stands in its sentence: named, introduced, spoken about, first in it …"""
    before = one.before
    described = bool(before) and is_telling(before[-1])
    rest = " ".join((before[:-1] if described else before)[-6:])
    first = one.place - len(before[-1:]) * described == 0
    article = len(before) - described == one.place - described == 1 and before[0] in _ONES
    signs = {
        "named": _NAMED.search(rest),
        "presented": one.sentence in stretch.presenting,
        "role": _ROLE.search(rest),
        "negated": "inte" in before[-3:],
        "genitive": one.genitive,
        "introduced": _INTRODUCED.search(rest),
        "answered": one.sentence < 2 * EARLY and _ANSWERED.search(rest + " "),
        "about": _ABOUT.search(rest),
        "generic": one.after and (article or (first and one.text == key)),
        "first": first and not one.listed,
        "listed": one.listed,
    }
    return next((sign for sign, found in signs.items() if found), "")


def adjective(mentions: Sequence[Mention]) -> str:
    """The adjective that belongs to the noun, as said: where it is named or introduced by one, or
    where half of its mentions and two at least have the same; empty if none.
    """
    said = Counter(one.before[-1] for one in mentions if one.before and is_telling(one.before[-1]))
    for one in mentions:
        if one.before and one.before[-1] in said:
            before = " ".join(one.before[-6:-1])
            opens = one.place == 1 or (one.place == 2 and one.before[0] in _ONES)
            if (
                opens
                or any(sign.search(before) for sign in (_NAMED, _INTRODUCED, _ABOUT))
                or _ANSWERED.search(before + " ")
            ):
                return one.before[-1]
    word, times = max(said.items(), key=lambda item: (item[1], item[0]), default=("", 0))
    return word if times > 1 and 2 * times >= len(mentions) else ""


@lru_cache(maxsize=10_000)
def is_telling(word: str) -> bool:
    """Whether a word is an adjective that narrows what it stands before: social, not ny or bra."""
    if is_stop_word(word) or is_light(stem(word)) or word in _VAGUE or is_numeral(word):
        return False
    return is_known(word) and is_adjective(word)
