"""What a chapter is called: the subject as announced, else the noun that it is about."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, islice

from mediahub.language import compound_stems, is_stop_word, stem, words
from mediahub.topics.announced import announced
from mediahub.topics.citing import cited, with_adjective
from mediahub.topics.cues import asks, begins, opening
from mediahub.topics.greetings import is_introduction, names_said, presents
from mediahub.topics.mentions import mentions
from mediahub.topics.nouns import noun_likeness
from mediahub.topics.subjects import Stretch, Subject, adjective, subjects
from mediahub.topics.things import kinds
from mediahub.topics.trust import Trust
from mediahub.transcript import Segment, Transcript, is_swedish

MAX_CHARS = 39
"""Spotify wants chapter titles of less than 40 characters."""
_OPENING_SENTENCES = 5
_PRESENTING_SENTENCES = 6


def titles(
    parts: Sequence[Sequence[Segment]],
    transcript: Transcript,
    own_words: Collection[str] = (),
    about: str = "",
) -> list[str]:
    """A title for each part, at most 39 characters, capitalised, all different.

    `own_words` are names and terms of the house, which may stand in titles though no dictionary
    has them; `about` is what people wrote of the recording, its title and description.
    """
    own = frozenset(token.text.lower() for term in (*own_words, about) for token in words(term))
    trust = Trust(own, is_swedish(transcript.language))
    names = names_said(transcript)
    terms = _terms(own_words, about) - names
    nouns = noun_likeness(segment.text for part in parts for segment in part)
    counts = [_spread(part) for part in parts]
    everywhere: Counter[str] = Counter()
    for count in counts:
        everywhere.update(count)
    host = parts[0][0].speaker if len(transcript.speakers) > 1 else None
    given: list[str] = []
    for i, part in enumerate(parts):
        opens = part[:_PRESENTING_SENTENCES] if i == 0 else ()
        stretch = Stretch(
            sentences=len(part),
            asked=[number for number, segment in enumerate(part) if asks(segment.text)],
            presenting=[number for number, segment in enumerate(opens) if presents(segment.text)],
            host=host,
            rest=_rest(counts[i], everywhere),
            own=terms,
        )
        told = _told(part, counts[i], names, trust, among_others=i == 0 and len(parts) > 1)
        if i == 0 and not told and is_introduction(part):
            told = ["Inledning"]
        ranked = subjects(mentions(part, trust.takes), stretch, nouns, names)
        # Worked out as far as they are asked for: mostly the first is free.
        written = (text for one in ranked for text in _written(one) if len(text) <= MAX_CHARS)
        taken = {title.casefold() for title in given}
        # "Nu ska vi prata om pengar" says less than what is then said of them.
        sure = [phrase for phrase in told if not _is_general(phrase)]
        rest = [phrase for phrase in told if _is_general(phrase)]
        fresh = map(_capitalised, chain(sure, islice(written, 1), rest, written))
        given.append(next((one for one in fresh if one.casefold() not in taken), f"Del {i + 1}"))
    return given


def _terms(own_words: Collection[str], about: str) -> set[str]:
    """Stems of the house's terms, and of the words that people described the recording with."""
    single = [term for term in own_words if " " not in term and not term.istitle()]
    return {stem(word) for word in single} | {
        stem(token.text) for token in words(about) if not is_stop_word(token.text)
    }


def _told(
    part: Sequence[Segment],
    count: Mapping[str, float],
    names: frozenset[str],
    trust: Trust,
    *,
    among_others: bool,
) -> list[str]:
    """The subjects that the part's first sentences announce."""
    opens = part[:_OPENING_SENTENCES]
    if among_others:
        # "I dag ska vi prata om …" names the whole talk, "vi börjar med …" its first topic.
        opens = sorted(opens, key=lambda segment: not begins(segment.text))
    return [
        phrase
        for segment in opens
        for whole in announced([segment.text], MAX_CHARS)
        if (phrase := trust.part(whole, segment))
        # What isn't said outright to be the subject must be spoken of again.
        if (opening(segment.text) >= 3 or _recurs(phrase, count)) and not _stems(phrase) & names
    ]


def _is_general(phrase: str) -> bool:
    """Whether the phrase is one word for a thing of a kind that many a talk speaks of."""
    return " " not in phrase and bool(kinds(stem(phrase), stem(phrase)))


def _written(subject: Subject) -> Iterator[str]:
    """The subject as a title: with its adjective, where it has one, and without."""
    text = cited(subject.stem, subject.mentions)
    if word := adjective(subject.mentions):
        yield with_adjective(word, text, subject.stem, subject.mentions)
    yield text


def _spread(part: Sequence[Segment]) -> Counter[str]:
    """In how many sentences of the part each stem is, those in compounds counted half."""
    count: Counter[str] = Counter()
    for segment in part:
        whole, halves = _keys_of(segment.text)
        for key in whole:
            count[key] += 1.0  # type: ignore[assignment]
        for key in halves:
            count[key] += 0.5  # type: ignore[assignment]
    return count


@lru_cache(maxsize=20_000)
def _keys_of(sentence: str) -> tuple[frozenset[str], frozenset[str]]:
    """The stems in a sentence, and those that are in it in compounds alone."""
    whole: set[str] = set()
    halves: set[str] = set()
    for token in words(sentence):
        if not is_stop_word(token.text):
            whole.add(stem(token.text))
            parts = compound_stems(token.text)
            halves.update(parts if len(parts) > 1 else ())
    return frozenset(whole), frozenset(halves - whole)


def _rest(own: Mapping[str, float], everywhere: Mapping[str, float]) -> dict[str, float]:
    """In how many sentences of the other parts each stem is, in parts as long as this one."""
    # Sentences are counted by halves, which are exact: nothing is left of a stem of this part.
    elsewhere = {key: times - own.get(key, 0.0) for key, times in everywhere.items()}
    scale = min(1.0, (sum(own.values()) or 1.0) / (sum(elsewhere.values()) or 1.0))
    return {key: times * (0.3 + scale) for key, times in elsewhere.items() if times}


def _recurs(phrase: str, count: Mapping[str, float]) -> bool:
    """Whether the part speaks of it more than once."""
    return any(count.get(key, 0.0) > 1 for key in _stems(phrase))


def _stems(phrase: str) -> set[str]:
    telling = [token.text for token in words(phrase) if not is_stop_word(token.text)]
    return {stem(word) for word in telling} | {key for w in telling for key in compound_stems(w)}


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
