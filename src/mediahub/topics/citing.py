"""How a noun is written as a title: in a form that was said, or one that stands by itself."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from mediahub.language import is_noun, stem
from mediahub.topics.mentions import Mention

_ARTICLES = frozenset(("den", "det", "de"))
_BEFORE_VERB_TEXT = "att jag du han hon vi ni man som inte de kan ska vill får har och"
_BEFORE_VERB = frozenset((word,) for word in _BEFORE_VERB_TEXT.split())
_SINGULAR = frozenset(("en", "ett", "varje", "någon", "något", "ingen", "inget"))


def cited(lemma: str, mentions: Sequence[Mention]) -> str:
    """The noun in the form a heading has it: skolfrånvaro, störningsjouren, odlingslotter.

    Of a thing that can be counted a definite or plural form, where one was said, goes before the
    bare singular (`lemma`); of what cannot, the bare form. Names and abbreviations are as written.
    """
    mentions = [one for one in mentions if not _is_verb(one, lemma)] or mentions
    inside = [one.text for one in mentions if one.place] or [one.text for one in mentions]
    shaped = Counter(form for form in inside if not form.islower())
    if 2 * shaped.total() > len(inside):
        return min(shaped, key=lambda form: (-shaped[form], len(form), form))
    said: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one in mentions:
        said[kind(one.text.lower(), lemma)][one.text.lower()] += 1
    counted = any(one.before[-1:] and one.before[-1] in _SINGULAR for one in mentions)
    if "bare" in said and not counted and "plural" not in said:
        return lemma
    order = ("definite", "plural", "bare", "definite plural")
    best = max(order, key=lambda name: said[name].total() - 0.5 * (name == "bare"))
    return min(said[best], key=lambda form: (-said[best][form], form))


def kind(form: str, lemma: str) -> str:
    """Whether a form is the bare one, definite, plural or definite plural, by its ending."""
    if form == lemma:
        return "bare"
    if form.endswith(("na", "nen")):
        return "definite plural"
    return "definite" if form.endswith(("n", "t")) else "plural"


def _is_verb(one: Mention, lemma: str) -> bool:
    """Whether the form reads as a verb where it stands: "de som chattar"."""
    ends = one.text.endswith(("r", "a", "e", "s")) and one.text.lower() != lemma
    return ends and one.before[-1:] in _BEFORE_VERB


def with_adjective(adjective: str, text: str, lemma: str, mentions: Sequence[Mention]) -> str:
    """The noun with its adjective, in the form that they were said in together, with the article
    that a definite form needs: "den digitala socialtjänsten", "socialt företag".
    """
    for one in mentions:
        if one.before[-1:] == (adjective,) and not one.genitive:
            form = one.text if not one.text.islower() else one.text.lower()
            if not kind(form.lower(), lemma).startswith("definite"):
                return f"{adjective} {form}"
            if adjective.endswith("t"):
                continue
            said = one.before[-2:-1]
            article = said[0] if said and said[0] in _ARTICLES else definite_article(form)
            return f"{article} {adjective} {form}"
    return text


def is_definite(form: str) -> bool:
    """Whether a noun's form is a definite one: socialtjänsten, arbetet, reglerna."""
    lower = form.lower()
    return kind(lower, stem(lower)).startswith("definite") and is_noun(lower) is not False


def definite_article(form: str) -> str:
    """The article that goes before an adjective and this definite form: den, det or de."""
    return "de" if form.endswith(("na", "nen")) else "det" if form.endswith("t") else "den"
