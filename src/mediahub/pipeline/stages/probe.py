"""Probe: what is in the file, before anything heavy begins."""

from dataclasses import dataclass
from typing import Any

from mediahub.mediafile import probe
from mediahub.pipeline.changes import CHEAP, plain
from mediahub.pipeline.stage import Change, Handle, Scratch, Stage, View
from mediahub.transcript.codec import dump


@dataclass(frozen=True, slots=True)
class ProbeJob:
    """The file to look at."""

    source: Handle


def _wants(view: View) -> dict[str, Any]:
    return {"source": view.sources.media.sha256}


def _job(view: View) -> ProbeJob:
    return ProbeJob(view.sources.media)


def _run(job: ProbeJob, scratch: Scratch) -> None:
    info = probe(scratch.path(job.source))
    value = {
        "schema": 1,
        "duration_ms": info.duration_ms,
        "container": info.container,
        "audio": info.audio.codec,
        "video": info.video.codec if info.video else None,
        "width": info.video.width if info.video else None,
        "height": info.video.height if info.video else None,
        "title": info.tags.get("title"),
        "artist": info.tags.get("artist"),
        # By it the item is known again when the note beside it is lost.
        "sha256": job.source.sha256,
    }
    scratch.out("media.json").write_text(dump(value), encoding="utf-8")


STAGE = Stage(
    name="probe",
    version=2,
    outputs=("media.json",),
    wants=_wants,
    changes={**CHEAP, "source": Change("stale", plain("source replaced"))},
    job=_job,
    run=_run,
    paced=False,
)
