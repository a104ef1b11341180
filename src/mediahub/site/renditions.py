"""Renditions: the media files that listeners download, and the still picture of a film."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from mediahub.catalog import ItemKind
from mediahub.feed import enclosure_name, media_type, url_under
from mediahub.mediafile import (
    USUAL,
    MediaInfo,
    Sound,
    Tags,
    enclosure_suffix,
    probe,
    render,
    sound_to_json,
    still,
)
from mediahub.site.mastering import Mastering, content_key, mastered_key
from mediahub.transcript import Chapter, Span
from mediahub.workspace.digests import sha256_of, sha256_of_value
from mediahub.workspace.ledger import Ledger, Promise, PromisedEnclosure

RENDER_VERSION = 1
"""Grows only when every enclosure is to be made anew: each listener downloads it again."""
FEWEST_CHAPTERS = 2
"""A single chapter says nothing that the title does not."""

Marks = tuple[tuple[int, str], ...]
"""Chapters as they stand in an enclosure: where each begins (ms) and its title."""
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RenditionInputs:
    """What an enclosure is made of.

    `sha256` is that of `source`; `key` is `rendition_key`. `former` is what was put into it before,
    where its key is the same: it is made of that again, so that a lost file comes back with the
    same bytes.
    """

    item: str
    source: Path
    sha256: str
    kind: ItemKind
    chapters: tuple[Chapter, ...]
    tags: Tags
    time_limit_s: float
    former: "Rendition | None" = None
    sound: Sound = USUAL
    mended: bool = False
    """Whether the sound is encoded on its transcript's timeline, whatever it is in the file."""
    duration_ms: int = 0
    """How long it plays; 0 where only the file's header tells."""
    withheld: bool = False
    """Whether something of what is said is withheld: no chapter's title may tell it either."""
    silences: tuple[Span, ...] = ()
    """The stretches that are not to be heard in it."""
    mastering: Mastering | None = None
    """How loud it is made; None where it was made before there was a choice."""
    cover: bytes | None = None
    """A JPEG or PNG to be carried inside a sound file; without one its source's own is kept."""

    @property
    def key(self) -> str:
        """What the enclosure stands and falls with."""
        content = rendition_key(
            self.kind,
            self.sha256,
            self.chapters,
            sound=self.sound,
            mended=self.mended,
            withheld=self.withheld,
            silences=self.silences,
        )
        return mastered_key(content, self.mastering)

    @property
    def marks(self) -> Marks:
        """The chapters as they are put into the file."""
        if len(self.chapters) < FEWEST_CHAPTERS:
            return ()
        return tuple((chapter.span.start_ms, chapter.title) for chapter in self.chapters)


@dataclass(frozen=True, slots=True)
class Rendition:
    """An enclosure as it is kept in mind: its file's name, digest, length (bytes) and media type,
    what it stands and falls with, and what was put into it.
    """

    name: str
    sha256: str
    length: int
    type: str
    key: str
    chapters: Marks = ()
    tags: Pairs = ()
    withheld: bool = False
    """Whether something is withheld from it: the files that it replaces must not stay."""


@dataclass(frozen=True, slots=True)
class RenditionOutputs:
    """A rendition and its file in the scratch folder."""

    rendition: Rendition
    file: Path


def rendition_key(
    kind: ItemKind,
    sha256: str,
    chapters: Sequence[Chapter],
    *,
    sound: Sound = USUAL,
    mended: bool = False,
    withheld: bool = False,
    silences: Sequence[Span] = (),
) -> str:
    """What an enclosure stands and falls with: its sound and a chapter list a person vouched for.

    Titles, descriptions and automatic chapters may change without a new file: every listener would
    have to download it again. Where something is withheld all chapters count, and the silences.
    """
    vouched = [[c.span.start_ms, c.title] for c in chapters if c.source != "automatic"]
    value = {"version": RENDER_VERSION, "source": sha256, "kind": kind, "chapters": vouched}
    if sound != USUAL or mended:
        value["sound"] = {**sound_to_json(sound), "mended": mended}
    if withheld:
        value["chapters"] = [[c.span.start_ms, c.title] for c in chapters]
        value["silences"] = [[span.start_ms, span.end_ms] for span in silences]
    return sha256_of_value(value)[:16]


def render_rendition(inputs: RenditionInputs, scratch: Path) -> RenditionOutputs:
    """Render the enclosure into `scratch`, named by the hash of its bytes. Raises MediaError.

    The same inputs give the same bytes.
    """
    info = probe(inputs.source)
    info = replace(info, audio=info.tracks[inputs.sound.track])
    former = inputs.former if inputs.former and inputs.former.key == inputs.key else None
    tags, chapters = inputs.tags, inputs.chapters
    if former is not None:
        chapters = chapters_at(former.chapters, inputs.duration_ms or info.duration_ms)
        chapters = _linked(chapters, inputs.chapters)
        tags = Tags(**dict(former.tags))
    elif len(chapters) < FEWEST_CHAPTERS:
        chapters = ()
    kind = _kind(info, inputs.kind)
    suffix = enclosure_suffix(info if kind == "video" else replace(info, video=None), inputs.source)
    made = scratch / f"enclosure{suffix}"
    cover = None
    if inputs.cover is not None:
        cover = scratch / "cover"
        cover.write_bytes(inputs.cover)
    render(
        inputs.source,
        made,
        chapters=chapters,
        tags=tags,
        cover=cover,
        kind=kind,
        time_limit_s=inputs.time_limit_s,
        sound=inputs.sound,
        mended=inputs.mended,
        silences=inputs.silences,
        loudness=inputs.mastering.loudness if inputs.mastering else None,
        # What was promised before either comes back as it was, byte for byte.
        padded=inputs.mastering is not None,
    )
    if cover is not None:
        cover.unlink()
    digest = sha256_of(made)
    name = enclosure_name(inputs.item, digest, suffix)
    rendition = Rendition(
        name,
        digest,
        made.stat().st_size,
        media_type(name),
        inputs.key,
        tuple((c.span.start_ms, c.title) for c in chapters),
        tags_as_pairs(tags),
        inputs.withheld,
    )
    return RenditionOutputs(rendition, made)


