"""Where a Swedish sentence ends: at . ? ! and …, but not after "t.ex." or in "den 3. maj"."""

import re
from collections.abc import Sequence

from mediahub.transcript.values import Word

_LEADING = """
bl.a. bla. t.ex. tex. dvs. d.v.s. kl. nr. ca. s.k. sk. resp. jfr. jmf. inkl. exkl. fr.o.m. t.o.m.
p.g.a. pga. m.h.a. f.d. fd. i.o.m. m.a.o. dr. prof. tel. sid. kap. ang. avd. s.a.s. ung. fig. f.ö.
"""
_TRAILING = """
m.m. osv. o.s.v. etc. m.fl. mfl. o.d. o.dyl. e.d. e.dyl. o.likn. f.kr. e.kr. d.y. d.ä. f.n. f.v.b.
jan. feb. apr. aug. sept. okt. nov. dec. kr. tkr. mkr. mdr. milj. st. ex. ev.
"""
LEADING = frozenset(_LEADING.split())
"""Abbreviations that are never the last word of a sentence."""
TRAILING = frozenset(_TRAILING.split())
"""Abbreviations that end a sentence when the next word has a capital."""
CLOSING = "\"'”’»)]}"
OPENING = "\"'”“„’«»([{-–—"
_NUMBER = re.compile(r"\d+(?:[.:]\d+)*\.")
_INITIAL = re.compile(r"[A-ZÅÄÖ]\.")


def sentence_starts(words: Sequence[Word], pause_ms: int) -> tuple[int, ...]:
    """Indices of the words that begin a sentence: the first, and each after a sentence's end."""
    if not words:
        return ()
    return (
        0,
        *(
            index
            for index in range(1, len(words))
            if ends_sentence(
                words[index - 1].text,
                words[index].text,
                paused=words[index].span.start_ms - words[index - 1].span.end_ms >= pause_ms,
            )
        ),
    )


def ends_sentence(word: str, following: str, *, paused: bool = False) -> bool:
    """Whether a sentence ends between the two words; `paused` when a long pause parts them."""
    bare = word.rstrip(CLOSING)
    if not bare or bare[-1] not in ".?!…":
        return False
    capital = following.lstrip(OPENING)[:1].isupper()
    if bare.endswith(("…", "...")):
        # A speaker who hesitates goes on in lower case.
        return capital or paused or not following.lstrip(OPENING)[:1].isalpha()
    if bare[-1] in "?!":
        return True
    lowered = bare.lstrip(OPENING).lower()
    if lowered in LEADING or _INITIAL.fullmatch(bare.lstrip(OPENING)):
        return False
    if lowered in TRAILING or _NUMBER.fullmatch(lowered):
        return capital or paused
    return True
