"""Recognise: the words, from the author's captions where there are any, else by the recogniser."""

from dataclasses import dataclass
from typing import Any

from mediahub.captions.reading import on_the_clock, read_captions
from mediahub.captions.taking import recognition_from_captions
from mediahub.errors import MediaError
from mediahub.mediafile import USUAL, sound_to_json
from mediahub.pipeline.changes import DEAR, came_or_went, plain, setting, terms
from mediahub.pipeline.segmented import read_segmented, write_segmented
from mediahub.pipeline.sound import (
    decoded,
    length_ms,
    read_sound,
    sound_handle,
    sound_input,
    why_no_speech,
)
from mediahub.pipeline.stage import (
    Change,
    Handle,
    Noticed,
    Progress,
    Scratch,
    Stage,
    View,
    model_key,
)
from mediahub.pipeline.vocabulary import vocabulary
from mediahub.textfile import decode
from mediahub.tongues import Said, Words, joined
from mediahub.transcript import ModelIdentity, Recognition, Stretch
from mediahub.transcript.codec import dump, recognition_to_json
from mediahub.workspace.partial import PartialWork
from mediahub.workspace.state import Inputs

VERSION = 4
READING = 2
"""How captions are read. It costs next to nothing, so that they are read anew when it changes."""


@dataclass(frozen=True, slots=True)
class RecogniseJob:
    """The sound or the captions, and everything that decides the words."""

    source: Handle
    captions: Handle | None
    media: Handle
    language: str
    beam_size: int
    terms: tuple[str, ...]
    model: ModelIdentity | None
    time_limit_factor: float
    voices: ModelIdentity | None = None
    """The voice models, which help to hear where there is speech.

    They are no input: where they come later, only what is recorded in a room could gain by them.
    """
    sound: Handle | None = None
    languages: tuple[str, ...] = ()
    """All that are spoken, `language` first; empty where that is the only one."""
    compute_type: str | None = None
    """Where it is not the usual one."""
    names: tuple[str, ...] = ()
    """Who may speak, by which a name in captions is known."""


def _wants(view: View) -> dict[str, Any]:
    item, sources = view.item, view.sources
    if sources.captions is not None:
        return {
            "source": sources.media.sha256,
            "captions": sources.captions.sha256,
            "reading": READING,
            "names": sorted(one.person.name for one in item.contributors),
            "language": item.language,
            "length": view.state.duration_ms,
        }
    return {
        "source": sources.media.sha256,
        "language": item.language,
        **({"languages": list(item.languages)} if item.languages else {}),
        "beam_size": view.catalogue.settings.beam_size,
        "model": model_key(view.models.recogniser),
        "vocabulary": list(vocabulary(view.catalogue, item, sources.corrected)),
        **({} if (other := _compute_type(view)) is None else {"compute_type": other}),
        **sound_input(view),
    }


def _compute_type(view: View) -> str | None:
    """The numbers that the model reckons in, None for the usual ones.

    Only other ones are an input: what was made before there was a choice is not made again, nor for
    a choice that is written out.
    """
    settings = view.catalogue.settings
    usual = ("auto", "float16") if settings.device == "cuda" else ("auto", "int8", "int8_float32")
    return None if settings.compute_type in usual else settings.compute_type


def _names(view: View) -> tuple[str, ...]:
    """The names of everybody in the registry, other spellings too, and of the contributors.

    Of these only the contributors' stand among the inputs: a person who is new in the registry
    would have the captions of thousands of items read again.
    """
    people = [*view.catalogue.people, *(one.person for one in view.item.contributors)]
    return tuple(sorted({name for one in people for name in (one.name, *one.aliases)}))


def _job(view: View) -> RecogniseJob:
    model = view.models.recogniser
    return RecogniseJob(
        source=view.sources.media,
        captions=view.sources.captions,
        media=view.made("probe", "media.json"),
        sound=sound_handle(view),
        language=view.item.language,
        languages=view.item.languages,
        beam_size=view.catalogue.settings.beam_size,
        compute_type=_compute_type(view),
        terms=vocabulary(view.catalogue, view.item, view.sources.corrected)
        if view.sources.captions is None
        else (),
        names=_names(view) if view.sources.captions is not None else (),
        model=model.identity if model is not None else None,
        voices=view.models.embedder.identity if view.models.embedder is not None else None,
        time_limit_factor=view.catalogue.settings.time_limit_factor,
    )


def _run(job: RecogniseJob, scratch: Scratch) -> None:
    value = _recognised(job, scratch) if job.captions is None else _read(job, scratch)
    text = dump(recognition_to_json(value))
    scratch.out("recognition.json").write_text(text, encoding="utf-8")


