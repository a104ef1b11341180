"""Every key of every TOML file is changed, and what a run makes of it is seen to change."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from mediahub.desk.editing import name
from mediahub.errors import SettingsError
from mediahub.library import Library
from mediahub.models import Store
from mediahub.pages.look import style
from tests.catalog.test_every_key import every_key
from tests.pipeline.conftest import CAPTIONS, Place, sound
from tests.pipeline.test_measuring import TRUTH

SETTINGS, PEOPLE = "mediahub.toml", "media/people.toml"
THEME, SAMTAL, RAPPORT = (
    f"media/2020-06-03-tema/{one}" for one in ("theme.toml", "samtal.mp3", "rapport.md")
)
OWN = "media/avsnitt.toml"
ITEM, REPORT = "2020-06-03-tema-samtal", "2020-06-03-tema-rapport"
THEME_FOLDER, REPORT_PAGE = "feeds/tema/2020-06-03-tema", f"feeds/texter/{REPORT}/index.html"
FEED, PAGE = "feeds/podden/feed.xml", f"feeds/podden/{ITEM}/index.html"

STYLE = style("#7a1f3d")[0]

FILES = {
    SETTINGS: """public_url = "https://lindhamn.example/feeds"

[publisher]
name = "Lindhamns stad"
email = "tema@lindhamn.example"

[[series]]
id = "podden"
title = "Podden"
description = "Samtal."
kinds = ["podcast"]

[[series]]
id = "filmer"
title = "Filmer"
kinds = ["film"]

[[searches]]
name = "besok"
query = "utflyktsdagen"
""",
    PEOPLE: """[[people]]
id = "anna-lind"
name = "Anna Lind"
aliases = ["Annika"]
role = "kurator"

[[people]]
id = "bo-alm"
name = "Bo Alm"
""",
    THEME: """title = "Tidiga insatser"
date = 2020-06-03
introduction = "Veckans tema."
questions = ["Vad gör ni?"]
ask = "Fråga oss."

[[items]]
file = "samtal.mp3"
title = "Ett samtal"
episode = 1
description = "Om hembesök."
published = 2020-06-03T07:00:00+02:00
contributors = [{ person = "anna-lind", role = "host" }]
chapters = [{ start = "0:00", title = "Inledning" }, { start = "0:05", title = "Barnen" }]

[[items]]
file = "rapport.md"
title = "Rapporten"
published = 2020-06-04T07:00:00+02:00

[[glossary]]
term = "barnfattigdom"
aliases = ["knapphet"]
definition = "Att växa upp med för lite pengar."
""",
    OWN: """title = "Avsnittet"
episode = 2
published = 2020-06-05T07:00:00+02:00
contributors = [{ person = "anna-lind", role = "host" }]
""",
}
ALONE = "WEBVTT\n\n00:00:00.500 --> 00:00:09.000\nJag talar ensam om skolmåltider.\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A workspace that uses some of every table, run once."""
    root = tmp_path_factory.mktemp("every") / "ws"
    for file, text in FILES.items():
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text(text, encoding="utf-8")
    sound(root / SAMTAL)
    sound(root / "media" / "avsnitt.mp3", frequency=550)
    (root / SAMTAL).with_suffix(".vtt").write_text(CAPTIONS, encoding="utf-8")
    (root / "media" / "avsnitt.vtt").write_text(ALONE, encoding="utf-8")
    shutil.copy(root / "media" / "avsnitt.vtt", root / "media" / "utkast.vtt")
    sound(root / "media" / "utkast.mp3", frequency=660)
    (root / "media" / "utkast.toml").write_text("episode = 3\n", encoding="utf-8")
    (root / RAPPORT).write_text("# Rapport\n\nOm skolgårdar.\n", encoding="utf-8")
    theme = (root / THEME).parent
    (theme / "samtal.truth.json").write_text(json.dumps(TRUTH), encoding="utf-8")
    for folder in (root, root / "media", theme):
        Image.new("RGB", (1400, 1400), "teal").save(folder / "bild.png")
    place = Place(root, Store(root.parent / "models", pip_options=["--no-index"]))
    assert place.run().failures == ()
    return place


@pytest.fixture
def copy(made: Place, tmp_path: Path) -> Place:
    """A copy of it, times and all."""
    shutil.copytree(made.root, tmp_path / "ws")
    return Place(tmp_path / "ws", made.store)