def poster_name(sha256: str) -> str:
    """The file name of the still picture of the film with this digest."""
    return f"bild-{sha256[:8]}.jpg"


def render_poster(source: Path, sha256: str, scratch: Path, *, time_limit_s: float = 120) -> Path:
    """The film's still picture in `scratch`, under `poster_name`. Raises MediaError.

    Only for a file that has moving pictures.
    """
    target = scratch / poster_name(sha256)
    still(source, target, time_limit_s=time_limit_s)
    return target


def former_rendition(promise: Promise | None, key: str) -> Rendition | None:
    """The newest enclosure of a promise as a rendition, if it was made for this key.

    However it was mastered: what listeners have is not made again to be louder.
    """
    if promise is None or not promise.enclosures:
        return None
    last = promise.enclosures[-1]
    if content_key(last.key) != content_key(key):
        return None
    name = last.url.rsplit("/", 1)[1]
    return Rendition(name, last.sha256, last.length, last.type, last.key, last.chapters, last.tags)


def promise_rendition(
    ledger: Ledger, item: str, rendition: Rendition, *, base: str, folder: str
) -> Ledger:
    """The ledger with the rendition as the item's newest enclosure; the same ledger if it is.

    `base` is the public address and `folder` the name of the episode's folder. A promise is one
    only at a public address: without one this is not to be called.
    """
    promise = ledger.promise(item)
    if promise is None:
        raise ValueError(f"{item} has no promise yet")
    enclosure = PromisedEnclosure(
        url=url_under(base, promise.series, folder, rendition.name),
        sha256=rendition.sha256,
        length=rendition.length,
        type=rendition.type,
        key=rendition.key,
        chapters=rendition.chapters,
        tags=rendition.tags,
    )
    # The same bytes under another public address are the same promise, told anew.
    if promise.enclosures and promise.enclosures[-1] == enclosure:
        return ledger
    return ledger.with_promise(replace(promise, enclosures=(*promise.enclosures, enclosure)))


BESIDE = ("poster", "sound", "small", "stills")
"""What may stand beside a film, as the note of its rendition names it."""


def files_of(note: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """The files that a rendition's note tells of, each with name, sha256 and length."""
    beside = (note.get(one) for one in BESIDE)
    return (note, *(one for one in beside if one and one.get("name")))


def rendition_to_json(rendition: Rendition) -> dict[str, Any]:
    """The rendition as a JSON value."""
    return {
        "schema": 1,
        "name": rendition.name,
        "sha256": rendition.sha256,
        "length": rendition.length,
        "type": rendition.type,
        "key": rendition.key,
        "chapters": [{"start_ms": start, "title": title} for start, title in rendition.chapters],
        "tags": dict(rendition.tags),
        **({"withheld": True} if rendition.withheld else {}),
    }


def rendition_from_json(value: Mapping[str, Any]) -> Rendition:
    """The rendition of a JSON value. Raises ValueError for any other."""
    try:
        if value["schema"] != 1:
            raise ValueError(f"a rendition of schema {value['schema']!r}")
        return Rendition(
            value["name"],
            value["sha256"],
            value["length"],
            value["type"],
            value["key"],
            tuple((mark["start_ms"], mark["title"]) for mark in value["chapters"]),
            tuple(value["tags"].items()),
            bool(value.get("withheld", False)),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no rendition: {error}") from error


def tags_as_pairs(tags: Tags) -> Pairs:
    """The tags that say something, as they are written down."""
    pairs = (
        ("title", tags.title),
        ("album", tags.album),
        ("artist", tags.artist),
        ("date", tags.date),
        ("comment", tags.comment),
        ("genre", tags.genre),
        ("language", tags.language),
    )
    return tuple((name, value) for name, value in pairs if value)


def _kind(info: MediaInfo, kind: ItemKind) -> Literal["audio", "video"]:
    return "video" if kind == "film" and info.video is not None else "audio"


def _linked(chapters: Sequence[Chapter], now: Sequence[Chapter]) -> tuple[Chapter, ...]:
    """The chapters with the links that those of today have in the same places."""
    links = {(one.span.start_ms, one.title): one.link for one in now}
    return tuple(replace(c, link=links.get((c.span.start_ms, c.title))) for c in chapters)


def chapters_at(marks: Sequence[tuple[int, str]], duration_ms: int) -> tuple[Chapter, ...]:
    """The chapters that begin at these marks, the last of which ends with the recording."""
    if not marks:
        return ()
    ends = [*(start for start, _ in marks[1:]), max(duration_ms, marks[-1][0])]
    return tuple(
        Chapter(Span(start, end), title) for (start, title), end in zip(marks, ends, strict=True)
    )
