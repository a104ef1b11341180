"""A workspace that is asked and read: what was made counts, and no TOML need be healthy."""

from pathlib import Path

import pytest
from mutagen.easyid3 import EasyID3
from tests.pipeline.conftest import Place, bare, empty, sound, themed

from mediahub.errors import MediaError, SettingsError
from mediahub.library import Library
from mediahub.search import DamagedIndexError, Filters

__all__ = ["bare", "empty", "sound", "themed"]

ITEM = "2020-06-03-tema-samtal"
THEME = "2020-06-03-tema"
THEME_TOML = f"media/{THEME}/theme.toml"


@pytest.fixture
def made(themed: Place) -> Place:
    """A workspace that has been run."""
    themed.run()
    return themed


def found(library: Library, query: str, filters: Filters | None = None) -> list[str]:
    return [hit.item for hit in library.search(query, filters=filters).hits]


def test_a_glossarys_other_words_are_found_each_way(made: Place):
    library = Library.open(made.root)
    assert found(library, "knapphet") == [f"{THEME}--ordlista", ITEM]
    manners = {match.manner for hit in library.search("knapphet").hits for match in hit.matches}
    assert "synonym" in manners
    assert library.unread() == ()


def test_an_item_its_words_and_chapters_are_read(made: Place):
    library = Library.open(made.root)
    assert library.item(ITEM).title == "Ett samtal"
    assert [one.name for one in library.transcript(ITEM).speakers] == ["Anna", "Erik"]
    assert [one.span.start_ms for one in library.chapters(ITEM)] == [0]


def test_an_item_without_a_toml_has_the_title_of_its_tags(bare: Place):
    tags = EasyID3()
    tags["title"] = "Om skolan"
    tags.save(bare.root / "media" / "podden" / "avsnitt-1.mp3")
    library = Library.open(bare.root)
    assert library.item("podden-avsnitt-1").title == "Avsnitt 1"
    bare.run()
    assert library.item("podden-avsnitt-1").title == "Om skolan"
    assert library.item("podden-avsnitt-2").title == "Avsnitt 2"


def test_what_was_made_is_read_when_its_source_and_every_toml_are_gone(made: Place):
    media = made.root / "media"
    media.rename(made.root / "elsewhere")
    (made.root / "mediahub.toml").unlink()
    library = Library.open(made.root)
    assert found(library, "hembesök") == [ITEM]
    assert found(library, "hembesök", Filters(theme=THEME, series="podden")) == [ITEM]
    assert library.transcript(ITEM).duration_ms == 10_000
    (line,) = library.unread()
    assert "it has no folder media/" in line


@pytest.mark.parametrize("item", ["nej", "", ".", "..", "../transcripts/" + ITEM, "/etc", "a\0b"])
def test_an_id_leads_to_an_items_folder_or_nowhere(made: Place, item: str):
    (made.root / "transcript.json").write_text("{}", encoding="utf-8")
    library = Library.open(made.root)
    for read in (library.item, library.transcript, library.chapters):
        with pytest.raises(SettingsError, match="there is no item"):
            read(item)


def test_what_is_not_made_yet_is_told_from_what_is_not_there(themed: Place):
    library = Library.open(themed.root)
    with pytest.raises(SettingsError, match=f"{ITEM} has no transcript.json yet; `mediahub run`"):
        library.transcript(ITEM)


def test_a_damaged_transcript_names_its_file(made: Place):
    path = made.root / "transcripts" / ITEM / "transcript.json"
    path.write_text("{", encoding="utf-8")
    with pytest.raises(MediaError, match=r"transcript\.json cannot be read"):
        Library.open(made.root).transcript(ITEM)