Look = Callable[[Place], str]


def file(path: str) -> Look:
    """The text of a file; "" where there is none."""
    return lambda place: place.text(path) if (place.root / path).exists() else ""


def tree(folder: str) -> Look:
    """What there is in a folder."""
    return lambda place: "\n".join(place.files(folder))


def search(word: str) -> Look:
    """The hits of a search."""
    return lambda place: "\n".join(
        f"{hit.item} {hit.kind} {hit.theme} {hit.series} {hit.date} {hit.text}"
        for hit in Library.open(place.root).search(word).hits
    )


@dataclass(frozen=True)
class Case:
    """A change in a TOML file, and what is then to be read where; `gone` is there no more.

    `anew`: of a workspace that was never run, since what was promised stays as it was.
    """

    file: str
    old: str
    new: str
    look: Look
    seen: str
    gone: str = ""
    anew: bool = False


def series(key: str, value: str, look: Look, seen: str, **more: object) -> Case:
    return Case(
        SETTINGS, 'id = "podden"\n', f'id = "podden"\n{key} = {value}\n', look, seen, **more
    )  # type: ignore[arg-type]


def item(key: str, value: str, look: Look, seen: str, **more: object) -> Case:
    old = 'title = "Ett samtal"\n'
    return Case(THEME, old, f"{old}{key} = {value}\n", look, seen, **more)  # type: ignore[arg-type]


def theme(key: str, value: str, look: Look, seen: str) -> Case:
    old = "date = 2020-06-03\n"
    return Case(THEME, old, f"{old}{key} = {value}\n", look, seen)


def saved(key: str, value: str, seen: str, gone: str = "") -> Case:
    old = 'query = "utflyktsdagen"\n'
    return Case(
        SETTINGS, old, f"{old}{key} = {value}\n", file("feeds/sok/besok/feed.xml"), seen, gone
    )


def person(key: str, value: str, look: Look, seen: str) -> Case:
    old = 'name = "Anna Lind"\n'
    return Case(PEOPLE, old, f"{old}{key} = {value}\n", look, seen)


def site(key: str, value: str, look: Look, seen: str) -> Case:
    return Case(SETTINGS, "[[series]]\n", f"[site]\n{key} = {value}\n\n[[series]]\n", look, seen)


def asked(line: str, seen: str) -> Case:
    table = f'[questions]\naddress = "https://f.example/fraga"\n{line}\n\n'
    look = file(f"{THEME_FOLDER}/experterna/index.html")
    return Case(SETTINGS, "[[series]]\n", f"{table}[[series]]\n", look, seen)


def answered(line: str, seen: str) -> Case:
    old = '[[items]]\nfile = "samtal.mp3"\n'
    table = f'[[answers]]\nquestion = "Hur gör man?"\nanswer = "Så här."\n{line}\n\n'
    return Case(THEME, old, table + old, file(f"{THEME_FOLDER}/experterna/index.html"), seen)


def report(line: str, seen: str) -> Case:
    old = 'title = "Rapporten"\n'
    return Case(THEME, old, f"{old}{line}\n", file(REPORT_PAGE), seen)


