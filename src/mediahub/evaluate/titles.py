"""Whether a chapter's title says what an editor's title for the same stretch says."""

import re
from collections.abc import Sequence

from mediahub.evaluate.truth import Topic
from mediahub.language import compound_stems, is_stop_word, split_compound, stem, words
from mediahub.transcript import Chapter

_PHRASE_END = re.compile(
    r"\b(?:i|på|hos|av|för|till|från|med|mot|om|under|vid|utan|mellan|inom|som|genom|åt|bland)\b"
    r"|[,:–(]",
    re.IGNORECASE,
)
_CLAUSES = ("hur ", "varför ", "vad ", "att ", "när ", "vem ", "vilka ", "om ")


def title_right(found: str, truth: str) -> bool:
    """Whether the head of `found` is a word of `truth`, or one that stands for it in a compound.

    A head is the last word before a preposition, of two joined by och each. "Skjutsen" and
    "Skolskjuts" are right for "Skolskjuts på landet"; "Skolan", which only qualifies it, and
    "Landets vägar" are wrong.
    """
    wanted = {stem(word) for word in _telling(truth)}
    ends = {"".join(end) for word in _telling(truth) for end in _ends(split_compound(word.lower()))}
    ends |= wanted | {stem(end) for end in ends}
    for head in heads(found):
        if not ends.isdisjoint((head.lower(), stem(head))) or not wanted.isdisjoint(
            compound_stems(head)
        ):
            return True
    return False


def titles_right(topics: Sequence[Topic], chapters: Sequence[Chapter]) -> float | None:
    """The share of topics whose chapter, the one that shares most time, is called right; None
    without topics.
    """
    if not topics:
        return None
    right = 0
    for topic in topics:
        most = max(chapters, key=lambda one: one.span.overlap_ms(topic.span), default=None)
        right += most is not None and title_right(most.title, topic.title)
    return right / len(topics)


def heads(title: str) -> tuple[str, ...]:
    """The words that a title's phrases turn on, as written: "Nya hem och torg i stan", hem, torg.

    Of a clause ("Hur vi bor") all telling words.
    """
    if title.lower().startswith(_CLAUSES):
        return tuple(_telling(title))
    first = next((part for part in _PHRASE_END.split(title) if part.strip()), "")
    ends = (_telling(part)[-1:] for part in re.split(r"\b(?:och|eller|&)\b", first))
    return tuple(word for end in ends for word in end)


def _ends(parts: Sequence[str]) -> list[Sequence[str]]:
    """The last parts of a compound: rådgivning and givning of skuldrådgivning."""
    return [parts[at:] for at in range(1, len(parts))]


def _telling(text: str) -> list[str]:
    return [token.text for token in words(text) if not is_stop_word(token.text)]
