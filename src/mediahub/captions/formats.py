"""Formats: a transcript as WebVTT, SRT, text and podcast JSON, and captions read back."""

from collections.abc import Iterable, Sequence
from itertools import chain
from operator import itemgetter
from typing import Any

from mediahub.captions.cue import DASH, INAUDIBLE, Cue, CueVoice
from mediahub.captions.paragraphs import MISHEARD, naming_notice, notice, paragraphs, sounds
from mediahub.captions.reading import (
    CaptionCue,
    ReadCaptions,
    on_the_clock,
    parse_captions,
    read_captions,
)
from mediahub.captions.shown import srt_cues, vtt_cues
from mediahub.captions.taking import recognition_from_captions
from mediahub.transcript.assemble import UNKNOWN_SPEAKER
from mediahub.transcript.clock import clock_hms
from mediahub.transcript.span import Span
from mediahub.transcript.values import Segment, Transcript

__all__ = [
    "CAPTION_SUFFIXES",
    "CaptionCue",
    "ReadCaptions",
    "on_the_clock",
    "parse_captions",
    "read_captions",
    "recognition_from_captions",
    "to_editors_vtt",
    "to_podcast_json",
    "to_srt",
    "to_text",
    "to_vtt",
]

CAPTION_SUFFIXES = (".vtt", ".srt", ".ttml", ".dfxp", ".sbv")
"""The caption files that are read, the one that says most of its cues first."""
_SIGNS = '.,:;!?…"”’»()'


def to_vtt(transcript: Transcript) -> str:
    """WebVTT as it is published: a cue a caption with its speaker as `<v Name>`, times with hours.

    What another says begins with a dash, for players that do not draw names; what is in another
    language than the transcript stands in `<lang>`. There is no comment, which some readers of
    captions refuse.
    """
    blocks = []
    speaker = ""
    for cue in vtt_cues(transcript):
        lines = [_vtt_time(cue)]
        for part in cue.parts:
            # Within the tag it is read as a dash where the voice is another; readers want the tag
            # first on its line.
            other = bool(speaker) and part.name != speaker
            lines.append(_vtt_voice(part, cue.language, within=other))
            speaker = part.name or speaker
        blocks.append("\n".join(lines))
    return _vtt(blocks)


def to_editors_vtt(transcript: Transcript) -> str:
    """WebVTT for those who correct it: as `to_vtt`, with comments.

    Before a cue with words that are more likely wrong than right a comment names them: an editor
    sees it, a player does not. A dash stands before its name, where it is no word of anybody's.
    """
    blocks = []
    note = notice(transcript)
    if note:
        blocks.append(f"NOTE\n{_vtt_text(note)}")
    said, doubtful = transcript.words, frozenset(transcript.doubtful)
    for cue in vtt_cues(transcript):
        heard = [doubted(said[at].text) for at in cue.words if at in doubtful]
        if heard:
            blocks.append(f"NOTE {MISHEARD}: {_vtt_text(', '.join(heard))}")
        voices = "\n".join(_vtt_voice(part, cue.language) for part in cue.parts)
        blocks.append(f"{_vtt_time(cue)}\n{voices}")
    return _vtt(blocks)


def _vtt(blocks: Iterable[str]) -> str:
    return "\n\n".join(["WEBVTT", *blocks]) + "\n"


def doubted(text: str) -> str:
    """A word as a comment on misheard words lists it: without the signs around it."""
    return " ".join(text.split()).strip(_SIGNS) or text


def to_srt(transcript: Transcript) -> str:
    """SubRip: at most two lines of 32 characters, "Name: " where another begins to speak.

    A dash stands for a name that there is no time to read. Nobody is named where there is only
    "Talare".
    """
    return "\n".join(
        f"{number}\n"
        f"{srt_time(cue.span.start_ms)} --> {srt_time(cue.span.end_ms)}\n"
        + "".join(f"{line.replace('-->', '→')}\n" for line in cue.lines)
        for number, cue in enumerate(srt_cues(transcript), start=1)
    )


def _vtt_time(cue: Cue) -> str:
    return f"{vtt_time(cue.span.start_ms)} --> {vtt_time(cue.span.end_ms)}"


def _vtt_voice(voice: CueVoice, language: str, *, within: bool = False) -> str:
    """What one voice says; its dash stands `within` its tag, or before it."""
    lines = voice.shown if within else voice.lines
    text = "\n".join(map(_vtt_text, lines))
    if language:
        text = f"<lang {language}>{text}</lang>"
    name = _vtt_text(" ".join(voice.name.split()))
    if name and name != UNKNOWN_SPEAKER:
        text = f"<v {name}>{text}</v>"
    return f"{DASH}{text}" if voice.dash and not within else text


def to_text(transcript: Transcript) -> str:
    """Plain text in paragraphs, each with its time and, where it changes, its speaker's name.

    What is more likely wrong than right is followed by "[?]".
    """
    blocks = []
    note = notice(transcript)
    if note:
        blocks.append(note)
    if transcript.doubtful:
        blocks.append("Ord följda av [?] är troligen felhörda.")
    naming = naming_notice(transcript)
    if naming:
        blocks.append(naming)
    for paragraph in paragraphs(transcript):
        time = f"[{clock_hms(paragraph.start_ms)}]"
        name = paragraph.speaker_name if paragraph.changed else ""
        blocks.append(f"{name} {time}".strip() + f"\n{paragraph.written(str, '', ' [?]')}")
    return "\n\n".join(blocks) + "\n" if blocks else ""


def to_podcast_json(transcript: Transcript) -> dict[str, Any]:
    """The Podcasting 2.0 transcript object: a segment a sentence, times in seconds.

    A gap within a sentence stands among its words; another one, and a sound in an author's
    captions, is a segment of nobody's.
    """
    names = {speaker.label: speaker.name for speaker in transcript.speakers}
    within = [
        [gap for gap in transcript.gaps if gap.middle_ms in segment.span]
        for segment in transcript.segments
    ]
    spoken = [
        (segment.span, names.get(segment.speaker, ""), _with_gaps(segment, gaps))
        for segment, gaps in zip(transcript.segments, within, strict=True)
    ]
    inside = set(chain(*within))
    silent = [(gap, "", INAUDIBLE) for gap in transcript.gaps if gap not in inside]
    silent += [(span, "", text) for span, text in sounds(transcript)]
    segments = []
    for span, name, body in sorted([*spoken, *silent], key=lambda part: part[0].start_ms):
        segment: dict[str, Any] = {"speaker": name} if name else {}
        segment |= {
            "startTime": span.start_ms / 1000,
            "endTime": span.end_ms / 1000,
            "body": body,
        }
        segments.append(segment)
    return {"version": "1.0.0", "segments": segments}


def _with_gaps(segment: Segment, gaps: Sequence[Span]) -> str:
    """A segment's text with "[ohörbart]" where its gaps are."""
    parts = [(word.span.start_ms, word.text) for word in segment.words]
    parts += [(gap.middle_ms, INAUDIBLE) for gap in gaps]
    return " ".join(" ".join(text for _, text in sorted(parts, key=itemgetter(0))).split())


def vtt_time(ms: int) -> str:
    """`HH:MM:SS.mmm`, as WebVTT writes a time."""
    seconds, ms = divmod(ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{ms:03}"


def srt_time(ms: int) -> str:
    """`HH:MM:SS,mmm`, as SubRip writes a time."""
    return vtt_time(ms).replace(".", ",")


def _vtt_text(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
