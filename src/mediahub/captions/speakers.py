"""Speakers: the pieces of a cue, each by one voice, and whose voice each is.

A voice is told by a `<v>` tag, by a name before a colon, or on a line of its own; a dialogue dash
or ">>" says only that another begins to speak. A piece without a name is nobody's.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from mediahub.captions.labels import Known, Trust, key, label_of, trust, voices
from mediahub.captions.markup import Line, Token, said_in, timed_words
from mediahub.captions.rolling import Shown
from mediahub.captions.sounds import is_credit, is_inaudible, is_sound, split_sounds
from mediahub.captions.values import CaptionCue
from mediahub.transcript.span import Span
from mediahub.transcript.timing import spread
from mediahub.transcript.values import Word

_DASH = re.compile(r"[-‐‑‒–—―−]{1,2}(?P<blank>\s*)(?=[^\W_]|[\"“”'’«»(\[♪¿¡….<*])")
_TAGGED_DASH = re.compile(r"[-‐‑–—―]{1,2}(?:\s+(?=\S)|(?=[^\W\d_]))")
_CHANGES = re.compile(r">{2,3}\s*")
_ENDED = re.compile(r"[.?!…:♪)\]*][\"”’'»)]*\s*$")
_ANSWERS = re.compile(r"(?<=[.?!…])\s+(?=[-‐‑–—―]\s+[\"“”A-ZÅÄÖÉÜ])|(?<=\D)\s+(?=>{2,3}\s*\D)")
_BLANKS = re.compile(r"\s*")
_ZOOM = re.compile(r'\d+\s+"(?P<name>[^"]+)"\s+\(\d+\)')


def spoken(
    cues: Sequence[Shown], names: Collection[str] = (), *, ours: bool = False
) -> list[CaptionCue]:
    """What each voice says in the cues, in order of time.

    `names` are known names. A file whose cues have `<v>` tags, or that is `ours`, names its voices
    by them: other names before a colon must be known there.
    """
    tagged = {line.voice for cue in cues for line in cue.lines if line.voice}
    above = {name for cue in cues if (name := _name_above(cue))}
    known = Known({*names, *tagged, *above})
    split = _Splitting(known, dashes=_tags_have_dashes(cues))
    if tagged or ours or above:
        split.accepted = {key(name): name for name in _labelled(cues, known)}
    else:
        split.accepted = voices(*_lines_that_lead(cues, known), known)
    found: list[CaptionCue] = []
    changes = True
    for cue in cues:
        pieces = split.pieces(cue)
        changes = changes and not any(piece.label and not piece.marked for piece in pieces)
        found += _as_cues(cue, pieces, found[-1].cue + 1 if found else 0)
    found.sort(key=lambda piece: piece.span.start_ms)
    return found if tagged or above else _named_at_change(found, by_mark=changes)


@dataclass(slots=True)
class _Piece:
    """What one voice says in a cue: its lines of words."""

    voice: str
    turn: bool = False
    sound: bool = False
    inline: bool = False
    label: str = ""
    """The name as it stood in the text."""
    marked: bool = False
    """">>" stood before it."""
    lines: list[list[Token]] = field(default_factory=list)

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(" ".join(token.text for token in line) for line in self.lines)


@dataclass(slots=True)
class _Splitting:
    """Cues being split into pieces, one after the other."""

    known: Known
    dashes: bool = False
    """Whether a dash stands within the tag where another voice begins."""
    accepted: Mapping[str, str] = field(default_factory=dict)
    _before: str = ""
    """What was said last."""
    _tagged: str = ""
    """Whom the last tag named."""
    _found: list[_Piece] = field(default_factory=list)

    def pieces(self, cue: Shown) -> list[_Piece]:
        """The pieces of a cue, in order."""
        whole = said_in(cue.lines)
        if is_sound(whole) or is_credit(whole):
            lines = [list(line.tokens) for line in cue.lines]
            self._before = whole
            return [_Piece("", sound=True, lines=lines)]
        self._found = []
        above = _name_above(cue)
        dashed = _dashed([line.text for line in cue.lines], self._before)
        for line, dash in zip(cue.lines, dashed, strict=True):
            # Whose words a tag names are all of one voice, and a dash in them is one of theirs;
            # where another's begin, it says no more than the tag.
            changes = not line.dashed and (
                line.voice != self._tagged if self._tagged else dash and self.dashes
            )
            self._split_line(line, changes if line.voice else dash, line.voice or above)
            self._before = line.text
            self._tagged = line.voice or self._tagged
        return [piece for piece in map(_with_label, self._found) if piece.lines]

    def _split_line(self, line: Line, dash: bool, tag: str) -> None:
        text = line.text
        several = not tag or (dash and not line.voice)
        borders = [0, *(one.end() for one in _ANSWERS.finditer(text) if several)]
        for number, (start, end) in enumerate(pairwise([*borders, len(text)])):
            inline = line.inline or number > 0
            self._split_part(_Part(line.tokens, text, start, end, inline, dash), tag)

    def _split_part(self, part: "_Part", tag: str) -> None:
        marked = not tag and part.skip(_CHANGES)
        turn = (part.dash and part.skip(_TAGGED_DASH if tag else _DASH)) or marked
        label = self._label(part, tag)
        while not label and (before := self._sound_before(part)):
            self._add(_Piece("", sound=True, inline=part.inline), part, *before)
            part.start, part.inline = before[1], True
            part.skip(_BLANKS)
            label = self._label(part, tag)
        if label:
            turn = part.skip(_DASH) or part.skip(_CHANGES) or turn
        voice = self.accepted.get(key(label), label) if label else tag
        piece = _Piece(voice, turn, False, part.inline, label, marked)
        stretches = [
            (start + part.start, end + part.start, sound)
            for start, end, sound in split_sounds(part.text[part.start : part.end])
        ]
        if label and not stretches:
            self._found.append(piece)
        elif label and all(sound for _, _, sound in stretches):
            # RUT: (skrattar)
            self._add(replace(piece, voice="", sound=True), part, part.label_at, stretches[-1][1])
        else:
            for start, end, sound in stretches:
                self._add(replace(piece, sound=sound), part, start, end)
                piece = replace(piece, turn=False, label="", inline=True)

    def _sound_before(self, part: "_Part") -> tuple[int, int] | None:
        """Where a sound stands that speech follows on the same line."""
        first, *others = split_sounds(part.text[part.start : part.end]) or [(0, 0, False)]
        start, end, sound = first
        return (start + part.start, end + part.start) if sound and others else None

    def _add(self, piece: _Piece, part: "_Part", start: int, end: int) -> None:
        """Add what stands there to the last piece if it goes on, else as a piece of its own."""
        tokens = _cut(part.tokens, start, end)
        last = self._found[-1] if self._found else None
        apart = last is None or piece.turn or bool(piece.label) or last.sound is not piece.sound
        if last is not None and not apart and not piece.sound:
            apart = bool(piece.voice) and last.voice != piece.voice and not last.label
        if last is not None and not apart:
            if piece.inline and last.lines:
                last.lines[-1] += tokens
            else:
                last.lines.append(tokens)
            return
        if piece.sound:
            piece.voice = ""
        elif not piece.turn and not piece.label:
            piece.voice = self._speaking(piece.voice)
        piece.lines = [tokens]
        self._found.append(piece)

    def _speaking(self, tag: str) -> str:
        """Whose words go on after a sound: the tag's, else those of the piece before."""
        if tag:
            return tag
        return next((piece.voice for piece in reversed(self._found) if not piece.sound), "")

    def _label(self, part: "_Part", tag: str) -> str:
        """The name that a part begins with, which is then skipped; "" where it is none."""
        label = label_of(part.text[part.start : part.end])
        if label is None or key(label.name) not in self.accepted:
            return ""
        if tag and key(label.name) != key(tag):
            return ""
        if trust(label, self.known) is Trust.NONE:
            return ""
        part.label_at = part.start
        part.start += label.end
        return label.name


