"""The Swedish pages: golden, well-formed, accessible, complete in themselves."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from mediahub.catalog import Contributor, Person
from mediahub.pages import EpisodePage, Frame, ListedEpisode, Picture, environment
from mediahub.pages import episode_page as made_page
from mediahub.pages import series_page as made_series
from mediahub.pages.environment import render
from mediahub.pages.look import style
from mediahub.pages.wording import day, length, size
from mediahub.transcript import ModelIdentity, Span, Speaker

FRAME = Frame(
    "Exempelstaden",
    "https://media.example.se/f",
    "assets/page.0123456789.css",
    "assets/page.0123456789.js",
    link="https://exempelstaden.example/",
    contact="red@exempelstaden.example",
    credits=("Staden tackar.",),
    license="Fritt att använda.",
    accessibility="https://exempelstaden.example/tillganglighet",
    report="brister@exempelstaden.example",
    privacy="https://exempelstaden.example/personuppgifter",
    themes=True,
)


def episode_page(page, frame=FRAME):
    return made_page(page, frame)


def series_page(series, episodes, frame=FRAME):
    return made_series(series, episodes, frame, Picture("p/o-400.jpg", "p/o-800.jpg", 800, 800))


def body(html):
    """The page without what search engines are told, in which its words stand again."""
    return re.sub(r'<script type="application/ld\+json">.*?</script>', "", html)


def test_an_episodes_page_is_the_golden_file(page, same_as_golden):
    same_as_golden("episode.html", episode_page(page).encode())


def test_a_series_page_is_the_golden_file(series, listed, same_as_golden):
    same_as_golden("series.html", series_page(series, listed).encode())


class Checker(HTMLParser):
    """Reads a page and notes what is nested wrongly, doubled or fetched from elsewhere."""

    VOID = frozenset({"meta", "link", "img", "source", "track", "input", "br"})

    def __init__(self):
        super().__init__()
        self.open, self.faults, self.ids, self.headings, self.fetched = [], [], [], [], []

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag not in self.VOID:
            self.open.append(tag)
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if re.fullmatch(r"h\d", tag):
            self.headings.append(int(tag[1]))
        if tag in {"img", "script", "source", "track", "video", "audio", "iframe"}:
            self.fetched += [attributes[n] for n in ("src", "poster") if n in attributes]
        if tag == "img" and "alt" not in attributes:
            self.faults.append("an image without alt")
        if tag == "p" and "p" in self.open[:-1]:
            self.faults.append("a paragraph within a paragraph")

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes something else")


@pytest.fixture
def pages(page, series, listed):
    film = replace(page, kind="film", transcript=None, poster="bild.jpg")
    return {
        "episode": episode_page(page),
        "film": episode_page(film),
        "bare": episode_page(EpisodePage(series, listed[0].episode, "podcast", "podden/x")),
        "series": series_page(series, listed),
    }


@pytest.mark.parametrize("name", ["episode", "film", "bare", "series"])
def test_every_page_is_well_formed_and_complete_in_itself(pages, name):
    checker = Checker()
    checker.feed(pages[name])
    assert (checker.open, checker.faults) == ([], [])
    assert len(checker.ids) == len(set(checker.ids))
    assert checker.headings[:1] == [1]
    assert checker.headings.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(checker.headings))
    assert not [url for url in checker.fetched if ":" in url]
    assert '<html lang="sv">' in pages[name]
    assert '<a class="skip" href="#innehall">' in pages[name]
    assert '<main id="innehall"' in pages[name]


def test_what_people_wrote_is_never_markup(page):
    evil = '<script>alert("x")</script>'
    html = episode_page(
        replace(
            page,
            episode=replace(page.episode, title=evil, description=evil),
            theme=replace(page.theme, title=evil, questions=(evil,), contact=evil, ask=evil),
            formats=(evil,),
            contributors=(Contributor(Person("x", evil, role=evil, link='"><b>'), "host"),),
            transcript=replace(page.transcript, speakers=(Speaker("S1", evil),)),
        )
    )
    assert "<script>alert" not in html
    assert '"><b>' not in html
    assert html.count("<script") == 2


def test_a_link_that_is_no_web_address_is_not_followed(page):
    anna = Person("x", "Anna", link="javascript:alert(1)")
    html = episode_page(replace(page, contributors=(Contributor(anna, "host"),)))
    assert "javascript:" not in html


def test_what_is_probably_wrong_is_underlined_and_told(page):
    html = episode_page(replace(page, transcript=replace(page.transcript, doubtful=(3, 6))))
    unsure = '<u title="troligen felhört">'
    assert f'<p class="said">{unsure}Tack!</u>' in html
    assert f"{unsure}&lt;hembesök&gt;</u> &amp; mer." in html
    assert '<p class="notice">Ord med prickad linje under är troligen felhörda.</p>' in html
    assert "troligen" not in episode_page(page)


def test_a_chapter_begins_with_a_heading_in_the_transcript(page):
    html = body(episode_page(page))
    order = [
        html.index(part)
        for part in (
            "<h3>Inledning</h3>",
            "Hej och välkomna.",
            "<h3>Hembesök &amp; stöd</h3>",
            "Vi gör &lt;hembesök&gt; &amp; mer.",
            "Då så.",
            "<h3>Frågor från publiken</h3>",
            "Nu frågorna.",
        )
    ]
    assert order == sorted(order)


@pytest.mark.parametrize(
    ("title", "role", "said"),
    [
        (None, "guest", "Gäst"),
        ("utvecklingsledare", "guest", "Utvecklingsledare, gäst"),
        ("Programledare", "host", "Programledare"),
        ("programledare och producent", "producer", "Programledare och producent"),
    ],
)
def test_what_a_person_is_and_does_is_said_once(page, title, role, said):
    contributor = Contributor(Person("x", "Anna", role=title), role)
    html = episode_page(replace(page, contributors=(contributor,)))
    assert f"Anna<span>{said}</span>" in html


def test_a_link_to_a_moment_is_the_pages_own_and_works_without_script(page):
    html = body(episode_page(page))
    assert "och 2 till" in html
    links = re.findall(r'href="#(t=[\d.]+)" data-t="[\d.]+"', html)
    listed = ["t=61", "t=590", "t=4", "t=5", "t=6", "t=7", "t=8"]
    turns = ["t=0.5", "t=4", "t=61.4", "t=590", "t=600"]
    assert links == ["t=0", "t=61.5", "t=600", *listed, *turns]
    assert set(links) <= set(re.findall(r'<span id="(t=[\d.]+)"></span>', html))


def test_a_film_stays_where_it_is_seen_when_a_moment_is_opened(page):
    assert 'id="t=' not in episode_page(replace(page, kind="film"))


def test_what_people_write_may_be_marked(page, series, newer):
    marked = "Läs **detta** på [sidan](https://ex.example).\n\n- ett\n- två"
    html = body(
        episode_page(
            replace(
                page,
                episode=replace(page.episode, description=marked, credits=("Tack, *alla*.",)),
                theme=replace(
                    page.theme,
                    introduction=marked,
                    questions=("Vad är *nytt*?",),
                    credits=("Tack, *alla*.",),
                    ask=marked,
                ),
            )
        )
    )
    shown = '<p>Läs <strong>detta</strong> på <a href="https://ex.example">sidan</a>.</p>\n<ul>'
    assert html.count(shown) == 3
    assert "<li>Vad är <em>nytt</em>?</li>" in html
    assert "<p>Tack, <em>alla</em>.</p>" in html
    assert '<meta name="description" content="Läs detta på sidan. • ett • två">' in html
    assert '<meta property="og:description" content="Läs detta på sidan. • ett • två">' in html
    listed = [ListedEpisode(replace(newer, description=marked), "a", "podcast")]
    assert "<p>Läs detta på sidan.</p>" in series_page(series, listed)
    assert shown in series_page(replace(series, description=marked), listed)


def test_who_made_an_episode_possible_is_credited_on_every_page_that_lists_it(series, listed):
    old, new = listed
    lines = ("Medfinansieras av [Fonden](https://fonden.example).", "Tack till alla.")
    credited = (
        ListedEpisode(replace(old.episode, credits=lines[:1]), "a", "film"),
        ListedEpisode(replace(new.episode, credits=lines), "b", "podcast"),
    )
    shown = (
        '<p>Medfinansieras av <a href="https://fonden.example">Fonden</a>.</p>\n'
        "<p>Tack till alla.</p>\n"
    )
    assert series_page(series, credited).count(shown) == 1


def test_a_page_of_an_episodes_own_is_shown_by_its_own_words(page):
    own = replace(page.episode, elsewhere="https://www.annan.example/podden/")
    html = episode_page(replace(page, episode=own))
    link = '<a href="https://www.annan.example/podden/">annan.example/podden</a>'
    assert f"Egen webbsida: {link}" in html


def test_a_contact_line_is_links_without_its_commas(page):
    theme = replace(page.theme, contact="Föreningen, red@ex.example, 031-000 00 00.")
    assert (
        'Kontakt: Föreningen, <a href="mailto:red@ex.example">red@ex.example</a>, '
        '<a href="tel:0310000000">031-000 00 00</a>.</p>'
    ) in episode_page(replace(page, theme=theme))


@pytest.mark.parametrize(
    ("model", "origin", "said"),
    [
        (ModelIdentity("KBLab/kb-whisper-small", "1", swedish=True), "recogniser", "kan innehålla"),
        (ModelIdentity("openai/whisper-base", "1"), "recogniser", "openai/whisper-base"),
        (None, "author", None),
    ],
)
def test_the_page_says_who_wrote_the_transcript(page, model, origin, said):
    html = episode_page(
        replace(page, transcript=replace(page.transcript, model=model, origin=origin))
    )
    assert ('<p class="notice">' in html) == (said is not None)
    assert said is None or said in html


def test_a_transcript_that_is_reviewed_to_its_end_says_nothing_of_errors(page):
    whole = replace(page.transcript, reviewed=(Span(0, 2_095_001),))
    for model in ("openai/whisper-base", "KBLab/kb-whisper-small"):
        made = replace(whole, model=ModelIdentity(model, "1", swedish=model.startswith("KB")))
        html = episode_page(replace(page, transcript=made))
        assert "Räkna med fel" not in html
        assert "kan innehålla fel" not in html


def test_silence_is_told(page):
    html = episode_page(replace(page, transcript=replace(page.transcript, segments=())))
    assert "Inget tal hördes i inspelningen." in html


def test_a_page_without_its_chapters_shows_no_list(pages):
    assert "Kapitel" not in body(pages["bare"])
    assert "Avskrift" not in body(pages["bare"])


def test_dates_lengths_and_sizes_are_swedish():
    assert day(datetime(2020, 6, 3, tzinfo=UTC)) == '<time datetime="2020-06-03">3 juni 2020</time>'
    assert length(48_000) == '<time datetime="PT48S">0:48</time>'
    assert length(1_459_400) == '<time datetime="PT1459S">24:19</time>'
    assert length(59_900) == '<time datetime="PT60S">1:00</time>'
    assert length(5_580_000) == '<time datetime="PT5580S">1:33:00</time>'
    assert (size(900), size(12_345_678)) == ("1 kB", "12,3 MB")


def luminance(colour):
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", [0, 1])
def test_text_has_the_contrast_that_wcag_aa_asks(scheme):
    schemes = re.findall(r":root \{(.*?)\}", style()[1].decode(), flags=re.DOTALL)
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", schemes[scheme]))
    for text in ("ink", "soft", "link", "mark"):
        for ground in ("paper", "card"):
            assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
    for text in ("ink", "soft", "link"):
        assert contrast(colours[text], colours["now"]) >= 4.5, (text, "now")
    for text in ("on-deep", "soft-on-deep"):
        assert contrast(colours[text], colours["deep"]) >= 4.5, text
    # WCAG 2.2, 1.4.11: a focus ring, 3 to 1.
    assert contrast(colours["focus"], colours["paper"]) >= 3
    assert contrast(colours["focus-on-deep"], colours["deep"]) >= 3


def test_a_publisher_whose_series_bears_its_name_is_named_once(series, listed):
    own = replace(series, title="Stan", author="Stan")
    assert "<p>Ges ut av Stan.</p>" in series_page(own, listed)


def test_the_themes_picture_stands_with_what_the_theme_is_about(page):
    picture = '<img class="theme" src="../tema-0a1b2c3d.jpg" alt="" loading="lazy">'
    shown = replace(page, theme_image="../tema-0a1b2c3d.jpg")
    assert f'<div class="small">{picture}<p>Om tidiga insatser.</p></div>' in episode_page(shown)
    bare = replace(shown, theme=replace(page.theme, introduction=""))
    assert f'<h2>Om temat</h2>\n<div class="small">{picture}</div>' in episode_page(bare)
    assert "Om temat" not in episode_page(replace(bare, theme_image=None))


def test_a_picture_that_is_the_themes_and_the_episodes_is_shown_once(page):
    own = replace(page.episode, image_url="https://media.example.se/f/p/e/tema-0a1b2c3d.jpg")
    head = Picture("p/e/tema-400.jpg", "p/e/tema-800.jpg", 800, 600, "Ett räcke")
    html = episode_page(replace(page, episode=own, theme_image="tema-0a1b2c3d.jpg", shown=head))
    assert 'class="theme"' not in html
    assert (
        '<img src="../../p/e/tema-400.jpg" srcset="../../p/e/tema-400.jpg 400w, '
        '../../p/e/tema-800.jpg 800w" sizes="(min-width: 44rem) 10rem, 6rem" alt="Ett räcke" '
        'width="800" height="600">'
    ) in html


def test_a_persons_picture_stands_by_the_name(page):
    html = episode_page(replace(page, pictures={"asa": "asa-12345678.jpg"}))
    assert (
        '<li><img src="asa-12345678.jpg" alt="" width="56" height="56" loading="lazy">'
        "Åsa Öberg<span>Gäst</span></li>"
    ) in html
    assert html.count('loading="lazy"') == 1


def test_the_publishers_own_page_is_found_at_the_foot_of_every_page(page, series, listed):
    link = "https://exempelstaden.example/"
    own = replace(series, owner_link=link)
    foot = f'<p>Jämlikhetspodden ges ut av <a href="{link}">Exempelstaden</a>.</p>'
    assert foot in series_page(own, listed)
    assert foot in episode_page(replace(page, series=own))
    made = series_page(replace(own, author="Redaktionen"), listed)
    assert (
        "<p>Jämlikhetspodden ges ut av Redaktionen.</p>\n"
        f'<p>Utgivare: <a href="{link}">Exempelstaden</a>.</p>\n'
    ) in made
    evil = replace(series, owner_link="javascript:alert(1)")
    assert series_page(evil, listed) == series_page(series, listed)


def test_a_value_that_a_template_misses_is_a_bug(page):
    with pytest.raises(UndefinedError, match="'title' is undefined"):
        render("series.html")


def test_every_template_belongs_to_a_page():
    folder = Path(environment.__file__).parent
    named = "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.*ml"))
    code = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    for template in (folder / "templates").iterdir():
        assert f'"{template.name}"' in named + code, template.name


def test_captions_that_nobody_reviewed_are_called_automatic(page):
    assert 'label="Svenska (automatiska)"' in episode_page(page)
    vouched = replace(page.transcript, reviewed=(Span(0, page.transcript.duration_ms + 1),))
    assert 'label="Svenska"' in episode_page(replace(page, transcript=vouched))
    authored = replace(page.transcript, origin="author")
    assert 'label="Svenska"' in episode_page(replace(page, transcript=authored))
