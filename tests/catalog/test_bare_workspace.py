"""A folder with nothing but media/ in it."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from mediahub.catalog import Item, Publisher, Series, load
from mediahub.catalog.notices import NO_SERIES
from mediahub.errors import SettingsError


def test_a_folder_with_media_alone_is_a_workspace(make) -> None:
    root = make({"media/podden/podden-avsnitt-4.mp3": "", "media/film.mp4": ""})
    catalogue = load(root)
    assert catalogue.root == root
    assert catalogue.publisher == Publisher("Min podd")
    assert catalogue.series == (
        Series(
            id="media",
            title="Min podd",
            description="Film och podd från Min podd.",
            kinds=("podcast", "film"),
            autopublish=True,
        ),
    )
    assert catalogue.items == (
        Item(
            id="film",
            title="Film",
            kind="film",
            path=root / "media/film.mp4",
            series="media",
            bare=True,
        ),
        Item(
            id="podden-podden-avsnitt-4",
            title="Podden avsnitt 4",
            kind="podcast",
            path=root / "media/podden/podden-avsnitt-4.mp3",
            series="media",
            bare=True,
        ),
    )
    assert catalogue.notices == (NO_SERIES.at("", series="media"),)


def test_a_bare_workspace_needs_no_slow_import(make) -> None:
    root = make({"media/a.mp3": ""})
    code = (
        "import sys; from pathlib import Path; from mediahub.catalog import load; "
        "import mediahub.workspace.ledger, mediahub.catalog.edit, mediahub.catalog.templates; "
        f"load(Path({str(root)!r})); "
        "print([name for name in ('pydantic', 'tomlkit', 'difflib') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_an_empty_media_folder_is_a_workspace(loaded) -> None:
    assert loaded({}).items == ()


def test_a_folder_without_media_is_none(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"no folder media/.*mediahub init"):
        load(tmp_path)


def test_what_is_no_media_is_passed_over(loaded) -> None:
    ignored = [
        "README.md", "readme.mp3", ".dold.mp3", ".git/x.mp3", "a.mp3.part", "b.mp4.crdownload",
        "c.mp3~", "~$d.mp3", "omslag.jpg", "x.json", "text.vtt", "text.srt",
        "film.edits.json", "noending",
    ]  # fmt: skip
    assert loaded({f"media/{name}": "" for name in ignored}).items == ()


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("podden-avsnitt-4", "Podden avsnitt 4"),
        ("2020-06-03_temafilm", "Temafilm"),
        ("2020-06-03", "2020 06 03"),
        ("Åsa Berg-Ström om våld", "Åsa Berg-Ström om våld"),
        ("a\u030asa", "Åsa"),
        ("🎉", "🎉"),
        ("---", "---"),
    ],
)
def test_a_bare_file_takes_its_title_from_its_name(loaded, name: str, title: str) -> None:
    (item,) = loaded({f"media/{name}.mp3": ""}).items
    assert (item.title, item.bare) == (title, True)


def test_a_date_in_the_file_or_folder_name_is_the_items(loaded) -> None:
    catalogue = loaded(
        {
            "media/2020-06-03-a/2021-01-02 b.mp3": "",
            "media/2020-06-03-a/c.mp3": "",
            "media/2020-13-03-d/e.mp3": "",
        }
    )
    assert [item.date for item in catalogue.items] == [date(2021, 1, 2), date(2020, 6, 3), None]


def test_names_with_quotes_spaces_and_emoji_work(loaded) -> None:
    catalogue = loaded({'media/Vad är "våld"? 🎧.mp3': "", "media/🎉.mp4": ""})
    assert [item.id for item in catalogue.items] == ["vad-ar-vald", "item-c20dbb2b"]


def test_files_that_share_a_stem_get_their_ending_in_the_id(loaded) -> None:
    catalogue = loaded({"media/p/a.mp4": "", "media/p/a.mp3": "", "media/p/b.mp3": ""})
    assert [item.id for item in catalogue.items] == ["p-a-mp3", "p-a-mp4", "p-b"]


def test_notes_beside_an_episode_leave_its_id_alone(loaded) -> None:
    catalogue = loaded(
        {"media/t/theme.toml": 'title = "T"', "media/t/a.mp3": "", "media/t/a.md": ""}
    )
    assert [item.id for item in catalogue.items] == ["t-a-md", "t-a"]


def test_a_decomposed_name_has_the_id_of_the_composed_one(loaded) -> None:
    (item,) = loaded({"media/o\u0308vning.mp3": ""}).items
    assert item.id == "ovning"


def test_the_order_is_the_same_whatever_the_disk_says(loaded) -> None:
    files = {f"media/{name}.mp3": "" for name in ("c", "a", "B", "d/x", "b/y")}
    assert [item.id for item in loaded(dict(files)).items] == ["b", "a", "c", "b-y", "d-x"]
