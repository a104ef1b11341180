"""Probe: what a file holds, read with PyAV without decoding it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from mediahub.errors import MediaError, system_reason
from mediahub.mediafile.allowed import (
    INPUT_OPTIONS,
    TO_THE_END,
    refuse_protected,
    require_file,
    unreadable,
    url,
)
from mediahub.mediafile.id3chapters import chapter_links
from mediahub.mediafile.info import AudioStream, MediaInfo, VideoStream
from mediahub.mediafile.riff import ends_early
from mediahub.transcript import Chapter, Span

_TIMEOUT_S = 60.0
"""A header is read in well under a second; a broken disk or a hostile file gets this long."""


def probe(path: Path) -> MediaInfo:
    """What is in the media file, by its header. Raises MediaError when it has no usable sound."""
    import av

    with opened(path) as container:
        try:
            return _info(path, container)
        except av.FFmpegError as error:
            raise unreadable(path, system_reason(error)) from error


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """The file as a PyAV container. Raises MediaError when it cannot be read, or is protected."""
    import av

    require_file(path)
    refuse_protected(path)
    try:
        container = av.open(
            url(path),
            container_options=INPUT_OPTIONS | (TO_THE_END if ends_early(path) else {}),
            metadata_errors="replace",
            timeout=_TIMEOUT_S,
        )
    except UnicodeEncodeError as error:
        raise MediaError(
            f"{path.name!a}: the name holds bytes that are not UTF-8. Rename the file.",
            swedish=f"{path.name!a}: namnet har tecken som inte är UTF-8. Döp om filen.",
        ) from error
    except av.FFmpegError as error:
        raise unreadable(path, system_reason(error)) from error
    with container:
        yield container


def _info(path: Path, container: Any) -> MediaInfo:
    tracks = [*container.streams.audio]
    pictures = [*container.streams.video]
    films = [n for n, one in enumerate(pictures) if one.codec_context and not is_cover(one)]
    covers = [n for n, one in enumerate(pictures) if one.codec_context and is_cover(one)]
    if not tracks:
        what = "has a picture but no sound" if films else "holds no sound"
        has = "har bild men inget ljud" if films else "har inget ljud"
        raise MediaError(
            f"{path.name}: the file {what}. Export it with its sound track, or remove it.",
            swedish=f"{path.name}: filen {has}. Exportera den på nytt med ljudspåret.",
        )
    found = tuple(_track(one) for one in tracks)
    first = next((n for n, one in enumerate(found) if one.rate_hz and one.channels), None)
    if first is None:
        raise unreadable(path, "no sound could be recognised in it")
    audio = tracks[first]
    duration_ms = _duration_ms(container, audio)
    if duration_ms <= 0:
        raise MediaError(
            f"{path.name}: the file holds no sound at all (0 seconds). "
            "Copy it again from the original.",
            swedish=f"{path.name}: filen har inget ljud alls (0 sekunder). Kopiera den på nytt "
            "från originalet.",
        )
    tags = {
        str(k).lower(): str(v).strip() for k, v in (audio.metadata | container.metadata).items()
    }
    return MediaInfo(
        duration_ms=duration_ms,
        container=container.format.name,
        audio=found[first],
        video=_video(pictures[films[0]]) if films else None,
        tags=dict(sorted(tags.items())),
        chapters=_chapters(path, container),
        cover=pictures[covers[0]].codec_context.codec.canonical_name if covers else None,
        tracks=found,
        picture=films[0] if films else 0,
        cover_at=covers[0] if covers else 0,
        starts_ms=_starts_ms(container),
    )


def _track(stream: Any) -> AudioStream:
    from av.stream import Disposition

    codec = stream.codec_context
    if codec is None:
        return AudioStream("", 0, 0, 0)
    aside = (
        Disposition.comment
        | Disposition.karaoke
        | Disposition.visual_impaired
        | Disposition.clean_effects
        | Disposition.descriptions
    )
    return AudioStream(
        codec=codec.codec.canonical_name,
        rate_hz=codec.sample_rate or 0,
        channels=codec.channels or 0,
        bitrate=codec.bit_rate or 0,
        language=None if stream.language == "und" else stream.language,
        default=bool(stream.disposition & Disposition.default),
        special=bool(stream.disposition & aside),
    )


def is_cover(stream: Any) -> bool:
    """Whether a PyAV stream of pictures is a cover, or pictures of chapters, and no film."""
    from av.stream import Disposition

    still = Disposition.attached_pic | Disposition.still_image | Disposition.timed_thumbnails
    return bool(stream.disposition & still)


def _starts_ms(container: Any) -> int:
    """Where ffmpeg begins to count: the earliest of the streams' beginnings."""
    return int(container.start_time // 1000) if container.start_time else 0


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


def _chapters(path: Path, container: Any) -> tuple[Chapter, ...]:
    links = chapter_links(path) if container.format.name == "mp3" else {}
    raw = [
        (
            round(one["start"] * one["time_base"] * 1000),
            round(one["end"] * one["time_base"] * 1000),
            one["metadata"].get("title", "").strip(),
        )
        for one in container.chapters()
    ]
    # On the file's own clock no chapter begins before the file does; else they count from 0.
    begins = _starts_ms(container)
    if any(start < begins for start, _, _ in raw):
        begins = 0
    found = []
    for start, end, title in raw:
        start_ms = max(0, start - begins)
        span = Span(start_ms, max(start_ms, end - begins))
        found.append(Chapter(span, title, "author", links.get(start)))
    return tuple(sorted(found, key=lambda chapter: chapter.span))