@dataclass(slots=True)
class _Part:
    """A part of a line by one voice: where it begins and ends in the line's text."""

    tokens: Sequence[Token]
    text: str
    start: int
    end: int
    inline: bool
    dash: bool
    label_at: int = 0

    def skip(self, mark: re.Pattern[str]) -> bool:
        """Whether the part begins with the mark, which is then skipped."""
        found = mark.match(self.text, self.start, self.end)
        if found is None:
            return False
        self.start = found.end()
        return True


def _cut(tokens: Sequence[Token], start: int, end: int) -> list[Token]:
    """The tokens of a text, single blanks between, that stand from `start` to `end`."""
    found = []
    at = 0
    for token in tokens:
        length = len(token.text)
        if start <= at and at + length <= end:
            found.append(token)
        elif text := token.text[max(0, start - at) : max(0, end - at)]:
            found.append(replace(token, text=text))
        at += length + 1
    return found


def _with_label(piece: _Piece) -> _Piece:
    """The piece; a name under which nothing is said is a text."""
    if piece.lines or not piece.label:
        return piece
    return replace(piece, voice="", label="", lines=[[Token(f"{piece.label}:")]])


def _dashed(lines: Sequence[str], before: str) -> list[bool]:
    """For each line of a cue, whether it begins with a dialogue dash.

    A dash may go on with a thought as well; then the sentence before it has no end.
    """
    marks = [_DASH.match(line) for line in lines]
    several = sum(mark is not None for mark in marks) > 1
    found = []
    for line, mark, prior in zip(lines, marks, [before, *lines], strict=False):
        if mark is None:
            found.append(False)
            continue
        rest = line[mark.end() :]
        minus = not mark["blank"] and rest[0].isdigit()
        opens = rest[0].isupper() or not prior or _ENDED.search(prior) is not None
        found.append(not minus and (several or opens))
    return found


