"""Transcribe: recognition, turns and edits become the transcript, in every text form."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from mediahub.captions.formats import (
    to_editors_vtt,
    to_podcast_json,
    to_srt,
    to_text,
    to_vtt,
)
from mediahub.catalog import Item
from mediahub.edits import Applied, Journal, apply, read_journal
from mediahub.edits.entries import AttributeWords, Entry, NameSpeaker, ReplaceWords, SetChapters
from mediahub.edits.vouching import origin_for, signed
from mediahub.edits.withholding import withheld, withhold
from mediahub.identify import Candidate
from mediahub.notices import Notice, NoticeKind, Words
from mediahub.pages import transcript_page
from mediahub.pipeline.anchoring import Carried, carried, carried_to_json
from mediahub.pipeline.asking import asked
from mediahub.pipeline.calibrations import Calibration
from mediahub.pipeline.carrying import following, read_known
from mediahub.pipeline.changes import CHEAP, came_or_went, plain, setting
from mediahub.pipeline.naming import cast_of, identities, identities_to_json, with_names
from mediahub.pipeline.stage import Change, Handle, Noticed, Scratch, Stage, Told, View
from mediahub.pipeline.vocabulary import house_words
from mediahub.pipeline.voices import consenting
from mediahub.pipeline.withholding import misplaced
from mediahub.pipeline.wording import base_wording, read_base, recognised_from
from mediahub.tongues import Said
from mediahub.transcript import Recognition, Span, Transcript
from mediahub.transcript.assemble import rename_speakers
from mediahub.transcript.clock import clock_hms
from mediahub.transcript.codec import (
    diarisation_from_json,
    dump,
    transcript_to_json,
)
from mediahub.workspace.results import read_json
from mediahub.workspace.state import Inputs

if TYPE_CHECKING:
    from mediahub.speech.confidence import Table

WAITING = NoticeKind(
    "correction-waiting",
    Words(
        "a correction does not fit any more and is kept: {reason}.",
        "en rättelse passar inte längre och är sparad: {decision}.",
    ),
    Words(
        "Look at the place, and correct it anew if it is still wrong.",
        "Titta på stället och rätta på nytt om det fortfarande är fel.",
    ),
)

CHAPTERS_ELSEWHERE = NoticeKind(
    "chapters-of-another-recording",
    Words(
        "the recording is another, in which the words come at other times; the chapters that "
        "somebody set stand where they stood.",
        "inspelningen är en annan, där orden kommer vid andra tider. Kapitlen som någon har satt "
        "står kvar på sina tider.",
    ),
    Words(
        "Look through them with `mediahub chapters ITEM`, and move what is to be moved.",
        "Se över dem med `mediahub chapters ITEM`, och flytta det som ska flyttas.",
    ),
)


@dataclass(frozen=True, slots=True)
class TranscribeJob:
    """The results to join, what people decided, and whom the house knows."""

    item: str
    title: str
    recognition: Handle
    respelling: Handle
    turns: Handle
    edits: Handle | None
    fillers: Literal["remove", "keep"]
    people: tuple[tuple[str, str], ...]
    """Everybody in the registry: id and name."""
    heard: tuple[tuple[str, str], ...]
    """The item's contributors who are heard: id and name."""
    house: tuple[str, ...]
    vouched: bool
    """Whether a person says of the author's captions that they are right."""
    former: Handle | None
    """What the edits were last applied to; None where there is none, or it is not kept."""
    recording: str
    """The SHA-256 of the file that it is all made of."""
    agreed: frozenset[str]
    table: "Table | None" = None
    """How far the recogniser can be believed, by what people reviewed; None where nothing tells."""
    cast: tuple[Candidate, ...] = ()
    """Whom its voices may be named by what is said; nobody where that is turned off."""


def _wants(view: View) -> dict[str, Any]:
    catalogue, item, edits = view.catalogue, view.item, view.sources.edits
    return {
        "recognition": view.state.output("recognise", "recognition.json"),
        "respelling": view.state.output("respell", "respelling.json"),
        "turns": view.state.output("diarise", "turns.json"),
        "fillers": catalogue.settings.fillers,
        "edits": edits.sha256 if edits else None,
        "title": item.title if not item.bare else None,
        **({"vouched": True} if _vouched(view) else {}),
        **({"confidence": calibration.digest} if (calibration := _calibration(view)) else {}),
        "name_from_speech": catalogue.settings.name_from_speech,
        "spellings": {person.id: list(person.aliases) for person in item.heard},
        "people": [[one.person.id, one.person.name, one.role] for one in item.contributors],
        # A name corrected in people.toml must reach every transcript where the person was named.
        "registry": {person.id: person.name for person in catalogue.people} if edits else {},
    }


