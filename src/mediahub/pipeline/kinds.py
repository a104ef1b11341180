"""What kind of item a file is whose ending does not tell: an MP4 with sound alone is a podcast."""

from collections.abc import Mapping
from dataclasses import replace

from mediahub.catalog import Catalogue, Item
from mediahub.errors import MediaError
from mediahub.mediafile import probe
from mediahub.pipeline.stage import Sources
from mediahub.workspace.state import ItemState


def by_content(
    catalogue: Catalogue, sources: Mapping[str, Sources], states: Mapping[str, ItemState]
) -> Catalogue:
    """The catalogue, each film without a picture a podcast, and in the series of podcasts.

    What a person wrote of an item stands. The header of a file that no run has looked into is read;
    those of items that are not among the `sources` are not.
    """
    sounds = {
        item.id
        for item in catalogue.items
        if item.unsure and item.id in sources and not _has_picture(item, sources, states)
    }
    if not sounds:
        return catalogue
    home = next((one.id for one in catalogue.series if "podcast" in one.kinds), None)
    items = (_as_podcast(one, home) if one.id in sounds else one for one in catalogue.items)
    return replace(catalogue, items=tuple(items))


def _as_podcast(item: Item, home: str | None) -> Item:
    series = home if item.unsure == "kind and series" else item.series
    return replace(item, kind="podcast", series=series)


def _has_picture(
    item: Item, sources: Mapping[str, Sources], states: Mapping[str, ItemState]
) -> bool:
    state = states.get(item.id)
    same = state is not None and state.sha256 == sources[item.id].media.sha256
    if state is not None and same and state.picture is not None:
        return state.picture
    try:
        return probe(item.path).video is not None
    except MediaError:
        return True  # the item fails, and says why
