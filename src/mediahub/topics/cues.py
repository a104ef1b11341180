"""What people say when they go on to something else: Swedish phrases that open or close a topic."""

import re
from functools import lru_cache

# Weights: 3 says it outright, 2 nearly so, 1 hints. The patterns keep to short, common words,
# which a recogniser hears right more often than long ones, and allow small words in between.
_NEW = (
    r"(?:ämne\w*|fråg\w+|punkt\w*|del\w*|tema\w*|avsnitt\w*|talare\w*|gäst\w*|område\w*|rubrik\w*)"
)
_GO = r"(?:går|gå|kommer|kliver|rör)"
_SPEAK = r"(?:prata|tala|samtala|handla|titta|gå|höra|diskutera|fördjupa|ta upp|ägna|fråga|kolla)"
_AND = r"^(?:och |men |så |ja |okej )*"
_OPENING = (
    (3.0, rf"\bnästa {_NEW}"),
    (3.0, rf"\b(?:sista|andra|tredje|fjärde|femte) {_NEW}\b.{{0,25}}\b(?:är|blir|handlar)\b"),
    (3.0, r"\bbyte?r? (?:vi |nu )*(?:ämne|spår|perspektiv|fokus)"),
    (3.0, rf"\b{_GO} (?:vi |oss |nu |då )*(?:\w+ )?(?:över|vidare) (?:till|med|på)\b"),
    (3.0, r"\b(?:vi|jag) går (?:nu |då )*in på\b"),
    (3.0, r"\b(?:då|nu) (?:har|är) vi (?:kommit|framme|inne|tillbaka)\b"),
    (3.0, r"\bvälkom\w* tillbaka\b"),
    (
        3.0,
        rf"\b(?:nu|då|här|idag|i dag) (?:ska|skall|tänkte) (?:det|vi|jag|ni) (?:\w+ )?{_SPEAK}\b",
    ),
    (3.0, rf"\b(?:nu|då) vill (?:jag|vi) (?:\w+ )?{_SPEAK}\b"),
    (
        2.0,
        rf"\b(?:ska|skall|tänkte) (?:vi|jag) (?:\w+ ){{0,4}}{_SPEAK}\b.{{0,12}}\b(?:om|på|till)\b",
    ),
    (2.0, rf"\bvi (?:ska|skall) (?:\w+ ){{0,4}}{_SPEAK}\b"),
    (2.0, rf"\blåt oss (?:\w+ )?(?:{_SPEAK}|börja|fortsätta|vända|byta|återvända|lämna)\b"),
    (2.0, r"\b(?:vi|jag) (?:börjar|fortsätter|avslutar|inleder|slutar) (?:nu |då )*med\b"),
    (2.0, r"\b(?:då|nu|så) går vi (?:\w+ )?(?:till|på)\b"),
    (2.0, r"\b(?:nu|då) (?:lämnar|vänder|hoppar|släpper|tar) vi\b"),
    (2.0, _AND + r"(?:till sist|avslutningsvis|slutligen|härnäst|till att börja med)\b"),
    (2.0, r"\b(?:nu|då) är det dags\b|\bdags (?:för|att)\b"),
    (1.0, _AND + r"(?:en annan|ytterligare en|en helt annan) (?:sak|fråga|aspekt)\b"),
    (1.0, _AND + r"(?:samtidigt|apropå|om vi|när det gäller|vad gäller)\b"),
    (1.0, _AND + r"för det (?:första|andra|tredje)\b"),
)
_CLOSING = (
    (3.0, r"\bsätt\w* (?:vi |jag )?punkt\b"),
    (3.0, r"\b(?:då|nu|så|här) lämnar (?:vi|jag)\b"),
    (2.0, r"\btar (?:vi |nu |en )*(?:\w+ ){0,2}(?:paus|fika|bensträckare)\b"),
    (2.0, r"\bgå\w* (?:vi )?vidare$"),
    (2.0, r"\b(?:så långt|det var allt|det var det) (?:om|för)\b"),
    (1.5, r"^(?:ja |okej |bra |jättebra |stort )*tack (?:för det|för den|ska du ha|ska ni ha)\b"),
    (1.5, r"\bfår bli (?:slut|sista|det sista|avslut)\w*"),
    (1.0, r"\btackar (?:vi|jag)\b"),
)
_OPENERS = tuple((weight, re.compile(pattern)) for weight, pattern in _OPENING)
_CLOSERS = tuple((weight, re.compile(pattern)) for weight, pattern in _CLOSING)
_NOT_LETTERS = re.compile(r"[^a-zåäöéü]+")


_POINTING_BACK = """
    det den de dom detta denna dessa han hon där dit då därför därifrån däremot dessutom också
    och men så eller utan fast för jo ja nej nä precis exakt absolut okej mm visst jaha ungefär
    annars sedan sen alltså likaså vilket vilka samma båda tillsammans ändå dock bara
"""
_BOUND = frozenset(_POINTING_BACK.split())
_SENTENCES = 20_000
"""So many sentences' signs are kept: an edit leaves all but one of a talk's as they were."""
_GREETING = re.compile(r"\b(?:välkom\w+|hej|god (?:morgon|kväll|dag)|goddag|hallå|jag heter)\b")
_BEGINNING = re.compile(r"\b(?:vi|jag) (?:börjar|inleder) (?:nu |då )*med\b")
_QUESTION_WORDS = frozenset(
    {"vad", "hur", "varför", "vem", "vilka", "vilken", "vilket", "var", "när"}
)


@lru_cache(maxsize=_SENTENCES)
def continues(sentence: str) -> bool:
    """Whether the sentence begins by pointing back: "Det …", "Därför …", "Men …"."""
    first, _, _ = _NOT_LETTERS.sub(" ", sentence.lower()).strip().partition(" ")
    return first in _BOUND


@lru_cache(maxsize=_SENTENCES)
def asks(sentence: str) -> bool:
    """Whether the sentence is a question, by its mark or its first word."""
    first, _, _ = _NOT_LETTERS.sub(" ", sentence.lower()).strip().partition(" ")
    return sentence.rstrip(' "”»').endswith("?") or first in _QUESTION_WORDS


def greets(sentence: str) -> bool:
    """Whether the sentence greets the listeners."""
    return _GREETING.search(sentence.lower()) is not None


def begins(sentence: str) -> bool:
    """Whether the sentence names the first of several topics: "Vi börjar med …"."""
    return _BEGINNING.search(sentence.lower()) is not None


@lru_cache(maxsize=_SENTENCES)
def opening(sentence: str) -> float:
    """How clearly the sentence opens a new topic: 0 not at all, 3 outright."""
    return _strongest(_OPENERS, sentence)


@lru_cache(maxsize=_SENTENCES)
def closing(sentence: str) -> float:
    """How clearly the sentence ends a topic: 0 not at all, 3 outright."""
    return _strongest(_CLOSERS, sentence)


def _strongest(patterns: tuple[tuple[float, re.Pattern[str]], ...], sentence: str) -> float:
    plain = _NOT_LETTERS.sub(" ", sentence.lower()).strip()
    return max((weight for weight, pattern in patterns if pattern.search(plain)), default=0.0)
