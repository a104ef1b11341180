"""A workspace with everything written out."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from mediahub.catalog import (
    ChapterMark,
    Contributor,
    Item,
    Person,
    Publisher,
    Series,
    Settings,
    Term,
    Theme,
    load,
)
from mediahub.catalog.notices import NO_FEED

MEDIAHUB = """
public_url = "https://media.example.se/podd/"

[publisher]
name = "Exempelstaden"
email = "podd@example.se"
link = "https://example.se"

[[series]]
id = "podden"
title = "Podden"
description = "Samtal."
image = "omslag.png"
category = ["Education", "Courses"]
author = "Redaktionen"
license = "cc-by-4.0"
guid = "9B024349-ccf0-5f69-a609-6b82873eab3c"

[[series]]
id = "filmer"
title = "Filmer"
kinds = ["film", "podcast"]
medium = "video"
type = "serial"
autopublish = true
explicit = true
language = "sv-SE"

[speech]
model = "KBLab/kb-whisper-small"
device = "cpu"
threads = 2
batch_size = 8
beam_size = 3
compute_type = "float32"

[media]
time_limit_factor = 6
loudness = "off"
"""

PEOPLE = """
[[people]]
id = "lisa-ek"
name = "Lisa Ek"
aliases = ["Lisa Öberg"]
role = "utvecklingsledare"
link = "https://example.se/lisa"
picture = "lisa.jpg"
voice_consent = true
voice_consent_date = 2020-01-02

[[people]]
id = "per"
name = "Per Ås"
"""

THEME = """
title = "Tidiga insatser"
date = 2020-06-03
introduction = "Ju förr desto bättre."
contact = "tema@example.se"
credits = ["Med stöd av staden."]
questions = ["Vad gör ni?"]
ask = "Fråga experterna."
image = "tema.jpg"

[[items]]
file = "temafilm.mp4"
title = "Temafilmen"
description = "En film."
formats = ["Film", "intervju"]
contributors = [{ person = "per", role = "host" }, { person = "lisa-ek", role = "guest" }]
language = "en-GB"
speakers = [2, 4]
published = 2020-06-03T06:00:00
chapters = [
    { start = "0:00", title = "Början" },
    { start = "1:30.5", title = "Mitten", link = "https://example.se/m" },
    { start = 120, title = "Slutet" },
]
image = "bild.png"
link = "https://example.se/film"
season = 1
episode = 2
explicit = true
truth = "facit.json"

[[items]]
id = "avsnitt"
file = "avsnitt.m4a"
title = "Avsnittet"
series = "filmer"
date = 2020-06-05
speakers = 3

[[items]]
file = "text.md"
title = "Texten"

