"""How well a Swedish sentence bears a cut between two words: phrases that captions keep whole."""

import re

from mediahub.transcript.sentences import CLOSING, LEADING, OPENING

_CONJUNCTIONS = """
och men eller att som för så när om där eftersom medan utan då samt innan fast fastän därför varför
hur vad vilken vilket vilka vem sedan tills trots
"""
_PREPOSITIONS = """
i på av till från med hos vid mot över under genom mellan bland efter före inom utom utanför kring
runt ur åt längs bakom framför bredvid enligt per via för om utan
"""
_DETERMINERS = """
en ett den det de dem denna detta dessa min mitt mina din ditt dina sin sitt sina vår vårt våra er
ert era hans hennes deras dess varje någon något några ingen inget inga alla mycket många flera
"""
_LEANING = """
inte aldrig jag du han hon vi ni man är var har hade ska skulle kan kunde vill ville måste får fick
blir blev
"""
CONJUNCTIONS = frozenset(_CONJUNCTIONS.split())
PREPOSITIONS = frozenset(_PREPOSITIONS.split())
DETERMINERS = frozenset(_DETERMINERS.split())
LEANING = frozenset(_LEANING.split())
"""Words that lean on what follows."""
_NUMBER = re.compile(r"[§$€]?\d+(?:[  .,:/–-]\d+)*%?")


def cut_cost(before: str, after: str, pause_ms: int, *, begins: bool) -> float:
    """What a cut between the two words costs: 0 between sentences, up to 30 inside a phrase.

    `pause_ms` is the silence between them, `begins` whether `after` begins a sentence.
    """
    last, following = _bare(before), _bare(after)
    rules = (
        (begins, 0.0),
        (before.rstrip(CLOSING)[-1:] in {",", ";", ":", "–", "?", "!"}, 2.0),
        (bool(_NUMBER.fullmatch(last)) or before.lower() in LEADING, 30.0),
        (last in DETERMINERS or last in PREPOSITIONS, 25.0),
        (last in CONJUNCTIONS, 22.0),
        # The parts of a name.
        (before[:1].isupper() and after.lstrip(OPENING)[:1].isupper(), 20.0),
        (pause_ms >= 250, 3.0),
        (following in CONJUNCTIONS, 4.0),
        (following in PREPOSITIONS, 6.0),
        (last in LEANING, 14.0),
    )
    return next((cost for holds, cost in rules if holds), 10.0)


def _bare(word: str) -> str:
    return word.strip(CLOSING + OPENING + ".,;:?!…").lower()
