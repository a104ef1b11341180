"""An edited caption file taken back: no edits yield nothing, and any edits come back as made."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediahub.captions.formats import CaptionCue, parse_captions, to_editors_vtt, to_srt
from mediahub.edits import (
    Applied,
    AttributeWords,
    Entry,
    Journal,
    NameSpeaker,
    ReplaceWords,
    apply,
    corrections,
    name_speaker,
)
from mediahub.errors import MediaError
from mediahub.transcript import Diarisation, Recognition, Span, Transcript, Word
from tests.transcript.examples import LINES, assemble, conversation, example


def text_of(value: Transcript | Applied) -> str:
    transcript = value.transcript if isinstance(value, Applied) else value
    return " ".join(word.text for word in transcript.words)


def names_of(transcript: Transcript) -> list[tuple[str, str]]:
    return [
        (transcript.speaker(segment.speaker).name, segment.text) for segment in transcript.segments
    ]


def taken_back(
    old: str, new: str, *lines: tuple[int, int, str, str]
) -> tuple[Applied, list[Entry]]:
    """What comes of replacing `old` with `new` in the captions of the lines."""
    recognition, diarisation = conversation(*lines)
    transcript = assemble(recognition, diarisation)
    vtt = to_editors_vtt(transcript)
    assert old in vtt
    entries = corrections(transcript, parse_captions(vtt.replace(old, new), ".vtt"))
    applied = apply(recognition, diarisation, Journal(entries))
    assert applied.unplaced == ()
    return applied, list(entries)


def test_captions_that_were_not_edited_yield_nothing() -> None:
    transcript = example()
    assert corrections(transcript, parse_captions(to_editors_vtt(transcript), ".vtt")) == ()


def test_srt_is_taken_back_as_well() -> None:
    plain = [line for line in LINES if "<" not in line[3]]
    recognition, diarisation = conversation(*plain, gaps=(Span(22000, 25500),))
    transcript = assemble(recognition, diarisation)
    names = [speaker.name for speaker in transcript.speakers]
    assert corrections(transcript, parse_captions(to_srt(transcript), ".srt", names=names)) == ()
    edited = to_srt(transcript).replace("Linköping", "Norrköping")
    (entry,) = corrections(transcript, parse_captions(edited, ".srt", names=names))
    assert isinstance(entry, ReplaceWords)
    assert (entry.before, entry.after) == (("Linköping.",), "Norrköping.")


def test_a_corrected_word_becomes_one_entry_with_its_neighbours() -> None:
    applied, entries = taken_back("socialt", "psykosocialt", *LINES)
    (entry,) = entries
    assert isinstance(entry, ReplaceWords)
    assert (entry.before, entry.after) == (("socialt",), "psykosocialt")
    assert entry.left == ("prata", "om", "förebyggande")
    assert entry.right == ("arbete.", "Med", "mig")
    (word,) = [word for word in applied.transcript.words if word.text == "psykosocialt"]
    assert (word.span, word.probability) == (entry.span, 1.0)
    assert applied.applied == (entry.id,)


def test_words_next_to_each_other_are_one_entry() -> None:
    _, entries = taken_back("Kim från Linköping", "Kim ifrån Norrköping", *LINES)
    assert [(e.before, e.after) for e in entries if isinstance(e, ReplaceWords)] == [
        (("från", "Linköping."), "ifrån Norrköping.")
    ]


def test_a_deleted_and_an_inserted_word() -> None:
    applied, entries = taken_back("Hej och välkomna", "Välkomna", *LINES)
    assert text_of(applied).startswith("Välkomna till Kommunpodden.")
    assert len(entries) == 1
    applied, entries = taken_back("fler i höst", "ännu fler i höst", *LINES)
    (entry,) = entries
    assert isinstance(entry, ReplaceWords)
    assert (entry.before, entry.after) == ((), "ännu")
    assert text_of(applied).endswith("det blir ännu fler i höst.")


def test_a_changed_full_stop_changes_the_sentences() -> None:
    applied, _ = taken_back("heter Anna, och", "heter Anna. Och", *LINES)
    assert [segment.text for segment in applied.transcript.segments[1:3]] == [
        "Jag heter Anna.",
        "Och i dag ska vi prata om förebyggande socialt arbete.",
    ]


def test_changed_cue_times_are_no_edit() -> None:
    transcript = example()
    cues = parse_captions(to_editors_vtt(transcript), ".vtt")
    moved = [
        replace(cue, span=Span(cue.span.start_ms + 700, cue.span.end_ms + 700)) for cue in cues
    ]
    assert corrections(transcript, moved) == ()


def test_a_speaker_renamed_throughout_is_named() -> None:
    applied, entries = taken_back("Talare 1", "Anna Öberg", *LINES)
    (entry,) = entries
    assert isinstance(entry, NameSpeaker)
    assert (entry.label, entry.name, entry.person) == ("S1", "Anna Öberg", None)
    assert [speaker.name for speaker in applied.transcript.speakers] == [
        "Anna Öberg",
        "Talare 2",
        "Talare 3",
    ]


def test_a_name_in_the_registry_becomes_that_person() -> None:
    recognition, diarisation = conversation(*LINES)
    transcript = assemble(recognition, diarisation)
    edited = parse_captions(to_editors_vtt(transcript).replace("Talare 1", "Anna Öberg"), ".vtt")
    entries = corrections(transcript, edited, people={"anna": "Anna Öberg"})
    applied = apply(recognition, diarisation, Journal(entries), people={"anna": "Anna Ek Öberg"})
    speaker = applied.transcript.speakers[0]
    assert (speaker.name, speaker.person) == ("Anna Ek Öberg", "anna")


def test_two_voices_given_one_name_become_one_speaker() -> None:
    applied, _ = taken_back("Talare 3", "Talare 1", *LINES)
    assert [speaker.name for speaker in applied.transcript.speakers] == ["Talare 1", "Talare 2"]


def test_one_cue_given_to_another_speaker() -> None:
    applied, entries = taken_back("<v Talare 1>Mm.", "<v Talare 3>Mm.", *LINES)
    (entry,) = entries
    assert isinstance(entry, AttributeWords)
    assert names_of(applied.transcript)[5:] == [
        ("Talare 3", "Mm."),
        ("Talare 3", "Vi har 14 familjer i gruppen den 3. maj, och det blir fler i höst."),
    ]


def test_one_cue_given_to_somebody_new() -> None:
    applied, _ = taken_back("<v Talare 1>Mm.", "<v Bo Ek>Mm.", *LINES)
    assert ("Bo Ek", "Mm.") in names_of(applied.transcript)
    assert names_of(applied.transcript)[-1][0] == "Talare 4"


def test_a_gap_that_was_filled_in_is_a_gap_no_more() -> None:
    recognition, diarisation = conversation(*LINES, gaps=(Span(22000, 25500),))
    transcript = assemble(recognition, diarisation)
    vtt = to_editors_vtt(transcript).replace("[ohörbart]", "<v Talare 2>Det var dyrt.</v>")
    entries = corrections(transcript, parse_captions(vtt, ".vtt"))
    applied = apply(recognition, diarisation, Journal(entries))
    assert applied.unplaced == ()
    assert applied.transcript.gaps == ()
    (segment,) = [s for s in applied.transcript.segments if s.text == "Det var dyrt."]
    assert segment.span == Span(22000, 25500)
    assert applied.transcript.speaker(segment.speaker).name == "Talare 2"


def test_a_word_put_in_for_a_gap_within_a_sentence() -> None:
    lines = ((0, 2000, "A", "Jag heter"), (2500, 4000, "A", "och arbetar."))
    recognition, diarisation = conversation(*lines, gaps=(Span(2000, 2500),))
    transcript = assemble(recognition, diarisation)
    vtt = to_editors_vtt(transcript)
    assert "Jag heter [ohörbart] och arbetar." in vtt
    assert corrections(transcript, parse_captions(vtt, ".vtt")) == ()
    edited = parse_captions(vtt.replace("[ohörbart]", "Malin"), ".vtt")
    entries = corrections(transcript, edited)
    applied = apply(recognition, diarisation, Journal(entries))
    assert [segment.text for segment in applied.transcript.segments] == [
        "Jag heter Malin och arbetar."
    ]
    assert applied.transcript.gaps == ()


def test_naming_an_unknown_speaker_lists_those_there_are() -> None:
    with pytest.raises(MediaError, match="there is: Talare 1, Talare 2, Talare 3"):
        name_speaker(example(), "Talare 7", "Anna")


def test_naming_by_label_or_shown_name() -> None:
    recognition, diarisation = conversation(*LINES)
    transcript = assemble(recognition, diarisation)
    assert name_speaker(transcript, "S2", "Erik") == name_speaker(transcript, "Talare 2", "Erik")
    entry = name_speaker(transcript, "Talare 2", "E", person="erik")
    named = apply(recognition, diarisation, Journal((entry,)), people={"erik": "Erik Ek"})
    assert named.transcript.speakers[1].name == "Erik Ek"


VOCABULARY = ["ja", "nej", "och", "det", "är", "så.", "Vi", "hembesök,", "–", "70", "kl.", "ö"]
tokens = st.sampled_from(VOCABULARY)


@st.composite
def talks(draw: st.DrawFn) -> tuple[Recognition, Diarisation]:
    texts = draw(st.lists(tokens, min_size=1, max_size=60))
    words = []
    at = 0
    for text in texts:
        at += draw(st.sampled_from([0, 0, 0, 100, 1500, 9000]))
        length = draw(st.integers(80, 700))
        words.append(Word(text, Span(at, at + length), 0.5))
        at += length
    recognition, diarisation = conversation((0, at // 2, "A", "x"), (at // 2, at + 1, "B", "y"))
    return replace(recognition, words=tuple(words), duration_ms=at + 200), diarisation


@st.composite
def edited(draw: st.DrawFn, cues: list[CaptionCue]) -> list[CaptionCue]:
    """The cues with random words dropped, changed and added; times and order stay."""
    result = []
    for cue in cues:
        texts: list[str] = []
        for text in cue.text.split():
            deed = draw(st.sampled_from(["keep"] * 6 + ["drop", "change", "add", "upper"]))
            texts += [draw(tokens)] if deed == "add" else []
            texts += {"drop": [], "change": [draw(tokens)], "upper": [text.upper()]}.get(
                deed, [text]
            )
        if texts:
            result.append(replace(cue, text=" ".join(texts)))
    return result


@settings(max_examples=300)
@given(talks(), st.data())
def test_any_edit_of_words_comes_back_as_it_was_made(
    talk: tuple[Recognition, Diarisation], data: st.DataObject
) -> None:
    recognition, diarisation = talk
    transcript = assemble(recognition, diarisation)
    cues = parse_captions(to_editors_vtt(transcript), ".vtt")
    assert corrections(transcript, cues) == ()
    changed = data.draw(edited(cues))
    entries = corrections(transcript, changed)
    applied = apply(recognition, diarisation, Journal(entries))
    assert text_of(applied) == " ".join(cue.text for cue in changed)
    assert applied.unplaced == ()
    assert all(word.span.end_ms <= recognition.duration_ms for word in applied.transcript.words)
