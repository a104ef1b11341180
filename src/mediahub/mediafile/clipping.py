"""Clip: a short stretch of a file's sound as an MP3 of its own."""

import tempfile
from pathlib import Path

from mediahub.mediafile.allowed import require_file, url
from mediahub.mediafile.process import arguments, run
from mediahub.mediafile.taking import USUAL, Sound
from mediahub.transcript import Span

LONGEST_CLIP_MS = 5 * 60 * 1000
"""A clip is a quotation; more is the recording itself."""
_FADE_S = 0.01


def clip(source: Path, span: Span, *, time_limit_s: float, sound: Sound = USUAL) -> bytes:
    """What is heard in `span` of a file as MP3 (mono, 96 kbit/s), faded 10 ms at either end.

    Times are those that `decode` gives. Raises MediaError as `decode`, ValueError for a span of
    more than `LONGEST_CLIP_MS`.
    """
    import ffmpeg

    if span.duration_ms > LONGEST_CLIP_MS:
        raise ValueError(f"{span} is longer than a clip")
    require_file(source)
    seconds = span.duration_ms / 1000
    fades = f"afade=t=in:d={_FADE_S},afade=t=out:st={max(0.0, seconds - _FADE_S)}:d={_FADE_S}"
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "clip.mp3"
        media = ffmpeg.input(
            url(source), ss=span.start_ms / 1000, vn=None, sn=None, dn=None, **sound.options
        )
        graph = media[sound.stream].output(
            url(target),
            format="mp3",
            acodec="libmp3lame",
            audio_bitrate="96k",
            ar=44_100,
            ac=1,
            af=f"{sound.filters},{fades}",
            t=seconds,
            map_metadata=-1,
            map_chapters=-1,
        )
        run(arguments(graph), source, time_limit_s=time_limit_s)
        return target.read_bytes()
