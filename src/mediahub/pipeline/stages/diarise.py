"""Diarise: who speaks when, by the captions' own voices where they have any, else by ear."""

from dataclasses import dataclass
from typing import Any

from mediahub.pipeline.carrying import Before, known_voices, turns_json
from mediahub.pipeline.changes import DEAR, bounds, came_or_went, plain
from mediahub.pipeline.segmented import read_segmented
from mediahub.pipeline.sound import decoded, length_ms, read_sound, sound_handle, sound_input
from mediahub.pipeline.stage import Change, Handle, Scratch, Stage, View, model_key
from mediahub.pipeline.voices import consenting
from mediahub.transcript import Diarisation, ModelIdentity, Recognition, Span, Turn
from mediahub.transcript.codec import dump, recognition_from_json
from mediahub.workspace.results import read_json
from mediahub.workspace.state import Inputs


@dataclass(frozen=True, slots=True)
class DiariseJob:
    """The sound, the recognition with its speech regions, and what is known of the voices."""

    source: Handle
    media: Handle
    recognition: Handle
    speakers: tuple[int, int] | None
    model: ModelIdentity | None
    before: Before | None
    time_limit_factor: float
    sound: Handle | None = None


def _wants(view: View) -> dict[str, Any]:
    # The speech regions come from the source alone (and this stage grows a version when the
    # detector hears others), so new words do not mean new turns.
    captions = view.sources.captions
    base: dict[str, Any] = {
        "source": view.sources.media.sha256,
        "captions": captions.sha256 if captions else None,
    }
    if captions is not None:
        base["recognition"] = view.state.output("recognise", "recognition.json")
    return {
        **base,
        **sound_input(view),
        "speakers": list(view.item.speakers) if view.item.speakers else None,
        "model": model_key(view.models.embedder),
    }


def _job(view: View) -> DiariseJob:
    model = view.models.embedder
    return DiariseJob(
        source=view.sources.media,
        media=view.made("probe", "media.json"),
        sound=sound_handle(view),
        recognition=view.made("recognise", "recognition.json"),
        speakers=view.item.speakers,
        model=model.identity if model is not None else None,
        before=_before(view),
        time_limit_factor=view.catalogue.settings.time_limit_factor,
    )


def _before(view: View) -> Before | None:
    """What older results tell of people who agreed to be recognised; None without any."""
    agreed = consenting(view.catalogue)
    made = view.state.stages
    if not agreed or view.sources.edits is None or not {"diarise", "transcribe"} <= made.keys():
        return None
    return Before(
        turns=view.made("diarise", "turns.json"),
        transcript=view.made("transcribe", "transcript.json"),
        edits=view.sources.edits,
        agreed=agreed,
    )


def _run(job: DiariseJob, scratch: Scratch) -> None:
    recognition = read_json(scratch.path(job.recognition), recognition_from_json)
    if any(recognition.voices):
        value = voices_as_turns(recognition)
    elif not recognition.regions:
        value = Diarisation(())
    else:
        from mediahub.speech import diarise

        duration_ms = length_ms(scratch, job.media)
        sound = read_sound(scratch, job.sound)
        value = diarise(
            decoded(scratch, job.source, sound, duration_ms, job.time_limit_factor),
            recognition.regions,
            scratch.tools.embedder(job.model),
            speakers=job.speakers,
            lanes=scratch.tools.lanes,
            segmented=read_segmented(scratch, sound, job.model),
        )
    known = known_voices(job.before, scratch.path, value.model) if job.before else {}
    scratch.out("turns.json").write_text(dump(turns_json(value, known)), encoding="utf-8")


def voices_as_turns(recognition: Recognition) -> Diarisation:
    """The turns that an author's captions tell by their voices; what has none is nobody's."""
    borders = (*recognition.breaks, len(recognition.words))
    labels: dict[str, str] = {}
    turns: list[Turn] = []
    for start, end, voice in zip(borders, borders[1:], recognition.voices, strict=False):
        words = recognition.words[start:end]
        if not words:
            continue
        label = labels.setdefault(voice, f"S{len(labels) + 1}")
        turns.append(Turn(Span(words[0].span.start_ms, words[-1].span.end_ms), label))
    return Diarisation(tuple(turns))


def _optional(inputs: Inputs) -> tuple[str, ...]:
    # The turns depend on the words only where these come from captions.
    return () if "recognition" in inputs else ("recognise",)


def _speed(inputs: Inputs) -> str:
    model = inputs.get("model")
    return str(model["name"]) if model else ""


STAGE = Stage(
    name="diarise",
    version=4,
    order=1,
    outputs=("turns.json",),
    after=("recognise",),
    optional=_optional,
    wants=_wants,
    changes={
        **DEAR,
        "source": Change("stale", plain("source replaced", "källan är utbytt")),
        "sound": Change(
            "stale", plain("another sound of the file is taken", "ett annat ljud i filen används")
        ),
        "captions": Change(
            "stale", came_or_went("the author's captions", "den egna textningens rader")
        ),
        "recognition": Change("stale", plain("the recognition is new", "det som hördes är nytt")),
        "speakers": Change("renewable", bounds, renew="speakers"),
    },
    job=_job,
    run=_run,
    speed=_speed,
)
