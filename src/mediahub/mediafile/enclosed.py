"""What an enclosure really holds: it is decoded, and its tag is read frame by frame."""

from dataclasses import dataclass
from pathlib import Path

from mediahub.mediafile.id3tag import tag_problems
from mediahub.mediafile.measuring import measure
from mediahub.mediafile.probing import probe
from mediahub.mediafile.taking import USUAL

_FACTOR, _SHORTEST_S = 4, 60
"""How long it may take: so many times what it says of itself, and at least so long."""


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A media file as it is: how long it can be heard or seen (ms), its demuxer's names, its
    chapters (start in ms, title), and what is wrong with its ID3 tag (a rule, and in words).
    """

    duration_ms: int
    container: str
    has_picture: bool = False
    chapters: tuple[tuple[int, str], ...] = ()
    tag_problems: tuple[tuple[str, str], ...] = ()


def enclosed(path: Path) -> Enclosed:
    """What is in a published file, decoded once. Raises MediaError when it cannot be read."""
    info = probe(path)
    film = info.video is not None
    limit_s = max(_SHORTEST_S, info.duration_ms / 1000 * _FACTOR)
    heard = measure(
        path, USUAL, stereo=False, picture=info.picture if film else None, time_limit_s=limit_s
    )
    return Enclosed(
        max(heard.sound_ms, heard.picture_ms),
        info.container,
        film,
        tuple((one.span.start_ms, one.title) for one in info.chapters),
        tag_problems(path, heard.sound_ms) if info.container == "mp3" else (),
    )
