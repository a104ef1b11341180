"""The lines of a PDF that are one paragraph, and the points that are a list."""

from mediahub.documents.pdf_lines import Line
from mediahub.documents.pdf_paragraphs import blocks_of_page
from mediahub.documents.structure import Listing, Paragraph, Run, paragraph

WIDE = 5.0
"""Points of a character, all alike here."""


def line(text: str, row: float, left: float = 60, runs: int = 1) -> Line:
    return Line(text, 0.5, left, left + WIDE * len(text), 700 - 14 * row, runs)


FULL = "En rad som är så lång som spalten är bred, och mer"


def shown(*lines: Line, slide: bool = False) -> list[object]:
    found: list[object] = []
    for block in blocks_of_page(lines, slide=slide):
        if isinstance(block, Paragraph):
            found.append(block.text)
        elif isinstance(block, Listing):
            found.append([one.text for (one,) in block.entries if isinstance(one, Paragraph)])
    return found


def test_lines_that_were_only_broken_are_one_paragraph() -> None:
    assert shown(line(FULL, 0), line("får inte plats. Slut.", 1), line("Nytt stycke.", 2)) == [
        f"{FULL} får inte plats. Slut.",
        "Nytt stycke.",
    ]


def test_an_indent_and_a_larger_distance_begin_a_paragraph() -> None:
    lines = [line(FULL, 0), line(FULL, 1), line(FULL, 2, left=72), line(FULL, 4)]
    assert shown(*lines) == [f"{FULL} {FULL}", FULL, FULL]


def test_a_paragraph_goes_on_in_the_next_column() -> None:
    lines = [line(FULL, 0), line("den fortsätter i nästa", 1), line("spalt där.", 0, left=400)]
    assert shown(*lines) == [f"{FULL} den fortsätter i nästa spalt där."]
    assert shown(line("Sida 2", 50), line("vuxit.", 0)) == ["Sida 2", "vuxit."]


def test_points_are_a_list_whose_lines_hang() -> None:
    lines = [
        line(f"• {FULL}", 0),
        line("och går vidare", 1, left=70),
        line("• två", 2),
        line("1. ett", 3),
        line("2. två", 4),
    ]
    assert shown(*lines) == [[f"{FULL} och går vidare", "två"], "1. ett", "2. två"]


def test_rows_of_a_table_and_points_of_a_slide_stay_lines() -> None:
    rows = [line("Malmö 2019 12 000 15 000 personer 88 %", n, runs=6) for n in range(3)]
    assert shown(*rows) == [rows[0].text] * 3
    justified = [line("en rad med breda mellanrum", 0, runs=5), line("mellan orden", 1)]
    assert shown(*justified) == ["en rad med breda mellanrum mellan orden"]
    points = [line("Vad är räcket på er arbetsplats i dag", 0), line("Vem håller i det?", 1)]
    assert shown(*points, slide=True) == [one.text for one in points]


def test_a_paragraph_has_no_marks() -> None:
    assert blocks_of_page([line("Ett.", 0)], slide=False) == (Paragraph((Run("Ett."),)),)
    assert paragraph("Ett.") == Paragraph((Run("Ett."),))


def test_what_stands_alone_after_a_dash_is_said_and_no_point() -> None:
    said = [line("Hon ser nöjd ut.", 0), line("– Det gick bra.", 1), line("Sedan gick hon.", 2)]
    assert shown(*said) == ["Hon ser nöjd ut.", "– Det gick bra.", "Sedan gick hon."]
