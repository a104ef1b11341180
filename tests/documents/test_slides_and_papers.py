"""PDF, Word and PowerPoint as pages."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from mediahub.documents import Document, Page, read_document
from mediahub.documents.notices import SPEAKER_NOTES
from mediahub.errors import MediaError
from tests.documents.making import assembled_pdf


def pdf_of(pages: list[list[str]], size: tuple[int, int], title: str | None = None) -> bytes:
    """A PDF written by hand: one text line under the other on each page."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids = []
    for lines in pages:
        content = "BT /F1 20 Tf 50 300 Td 30 TL " + " ".join(
            f"({line.encode('cp1252').decode('latin-1')}) Tj T*" for line in lines
        )
        objects.append(f"<< /Length {len(content) + 3} >>\nstream\n{content} ET\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {size[0]} {size[1]}] /Contents "
            f"{len(objects)} 0 R /Resources << /Font << /F1 << /Type /Font /Subtype /Type1"
            " /BaseFont /Helvetica /Encoding /WinAnsiEncoding >> >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>"
    objects.append(f"<< /Title ({title or ''}) >>")
    return assembled_pdf(objects)


def written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_pdf_slides_are_pages_headed_by_their_first_line(tmp_path: Path) -> None:
    pytest.importorskip("pypdfium2")
    slides = [["Hembesök", "Tidiga insatser för små barn"], [], ["Tack!"]]
    path = written(tmp_path, "bilder.pdf", pdf_of(slides, (800, 400), "Tidiga insatser"))
    assert read_document(path) == Document(
        "Tidiga insatser",
        (Page(1, "Hembesök", "Tidiga insatser för små barn"), Page(3, None, "Tack!")),
    )


def test_a_pdf_that_stands_is_text_without_headings(tmp_path: Path) -> None:
    pytest.importorskip("pypdfium2")
    data = pdf_of([["Första raden", "andra raden"]], (400, 800), "Microsoft Word - utkast.docx")
    path = written(tmp_path, "rapport.pdf", data)
    assert read_document(path) == Document(None, (Page(1, None, "Första raden\nandra raden"),))


def test_word_sections_are_pages(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    file = docx.Document()
    file.add_heading("Kartläggning", 0)
    file.add_paragraph("En inledning.")
    file.add_heading("Hembesök", 1)
    file.add_paragraph("Om  besök.")
    table = file.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "år", "2019"
    file.save(str(tmp_path / "a.docx"))
    assert read_document(tmp_path / "a.docx") == Document(
        "Kartläggning",
        (Page(1, None, "En inledning."), Page(2, "Hembesök", "Om besök.\når 2019")),
    )


def test_powerpoint_slides_are_pages_with_notes(tmp_path: Path) -> None:
    pptx = pytest.importorskip("pptx")
    file = pptx.Presentation()
    slide = file.slides.add_slide(file.slide_layouts[1])
    slide.shapes.title.text = "Hembesök"
    slide.placeholders[1].text = "Tidigt\nOfta"
    slide.notes_slide.notes_text_frame.text = "Berätta om Anna."
    file.slides.add_slide(file.slide_layouts[6])
    file.save(str(tmp_path / "a.pptx"))
    assert read_document(tmp_path / "a.pptx", "a.pptx") == Document(
        "Hembesök",
        (Page(1, "Hembesök", "Tidigt\nOfta\nBerätta om Anna."),),
        (SPEAKER_NOTES.at("a.pptx", slides="1"),),
    )


def archive(**members: str) -> bytes:
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        for name, content in members.items():
            file.writestr(name.replace("__", "/"), content)
    return data.getvalue()


@pytest.mark.parametrize(
    ("name", "library", "content", "says"),
    [
        ("a.pdf", "pypdfium2", b"hej", "not a readable PDF"),
        ("a.pdf", "pypdfium2", pdf_of([["hej"]], (400, 800))[:200], "not a readable PDF"),
        ("a.pdf", "pypdfium2", pdf_of([[]], (400, 800)), "pictures without text"),
        ("a.docx", "docx", b"hej", "not a Word file"),
        ("a.docx", "docx", archive(ppt__presentation="x"), "not a Word file"),
        ("a.docx", "docx", archive(**{"word__document.xml": "<a"}), "not a readable Word file"),
        ("a.pptx", "pptx", b"PK\x03\x04", "not a PowerPoint file"),
        ("a.pptx", "pptx", archive(**{"ppt__presentation.xml": "<a"}), "not a readable PowerPoint"),
    ],
)
def test_what_is_broken_is_a_media_error(
    tmp_path: Path, name: str, library: str, content: bytes, says: str
) -> None:
    pytest.importorskip(library)
    path = written(tmp_path, name, content)
    with pytest.raises(MediaError, match=says) as raised:
        read_document(path)
    assert str(path) in str(raised.value)
