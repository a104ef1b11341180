"""MediaInfo: what a sound or film file holds, as its container tells it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mediahub.transcript import Chapter


@dataclass(frozen=True, slots=True)
class AudioStream:
    """A sound track: codec as ffmpeg names it, samples per second, channels, bits/s.

    `bitrate` is 0 where the container doesn't tell. `language` is the track's ISO 639 code, if any.
    `default` is the file's own mark; `special` says that the track is not for everybody, such as a
    commentary or a description of the picture. A track that ffmpeg cannot decode has no rate.
    """

    codec: str
    rate_hz: int
    channels: int
    bitrate: int
    language: str | None = None
    default: bool = False
    special: bool = False


@dataclass(frozen=True, slots=True)
class VideoStream:
    """The first moving picture: codec, pixel format, size in pixels; a cover is not one."""

    codec: str
    width: int
    height: int
    pixel_format: str = ""


@dataclass(frozen=True, slots=True)
class MediaInfo:
    """What is in a media file; `tags` have lower-case keys, `container` is the demuxer's name.

    `duration_ms` is what the container says and may be off where it only estimates (an MP3 without
    a Xing header, a file cut short); `examine` measures it. `audio` is the first sound track that
    can be decoded, `tracks` all of them. `cover` is the codec of an attached cover picture, None
    where there is none; `picture` and `cover_at` tell which of the file's pictures the film and the
    cover are, counted from 0. `starts_ms` is the time of the file's beginning on its own clock.
    """

    duration_ms: int
    container: str
    audio: AudioStream
    video: VideoStream | None = None
    tags: Mapping[str, str] = field(default_factory=dict)
    chapters: tuple[Chapter, ...] = ()
    cover: str | None = None
    tracks: tuple[AudioStream, ...] = ()
    picture: int = 0
    cover_at: int = 0
    starts_ms: int = 0


def enclosure_suffix(info: MediaInfo, source: Path) -> str:
    """The suffix that this file has as an enclosure: ".mp4" (film), ".m4a" (AAC) or ".mp3" (rest).

    `source` is the file itself; a sound file of AAC keeps its sound only when it is an MP4 already.
    """
    if info.video is not None:
        return ".mp4"
    if info.audio.codec == "aac" and source.suffix.lower() in {".m4a", ".m4b", ".mp4", ".mov"}:
        return ".m4a"
    return ".mp3"
