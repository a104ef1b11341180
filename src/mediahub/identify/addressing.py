"""Addressing: which names in a run of words are said to the one who bears them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mediahub.identify import phrases
from mediahub.identify.hearing import Run, Sentence
from mediahub.identify.mentions import Mention

SHORT = 5
"""Tokens of a sentence that is hardly about anybody else: "Det var bra, Johan."."""


@dataclass(frozen=True, slots=True)
class Address:
    """Somebody is spoken to by name in the sentence `number` of a run.

    `asks` says that an answer is waited for, `directly` that the question stands in that sentence
    and says du. Two may be asked at once.
    """

    number: int
    sentence: Sentence
    people: tuple[Mention, ...]
    asks: bool
    directly: bool


def addresses(run: Run) -> list[Address]:
    """Who is spoken to by name in a run, in order."""
    found = []
    for number, sentence in enumerate(run.sentences):
        called = list(_called(run, number))
        if called:
            found.append(
                Address(
                    number,
                    sentence,
                    tuple(called),
                    asks=_awaits(run, number),
                    directly=sentence.asks and bool(phrases.SECOND & set(sentence.tokens)),
                )
            )
    return found


def _called(run: Run, number: int) -> Iterator[Mention]:
    sentence = run.sentences[number]
    tokens = sentence.tokens
    for place, mention in enumerate(sentence.names):
        if mention.person is None:
            continue
        at = tokens.index(f"<{place}>")
        if _vocative(run, number, at) or _thanked(tokens, at):
            yield mention


def _thanked(tokens: Sequence[str], at: int) -> bool:
    """Whether the name follows upon thanks, a greeting or a welcome that are for its bearer."""
    before = [sign for sign in tokens[max(0, at - 6) : at] if sign != ","]
    if before[-2:-1] in (["och"], ["samt"]) or before[-1:] in (["till"], ["vare"]):
        return False
    text = f" {' '.join(tokens[: at + 1])} "
    return phrases.THANKS.search(text) is not None and text.rstrip().endswith(tokens[at])


def _vocative(run: Run, number: int, at: int) -> bool:  # noqa: PLR0911 - one form a line
    sentence = run.sentences[number]
    tokens = sentence.tokens
    before, after = tokens[:at], tokens[at + 1 :]
    words = set(tokens)
    you = bool(phrases.SECOND & words)
    speaks_to = you or sentence.asks or bool(phrases.IMPERATIVE & words)
    if _in_a_list(before, after) and not (speaks_to and "ni" in words):
        return False
    if _apposed(before) or (phrases.ABSENT & words and not you):
        return False
    opens = len(before) <= 6 and all(sign in phrases.OPENERS or sign == "," for sign in before)
    closes = not after or after[0] in ".?!…"
    comma_before, comma_after = before[-1:] == (",",), after[:1] == (",",)
    if comma_after and after[1:2] and after[1] in {"som", "han", "hon", "den", "min", "vår"}:
        return False
    if opens and comma_after:
        return _awaits(run, number) or speaks_to
    if opens and closes:
        return not before or before[-1] != "med"
    if comma_before and closes:
        return speaks_to or len(tokens) <= SHORT + 2
    if comma_before and comma_after:
        return speaks_to
    if opens and after:
        asked = after[0] in phrases.WH or after[0] in phrases.VERBS_FIRST
        return (asked and bool({"du", "ni"} & set(after[:4]))) or (
            after[0] in {"du", "ni"} or after[0] in phrases.IMPERATIVE
        )
    if before[-1:] == ("du",) and closes and len(before) > 2:
        return before[-2] in phrases.ASKING and bool(phrases.WH & set(before))
    return False


def _in_a_list(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether the name is one of several joined by och and commas."""

    def name(sign: str) -> bool:
        return sign[:1] in "<~"

    left = len(before) > 1 and before[-1] in {"och", "samt", ","} and name(before[-2])
    right = len(after) > 1 and after[0] in {"och", "samt", ","} and name(after[1])
    mine = after[:2] in (("och", "jag"), ("och", "vi")) or before[-2:] == ("jag", "och")
    return left or right or mine


def _apposed(before: Sequence[str]) -> bool:
    """Whether the name says who "min kollega" is."""
    near = [sign for sign in before[-4:] if sign != ","]
    return bool(near[:-1]) and bool(phrases.POSSESSIVE & set(near[:-1]))


def _awaits(run: Run, number: int) -> bool:
    """Whether somebody is to answer what is said from a sentence on to the end of the run."""
    for sentence in run.sentences[number:]:
        words = set(sentence.tokens)
        if sentence.asks or phrases.IMPERATIVE & words:
            return True
        if {"du", "ni"} & words and not {"tack"} & words:
            return True
    return False
