"""Cues as they are written: when, and which lines, out of the blocks of a WebVTT or SRT file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from mediahub.captions.blocks import (
    Block,
    Timing,
    blocks_of,
    counts_frames,
    is_number,
    is_webvtt,
    timing_of,
)
from mediahub.captions.cue import CHARS_PER_SECOND
from mediahub.captions.notices import (
    AS_WRITTEN,
    BEFORE,
    COMMENT,
    FRAMES,
    NO_TIME,
    NUMBER,
    TURNED,
    place,
    quoted,
)
from mediahub.captions.paragraphs import MISHEARD
from mediahub.errors import MediaError
from mediahub.notices import Notice, NoticeKind
from mediahub.transcript.span import Span

_WRAP_MS = 2**33 // 90
"""When a stream's clock begins anew."""
OURS = ("mediahub ", MISHEARD)
"""How the comments begin that our own captions have."""


@dataclass(frozen=True, slots=True)
class WrittenCue:
    """A cue of a caption file, as its author wrote it: the line it begins at, when, and what."""

    line: int
    span: Span
    payload: tuple[str, ...]
    identifier: str = ""
    """What stands right above the time: a number, or a name for the cue."""


@dataclass(frozen=True, slots=True)
class Written:
    """What is written in a caption file: the cues in its own order, and what is to be told."""

    cues: tuple[WrittenCue, ...]
    notices: tuple[Notice, ...] = ()


def read_written(text: str, suffix: str, name: str) -> Written:
    """The cues of a WebVTT or SRT file as they are written.

    A cue whose time is wrong is placed and told. Raises MediaError that names the line when there
    are more such cues than others, or text and no cue at all.
    """
    reader = _Reader(is_webvtt(text, suffix), name)
    reader.read(list(blocks_of(text)))
    if reader.refused is not None:
        line, problem = reader.refused
        raise MediaError(
            f"{place(name, line)}: {problem}",
            swedish=f"{name}, rad {line}: det går inte att läsa som textning.",
        )
    told = sorted(reader.notices, key=lambda notice: notice[0])
    return Written(
        tuple(
            WrittenCue(one.line, span, tuple(one.payload), one.identifier)
            for span, one in zip(_spans(reader.cues), reader.cues, strict=True)
        ),
        tuple(notice for _, notice in told),
    )


@dataclass(slots=True)
class _Cue:
    """A cue being read: where it stands, what its time line says, its lines so far."""

    line: int
    written: str
    timing: Timing
    payload: list[str]
    identifier: str = ""

    @property
    def span(self) -> Span | None:
        start, end = self.timing.start_ms, self.timing.end_ms
        return None if start is None or end is None or end < start else Span(start, end)

    @property
    def problem(self) -> NoticeKind | None:
        if self.span is not None:
            return None
        if self.timing.end_ms is not None:
            return TURNED
        return FRAMES if counts_frames(self.written) else NO_TIME

    @property
    def refusal(self) -> str:
        """Why the file is given up, if most of its cues are like this."""
        shown = self.written.strip()[:60]
        if self.problem is TURNED:
            return f"the cue ends before it begins ({shown})"
        if self.problem is FRAMES:
            return f"{shown!r} counts frames; save the file with milliseconds, as in {AS_WRITTEN}"
        return f"{shown!r} is no time; write {AS_WRITTEN}"


@dataclass(slots=True)
class _Reader:
    """What the blocks of a file are, one after the other."""

    vtt: bool
    name: str
    cues: list[_Cue] = field(default_factory=list)
    notices: list[tuple[int, Notice]] = field(default_factory=list)
    refused: tuple[int, str] | None = None
    """The line at which the file is given up, and why."""
    _clock: int | None = None
    """What the first header of a stream's pieces adds to its times, in ms."""
    _later: int = 0
    """How much later than the first piece's clock the present one's begins, in ms."""
    _number: int | None = None
    """The number of the cue that was read last."""

    def read(self, blocks: Sequence[Block]) -> None:
        # Some programs write every cue with a blank line under its time.
        airy = not any(block.payload for block in blocks)
        apart = _numbers_stand_apart(blocks)
        for block, following in zip_longest(blocks, blocks[1:]):
            bare = following is not None and following.at == 0
            if block.is_header:
                self._set_clock(block.clock_ms)
                self._take_cue(block)
            elif self._is_aside(block) and not (airy and self._waits(block)):
                if self._waits(block):
                    self._tell(COMMENT, block.line, block.text)
            elif block.is_number and (not self.cues or (apart and bare)):
                self._number = int(block.text)
            elif block.is_number and self._follows(block.text):
                self._number = int(block.text)
                self._tell(NUMBER, block.line, block.text)
            else:
                self._take(block)
        self._finish(blocks)

    def _set_clock(self, ms: int | None) -> None:
        if ms is None:
            return
        self._clock = ms if self._clock is None else self._clock
        self._later = (ms - self._clock) % _WRAP_MS
        if self._later > _WRAP_MS // 2:
            self._later = 0  # a piece before the first: its clock says nothing that can be used

    def _take(self, block: Block) -> None:
        # Right above the time stands the cue's number or id; what is above that is text.
        loose = block.lines if block.at is None else block.lines[: max(0, block.at - 1)]
        if loose and self.cues:
            self.cues[-1].payload += loose
        elif loose:
            self._tell(BEFORE, block.line, " ".join(loose))
        self._take_cue(block)

    def _take_cue(self, block: Block) -> None:
        if block.at is None:
            return
        above = block.lines[block.at - 1].strip() if block.at else ""
        self._number = int(above) if is_number(above) else self._number
        written = block.lines[block.at]
        timing = timing_of(written).later(self._later)
        self.cues.append(_Cue(block.line + block.at, written, timing, list(block.payload), above))

    def _waits(self, block: Block) -> bool:
        """Whether a block stands where the text of a cue is still to come."""
        ours = block.comment is not None and block.comment.startswith(OURS)
        return bool(self.cues) and not self.cues[-1].payload and not ours

    def _follows(self, number: str) -> bool:
        """Whether it is the next cue's number, left behind where that cue is gone."""
        return self._number is not None and int(number) == self._number + 1

    def _tell(self, kind: NoticeKind, line: int, text: str) -> None:
        self.notices.append((line, kind.at(place(self.name, line), text=quoted(text))))

    def _finish(self, blocks: Sequence[Block]) -> None:
        wrong = [cue for cue in self.cues if cue.problem]
        sure = [cue for cue in self.cues if not cue.problem and cue.timing.sure]
        strange = next((b for b in blocks if not b.is_header and not self._is_aside(b)), None)
        if len(wrong) > len(self.cues) - len(wrong):
            self.refused = wrong[0].line, wrong[0].refusal
        elif not sure and strange is not None:
            shown = strange.text[:40]
            problem = f"{shown!r} stands where a time such as {AS_WRITTEN} is expected"
            self.refused = strange.line, problem
        for cue in wrong:
            if cue.problem and cue.payload:
                self._tell(cue.problem, cue.line, cue.written)

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
