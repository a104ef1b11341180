"""What people wrote as captions is shown as they wrote it."""

from collections.abc import Callable

import pytest

from mediahub.captions.formats import to_podcast_json, to_srt, to_text, to_vtt
from mediahub.captions.paragraphs import Paragraph, paragraphs
from mediahub.captions.reading import CaptionCue, parse_captions
from mediahub.captions.taking import recognition_from_captions
from mediahub.edits import Journal, ReplaceWords, apply, corrections
from mediahub.edits.entryjson import identified
from mediahub.transcript import Recognition, Span, Transcript
from mediahub.transcript.codec import (
    recognition_from_json,
    recognition_to_json,
    transcript_from_json,
    transcript_to_json,
)
from mediahub.transcript.values import Diarisation, ModelIdentity, Turn
from tests.transcript.examples import assemble

NOBODY = Diarisation(())


def cue(number: int, start: int, end: int, *lines: str, voice: str = "", **is_: bool) -> CaptionCue:
    return CaptionCue(
        Span(start, end), voice, " ".join(lines), lines, Span(start, end), number, **is_
    )


def taken(*cues: CaptionCue, duration_ms: int = 60_000) -> Recognition:
    return recognition_from_captions(cues, duration_ms, "sv")


def shown(*cues: CaptionCue) -> Transcript:
    return assemble(taken(*cues), NOBODY)


HELPED = (
    cue(0, 1000, 4200, "Det är en av de saker", "som vi har lärt oss", voice="Rut"),
    cue(1, 4300, 4900, "[dörr slår igen]", sound=True),
    CaptionCue(Span(5000, 6000), "", "Hinner ni?", ("Hinner ni?",), Span(5000, 7000), 2, turn=True),
    CaptionCue(Span(6000, 7000), "", "Ja, då.", ("Ja, då.",), Span(5000, 7000), 2, turn=True),
)


def test_times_line_breaks_sounds_and_dashes_stand_as_they_were_written() -> None:
    assert to_vtt(shown(*HELPED)) == (
        "WEBVTT\n\n"
        "00:00:01.000 --> 00:00:04.200\n"
        "<v Rut>Det är en av de saker\nsom vi har lärt oss</v>\n\n"
        "00:00:04.300 --> 00:00:04.900\n[dörr slår igen]\n\n"
        "00:00:05.000 --> 00:00:07.000\n– Hinner ni?\n– Ja, då.\n"
    )


def test_srt_names_who_begins_to_speak_also_where_nobody_knows_who() -> None:
    assert to_srt(shown(*HELPED)) == (
        "1\n00:00:01,000 --> 00:00:04,200\nRut: Det är en av de saker\nsom vi har lärt oss\n\n"
        "2\n00:00:04,300 --> 00:00:04,900\n[dörr slår igen]\n\n"
        "3\n00:00:05,000 --> 00:00:07,000\nOkänd: Hinner ni?\n– Ja, då.\n"
    )


def test_a_sound_is_nobodys_and_each_line_with_a_dash_is_a_turn() -> None:
    transcript = shown(*HELPED)
    assert paragraphs(transcript) == (
        Paragraph(1000, "Rut", True, "Det är en av de saker som vi har lärt oss"),
        Paragraph(4300, "", False, "[dörr slår igen]", sound=True),
        Paragraph(5000, "Okänd", True, "– Hinner ni?"),
        Paragraph(6000, "Okänd", False, "– Ja, då."),
    )
    assert "dörr" not in " ".join(word.text for word in transcript.words)
    assert "[dörr slår igen]" in to_text(transcript)
    assert [one["body"] for one in to_podcast_json(transcript)["segments"]] == [
        "Det är en av de saker som vi har lärt oss",
        "[dörr slår igen]",
        "Hinner ni?",
        "Ja, då.",
    ]


def test_of_two_who_speak_in_one_cue_the_second_is_not_given_the_first_ones_voice() -> None:
    one_voice = Diarisation((Turn(Span(0, 9000), "A"),), model=ModelIdentity("m", "1"))
    transcript = assemble(taken(*HELPED[2:]), one_voice)
    assert [(one.speaker, one.text) for one in transcript.segments] == [
        ("S1", "Hinner ni?"),
        ("S2", "Ja, då."),
    ]
    assert [speaker.name for speaker in transcript.speakers] == ["Talare 1", "Okänd"]


def test_overlapping_cues_stay_so_in_webvtt_and_yield_in_srt() -> None:
    transcript = shown(
        cue(0, 0, 12_000, "Vi började med något", "som alla kände till."),
        cue(1, 4000, 5000, "Mm, precis."),
        cue(2, 8000, 12_000, "Det håller jag med om."),
    )
    assert [line for line in to_vtt(transcript).splitlines() if "-->" in line] == [
        "00:00:00.000 --> 00:00:12.000",
        "00:00:04.000 --> 00:00:05.000",
        "00:00:08.000 --> 00:00:12.000",
    ]
    assert to_srt(transcript) == (
        "1\n00:00:00,000 --> 00:00:04,000\nVi började med något\nsom alla kände till.\n\n"
        "2\n00:00:04,000 --> 00:00:05,000\nMm, precis.\n\n"
        "3\n00:00:08,000 --> 00:00:12,000\nDet håller jag med om.\n"
    )


