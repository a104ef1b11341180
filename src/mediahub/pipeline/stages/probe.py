"""Probe: what is in the file, listened through once, before anything heavy begins."""

from dataclasses import dataclass
from typing import Any

from mediahub.mediafile import Examined, examine
from mediahub.pipeline.changes import CHEAP, plain, setting
from mediahub.pipeline.sound import SOUND, sound_text
from mediahub.pipeline.stage import Change, Handle, Noticed, Scratch, Stage, View
from mediahub.transcript.codec import chapters_to_json, dump
from mediahub.workspace.peaks import PEAKS, Peaks, peaks_to_json


@dataclass(frozen=True, slots=True)
class ProbeJob:
    """The file to look at, and what decides which of its sound tracks is meant."""

    source: Handle
    language: str
    track: int | None
    time_limit_factor: float


def _wants(view: View) -> dict[str, Any]:
    wanted = {"source": view.sources.media.sha256, "language": view.item.language}
    return wanted if view.item.track is None else {**wanted, "track": view.item.track}


def _job(view: View) -> ProbeJob:
    return ProbeJob(
        view.sources.media,
        view.item.language,
        view.item.track,
        view.catalogue.settings.time_limit_factor,
    )


def _run(job: ProbeJob, scratch: Scratch) -> None:
    found = examine(
        scratch.path(job.source),
        name=job.source.path,
        language=job.language,
        track=job.track,
        time_limit_factor=job.time_limit_factor,
    )
    for notice in found.notices:
        scratch.tell(Noticed(notice))
    scratch.out("media.json").write_text(dump(_media(found, job.source.sha256)), encoding="utf-8")
    scratch.out(SOUND).write_text(sound_text(found.sound), encoding="utf-8")
    peaks = dump(peaks_to_json(Peaks(found.peaks)))
    scratch.out(PEAKS).write_text(peaks, encoding="utf-8")


def _media(found: Examined, sha256: str) -> dict[str, Any]:
    info = found.info
    return {
        "schema": 1,
        "duration_ms": found.duration_ms,
        "sound_ms": found.sound_ms,
        "mended": found.mended,
        "silent": found.silent,
        "lost": round(found.lost, 3),
        "container": info.container,
        "audio": info.audio.codec,
        "tracks": [{"codec": one.codec, "language": one.language} for one in info.tracks],
        "video": info.video.codec if info.video else None,
        "width": info.video.width if info.video else None,
        "height": info.video.height if info.video else None,
        "cover": info.cover,
        "title": info.tags.get("title"),
        "artist": info.tags.get("artist"),
        "chapters": chapters_to_json(info.chapters)["chapters"],
        # By it the item is known again when the note beside it is lost.
        "sha256": sha256,
    }


STAGE = Stage(
    name="probe",
    version=4,
    outputs=("media.json", SOUND, PEAKS),
    wants=_wants,
    changes={
        **CHEAP,
        "source": Change("stale", plain("source replaced", "källan är utbytt")),
        "language": Change("stale", setting("language", "språket")),
        "track": Change("stale", setting("track", "ljudspåret")),
    },
    job=_job,
    run=_run,
    paced=False,
)
