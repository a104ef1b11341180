"""Whether a capital belongs to a word, or only stands where a heading or an entry begins."""

import re

from mediahub.language.compounds import split_compound
from mediahub.language.forms import is_known, is_name, is_noun
from mediahub.language.text import words

_OF_A_PLACE = re.compile(
    r"(?:hamn|stad|borg|köping|by|byn|sund|ås|holm|holmen|sele|selet|vik|viken|gård|gården|sjö|sjön"
    r"|berg|berget|bro|bron|torp|torpet|lund|näs|näset|dal|dalen|backa|backen|land|botten|skog"
    r"|skogen|höjd|höjden|kulla|kulle|kullen|strand|hult|måla|fors|tuna|stan|sverige|skåne|norden"
    r"|europa|danmark|norge)$"
)
_OF_AN_INSTITUTION = re.compile(
    r"(?:verket|styrelsen|myndigheten|inspektionen|kassan|podden|konferensen|rådet|förbundet"
    r"|departementet|universitetet|stiftelsen|sällskapet|kommunen|banken|mässan|dagarna|trafiken|akademin)$"
)


def uncapitalised(word: str) -> str:
    """The word with a small first letter, if it is a common word: Barnfattigdom, barnfattigdom.

    Names, abbreviations and what nobody knows keep their capital, and so do compounds that end as
    places and institutions do (Lindhamn, Skolverket, Kommunpodden), since they may be either.
    """
    lower = word.lower()
    if word[:1] == lower[:1] or word[1:] != lower[1:] or not is_known(word):
        return word
    compound = len(split_compound(lower)) > 1
    kept = _OF_A_PLACE.search(lower) or (compound and _OF_AN_INSTITUTION.search(lower))
    return word if is_name(lower) or kept else lower


def plain_term(term: str) -> str:
    """A term as it stands inside a sentence: its first word without the capital of an entry.

    A term whose last word is no noun keeps it: Bostad först is what something is called.
    """
    tokens = words(term)
    if not tokens or (len(tokens) > 1 and is_noun(tokens[-1].text) is False):
        return term
    first = tokens[0]
    return term[: first.start] + uncapitalised(first.text) + term[first.end :]