def test_no_index_and_a_damaged_one_say_what_to_do(made: Place):
    folder = made.root / "index" / "search"
    (arrays,) = folder.rglob("*.arrays")
    arrays.write_bytes(b"")
    with pytest.raises(DamagedIndexError, match="run `mediahub run`"):
        Library.open(made.root).search("hembesök")
    folder.rename(made.root / "gone")
    with pytest.raises(SettingsError, match=r"nothing to search in .* run `mediahub run` first"):
        Library.open(made.root).search("hembesök")


@pytest.mark.parametrize("name", ["mediahub.toml", "media/people.toml", THEME_TOML])
def test_a_broken_toml_is_told_and_the_rest_is_found(made: Place, name: str):
    (made.root / name).write_text("title = ", encoding="utf-8")
    library = Library.open(made.root)
    here = Filters(theme=THEME, series="podden")
    assert found(library, "hembesök", here) == [ITEM]
    assert [line.split(":")[0] for line in library.unread()] == [name]


def test_a_theme_and_a_series_that_only_the_index_knows_are_known(made: Place):
    (made.root / THEME_TOML).unlink()
    (made.root / "mediahub.toml").unlink()
    library = Library.open(made.root)
    assert found(library, "hembesök", Filters(theme=THEME.upper())) == [ITEM]
    assert found(library, "hembesök", Filters(series="Podden")) == [ITEM]
    with pytest.raises(SettingsError, match=r"there is no theme 'tema'"):
        library.search("hembesök", filters=Filters(theme="tema"))
    with pytest.raises(SettingsError, match=r"there is no series 'podd'"):
        library.search("hembesök", filters=Filters(series="podd"))


def test_a_name_that_is_written_and_holds_nothing_yet_finds_nothing(made: Place):
    path = made.root / "mediahub.toml"
    path.write_text(path.read_text("utf-8") + '\n[[series]]\nid = "ny"\ntitle = "Ny"\n', "utf-8")
    assert found(Library.open(made.root), "hembesök", Filters(series="ny")) == []


def test_nothing_is_written_by_asking(made: Place):
    def everything() -> dict[str, int]:
        paths: list[Path] = sorted(made.root.rglob("*"))
        return {str(path): path.stat().st_mtime_ns for path in paths}

    before = everything()
    library = Library.open(made.root)
    assert found(library, "hembesök") == [ITEM]
    assert library.item(ITEM).id == ITEM
    assert library.transcript(ITEM).segments
    assert everything() == before


def test_what_people_write_of_a_theme_and_an_item_is_found(themed: Place):
    path = themed.root / THEME_TOML
    written = (
        'introduction = "Om skördefester."\n'
        'ask = "Fråga våra brobyggare."\n'
        'credits = ["Tack till stiftelsen."]\n'
    )
    text = path.read_text(encoding="utf-8").replace('"Om hembesök."', '"Om hembesök i Kvarnvik."')
    path.write_text(text.replace("\n[[items]]", f"{written}\n[[items]]"), encoding="utf-8")
    themed.run()
    library = Library.open(themed.root)
    for query in ("skördefest", "brobyggare", "stiftelse"):
        assert found(library, query) == [f"{THEME}--inledning"]
    (hit,) = library.search("Kvarnvik").hits
    assert (hit.item, hit.described) == (ITEM, True)
    (said,) = library.search("hembesök Kvarnvik OR familj").hits
    assert said.described
    assert [hit.described for hit in library.search("hembesök").hits] == [False]


def test_a_person_is_found_by_each_name_of_the_registry(made: Place):
    people = made.root / "media" / "people.toml"
    text = people.read_text(encoding="utf-8")
    people.write_text(
        f'{text}\n[[people]]\nid = "erik"\nname = "Erik"\naliases = ["Jerker Frid"]\n',
        encoding="utf-8",
    )
    theme = made.root / THEME_TOML
    theme.write_text(
        theme.read_text(encoding="utf-8").replace("Om hembesök.", "Erik och andra."),
        encoding="utf-8",
    )
    made.run()
    assert found(Library.open(made.root), "Jerker Frid") == [ITEM]
