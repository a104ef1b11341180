"""Render: the file that listeners download, and the still picture of a film."""

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from mediahub.catalog import ItemKind
from mediahub.errors import MediaError
from mediahub.feed import chapters_to_publish
from mediahub.feed.cover import small_cover
from mediahub.mediafile import Tags, cover_of
from mediahub.pipeline.changes import CHEAP, OTHER_MEDIA, plain, setting
from mediahub.pipeline.sound import played_ms, read_sound, sound_handle, sound_input, time_limit_s
from mediahub.pipeline.stage import Change, Handle, Scratch, Stage, View
from mediahub.site.episodes import tags_of
from mediahub.site.mastering import Mastering, content_key, mastering_of
from mediahub.site.renditions import (
    Rendition,
    RenditionInputs,
    files_of,
    former_rendition,
    poster_name,
    render_poster,
    render_rendition,
    rendition_from_json,
    rendition_to_json,
)
from mediahub.site.smallfilm import is_large, render_small
from mediahub.site.timeline import render_stills
from mediahub.transcript import Span
from mediahub.transcript.codec import chapters_from_json
from mediahub.workspace.digests import sha256_of
from mediahub.workspace.ledger import Promise
from mediahub.workspace.results import read_json
from mediahub.workspace.state import LOST


@dataclass(frozen=True, slots=True)
class RenderJob:
    """The source, the chapters that may go into it, and what was made of it before."""

    item: str
    kind: ItemKind
    source: Handle
    media: Handle
    sound: Handle | None
    chapters: Handle
    tags: Tags
    folder: str
    """Where it stands, as seen from the workspace."""
    promise: Promise
    before: Handle | None
    time_limit_factor: float
    withheld: bool = False
    silenced: tuple[Span, ...] = ()
    mastering: Mastering | None = None
    """How a new file's sound is mastered."""
    image: Handle | None = None
    """The item's own picture, which a new sound file carries."""


def _wants(view: View) -> dict[str, Any]:
    public = view.public
    silenced = [[span.start_ms, span.end_ms] for span in view.sources.silenced]
    return {
        "source": view.sources.media.sha256,
        "kind": view.item.kind,
        "chapters": view.state.output("chapter", "chapters.json"),
        "media": view.state.output("probe", "media.json"),
        **sound_input(view),
        "folder": public.folder if public is not None else None,
        "loudness": view.catalogue.settings.loudness,
        "level": _level(view),
        # Of few items: those of which nothing is withheld need not be looked at for it.
        **({"withheld": silenced} if view.sources.withheld else {}),
    }


def _level(view: View) -> str | None:
    """Why it is made anew at another loudness: nobody has its file yet, and that has one."""
    public, record = view.public, view.state.stages.get("render")
    if record is None or public is None or any(one.key for one in public.promise.enclosures):
        return None
    wanted = view.catalogue.settings.loudness
    return "loudness" if record.inputs.get("loudness", 0) != wanted else None


def _job(view: View) -> RenderJob:
    assert view.public is not None  # noqa: S101 - it applies to no other
    public, record = view.public, view.state.stages.get("render")
    return RenderJob(
        item=view.item.id,
        kind=view.item.kind,
        source=view.sources.media,
        media=view.made("probe", "media.json"),
        sound=sound_handle(view),
        chapters=view.made("chapter", "chapters.json"),
        tags=tags_of(view.catalogue.publisher, view.item, public.series, public.promise.published),
        folder=f"feeds/{public.folder}",
        promise=public.promise,
        before=view.made("render", "rendition.json")
        if record is not None and record.inputs != LOST
        else None,
        time_limit_factor=view.catalogue.settings.time_limit_factor,
        withheld=view.sources.withheld,
        silenced=view.sources.silenced,
        mastering=Mastering(view.catalogue.settings.loudness),
        image=public.pictures.get("image"),
    )


