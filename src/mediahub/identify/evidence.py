"""Evidence: what in a conversation speaks for, and against, a voice being somebody."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from mediahub.identify import phrases
from mediahub.identify.addressing import Address, addresses
from mediahub.identify.hearing import Run, Sentence
from mediahub.identify.mentions import Mention
from mediahub.identify.values import Candidate, Evidence, Kind

SELF_FULL, SELF_GIVEN, SELF_ANSWERED, HERE = 6.0, 3.5, 3.0, 3.0
INTRODUCED, INTRODUCED_FIRST, WELCOMED = 2.5, 0.8, 2.5
ASKED, ASKED_DIRECTLY, NAMED_AFTER = 2.0, 2.4, 1.5
THANKED, ANSWERED_BY_NAME = 1.5, 1.0
ADDRESSES, INTRODUCES, SPEAKS_OF, SPEAKS_OF_GIVEN = -3.0, -3.0, -1.5, -0.75
LEADS_INTRODUCING, LEADS_WELCOMING, LEADS_FIRST, LEADS_LEAVING = 1.5, 1.0, 0.5, 0.5
"""Weights. Those of 0.5 to 3 are what one such thing is worth beside the others; two questions that
are answered, or one's own whole name, are beyond doubt (see `deciding`)."""
BACKCHANNEL = 2
"""Words up to which a run is only a sign of listening."""
FARTHEST_SENTENCES, FARTHEST_WORDS = 5, 60
"""How far after a name the voice may change for the next one to be who was asked."""


@dataclass(frozen=True, slots=True)
class Heard:
    """All that was found: the evidence, voices that are nobody known, and questions by name after
    which the same voice went on (by voice): who was asked may speak in it, too.
    """

    evidence: tuple[Evidence, ...]
    strangers: frozenset[str]
    unanswered: frozenset[str]


def gather(said: Sequence[Run], cast: Sequence[Candidate]) -> Heard:
    """What is heard in the runs of a conversation about who of the cast speaks."""
    evidence: list[Evidence] = []
    strangers: set[str] = set()
    unanswered: set[str] = set()
    for at, run in enumerate(said):
        own = list(_own_names(said, at))
        evidence += own
        if any(_strange(sentence, number, run) for number, sentence in enumerate(run.sentences)):
            strangers.add(run.voice)
        called = addresses(run)
        evidence += _introduced(said, at)
        evidence += _asked(said, at, called, unanswered)
        evidence += _thanked(said, at)
        evidence += _of_others(run, called, {(one.at_ms, one.person) for one in own})
    evidence += _leading(said, cast, evidence)
    strangers -= {one.voice for one in evidence if one.kind == "self-introduction"}
    return Heard(tuple(evidence), frozenset(strangers), frozenset(unanswered))


def following(said: Sequence[Run], at: int) -> str | None:
    """Who speaks next, signs of listening passed over; None where that cannot be told."""
    if at + 1 >= len(said):
        return None
    near = said[at + 1]
    if near.length > BACKCHANNEL or at + 2 >= len(said):
        return near.voice
    return near.voice if said[at + 2].voice == said[at].voice else None


def preceding(said: Sequence[Run], at: int) -> str | None:
    """Who spoke before, signs of listening passed over; None where that cannot be told."""
    if at == 0:
        return None
    near = said[at - 1]
    if near.length > BACKCHANNEL or at < 2:
        return near.voice
    return near.voice if said[at - 2].voice in (said[at].voice, near.voice) else None


def _own_names(said: Sequence[Run], at: int) -> Iterator[Evidence]:
    run = said[at]
    for number, sentence in enumerate(run.sentences):
        for mention in _said_of_oneself(run, number):
            weight = SELF_FULL if mention.full else SELF_GIVEN
            yield _evidence("self-introduction", run.voice, mention, weight, sentence)
        here = phrases.HERE.search(sentence.text)
        if here and (mention := sentence.names[int(here[1])]).person:
            yield _evidence("self-introduction", run.voice, mention, HERE, sentence)
    before = said[at - 1] if at else None
    if before and any(phrases.WHO.search(one.text) for one in before.sentences[-2:]):
        answer = phrases.ANSWERED.search(run.sentences[0].text)
        if answer and (mention := run.sentences[0].names[int(answer[1])]).person:
            first = run.sentences[0]
            yield _evidence("self-introduction", run.voice, mention, SELF_ANSWERED, first)