PLACE = '{ name = "Lindhamn", geo = "geo:59.3,18.1", osm = "R398021", country = "SE" }'
PLACED = '<podcast:location rel="subject" geo="geo:59.3,18.1" osm="R398021" country="SE">Lindhamn<'
OWN_ELEMENT = (
    '[{ name = "x:y", namespace = "https://x.example/", text = "A", attributes = { b = "C" } }]'
)
WRITTEN = '<x:y xmlns:x="https://x.example/" b="C">A</x:y>'
HIT = f"/podden/{ITEM}/#t="
CASES = {
    "mediahub.public_url": Case(
        SETTINGS, "lindhamn.example/feeds", "hamnen.example/p", file(FEED),
        "<link>https://hamnen.example/p/podden/</link>", "lindhamn.example/feeds/podden",
    ),
    "mediahub.publisher.name": Case(
        SETTINGS, "Lindhamns stad", "Hamnens stad", file(FEED),
        "<itunes:name>Hamnens stad</itunes:name>", "Lindhamns stad",
    ),
    "mediahub.publisher.email": Case(
        SETTINGS, "tema@", "podd@", file(FEED), '<podcast:locked owner="podd@lindhamn.example">',
    ),
    "mediahub.publisher.link": Case(
        SETTINGS, "[publisher]\n", '[publisher]\nlink = "https://stad.example"\n', file(PAGE),
        'href="https://stad.example"',
    ),
    "mediahub.series.id": Case(
        SETTINGS, 'id = "podden"', 'id = "samtalen"', tree("feeds"), "feeds/samtalen/feed.xml",
        "feeds/podden/feed.xml", anew=True,
    ),
    "mediahub.series.title": Case(
        SETTINGS, '"Podden"', '"Samtalen"', file(FEED), "<title>Samtalen</title>", "Podden",
    ),
    "mediahub.series.description": Case(
        SETTINGS, '"Samtal."', '"Prat."', file(FEED), "<p>Prat.</p>",
    ),
    "mediahub.series.kinds": Case(
        SETTINGS, 'kinds = ["podcast"]', 'kinds = ["film"]', search("hembesök"),
        f"{ITEM} podcast 2020-06-03-tema None", " podden ", anew=True,
    ),
    "mediahub.series.language": series("language", '"en"', file(FEED), "<language>en</language>"),
    "mediahub.series.category": series(
        "category", '["Education"]', file(FEED), '<itunes:category text="Education"/>',
    ),
    "mediahub.series.image": series("image", '"bild.png"', tree("feeds/podden"), "omslag-"),
    "mediahub.series.link": series(
        "link", '"https://podd.example"', file(FEED), "<link>https://podd.example</link>",
    ),
    "mediahub.series.author": series(
        "author", '"Redaktionen"', file(FEED), "<itunes:author>Redaktionen</itunes:author>",
    ),
    "mediahub.series.explicit": series(
        "explicit", "true", file(FEED), "<itunes:explicit>true</itunes:explicit>",
    ),
    "mediahub.series.autopublish": series(
        "autopublish", "true", tree("feeds"), "feeds/podden/utkast/index.html",
    ),
    "mediahub.series.type": series(
        "type", '"serial"', file(FEED), "<itunes:type>serial</itunes:type>",
    ),
    "mediahub.series.medium": series(
        "medium", '"course"', file(FEED), "<podcast:medium>course</podcast:medium>",
    ),
    "mediahub.series.license": series("license", '"cc-by-4.0"', file(FEED), "cc-by-4.0"),
    "mediahub.series.license_url": series(
        "license_url", '"https://fri.example"\nlicense = "egen"', file(FEED),
        'url="https://fri.example"',
    ),
    "mediahub.series.copyright": series(
        "copyright", '"© Staden"', file(FEED), "<copyright>© Staden</copyright>",
    ),
    "mediahub.series.guid": series(
        "guid", '"9b0e6a4c-6a8d-5ad1-9f3c-3a4f3f1f2a11"', file(FEED),
        "<podcast:guid>9b0e6a4c-6a8d-5ad1-9f3c-3a4f3f1f2a11</podcast:guid>", anew=True,
    ),
    "mediahub.series.new_feed_url": series(
        "new_feed_url", '"https://ny.example/feed.xml"', file(FEED),
        "<itunes:new-feed-url>https://ny.example/feed.xml</itunes:new-feed-url>",
    ),
    "mediahub.series.block": series(
        "block", "true", file(FEED), "<itunes:block>Yes</itunes:block>",
    ),
    "mediahub.series.complete": series(
        "complete", "true", file(FEED), "<itunes:complete>Yes</itunes:complete>",
    ),
    **dict.fromkeys(
        ("mediahub.series.funding.link", "mediahub.series.funding.text"),
        series(
            "funding", '[{ link = "https://stod.example", text = "Stöd oss" }]', file(FEED),
            '<podcast:funding url="https://stod.example">Stöd oss</podcast:funding>',
        ),
    ),
    **dict.fromkeys(
        (f"mediahub.series.location.{one}" for one in ("name", "geo", "osm", "country")),
        series("location", PLACE, file(FEED), PLACED),
    ),
    **dict.fromkeys(
        ("mediahub.series.contributors.person", "mediahub.series.contributors.role"),
        series(
            "contributors", '[{ person = "bo-alm", role = "producer" }]', file(FEED),
            '<podcast:person role="producer" group="creative direction">Bo Alm</podcast:person>',
        ),
    ),
    **dict.fromkeys(
        ("mediahub.series.update_frequency.text", "mediahub.series.update_frequency.rule"),
        series(
            "update_frequency", '{ text = "varje vecka", rule = "FREQ=WEEKLY" }', file(FEED),
            '<podcast:updateFrequency rrule="FREQ=WEEKLY">varje vecka</podcast:updateFrequency>',
        ),
    ),
    "mediahub.series.episodes_per_page": series(
        "episodes_per_page", "1", file(FEED), 'podden/feed-1.xml" rel="next"',
    ),
    **dict.fromkeys(
        (f"mediahub.series.elements.{one}" for one in ("name", "namespace", "text", "attributes")),
        series("elements", OWN_ELEMENT, file(FEED), WRITTEN),
    ),
    "mediahub.searches.name": Case(
        SETTINGS, '"besok"', '"utflykt"', tree("feeds/sok"), "feeds/sok/utflykt/feed.xml",
        "feeds/sok/besok",
    ),
    "mediahub.searches.query": Case(
        SETTINGS, '"utflyktsdagen"', '"skolmåltider"', file("feeds/sok/besok/feed.xml"),
        "/podden/avsnitt/#t=", HIT,
    ),
    "mediahub.searches.speaker": saved("speaker", '"Anna Lind"', "<title>Sökning", HIT),
    "mediahub.searches.theme": Case(
        SETTINGS, '"utflyktsdagen"\n', '"skolmåltider"\ntheme = "2020-06-03-tema"\n',
        file("feeds/sok/besok/feed.xml"), "<title>Sökning: skolmåltider", "/podden/",
    ),
    "mediahub.searches.series": saved("series", '"filmer"', "<title>Sökning", HIT),
    "mediahub.searches.kind": saved("kind", '"film"', "<title>Sökning", HIT),
    "mediahub.searches.reviewed": saved("reviewed", '"yes"', "<title>Sökning", HIT),
    "mediahub.questions.address": asked("", 'action="https://f.example/fraga"'),
    "mediahub.questions.keep": asked('keep = "3 days"', "raderas efter 3 dagar"),
    "mediahub.questions.consent": asked('consent = "Vi läser."', "<p>Vi läser.</p>"),
    "mediahub.site.accent": site("accent", '"#7a1f3d"', tree("feeds/assets"), STYLE),
    "mediahub.site.logo": site("logo", '"bild.png"', file("feeds/index.html"), "assets/logo."),
    "mediahub.site.contact": site("contact", '"Ring 112-14"', file(PAGE), "Ring 112-14"),
    "mediahub.site.credits": site("credits", '["Tack, staden"]', file(PAGE), "Tack, staden"),
    "mediahub.site.credit_logo": site(
        "credit_logo", '"bild.png"', tree("feeds/assets"), "assets/stod."
    ),
    "mediahub.site.credit_logo_text": site(
        "credit_logo_text", '"Fonden"\ncredit_logo = "bild.png"', file(PAGE), 'alt="Fonden"',
    ),
    "mediahub.site.license": site("license", '"Fritt."', file(PAGE), "Fritt."),
    "mediahub.site.accessibility": site(
        "accessibility", '"https://t.example"', file(PAGE), 'href="https://t.example">Tillgäng',
    ),
    "mediahub.site.report": site("report", '"b@t.example"', file(PAGE), "mailto:b@t.example"),
    "mediahub.site.privacy": site(
        "privacy", '"https://p.example"', file(PAGE), "https://p.example",
    ),
    "theme.ask_address": theme(
        "ask_address", '"fraga@s.example"', file(f"{THEME_FOLDER}/experterna/index.html"),
        "mailto:fraga@s.example",
    ),
    "theme.answers.question": answered("", "Hur gör man?"),
    "theme.answers.answer": answered("", "Så här."),
    "theme.answers.person": answered('person = "bo-alm"', "Bo Alm"),
    "theme.answers.file": answered('file = "samtal.mp3"', f"podden/{ITEM}/index.html"),
    "theme.answers.at": answered('file = "samtal.mp3"\nat = "0:03"', "index.html#t=3"),
    "theme.questions_introduction": theme(
        "questions_introduction", '"Två och två."', file(f"{THEME_FOLDER}/fragor/index.html"),
        "Två och två.",
    ),
    "theme.house_rules": theme(
        "house_rules", '"Lyssna."', file(f"{THEME_FOLDER}/fragor/utskrift.html"), "Lyssna.",
    ),
    "theme.published": Case(
        THEME, "date = 2020-06-03\n", "date = 2020-06-03\npublished = 2039-01-01\n",
        tree("feeds"), f"feeds/texter/{REPORT}/index.html", f"{THEME_FOLDER}/index.html",
    ),
    "item.label": Case(
        THEME, 'title = "Rapporten"\n', 'title = "Rapporten"\nlabel = "Kartläggningen"\n',
        file(f"{THEME_FOLDER}/index.html"), "Kartläggningen",
    ),
    "item.image_caption": report('image = "bild.png"\nimage_caption = "På bild: ingen"', "På bild"),
    "item.image_description": report(
        'image = "bild.png"\nimage_description = "En ruta"', 'alt="En ruta"'
    ),
    "item.links.title": report('links = [{ title = "Mer", address = "https://m.example" }]', "Mer"),
    "item.links.address": report(
        'links = [{ title = "Mer", address = "https://m.example" }]', "https://m.example",
    ),
    "people.people.listed": person(
        "listed", "true", tree("feeds"), "feeds/personer/anna-lind/index.html"
    ),
    "theme.id": Case(
        THEME, "title", 'id = "tema-ett"\ntitle', search("hembesök"), " tema-ett ",
        " 2020-06-03-tema ",
    ),
    "theme.title": Case(THEME, '"Tidiga insatser"', '"Sena insatser"', file(PAGE), "Sena insatser"),
    "theme.date": Case(
        THEME, "date = 2020-06-03", "date = 2020-06-04", search("växa upp"), " 2020-06-04 ",
        " 2020-06-03 ",
    ),
    "theme.introduction": Case(THEME, "Veckans tema", "Nästa tema", file(PAGE), "Nästa tema"),
    "theme.contact": theme("contact", '"Ring 112-13"', file(PAGE), "Ring 112-13"),
    "theme.credits": theme("credits", '["Tack till Folke"]', file(PAGE), "Tack till Folke"),
    "theme.questions": Case(
        THEME, '["Vad gör ni?"]', '["Varför sjösätts båtar?"]', search("sjösättas"),
        "Varför sjösätts båtar?",
    ),
    "theme.ask": Case(THEME, "Fråga oss.", "Fråga kuratorn!", file(PAGE), "Fråga kuratorn!"),
    "theme.image_description": theme(
        "image_description", '"En ruta"\nimage = "bild.png"', file(f"{THEME_FOLDER}/index.html"),
        'alt="En ruta"',
    ),
    "theme.image": theme("image", '"bild.png"', file(FEED), f"/podden/{ITEM}/tema-"),
    "theme.items.file": Case(
        THEME, 'file = "rapport.md"', 'file = "../anteckning.md"', search("kajak"), "Om kajaker.",
    ),
    "theme.glossary.term": Case(
        THEME, '"barnfattigdom"', '"hungersnöd"', search("hungersnöden"), "hungersnöd (knapphet)",
    ),
    "theme.glossary.definition": Case(
        THEME, "för lite pengar", "för få kanoter", search("kanot"), "för få kanoter",
    ),
    "theme.glossary.aliases": Case(
        THEME, '"knapphet"', '"fattiga barn"', file(PAGE), "fattiga barn", "knapphet",
    ),
    "item.id": item("id", '"premiaren"', tree("transcripts"), "premiaren/chapters.json", anew=True),
    "item.title": Case(
        THEME, '"Ett samtal"', '"Två samtal"', file(FEED), "<title>Två samtal</title>",
        "<title>Ett samtal</title>",
    ),
    "item.kind": Case(
        THEME, 'title = "Rapporten"', 'title = "Rapporten"\nkind = "slides"',
        search("skolgård"), f"{REPORT} slides", f"{REPORT} article",
    ),
    "item.series": item(
        "series", '"filmer"', tree("feeds"), f"feeds/filmer/{ITEM}/index.html", anew=True,
    ),
    "item.date": item("date", "2020-05-01", search("hembesök"), " 2020-05-01 "),
    "item.description": Case(
        THEME, 'title = "Rapporten"', 'title = "Rapporten"\ndescription = "Handlar om kajplatser."',
        search("kajplats"), f"{REPORT} article 2020-06-03-tema None 2020-06-04",
    ),
    "item.formats": item("formats", '["föreläsning"]', file(FEED), "föreläsning"),
    "item.contributors.person": Case(
        THEME, 'title = "Rapporten"',
        'title = "Rapporten"\ncontributors = [{ person = "bo-alm", role = "writer" }]',
        search("Bo Alm"), "Medverkande: Bo Alm.",
    ),
    "item.contributors.role": Case(
        THEME, 'role = "host"', 'role = "guest"', file(FEED),
        '<podcast:person role="guest" group="cast">Anna Lind',
    ),
    "item.published": Case(
        THEME, "2020-06-03T07", "2020-06-03T09", file(FEED), "03 Jun 2020 09:00:00", anew=True,
    ),
    "item.chapters.start": Case(
        THEME, '"0:05"', '"0:06"', file(f"feeds/podden/{ITEM}/chapters.json"), '"startTime": 6',
    ),
    "item.chapters.title": Case(
        THEME, '"Barnen"', '"Föräldrarna"', file(f"feeds/podden/{ITEM}/chapters.json"),
        "Föräldrarna", "Barnen",
    ),
    "item.captions": item(
        "captions", '"../avsnitt.vtt"', file(f"transcripts/{ITEM}/transcript.txt"), "skolmåltider",
    ),
    "item.chapters.link": Case(
        THEME, 'title = "Barnen"', 'title = "Barnen", link = "https://barn.example"',
        file(f"feeds/podden/{ITEM}/chapters.json"), '"url": "https://barn.example"',
    ),
    "item.image": item("image", '"bild.png"', file(FEED), f"/podden/{ITEM}/bild-"),
    "item.link": item(
        "link", '"https://sida.example"', file(FEED), "<link>https://sida.example</link>",
    ),
    "item.season": item("season", "2", file(FEED), "<itunes:season>2</itunes:season>"),
    "item.episode": Case(
        THEME, "episode = 1", "episode = 7", file(FEED), "<itunes:episode>7</itunes:episode>",
    ),
    "item.explicit": item(
        "explicit", "true", file(FEED), "<itunes:explicit>true</itunes:explicit>",
    ),
    "item.episode_type": item(
        "episode_type", '"bonus"', file(FEED), "<itunes:episodeType>bonus</itunes:episodeType>",
    ),
    "item.block": item("block", "true", file(FEED), "<itunes:block>Yes</itunes:block>"),
    **dict.fromkeys(
        (f"item.location.{one}" for one in ("name", "geo", "osm", "country")),
        item("location", PLACE, file(FEED), PLACED),
    ),
    **dict.fromkeys(
        ("item.soundbites.start", "item.soundbites.seconds", "item.soundbites.title"),
        item(
            "soundbites", '[{ start = "0:02.5", seconds = 4, title = "Barnen" }]', file(FEED),
            '<podcast:soundbite startTime="2.5" duration="4">Barnen</podcast:soundbite>',
        ),
    ),
    **dict.fromkeys(
        (f"item.elements.{one}" for one in ("name", "namespace", "text", "attributes")),
        item("elements", OWN_ELEMENT, file(FEED), WRITTEN),
    ),
    "item.truth": item("truth", '"samtal.truth.json"', file(".mediahub/quality.json"), ITEM),
    "people.people.name": Case(
        PEOPLE, '"Anna Lind"', '"Anna Lindh"', file("transcripts/avsnitt/transcript.vtt"),
        "<v Anna Lindh>",
    ),
    "people.people.role": Case(PEOPLE, '"kurator"', '"rektor"', file(PAGE), "Rektor", "Kurator"),
    "people.people.link": person(
        "link", '"https://anna.example"', file(FEED), 'href="https://anna.example"',
    ),
    "people.people.picture": person(
        "picture", '"bild.png"', file(FEED), 'img="https://lindhamn.example/feeds/',
    ),
    "people.people.picture_description": person(
        "picture_description", '"Ett foto"\npicture = "bild.png"\nlisted = true',
        file("feeds/personer/anna-lind/index.html"), 'alt="Ett foto"',
    ),
    "people.people.voice_consent": person(
        "voice_consent", "true\nvoice_consent_date = 2020-06-01", file(".mediahub/consent.json"),
        '"anna-lind"',
    ),
}  # fmt: skip
"""Keys of which a run with captions shows what they do."""