def _run(job: RenderJob, scratch: Scratch) -> None:
    media: dict[str, Any] = read_json(scratch.path(job.media), dict)
    chapters = read_json(scratch.path(job.chapters), chapters_from_json)
    inputs = RenditionInputs(
        job.item,
        scratch.path(job.source),
        job.source.sha256,
        job.kind,
        chapters_to_publish(chapters, played_ms(media, job.kind)),
        job.tags,
        time_limit_s(int(media["duration_ms"]), job.time_limit_factor),
        sound=read_sound(scratch, job.sound),
        mended=bool(media.get("mended")),
        duration_ms=played_ms(media, job.kind),
        withheld=job.withheld,
        silences=job.silenced,
        mastering=job.mastering,
    )
    former = _former(job, scratch, inputs)
    if former is not None:
        inputs = replace(inputs, mastering=mastering_of(former.key))
    if inputs.mastering is not None:
        inputs = replace(inputs, cover=_cover(job, scratch, media))
    rendition = former
    if former is None or not _stands(scratch, job, former.name, former.sha256):
        made = render_rendition(replace(inputs, former=former), scratch.out("made").parent)
        rendition = made.rendition
        made.file.replace(scratch.out(f"{job.folder}/{rendition.name}"))
    assert rendition is not None  # noqa: S101 - kept, or just made
    film = job.kind == "film" and bool(media["video"])
    poster = _poster(job, scratch) if film else None
    note = {**rendition_to_json(rendition), "folder": job.folder, "poster": poster}
    if film:
        note["sound"] = _sound(job, scratch, inputs, rendition)
        note["small"] = _small(job, scratch, inputs, rendition)
        note["stills"] = _stills(job, scratch, inputs, rendition)
    text = json.dumps(note, ensure_ascii=False, indent=1) + "\n"
    scratch.out("rendition.json").write_text(text, encoding="utf-8")


def _cover(job: RenderJob, scratch: Scratch, media: Mapping[str, Any]) -> bytes | None:
    """The picture that a new sound file carries: the item's own, else its source's, made small.

    What cannot be read goes without: the page, which shows it, tells so.
    """
    try:
        data = None
        if job.image is not None:
            data = scratch.path(job.image).read_bytes()
        elif media.get("cover"):
            data = cover_of(scratch.path(job.source))
        return small_cover(data) if data is not None else None
    except (MediaError, OSError):
        return None


def _former(job: RenderJob, scratch: Scratch, inputs: RenditionInputs) -> Rendition | None:
    """What was put into the enclosure before, where it stands and falls with the same and its
    chapters are those of every other form.
    """
    kept = former_rendition(job.promise, inputs.key)
    if kept is None and job.before is not None:
        try:
            kept = read_json(scratch.path(job.before), rendition_from_json)
        except MediaError:
            return None  # a note that can be made again
        if mastering_of(kept.key) != job.mastering:
            return None  # nobody has it yet
    if kept is None or kept.chapters != inputs.marks:
        return None
    if content_key(kept.key) != content_key(inputs.key):
        return None
    return replace(kept, withheld=job.withheld)  # so says its key; a promise does not


def _stands(scratch: Scratch, job: RenderJob, name: str, sha256: str) -> bool:
    path = scratch.path(Handle(f"{job.folder}/{name}", sha256))
    try:
        return sha256_of(path) == sha256
    except OSError:
        return False


def _poster(job: RenderJob, scratch: Scratch) -> dict[str, Any]:
    """A picture of the film itself, made once for each source."""
    name = poster_name(job.source.sha256)
    standing = scratch.path(Handle(f"{job.folder}/{name}", ""))
    if not standing.exists():
        out = scratch.out(f"{job.folder}/{name}")
        render_poster(scratch.path(job.source), job.source.sha256, out.parent)
        standing = out
    return {"name": name, "sha256": sha256_of(standing), "length": standing.stat().st_size}


def _sound(
    job: RenderJob, scratch: Scratch, inputs: RenditionInputs, film: Rendition
) -> dict[str, Any]:
    """The sound of a film by itself, for those who listen: made anew when the film is."""
    before = _made_before(job, scratch, "sound", film)
    if before is not None:
        return before
    former = replace(film, key=replace(inputs, kind="podcast").key)
    wanted = replace(inputs, kind="podcast", former=former)
    made = render_rendition(wanted, scratch.out("made").parent)
    one = made.rendition
    made.file.replace(scratch.out(f"{job.folder}/{one.name}"))
    return {
        "name": one.name, "sha256": one.sha256, "length": one.length, "type": one.type,
        "of": film.sha256,
    }  # fmt: skip