def _said_of_oneself(run: Run, number: int) -> Iterator[Mention]:
    """Whose name a sentence gives as the voice's own, once each."""
    sentence = run.sentences[number]
    found: set[str] = set()
    for pattern in phrases.SELF:
        for match in pattern.finditer(sentence.text):
            mention = sentence.names[int(match[1])]
            if mention.person is None or mention.person in found:
                continue
            if phrases.SAID_AFTER.search(sentence.text[match.end() - 1 :]):
                continue
            if not _quoted(run, number, sentence.text[: match.start() + 1]):
                found.add(mention.person)
                yield mention


def _quoted(run: Run, number: int, before: str) -> bool:
    """Whether the words after `before` in a sentence are somebody else's."""
    words = before.split()
    if any(mark in words for mark in ('"', "”", "»", ":")) or phrases.REPORTED & set(words):
        return True
    if words[-1:] and words[-1] in phrases.CITED:
        return True
    last = run.sentences[number - 1].tokens if number else ()
    return bool(phrases.REPORTED & set(last[-6:])) or ":" in last[-2:]


def _strange(sentence: Sentence, number: int, run: Run) -> bool:
    """Whether the voice gives a name that is nobody's who is known."""
    match = phrases.STRANGER.search(sentence.text)
    if match is None:
        for pattern in phrases.SELF[:2]:
            named = pattern.search(sentence.text)
            if named and sentence.names[int(named[1])].person is None:
                match = named
    return match is not None and not _quoted(run, number, sentence.text[: match.start() + 1])


def _introduced(said: Sequence[Run], at: int) -> Iterator[Evidence]:
    """Who is introduced in a run: none of them is the voice, and the next one may be."""
    run = said[at]
    people: list[tuple[Mention, Sentence, int]] = []
    going_on = False
    for number, sentence in enumerate(run.sentences):
        text = sentence.text
        cue = phrases.INTRODUCES.search(text)
        going_on = cue is not None or (going_on and bool(phrases.GOES_ON.search(text)))
        if not going_on or phrases.AWAY & set(sentence.tokens):
            continue
        own = {one.person for one in _said_of_oneself(run, number)}
        after = text[cue.end() - 1 :] if cue else text
        for match in re.finditer(r"<(\d+)>", after):
            mention = sentence.names[int(match[1])]
            if mention.person and mention.person not in own:
                people.append((mention, sentence, number))
    for mention, sentence, _ in people:
        yield _evidence("introduces", run.voice, mention, INTRODUCES, sentence)
    several = len({mention.person for mention, _, _ in people}) > 1
    if people:
        mention, sentence, number = people[0]
        near = len(run.sentences) - number <= FARTHEST_SENTENCES
        voice = following(said, at)
        if voice is not None and (near or several) and not _intercepted(said, at):
            weight = INTRODUCED_FIRST if several else INTRODUCED
            yield _evidence("introduced", voice, mention, weight, sentence)


def _asked(
    said: Sequence[Run], at: int, called: Sequence[Address], unanswered: set[str]
) -> Iterator[Evidence]:
    """Who is spoken to in a run, and so does not speak in it; the last one speaks next."""
    run = said[at]
    for one in called:
        for mention in one.people:
            yield _evidence("addresses", run.voice, mention, ADDRESSES, one.sentence)
    asked = [one for one in called if one.asks]
    if asked:
        last = asked[-1]
        words = sum(len(one.words) for one in run.sentences[last.number + 1 :])
        far = len(run.sentences) - last.number > FARTHEST_SENTENCES or words > FARTHEST_WORDS
        if far:
            unanswered.add(run.voice)
        voice = following(said, at)
        if voice and not far and len(last.people) == 1 and not _intercepted(said, at):
            weight = ASKED_DIRECTLY if last.directly else ASKED
            yield _evidence("question", voice, last.people[0], weight, last.sentence)
    voice = preceding(said, at)
    for one in called:
        replies = one.number == 0 and not one.asks and len(one.people) == 1
        if replies and voice and not phrases.THANKS.search(one.sentence.text):
            yield _evidence("reply", voice, one.people[0], ANSWERED_BY_NAME, one.sentence)


