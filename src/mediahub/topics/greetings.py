"""What a talk opens with: greetings, and who is there."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from mediahub.language import stem, words
from mediahub.topics.cues import greets
from mediahub.transcript import Segment, Transcript

_INTRODUCTION_MS = 90_000
_GREETING_MS = 45_000
_HOSTS_SHARE = 0.6
_PRESENTING = re.compile(r"\bmed mig\b|\bi studion\b|\bhär är \w+|\bgäst\w*\b|, som är\b")
_PRESENTED = frozenset((("som", "är"), ("som", "driver"), ("som", "har"), ("som", "arbetar")))
_ASKED = frozenset(("du", "hur", "vad", "kan", "ni"))
_SIGNS = ".,;:?!"


def presents(sentence: str) -> bool:
    """Whether the sentence greets, or says who is there."""
    return greets(sentence) or _PRESENTING.search(sentence.lower()) is not None


def is_introduction(part: Sequence[Segment]) -> bool:
    """Whether the part does no more than greet and present: short, and nearly all by one voice."""
    length = part[-1].span.end_ms - part[0].span.start_ms
    if length > _INTRODUCTION_MS or not any(greets(segment.text) for segment in part[:3]):
        return False
    said = Counter[str]()
    for segment in part:
        said[segment.speaker] += len(segment.words)
    if len(said) == 1:
        return length <= _GREETING_MS
    return said[part[0].speaker] >= _HOSTS_SHARE * said.total()


def names_said(transcript: Transcript) -> frozenset[str]:
    """Stems of the speakers' names and of names said in greeting: no subjects."""
    found = {name for speaker in transcript.speakers for name in _stems(speaker.name)}
    tokens = [[word.text for word in segment.words] for segment in transcript.segments]
    inside = {word.strip(_SIGNS) for many in tokens for word in many[1:] if word[:1].isupper()}
    for many in tokens:
        for before, name in pairwise(many):
            if before.lower() in {"heter", "tack", "hej"} and name[:1].isupper():
                found |= _stems(name)
        # "Kim, hur går det till?"
        called = len(many) > 2 and many[0].endswith(",") and many[0][:1].isupper()
        if called and (many[1].lower() in _ASKED or many[0].strip(_SIGNS) in inside):
            found |= _stems(many[0])
        # "Med mig har jag Kim, som är rektor."
        for name, *follow in zip(many[1:], many[2:], many[3:], strict=False):
            if name.endswith(",") and name[:1].isupper() and tuple(follow) in _PRESENTED:
                found |= _stems(name)
    return frozenset(found)


def _stems(name: str) -> set[str]:
    return {stem(token.text) for token in words(name)}