[[glossary]]
term = "främjande"
aliases = ["promotion"]
definition = "Att stärka det friska."
"""
FILES = {
    "mediahub.toml": MEDIAHUB,
    "omslag.png": "",
    "media/people.toml": PEOPLE,
    "media/lisa.jpg": "",
    "media/2020-06-03-tidiga/theme.toml": THEME,
    **{
        f"media/2020-06-03-tidiga/{name}": ""
        for name in (
            *("temafilm.mp4", "avsnitt.m4a", "text.md", "bar.mp3"),
            *("tema.jpg", "bild.png", "facit.json"),
        )
    },
}
LISA = Person(
    id="lisa-ek",
    name="Lisa Ek",
    aliases=("Lisa Öberg",),
    role="utvecklingsledare",
    link="https://example.se/lisa",
    voice_consent=True,
    voice_consent_date=date(2020, 1, 2),
)
PER = Person(id="per", name="Per Ås")
THEME_ID = "2020-06-03-tidiga"


def lisa(root: Path) -> Person:
    """Lisa with her picture where it lies."""
    return replace(LISA, portrait=root / "media/lisa.jpg")


def test_mediahub_toml_becomes_publisher_series_and_settings(make) -> None:
    root = make(FILES)
    catalogue = load(root)
    assert catalogue.public_url == "https://media.example.se/podd"
    assert catalogue.publisher == Publisher(
        "Exempelstaden", "podd@example.se", "https://example.se"
    )
    assert catalogue.settings == Settings(
        "KBLab/kb-whisper-small", "cpu", 2, 8, 3, 6.0, compute_type="float32", loudness=None
    )
    assert catalogue.series == (
        Series(
            id="podden",
            title="Podden",
            description="Samtal.",
            image=root / "omslag.png",
            category=("Education", "Courses"),
            author="Redaktionen",
            license="cc-by-4.0",
            guid="9b024349-ccf0-5f69-a609-6b82873eab3c",
        ),
        Series(
            id="filmer",
            title="Filmer",
            kinds=("film", "podcast"),
            medium="video",
            type="serial",
            autopublish=True,
            explicit=True,
            language="sv-SE",
        ),
    )
    assert catalogue.people == (lisa(root), PER)
    assert catalogue.notices == ()


def test_a_picture_on_the_web_stays_an_address(loaded) -> None:
    text = '[[people]]\nid = "p"\nname = "P"\npicture = "https://example.se/p.jpg"\n'
    (person,) = loaded({"media/people.toml": text}).people
    assert (person.picture, person.portrait) == ("https://example.se/p.jpg", None)


def test_theme_toml_becomes_a_theme_and_its_items(make) -> None:
    root = make(FILES)
    folder = root / "media/2020-06-03-tidiga"
    catalogue = load(root)
    assert catalogue.themes == (
        Theme(
            id=THEME_ID,
            title="Tidiga insatser",
            path=folder,
            date=date(2020, 6, 3),
            introduction="Ju förr desto bättre.",
            items=(f"{THEME_ID}-temafilm", "avsnitt", f"{THEME_ID}-text", f"{THEME_ID}-bar"),
            glossary=(Term("främjande", "Att stärka det friska.", ("promotion",)),),
            questions=("Vad gör ni?",),
            contact="tema@example.se",
            credits=("Med stöd av staden.",),
            image=folder / "tema.jpg",
            ask="Fråga experterna.",
        ),
    )
    assert catalogue.items == (
        Item(
            id=f"{THEME_ID}-temafilm",
            title="Temafilmen",
            kind="film",
            path=folder / "temafilm.mp4",
            theme=THEME_ID,
            series="filmer",
            description="En film.",
            formats=("Film", "intervju"),
            contributors=(Contributor(PER, "host"), Contributor(lisa(root), "guest")),
            language="en-GB",
            speakers=(2, 4),
            published=datetime(2020, 6, 3, 4, tzinfo=UTC),
            chapters=(
                ChapterMark(0, "Början"),
                ChapterMark(90_500, "Mitten", "https://example.se/m"),
                ChapterMark(120_000, "Slutet"),
            ),
            image=folder / "bild.png",
            link="https://example.se/film",
            season=1,
            episode=2,
            explicit=True,
            truth=folder / "facit.json",
            date=date(2020, 6, 3),
            described_in=folder / "theme.toml",
        ),
        Item(
            id="avsnitt",
            title="Avsnittet",
            kind="podcast",
            path=folder / "avsnitt.m4a",
            theme=THEME_ID,
            series="filmer",
            speakers=(3, 3),
            date=date(2020, 6, 5),
            described_in=folder / "theme.toml",
        ),
        Item(
            id=f"{THEME_ID}-text",
            title="Texten",
            kind="article",
            path=folder / "text.md",
            theme=THEME_ID,
            date=date(2020, 6, 3),
            described_in=folder / "theme.toml",
        ),
        Item(
            id=f"{THEME_ID}-bar",
            title="Bar",
            kind="podcast",
            path=folder / "bar.mp3",
            theme=THEME_ID,
            series="podden",
            date=date(2020, 6, 3),
            bare=True,
        ),
    )


def test_a_file_beside_a_media_file_describes_it(make) -> None:
    root = make(
        {
            "media/podden/a.mp3": "",
            "media/podden/a.toml": 'title = "Ett"\npublished = 2021-05-06\nepisode = 1\n',
            "media/podden/b.mp3": "",
            "media/podden/b.toml": "episode = 2\n",
            "media/podden/notes.md": "",
            "media/podden/notes.toml": 'title = "En text"\n',
        }
    )
    first, second, text = load(root).items
    assert first == Item(
        id="podden-a",
        title="Ett",
        kind="podcast",
        path=root / "media/podden/a.mp3",
        series="media",
        published=datetime(2021, 5, 5, 22, tzinfo=UTC),
        episode=1,
        date=date(2021, 5, 6),
        described_in=root / "media/podden/a.toml",
    )
    assert (second.title, second.bare, second.episode) == ("B", True, 2)
    assert (text.kind, text.title, text.series) == ("article", "En text", None)


def test_of_two_files_with_one_stem_the_toml_says_which_it_means(loaded, problems) -> None:
    files = {"media/a.mp3": "", "media/a.mp4": ""}
    sound, film = loaded(files | {"media/a.mp4.toml": 'title = "Filmen"'}).items
    assert (sound.title, film.title) == ("A", "Filmen")
    assert problems({"media/a.toml": 'title = "Vad?"'}) == [
        "media/a.toml: may describe 'a.mp3' or 'a.mp4'; name it 'a.mp3.toml' to say which"
    ]


def test_a_toml_with_a_bom_and_windows_line_ends_is_read(loaded) -> None:
    text = '\ufefftitle = "Å"\r\nintroduction = """\r\nEtt\r\nTvå"""\r\n'
    (theme,) = loaded({"media/t/theme.toml": text}).themes
    assert (theme.title, theme.introduction) == ("Å", "Ett\nTvå")


def test_a_decomposed_file_name_is_found_by_the_composed_one(loaded) -> None:
    theme = 'title = "T"\n[[items]]\nfile = "övning.mp3"\ntitle = "Ö"\n'
    (item,) = loaded({"media/t/theme.toml": theme, "media/t/o\u0308vning.mp3": ""}).items
    assert (item.id, item.title, item.path.name) == ("t-ovning", "Ö", "o\u0308vning.mp3")


def test_a_theme_may_list_a_file_from_another_folder(loaded) -> None:
    theme = 'title = "T"\n[[items]]\nfile = "../podden/a.mp3"\ntitle = "A"\n'
    catalogue = loaded(
        {"media/t/theme.toml": theme, "media/podden/a.mp3": "", "media/podden/b.mp3": ""}
    )
    assert [(item.id, item.theme) for item in catalogue.items] == [
        ("podden-a", "t"),
        ("podden-b", None),
    ]


def test_a_folder_in_a_themes_folder_belongs_to_the_theme(loaded) -> None:
    catalogue = loaded(
        {
            "media/theme.toml": 'title = "Alla"',
            "media/x.mp3": "",
            "media/t/theme.toml": 'title = "T"',
            "media/t/film/a.mp4": "",
            "media/podden/b.mp3": "",
        }
    )
    assert {item.id: item.theme for item in catalogue.items} == {
        "x": "media",
        "t-film-a": "t",
        "podden-b": None,
    }


def test_a_file_of_unknown_ending_is_taken_when_its_kind_is_written(loaded) -> None:
    theme = 'title = "T"\n[[items]]\nfile = "a.ts"\nkind = "film"\n'
    (item,) = loaded({"media/t/theme.toml": theme, "media/t/a.ts": ""}).items
    assert (item.id, item.kind) == ("t-a", "film")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2020-06-03", datetime(2020, 6, 2, 22, tzinfo=UTC)),
        ("2020-01-03T06:00:00", datetime(2020, 1, 3, 5, tzinfo=UTC)),
        ("2020-06-03 06:00:00.75", datetime(2020, 6, 3, 4, tzinfo=UTC)),
        ("2020-06-03T06:00:00-05:00", datetime(2020, 6, 3, 11, tzinfo=UTC)),
        ("2020-06-03T06:00:00Z", datetime(2020, 6, 3, 6, tzinfo=UTC)),
    ],
)
def test_a_publication_time_without_offset_is_swedish(loaded, written: str, meant) -> None:
    (item,) = loaded({"media/a.mp3": "", "media/a.toml": f"published = {written}"}).items
    assert item.published == meant


def test_a_time_that_the_night_of_summer_time_leaves_out_is_the_one_that_it_was(loaded) -> None:
    text = "published = 2026-03-29T02:30:00"
    (item,) = loaded({"media/a.mp3": "", "media/a.toml": text}).items
    assert item.published is not None
    assert item.published.isoformat() == "2026-03-29T03:30:00+02:00"


def test_the_day_of_publication_is_the_day_in_sweden(loaded) -> None:
    text = "published = 2020-06-03T23:30:00Z"
    (item,) = loaded({"media/a.mp3": "", "media/a.toml": text}).items
    assert item.published == datetime(2020, 6, 4, 1, 30, tzinfo=timezone(timedelta(hours=2)))
    assert item.date == date(2020, 6, 4)


@pytest.mark.parametrize(
    ("written", "ms"),
    [
        ('"00:00"', 0),
        ('"1:30"', 90_000),
        ('"75:05"', 4_505_000),
        ('"1:02:03"', 3_723_000),
        ('"1:02:03.4"', 3_723_400),
        ('"0:00:00.045"', 45),
        ('"90"', 90_000),
        ('"90.5"', 90_500),
        ("90", 90_000),
        ("0.25", 250),
        ("01:02:03.5", 3_723_500),
    ],
)
def test_a_chapter_begins_at_a_clock_time_or_at_seconds(loaded, written: str, ms: int) -> None:
    text = f'chapters = [{{ start = {written}, title = "K" }}]'
    (item,) = loaded({"media/a.mp3": "", "media/a.toml": text}).items
    assert item.chapters == (ChapterMark(ms, "K"),)


def test_an_item_published_in_no_feed_is_noticed(loaded) -> None:
    catalogue = loaded(
        {
            "mediahub.toml": '[[series]]\nid = "p"\ntitle = "P"\n',
            "media/a.mp4": "",
            "media/a.toml": "published = 2020-06-03",
        }
    )
    assert catalogue.items[0].series is None
    assert catalogue.notices == (NO_FEED.at("", item="a", kind="film"),)


def test_loading_twice_gives_the_same(make) -> None:
    root = make(FILES)
    assert load(root) == load(root)
