"""A transcript as a Word document, read back by our own reader of such documents."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from mediahub.captions.docx import to_docx
from mediahub.documents.values import Document, Page
from mediahub.documents.word import read_docx
from mediahub.transcript import Segment, Span, Speaker, Transcript, Word


def transcript(*texts: str) -> Transcript:
    segments = tuple(
        Segment(f"S{at % 2 + 1}", (Word(text, Span(1000 * at, 1000 * at + 900)),))
        for at, text in enumerate(texts)
    )
    return Transcript("sv", 9000, segments, (Speaker("S1", "Anna"), Speaker("S2", "Erik")))


def said(path: Path, data: bytes) -> Document:
    path.write_bytes(data)
    return read_docx(path, path.name)


def test_speakers_times_and_words_stand_in_it(tmp_path: Path):
    made = to_docx(transcript("Hej!", "Å & <ä>."), "Ett samtal")
    assert said(tmp_path / "a.docx", made) == Document(
        "Ett samtal", (Page(1, None, "Anna [0:00]\nHej!\nErik [0:01]\nÅ & <ä>."),)
    )
    assert made == to_docx(transcript("Hej!", "Å & <ä>."), "Ett samtal")


@given(st.text(min_size=1, max_size=20).filter(str.strip))
def test_no_text_breaks_the_document(tmp_path_factory, text: str):  # type: ignore[no-untyped-def]
    said(tmp_path_factory.mktemp("docx") / "a.docx", to_docx(transcript(text), text))