def test_what_begins_at_the_same_time_shares_a_cue_in_srt() -> None:
    transcript = shown(
        cue(0, 0, 9000, "Kontoret, 2019"),
        cue(1, 200, 3000, "Hej."),
        cue(2, 3000, 5000, "Då."),
    )
    assert to_srt(transcript) == (
        "1\n00:00:00,000 --> 00:00:03,000\nKontoret, 2019\nHej.\n\n"
        "2\n00:00:03,000 --> 00:00:05,000\nDå.\n"
    )


def test_a_cue_of_no_length_stays_until_it_can_be_read_or_the_next_one_comes() -> None:
    transcript = shown(cue(0, 1000, 1000, "Hej på er."), cue(1, 1500, 1500, "Hej."))
    assert [line for line in to_vtt(transcript).splitlines() if "-->" in line] == [
        "00:00:01.000 --> 00:00:01.500",
        "00:00:01.500 --> 00:00:02.300",
    ]


def correction(before: str, after: str, start: int, end: int) -> ReplaceWords:
    entry = identified(ReplaceWords("", Span(start, end), tuple(before.split()), after))
    assert isinstance(entry, ReplaceWords)
    return entry


def test_only_the_part_that_was_corrected_is_broken_into_lines_anew() -> None:
    journal = Journal((correction("lärt oss", "lärt oss av barnen i Hammarkullen", 3000, 4200),))
    transcript = apply(taken(*HELPED), NOBODY, journal).transcript
    captions = to_vtt(transcript)
    assert (
        "00:00:01.000 --> 00:00:04.200\n<v Rut>Det är en av de saker som vi har lärt oss\n"
        "av barnen i Hammarkullen</v>\n" in captions
    )
    assert "00:00:05.000 --> 00:00:07.000\n– Hinner ni?\n– Ja, då.\n" in captions


def test_a_cue_whose_words_were_all_taken_out_goes_and_the_next_keeps_its_time() -> None:
    cues = [cue(0, 0, 1000, "Öh."), cue(1, 1000, 2000, "Hej", "på er.")]
    transcript = apply(taken(*cues), NOBODY, Journal((correction("Öh.", "", 0, 1000),))).transcript
    assert to_vtt(transcript) == "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nHej\npå er.\n"


def test_speech_that_the_author_did_not_hear_is_shown_until_somebody_fills_it_in() -> None:
    cues = [cue(0, 0, 1000, "Hej."), cue(1, 1000, 3000, "[ohörbart]"), cue(2, 3000, 4000, "Tack.")]
    recognition = taken(*cues)
    assert "00:00:01.000 --> 00:00:03.000\n[ohörbart]\n" in to_vtt(assemble(recognition, NOBODY))
    filled = identified(ReplaceWords("", Span(1000, 3000), (), "Vi hörs.", ("Hej.",), ("Tack.",)))
    transcript = apply(recognition, NOBODY, Journal((filled,))).transcript
    assert "ohörbart" not in to_vtt(transcript)
    assert [segment.text for segment in transcript.segments] == ["Hej. Vi hörs.", "Tack."]


def test_a_sound_in_a_copy_is_no_correction() -> None:
    transcript = shown(*HELPED)
    assert corrections(transcript, HELPED) == ()


def test_cues_go_to_json_and_back() -> None:
    recognition, transcript = taken(*HELPED), shown(*HELPED)
    assert recognition_from_json(recognition_to_json(recognition)) == recognition
    assert transcript_from_json(transcript_to_json(transcript)) == transcript


def test_what_lies_past_the_end_is_cut_off_there() -> None:
    transcript = assemble(taken(cue(0, 500, 9000, "Hej."), duration_ms=2000), NOBODY)
    assert to_vtt(transcript) == "WEBVTT\n\n00:00:00.500 --> 00:00:02.000\nHej.\n"


NAMED = (
    cue(0, 1000, 2000, "Hinner ni?", voice="Rut", turn=True),
    cue(1, 2000, 3000, "Ja, det gör vi.", voice="Ola", turn=True),
    cue(2, 3000, 4000, "Bra."),
)


@pytest.mark.parametrize("cues", [HELPED, NAMED])
@pytest.mark.parametrize(("write", "suffix"), [(to_vtt, ".vtt"), (to_srt, ".srt")])
def test_a_copy_that_nobody_changed_holds_no_correction(
    cues: tuple[CaptionCue, ...], write: Callable[[Transcript], str], suffix: str
) -> None:
    transcript = shown(*cues)
    names = [speaker.name for speaker in transcript.speakers]
    copy = parse_captions(write(transcript), suffix, names=names)
    assert corrections(transcript, copy) == ()