def _small(
    job: RenderJob, scratch: Scratch, inputs: RenditionInputs, film: Rendition
) -> dict[str, Any]:
    """The film for phones, where it is large: made anew when the film is; without a name if not."""
    before = _made_before(job, scratch, "small", film)
    if before is not None:
        return before
    path = _out_or_standing(job, scratch, film)
    none = {"name": None, "of": film.sha256}
    if not is_large(path, film.length, inputs.duration_ms):
        return none
    made = render_small(
        path,
        film,
        job.item,
        scratch.out("made").parent,
        duration_ms=inputs.duration_ms,
        time_limit_s=inputs.time_limit_s,
    )
    if made is None:
        return none
    one, file = made
    file.replace(scratch.out(f"{job.folder}/{one.name}"))
    return {
        "name": one.name, "sha256": one.sha256, "length": one.length, "type": one.type,
        "of": film.sha256,
    }  # fmt: skip


def _stills(
    job: RenderJob, scratch: Scratch, inputs: RenditionInputs, film: Rendition
) -> dict[str, Any]:
    """The pictures for the film's time line: made anew when the film is."""
    before = _made_before(job, scratch, "stills", film)
    if before is not None:
        return before
    stills, file = render_stills(
        _out_or_standing(job, scratch, film),
        scratch.out("made").parent,
        duration_ms=inputs.duration_ms,
        time_limit_s=inputs.time_limit_s,
    )
    digest, length = sha256_of(file), file.stat().st_size
    file.replace(scratch.out(f"{job.folder}/{stills.name}"))
    return {
        "name": stills.name, "sha256": digest, "length": length, "of": film.sha256,
        "every_ms": stills.every_ms, "count": stills.count, "columns": stills.columns,
        "width": stills.width, "height": stills.height,
    }  # fmt: skip


def _out_or_standing(job: RenderJob, scratch: Scratch, film: Rendition) -> Path:
    made = scratch.out(f"{job.folder}/{film.name}")
    return made if made.exists() else scratch.path(Handle(f"{job.folder}/{film.name}", film.sha256))


def _made_before(
    job: RenderJob, scratch: Scratch, what: str, film: Rendition
) -> dict[str, Any] | None:
    """What the last note says was made of this very film, where it still stands."""
    if job.before is None:
        return None
    try:
        kept: Any = read_json(scratch.path(job.before), dict).get(what)
    except MediaError:
        return None
    if not kept or kept.get("of") != film.sha256:
        return None
    if kept.get("name") is None:
        return kept
    return kept if _stands(scratch, job, kept["name"], kept["sha256"]) else None


def _beside(out: Path) -> Mapping[str, str]:
    note = json.loads((out / "rendition.json").read_text(encoding="utf-8"))
    return {f"{note['folder']}/{one['name']}": one["sha256"] for one in files_of(note)}


def _standing(job: RenderJob, path: Callable[[Handle], Path]) -> tuple[str, ...]:
    """The enclosures, what was made of them, and the still, as the last note tells of them."""
    names = [poster_name(job.source.sha256)]
    names += [one.url.rsplit("/", 1)[1] for one in job.promise.enclosures[-1:]]
    if job.before is not None:
        with suppress(MediaError, KeyError):  # a note that can be made again
            names += [str(one["name"]) for one in files_of(read_json(path(job.before), dict))]
    return tuple(f"{job.folder}/{name}" for name in dict.fromkeys(names))


STAGE = Stage(
    name="render",
    version=3,
    outputs=("rendition.json",),
    after=("probe", "chapter"),
    applies=lambda view: view.public is not None,
    wants=_wants,
    changes={
        **CHEAP,
        "source": Change("stale", plain("source replaced", "källan är utbytt")),
        "sound": Change(
            "stale", plain("another sound of the file is taken", "ett annat ljud i filen används")
        ),
        "kind": Change("stale", setting("kind", "typen")),
        "chapters": Change("stale", plain("the chapters changed", "kapitlen är ändrade")),
        "media": OTHER_MEDIA,
        "folder": Change("stale", plain("its series changed", "serien är en annan")),
        # Of a file that listeners have it changes nothing.
        "loudness": Change("nothing", setting("loudness", "ljudstyrkan")),
        "level": Change(
            "stale",
            plain("another loudness is wanted", "en annan ljudstyrka är vald"),
            offered=True,
        ),
        "withheld": Change(
            "stale", plain("what is withheld changed", "det som undanhålls är ändrat")
        ),
    },
    job=_job,
    run=_run,
    beside=_beside,
    standing=_standing,
)
