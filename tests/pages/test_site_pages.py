"""The pages that gather over items: golden, valid, with nothing of others, and what each shows."""

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediahub.catalog import Answer, Contributor, Item, Link, Person, Term, Theme
from mediahub.catalog.colours import contrast, readable
from mediahub.pages import (
    Entry,
    Frame,
    Picture,
    SeriesEntry,
    TextPage,
    TextPart,
    ThemeEntry,
    ThemePage,
    not_found_page,
    person_page,
    start_page,
    text_page,
    theme_pages,
    themes_page,
)
from mediahub.pages.apps import apps_for
from mediahub.pages.finding import Heading, Moment
from mediahub.pages.hyphens import soft
from mediahub.pages.look import script, style
from tests.pages.test_pages import FRAME, Checker

PICTURE = Picture("tema/t/tema-1-400.jpg", "tema/t/tema-1-800.jpg", 800, 450)
EVA = Person("eva-ek", "Eva Ek", role="utredare", link="https://eva.example", listed=True)
FILM = Entry(
    "Orosanmälningarna & hoppet",
    "filmer/f/index.html",
    "film",
    label="Utredningen",
    formats=("Film", "föreläsning"),
    published=datetime(2020, 6, 3, 7, tzinfo=UTC),
    duration_ms=1_459_000,
    about="Om **allt**.",
    theme="Ju förr desto bättre",
    picture=PICTURE,
)
ARTICLE = replace(
    FILM,
    title="Ett filter",
    address="texter/a/index.html",
    kind="article",
    label="Kartläggningen",
    formats=(),
    duration_ms=0,
    picture=None,
)
THEME = Theme(
    "t",
    "Ju förr desto bättre",
    Path("t"),
    date=date(2020, 6, 3),
    introduction="Om *tidiga* insatser.",
    glossary=(Term("främjande", "Att stärka.", ("promotion",)),),
    questions=("Vad vinner vi?", "Vad hindrar?"),
    questions_introduction="Prata två och två.",
    house_rules="Lyssna färdigt.",
    contact="tema@staden.example",
    credits=("Stöds av **fonden**.",),
    ask="Skriv till oss.",
    ask_address="https://staden.example/fraga?a=1&b=2",
    answers=(
        Answer("Hur då?", "Så **här**.", EVA, "f", 52_500),
        Answer("När?", item="borta", at_ms=1000),
    ),
)
PAGE = ThemePage(
    THEME, "tema/t", (FILM, ARTICLE), {"f": FILM.address}, {"f": FILM.title}, PICTURE,
    "https://media.example.se/f/tema/t/tema-1-800.jpg",
)  # fmt: skip
TEXT = TextPage(
    Item(
        "a",
        "Ett filter",
        "slides",
        Path("bilder.pdf"),
        description="Om *filter*.",
        label="Kartläggningen",
        contributors=(Contributor(EVA, "writer"), Contributor(Person("bo", "Bo"), "writer")),
        links=(Link("Rapporten", "https://staden.example/r"),),
        image_caption="På bild: Eva",
    ),
    "texter/a",
    "bilder.pdf",
    300_000,
    (
        TextPart(1, "Förebyggande arbete", "<p>Hej.</p>", "Bild 1"),
        TextPart(2, "", "<p>&lt;b&gt;</p>", "Bild 2"),
    ),
    published=datetime(2020, 6, 3, 7, tzinfo=UTC),
    picture=replace(PICTURE, description="Eva vid ett bord"),
    theme=ThemeEntry("Ju förr desto bättre", "tema/t/index.html", about="Om insatser."),
    people={"eva-ek": "../../personer/eva-ek/index.html"},
    mentions=(Heading("filter", (Moment("", "", None, 1), Moment("", "", None, 2))),),
)


def every_page(frame: Frame = FRAME) -> dict[str, str]:
    themes = [ThemeEntry(THEME.title, "tema/t/index.html", THEME.date, "Om.", 2, PICTURE)]
    series = [SeriesEntry("Podden", "podden/index.html", "Samtal.", 3, FILM.published, PICTURE)]
    return {
        **theme_pages(PAGE, frame),
        "texter/a/index.html": text_page(TEXT, frame),
        "personer/eva-ek/index.html": person_page(
            EVA, [FILM], ("personer/eva-400.jpg", "personer/eva.jpg"), "personer/eva-ek", frame
        ),
        "index.html": start_page(frame, [FILM, ARTICLE], themes, series, THEME.credits),
        "tema/index.html": themes_page(frame, themes),
        "404.html": not_found_page(frame),
    }


ADDRESSES = sorted(every_page())


