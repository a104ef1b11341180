"""A published episode as lists show it, from what its page stage left."""

from pathlib import Path
from typing import Any

from mediahub.catalog import Item
from mediahub.errors import MediaError
from mediahub.pages import Entry, Picture
from mediahub.site import pictures
from mediahub.site.episodefile import read_episode
from mediahub.workspace.results import read_json


def episode_entry(made: Path, item: Item, address: str, cover: str | None) -> Entry:
    """The item as it was last published, whatever is written of it now.

    `made` is the folder of its results, `address` that of its page from the site's root, `cover`
    the file name of its series' cover. Raises MediaError when a result cannot be read.
    """
    shown: dict[str, Any] = read_json(made / "page.json", dict)
    episode = read_episode(made / "episode.json")
    if episode is None:
        raise MediaError(
            f"{made / 'episode.json'} cannot be read; delete it and run again",
            swedish=f"{made / 'episode.json'} går inte att läsa. Ta bort den och kör igen.",
        )
    picture = pictures.cover_picture(item.series or "", cover) if cover else None
    return Entry(
        title=episode.title,
        address=address,
        kind=item.kind,
        label=shown.get("label", ""),
        formats=episode.keywords,
        published=episode.published,
        duration_ms=episode.duration_ms,
        about=episode.description,
        theme=shown.get("theme", ""),
        picture=Picture(**shown["shown"]) if shown.get("shown") else picture,
    )
