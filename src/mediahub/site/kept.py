"""An episode whose source is gone, or is not to be touched: made of what stands in public."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

from mediahub.catalog import ItemKind
from mediahub.feed import FeedEpisode, ascii_name
from mediahub.feed.names import EMBED, OEMBED, PAGE
from mediahub.site.episodes import moved
from mediahub.site.pictures import small_portrait
from mediahub.site.values import Content, EpisodeValues


def kept_episode(
    item: str,
    episode: FeedEpisode,
    *,
    base: str,
    series: str,
    folder: Path,
    files: Mapping[str, Content],
    digest: Callable[[Path], str],
) -> EpisodeValues:
    """The episode as it was last published, at the site's address of today.

    `folder` is where it stands, `files` are files that are known otherwise (captions, say), by
    name, and `digest` tells a file's SHA-256. A file that is nowhere is left out: the gate refuses
    the series then, since its feed names it.
    """
    name = ascii_name(item)
    old = episode.enclosure.url.rsplit("/", 3)[0]
    episode = moved(episode, old, base)
    prefix = f"{base}/{series}/{name}/"
    urls = [
        episode.enclosure.url,
        episode.image_url,
        episode.chapters_url,
        *(one.url for one in episode.transcripts),
        *(one.url for one in episode.alternates),
    ]
    names = [unquote(url[len(prefix) :]) for url in urls if url and url.startswith(prefix)]
    found: dict[str, Content] = {}
    # Its page shows them, and no feed names them.
    stills = sorted(path.name for path in folder.glob("bilder-*.jpg"))
    for one in (*names, *stills, EMBED, *([OEMBED] if old == base else [])):
        content = files.get(one) or _standing(folder / one, digest)
        if content is not None:
            found[one] = content
    kind: ItemKind = "film" if episode.enclosure.type.startswith("video") else "podcast"
    return EpisodeValues(item, name, kind, episode, found, _standing(folder / PAGE, digest))


def kept_pictures(
    episode: FeedEpisode, *, base: str, root: Path, digest: Callable[[Path], str]
) -> tuple[FeedEpisode, dict[str, Content]]:
    """The people's pictures that a kept episode names, by address; the episode without lost ones.

    `root` is the folder of the whole site.
    """
    found: dict[str, Content] = {}

    def there(url: str | None) -> str | None:
        if url is None or not url.startswith(f"{base}/"):
            return url
        address = unquote(url[len(base) + 1 :])
        content = _standing(root / address, digest)
        if content is None:
            return None
        found[address] = content
        # Its page shows the smaller one.
        small = small_portrait(address)
        beside = _standing(root / small, digest)
        if beside is not None:
            found[small] = beside
        return url

    people = tuple(replace(person, img=there(person.img)) for person in episode.people)
    return replace(episode, people=people), found


def _standing(path: Path, digest: Callable[[Path], str]) -> Content | None:
    try:
        return Content.of_file(path.name, path, digest(path))
    except OSError:
        return None
