"""The subject as the speaker announces it: "Nästa ämne är …", "i dag ska vi prata om …"."""

import re
from collections.abc import Sequence

from mediahub.language import is_stop_word, stem
from mediahub.language.forms import is_adjective
from mediahub.topics.citing import definite_article, is_definite
from mediahub.topics.nouns import is_light

_SMALL = (
    r"(?:(?:vi|jag|oss|nu|då|i dag|idag|lite|mer|mera|bara|också|här|närmare|istället|i stället) )*"
)
_NUMBERS = r"(?:nästa|första|andra|tredje|fjärde|femte|sjätte|sjunde|sista|dagens|kvällens)"
_GO = r"(?:går|gå|kommer|komma|hoppar|hoppa|övergår)"
_LEADS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_NUMBERS} (?:ämne|fråga|punkt|del|tema|område|avsnitt)\w*\b[^.,;:?!]{{0,25}}?"
        r" (?:är|blir|gäller|handlar om) ",
        rf"\b(?:ska|skall|tänkte|vill|kommer) {_SMALL}(?:det |att )?{_SMALL}"
        rf"(?:prata|tala|samtala|handla|diskutera|höra|berätta) {_SMALL}(?:om|kring) ",
        rf"\b(?:(?:vi|jag) (?:ska |kan )?{_GO}|{_GO} (?:vi|jag)) {_SMALL}"
        r"(?:över|vidare|in|fram|tillbaka)?"
        r" ?(?:till|in på|med att prata om) ",
        rf"\blåt oss {_SMALL}(?:prata|tala) {_SMALL}om ",
        rf"\b(?:börja|fortsätta|avsluta|inleda|börjar|fortsätter|avslutar|inleder) {_SMALL}med ",
        rf"\b(?:titta|fokusera|fördjupa oss|gå in) {_SMALL}(?:på|i) ",
        r"\b(?:ämnet|temat|rubriken)(?: för [^.,;:?!]{1,20}?)? är ",
        rf"\b{_NUMBERS} (?:ämne|fråga|punkt|del|tema|område|avsnitt)\w*[,:] ",
        r"\bdags för ",
        r"\bnämligen ",
    )
)
# Words where a noun phrase ends and a clause or an aside begins.
_ENDING = """
    som men att där när så eftersom innan sedan fast är var blir ska kan har vill nu här idag
    också igen ju väl vi jag du ni man det
"""
_ARTICLE = "en ett den det de dom detta denna dessa här där lite mer något någon"
_LINK = "i på hos av för till från med mot om under vid utan mellan inom och"
_ENDS, _ARTICLES = frozenset(_ENDING.split()), frozenset(_ARTICLE.split())
_DEFINITE_ARTICLES = frozenset(("den", "det", "de"))
_LINKS, _CLAUSES = frozenset(_LINK.split()), frozenset({"hur", "varför", "vad"})


def announced(sentences: Sequence[str], max_chars: int) -> list[str]:
    """Noun phrases, or clauses with hur, varför, vad, that the sentences name as the subject.

    In the order of the sentences, as written, at most `max_chars` characters each; those that name
    nothing ("nästa", "det här") are left out.
    """
    found = []
    for sentence in sentences:
        for lead in _LEADS:
            if match := lead.search(sentence):
                phrase = _phrase(sentence[match.end() :], max_chars)
                if phrase and phrase not in found:
                    found.append(phrase)
    return found


def _phrase(rest: str, max_chars: int) -> str:
    clause = re.split(r"[.,;:?!–…\"”]| - ", rest, maxsplit=1)[0].split()
    if clause and clause[0].lower() in _CLAUSES:
        text = " ".join(clause)
        return text if len(clause) >= 3 and len(text) <= max_chars else ""
    article = ""
    while clause and _is_empty(clause[0].lower()):
        article = clause[0].lower()
        clause = clause[1:]
    kept: list[str] = []
    for word in clause:
        if word.lower() in _ENDS or len(" ".join([*kept, word])) > max_chars:
            break
        kept.append(word)
    if len(kept) < len(clause) and len(kept) > 1:
        # Cut in the middle: better a shorter phrase than half of one.
        kept = _whole(kept, clause[len(kept)].lower() in _ENDS)
    while kept and is_stop_word(kept[-1]):
        kept.pop()
    telling = [w for w in kept if not is_stop_word(w) and len(w) > 2 and not is_light(stem(w))]
    if not telling or len(kept) > 6:
        return ""
    whole = " ".join((*_article(article, kept), *kept))
    return whole if len(whole) <= max_chars else " ".join(kept)


def _article(said: str, kept: Sequence[str]) -> tuple[str, ...]:
    """What a definite noun with an adjective before it can't do without: den, det or de."""
    if len(kept) < 2 or not (kept[0].islower() and kept[0].endswith(("a", "e"))):
        return ()
    noun = next((word for word in kept[1:] if not is_adjective(word)), "")
    if not (is_adjective(kept[0]) and is_definite(noun)):
        return ()
    return (said if said in _DEFINITE_ARTICLES else definite_article(noun),)


def _is_empty(word: str) -> bool:
    """Whether a phrase can do without the word at its start."""
    return word in _ARTICLES or (is_stop_word(word) and word not in _ENDS)


def _whole(kept: list[str], at_clause: bool) -> list[str]:
    """The phrase up to its last preposition, unless it ended where a clause began."""
    if at_clause:
        return kept
    links = [i for i, word in enumerate(kept) if i and word.lower() in _LINKS]
    return kept[: links[-1]] if links else kept
