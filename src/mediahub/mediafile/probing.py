"""Probe: what a file holds, read with PyAV without decoding it."""

from pathlib import Path
from typing import Any

from mediahub.errors import MediaError
from mediahub.mediafile.allowed import INPUT_OPTIONS, require_file, unreadable, url
from mediahub.mediafile.info import AudioStream, MediaInfo, VideoStream
from mediahub.transcript import Chapter, Span

_TIMEOUT_S = 60.0
"""A header is read in well under a second; a broken disk or a hostile file gets this long."""


def probe(path: Path) -> MediaInfo:
    """What is in the media file, by its header. Raises MediaError when it has no usable sound."""
    import av

    require_file(path)
    try:
        with av.open(
            url(path),
            container_options=dict(INPUT_OPTIONS),
            metadata_errors="replace",
            timeout=_TIMEOUT_S,
        ) as container:
            return _info(path, container)
    except UnicodeEncodeError as error:
        raise MediaError(
            f"{path.name!a}: the name holds bytes that are not UTF-8. Rename the file."
        ) from error
    except av.FFmpegError as error:
        raise unreadable(path, error.strerror or type(error).__name__) from error


def _info(path: Path, container: Any) -> MediaInfo:
    audio = next(iter(container.streams.audio), None)
    pictures = [s for s in container.streams.video if s.codec_context is not None]
    films = [s for s in pictures if not _is_cover(s)]
    covers = [s.codec_context.codec.canonical_name for s in pictures if _is_cover(s)]
    if audio is None:
        what = "has a picture but no sound" if films else "holds no sound"
        raise MediaError(
            f"{path.name}: the file {what}. Export it with its sound track, or remove it."
        )
    codec = audio.codec_context
    if codec is None or not codec.sample_rate or not codec.channels:
        raise unreadable(path, "no sound could be recognised in it")
    duration_ms = _duration_ms(container, audio)
    if duration_ms <= 0:
        raise MediaError(
            f"{path.name}: the file holds no sound at all (0 seconds). "
            "Copy it again from the original."
        )
    tags = {
        str(k).lower(): str(v).strip() for k, v in (audio.metadata | container.metadata).items()
    }
    return MediaInfo(
        duration_ms=duration_ms,
        container=container.format.name,
        audio=AudioStream(
            codec=codec.codec.canonical_name,
            rate_hz=codec.sample_rate,
            channels=codec.channels,
            bitrate=codec.bit_rate or 0,
            language=None if audio.language == "und" else audio.language,
        ),
        video=_video(films[0]) if films else None,
        tags=dict(sorted(tags.items())),
        chapters=_chapters(container),
        cover=covers[0] if covers else None,
    )


def _is_cover(stream: Any) -> bool:
    from av.stream import Disposition

    return bool(stream.disposition & (Disposition.attached_pic | Disposition.still_image))


def _video(stream: Any) -> VideoStream:
    codec = stream.codec_context
    return VideoStream(
        codec=codec.codec.canonical_name,
        width=codec.width,
        height=codec.height,
        pixel_format=codec.pix_fmt or "",
    )


def _duration_ms(container: Any, audio: Any) -> int:
    """The container's duration, or the sound track's, or where its last packet ends."""
    if container.duration and container.duration > 0:
        return int(container.duration // 1000)
    if audio.duration and audio.duration > 0:
        return int(audio.duration * audio.time_base * 1000)
    # A WebM from a browser's recorder tells no duration: read through the packets, undecoded.
    end = 0
    for packet in container.demux(audio):
        if packet.pts is not None:
            end = max(end, packet.pts + (packet.duration or 0))
    start = audio.start_time or 0
    return int((end - start) * audio.time_base * 1000)


def _chapters(container: Any) -> tuple[Chapter, ...]:
    found = []
    for chapter in container.chapters():
        start_ms = max(0, round(chapter["start"] * chapter["time_base"] * 1000))
        end_ms = max(start_ms, round(chapter["end"] * chapter["time_base"] * 1000))
        title = chapter["metadata"].get("title", "").strip()
        found.append(Chapter(Span(start_ms, end_ms), title, source="author"))
    return tuple(sorted(found, key=lambda chapter: chapter.span))