BY_THEMSELVES = {
    # tests below
    *("people.people.id", "people.people.aliases", "people.people.voice_consent_date"),
    # with a recogniser, in test_machine_keys.py
    *(f"mediahub.speech.{one}" for one in (
        "model", "device", "threads", "batch_size", "beam_size", "compute_type",
        "fillers")),
    # in test_naming.py
    "mediahub.speech.name_from_speech",
    *("mediahub.media.time_limit_factor", "item.language", "item.speakers"),
    *("item.languages", "mediahub.series.languages"),
    # in tests/cli/test_finished.py
    *("mediahub.finished.command", "mediahub.finished.webhook"),
    # in test_checking.py
    "mediahub.series.unreviewed",
    *(f"item.{one}" for one in ("audio_description", "described", "media_alternative", "live")),
    # in test_index_on_postgres.py and tests/search/test_on_postgres.py
    *(f"mediahub.search.{one}" for one in ("engine", "dsn", "schema_name")),
    # in tests/cli/test_send.py and tests/site/test_opening.py
    *("mediahub.publish.target", "mediahub.publish.endpoint", "mediahub.publish.region"),
    # in test_promises.py
    "mediahub.media.loudness",
    # in test_taking_away.py
    "mediahub.publish.keep_replaced",
    # in tests/web/test_coming_in.py
    *("mediahub.staff.header", "mediahub.staff.proxies"),
    *(f"mediahub.staff.oidc.{one}" for one in (
        "issuer", "client_id", "name_claim", "role_claim", "roles")),
    # in test_tracks.py
    "item.track",
}  # fmt: skip


