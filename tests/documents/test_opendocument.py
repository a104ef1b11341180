"""LibreOffice's texts and slides, and RTF."""

from pathlib import Path

import pytest

from mediahub.documents import Document, Page, read_document
from mediahub.documents.notices import HIDDEN_SLIDES, SPEAKER_NOTES
from mediahub.errors import MediaError
from tests.documents.making import libre_file, zipped

NOTE = (
    "<text:note><text:note-citation>1</text:note-citation><text:note-body>"
    "<text:p>Se sidan 4.</text:p></text:note-body></text:note>"
)
HIDDEN = (
    '<style:style style:name="H"><style:text-properties text:display="none"/></style:style>'
    '<style:style style:name="P1" style:parent-style-name="Title"/>'
)


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("<text:p>Ett <text:span>två</text:span><text:s/>tre<text:tab/>fyra</text:p>",
         "Ett två tre fyra"),
        ("<text:p>barn<text:line-break/>och</text:p>", "barn och"),
        (f"<text:p>Text{NOTE} mer.</text:p>", "Text mer.\nSe sidan 4."),
        ("<text:tracked-changes><text:p>struket</text:p></text:tracked-changes>"
         "<text:p>kvar</text:p>", "kvar"),
        ("<text:p>ord<office:annotation><text:p>nej</text:p></office:annotation>et</text:p>",
         "ordet"),
        ('<text:p>ser <text:span text:style-name="H">inte</text:span>detta</text:p>', "ser detta"),
        ('<text:section text:display="none"><text:p>a</text:p></text:section><text:p>b</text:p>',
         "b"),
        ("<text:list><text:list-item><text:p>punkt</text:p></text:list-item></text:list>", "punkt"),
        ("<text:p>före<draw:frame><draw:text-box><text:p>ruta</text:p></draw:text-box></draw:frame>"
         "</text:p>", "före\nruta"),
        ("<table:table><table:table-row>"
         + "<table:table-cell><text:p>Ja</text:p></table:table-cell>" * 2
         + "</table:table-row></table:table>", "Ja Ja"),
    ],
)  # fmt: skip
def test_a_text_says_what_is_shown(tmp_path: Path, body: str, shown: str) -> None:
    (page,) = read_document(libre_file(tmp_path / "a.odt", body, styles=HIDDEN)).pages
    assert page.text == shown


def test_headings_and_titles(tmp_path: Path) -> None:
    body = (
        '<text:p text:style-name="P1">Rapport</text:p><text:h text:outline-level="1">Bakgrund'
        '</text:h><text:p>Text.</text:p><text:h text:outline-level="4">Not</text:h>'
    )
    path = libre_file(tmp_path / "a.odt", body, styles=HIDDEN, title="Untitled 1")
    assert read_document(path) == Document("Rapport", (Page(1, "Bakgrund", "Text.\nNot"),))
    path = libre_file(tmp_path / "b.odt", "<text:p>Text.</text:p>", title="Egen")
    assert read_document(path) == Document("Egen", (Page(1, None, "Text."),))


def test_slides_are_pages_with_notes(tmp_path: Path) -> None:
    def frame(kind: str, text: str) -> str:
        return (
            f'<draw:frame presentation:class="{kind}"><draw:text-box><text:p>{text}</text:p>'
            "</draw:text-box></draw:frame>"
        )

    page = "<draw:page>{}<draw:g>" + frame("outline", "ute") + "</draw:g>" + frame("footer", "fot")
    notes = f"<presentation:notes>{frame('notes', 'berätta')}</presentation:notes></draw:page>"
    body = page.format(frame("title", "Lek")) + notes + page.format("") + "</draw:page>"
    hidden = page.replace("<draw:page>", '<draw:page draw:style-name="dp2">').format("")
    styles = (
        '<style:style style:name="dp2"><style:drawing-page-properties '
        'presentation:visibility="hidden"/></style:style>'
    )
    path = tmp_path / "a.odp"
    libre_file(path, f"{body}{hidden}</draw:page>", kind="presentation", styles=styles)
    assert read_document(path, "a.odp") == Document(
        "Lek",
        (Page(1, "Lek", "ute\nberätta"), Page(2, None, "ute")),
        (HIDDEN_SLIDES.at("a.odp", slides="3"), SPEAKER_NOTES.at("a.odp", slides="1")),
    )


def test_a_locked_file_says_so(tmp_path: Path) -> None:
    manifest = "<manifest><file-entry><encryption-data/></file-entry></manifest>"
    path = zipped(tmp_path / "a.odt", {"META-INF/manifest.xml": manifest, "content.xml": "?"})
    with pytest.raises(MediaError, match="locked by a password"):
        read_document(path)


RTF = rb"""{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset238 Arial CE;}}
{\stylesheet{\s0 Normal;}{\s1 heading 1;}}{\info{\title Rapporten}{\author Anna}}
{\header Sidhuvud\par}\pard\s1 \'c4ldre\par\pard\plain F\'f6rsta\b  stycket\b0
{\footnote Se sidan 4.} slut.\par
{\deleted struket }{\v dolt }Fr\u229\'e5n 3\u8211?5,\~
{\field{\*\fldinst HYPERLINK "x"}{\fldrslt h\'e4r}}\line
{\f1\'b9}\par
\trowd ett\cell tv\'e5\cell\row{\pict 00ff}{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt Ruta\par}}}"""


def test_rich_text_says_what_is_shown(tmp_path: Path) -> None:
    (tmp_path / "a.rtf").write_bytes(RTF)
    text = "Första stycket slut.\nSe sidan 4.\nFrån 3–5, här ą\nett två\nRuta"
    assert read_document(tmp_path / "a.rtf") == Document("Rapporten", (Page(1, "Äldre", text),))


def test_letters_that_stand_as_such_in_rich_text_are_read(tmp_path: Path) -> None:
    for at, encoding in enumerate(("utf-8", "cp1252")):
        path = tmp_path / f"{at}.rtf"
        path.write_bytes("{\\rtf1\\ansi Bostadslös i Malmö}".encode(encoding))
        assert read_document(path).pages == (Page(1, None, "Bostadslös i Malmö"),)


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"hej", "not a Rich Text file"), (b"{\\rtf1 }", "no text in it"), (b"{\\rtf1 {{", "no text")],
)
def test_what_is_no_rich_text_says_why(tmp_path: Path, content: bytes, says: str) -> None:
    (tmp_path / "a.rtf").write_bytes(content)
    with pytest.raises(MediaError, match=says):
        read_document(tmp_path / "a.rtf")
