"""Word files: all that Word shows, in its order, and nothing else."""

from pathlib import Path

import pytest

from mediahub.documents import Document, Page, read_document
from mediahub.errors import MediaError
from tests.documents.making import NAMESPACES, para, run, word_file

BOX = "<w:txbxContent>{}</w:txbxContent>"
FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'


def text_of(path: Path) -> str:
    (page,) = read_document(path).pages
    return page.text


@pytest.mark.parametrize(
    ("inside", "shown"),
    [
        (run("Vi ") + f"<w:ins>{run('bygger')}</w:ins>" + run(" ut."), "Vi bygger ut."),
        (run("Vi ") + "<w:del><w:r><w:delText>river</w:delText></w:r></w:del>", "Vi"),
        (f"<w:moveTo>{run('Hit.')}</w:moveTo><w:moveFrom>{run('Hit.')}</w:moveFrom>", "Hit."),
        (f"<w:sdt><w:sdtContent>{run('Lind')}</w:sdtContent></w:sdt>{run('.')}", "Lind."),
        (
            "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr>"
            f"<w:sdtContent>{run('Klicka här')}</w:sdtContent></w:sdt>{run('Datum')}",
            "Datum",
        ),
        (f"<w:smartTag>{run('Lund')}</w:smartTag>", "Lund"),
        (f'<w:hyperlink r:id="x">{run("en länk")}</w:hyperlink>', "en länk"),
        (f'<w:fldSimple w:instr="REF x">{run("KS-12")}</w:fldSimple>', "KS-12"),
        (
            FIELD.format("begin")
            + "<w:r><w:instrText>IF </w:instrText></w:r>"
            + FIELD.format("begin")
            + FIELD.format("separate")
            + run("villkor")
            + FIELD.format("end")
            + FIELD.format("separate")
            + run("utfall")
            + FIELD.format("end")
            + run(" efter"),
            "utfall efter",
        ),
        ("<w:r><w:t>en</w:t><w:br/><w:t>två</w:t><w:tab/><w:t>tre</w:t></w:r>", "en två tre"),
        ("<w:r><w:t>barn</w:t><w:softHyphen/><w:t>omsorg</w:t></w:r>", "barnomsorg"),
        ("<w:r><w:t>e</w:t><w:noBreakHyphen/><w:t>post</w:t></w:r>", "e-post"),
        (f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>dolt</w:t></w:r>{run('synligt')}", "synligt"),
        (
            '<w:r><w:rPr><w:rStyle w:val="Hid"/></w:rPr><w:t>dolt</w:t></w:r>'
            '<w:r><w:rPr><w:rStyle w:val="Hid"/><w:vanish w:val="0"/></w:rPr><w:t>ändå</w:t></w:r>',
            "ändå",
        ),
        (
            run("stöd")
            + '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>1</w:t></w:r>',
            "stöd 1",
        ),
        ("<m:oMath><m:r><m:t>a=b</m:t></m:r></m:oMath>", "a=b"),
        (run("före") + f"<w:r><w:pict>{BOX.format(para(run('i rutan')))}</w:pict></w:r>",
         "före\ni rutan"),
        (
            "<w:r><mc:AlternateContent>"
            f"<mc:Choice>{BOX.format(para(run('ruta')))}</mc:Choice>"
            f"<mc:Fallback>{BOX.format(para(run('ruta')))}</mc:Fallback>"
            "</mc:AlternateContent></w:r>",
            "ruta",
        ),
        (
            "<w:r><mc:AlternateContent><mc:Choice/>"
            f"<mc:Fallback>{BOX.format(para(run('reserv')))}</mc:Fallback>"
            "</mc:AlternateContent></w:r>",
            "reserv",
        ),
    ],
)  # fmt: skip
def test_a_paragraph_says_what_word_shows(tmp_path: Path, inside: str, shown: str) -> None:
    assert text_of(word_file(tmp_path / "a.docx", para(inside))) == shown


def cell(*paragraphs: str) -> str:
    return f"<w:tc>{''.join(para(run(text)) for text in paragraphs)}</w:tc>"


def test_a_row_is_a_line_with_every_cell_and_what_is_in_it(tmp_path: Path) -> None:
    inner = f"<w:tc><w:tbl><w:tr>{cell('inre')}{cell('ruta')}</w:tr></w:tbl>{para('')}</w:tc>"
    table = (
        f"<w:tbl><w:tr>{cell('Ja')}{cell('Ja')}{cell('Nej')}</w:tr>"
        f"<w:tr>{inner}{cell('ett', 'två')}</w:tr>"
        f"<w:tr><w:trPr><w:del/></w:trPr>{cell('struken')}{cell('rad')}</w:tr></w:tbl>"
    )
    assert text_of(word_file(tmp_path / "a.docx", table)) == "Ja Ja Nej\ninre ruta ett två"


def test_a_page_within_a_table_has_its_headings(tmp_path: Path) -> None:
    layout = f"<w:tbl><w:tr><w:tc>{para(run('Bakgrund'), 'H1')}{para(run('Text.'))}</w:tc></w:tr>"
    path = word_file(tmp_path / "a.docx", para(run("Först.")) + layout + "</w:tbl>")
    assert read_document(path) == Document(
        "Bakgrund", (Page(1, None, "Först."), Page(2, "Bakgrund", "Text."))
    )


def test_notes_follow_the_paragraph_that_refers_to_them(tmp_path: Path) -> None:
    body = para(
        run("Text")
        + '<w:r><w:footnoteReference w:id="2"/></w:r>'
        + run(" mer")
        + '<w:r><w:endnoteReference w:id="3"/></w:r>'
    ) + para(run("Slut."))
    parts = {
        "footnotes.xml": f'<w:footnotes {NAMESPACES}><w:footnote w:id="1">{para(run("ej visad"))}'
        f'</w:footnote><w:footnote w:id="2">{para(run("Se sidan 4."))}</w:footnote></w:footnotes>',
        "endnotes.xml": f'<w:endnotes {NAMESPACES}><w:endnote w:id="3">{para(run("Se boken."))}'
        "</w:endnote></w:endnotes>",
    }
    path = word_file(
        tmp_path / "a.docx", body, parts, "footnotes", "footnotes.xml", "endnotes", "endnotes.xml"
    )
    assert text_of(path) == "Text mer\nSe sidan 4.\nSe boken.\nSlut."


def test_a_chart_says_its_titles_and_categories(tmp_path: Path) -> None:
    chart = (
        f"<c:chartSpace {NAMESPACES}><c:chart><c:title><a:p><a:r><a:t>Köer</a:t></a:r></a:p>"
        "</c:title><c:ser><c:tx><c:v>Antal</c:v></c:tx><c:cat><c:pt><c:v>Malmö</c:v></c:pt>"
        "</c:cat><c:val><c:pt><c:v>12</c:v></c:pt></c:val></c:ser></c:chart></c:chartSpace>"
    )
    body = para('<w:r><w:drawing><c:chart r:id="r1"/></w:drawing></w:r>')
    path = word_file(tmp_path / "a.docx", body, {"c.xml": chart}, "chart", "c.xml")
    assert text_of(path) == "Köer\nAntal\nMalmö"


@pytest.mark.parametrize("ending", ["docx", "docm", "dotx", "DOCX"])
def test_headings_come_by_style_and_the_title_by_its_own(tmp_path: Path, ending: str) -> None:
    body = (
        para(run("Rapport"), "Ti")
        + para(run("Inledning."))
        + para(run("Bakgrund"), "Own")
        + para(run("Text."))
        + para(run("dold"), "Hid")
    )
    assert read_document(word_file(tmp_path / f"a.{ending}", body)) == Document(
        "Rapport", (Page(1, None, "Inledning."), Page(2, "Bakgrund", "Text."))
    )


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ("Årsrapport 2020", "Årsrapport 2020"),
        ("Presentation om barn", "Presentation om barn"),
        ("Document1", "Rubrik ett"),
        ("Presentation1", "Rubrik ett"),
        ("PowerPoint-presentation", "Rubrik ett"),
        ("Untitled", "Rubrik ett"),
        ("Namnlöst dokument", "Rubrik ett"),
        ("Microsoft Word - rapport final.doc", "Rubrik ett"),
        ("utkast 3.docx", "Rubrik ett"),
        ("  ", "Rubrik ett"),
    ],
)
def test_the_title_is_the_files_own_unless_a_program_wrote_it(
    tmp_path: Path, given: str, title: str
) -> None:
    docx = pytest.importorskip("docx")
    file = docx.Document()
    file.add_heading("Rubrik ett", 1)
    file.add_paragraph("Text.")
    file.core_properties.title = given
    file.save(str(tmp_path / "a.docx"))
    assert read_document(tmp_path / "a.docx").title == title


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "an older format under another ending"),
        (b"PK\x05\x06" + bytes(18), "not a Word file"),
    ],
)
def test_what_is_no_word_file_says_why(tmp_path: Path, content: bytes, says: str) -> None:
    (tmp_path / "a.docx").write_bytes(content)
    with pytest.raises(MediaError, match=says):
        read_document(tmp_path / "a.docx")
