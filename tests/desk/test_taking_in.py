"""Files that are whole: looked into, named, put beside the others, or refused with why."""

import errno
import os
import shutil
from pathlib import Path

import pytest

from mediahub.catalog import load
from mediahub.desk.filenames import safe_name
from mediahub.desk.receiving import Taken, Upload, UploadError, Uploads
from mediahub.desk.takingin import Destination, begin, destinations, take_in
from tests.desk.conftest import CAPTIONS, Place, sound


@pytest.fixture
def tone(tmp_path: Path) -> Path:
    return sound(tmp_path / "ton.mp3", seconds=2, frequency=500)


@pytest.fixture
def place(empty: Place, tone: Path) -> Place:
    """A theme with one published recording."""
    (empty.root / "mediahub.toml").write_text('[publisher]\nname = "T"\n', encoding="utf-8")
    folder = empty.root / "media" / "tema"
    folder.mkdir()
    (folder / "theme.toml").write_text('title = "Tidigt"\ndate = 2026-01-31\n', encoding="utf-8")
    sound(folder / "Avsnitt 1.mp3", seconds=1)
    return empty


def sent(place: Place, called: str, data: bytes, folder: str = "tema") -> Upload:
    """An upload of these bytes, taken in."""
    uploads = Uploads(place.root)
    made = begin(place.root, uploads, called, folder, len(data), "anna")
    with uploads.writing(made.id, "anna", 0) as pen:
        pen.write(data)
    return take_in(place.root, uploads, made.id, "anna")


@pytest.mark.parametrize(
    ("called", "name"),
    [
        ("Möte om Åsa (2).MP3", "mote-om-asa-2.mp3"),
        ("../../private/users.mp4", "users.mp4"),
        ("C:\\Filmer\\Temafilm.mov", "temafilm.mov"),
        ("Temafilm.sv.vtt", "temafilm.sv.vtt"),
        ("Temafilm 2.0.srt", "temafilm-2-0.srt"),
        ("theme.mp3", "fil-theme.mp3"),
        ("README.md", "fil-readme.md"),
        ("🎧.m4a", "item-b0844e07.m4a"),
        ("Mo\u0308te.mp3", "mote.mp3"),
        ("x" * 300 + ".mp3", "x" * 80 + ".mp3"),
    ],
)
def test_a_name_from_outside_is_a_proposal(called: str, name: str) -> None:
    assert safe_name(called) == name


@pytest.mark.parametrize("called", ["people.toml", "a.exe", "mp3", ".mp3", "a.", ""])
def test_what_nothing_is_made_of_is_refused_at_once(place: Place, called: str) -> None:
    with pytest.raises(UploadError) as error:
        begin(place.root, Uploads(place.root), called, "tema", 10, "anna")
    assert error.value.why == "unfit"
    assert "tas inte emot" in error.value.swedish


def test_files_may_be_put_into_themes_and_folders_that_are_there(place: Place) -> None:
    sound(place.root / "media" / "podden" / "a.mp3", seconds=1)
    assert destinations(load(place.root)) == (
        Destination("tema", "Tidigt", "tema"),
        Destination("podden", "podden"),
        Destination("", "Without a theme"),
    )
    for folder in ("..", "../private", "/etc", "nytt"):
        with pytest.raises(UploadError, match="no folder"):
            begin(place.root, Uploads(place.root), "a.mp3", folder, 10, "anna")


def test_a_recording_is_put_beside_the_others_and_becomes_an_item(place: Place, tone: Path) -> None:
    done = sent(place, "Åsas möte.mp3", tone.read_bytes())
    assert done.taken == Taken("media/tema/asas-mote.mp3", "tema-asas-mote", None, 2000)
    assert (place.root / "media/tema/asas-mote.mp3").read_bytes() == tone.read_bytes()
    assert load(place.root).item("tema-asas-mote").theme == "tema"
    again = take_in(place.root, Uploads(place.root), done.id, "anna")
    assert again.taken == done.taken
    assert Uploads(place.root).of("anna") == ()


def test_nothing_that_is_there_is_written_over_nor_gets_another_id(
    place: Place, tone: Path
) -> None:
    before = place.files("media")
    ids = {item.id for item in load(place.root).items}
    first = sent(place, "avsnitt 1.mp4", tone.read_bytes()).taken
    second = sent(place, "Avsnitt-1.mp3", tone.read_bytes() + b"\0").taken
    assert first is not None and second is not None
    assert (first.item, second.item) == ("tema-avsnitt-1-2", "tema-avsnitt-1-3")
    assert before.items() <= place.files("media").items()
    assert ids < {item.id for item in load(place.root).items}


