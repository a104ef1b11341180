"""What a fingerprint is made of: declared keys, whatever the program calls its fields."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime
from pathlib import Path

from mediahub.catalog import (
    Answer,
    Contributor,
    Item,
    Link,
    Person,
    Publisher,
    SavedSearch,
    Series,
    Term,
    Theme,
)
from mediahub.pages import Frame
from mediahub.site.declared import (
    answer_json,
    episode_inputs,
    frame_json,
    search_json,
    series_inputs,
    theme_page_json,
)
from mediahub.workspace.ledger import Promise, PromisedEnclosure
from tests.site.conftest import FRAME

ANNA = Person("anna-lind", "Anna Lind", role="lärare", link="https://a.example", picture="anna.jpg")
ITEM = Item(
    "samtal",
    "Ett samtal",
    "podcast",
    Path("/somewhere/media/samtal.mp3"),
    theme="tema",
    series="podden",
    description="Om hembesök.",
    formats=("samtal",),
    contributors=(Contributor(ANNA, "host"),),
    published=datetime(2020, 6, 3, 7, tzinfo=UTC),
    image=Path("/somewhere/media/bild.jpg"),
    label="Podden",
    links=(Link("Mer", "https://mer.example"),),
    image_caption="På bild: Anna",
    image_description="Anna",
    link="https://x.example",
    season=1,
    episode=2,
)
THEME = Theme(
    "tema",
    "Tidiga insatser",
    Path("/somewhere/media/tema"),
    date=date(2020, 6, 3),
    introduction="Inledning.",
    glossary=(Term("barnfattigdom", "Att växa upp …", ("knapphet",)),),
    questions=("Vad?",),
    contact="tema@lindhamn.example",
    credits=("Stiftelsen",),
    ask="Fråga!",
)
PROMISE = Promise(
    "samtal",
    "guid",
    "podden",
    datetime(2020, 6, 3, 7, tzinfo=UTC),
    "0" * 64,
    (PromisedEnclosure("https://x.example/a.mp3", "1" * 64, 5, "audio/mpeg", "key"),),
)


def test_an_episode_is_made_of_declared_values_and_no_path():
    assert episode_inputs(ITEM, PROMISE, THEME, {"source": "0" * 64, "image": None}) == {
        "item": {
            "id": "samtal",
            "title": "Ett samtal",
            "kind": "podcast",
            "description": "Om hembesök.",
            "label": "Podden",
            "formats": ["samtal"],
            "links": [{"title": "Mer", "address": "https://mer.example"}],
            "image_caption": "På bild: Anna",
            "image_description": "Anna",
            "contributors": [
                {
                    "role": "host",
                    "id": "anna-lind",
                    "name": "Anna Lind",
                    "title": "lärare",
                    "link": "https://a.example",
                    "picture": "anna.jpg",
                    "listed": False,
                }
            ],
            "language": "sv",
            "link": "https://x.example",
            "season": 1,
            "episode": 2,
            "explicit": None,
            "episode_type": "full",
            "block": False,
            "location": None,
            "soundbites": [],
            "elements": [],
            "published": "2020-06-03T07:00:00+00:00",
        },
        "promise": {
            "item": "samtal",
            "guid": "guid",
            "published": "2020-06-03T07:00:00+00:00",
            "enclosure": {
                "url": "https://x.example/a.mp3",
                "sha256": "1" * 64,
                "length": 5,
                "type": "audio/mpeg",
            },
        },
        "theme": {
            "id": "tema",
            "title": "Tidiga insatser",
            "introduction": "Inledning.",
            "glossary": [
                {
                    "term": "barnfattigdom",
                    "definition": "Att växa upp …",
                    "aliases": ["knapphet"],
                }
            ],
            "questions": ["Vad?"],
            "contact": "tema@lindhamn.example",
            "credits": ["Stiftelsen"],
            "ask": "Fråga!",
        },
        "digests": {"source": "0" * 64, "image": None},
    }


def test_a_series_is_made_of_declared_values_and_no_path():
    series = Series("podden", "Podden", "Samtal.", image=Path("/somewhere/omslag.jpg"))
    made = series_inputs(
        series,
        Publisher("Lindhamns stad", "a@b.example", "https://l.example"),
        base="https://lindhamn.example/feeds",
        guid="g",
        cover="2" * 64,
        episodes=[{"an": "episode"}],
        orphans=[],
        frame=FRAME,
    )
    assert made == {
        "version": 7,
        "frame": {
            "publisher": "Lindhamns stad",
            "base": "https://lindhamn.example/feeds",
            "style": "assets/page.1.css",
            "script": "assets/page.1.js",
            "link": None,
            "logo": None,
            "contact": None,
            "credits": [],
            "credit_logo": None,
            "credit_logo_text": "",
            "license": None,
            "accessibility": None,
            "report": None,
            "privacy": None,
            "themes": False,
        },
        "base": "https://lindhamn.example/feeds",
        "publisher": {
            "name": "Lindhamns stad",
            "email": "a@b.example",
            "link": "https://l.example",
        },
        "series": {
            "id": "podden",
            "title": "Podden",
            "description": "Samtal.",
            "language": "sv",
            "category": ["Society & Culture"],
            "link": None,
            "author": None,
            "explicit": False,
            "type": "episodic",
            "medium": "podcast",
            "license": None,
            "license_url": None,
            "copyright": None,
            "new_feed_url": None,
            "block": False,
            "complete": False,
            "funding": [],
            "location": None,
            "contributors": [],
            "update_frequency": None,
            "elements": [],
        },
        "guid": "g",
        "cover": "2" * 64,
        "episodes": [{"an": "episode"}],
        "orphans": [],
    }


def test_a_new_field_has_to_be_declared_or_known_not_to_matter():
    """Where this fails, add the field to `declared`, or here if no page and no feed shows it."""
    silent = {
        Item: "path theme series speakers languages chapters captions image truth date bare "
        "problem missing described_in track unsure captions_reviewed audio_description described "
        "media_alternative live said_by_file",
        Theme: "path items image problem published",
        Series: "episodes_per_page kinds image autopublish unreviewed guid languages",
        Person: "aliases portrait voice_consent voice_consent_date",
        Publisher: "",
        SavedSearch: "",
        Term: "",
        Answer: "",
        Link: "",
        Frame: "",
    }
    shown = {
        Item: set(episode_inputs(ITEM, None, None, {})["item"]),
        Theme: set(theme_page_json(replace(THEME, image_description="En ruta"))),
        Term: {"term", "definition", "aliases"},
        Person: {"id", "name", "role", "link", "picture", "listed", "picture_description"},
        Answer: set(answer_json(Answer("Hur?"))),
        Link: {"title", "address"},
        Frame: set(frame_json(FRAME)),
        Publisher: {"name", "email", "link"},
        SavedSearch: set(search_json(SavedSearch("a", "b", reviewed="no"))),
        Series: set(
            series_inputs(
                Series("a", "A"),
                Publisher("P"),
                base="",
                guid=None,
                cover=None,
                episodes=[],
                orphans=[],
                frame=FRAME,
            )["series"]
        ),
    }
    for kind, known in silent.items():
        assert {field.name for field in fields(kind)} == shown[kind] | set(known.split()), kind
