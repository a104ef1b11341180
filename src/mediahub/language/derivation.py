"""The verb that a word tells the doing of: organisering and organisation, of organisera."""

from functools import lru_cache

from mediahub.language.compounds import split_compound
from mediahub.language.forms import is_verb_alone
from mediahub.language.stemming import stems

_SHORTEST = 3
"""Letters before -ation and -ering: station is of no verb."""
_DOING = ("ning", "ande", "ende", "ing")


@lru_cache(maxsize=65_536)
def verbs_of(word: str) -> tuple[str, ...]:
    """The verbs, in lower case, whose doing `word` is; of a compound those of its last part too.

    Words that share one are akin, less than inflections are: dokumentation, dokumentering. Those on
    -ation and -ering are paired by their letters, known or not; -ning and -ande only where the
    dictionary has the verb. A verb on -era is its own; other verbs are left out, since who asks
    for a ledning does not mean everything that leads (leder).
    """
    found: dict[str, None] = {}
    for stem in stems(word):
        found.update(dict.fromkeys(_verbs(stem)))
    last = split_compound(word.lower())[-1]
    if last != word.lower():
        for stem in stems(last):
            found.update(dict.fromkeys(_verbs(stem)))
    return tuple(found)


def doings_of(verb: str) -> tuple[str, ...]:
    """The words on -ering and -ation, known or not, that are the doing of a verb on -era."""
    root = verb.removesuffix("era")
    if root == verb:
        return ()
    softened = [f"{root[:-1]}kation"] if root.endswith("c") else []
    words = (f"{root}ering", f"{root}ation", *softened)
    return tuple(word for word in words if verb in verbs_of(word))


def _verbs(stem: str) -> list[str]:
    if stem.endswith("ation") and len(stem) >= _SHORTEST + 5:
        root = stem[:-5]
        # kommunikation, kommunicering
        return [root + "era", *([root[:-1] + "cera"] if root.endswith("k") else [])]
    if stem.endswith("ering") and len(stem) >= _SHORTEST + 5:
        return [stem[:-5] + "era"]
    if stem.endswith("era") and len(stem) >= _SHORTEST + 3:
        return [stem]
    for ending in _DOING:
        root = stem.removesuffix(ending)
        if root != stem and len(root) >= 2:
            # utredning of utreda, förvaltning of förvalta, boende of bo
            return [root + "a"] if is_verb_alone(root + "a") else []
    return []
