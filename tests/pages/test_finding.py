"""The search page and the register: what they lead to, and that they are valid."""

from mediahub.pages.finding import Heading, Moment, register_page, search_page, search_script
from mediahub.pages.look import script
from tests.pages.test_pages import FRAME

FILM = "filmer/f/index.html"
TEXT = "texter/t/index.html"


def test_the_search_page_knows_its_script_its_index_and_the_register() -> None:
    page = search_page(FRAME, "assets/search.1.js", "hitta/abc/start.json", register=True)
    assert '<script src="../assets/search.1.js" defer></script>' in page
    assert 'data-start="../hitta/abc/start.json" data-root="../"' in page
    assert page.count('href="../register/index.html"') == 2
    assert 'href="../register' not in search_page(FRAME, "s.js", "s.json", register=False)


def test_the_register_leads_to_seconds_and_to_parts_of_texts_under_its_letters() -> None:
    page = register_page(
        FRAME,
        [
            Heading("1990-talet", (Moment(TEXT, "Texten", None),)),
            Heading(
                "barnfattigdom", (Moment(FILM, "Filmen", 65_400), Moment(FILM, "Filmen", 5000))
            ),
            Heading("Öster", (Moment(TEXT, "Texten & den", None, 3),)),
        ],
    )
    assert [f'<h2 id="{letter}">' in page for letter in ("0–9", "B", "Ö")] == [True, True, True]
    assert (
        'Filmen: <a href="../filmer/f/index.html#t=65">1:05</a>, '
        '<a href="../filmer/f/index.html#t=5">0:05</a>'
    ) in page
    assert 'Texten &amp; den: <a href="../texter/t/index.html#sida-3">avsnitt 3</a>' in page


def test_of_many_moments_the_first_are_shown_and_the_rest_counted() -> None:
    many = tuple(Moment(FILM, "Filmen", 60_000 * number) for number in range(20))
    assert "och 8 till" in register_page(FRAME, [Heading("barn", many)])


def test_an_empty_register_says_so() -> None:
    assert "Här finns ingenting än." in register_page(FRAME, [])


def test_scripts_are_named_by_their_bytes() -> None:
    for address, data in (search_script(), script()):
        assert address.startswith("assets/")
        assert data.startswith((b"// ", b"(() =>"))