def _job(view: View) -> TranscribeJob:
    catalogue, item = view.catalogue, view.item
    return TranscribeJob(
        item=item.id,
        title=item.title,
        recognition=view.made("recognise", "recognition.json"),
        respelling=view.made("respell", "respelling.json"),
        turns=view.made("diarise", "turns.json"),
        edits=view.sources.edits,
        fillers=catalogue.settings.fillers,
        people=tuple((person.id, person.name) for person in catalogue.people),
        heard=_heard(item),
        house=house_words(catalogue, item),
        vouched=_vouched(view),
        former=view.sources.former if view.sources.edits else None,
        recording=view.sources.media.sha256,
        agreed=consenting(catalogue),
        table=calibration.table if (calibration := _calibration(view)) else None,
        cast=cast_of(item) if catalogue.settings.name_from_speech else (),
    )


def _vouched(view: View) -> bool:
    return view.item.captions_reviewed and view.sources.captions is not None


def _calibration(view: View) -> Calibration | None:
    """What the house's reviewed words tell of the recogniser whose words these are."""
    record = view.state.stages.get("recognise")
    model = record.inputs.get("model") if record is not None else None
    return view.calibrations.get(model["name"]) if model else None


def _heard(item: Item) -> tuple[tuple[str, str], ...]:
    return tuple((person.id, person.name) for person in item.heard)


def _run(job: TranscribeJob, scratch: Scratch) -> None:
    diarisation = read_json(scratch.path(job.turns), diarisation_from_json)
    journal = read_journal(scratch.path(job.edits)) if job.edits else Journal()
    people = dict(job.people)
    now = recognised_from(scratch.path(job.recognition), scratch.path(job.respelling), job.fillers)
    plain = now.worded()
    places = _places(job, scratch, journal, plain)
    decided, journal = journal, places.journal(journal)
    wording = places.wording
    recognition = now.worded(journal, wording) if journal.entries else plain
    applied = apply(recognition, diarisation, journal, people=people, wording=wording)
    known = read_known(scratch.path(job.turns), job.agreed)
    moved = following(journal, applied.transcript, diarisation, known)
    if moved is not journal:
        applied = apply(recognition, diarisation, moved, people=people, wording=wording)
    transcript = name_the_only_speaker(applied.transcript, job.heard)
    if job.vouched:
        transcript = replace(transcript, reviewed=(Span(0, transcript.duration_ms + 1),))
    # First of all: what is withheld is no evidence of who speaks, since evidence is shown.
    transcript = withhold(transcript, withheld(journal))
    found = identities(transcript, moved, job.cast)
    transcript = with_names(transcript, found, people)
    transcript = replace(transcript, doubtful=_doubts(transcript, job.house, job.table))
    copied = to_editors_vtt(transcript)
    texts = {
        "transcript.json": dump(transcript_to_json(transcript)),
        "transcript.vtt": signed(copied, origin_for(job.item, copied)),
        "captions.vtt": to_vtt(transcript),
        "transcript.srt": to_srt(transcript),
        "transcript.txt": to_text(transcript),
        "transcript.html": transcript_page(transcript, title=job.title),
        "captions.json": dump(to_podcast_json(transcript)),
        "anchors.json": dump(carried_to_json(places)),
        "identities.json": dump(identities_to_json(found)),
    }
    for name, text in texts.items():
        scratch.out(name).write_text(text, encoding="utf-8", newline="")
    for notice in _to_look_at(job, decided, journal, places, applied):
        scratch.tell(Noticed(notice))
    if places.told is not None:
        scratch.tell(Told(places.told))


def _to_look_at(
    job: TranscribeJob, decided: Journal, journal: Journal, places: Carried, applied: Applied
) -> Iterator[Notice]:
    """What a person should look at: `journal` is what was `decided`, with its places in it."""
    if (notice := misplaced(journal, job.recording)) is not None:
        yield notice
    if places.withheld is not None:
        yield from places.withheld.notices(decided)
    if places.shifted:
        yield CHAPTERS_ELSEWHERE.at("")
    for entry, reason in applied.unplaced:
        yield WAITING.at("", reason=reason, decision=_decision(entry))
    yield from asked(job.item, journal, places.wording)


