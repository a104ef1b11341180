"""Captions: WebVTT and SRT read back, tolerantly, and taken as a recognition.

Texts come decoded; nothing here reads a file.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from html import unescape
from itertools import zip_longest
from typing import Literal

from mediahub.captions.blocks import Block, Timing, blocks_of, is_number, is_webvtt, timing_of
from mediahub.captions.cue import CHARS_PER_SECOND
from mediahub.captions.paragraphs import MISHEARD
from mediahub.errors import MediaError
from mediahub.transcript.span import Span
from mediahub.transcript.timing import spread
from mediahub.transcript.values import Word

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|</?>|<\d[\d:.]*>|\{\\[^{}]*\}")
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?[ \t]+([^<>]*)>", re.IGNORECASE)
_NAMED = re.compile(r"([^\W\d_][^:]{0,40}?):\s+(?=\S)")
_CAPITALISED = re.compile(r"[A-ZÅÄÖÉÜ][\w.’'-]*")

OURS = ("mediahub ", MISHEARD)
"""How the comments begin that our own captions have."""
_AS_WRITTEN = "00:00:01.000 --> 00:00:04.000"
NoticeKind = Literal["turned", "no time", "before", "comment", "number"]
_TOLD: dict[NoticeKind, str] = {
    "turned": "ends before it begins, and the cue is shown at its beginning",
    "no time": "is no whole time, and the cue is shown where it seems to belong; "
    f"write {_AS_WRITTEN}",
    "before": "stands before the first time, and is left out",
    "comment": "follows a cue without text, and is taken as a comment; "
    "if it is said, write it right under the time",
    "number": "is taken as the number of a cue; if it is said, write it right under the time",
}


@dataclass(frozen=True, slots=True)
class CaptionCue:
    """What one voice says, or a sound, in a cue of a caption file.

    `span` is when it is said: the cue's own time, or its share where several voices speak in it one
    after the other. `voice` is "" where the file does not say whose it is. `text` stands on one
    line, `lines` has it as the author broke it. `shown` is the time of the whole cue on screen,
    None where that is `span`; the pieces of one cue share the number `cue`. `sound` is for what
    nobody says: a sound or a credit. `turn` says that it begins with a dash of dialogue. `words`
    are there where the file times them.
    """

    span: Span
    voice: str
    text: str
    lines: tuple[str, ...] = ()
    shown: Span | None = None
    cue: int = 0
    sound: bool = False
    turn: bool = False
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class CaptionNotice:
    """Something in a caption file that could not be taken as it stands: what, and where.

    `line` is its number, `text` what stands there.
    """

    kind: NoticeKind
    line: int
    text: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.text[:60]!r} {_TOLD[self.kind]}"


@dataclass(frozen=True, slots=True)
class ReadCaptions:
    """The cues of a caption file in order of time, and what an editor should look at in it."""

    cues: tuple[CaptionCue, ...]
    notices: tuple[CaptionNotice, ...] = ()


def parse_captions(
    text: str, suffix: str, *, name: str = "", names: Collection[str] = ()
) -> list[CaptionCue]:
    """The cues that `read_captions` finds, without what it would tell."""
    return list(read_captions(text, suffix, name=name, names=names).cues)


def read_captions(
    text: str, suffix: str, *, name: str = "", names: Collection[str] = ()
) -> ReadCaptions:
    """The cues of a WebVTT or SRT file in order of time, tags taken out and entities read.

    `suffix` is `.vtt` or `.srt`, `name` the file's name for messages. In SRT "Name: " at the start
    of a cue is a voice when it is one of `names` or occurs twice; in WebVTT it is the `<v>` tag.
    A cue whose time is wrong keeps its text and is told. Raises MediaError that names the line when
    there are more such cues than others, or text and no cue at all.
    """
    vtt = is_webvtt(text, suffix)
    reader = _Reader(vtt)
    reader.read(list(blocks_of(text)))
    where = f"{name}, line" if name else "line"
    if reader.refused is not None:
        line, problem = reader.refused
        raise MediaError(f"{where} {line}: {problem}")
    found = [
        cue
        for span, one in zip(_spans(reader.cues), reader.cues, strict=True)
        for cue in _voiced(span, "\n".join(one.payload))
        if cue.text
    ]
    if not vtt:
        found = _names_of_srt(found, names)
    return ReadCaptions(
        tuple(sorted(found, key=lambda cue: cue.span.start_ms)), tuple(reader.notices)
    )


def comments(text: str) -> list[tuple[int, str]]:
    """The comments of a WebVTT file, each with the next cue's start (ms); 0 without."""
    found: list[tuple[int, str]] = []
    waiting: list[str] = []
    for block in blocks_of(text):
        if block.at is not None:
            start = timing_of(block.lines[block.at]).start_ms or 0
            found += [(start, comment) for comment in waiting]
            waiting = []
        elif block.comment is not None:
            waiting.append(" ".join(unescape(block.comment).split()))
    return found + [(0, comment) for comment in waiting]


@dataclass(slots=True)
class _Cue:
    """A cue being read: where it stands, what its time line says, its lines so far."""

    line: int
    written: str
    timing: Timing
    payload: list[str]

    @property
    def span(self) -> Span | None:
        start, end = self.timing.start_ms, self.timing.end_ms
        return None if start is None or end is None or end < start else Span(start, end)

    @property
    def problem(self) -> NoticeKind | None:
        if self.span is not None:
            return None
        return "no time" if self.timing.end_ms is None else "turned"