def _intercepted(said: Sequence[Run], at: int) -> bool:
    """Whether the one who speaks next says that somebody else was asked."""
    after = said[at + 1].sentences if at + 1 < len(said) else ()
    return bool(after) and phrases.INTERCEPTS.search(after[0].text) is not None


def _thanked(said: Sequence[Run], at: int) -> Iterator[Evidence]:
    """Who is thanked as a run begins has just spoken, unless several are."""
    run = said[at]
    thanked = [
        (sentence.names[int(match[1])], sentence, number)
        for number, sentence in enumerate(run.sentences)
        for match in phrases.THANKS.finditer(sentence.text)
        if not re.match(r"(?:och|,|samt) <", sentence.text[match.end() :])
    ]
    people = {mention.person for mention, _, _ in thanked}
    listed = any(len({n.person for n in s.names}) > 1 for _, s, _ in thanked)
    voice = preceding(said, at)
    if len(people) == 1 and not listed and voice is not None:
        mention, sentence, number = thanked[0]
        if number <= 1 and mention.person:
            yield _evidence("thanks", voice, mention, THANKED, sentence)
    for sentence in run.sentences[:1]:
        match = phrases.FROM_WHOM.search(sentence.text)
        if match and voice and (mention := sentence.names[int(match[1])]).person:
            yield _evidence("introduced", voice, mention, NAMED_AFTER, sentence)


def _of_others(
    run: Run, called: Sequence[Address], own: set[tuple[int, str]]
) -> Iterator[Evidence]:
    """Whom a voice speaks of is hardly itself."""
    addressed = {(one.sentence.at_ms, m.person) for one in called for m in one.people}
    for sentence in run.sentences:
        if phrases.CREDITS.search(sentence.text):
            continue
        for mention in sentence.names:
            key = (sentence.at_ms, mention.person or "")
            if mention.person and key not in addressed and key not in own:
                weight = SPEAKS_OF if mention.full else SPEAKS_OF_GIVEN
                yield _evidence("speaks-of", run.voice, mention, weight, sentence)


def _leading(
    said: Sequence[Run], cast: Sequence[Candidate], evidence: Sequence[Evidence]
) -> Iterator[Evidence]:
    """Who leads the conversation, where one of the cast does: introduces, welcomes, ends it."""
    leaders = [one.person for one in cast if one.leads]
    if len(leaders) != 1 or not said:
        return
    first = said[0]
    yield _leads(first.voice, leaders[0], LEADS_FIRST, first.sentences[0])
    for sentence in first.sentences[:3]:
        if phrases.WELCOMES.search(sentence.text):
            yield _leads(first.voice, leaders[0], LEADS_WELCOMING, sentence)
            break
    introductions = [one for one in evidence if one.kind == "introduces"]
    if introductions:
        one = introductions[0]
        yield replace(one, kind="leads", person=leaders[0], weight=LEADS_INTRODUCING)
    last = said[-1]
    for sentence in last.sentences:
        if phrases.TAKES_LEAVE.search(sentence.text):
            yield _leads(last.voice, leaders[0], LEADS_LEAVING, sentence)
            break


def _leads(voice: str, person: str, weight: float, sentence: Sentence) -> Evidence:
    return Evidence("leads", voice, person, weight, sentence.at_ms, sentence.quote)


def _evidence(
    kind: Kind, voice: str, mention: Mention, weight: float, sentence: Sentence
) -> Evidence:
    assert mention.person is not None  # noqa: S101 - asked by every caller
    return Evidence(kind, voice, mention.person, weight, sentence.at_ms, sentence.quote)
