"""What stands in media/ and is not taken is told by name; what was never meant for us is not."""

import pytest

from mediahub.catalog import load
from mediahub.catalog.notices import (
    EDITS_ALONE,
    HIDDEN_ENDING,
    LEFT_IN_CLOUD,
    MEETING_CHAT,
    NO_PICTURE_OF,
    NO_SERIES,
    NOT_READ,
)
from mediahub.catalog.scan import KIND_OF
from mediahub.catalog.values import WRITTEN_KINDS
from mediahub.documents import SLIDES, SUFFIXES
from mediahub.errors import SettingsError
from mediahub.notices import Notice


def told(root) -> tuple[Notice, ...]:
    return tuple(one for one in load(root).notices if one.code != NO_SERIES.code)


def test_files_that_are_not_read_are_told_with_what_to_make_of_them(make) -> None:
    root = make({"media/t/a.xyz": "", "media/t/b.pages": "", "media/t/c.pages": ""})
    assert told(root) == (
        NOT_READ.at(
            "media/t",
            files="b.pages, c.pages",
            instead="Save it as PDF or DOCX.",
            instead_swedish="Spara den som PDF eller DOCX.",
        ),
        NOT_READ.at(
            "media/t",
            files="a.xyz",
            instead="Remove it, or put its content here in a form such as MP3, MP4, PDF or DOCX.",
            instead_swedish="Ta bort den, eller lägg innehållet här i en form som MP3, MP4, PDF "
            "eller DOCX.",
        ),
    )


def test_what_lies_in_the_cloud_alone_is_told_by_its_name(make) -> None:
    root = make({"media/.Årsmöte.m4a.icloud": "", "media/.anteckning.xyz.icloud": ""})
    assert told(root) == (LEFT_IN_CLOUD.at("media/Årsmöte.m4a"),)


@pytest.mark.parametrize(
    "name", ["chat.txt", "meeting_saved_chat.txt", "GMT20261120-091233_RecordingnewChat.txt"]
)
def test_the_chat_of_a_meeting_is_no_article_unless_a_person_says_so(make, name) -> None:
    theme = f'title = "T"\n[[items]]\nfile = "{name}"\ntitle = "Chatten"\nkind = "article"\n'
    root = make({f"media/t/{name}": "hej", "media/t/chatt om chat.txt": "Om att chatta."})
    assert told(root) == (MEETING_CHAT.at(f"media/t/{name}"),)
    assert [item.path.name for item in load(root).items] == ["chatt om chat.txt"]
    named = make({f"media/u/{name}": "hej", "media/u/theme.toml": theme})
    assert "Chatten" in [item.title for item in load(named).items]


def test_of_many_some_are_named(make) -> None:
    root = make({f"media/{number}.heic": "" for number in range(7)})
    (notice,) = told(root)
    assert notice.said.english == (
        "passed over: mediahub does not read 0.heic, 1.heic, 2.heic, 3.heic, 4.heic (+2)."
    )


def test_an_ending_that_hides_the_real_one_is_told(make) -> None:
    root = make(
        {
            "media/t/theme.toml.txt": 'title = "T"',
            "media/t/tal.toml.docx": "",
            "media/t/tal.mp3": "",
            "media/t/tal.vtt.rtf": "",
        }
    )
    assert told(root) == (
        HIDDEN_ENDING.at("media/t/tal.toml.docx", ending="docx", meant="tal.toml"),
        HIDDEN_ENDING.at("media/t/tal.vtt.rtf", ending="rtf", meant="tal.vtt"),
        HIDDEN_ENDING.at("media/t/theme.toml.txt", ending="txt", meant="theme.toml"),
    )
    assert [item.path.name for item in load(root).items] == ["tal.mp3"]


def test_a_text_called_after_a_recording_is_no_hidden_ending(make) -> None:
    root = make({"media/tal.mp3": "", "media/tal.mp3.docx": ""})
    assert told(root) == ()
    assert [item.path.name for item in load(root).items] == ["tal.mp3", "tal.mp3.docx"]


@pytest.mark.parametrize(
    "name", ["mediahub.toml.txt", "MediaHub.toml", "mediahub.tml", "media/mediahub.toml"]
)
def test_settings_under_another_name_are_not_taken_for_none(make, name: str) -> None:
    root = make({name: "[[series]]\nautopublish = false\n", "media/tal.mp3": ""})
    with pytest.raises(SettingsError) as error:
        load(root)
    assert str(error.value) == (
        f"mediahub.toml is not there, and '{name}' seems to be meant for it: without it every "
        "draft would be published. Call it mediahub.toml and let it stand beside media/, or give "
        "it quite another name"
    )


