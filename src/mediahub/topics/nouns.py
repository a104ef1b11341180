"""Which words of a talk are names of things: Swedish nouns told by company and ending."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache, lru_cache

from mediahub.language import in_dictionary, is_noun, is_stop_word, split_compound, stem, words

_NOUN_FOLLOWS = """
    en ett den det de denna detta dessa min mitt mina din ditt dina sin sitt sina vår vårt våra
    er ert era hans hennes deras någon något några ingen inget inga varje varannan all allt alla
    många flera fler mycket två tre fyra fem sex sju åtta nio tio av i på till från med om för
    hos under vid utan mellan inom mot genom kring ny nytt nya stor stort stora liten litet
    gammalt gamla egen eget egna samma olika
"""
_VERB_FOLLOWS = """
    att jag du han hon vi ni man som inte aldrig alltid kan kunde ska skulle vill ville måste
    får fick har hade borde brukar brukade bör och så då sedan de dem oss sig mig dig
"""
_TOO_LIGHT = """
    denne dem gärna fundera billig dyr ställe medel sak fråga svar ämne exempel sätt år gång tid
    dag vecka månad timme minut procent krona person folk människa del fall sida råd punkt
    början slut stund natt kväll morgon par antal typ slag grad meter kilo miljon tusen hundra
    ord namn roll steg poäng måndag tisdag onsdag torsdag fredag lördag söndag januari februari
    mars april maj juni juli augusti september oktober november december viktig bra stor liten
    ny gammal hel lång kort hög låg svår lätt rätt fel egen klar möjlig vanlig ärlig sen säga
    tala prata berätta tro tycka veta känna tänka se höra titta göra arbeta jobba hålla sätta
    ligga stå sitta ställa lägga behöva bruka börja sluta hitta svara heta kalla betyda hända
    finnas gälla visa leda skriva läsa köpa kosta möta dessutom dock därmed ungefär egentligen
    faktiskt naturligtvis verkligen ganska riktigt väldigt precis absolut kanske ofta sällan
    snabbt plötsligt tillsammans istället däremot ingenting någonting allting något vilken sådan
    båda hundratals förra nästa sista första andra tredje tjej kille grej bit lite fler minst
    högst bäst sämst bättre sämre hemma ute inne uppe nere borta här där framåt bakåt vidare hej
    välkommen lyssnare avsnitt podd program tack två tre fyra fem sex sju åtta nio tio
"""
_BEFORE_NOUN = frozenset(_NOUN_FOLLOWS.split())
_BEFORE_VERB = frozenset(_VERB_FOLLOWS.split())
_NOUN_END = re.compile(
    r"(?:ning|ningen|ningar|ningarna|het|heten|heter|heterna|tion|tionen|tioner|tionerna|else|elser"
    r"|elsen|skap|skapet|itet|iteten|ism|ismen|arna|erna|orna|arnas|ernas|are|aren|gi|gin|logi|ment"
    r"|sjuka|stöd|stödet|vård|vården|besök|besöken|besöket)$"
)
_OF_A_NOUN = re.compile(r"(?:are|aren|arna|arnas|an|ans|fullmäktige)$")
"""Endings of nouns that the dictionary also takes for other words: köparen, anmälan."""
_DEFINITE = frozenset(("en", "et", "n", "t", "erna", "arna", "orna", "na"))
_SENTENCES = 20_000
"""So many sentences are kept: an edit leaves all but one of a talk's as they were."""
_OPEN, _COMPOUND, _OF_NO_KIND = 0.5, 0.65, 0.25
_OTHER_END = re.compile(
    r"(?:ade|ades|at|ats|ligt|liga|lig|igt|iga|ig|iskt|iska|isk|ande|ende|aste|ast|nde|dde|tte|rdes"
    r"|as|es|al|ala|alt|ell|ella|ellt|iv|iva|ivt|bar|bara|bart|lös|lösa|löst|full|fulla|fullt)$"
)


def noun_likeness(texts: Iterable[str]) -> dict[str, float]:
    """For each stem in the texts how sure it is a noun, 0 to 1, by neighbours and ending.

    Stems of words too light to be a subject (sak, gång, säga), and those that the dictionary has as
    verbs or adjectives in every form that the texts have, get 0.
    """
    company: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    base: dict[str, float] = {}
    for text in texts:
        for key, vote, own in _votes(text):
            seen[key] += 1
            company[key] += vote
            base[key] = max(base.get(key, 0.0), own)
    return {
        key: 0.0 if is_light(key) or not base[key] else _likeness(base[key], company[key], times)
        for key, times in seen.items()
    }


@lru_cache(maxsize=_SENTENCES)
def _votes(text: str) -> tuple[tuple[str, int, float], ...]:
    """Of each telling word of a sentence its stem, what company and ending say, and `_base`."""
    found = []
    before = ""
    for token in words(text):
        lower = token.text.lower()
        if not is_stop_word(lower) and len(lower) > 2:
            key = stem(lower)
            vote = _vote(before, lower) + _is_definite(lower, key)
            found.append((key, vote, _base(lower, key)))
        before = lower
    return tuple(found)


def _likeness(base: float, company: int, times: int) -> float:
    likeness = max(0.0, min(1.0, base + company / (2 * times + 1)))
    return max(likeness, base) if base > _OPEN else likeness


@lru_cache(maxsize=50_000)
def _base(word: str, key: str) -> float:
    """How sure a word is a noun by itself: 0 what the dictionary has as something else alone."""
    if word == key + "are":
        return 0.0  # lugnare is no doer
    noun = is_noun(word)
    if noun is False:
        inflected = word.removeprefix(key) in _DEFINITE and is_noun(key)
        return _OPEN if inflected or _OF_A_NOUN.search(word) else 0.0
    if noun is None:
        return _OF_NO_KIND if in_dictionary(word) else _OPEN
    return _COMPOUND if len(split_compound(word)) > 1 and not _OTHER_END.search(word) else _OPEN


def _is_definite(word: str, key: str) -> int:
    return word != key and word.startswith(key) and word[len(key) :] in _DEFINITE


def is_light(key: str) -> bool:
    """Whether the stem is of a word that fits any subject: sak, gång, säga, viktig."""
    return key in _light()


def _vote(before: str, word: str) -> int:
    vote = (before in _BEFORE_NOUN) - (before in _BEFORE_VERB)
    if _NOUN_END.search(word):
        return vote + 1
    return vote - 1 if _OTHER_END.search(word) else vote


@cache
def _light() -> frozenset[str]:
    return frozenset(stem(word) for word in _TOO_LIGHT.split())