def test_every_key_has_a_case():
    assert sorted({*CASES, *BY_THEMSELVES}) == sorted(every_key())
    assert not CASES.keys() & BY_THEMSELVES


def change(place: Place, case: Case) -> None:
    path = place.root / case.file
    text = path.read_text(encoding="utf-8")
    assert case.old in text
    path.write_text(text.replace(case.old, case.new, 1), encoding="utf-8")


@pytest.mark.parametrize("key", CASES)
def test_a_changed_key_is_seen(copy: Place, key: str):
    case = CASES[key]
    (copy.root / "media" / "anteckning.md").write_text("# Kajak\n\nOm kajaker.\n", encoding="utf-8")
    if case.anew:
        for folder in ("transcripts", "feeds", "published", "index", ".mediahub"):
            shutil.rmtree(copy.root / folder)
    else:
        before = case.look(copy)
        if key != "mediahub.series.image":  # it had a cover before, of another name
            assert case.seen not in before or case.gone
        assert case.gone in before
    before = "" if case.anew else case.look(copy)
    change(copy, case)
    assert copy.run().failures == ()
    after = case.look(copy)
    assert case.seen in after
    assert after != before
    if case.gone:
        assert case.gone not in after
    if key != "item.truth":
        assert copy.run().idle


def test_a_persons_id_is_what_items_call_them(copy: Place):
    for path in (PEOPLE, THEME, OWN):
        text = (copy.root / path).read_text(encoding="utf-8")
        (copy.root / path).write_text(text.replace("anna-lind", "anna"), encoding="utf-8")
    assert '"anna-lind"' in copy.text("transcripts/avsnitt/transcript.json")
    assert copy.run().failures == ()
    assert '"anna"' in copy.text("transcripts/avsnitt/transcript.json")


def test_an_alias_stands_for_the_person(copy: Place):
    path = copy.root / PEOPLE
    path.write_text(
        path.read_text(encoding="utf-8").replace('"Annika"', '"Ann-Sofie"'), encoding="utf-8"
    )
    name(copy.root, ITEM, "Erik", "Ann-Sofie")
    copy.run()
    assert "<v Anna Lind>Fattigdomen" in copy.text(f"transcripts/{ITEM}/transcript.vtt")


def test_consent_counts_from_a_day(copy: Place):
    change(copy, Case(PEOPLE, 'name = "Anna Lind"\n',
                      'name = "Anna Lind"\nvoice_consent = true\n', file(PEOPLE), ""))  # fmt: skip
    with pytest.raises(SettingsError, match="voice_consent_date"):
        copy.run()
