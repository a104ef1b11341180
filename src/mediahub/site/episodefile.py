"""An episode as last published, kept beside its transcript: it outlives its source file."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from mediahub.feed import FeedEpisode

if TYPE_CHECKING:
    from pydantic import TypeAdapter


@cache
def _adapter() -> "TypeAdapter[FeedEpisode]":
    from pydantic import TypeAdapter

    return TypeAdapter(FeedEpisode)


def episode_json(episode: FeedEpisode) -> bytes:
    """The episode as the bytes of a JSON file."""
    body = _adapter().dump_json(episode, indent=1)
    return b'{\n "schema": 1,' + body[1:] + b"\n"


def read_episode(path: Path) -> FeedEpisode | None:
    """The episode kept in `path`, None when there is none that can be read."""
    try:
        return _adapter().validate_json(path.read_bytes())
    except (OSError, ValueError):
        return None
