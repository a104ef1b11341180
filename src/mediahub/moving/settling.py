"""Where each episode of an old feed will lie: its id, its file's name, its table in the TOML."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from mediahub.catalog.ids import path_id, slug
from mediahub.catalog.moments import swedish_date, swedish_second
from mediahub.catalog.scan import is_written, kind_of
from mediahub.moving.values import OldEnclosure, OldEpisode, OldFeed
from mediahub.workspace.ledger import Ledger, Promise, PromisedEnclosure

_ENDINGS = {
    "audio/mpeg": "mp3", "audio/mp3": "mp3", "audio/mpeg3": "mp3", "audio/x-mpeg": "mp3",
    "audio/mp4": "m4a", "audio/x-m4a": "m4a", "audio/m4a": "m4a", "audio/aac": "aac",
    "audio/ogg": "ogg", "audio/opus": "opus", "audio/wav": "wav", "audio/x-wav": "wav",
    "audio/flac": "flac", "video/mp4": "mp4", "video/x-m4v": "m4v", "video/quicktime": "mov",
    "video/webm": "webm",
}  # fmt: skip
_TYPES = {ending: kind for kind, ending in reversed(_ENDINGS.items())}
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Settled:
    """An episode and its place: the item's id, and its file's name in the series' folder."""

    episode: OldEpisode
    item: str
    file: str

    @property
    def stem(self) -> str:
        """The file's name without its ending, which what lies beside it bears, too."""
        return self.file.rpartition(".")[0]


def settle(
    feed: OldFeed, series: str, ledger: Ledger, files: Mapping[str, str], taken: Collection[str]
) -> tuple[Settled, ...]:
    """A place for each episode, the oldest first; one that moved in before keeps its own.

    `files` are those that theme.toml lists, by item; `taken` the ids of all items there are.
    """
    by_guid = {one.guid: one.item for one in ledger.promises if one.series == series}
    used_ids, used_names = {*taken, *ledger.by_item}, set(files.values())
    settled = []
    for episode in sorted(feed.episodes, key=_age):
        item = by_guid.get(episode.guid)
        if item is not None and item in files:
            settled.append(Settled(episode, item, files[item]))
            continue
        name = _name(episode, used_names)
        used_names.add(name)
        if item is None:
            item = _free(path_id([series, name.rpartition(".")[0]]), used_ids)
        used_ids.add(item)
        settled.append(Settled(episode, item, name))
    return tuple(settled)


def promise_of(one: Settled, series: str, unseen: str) -> Promise:
    """What the old feed has promised of an episode; its file is not known yet."""
    episode = one.episode
    if episode.published is None:
        raise ValueError(f"{one.item} has no date")
    enclosure = episode.enclosure
    return Promise(
        item=one.item,
        guid=episode.guid,
        series=series,
        published=episode.published,
        source_sha256=unseen,
        enclosures=(
            PromisedEnclosure(enclosure.url, unseen, enclosure.length, _type(enclosure, one.file)),
        ),
        title=episode.title,
    )


def item_table(
    one: Settled, series: str, people: Mapping[str, str], beside: Mapping[str, Any], old_host: str
) -> dict[str, Any]:
    """The keys of an episode's [[items]]; `people` are ids by name, `beside` files and chapters."""
    episode = one.episode
    values: dict[str, Any] = {
        "file": one.file,
        "id": one.item,
        "title": episode.title,
        "series": series,
    }
    if episode.published is not None:
        values["published"] = swedish_second(episode.published)
        values["date"] = swedish_date(episode.published)
    optional = {
        "description": episode.description,
        "season": episode.season,
        "episode": episode.episode,
        "explicit": episode.explicit,
        # A page at the old host goes with it.
        "link": episode.link if urlsplit(episode.link or "").hostname != old_host else None,
        "contributors": _contributors(episode, people),
        **beside,
    }
    return values | {key: value for key, value in optional.items() if value}


def chapter_tables(episode: OldEpisode) -> list[dict[str, Any]]:
    """The chapters of an episode as TOML holds them, in order of time, each time once."""
    by_start = {chapter.start_ms: chapter for chapter in reversed(episode.chapters)}
    tables = []
    for start, chapter in sorted(by_start.items()):
        hours, rest = divmod(start, 3_600_000)
        minutes, ms = divmod(rest, 60_000)
        seconds = f"{ms // 1000:02}" + (f".{ms % 1000:03}" if ms % 1000 else "")
        table = {"start": f"{hours}:{minutes:02}:{seconds}", "title": chapter.title}
        tables.append(table | ({"link": chapter.link} if chapter.link else {}))
    return tables


def _contributors(episode: OldEpisode, people: Mapping[str, str]) -> list[dict[str, str]]:
    found = {(people[one.name], one.role): None for one in episode.people if one.name in people}
    return [{"person": person, "role": role} for person, role in found]


def _age(episode: OldEpisode) -> tuple[float, int]:
    return (episode.published.timestamp() if episode.published else 0.0, -episode.number)


def _name(episode: OldEpisode, used: Collection[str]) -> str:
    day = f"{swedish_date(episode.published)}-" if episode.published is not None else ""
    stem = day + (slug(episode.title)[:_LONGEST].strip("-") or f"avsnitt-{episode.number}")
    ending = _ending(episode.enclosure)
    stems = {name.rpartition(".")[0] for name in used}
    return f"{_free(stem, stems)}.{ending}"


def _ending(enclosure: OldEnclosure) -> str:
    path = PurePosixPath(unquote(urlsplit(enclosure.url).path))
    ending = path.suffix.lower().removeprefix(".")
    if ending and ending.isalnum() and kind_of(path.name) and not is_written(path.name):
        return ending
    video = enclosure.type.startswith("video/")
    return _ENDINGS.get(enclosure.type, "mp4" if video else "mp3")


def _type(enclosure: OldEnclosure, file: str) -> str:
    return enclosure.type or _TYPES.get(file.rpartition(".")[2], "audio/mpeg")


def _free(name: str, used: Collection[str]) -> str:
    if name not in used:
        return name
    number = 2
    while f"{name}-{number}" in used:
        number += 1
    return f"{name}-{number}"