def _places(job: TranscribeJob, scratch: Scratch, journal: Journal, plain: Recognition) -> Carried:
    """Where the edits stand in these words, carried from what they were last applied to."""
    former = job.former
    if former is None:
        return carried(journal, None, lambda: None, plain, job.recording)
    read = partial(read_base, scratch.path(former))
    return carried(journal, base_wording(former.path), read, plain, job.recording)


def _decision(entry: Entry) -> str:
    """What an entry wants, in Swedish."""
    match entry:
        case ReplaceWords(span=span, before=before, after=after):
            return f"”{' '.join(before)}” till ”{after}” vid {clock_hms(span.start_ms)}"
        case NameSpeaker(span=span, name=name) | AttributeWords(span=span, name=name):
            return f"{name} som talare vid {clock_hms(span.start_ms)}"
        case SetChapters():
            return "egna kapitel"
        case _:
            return f"posten {entry.id}"


def _doubts(transcript: Transcript, house: Sequence[str], table: "Table | None") -> tuple[int, ...]:
    """Which words, counted from the first, are more likely wrong than right."""
    from mediahub.speech.confidence import doubtful

    if transcript.model is None:
        return ()
    words = transcript.words
    several = transcript.stretches
    return doubtful(
        words,
        transcript.model.name,
        house,
        language=transcript.language,
        languages=[transcript.language_of(word) for word in words] if several else (),
        table=table,
    )


def name_the_only_speaker(transcript: Transcript, heard: Sequence[tuple[str, str]]) -> Transcript:
    """Name a lone voice after the item's lone contributor who can be heard: there is no doubt.

    `heard` holds id and name of each. Speakers that a person made by giving single cues to somebody
    have no voice of their own and do not count.
    """
    voices = [speaker for speaker in transcript.speakers if speaker.voice is not None]
    if len(voices) != 1 or len(heard) != 1:
        return transcript
    (speaker,), ((person, name),) = voices, heard
    if speaker.person is not None or not speaker.name.startswith("Talare"):
        return transcript
    return rename_speakers(transcript, {speaker.label: replace(speaker, name=name, person=person)})


def _named_or_not(_before: object, now: object) -> Said:
    return Said(
        f"name_from_speech is {'on' if now else 'off'} now",
        f"namn ur det som sägs (name_from_speech) är nu {'på' if now else 'av'}",
    )


def _silent(before: Inputs, now: Inputs) -> tuple[str, ...]:
    # The registry counts only where there are edits, and comes and goes with them.
    comes_or_goes = not (before.get("registry") and now.get("registry"))
    return ("registry",) if before.get("edits") != now.get("edits") and comes_or_goes else ()


STAGE = Stage(
    name="transcribe",
    version=4,
    outputs=(
        "transcript.json",
        "transcript.vtt",
        "captions.vtt",
        "transcript.srt",
        "transcript.txt",
        "transcript.html",
        "captions.json",
        "anchors.json",
        "identities.json",
    ),
    after=("recognise", "respell", "diarise"),
    wants=_wants,
    changes={
        **CHEAP,
        "recognition": Change("stale", plain("the recognition is new", "det som hördes är nytt")),
        "respelling": Change("stale", plain("the respelling is new", "stavningen är ny")),
        "turns": Change("stale", plain("the turns are new", "vem som talar när är nytt")),
        "fillers": Change("stale", setting("fillers", "utfyllnadsord")),
        "edits": Change("stale", came_or_went("the edits", "rättelserna")),
        "title": Change("stale", setting("title", "titeln")),
        "vouched": Change("stale", plain("the captions were reviewed", "textningen är granskad")),
        "people": Change("stale", plain("names changed", "namn är ändrade")),
        "spellings": Change("stale", plain("names changed", "namn är ändrade")),
        "name_from_speech": Change("stale", _named_or_not),
        "registry": Change("stale", plain("names changed", "namn är ändrade")),
        "confidence": Change(
            "stale",
            plain(
                "reviewed words tell how far its model is right",
                "granskade ord säger hur rätt modellen hör",
            ),
        ),
    },
    silent=_silent,
    job=_job,
    run=_run,
)
