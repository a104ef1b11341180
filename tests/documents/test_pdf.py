"""PDF: lines in reading order, words whole, and what stands on every page left out."""

import math
from pathlib import Path

import pytest

from mediahub.documents import Document, Page, read_document
from mediahub.documents.notices import PICTURE_PAGES
from tests.documents.making import assembled_pdf

A4 = (595, 842)
Drawn = tuple[float, float, str]


def at(x: float, y: float, text: str, turn: int = 0) -> str:
    """The drawing of a line that begins at x, y, turned counter-clockwise by `turn` degrees."""
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"BT /F1 11 Tf {cos:.3f} {sin:.3f} {-sin:.3f} {cos:.3f} {x} {y} Tm ({escaped}) Tj ET"


def lines(*texts: str, x: float = 60, y: float = 760) -> str:
    return "\n".join(at(x, y - 16 * number, text) for number, text in enumerate(texts))


PICTURE = "q 400 0 0 500 50 50 cm /I Do Q"


def pdf_file(path: Path, pages: list[str], page: str = "", title: str = "") -> Path:
    """A PDF whose pages hold these drawings; `page` is more to say of each page."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    objects.append(
        "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray"
        " /BitsPerComponent 8 /Length 1 >>\nstream\n0\nendstream"
    )
    kids = []
    for content in pages:
        data = content.encode("cp1252").decode("latin-1")
        objects.append(f"<< /Length {len(data)} >>\nstream\n{data}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {A4[0]} {A4[1]}] {page} /Contents "
            f"{len(objects)} 0 R /Resources << /XObject << /I 3 0 R >> /Font << /F1 << /Type /Font"
            " /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >> >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>"
    objects.append(f"<< /Title ({title}) >>")
    path.write_bytes(assembled_pdf(objects))
    return path


def text_of(path: Path) -> str:
    (page,) = read_document(path).pages
    return page.text


def test_words_broken_at_line_ends_are_whole(tmp_path: Path) -> None:
    path = pdf_file(
        tmp_path / "a.pdf",
        [lines("Om barn- och ung-", "domsvård i syd-", "och nordstaden, EU-", "stöd och Eva-",
               "Lotta, e-", "tjänster samt kommun-", "fullmäktige.")],
    )  # fmt: skip
    assert text_of(path) == (
        "Om barn- och ungdomsvård i syd- och nordstaden, EU-stöd och Eva-Lotta, e-tjänster samt "
        "kommunfullmäktige."
    )


def test_a_word_broken_by_the_end_of_a_page_belongs_to_that_page(tmp_path: Path) -> None:
    path = pdf_file(
        tmp_path / "a.pdf", [lines("Om orosanmäl-"), lines("ningar till nämnden."), lines("Nytt.")]
    )
    assert [page.text for page in read_document(path).pages] == [
        "Om orosanmälningar", "till nämnden.", "Nytt.",
    ]  # fmt: skip


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_page_is_read_in_order(tmp_path: Path, turn: int) -> None:
    path = pdf_file(tmp_path / "a.pdf", [lines("Första raden", "Andra raden")], f"/Rotate {turn}")
    (page,) = read_document(path).pages
    told = page.text.splitlines() if page.heading is None else [page.heading, page.text]
    assert told == ["Första raden", "Andra raden"]


@pytest.mark.parametrize(
    ("turn", "places"),
    [
        (90, [(200, 100), (216, 100)]),
        (270, [(400, 700), (384, 700)]),
        (180, [(500, 300), (500, 316)]),
    ],
)
def test_turned_lines_are_read_in_their_own_direction(
    tmp_path: Path, turn: int, places: list[tuple[float, float]]
) -> None:
    turned = "\n".join(
        at(x, y, text, turn)
        for (x, y), text in zip(places, ("Stående text", "om barn"), strict=True)
    )
    path = pdf_file(tmp_path / "a.pdf", [lines("En liggande rad med fler ord") + "\n" + turned])
    assert text_of(path) == "En liggande rad med fler ord\nStående text\nom barn"


LEFT = ["Vänster spalt handlar om barn-", "omsorgens alla platser och", "om kommunens skolor."]
JOINED = [f"{LEFT[0][:-1]}{LEFT[1]}", LEFT[2]]
RIGHT = ["Höger spalt handlar om de", "äldre som bor hemma och", "deras hjälp."]


@pytest.mark.parametrize("rows", [3, 2])
def test_columns_drawn_row_by_row_are_read_one_by_one(tmp_path: Path, rows: int) -> None:
    drawn = [
        drawing
        for number, text in enumerate(LEFT)
        for drawing in (
            at(60, 700 - 16 * number, text),
            *([at(320, 700 - 16 * number, RIGHT[number])] if number < rows else []),
        )
    ]
    # Two rows side by side may be anything; three are columns.
    path = pdf_file(tmp_path / "a.pdf", ["\n".join([at(60, 740, "Rubriken"), *drawn])])
    mixed = ["Rubriken", f"{LEFT[0]} {RIGHT[0]}", f"{LEFT[1]} {RIGHT[1]}", LEFT[2]]
    assert text_of(path).splitlines() == (["Rubriken", *JOINED, *RIGHT] if rows == 3 else mixed)


def test_columns_drawn_one_by_one_stay_so_and_a_table_is_read_by_row(tmp_path: Path) -> None:
    path = pdf_file(tmp_path / "a.pdf", [lines(*LEFT, y=700) + "\n" + lines(*RIGHT, x=320, y=700)])
    assert text_of(path).splitlines() == [*JOINED, *RIGHT]
    rows = [
        ("Kommun", "2019", "2020"),
        ("Malmö", "12", "15"),
        ("Lund", "8", "9"),
        ("Eslöv", "1", "2"),
    ]
    table = "\n".join(
        at(60 + 150 * column, 700 - 16 * row, text)
        for row, cells in enumerate(rows)
        for column, text in enumerate(cells)
    )
    path = pdf_file(tmp_path / "b.pdf", [table])
    assert text_of(path).splitlines() == [" ".join(cells) for cells in rows]


def test_heads_and_feet_of_every_page_are_left_out(tmp_path: Path) -> None:
    pages = [
        "\n".join(
            (
                at(60, 810, "Rapporten 2020"),
                at(280, 30, f"Sida {number} (4)"),
                lines(f"Del {number}"),
            )
        )
        for number in range(1, 5)
    ]
    path = pdf_file(tmp_path / "a.pdf", pages)
    assert [page.text for page in read_document(path).pages] == ["Del 1", "Del 2", "Del 3", "Del 4"]


def test_what_two_pages_share_is_text(tmp_path: Path) -> None:
    path = pdf_file(tmp_path / "a.pdf", [at(60, 810, "Samma rad")] * 2)
    assert [page.text for page in read_document(path).pages] == ["Samma rad", "Samma rad"]


def test_pages_that_are_pictures_are_told_by_number(tmp_path: Path) -> None:
    words = lines("Text på sidan")
    path = pdf_file(tmp_path / "a.pdf", [words, PICTURE, PICTURE, "", words + PICTURE, PICTURE])
    assert read_document(path, "media/a.pdf") == Document(
        None,
        (Page(1, None, "Text på sidan"), Page(5, None, "Text på sidan")),
        (
            PICTURE_PAGES.at("media/a.pdf, pages 2–3"),
            PICTURE_PAGES.at("media/a.pdf, page 6"),
        ),
    )


@pytest.mark.parametrize(
    ("given", "title"),
    [("Tidiga insatser", "Tidiga insatser"), ("\\(anonymous\\)", None), ("Presentation1", None)],
)
def test_the_title_is_the_files_own(tmp_path: Path, given: str, title: str | None) -> None:
    assert read_document(pdf_file(tmp_path / "a.pdf", [lines("Text")], title=given)).title == title