@dataclass(slots=True)
class _Reader:
    """What the blocks of a file are, one after the other."""

    vtt: bool
    cues: list[_Cue] = field(default_factory=list)
    notices: list[CaptionNotice] = field(default_factory=list)
    refused: tuple[int, str] | None = None
    """The line at which the file is given up, and why."""
    _number: int | None = None
    """The number of the cue that was read last."""

    def read(self, blocks: Sequence[Block]) -> None:
        # Some programs write every cue with a blank line under its time.
        airy = not any(block.payload for block in blocks)
        apart = _numbers_stand_apart(blocks)
        for block, following in zip_longest(blocks, blocks[1:]):
            bare = following is not None and following.at == 0
            if block.is_header:
                self._take_cue(block)
            elif self._is_aside(block) and not (airy and self._waits(block)):
                if self._waits(block):
                    self._tell("comment", block.line, block.text)
            elif block.is_number and (not self.cues or (apart and bare)):
                self._number = int(block.text)
            elif block.is_number and self._follows(block.text):
                self._number = int(block.text)
                self._tell("number", block.line, block.text)
            else:
                self._take(block)
        self._finish(blocks)

    def _take(self, block: Block) -> None:
        # Right above the time stands the cue's number or id; what is above that is text.
        loose = block.lines if block.at is None else block.lines[: max(0, block.at - 1)]
        if loose and self.cues:
            self.cues[-1].payload += loose
        elif loose:
            self._tell("before", block.line, " ".join(loose))
        self._take_cue(block)

    def _take_cue(self, block: Block) -> None:
        if block.at is None:
            return
        above = block.lines[block.at - 1].strip() if block.at else ""
        self._number = int(above) if is_number(above) else self._number
        written = block.lines[block.at]
        timing = timing_of(written)
        self.cues.append(_Cue(block.line + block.at, written, timing, list(block.payload)))

    def _waits(self, block: Block) -> bool:
        """Whether a block stands where the text of a cue is still to come."""
        ours = block.comment is not None and block.comment.startswith(OURS)
        return bool(self.cues) and not self.cues[-1].payload and not ours

    def _follows(self, number: str) -> bool:
        """Whether it is the next cue's number, left behind where that cue is gone."""
        return self._number is not None and int(number) == self._number + 1

    def _tell(self, kind: NoticeKind, line: int, text: str) -> None:
        self.notices.append(CaptionNotice(kind, line, text.strip()))

    def _finish(self, blocks: Sequence[Block]) -> None:
        wrong = [cue for cue in self.cues if cue.problem]
        sure = [cue for cue in self.cues if not cue.problem and cue.timing.sure]
        strange = next((b for b in blocks if not b.is_header and not self._is_aside(b)), None)
        if len(wrong) > len(self.cues) - len(wrong):
            shown, turned = wrong[0].written.strip()[:60], wrong[0].problem == "turned"
            none = f"{shown!r} is no time; write {_AS_WRITTEN}"
            problem = f"the cue ends before it begins ({shown})" if turned else none
            self.refused = wrong[0].line, problem
        elif not sure and strange is not None:
            shown = strange.text[:40]
            problem = f"{shown!r} stands where a time such as {_AS_WRITTEN} is expected"
            self.refused = strange.line, problem
        for cue in wrong:
            if cue.problem and cue.payload:
                self._tell(cue.problem, cue.line, cue.written)
        self.notices.sort(key=lambda notice: notice.line)

    def _is_aside(self, block: Block) -> bool:
        return self.vtt and block.is_comment


def _numbers_stand_apart(blocks: Sequence[Block]) -> bool:
    """Whether the first cue's number has a blank line between itself and the time."""
    first = next((at for at, block in enumerate(blocks) if block.at is not None), 0)
    return first > 0 and blocks[first - 1].is_number and blocks[first].at == 0


def _spans(cues: Sequence[_Cue]) -> Iterable[Span]:
    """When each cue is shown; one whose time is wrong from where it begins, or after the last.

    It lasts as long as its text takes to read, but not into the next.
    """
    latest = 0
    for number, cue in enumerate(cues):
        span = cue.span
        if span is None:
            start = latest if cue.timing.start_ms is None else cue.timing.start_ms
            later = [other.span.start_ms for other in cues[number + 1 :] if other.span is not None]
            letters = sum(map(len, cue.payload))
            wanted = start + 1000 * letters // CHARS_PER_SECOND
            room = min((at for at in later if at >= start), default=wanted)
            span = Span(start, min(wanted, room))
        latest = max(latest, span.end_ms)
        yield span


def _voiced(span: Span, payload: str) -> list[CaptionCue]:
    """The cue, or one for each voice in it, sharing its time by the length of their words."""
    pieces = _VOICE.split(payload)
    parts = [("", _plain(pieces[0]))]
    for voice, text in zip(pieces[1::2], pieces[2::2], strict=True):
        parts.append((" ".join(unescape(voice).split()), _plain(text)))
    parts = [part for part in parts if part[1]] or parts[-1:]
    shares = spread([text for _, text in parts], span)
    return [
        CaptionCue(share.span, voice, text)
        for (voice, text), share in zip(parts, shares, strict=True)
    ]


def _plain(payload: str) -> str:
    """The text without tags, entities read, white space single."""
    return " ".join(unescape(_TAG.sub("", payload)).split())


def _names_of_srt(cues: Sequence[CaptionCue], names: Collection[str]) -> list[CaptionCue]:
    """The cues with "Name: " taken out of the text where it names a voice."""
    seen: Counter[str] = Counter()
    for cue in cues:
        match = _NAMED.match(cue.text)
        if match and all(map(_CAPITALISED.fullmatch, match[1].split())):
            seen[match[1]] += 1
    voices = {*names, *(voice for voice, count in seen.items() if count > 1)}
    result = []
    for cue in cues:
        match = _NAMED.match(cue.text)
        if not cue.voice and match and match[1] in voices:
            result.append(CaptionCue(cue.span, match[1], cue.text[match.end() :]))
        else:
            result.append(cue)
    return result
