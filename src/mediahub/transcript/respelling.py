"""A respelling: words that are read otherwise than they were recognised, what was heard beside."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from mediahub.transcript.span import Span
from mediahub.transcript.values import Recognition, Word

Why = Literal["joined", "sound", "spelling", "learnt", "corrected"]


@dataclass(frozen=True, slots=True)
class Respelling:
    """The words `before`, recognised at `span` from index `first` on, read `after`.

    `why` is joined (the same letters, written apart), sound or spelling (a near-miss), learnt (as
    a full name elsewhere in the recording showed) or corrected (what stood there when a person
    corrected it). `score` is 1 for the same letters and falls with their unlikeness.
    """

    first: int
    span: Span
    before: tuple[str, ...]
    after: str
    why: Why
    score: float


def respelt(recognition: Recognition, respellings: Iterable[Respelling]) -> Recognition:
    """The recognition with its respellings in their places; times and beliefs are kept.

    Words that become one have their common span and the mean of their probabilities; one that
    becomes several shares its time by their lengths. A respelling whose words no longer stand
    where it says is passed over. The recognition must have no breaks if words change in number.
    """
    words = list(recognition.words)
    for one in sorted(respellings, key=lambda one: one.first, reverse=True):
        end = one.first + len(one.before)
        old = words[one.first : end]
        if tuple(word.text for word in old) == one.before:
            words[one.first : end] = _reworded(old, one.after.split(" "))
    return replace(recognition, words=tuple(words))


def _reworded(old: Sequence[Word], texts: Sequence[str]) -> list[Word]:
    if len(texts) == len(old):
        return [replace(word, text=text) for word, text in zip(old, texts, strict=True)]
    start, end = old[0].span.start_ms, max(word.span.end_ms for word in old)
    probability = sum(word.probability for word in old) / len(old)
    whole, done, made = sum(map(len, texts)), 0, []
    for text in texts:
        begin = start + (end - start) * done // whole
        done += len(text)
        made.append(Word(text, Span(begin, start + (end - start) * done // whole), probability))
    return made
