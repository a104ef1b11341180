"""A film for phones: where the film itself is large, the same film at a fraction of its bytes."""

from pathlib import Path

from mediahub.feed import enclosure_name, media_type
from mediahub.mediafile import Tags, probe, render
from mediahub.site.renditions import Rendition, chapters_at
from mediahub.workspace.digests import sha256_of

HEIGHT = 540
"""The shorter side of the small film (pixels)."""
_LARGE = 720
"""A film whose shorter side is longer than this (pixels) …"""
_HEAVY = 1_500_000
"""… or that has more bits a second than this, is large."""
_WORTH_IT = 0.75
"""A small film of more of its film's bytes than this is none."""


def is_large(film: Path, length: int, duration_ms: int) -> bool:
    """Whether phones are better off with a smaller one than a film of `length` bytes."""
    video = probe(film).video
    if video is None or duration_ms <= 0:
        return False
    bitrate = length * 8000 / duration_ms
    return min(video.width, video.height) > _LARGE or bitrate > _HEAVY


def render_small(
    film: Path, of: Rendition, item: str, scratch: Path, *, duration_ms: int, time_limit_s: float
) -> tuple[Rendition, Path] | None:
    """The film of a rendition made small, in `scratch`; None where that saves little.

    It has the film's sound, chapters and tags. The same film gives the same bytes. Raises
    MediaError.
    """
    made = scratch / "small.mp4"
    render(
        film,
        made,
        chapters=chapters_at(of.chapters, duration_ms),
        tags=Tags(**dict(of.tags)),
        cover=None,
        kind="video",
        time_limit_s=time_limit_s,
        height=HEIGHT,
    )
    length = made.stat().st_size
    if length > of.length * _WORTH_IT:
        made.unlink()
        return None
    digest = sha256_of(made)
    name = enclosure_name(item, digest, made.suffix)
    small = Rendition(
        name, digest, length, media_type(name), of.key, of.chapters, of.tags, of.withheld
    )
    return small, made