def _read(job: RecogniseJob, scratch: Scratch) -> Recognition:
    assert job.captions is not None  # noqa: S101 - the caller looked
    path = scratch.path(job.captions)
    read = decode(path.read_bytes(), job.captions.path)
    found = read_captions(read.text, path.suffix, name=job.captions.path, names=job.names)
    if not found.cues:
        raise MediaError(
            f"{job.captions.path} holds no cue that can be read: mend it, or take it away to have "
            "the recording listened to",
            swedish=f"{job.captions.path} har ingen replik som går att läsa. Rätta den, eller ta "
            "bort den så att inspelningen avlyssnas.",
        )
    duration_ms = length_ms(scratch, job.media)
    cues, outside = on_the_clock(found.cues, duration_ms, job.captions.path)
    for notice in (read.notice, *found.notices, *outside):
        if notice is not None:
            scratch.tell(Noticed(notice))
    return recognition_from_captions(cues, duration_ms, job.language)


def _recognised(job: RecogniseJob, scratch: Scratch) -> Recognition:
    from mediahub.speech import RecogniserSettings, recognise, speech_regions
    from mediahub.speech.notices import NONE_HEARD, other_languages

    duration_ms = length_ms(scratch, job.media)
    sound = read_sound(scratch, job.sound)
    audio = decoded(scratch, job.source, sound, duration_ms, job.time_limit_factor)
    voices = scratch.tools.embedder(job.voices)
    segmented = read_segmented(scratch, sound, job.voices)
    regions = speech_regions(audio, voices, lanes=scratch.tools.lanes, segmented=segmented)
    write_segmented(scratch, sound, job.voices, segmented)
    if not regions:  # nobody speaks: a result, for which no model need be loaded
        if (why := why_no_speech(scratch, job.source, job.media, sound)) is not None:
            scratch.tell(Noticed(why))
        return Recognition(job.language, duration_ms, (), model=job.model, vocabulary=job.terms)
    recogniser = scratch.tools.recogniser(job.model)
    settings = RecogniserSettings(beam_size=job.beam_size)
    partial = PartialWork(
        scratch.kept / "recognition.jsonl",
        key={
            "version": VERSION,
            "language": job.language,
            **({"languages": list(job.languages)} if job.languages else {}),
            "model": recogniser.identity.name,
            "revision": recogniser.identity.revision,
            "terms": list(job.terms),
            "beam": settings.beam_size,
            **({} if job.compute_type is None else {"compute_type": job.compute_type}),
            **({} if sound == USUAL else {"sound": sound_to_json(sound)}),
        },
    )
    others: list[Stretch] = []
    found = recognise(
        audio,
        regions,
        job.terms,
        settings,
        recogniser,
        language=job.language,
        languages=job.languages,
        done=partial.done,
        on_chunk=partial.add,
        on_resume=lambda ms: scratch.tell(Progress(ms, resumed=True)),
        on_progress=lambda ms: scratch.tell(Progress(ms)),
        on_other=others.extend,
    )
    for notice in other_languages(job.source.path, others, job.languages or (job.language,)):
        scratch.tell(Noticed(notice))
    if job.languages and recogniser.identity.swedish and not found.stretches:
        scratch.tell(Noticed(NONE_HEARD.at(job.source.path, asked=", ".join(job.languages))))
    return found


def _spoken(old: list[str] | None, new: list[str] | None) -> Said:
    alone = Said("one alone", "ett enda")
    before, now = (joined(", ", one or [alone]) for one in (old, new))
    words = Words("languages spoken: {old} → {new}", "språk som talas: {old} → {new}")
    return words.said(old=before, new=now)


def _numbers(old: str | None, new: str | None) -> Said:
    change = f"{old or 'auto'} → {new or 'auto'}"
    return Said(f"compute type {change}", f"talens form: {change}")


def _speed(inputs: Inputs) -> str:
    model = inputs.get("model")
    return str(model["name"]) if model else ""


STAGE = Stage(
    name="recognise",
    version=VERSION,
    outputs=("recognition.json",),
    after=("probe",),
    # Nothing of the probe is among its inputs: a newer probe of the same source renews no words.
    optional=lambda _inputs: ("probe",),
    wants=_wants,
    changes={
        **DEAR,
        "source": Change("stale", plain("source replaced", "källan är utbytt")),
        "sound": Change(
            "stale", plain("another sound of the file is taken", "ett annat ljud i filen används")
        ),
        "length": Change(
            "stale",
            plain("the recording's length is known better", "inspelningens längd är bättre känd"),
        ),
        "captions": Change(
            "stale", came_or_went("the author's captions", "den egna textningens rader")
        ),
        "names": Change("stale", plain("names changed", "namn är ändrade")),
        "reading": Change(
            "stale", plain("captions are read in a new way", "textning läses på ett nytt sätt")
        ),
        "vocabulary": Change(
            "renewable", terms("vocabulary", "ordlistor och namn"), renew="vocabulary"
        ),
        "language": Change("renewable", setting("language", "språket"), renew="language"),
        "languages": Change("renewable", _spoken, renew="language"),
        "compute_type": Change("renewable", _numbers, renew="settings"),
        "beam_size": Change("renewable", setting("beam size", "sökbredden"), renew="settings"),
    },
    job=_job,
    run=_run,
    alone=lambda view: view.sources.captions is None,
    chosen=True,
    speed=_speed,
)
