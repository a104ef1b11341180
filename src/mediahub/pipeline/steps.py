"""What each stage of a media item does: values from the rooms, files at this edge."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import chain

from mediahub.atomic import write_text
from mediahub.captions.formats import (
    parse_captions,
    recognition_from_captions,
    to_podcast_json,
    to_srt,
    to_text,
    to_vtt,
)
from mediahub.catalog import Item
from mediahub.edits import Journal, apply, read_journal
from mediahub.edits.vouching import origin_for, signed
from mediahub.mediafile import probe
from mediahub.pages import transcript_page
from mediahub.pipeline.bench import Bench
from mediahub.pipeline.consent import following, known_voices, read_known, turns_json
from mediahub.pipeline.stages import RECOGNISE
from mediahub.pipeline.tools import Tools
from mediahub.pipeline.vocabulary import respelling_words, vocabulary
from mediahub.transcript import (
    Chapter,
    Diarisation,
    Recognition,
    Span,
    Transcript,
    Turn,
    is_swedish,
)
from mediahub.transcript.assemble import rename_speakers
from mediahub.transcript.codec import (
    chapters_to_json,
    diarisation_from_json,
    recognition_to_json,
    transcript_to_json,
)
from mediahub.workspace.copies import keep_copy
from mediahub.workspace.partial import PartialWork
from mediahub.workspace.results import read_json, read_transcript

SILENT_ROLES = frozenset({"writer", "producer"})
"""Contributors who are not heard."""


def do_probe(bench: Bench, _tools: Tools) -> None:
    """Look at the file: its length, streams and tags."""
    info = probe(bench.item.path)
    bench.write(
        "media.json",
        {
            "schema": 1,
            "duration_ms": info.duration_ms,
            "container": info.container,
            "audio": info.audio.codec,
            "video": info.video.codec if info.video else None,
            "width": info.video.width if info.video else None,
            "height": info.video.height if info.video else None,
            "title": info.tags.get("title"),
            "artist": info.tags.get("artist"),
        },
    )


def do_recognise(bench: Bench, tools: Tools) -> None:
    """Words: the author's captions where there are any, else the recogniser's."""
    if bench.item.captions is not None:
        text = bench.item.captions.read_text(encoding="utf-8-sig", errors="replace")
        cues = parse_captions(
            text, bench.item.captions.suffix, name=bench.workspace.relative(bench.item.captions)
        )
        value = recognition_from_captions(cues, bench.duration_ms, bench.item.language)
    else:
        value = _recognised(bench, tools)
    bench.write("recognition.json", recognition_to_json(value))


def _recognised(bench: Bench, tools: Tools) -> Recognition:
    from mediahub.speech import RecogniserSettings, recognise, speech_regions

    item = bench.item
    terms = vocabulary(bench.catalogue, item, bench.sources.corrected)
    regions = tools.lanes.run(speech_regions, bench.audio)
    if not regions:  # nobody speaks: a result, for which no model need be loaded
        model = tools.models.recogniser
        return Recognition(
            item.language,
            bench.duration_ms,
            (),
            model=model.identity if model is not None else None,
            vocabulary=terms,
        )
    recogniser = tools.recogniser()
    settings = RecogniserSettings(beam_size=bench.catalogue.settings.beam_size)
    partial = PartialWork(
        bench.scratch / "recognition.jsonl",
        key={
            "version": RECOGNISE.version,
            "language": item.language,
            "model": recogniser.identity.name,
            "revision": recogniser.identity.revision,
            "terms": list(terms),
            "beam": settings.beam_size,
        },
    )
    return recognise(
        bench.audio,
        regions,
        terms,
        settings,
        recogniser,
        language=item.language,
        done=partial.done,
        on_chunk=partial.add,
        on_resume=bench.resume_recognition,
        on_progress=lambda ms: bench.reporter.advance(item.id, "recognise", ms),
    )


def do_respell(bench: Bench, _tools: Tools) -> None:
    """Near-misses of names and terms put right; what was recognised stays beside it."""
    from mediahub.pipeline.respelling import respellings_to_json
    from mediahub.speech.respelling import respell

    names, terms = respelling_words(bench.catalogue, bench.item)
    found = respell(bench.recognition(), names, terms)
    bench.write("respelling.json", respellings_to_json(found, names, terms))


def do_diarise(bench: Bench, tools: Tools) -> None:
    """Turns: the captions' own voices where they have any, else by speaker embedding."""
    recognition = bench.recognition()
    if any(recognition.voices):
        value = voices_as_turns(recognition)
    elif not recognition.regions:
        value = Diarisation(())
    else:
        from mediahub.speech import diarise

        value = diarise(
            bench.audio,
            recognition.regions,
            tools.embedder(),
            speakers=bench.item.speakers,
            lanes=tools.lanes,
        )
    bench.write("turns.json", turns_json(value, known_voices(bench, value.model)))


