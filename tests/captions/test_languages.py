"""Captions and paragraphs of a recording in two languages."""

from mediahub.captions.cues import cues
from mediahub.captions.formats import parse_captions, to_srt, to_text, to_vtt
from mediahub.captions.paragraphs import paragraphs
from mediahub.pages import transcript_page
from mediahub.transcript import Diarisation, Recognition, Span, Stretch, Word
from tests.transcript.examples import assemble

SAID = "Hon sa så här. We <are> friends. Och så gick hon."
TRANSCRIPT = assemble(
    Recognition(
        "sv",
        6000,
        tuple(Word(text, Span(500 * at, 500 * at + 400)) for at, text in enumerate(SAID.split())),
        stretches=(Stretch(Span(2000, 3450), "en"),),
    ),
    Diarisation(()),
)


def test_a_cue_is_in_one_language_and_webvtt_says_which():
    assert [(cue.text, cue.language) for cue in cues(TRANSCRIPT)] == [
        ("Hon sa så här.", ""),
        ("We <are> friends.", "en"),
        ("Och så gick hon.", ""),
    ]
    lines = to_vtt(TRANSCRIPT).splitlines()
    assert "<v Talare><lang en>We &lt;are&gt; friends.</lang></v>" in lines
    assert "<v Talare>Och så gick hon.</v>" in lines


def test_what_a_reader_that_knows_no_languages_gets_is_the_words():
    read = parse_captions(to_vtt(TRANSCRIPT), ".vtt")
    assert [(cue.text, cue.voice) for cue in read] == [
        ("Hon sa så här.", "Talare"),
        ("We <are> friends.", "Talare"),
        ("Och så gick hon.", "Talare"),
    ]
    assert "lang" not in to_srt(TRANSCRIPT) + to_text(TRANSCRIPT)


def test_a_paragraph_is_in_one_language_and_the_page_says_which():
    assert [(one.text, one.language) for one in paragraphs(TRANSCRIPT)] == [
        ("Hon sa så här.", ""),
        ("We <are> friends.", "en"),
        ("Och så gick hon.", ""),
    ]
    page = transcript_page(TRANSCRIPT, title="Film")
    assert '<p><span lang="en">We &lt;are&gt; friends.</span></p>' in page
    assert "<p>Hon sa så här.</p>" in page
