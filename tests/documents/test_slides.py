"""PowerPoint files: all that a slide shows, in its order."""

import zipfile
from pathlib import Path

import pytest

from mediahub.documents import Document, Page, read_document
from mediahub.documents.notices import HIDDEN_SLIDES, SPEAKER_NOTES
from mediahub.errors import MediaError
from tests.documents.making import NAMESPACES, shape, slides_file, tree, zipped

FRAME = "<p:graphicFrame><a:graphic>{}</a:graphic></p:graphicFrame>"


def lines_of(path: Path) -> list[str]:
    (page,) = read_document(path).pages
    return page.text.splitlines()


@pytest.mark.parametrize("ending", ["pptx", "pptm", "ppsx", "PPTX"])
def test_a_slide_is_a_page_headed_by_its_title(tmp_path: Path, ending: str) -> None:
    slides = [shape("Lek", "ctrTitle") + shape("Ute\nInne", "body"), "", shape("Tack")]
    assert read_document(slides_file(tmp_path / f"a.{ending}", slides)) == Document(
        "Lek", (Page(1, "Lek", "Ute\nInne"), Page(3, None, "Tack"))
    )


@pytest.mark.parametrize(
    ("paragraph", "shown"),
    [
        ("<a:r><a:t>barn</a:t></a:r><a:br/><a:r><a:t>och unga</a:t></a:r>", "barn och unga"),
        ("<a:r><a:t>barn_x000B_och</a:t></a:r>", "barn och"),
        ('<a:r><a:t>den </a:t></a:r><a:fld type="datetime"><a:t>3 maj</a:t></a:fld>', "den 3 maj"),
        (
            "<mc:AlternateContent><mc:Choice><m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>"
            "</mc:Choice><mc:Fallback><a:r><a:t>bild</a:t></a:r></mc:Fallback></mc:AlternateContent>",
            "x=1",
        ),
    ],
)
def test_a_line_says_what_is_shown(tmp_path: Path, paragraph: str, shown: str) -> None:
    body = f"<p:sp><p:txBody><a:p>{paragraph}</a:p></p:txBody></p:sp>"
    assert lines_of(slides_file(tmp_path / "a.pptx", [body])) == [shown]


def test_groups_alternatives_and_tables_are_read_in_order(tmp_path: Path) -> None:
    cells = "".join(
        f"<a:tc><a:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></a:txBody></a:tc>"
        for text in ("Ja", "Ja", "Nej")
    )
    slide = (
        f"<p:grpSp><p:grpSp>{shape('Innerst')}</p:grpSp>{shape('Ytterst')}</p:grpSp>"
        f"<mc:AlternateContent><mc:Choice>{shape('Val')}</mc:Choice>"
        f"<mc:Fallback>{shape('Val')}</mc:Fallback></mc:AlternateContent>"
        + shape("Gömd", hidden="1")
        + FRAME.format(f"<a:tbl><a:tr>{cells}</a:tr></a:tbl>")
    )
    path = slides_file(tmp_path / "a.pptx", [slide])
    assert lines_of(path) == ["Innerst", "Ytterst", "Val", "Ja Ja Nej"]


def test_a_chart_and_smart_art_say_their_words(tmp_path: Path) -> None:
    chart = (
        f"<c:chartSpace {NAMESPACES}><c:title><a:p><a:r><a:t>Köer</a:t></a:r></a:p></c:title>"
        "<c:cat><c:pt><c:v>Malmö</c:v></c:pt><c:pt><c:v>Lund</c:v></c:pt></c:cat></c:chartSpace>"
    )
    points = "".join(
        f'<dgm:pt modelId="{id_}"><dgm:t><a:p><a:r><a:t>{text}</a:t></a:r></a:p></dgm:t></dgm:pt>'
        for id_, text in ((2, "Sist"), (3, "Under först"), (4, "Först"))
    )
    links = "".join(
        f'<dgm:cxn srcId="{above}" destId="{below}" srcOrd="{place}"/>'
        for above, below, place in ((1, 2, 1), (1, 4, 0), (4, 3, 0))
    )
    diagram = (
        f'<dgm:dataModel {NAMESPACES}><dgm:ptLst><dgm:pt modelId="1" type="doc"/>{points}'
        f"</dgm:ptLst><dgm:cxnLst>{links}</dgm:cxnLst></dgm:dataModel>"
    )
    slide = FRAME.format('<c:chart r:id="r1"/>') + FRAME.format('<dgm:relIds r:dm="r2"/>')
    path = slides_file(
        tmp_path / "a.pptx",
        [slide],
        {"charts/c.xml": chart, "diagrams/d.xml": diagram},
        (("r1", "chart", "../charts/c.xml"), ("r2", "diagramData", "../diagrams/d.xml")),
    )
    assert lines_of(path) == ["Köer", "Malmö", "Lund", "Först", "Under först", "Sist"]


def test_what_stands_at_the_foot_of_many_slides_is_read_once_and_notes_last(
    tmp_path: Path,
) -> None:
    foot = shape("Socialdagen", "ftr") + shape("7", "sldNum")
    notes = tree(shape("Berätta om Anna", "body") + shape("7", "sldNum"), "notes")
    path = slides_file(
        tmp_path / "a.pptx",
        [foot + shape("Ett"), foot + shape("Två")],
        {"notes/n.xml": notes},
        (("r1", "notesSlide", "../notes/n.xml"),),
    )
    read = read_document(path, "media/a.pptx")
    assert read.pages == (
        Page(1, None, "Ett\nSocialdagen\nBerätta om Anna"),
        Page(2, None, "Två"),
    )
    assert read.notices == (SPEAKER_NOTES.at("media/a.pptx", slides="1"),)


def test_hidden_slides_are_not_read_and_are_told(tmp_path: Path) -> None:
    path = slides_file(
        tmp_path / "a.pptx", [shape(word) for word in ("Ett", "Gömd", "Dold", "Sen")]
    )
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    for number in (2, 3):
        name = f"ppt/slides/s{number}.xml"
        parts[name] = parts[name].replace("<p:sld ", '<p:sld show="0" ')
    assert read_document(zipped(tmp_path / "b.pptx", parts), "b.pptx") == Document(
        None,
        (Page(1, None, "Ett"), Page(4, None, "Sen")),
        (HIDDEN_SLIDES.at("b.pptx", slides="2–3"),),
    )


def test_slides_without_words_are_refused(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="no text on its slides"):
        read_document(slides_file(tmp_path / "a.pptx", ["", shape("")]))
