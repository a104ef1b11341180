"""The form of a text survives: lists, tables, links, emphasis, notes, in every format alike."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediahub.documents import read_document
from mediahub.documents.notices import BOXES, EMBEDDED, LINKS_LOST, PICTURES, PRIVATE
from mediahub.documents.structure import (
    LINE_END,
    Cell,
    Definitions,
    Link,
    Listing,
    Note,
    Paragraph,
    Program,
    Quotation,
    Run,
    Table,
    lines,
    paragraph,
    plain,
    tidied,
)
from mediahub.documents.structurejson import blocks_from_json, blocks_to_json
from tests.documents.making import NAMESPACES, para, run, word_file

P = paragraph
MARKS = st.sampled_from(["strong", "em", "s", "sup", Link("https://a.example/")])
RUNS = st.builds(Run, st.text(max_size=8), st.lists(MARKS, max_size=2).map(tuple))
PARAGRAPHS = st.builds(
    lambda runs, level: Paragraph(tidied(runs), level),
    st.lists(RUNS, max_size=4),
    st.integers(0, 6),
)
ENTRIES = st.lists(st.lists(PARAGRAPHS, max_size=2).map(tuple), max_size=2).map(tuple)
BLOCKS = st.lists(
    PARAGRAPHS
    | st.builds(Listing, ENTRIES, st.sampled_from(["", "1", "a"]), st.integers(1, 9))
    | st.builds(Quotation, st.lists(PARAGRAPHS, max_size=2).map(tuple))
    | st.builds(lambda inner: Table(((Cell(inner, "col", 2),),)), ENTRIES.map(lambda e: sum(e, ())))
    | st.builds(Program, st.text(max_size=8))
    | st.builds(lambda inner: Definitions(((True, inner),)), ENTRIES.map(lambda e: sum(e, ())))
    | st.builds(lambda inner: Note(3, inner), ENTRIES.map(lambda e: sum(e, ()))),
    max_size=4,
).map(tuple)


@given(BLOCKS)
def test_blocks_survive_json(blocks: tuple[Paragraph, ...]) -> None:
    assert blocks_from_json(blocks_to_json(blocks)) == blocks


@given(st.lists(RUNS, max_size=6))
def test_tidied_runs_say_the_same_words(runs: list[Run]) -> None:
    said = "".join(run.text for run in tidied(runs))
    assert said == said.strip()
    assert "".join(plain(said).split()) == "".join(
        "".join(plain(run.text).split()) for run in runs
    )  # letters that meet between runs are not composed


def test_space_between_marks_stands_outside_them_and_a_line_end_stays() -> None:
    runs = [Run("Ett ", ("strong",)), Run(" \n två"), Run(LINE_END), Run(" tre ", ("em",))]
    assert tidied(runs) == (
        Run("Ett", ("strong",)),
        Run(" två\n"),
        Run("tre", ("em",)),
    )


def web_page(folder: Path, body: str, head: str = "") -> Path:
    path = folder / "a.html"
    path.write_text(f"<html><head>{head}</head><body>{body}</body></html>", encoding="utf-8")
    return path


def words(*texts: str) -> tuple[tuple[Paragraph, ...], ...]:
    return tuple((P(text),) for text in texts)


@pytest.mark.parametrize(
    ("body", "blocks"),
    [
        ("a<br>b<br><br>c", (Paragraph((Run("a\nb"),)), P("c"))),
        ("<ul><li>a<li>b<ol type=a start=3><li>c</ol></ul>",
         (Listing(((P("a"),), (P("b"), Listing(words("c"), "a", 3)))),)),
        ("<ul><li>a</li><ul><li>b</li></ul></ul>", (Listing(((P("a"), Listing(words("b"))),)),)),
        ("<dl><dt>ord<dd>mening</dl>",
         (Definitions(((True, (P("ord"),)), (False, (P("mening"),)))),)),
        ("<table><tr><th>a<th scope=row>b<tr><th>c<td colspan=2>d</table>",
         (Table(((Cell((P("a"),), "col"), Cell((P("b"),), "row")),
                 (Cell((P("c"),), "row"), Cell((P("d"),), "", 2))), lined=False),)),
        ("<table><tr><td>bara en spalt</table>", (P("bara en spalt"),)),
        ("<table role=presentation><tr><td>vänster<td>höger</table>", (P("vänster"), P("höger"))),
        ("<blockquote>sagt</blockquote><pre>  x\n y</pre>", (Quotation((P("sagt"),)),
                                                            Program("  x\n y"))),
        ("<b>fet <i>och</i></b> <del>ej</del>",
         (Paragraph((Run("fet ", ("strong",)), Run("och", ("strong", "em")), Run(" "),
                     Run("ej", ("s",)))),)),
        ("<a href='javascript:x()'>a</a><a href='#b'>b</a><a href=' HTTPS://c.example '>c</a>",
         (Paragraph((Run("ab"), Run("c", (Link("HTTPS://c.example"),)))),)),
        ("<ul><li><h4>Rubrik</h4>text</ul>", (Listing(((P("Rubrik", 4), P("text")),)),)),
        ("<div>" * 40 + "<ul><li>" * 40 + "djupt", None),
    ],
)  # fmt: skip
def test_a_web_page_keeps_its_form(tmp_path: Path, body: str, blocks: object) -> None:
    (page,) = read_document(web_page(tmp_path, body)).pages
    if blocks is not None:
        assert page.blocks == blocks
    assert page.text == "\n".join(line for block in page.blocks for line in lines(block))


@pytest.mark.parametrize(
    "beside",
    [
        "<div id='cookie-banner'>Vi använder kakor.<button>Ja</button></div>",
        "<div role=dialog class='CookieConsent'>Vi använder kakor.</div>",
        "<dialog open class=gdpr>Vi använder kakor.</dialog>",
        "<header><a href=/>Staden</a> Öppet 8–16</header>",
        "<ul class='main-menu'><li><a href=/a>Skola</a><li><a href=/b>Omsorg</a></ul>",
        "<div class=breadcrumbs><a href=/>Start</a> / <a href=/n>Nyheter</a></div>",
        "<a class=skip-link href=#i>Hoppa till innehållet</a>",
        "<div class=share><a href=https://x.example>Dela</a></div>",
    ],
)
def test_what_stands_beside_a_page_is_no_part_of_it(tmp_path: Path, beside: str) -> None:
    (page,) = read_document(web_page(tmp_path, f"{beside}<p>Text.</p>{beside}")).pages
    assert page.text == "Text."


@pytest.mark.parametrize(
    "own",
    [
        "<div class=cookie-policy><h1>Om kakor</h1><p>Så gör vi.</p></div>",
        "<div class=menu-text><p>Veckans meny är soppa, se <a href=/x>köket</a>.</p></div>",
        "<header><h1>Rubrik</h1><p>Ingress.</p></header>",
        "<article><header>Av Anna</header><p>Text.</p></article>",
        f"<div class=consent>{'Om samtycke. ' * 400}</div>",
    ],
)
def test_what_only_sounds_as_if_it_stood_beside_is_read(tmp_path: Path, own: str) -> None:
    (page,) = read_document(web_page(tmp_path, own)).pages
    assert page.text


@pytest.mark.parametrize(
    ("head", "comment"),
    [
        ("<base href='https://a.example/b/'>", ""),
        ("<link rel=canonical href='https://a.example/b/c'>", ""),
        ("", "<!-- saved from url=(0022)https://a.example/b/c -->"),
    ],
)
def test_a_saved_page_leads_where_it_led(tmp_path: Path, head: str, comment: str) -> None:
    document = read_document(web_page(tmp_path, f"{comment}<a href=../d.html>d</a>", head))
    assert document.pages[0].blocks == (
        Paragraph((Run("d", (Link("https://a.example/d.html"),)),)),
    )
    assert document.notices == ()


def test_what_a_web_page_cannot_bring_is_told(tmp_path: Path) -> None:
    body = (
        "Text <a href=b.pdf>b</a><img src=x alt='En karta'><img src=y alt=''>"
        "<iframe src=https://film.example></iframe><iframe width=1></iframe>"
    )
    document = read_document(web_page(tmp_path, body), "a.html")
    assert document.pages[0].text == "Text b\n[Bild: En karta]"
    assert document.notices == tuple(
        kind.at("a.html", count=1) for kind in (PICTURES, EMBEDDED, LINKS_LOST)
    )


NUMBERING = (
    f'<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
)


def entry(text: str, number: int, depth: int = 0) -> str:
    return (
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'
        f"</w:pPr>{run(text)}</w:p>"
    )


def test_word_lists_are_lists_and_go_on_counting(tmp_path: Path) -> None:
    body = "".join(
        (
            entry("a", 1),
            entry("b", 1, 1),
            entry("c", 1),
            entry("ett", 2),
            para(run("emellan")),
            entry("två", 2),
        )
    )
    path = word_file(
        tmp_path / "a.docx", body, {"numbering.xml": NUMBERING}, "numbering", "numbering.xml"
    )
    (page,) = read_document(path).pages
    assert page.blocks == (
        Listing(((P("a"), Listing(words("b"), "a")), (P("c"),))),
        Listing(words("ett"), "1"),
        P("emellan"),
        Listing(words("två"), "1", 2),
    )
    assert page.text == "a\nb\nc\nett\nemellan\ntvå"


def face(text: str, *properties: str) -> str:
    inside = "".join(f"<w:{one}/>" for one in properties)
    return f'<w:r><w:rPr>{inside}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_word_keeps_emphasis_links_and_notes_and_tells_what_it_cannot(tmp_path: Path) -> None:
    code = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText>HYPERLINK "https://b.example/"</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{run("fält")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    box = f"<w:r><w:txbxContent>{para(run('i rutan'))}</w:txbxContent></w:r>"
    body = para(
        face("Fet", "b")
        + face(" ej", 'b w:val="0"')
        + face(" båda", "b", "i")
        + run(" ")
        + code
        + '<w:r><w:footnoteReference w:id="2"/></w:r>'
        + box
        + '<w:r><w:drawing><wp:inline xmlns:wp="wp"><wp:docPr descr="Två barn"/>'
        + '<pic:pic xmlns:pic="pic"/></wp:inline></w:drawing></w:r>'
    )
    note = para(run("Noten."))
    notes = f'<w:footnotes {NAMESPACES}><w:footnote w:id="2">{note}</w:footnote></w:footnotes>'
    path = word_file(
        tmp_path / "a.docx", body, {"footnotes.xml": notes}, "footnotes", "footnotes.xml"
    )
    document = read_document(path, "a.docx")
    assert document.pages[0].blocks == (
        Paragraph(
            (
                Run("Fet", ("strong",)),
                Run(" ej "),
                Run("båda", ("strong", "em")),
                Run(" "),
                Run("fält", (Link("https://b.example/"),)),
                Run("", (), 1),
                Run(" [Bild: Två barn]"),
            )
        ),
        Note(1, (P("Noten."),)),
        P("i rutan"),
    )
    assert document.notices == (PICTURES.at("a.docx", count=1), BOXES.at("a.docx", count=1))


def test_a_word_table_has_its_headings_and_merged_cells(tmp_path: Path) -> None:
    def cell(text: str, more: str = "") -> str:
        return f"<w:tc><w:tcPr>{more}</w:tcPr>{para(run(text))}</w:tc>"

    begins, wide = '<w:vMerge w:val="restart"/>', '<w:gridSpan w:val="2"/>'
    table = (
        '<w:tbl><w:tblPr><w:tblLook w:val="04A0"/></w:tblPr>'
        f"<w:tr>{cell('Ort')}{cell('Antal')}</w:tr>"
        f"<w:tr>{cell('Åre', begins)}{cell('7')}</w:tr>"
        f"<w:tr>{cell('', '<w:vMerge/>')}{cell('8')}</w:tr>"
        f"<w:tr>{cell('Summa 15', wide)}</w:tr></w:tbl>"
    )
    (page,) = read_document(word_file(tmp_path / "a.docx", table)).pages
    assert page.blocks == (
        Table(
            (
                (Cell((P("Ort"),), "col"), Cell((P("Antal"),), "col")),
                (Cell((P("Åre"),), rows=2), Cell((P("7"),))),
                (Cell((P("8"),)),),
                (Cell((P("Summa 15"),), columns=2),),
            )
        ),
    )
    assert page.text == "Ort Antal\nÅre 7\n8\nSumma 15"


def test_a_table_of_contents_is_not_said_before_the_text(tmp_path: Path) -> None:
    contents = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
        f"</w:docPartObj></w:sdtPr><w:sdtContent>{para(run('Bakgrund 2'))}</w:sdtContent></w:sdt>"
    )
    body = contents + para(run("Bakgrund"), "H1") + para(run("Text."))
    (page,) = read_document(word_file(tmp_path / "a.docx", body)).pages
    assert (page.heading, page.text) == ("Bakgrund", "Text.")


@pytest.mark.parametrize(
    "inside",
    [
        "<w:del><w:r><w:delText>struket</w:delText></w:r></w:del>",
        "<w:moveFrom><w:r><w:t>flyttat</w:t></w:r></w:moveFrom>",
    ],
)
def test_a_word_file_with_what_nobody_should_read_is_told(tmp_path: Path, inside: str) -> None:
    path = word_file(tmp_path / "a.docx", para(run("Text.") + inside))
    document = read_document(path, "a.docx")
    assert (document.pages[0].text, document.private) == ("Text.", True)
    assert document.notices == (PRIVATE.at("a.docx"),)


def test_comments_and_revisions_in_other_parts_are_seen_and_a_clean_file_is_not_told(
    tmp_path: Path,
) -> None:
    comment = f'<w:comment w:id="1">{para(run("?"))}</w:comment>'
    comments = f"<w:comments {NAMESPACES}>{comment}</w:comments>"
    path = word_file(tmp_path / "a.docx", para(run("Text.")), {"comments.xml": comments})
    assert read_document(path).private
    path = word_file(tmp_path / "b.docx", para(f"<w:ins>{run('Text.')}</w:ins>"))
    assert (read_document(path).private, read_document(path).notices) == (False, ())
