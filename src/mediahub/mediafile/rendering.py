"""Render: the enclosure, a file's sound or film with our tags, chapters and cover.

Sound and picture are copied untouched where podcast apps can play them, else encoded.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

from mediahub.errors import MediaError
from mediahub.mediafile.allowed import require_file, url
from mediahub.mediafile.ffmetadata import Tags, ffmetadata
from mediahub.mediafile.id3tag import write_chapters
from mediahub.mediafile.info import MediaInfo
from mediahub.mediafile.loudness import levelling
from mediahub.mediafile.probing import probe
from mediahub.mediafile.process import arguments, run, writing
from mediahub.mediafile.taking import USUAL, Sound
from mediahub.transcript import Chapter, Span

_MUXERS = {".mp3": "mp3", ".m4a": "ipod", ".mp4": "mp4"}
_FADE_S = 0.02
_SHORT_FRAME = 32  # samples: less than a millisecond at the rates in use
_RATE = 44_100  # of what is encoded: the one rate that every player takes


def render(
    source: Path,
    target: Path,
    *,
    chapters: Sequence[Chapter],
    tags: Tags,
    cover: Path | None,
    kind: Literal["audio", "video"],
    time_limit_s: float,
    sound: Sound = USUAL,
    mended: bool = False,
    silences: Sequence[Span] = (),
    loudness: float | None = None,
    height: int | None = None,
    padded: bool = True,
) -> None:
    """Write `source` as the enclosure `target` (.mp3, .m4a or .mp4) with our tags and chapters.

    MP3 in .mp3, AAC in .m4a and H.264 with AAC in .mp4 are copied, else encoded: MP3 at 96 kbit/s
    mono or 128 stereo, AAC, H.264. `sound` says which track; `mended` sound (`Examined`) is encoded
    whatever it is, on the timeline that `decode` gives; so is sound with `silences`, in which
    nothing is heard: they fade in 20 ms at either end, outside. Sound that is not at the
    `loudness` (LUFS), or peaks above `HIGHEST_PEAK`, is encoded there; None leaves it as it is.
    `height` has a film's picture encoded, small, its shorter side at most so many pixels long.
    An MP3's chapters have `padded` ids and their links, or are as ffmpeg writes them.
    `kind` "audio" leaves a film's picture out. `cover`, a JPEG or PNG, is embedded in sound files;
    without one a source's own is kept. Other tags and chapters of the source are dropped. The same
    inputs give the same bytes. Raises MediaError as `decode`; ValueError when `target` has another
    suffix, or .mp4 is asked for where there is no picture.
    """
    suffix = target.suffix.lower()
    info = probe(source)
    info = replace(info, audio=info.tracks[sound.track])
    if suffix not in _MUXERS or (suffix == ".mp4") != (kind == "video"):
        raise ValueError(f"no enclosure of kind {kind} is named {target.name}")
    if kind == "video" and info.video is None:
        raise ValueError(f"{source.name} has no moving picture")
    with writing(source, target) as temporary, tempfile.TemporaryDirectory() as folder:
        metadata = Path(folder) / "metadata.txt"
        metadata.write_text(ffmetadata(tags, chapters), encoding="utf-8")
        audio = _audio_options(
            source, info, suffix, sound, mended, silences, loudness, time_limit_s
        )
        picture = _video_options(info, height) if kind == "video" else {}
        command = arguments(_graph(source, temporary, info, tags, cover, sound, audio | picture))
        # ffmpeg-python knows inputs by their streams, and this one has none: it goes in last.
        at = command.index("-map")
        command[at:at] = ["-f", "ffmetadata", "-i", url(metadata)]
        run(command, source, time_limit_s=time_limit_s)
        if suffix == ".mp3" and chapters and padded:
            write_chapters(temporary, sorted(chapters, key=lambda chapter: chapter.span))


def _graph(
    source: Path,
    target: Path,
    info: MediaInfo,
    tags: Tags,
    cover: Path | None,
    sound: Sound,
    codecs: dict[str, Any],
) -> Any:
    import ffmpeg

    suffix = target.suffix.lower()
    media = ffmpeg.input(url(source), **sound.options)
    streams = [media[sound.stream]]
    options = codecs | _container_options(suffix, tags)
    inputs = 1
    if suffix == ".mp4":
        streams.insert(0, media[f"v:{info.picture}"])
    elif cover is not None or info.cover in {"mjpeg", "png"}:
        options |= {
            "c:v": "copy",
            "disposition:v:0": "attached_pic",
            "metadata:s:v:0": "comment=Cover (front)",  # makes it picture type 3 in ID3
        }
        if cover is None:
            streams.append(media[f"v:{info.cover_at}"])
        else:
            picture = ffmpeg.input(
                url(cover), format=_picture_format(cover), protocol_whitelist="file"
            )
            streams.append(picture["v:0"])
            inputs = 2
    return ffmpeg.output(
        *streams,
        url(target),
        format=_MUXERS[suffix],
        map_metadata=inputs,
        map_chapters=inputs,
        **options,
    )


def _container_options(suffix: str, tags: Tags) -> dict[str, Any]:
    options: dict[str, Any] = {"fflags": "+bitexact", "map_metadata:s": -1}
    if suffix == ".mp3":
        return options | {"id3v2_version": 3}  # what every player reads
    if tags.language_code is not None:
        options["metadata:s:a:0"] = f"language={tags.language_code}"
    # The index first, so that a film starts before it is downloaded.
    return options | {"movflags": "+faststart"}


def _picture_format(cover: Path) -> str:
    """The demuxer for the picture, by its first bytes: image2 would read patterns into its name."""
    require_file(cover)
    with cover.open("rb") as file:
        head = file.read(8)
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg_pipe"
    if head == b"\x89PNG\r\n\x1a\n":
        return "png_pipe"
    raise MediaError(
        f"{cover.name}: the cover is neither a JPEG nor a PNG. Save it as one.",
        swedish=f"{cover.name}: omslaget är varken JPEG eller PNG. Spara det som en av dem.",
    )


def _video_options(info: MediaInfo, height: int | None) -> dict[str, Any]:
    video = info.video
    if height is not None:
        return _small_video_options(height)
    # 10-bit and 4:2:2 H.264 is H.264 by name only: no phone plays it.
    if video and video.codec == "h264" and video.pixel_format in {"yuv420p", "yuvj420p"}:
        return {"c:v": "copy"}
    return {
        "c:v": "libx264",
        "preset": "veryfast",
        "crf": 23,
        "pix_fmt": "yuv420p",
        "vf": "scale=trunc(iw/2)*2:trunc(ih/2)*2",  # yuv420p halves the colour in both directions
        "flags:v": "+bitexact",
    }


def _small_video_options(height: int) -> dict[str, Any]:
    short, other = f"trunc(min({height},%s)/2)*2", "-2"
    return {
        "c:v": "libx264",
        "preset": "veryfast",
        "crf": 26,
        "threads:v": 2,  # it must not take all cores from what is recognised meanwhile
        "pix_fmt": "yuv420p",
        "vf": f"scale=w='if(gt(iw,ih),{other},{short % 'iw'})'"
        f":h='if(gt(iw,ih),{short % 'ih'},{other})'",
        "flags:v": "+bitexact",
    }


def _silence_filters(silences: Sequence[Span]) -> str:
    """Filters after which nothing is heard in the silences.

    A filter's volume is worked out once a frame, and a frame of MP3 is 26 ms long: what is said in
    the last of it before a silence would be heard. So frames are made short first.
    """
    if not silences:
        return ""
    heard = "*".join(
        f"(clip(({span.start_ms / 1000}-t)/{_FADE_S},0,1)"
        f"+clip((t-{span.end_ms / 1000})/{_FADE_S},0,1))"
        for span in silences
    )
    return f",asetnsamples=n={_SHORT_FRAME}:p=0,volume=volume='{heard}':eval=frame"


def _audio_options(
    source: Path,
    info: MediaInfo,
    suffix: str,
    sound: Sound,
    mended: bool,
    silences: Sequence[Span],
    loudness: float | None,
    time_limit_s: float,
) -> dict[str, Any]:
    channels = min(info.audio.channels, 2) if sound.channels == "mix" else 1
    filters = sound.filters + _silence_filters(silences)
    level = ""
    if loudness is not None:
        heard = f"{filters},aformat=channel_layouts={'mono' if channels == 1 else 'stereo'}"
        level = levelling(source, sound, heard, loudness, time_limit_s=time_limit_s)
        filters = heard + level if level else filters
    copied = info.audio.codec == ("mp3" if suffix == ".mp3" else "aac")
    if copied and not mended and not silences and not level:
        return {"c:a": "copy"}
    return {
        "c:a": "libmp3lame" if suffix == ".mp3" else "aac",
        "b:a": "96k" if channels == 1 else "128k",
        "ac": channels,
        "ar": _RATE,
        "af": filters,
        "flags:a": "+bitexact",
    }
