"""Enclosures: the media files listeners download, made once and kept while they stay true."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from mediahub.catalog import Item, Series
from mediahub.feed import enclosure_name, media_type, url_under
from mediahub.mediafile import MediaInfo, Tags, enclosure_suffix, probe, render
from mediahub.transcript import Chapter, Span
from mediahub.workspace.digests import sha256_of, sha256_of_value
from mediahub.workspace.ledger import Promise, PromisedEnclosure

RENDER_VERSION = 1
FEWEST_CHAPTERS = 2
"""A single chapter says nothing that the title does not."""


@dataclass(frozen=True, slots=True)
class Rendition:
    """An enclosure on disk and the promise that keeps it: `path` is the file."""

    path: Path
    promised: PromisedEnclosure


def enclosure_key(item: Item, sha256: str, chapters: Sequence[Chapter]) -> str:
    """What an enclosure stands and falls with: its sound and a chapter list a person vouched for.

    Titles, descriptions and automatic chapters may change without a new file: every listener would
    have to download it again.
    """
    vouched = [[c.span.start_ms, c.title] for c in chapters if c.source != "automatic"]
    return sha256_of_value(
        {"version": RENDER_VERSION, "source": sha256, "kind": item.kind, "chapters": vouched}
    )[:16]


def kept_rendition(promise: Promise | None, key: str, folder: Path) -> Rendition | None:
    """The enclosure already made for this key, when its file is there and has its length."""
    promised = latest(promise, key)
    if promised is None:
        return None
    path = folder / promised.url.rsplit("/", 1)[1]
    try:
        whole = path.stat().st_size == promised.length
    except OSError:
        return None
    return Rendition(path, promised) if whole else None


def latest(promise: Promise | None, key: str) -> PromisedEnclosure | None:
    """The newest promised enclosure, if it was made for this key."""
    if promise is None or not promise.enclosures or promise.enclosures[-1].key != key:
        return None
    return promise.enclosures[-1]


def make_rendition(
    item: Item,
    series: Series,
    promise: Promise | None,
    *,
    key: str,
    chapters: Sequence[Chapter],
    tags: Tags,
    folder: Path,
    base_url: str,
    time_limit_s: float,
) -> Rendition:
    """Render the item's enclosure into `folder`, named by the hash of its bytes.

    An enclosure that was promised before is made again from what it held then, so that a lost
    `feeds/` comes back with the same files under the same addresses. Raises MediaError.
    """
    info = probe(item.path)
    former = latest(promise, key)
    if former is not None:
        chapters = _chapters(former.chapters, info.duration_ms)
        tags = Tags(**dict(former.tags))
    elif len(chapters) < FEWEST_CHAPTERS:
        chapters = ()
    kind = _kind(info, item)
    suffix = enclosure_suffix(info if kind == "video" else replace(info, video=None), item.path)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".render-", dir=folder) as scratch:
        made = Path(scratch) / f"enclosure{suffix}"
        render(
            item.path,
            made,
            chapters=chapters,
            tags=tags,
            cover=None,
            kind=kind,
            time_limit_s=time_limit_s,
        )
        digest, length = sha256_of(made), made.stat().st_size
        path = folder / enclosure_name(item.id, digest, suffix)
        made.replace(path)
    return Rendition(
        path,
        PromisedEnclosure(
            url=url_under(base_url, series.id, folder.name, path.name),
            sha256=digest,
            length=length,
            type=media_type(path.name),
            key=key,
            chapters=tuple((c.span.start_ms, c.title) for c in chapters),
            tags=tags_as_pairs(tags),
        ),
    )


def _kind(info: MediaInfo, item: Item) -> Literal["audio", "video"]:
    return "video" if item.kind == "film" and info.video is not None else "audio"


def _chapters(marks: Sequence[tuple[int, str]], duration_ms: int) -> tuple[Chapter, ...]:
    if not marks:
        return ()
    ends = [*(start for start, _ in marks[1:]), max(duration_ms, marks[-1][0])]
    return tuple(
        Chapter(Span(start, end), title) for (start, title), end in zip(marks, ends, strict=True)
    )


def tags_as_pairs(tags: Tags) -> tuple[tuple[str, str], ...]:
    """The tags that say something, as they are written down in the ledger."""
    pairs = ((name, getattr(tags, name)) for name in Tags.__dataclass_fields__)
    return tuple((name, value) for name, value in pairs if value)