def test_a_promise_that_was_given_under_a_name_is_not_given_to_another(
    place: Place, tone: Path
) -> None:
    (place.root / "published" / "items").mkdir(parents=True)
    (place.root / "published" / "items" / "tema-nytt.toml").write_text("", encoding="utf-8")
    taken = sent(place, "nytt.mp3", tone.read_bytes()).taken
    assert taken is not None
    assert taken.item == "tema-nytt-2"


def test_the_same_file_again_is_told(place: Place, tone: Path) -> None:
    sent(place, "ny.mp3", tone.read_bytes())
    with pytest.raises(UploadError, match="already, ny"):
        sent(place, "Ny.mp3", tone.read_bytes())
    assert Uploads(place.root).of("anna") == ()


def test_a_file_that_a_theme_waits_for_gets_the_name_it_has_there(place: Place, tone: Path) -> None:
    theme = place.root / "media/tema/theme.toml"
    text = theme.read_text(encoding="utf-8")
    theme.write_text(f'{text}[[items]]\nfile = "Stora Filmen.mp3"\ntitle = "S"\n', encoding="utf-8")
    assert load(place.root).item("tema-stora-filmen").missing
    taken = sent(place, "Stora Filmen.mp3", tone.read_bytes()).taken
    assert taken is not None
    assert (taken.file, taken.item) == ("media/tema/Stora Filmen.mp3", "tema-stora-filmen")
    assert load(place.root).item("tema-stora-filmen").problem is None


@pytest.mark.parametrize(
    ("called", "data", "told"),
    [
        ("a.mp3", b"inget ljud alls", "det är en textfil, ingen inspelning"),
        ("a.mp4", b"\0\0\0\x18ftypmp42" + b"\0" * 600, "MP4-filen är inte hel"),
        ("a.wav", bytes(range(256)) * 9, "ingen ljud- eller filmfil"),
        ("a.docx", b"inget dokument", "filen är inte vad ändelsen säger"),
        ("a.pdf", b"%PDF-1.4 trasig", "ingen PDF som går att läsa"),
        ("a.md", b"   \n", "filen är tom"),
        ("a.vtt", b"hej", "som textning"),
        ("a.vtt", b"WEBVTT\n", "ingen textning"),
    ],
)
def test_what_cannot_be_used_is_told_in_swedish_and_not_kept(
    place: Place, called: str, data: bytes, told: str
) -> None:
    before = place.files("media")
    with pytest.raises(UploadError) as error:
        sent(place, called, data)
    assert error.value.why == "unfit"
    assert told in error.value.swedish
    assert place.files("media") == before
    assert list((place.root / ".mediahub/uploads").iterdir()) == []


def test_captions_get_the_name_of_their_recording_and_replace_none(place: Place) -> None:
    taken = sent(place, "avsnitt_1.SV.vtt", CAPTIONS.encode()).taken
    assert taken == Taken("media/tema/Avsnitt 1.sv.vtt", "tema-avsnitt-1")
    item = load(place.root).item("tema-avsnitt-1")
    assert item.captions == place.root / "media/tema/Avsnitt 1.sv.vtt"
    with pytest.raises(UploadError, match="captions already"):
        sent(place, "Avsnitt 1.vtt", CAPTIONS.encode())


def test_a_document_is_read_before_it_is_kept(place: Place) -> None:
    taken = sent(place, "Referat.md", b"# Samtalen\n\nVi talade.\n").taken
    assert taken == Taken("media/tema/referat.md", "tema-referat", "Samtalen")


def test_what_cannot_be_put_there_now_is_kept_for_later(
    place: Place, tone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(source: Path, target: Path) -> None:
        raise OSError(errno.ENOSPC, "no space left")

    with monkeypatch.context() as patched:
        patched.setattr(os, "link", full)
        patched.setattr(shutil, "copyfile", full)
        with pytest.raises(UploadError) as error:
            sent(place, "ny.mp3", tone.read_bytes())
    assert error.value.why == "room"
    (left,) = Uploads(place.root).of("anna")
    done = take_in(place.root, Uploads(place.root), left.id, "anna")
    assert done.taken is not None
    assert done.taken.item == "tema-ny"


def test_a_file_comes_whole_onto_another_disk(
    place: Place, tone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none_here(source: Path, target: Path) -> None:
        raise OSError(errno.EXDEV, "another disk, or one without links")

    monkeypatch.setattr(os, "link", none_here)
    taken = sent(place, "ny.mp3", tone.read_bytes()).taken
    assert taken is not None
    assert (place.root / taken.file).read_bytes() == tone.read_bytes()
    assert sorted(one.name for one in (place.root / "media/tema").iterdir()) == [
        "Avsnitt 1.mp3", "ny.mp3", "theme.toml",
    ]  # fmt: skip