def test_a_recording_may_be_called_mediahub_too(make) -> None:
    files = ("mediahub.mp3", "mediahub-inledning.mp3", "mediahub-bilder.docx")
    root = make({f"media/{name}": "" for name in files})
    (root / "media/mediahub.toml").write_text('title = "Huset"\n')
    (root / "media/mediahub-inledning.toml").write_text('title = "Inledning"\n')
    assert [item.title for item in load(root).items] == ["Mediahub bilder", "Inledning", "Huset"]


def test_corrections_of_nothing_are_told(make) -> None:
    journals = ("tal.edits.json", "Tal.mp3.edits.json", "tal-gammal.edits.json")
    root = make({"media/tal.mp3": "", **{f"media/{name}": "{}" for name in journals}})
    alone = "media/tal-gammal.edits.json"
    # tal.edits.json is there, and would be written over by whoever took it for an advice.
    assert told(root) == (EDITS_ALONE.at(alone, example="film.edits.json"),)
    (root / "media/film.mp4").write_text("")
    (root / "media/film.edits.json").write_text("{}")
    assert told(root) == (EDITS_ALONE.at(alone, example="avsnitt-1.edits.json"),)
    (root / "media/samtal.mp3").write_text("")
    assert told(root) == (EDITS_ALONE.at(alone, example="samtal.edits.json"),)


def test_a_document_that_is_a_folder_is_told_and_nothing_in_it_is_read(make) -> None:
    root = make({"media/bilder.key/preview.jpg": "", "media/bilder.key/QuickLook/Preview.pdf": ""})
    assert load(root).items == ()
    assert told(root) == (
        NOT_READ.at(
            "media",
            files="bilder.key",
            instead="Save it as PDF or PPTX.",
            instead_swedish="Spara den som PDF eller PPTX.",
        ),
    )


@pytest.mark.parametrize("folder", ["Sida_files", "Sida_filer", "Sida-filer", "Sida.fld"])
def test_what_a_saved_web_page_shows_belongs_to_the_page(make, folder: str) -> None:
    root = make(
        {"media/Sida.html": "", f"media/{folder}/a.css": "", f"media/{folder}/ram.html": ""}
    )
    assert [item.id for item in load(root).items] == ["sida"]
    assert told(root) == ()


def test_a_picture_that_no_toml_names_is_told(make) -> None:
    root = make(
        {
            "media/t/theme.toml": 'title = "T"\nimage = "bild.jpg"\n',
            "media/t/bild.jpg": "",
            "media/t/annan.png": "",
            "media/u/theme.toml": 'title = "U"\nimage = "../t/Bild 2.jpg"\n',
            "media/u/bild.jpg": "",
            "media/t/Bild 2.jpg": "",
        }
    )
    assert told(root) == (
        NO_PICTURE_OF.at("media/t", files="annan.png", they="it is", they_swedish="den visas"),
        NO_PICTURE_OF.at("media/u", files="bild.jpg", they="it is", they_swedish="den visas"),
    )


def test_a_picture_that_a_text_beside_it_shows_is_no_matter(make) -> None:
    root = make(
        {
            "media/text.md": "![karta](karta.png) ![](en%20ko.jpg)",
            "media/karta.png": "",
            "media/en ko.jpg": "",
        }
    )
    assert told(root) == ()


def test_what_was_never_meant_for_mediahub_is_passed_over_in_silence(make) -> None:
    names = (
        "README.txt", ".DS_Store", "Thumbs.db", "desktop.ini", "a.mp4.part", "b.mp3.crdownload",
        "~$c.docx", "d.mp3~", "f.truth.json", "theme.toml.bak",
    )  # fmt: skip
    assert told(make({f"media/{name}": "" for name in names})) == ()


def test_a_text_that_stands_by_itself_is_an_article(make) -> None:
    root = make({"media/tankar.md": "# Tankar\n", "media/podden/bilder.pdf": ""})
    assert [(one.id, one.kind, one.series) for one in load(root).items] == [
        ("tankar", "article", None),
        ("podden-bilder", "slides", None),
    ]


def test_every_document_that_is_read_is_an_item() -> None:
    endings = {f".{ending}": kind for ending, kind in KIND_OF.items() if kind in WRITTEN_KINDS}
    assert endings == {suffix: "slides" if suffix in SLIDES else "article" for suffix in SUFFIXES}