def _tags_have_dashes(cues: Sequence[Shown]) -> bool:
    tagged = [line for cue in cues for line in cue.lines if line.voice]
    return any(
        before.voice != line.voice and not line.dashed and _TAGGED_DASH.match(line.text)
        for before, line in pairwise(tagged)
    )


def _name_above(cue: Shown) -> str:
    """The name that Zoom writes beside the number of a cue."""
    found = _ZOOM.fullmatch(cue.identifier.strip())
    return " ".join(found["name"].split()) if found else ""


def _lines_that_lead(cues: Sequence[Shown], known: Known) -> tuple[list[str], list[str]]:
    """What turns begin with, and the other lines, without dashes and ">>"."""
    firsts: list[str] = []
    others: list[str] = []
    for cue in cues:
        whole = said_in(cue.lines)
        if is_sound(whole) or is_credit(whole):
            continue
        for number, line in enumerate(cue.lines):
            text = _CHANGES.sub("", line.text, count=1) if line.text[:2] == ">>" else line.text
            mark = _DASH.match(text)
            bare = _after_sounds(text[mark.end() :] if mark else text, known)
            (others if number and bare == line.text else firsts).append(bare)
    return firsts, others


def _after_sounds(text: str, known: Known) -> str:
    """The line without the sounds that speech follows."""
    label = label_of(text)
    if label is not None and trust(label, known) is not Trust.NONE:
        return text  # [SPEAKER_00] Hej.
    said = next((start for start, _, sound in split_sounds(text) if not sound), 0)
    return text[said:]


def _labelled(cues: Sequence[Shown], known: Known) -> Iterable[str]:
    """The labels in a file that are sure to be names."""
    firsts, others = _lines_that_lead(cues, known)
    for text in (*firsts, *others):
        label = label_of(text)
        if label is not None and trust(label, known) is Trust.SURE:
            yield label.name


def _as_cues(cue: Shown, pieces: Sequence[_Piece], number: int) -> list[CaptionCue]:
    """The pieces with their shares of the cue's time."""
    tokens = [token for piece in pieces for line in piece.lines for token in line]
    words: Sequence[Word] = ()
    if any(token.start_ms is not None for token in tokens):
        words = timed_words(tokens, cue.span)
    shares = [word.span for word in spread([" ".join(one.texts) for one in pieces], cue.span)]
    found: list[CaptionCue] = []
    at = 0
    for piece, share in zip(pieces, shares, strict=True):
        count = sum(map(len, piece.lines))
        own = tuple(words[at : at + count])
        at += count
        span = Span(own[0].span.start_ms, own[-1].span.end_ms) if own else share
        alone = len(pieces) == 1
        found.append(
            CaptionCue(
                span=cue.span if alone else span,
                voice=piece.voice,
                text=" ".join(piece.texts),
                lines=piece.texts,
                shown=None if alone else cue.span,
                cue=number,
                sound=piece.sound,
                turn=piece.turn,
                words=() if piece.sound else own,
                inline=piece.inline and bool(found),
            )
        )
    return found


def _named_at_change(cues: Sequence[CaptionCue], *, by_mark: bool) -> list[CaptionCue]:
    """The cues, with each name held until the next where names are written at a change only.

    So it is where no name is followed by itself and sentences go on into cues without a name, or
    where all names stand after ">>" (`by_mark`). Else a cue without a name is nobody's.
    """
    said = [cue for cue in cues if not cue.sound and not is_inaudible(cue.text)]
    named = [cue for cue in said if cue.voice]
    if not named or len(named) == len(said):
        return list(cues)
    twice = sum(a.voice == b.voice for a, b in pairwise(named)) > len(named) // 10
    goes_on = any(
        not b.voice and not b.turn and not _ENDED.search(a.text) for a, b in pairwise(said)
    )
    opens = len(named) > 1 or bool(said[0].voice)
    many = len(named) > 3 and len(said) > 2 * len(named)
    if not opens or not (
        (by_mark and any(cue.turn for cue in named)) or (not twice and (goes_on or many))
    ):
        return list(cues)
    found = []
    voice = ""
    for cue in cues:
        if cue.sound or is_inaudible(cue.text):
            found.append(cue)
            continue
        voice = cue.voice or ("" if cue.turn else voice)
        found.append(replace(cue, voice=voice))
    return found