def test_a_theme_has_a_page_for_each_of_its_parts():
    assert [a for a in ADDRESSES if a.startswith("tema/t/")] == [
        "tema/t/experterna/index.html",
        "tema/t/fragor/index.html",
        "tema/t/fragor/utskrift.html",
        "tema/t/index.html",
        "tema/t/ord/index.html",
    ]
    bare = replace(PAGE, theme=Theme("t", "Tema", Path("t")), entries=())
    assert list(theme_pages(bare, FRAME)) == ["tema/t/index.html"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_each_page_is_the_golden_file(address: str, same_as_golden):
    name = address.removesuffix("/index.html").replace("/", "-")
    same_as_golden(f"{name.removesuffix('.html')}.html", every_page()[address].encode())


@pytest.mark.parametrize("address", ADDRESSES)
def test_each_page_is_valid_html_with_one_heading_above_all_others(address: str):
    page = every_page()[address]
    html5lib.HTMLParser(strict=True).parse(page)
    checker = Checker()
    checker.feed(page)
    assert (checker.open, checker.faults) == ([], [])
    assert checker.headings[:1] == [1]
    assert checker.headings.count(1) == 1
    assert len(checker.ids) == len(set(checker.ids))


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_page_fetches_anything_of_others_or_has_style_or_script_in_it(address: str):
    page = every_page()[address]
    assert not re.findall(r'(?:src|poster|srcset)="https?:', page)
    assert "style=" not in page
    assert (
        re.findall(r"<script(?! src=\"[^\"]*assets/)(?! type=\"application/ld\+json\")", page) == []
    )
    assert "unsafe-inline" not in page
    assert "<style" not in page


@pytest.mark.parametrize("address", [a for a in ADDRESSES if a != "404.html"])
def test_every_link_of_ours_leads_from_where_the_page_stands(address: str):
    """Each relative address, followed from its page, is one of the site's."""
    there = {*every_page(), FRAME.style, FRAME.script, FILM.address, "podden/index.html"}
    there.add("hitta/index.html")
    there |= {
        PICTURE.small,
        PICTURE.large,
        "personer/eva.jpg",
        "personer/eva-400.jpg",
        "texter/a/bilder.pdf",
    }
    links = re.findall(r'(?:href|src)="([^"#:]+?)(?:#[^"]*)?"', every_page()[address])
    folder = Path("/site", address).parent
    for link in links:
        found = Path("/site", folder, link)
        assert str(Path(found.as_posix())) and _plain(found) in there, link


def _plain(path: Path) -> str:
    parts: list[str] = []
    for part in path.parts[2:]:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def test_what_stands_where_nothing_is_leads_from_any_address():
    page = not_found_page(FRAME)
    assert set(re.findall(r'(?:href|src)="(/[^"]*)"', page)) == {
        "/f/index.html",
        "/f/index.html#serier",
        "/f/tema/index.html",
        "/f/hitta/index.html",
        "/f/assets/page.0123456789.css",
        "/f/assets/page.0123456789.js",
    }
    assert '<meta name="robots" content="noindex">' in page


@pytest.mark.parametrize("address", ADDRESSES)
def test_contact_credit_licence_and_law_stand_at_the_foot_of_every_page(address: str):
    foot = every_page()[address].partition("<footer>")[2]
    theme = address.startswith("tema/t/")
    assert f"mailto:{'tema@staden' if theme else 'red@exempelstaden'}.example" in foot
    for part in (
        "<p>Staden tackar.</p>",
        '<p class="licence">Fritt att använda.</p>',
        '<a href="https://exempelstaden.example/tillganglighet">Tillgänglighetsredogörelse</a>',
        '<a href="mailto:brister@exempelstaden.example">Anmäl brister i tillgängligheten</a>',
        '<a href="https://exempelstaden.example/personuppgifter">Så behandlas personuppgifter</a>',
        '<a href="https://exempelstaden.example/">Exempelstaden</a>',
    ):
        assert part in foot
    assert ("<p>Stöds av <strong>fonden</strong>.</p>" in foot) == (
        theme or address == "index.html"
    )


def test_an_item_is_listed_by_its_label_with_its_formats_and_its_length():
    page = every_page()["tema/t/index.html"]
    assert '<p class="label">Utredningen</p>' in page
    assert (
        '<ul class="facts"><li>Film, föreläsning</li>'
        '<li><time datetime="PT1459S">24:19</time></li></ul>'
    ) in page
    assert '<ul class="facts"><li>Artikel</li></ul>' in page


def test_an_answer_leads_to_its_moment_and_to_nothing_that_is_not_published():
    page = every_page()["tema/t/experterna/index.html"]
    assert 'href="../../../filmer/f/index.html#t=52.5"' in page
    assert "Så <strong>här</strong>." in page
    assert page.count("#t=") == 1
    assert 'href="https://staden.example/fraga?a=1&amp;b=2">Ställ en fråga</a>' in page
    mail = replace(PAGE, theme=replace(THEME, ask_address="fraga@staden.example"))
    asked = theme_pages(mail, FRAME)["tema/t/experterna/index.html"]
    assert 'href="mailto:fraga@staden.example"' in asked


def test_the_sheet_has_the_questions_and_a_square_that_leads_to_the_theme():
    page = every_page()["tema/t/fragor/utskrift.html"]
    assert "<li>Vad vinner vi?</li><li>Vad hindrar?</li>" in page
    assert "Lyssna färdigt." in page
    assert page.count("<svg") == 1
    assert "<p>media.example.se/f/tema/t</p>" in page


def test_a_text_says_who_wrote_it_and_offers_the_file():
    page = every_page()["texter/a/index.html"]
    assert "<li>Text: Eva Ek och Bo</li>" in page
    assert '<a href="bilder.pdf" download>PDF</a> (300 kB)' in page
    assert "<figcaption>På bild: Eva</figcaption>" in page
    assert '<section id="sida-2">' in page
    assert '<a href="https://staden.example/r">Rapporten</a>' in page
    assert '<a href="../../personer/eva-ek/index.html">Eva Ek</a>' in page
    without = text_page(replace(TEXT, file=None), FRAME)
    assert "Ladda ner" not in without


def test_search_engines_are_told_what_a_page_is():
    page = every_page()["tema/t/index.html"]
    told = json.loads(re.findall(r'ld\+json">(.*?)</script>', page)[0])
    assert (told["@type"], told["url"], told["datePublished"]) == (
        "CollectionPage", "https://media.example.se/f/tema/t/", "2020-06-03",
    )  # fmt: skip
    assert [part["url"] for part in told["hasPart"]] == [
        "https://media.example.se/f/filmer/f/",
        "https://media.example.se/f/texter/a/",
    ]
    assert '<link rel="canonical" href="https://media.example.se/f/tema/t/">' in page
    assert (
        '<meta property="og:image" content="https://media.example.se/f/tema/t/tema-1-800.jpg">'
        in page
    )


def test_a_preview_has_no_address_to_be_known_by():
    page = every_page(replace(FRAME, base="http://127.0.0.1:8765"))["index.html"]
    assert "canonical" not in page


def test_what_people_write_ends_no_script():
    evil = "</script><script>alert(1)</script>"
    page = theme_pages(replace(PAGE, theme=replace(THEME, title=evil)), FRAME)
    assert "<script>alert" not in page["tema/t/index.html"]


def test_more_themes_than_the_first_page_holds_have_a_page_of_their_own():
    themes = [ThemeEntry(f"Tema {n}", f"tema/{n}/index.html") for n in range(12)]
    page = start_page(FRAME, [], themes, [])
    assert page.count("<h3>") == 9
    assert '<a class="more" href="tema/index.html">Alla 12 teman</a>' in page


def test_long_compounds_may_be_broken_between_their_parts():
    assert soft("Orosanmälningarna och socialtjänstlagen") == (
        "Oros&shy;anmälningarna och social&shy;tjänst&shy;lagen"
    )
    assert soft("Hembesök <b> & 'så'") == "Hembesök &lt;b&gt; &amp; &#x27;så&#x27;"


@given(st.text(max_size=60))
def test_soft_hyphens_change_no_letter(text: str):
    shown = soft(text).unescape().replace("\u00ad", "")
    assert shown == soft(shown).unescape().replace("\u00ad", "")


@pytest.mark.parametrize("accent", ["#7a1f3d", "#17375e", "#000000", "#0a7d4b", "#767676"])
def test_a_publishers_colour_can_be_read_everywhere(accent: str):
    name, data = style(accent)
    assert re.fullmatch(r"assets/page\.[0-9a-f]{10}\.css", name)
    light, dark = data.decode().rsplit("@media (prefers-color-scheme: dark)", 1)
    for block, paper in ((light.rsplit(":root {", 1)[1], "#faf9f6"), (dark, "#12171d")):
        colour = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block))
        assert contrast("#ffffff", colour["deep"]) >= 4.5
        assert contrast(colour["soft-on-deep"], colour["deep"]) >= 4.5
        assert contrast(colour["link"], paper) >= 4.5


def test_style_and_script_are_named_by_their_bytes():
    assert style()[0] != style("#7a1f3d")[0]
    assert re.fullmatch(r"assets/page\.[0-9a-f]{10}\.js", script()[0])


@given(st.integers(0, 0xFFFFFF), st.integers(0, 0xFFFFFF))
def test_a_colour_moved_far_enough_can_be_read(one: int, ground: int):
    towards = max("#000000", "#ffffff", key=lambda end: contrast(end, f"#{ground:06x}"))
    found = readable(f"#{one:06x}", f"#{ground:06x}", towards)
    assert contrast(found, f"#{ground:06x}") >= 4.5


def test_apps_open_a_feed_on_the_web_and_none_on_this_machine():
    assert [tuple(app) for app in apps_for("https://x.example/p/feed.xml")][:3] == [
        ("Apple Podcaster", "podcast://x.example/p/feed.xml"),
        ("Pocket Casts", "pktc://subscribe/x.example/p/feed.xml"),
        ("Overcast", "overcast://x-callback-url/add?url=https%3A%2F%2Fx.example%2Fp%2Ffeed.xml"),
    ]
    assert apps_for("http://127.0.0.1:8765/p/feed.xml") == ()