def voices_as_turns(recognition: Recognition) -> Diarisation:
    """The turns that an author's captions tell by their voices; an unnamed cue goes on."""
    borders = (*recognition.breaks, len(recognition.words))
    labels: dict[str, str] = {}
    turns: list[Turn] = []
    voice = ""
    for start, end, named in zip(borders, borders[1:], recognition.voices, strict=False):
        voice = named or voice
        words = recognition.words[start:end]
        if not words:
            continue
        label = labels.setdefault(voice, f"S{len(labels) + 1}")
        turns.append(Turn(Span(words[0].span.start_ms, words[-1].span.end_ms), label))
    return Diarisation(tuple(turns))


def do_transcribe(bench: Bench, _tools: Tools) -> None:
    """Recognition, turns and edits become the transcript, in every text form."""
    diarisation = read_json(bench.path("turns.json"), diarisation_from_json)
    journal = read_journal(bench.sources.edits_path) if bench.sources.edits_path else Journal()
    people = {person.id: person.name for person in bench.catalogue.people}
    recognition = _worded(bench, journal)
    applied = apply(recognition, diarisation, journal, people=people)
    moved = following(journal, applied.transcript, diarisation, read_known(bench))
    if moved is not journal:
        applied = apply(recognition, diarisation, moved, people=people)
    transcript = name_the_only_speaker(applied.transcript, bench.item)
    transcript = replace(transcript, doubtful=_doubts(bench, transcript))
    title = bench.item.title
    bench.write("transcript.json", transcript_to_json(transcript))
    captions = to_vtt(transcript)
    origin = origin_for(bench.item.id, captions)
    keep_copy(bench.workspace, transcript, origin)
    write_text(bench.path("transcript.vtt"), signed(captions, origin))
    write_text(bench.path("transcript.srt"), to_srt(transcript))
    write_text(bench.path("transcript.txt"), to_text(transcript))
    write_text(bench.path("transcript.html"), transcript_page(transcript, title=title))
    bench.write("captions.json", to_podcast_json(transcript))
    for _, reason in applied.unplaced:
        bench.reporter.say(f"{bench.item.id}: an edit does not fit any more and is kept: {reason}")


def _worded(bench: Bench, journal: Journal) -> Recognition:
    """The recognised words respelt and in readable form; an author's as they are."""
    from mediahub.language.writing import readable
    from mediahub.pipeline.respelling import respellings_from_json, reworded

    recognition = bench.recognition()
    if recognition.origin == "author" or not is_swedish(recognition.language):
        return recognition
    respellings = read_json(bench.path("respelling.json"), respellings_from_json)
    respelt = reworded(recognition, respellings, journal)
    words = readable(respelt.words, fillers=bench.catalogue.settings.fillers)
    return replace(respelt, words=words)


def _doubts(bench: Bench, transcript: Transcript) -> tuple[int, ...]:
    """Which words, counted from the first, are more likely wrong than right."""
    from mediahub.speech.confidence import doubtful

    if transcript.model is None:
        return ()
    return doubtful(
        transcript.words,
        transcript.model.name,
        _house(bench),
        language=transcript.language,
    )


def _house(bench: Bench) -> tuple[str, ...]:
    """The house's names and terms, known whatever the dictionary says."""
    return tuple(chain(*respelling_words(bench.catalogue, bench.item)))


def name_the_only_speaker(transcript: Transcript, item: Item) -> Transcript:
    """Name a lone voice after the item's lone contributor who can be heard: there is no doubt.

    Speakers that a person made by giving single cues to somebody have no voice of their own and
    do not count.
    """
    heard = {c.person.id: c.person for c in item.contributors if c.role not in SILENT_ROLES}
    voices = [speaker for speaker in transcript.speakers if speaker.voice is not None]
    if len(voices) != 1 or len(heard) != 1:
        return transcript
    (speaker,), (person,) = voices, heard.values()
    if speaker.person is not None or not speaker.name.startswith("Talare"):
        return transcript
    return rename_speakers(
        transcript, {speaker.label: replace(speaker, name=person.name, person=person.id)}
    )


def do_chapter(bench: Bench, _tools: Tools) -> None:
    """Chapters: the author's, else the reviewed ones of the edits, else found in the transcript."""
    transcript = read_transcript(bench.folder)
    chapters = authored_chapters(bench.item, transcript.duration_ms)
    if not chapters and bench.sources.edits_path is not None:
        chapters = read_journal(bench.sources.edits_path).chapters
    if not chapters:
        from mediahub.topics import find_chapters

        chapters = find_chapters(transcript, own_words=_house(bench))
    bench.write("chapters.json", chapters_to_json(chapters))


def authored_chapters(item: Item, duration_ms: int) -> tuple[Chapter, ...]:
    """The chapters written in TOML, each reaching to the next; those past the end are left out."""
    marks = [mark for mark in item.chapters if mark.start_ms < duration_ms]
    if not marks:
        return ()
    ends = [*(mark.start_ms for mark in marks[1:]), duration_ms]
    return tuple(
        Chapter(Span(mark.start_ms, end), mark.title, "author", mark.link)
        for mark, end in zip(marks, ends, strict=True)
    )


STEPS: Mapping[str, Callable[[Bench, Tools], None]] = {
    "probe": do_probe,
    "recognise": do_recognise,
    "respell": do_respell,
    "diarise": do_diarise,
    "transcribe": do_transcribe,
    "chapter": do_chapter,
}
