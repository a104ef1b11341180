"""Slides and documents in a theme: found by page, in no feed, and one bad file stops no other."""

from pathlib import Path

import pytest

from mediahub.library import Library
from mediahub.pipeline.indexing import index_plan
from mediahub.pipeline.summary import Failure
from mediahub.pipeline.survey import survey
from tests.pipeline.conftest import Edit, Place

TEMA = "2020-06-03-tema"
# Two pages; PDFium mends a file without the table of its objects.
PDF = b"""%PDF-1.4
1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
2 0 obj << /Type /Pages /Count 2 /Kids [4 0 R 6 0 R] >> endobj
3 0 obj << /Length 44 >>
stream
BT /F1 20 Tf 50 300 Td (Om gatorna) Tj ET   
endstream endobj
4 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 400 800] /Contents 3 0 R /Resources 7 0 R >>
endobj
5 0 obj << /Length 44 >>
stream
BT /F1 20 Tf 50 300 Td (Cykelbanorna) Tj ET 
endstream endobj
6 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 400 800] /Contents 5 0 R /Resources 7 0 R >>
endobj
7 0 obj << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> endobj
trailer << /Size 8 /Root 1 0 R >>
%%EOF
"""  # noqa: W291 - a stream has as many bytes as it says
LOCKED = PDF.replace(
    b"/Root 1 0 R",
    b"/Root 1 0 R /ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%b> /U <%b> >>"
    % (b"01" * 32, b"02" * 32),
)


def slides(path: Path) -> Path:
    pptx = pytest.importorskip("pptx")
    file = pptx.Presentation()
    for title, text in (("Inledning", "Om dagen"), ("Vägen fram", "Lekplatserna byggs")):
        slide = file.slides.add_slide(file.slide_layouts[1])
        slide.shapes.title.text, slide.placeholders[1].text = title, text
    file.save(str(path))
    return path


def paper(path: Path) -> Path:
    docx = pytest.importorskip("docx")
    file = docx.Document()
    file.add_heading("Rapport", 0)
    for heading, text in (("Bakgrund", "Allt började 2019."), ("Fritid", "Biblioteken är öppna.")):
        file.add_heading(heading, 1)
        file.add_paragraph(text)
    file.save(str(path))
    return path


@pytest.fixture
def with_documents(themed: Place) -> Place:
    theme = themed.root / "media" / TEMA
    (theme / "karta.pdf").write_bytes(PDF)
    slides(theme / "samtal.pptx")  # beside samtal.mp3, whose id stays
    paper(theme / "rapport.docx")
    return themed


def test_documents_are_found_by_page(with_documents: Place) -> None:
    made = with_documents.run()
    assert (made.failures, made.exit_code) == ((), 0)
    found = {
        word: [
            (hit.item, hit.kind, hit.page)
            for hit in Library.open(with_documents.root).search(word).hits
        ]
        for word in ("cykelbana", "lekplats", "bibliotek", "hembesök")
    }
    assert found == {
        "cykelbana": [(f"{TEMA}-karta", "slides", 2)],
        "lekplats": [(f"{TEMA}-samtal-pptx", "slides", 2)],
        "bibliotek": [(f"{TEMA}-rapport", "article", 2)],
        "hembesök": [(f"{TEMA}-samtal", "podcast", None)],
    }


def test_documents_are_in_no_feed_and_have_no_transcript(with_documents: Place) -> None:
    with_documents.run()
    assert [path.name for path in (with_documents.root / "transcripts").iterdir()] == [
        f"{TEMA}-samtal"
    ]
    assert "karta" not in with_documents.text("feeds/podden/feed.xml")
    promised = with_documents.files("published")
    assert list(promised) == [
        f"published/items/{TEMA}-samtal.toml",
        "published/series/podden.toml",
        "published/series/samlat-tema-2020-06-03-tema.toml",
    ]
    assert not any(b"karta" in text for text in promised.values())


def test_an_unchanged_document_is_not_read_again(
    with_documents: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_documents.run()
    monkeypatch.setattr("mediahub.documents.read_document", None)  # nobody may call it
    assert with_documents.run().idle
    changed = with_documents.root / "media" / TEMA / "karta.pdf"
    changed.write_bytes(PDF.replace(b"Cykelbanorna", b"Gangvagarna "))
    monkeypatch.undo()
    assert with_documents.run().indexed == (f"{TEMA}-karta",)
    assert Library.open(with_documents.root).search("gangvagarna").total == 1


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("karta.pdf", LOCKED, "karta.pdf: locked by a password: save it without one"),
        ("karta.pdf", b"%PDF-1.4 nonsense", "karta.pdf: not a readable PDF"),
        ("samtal.pptx", b"PK\x03\x04", "samtal.pptx: not a PowerPoint file"),
        ("rapport.docx", b"", "rapport.docx: the file is empty"),
    ],
)
def test_a_document_that_cannot_be_read_fails_alone(
    with_documents: Place, name: str, content: bytes, says: str
) -> None:
    path = with_documents.root / "media" / TEMA / name
    path.write_bytes(content)
    made = with_documents.run()
    assert made.exit_code == 1
    (failure,) = made.failures
    assert failure.stage == "index"
    assert says in failure.message
    lacking = [
        status.item
        for status in index_plan(survey(with_documents.root))
        if status.condition != "fresh"
    ]
    assert lacking == [failure.item]


def test_a_link_out_of_the_workspace_is_not_read(with_documents: Place) -> None:
    outside = with_documents.root.parent / "secret.pdf"
    outside.write_bytes(PDF)
    link = with_documents.root / "media" / TEMA / "karta.pdf"
    link.unlink()
    link.symlink_to(outside)
    made = with_documents.run()
    assert made.failures == (
        Failure(
            f"{TEMA}-karta",
            "index",
            f"'media/{TEMA}/karta.pdf' is a link that leads out of the workspace. "
            "Put the file itself where the link stands.",
        ),
    )
    assert Library.open(with_documents.root).search("cykelbana").total == 0


def test_what_is_written_about_a_document_is_found_beside_its_own_words(
    themed: Place, edit: Edit
) -> None:
    theme = themed.root / "media" / TEMA
    (theme / "rapport.md").write_text("# Rapport\n\nOm skolgårdar.\n", encoding="utf-8")
    told = """[[items]]
file = "rapport.md"
title = "Rapporten"
description = "Handlar om kajplatser."
contributors = [{ person = "anna-lind", role = "writer" }]

[[glossary]]"""
    edit(theme / "theme.toml", "[[glossary]]", told)
    themed.run()

    def found(word: str) -> list[tuple[str, str]]:
        hits = Library.open(themed.root).search(word).hits
        return [(hit.item, hit.text) for hit in hits if hit.kind == "article"]

    about = (f"{TEMA}-rapport", "Handlar om kajplatser. Medverkande: Anna Lind.")
    assert found("kajplats") == found("Anna Lind") == [about]
    assert found("skolgård") == [(f"{TEMA}-rapport", "Rapport: Om skolgårdar.")]
    edit(theme / "theme.toml", "kajplatser", "bryggor")
    assert themed.run().indexed == (f"{TEMA}-rapport",)
    assert (len(found("kajplats")), len(found("brygga"))) == (0, 1)
    assert themed.run().idle
