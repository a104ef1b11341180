"""Markdown, plain text and web pages as pages."""

from pathlib import Path

import pytest

from mediahub.documents import Document, Page, read_document
from mediahub.errors import MediaError


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_markdown_sections_are_pages(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "kartläggning.md",
        "# Tidiga insatser\n\nEn *inledning* om [stöd](https://example.org).\n\n"
        "## Hembesök\n\n- första\n- andra\n\n| år | antal |\n|---|---|\n| 2019 | 12 |\n\n"
        "#### Not\nSlut.\n",
    )
    assert read_document(path) == Document(
        "Tidiga insatser",
        (
            Page(1, "Tidiga insatser", "En inledning om stöd."),
            Page(2, "Hembesök", "första\nandra\når\nantal\n2019\n12\nNot\nSlut."),
        ),
    )


def test_front_matter_gives_the_title_and_is_not_text(tmp_path: Path) -> None:
    path = written(tmp_path, "a.md", '\ufeff---\ntitle: "Om barn"\nauthor: A\n---\nText här.\r\n')
    assert read_document(path) == Document("Om barn", (Page(1, None, "Text här."),))


def test_plain_text_is_one_page_with_a_line_for_each_paragraph(tmp_path: Path) -> None:
    path = written(tmp_path, "a.txt", "Ett\ntvå.\r\n\r\nTre.\n")
    assert read_document(path) == Document(None, (Page(1, None, "Ett två.\nTre."),))


def test_a_web_page_gives_its_own_text_and_not_its_menus(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "sida.html",
        "<html><head><title>Sajt – Sida</title><style>p{}</style></head><body>"
        "<nav><a href='/'>Hem</a></nav><main><h1>Fattiga barn</h1><p>Många <b>barn</b> i "
        "Malmö&nbsp;lever så.</p><script>alert('x')</script><h2>Vad görs?</h2><ul><li>Hembesök"
        "<li>Stöd</ul><div hidden>dold</div></main><footer>Kakor</footer></body></html>",
    )
    assert read_document(path) == Document(
        "Fattiga barn",
        (
            Page(1, "Fattiga barn", "Många barn i Malmö lever så."),
            Page(2, "Vad görs?", "Hembesök\nStöd"),
        ),
    )


def test_a_web_page_in_latin_1_is_read_as_it_declares(tmp_path: Path) -> None:
    page = "<html><head><meta charset='iso-8859-1'><title>Å</title></head><body><p>Räksmörgås</p>"
    path = written(tmp_path, "gammal.htm", page.encode("latin-1"))
    assert read_document(path) == Document("Å", (Page(1, None, "Räksmörgås"),))


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("tom.md", b"", "empty"),
        ("tom.html", b" \n", "empty"),
        ("bild.md", b"\x89PNG\r\n\x1a\n\x00\x00", "UTF-8"),
        ("noll.txt", b"a\x00b", "no text file"),
        ("tyst.html", b"<html><body><script>1</script></body></html>", "no text"),
        ("film.mp4", b"x", "cannot be read as text"),
    ],
)
def test_what_cannot_be_read_is_a_media_error_that_names_the_file(
    tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    path = written(tmp_path, name, content)
    with pytest.raises(MediaError, match=says) as raised:
        read_document(path)
    assert str(path) in str(raised.value)


def test_a_missing_file_is_a_media_error(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="cannot be read"):
        read_document(tmp_path / "saknas.md")


def test_a_page_nested_past_reason_is_refused_and_one_within_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, "djup.html", "<div>" * 5000 + "djupt" + "</div>" * 5000)
    with pytest.raises(MediaError, match="lies deeper"):
        read_document(path)
    path = written(tmp_path, "lagom.html", "<div>" * 1000 + "djupt" + "</div>" * 1000)
    assert read_document(path).pages == (Page(1, None, "djupt"),)
