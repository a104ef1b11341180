"""What init and new write: commented, valid, and never over anything."""
# ruff: noqa: E501  (a table of cases)

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from mediahub.catalog import Publisher, load, load_for_reading
from mediahub.catalog.defaults import write_default_settings
from mediahub.catalog.templates import (
    init_workspace,
    new_item,
    new_theme,
    workspace_files,
)
from mediahub.errors import SettingsError


def uncommented(text: str) -> str:
    """The text with every commented example put to use."""
    lines = []
    for line in text.split("\n"):
        example = line.removeprefix("# ")
        is_key = example.split(" ")[0].isidentifier() and " = " in example
        lines.append(example if is_key or re.match(r"\[[\[\w.]+\]", example) else line)
    return "\n".join(lines)


def test_init_makes_a_workspace_that_loads(tmp_path: Path) -> None:
    root = tmp_path / 'Vår "nya" podd'
    assert init_workspace(root) == [root / "mediahub.toml", root / "media/people.toml"]
    catalogue = load(root)
    assert catalogue.publisher == Publisher('Vår "nya" podd')
    assert [series.id for series in catalogue.series] == ["podd"]
    assert (catalogue.items, catalogue.notices) == ((), ())


def test_the_settings_of_a_bare_workspace_change_nothing_when_written_down(tmp_path: Path) -> None:
    root = tmp_path / 'Vår "nya" podd'
    (root / "media").mkdir(parents=True)
    bare = load(root)
    assert write_default_settings(root) == root / "mediahub.toml"
    assert load(root) == bare
    text = (root / "mediahub.toml").read_text()
    (root / "mediahub.toml").write_text(uncommented(text))
    assert load(root) == replace(bare, notices=())
    (root / "mediahub.toml").write_text("# min\n")
    assert write_default_settings(root) is None
    assert (root / "mediahub.toml").read_text() == "# min\n"


@pytest.mark.parametrize(
    "made", ["published.toml", "published/feeds.toml", "transcripts/a/state.json"]
)
def test_a_workspace_that_was_run_is_not_bare(tmp_path: Path, made: str) -> None:
    (tmp_path / "media").mkdir()
    (tmp_path / made).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / made).touch()
    with pytest.raises(SettingsError, match=r"mediahub\.toml is not there"):
        load(tmp_path)
    assert load_for_reading(tmp_path).problems == ()


def test_init_keeps_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "mediahub.toml").write_text("# min\n")
    assert init_workspace(tmp_path) == [tmp_path / "media/people.toml"]
    assert init_workspace(tmp_path) == []
    assert (tmp_path / "mediahub.toml").read_text() == "# min\n"
    assert workspace_files(tmp_path) == (
        tmp_path / "mediahub.toml",
        tmp_path / "media/people.toml",
    )


def test_every_example_in_the_templates_is_valid(tmp_path: Path) -> None:
    init_workspace(tmp_path)
    theme = new_theme(tmp_path, "Tidiga insatser", date(2020, 6, 3))
    for name in ("omslag.jpg", "media/lisa-ek.jpg", "media/bild.jpg"):
        (tmp_path / name).touch()
    for name in ("tema.jpg", "temafilm.mp4"):
        (theme.parent / name).touch()
    (tmp_path / "media/a.mp3").touch()
    item = new_item(tmp_path, tmp_path / "media/a.mp3")
    for path in (*workspace_files(tmp_path), theme, item):
        path.write_text(uncommented(path.read_text()))
    item.write_text(item.read_text().replace('id = "a"', 'id = "b"'))
    catalogue = load(tmp_path)
    assert catalogue.public_url == "https://media.example.se/podd"
    assert catalogue.person("lisa-ek").voice_consent_date == date(2026, 1, 31)
    assert catalogue.themes[0].glossary[0].term == "främjande"
    assert catalogue.item("b").contributors[0].role == "guest"
    assert catalogue.themes[0].items == ("2020-06-03-tidiga-insatser-temafilm",)


@pytest.mark.parametrize(
    ("given", "day", "folder", "title"),
    [
        ("Tidiga insatser – så", date(2020, 6, 3), "2020-06-03-tidiga-insatser-sa", "Tidiga insatser – så"),
        ("tidiga-insatser", None, "tidiga-insatser", "Tidiga insatser"),
        ("2020-06-03-tidiga-insatser", None, "2020-06-03-tidiga-insatser", "Tidiga insatser"),
        ("2020-06-03-tidiga-insatser", date(2020, 6, 4), "2020-06-03-tidiga-insatser", "Tidiga insatser"),
        ("../utanför", None, "utanfor", "../utanför"),
        ('"Vad?" \\ å', None, "vad-a", '"Vad?" \\ å'),
    ],
)  # fmt: skip
def test_a_new_theme_is_named_by_date_and_title(make, given, day, folder, title) -> None:
    root = make({})
    assert new_theme(root, given, day) == root / "media" / folder / "theme.toml"
    (theme,) = load(root).themes
    first = date(2020, 6, 3) if folder.startswith("2020") else None
    assert (theme.id, theme.title, theme.date) == (folder, title, day or first)


def test_a_new_theme_lists_the_files_that_stand_there(make) -> None:
    root = make(
        {
            "media/Min mapp/b å.mp3": "",
            "media/Min mapp/a.mp4": "",
            "media/Min mapp/c.mp3": "",
            "media/Min mapp/c.toml": "episode = 1",
            "media/Min mapp/README.md": "",
        }
    )
    path = new_theme(root, "Min mapp")
    assert path == root / "media/Min mapp/theme.toml"
    items = load(root).items
    assert [(item.path.name, item.bare) for item in items] == [
        ("a.mp4", True),
        ("b å.mp3", True),
        ("c.mp3", True),
    ]
    assert [item.described_in and item.described_in.name for item in items] == [
        "theme.toml",
        "theme.toml",
        "c.toml",
    ]


def test_a_theme_that_is_there_is_kept(make) -> None:
    root = make({"media/t/theme.toml": "# min\n"})
    with pytest.raises(SettingsError, match="exists already"):
        new_theme(root, "t")
    assert (root / "media/t/theme.toml").read_text() == "# min\n"


def test_a_new_item_stands_beside_its_file(make) -> None:
    root = make({"media/p/avsnitt-4.mp3": "", "media/p/notes.md": ""})
    path = new_item(root, root / "media/p/avsnitt-4.mp3")
    assert path == root / "media/p/avsnitt-4.toml"
    assert new_item(root, root / "media/p/notes.md") == root / "media/p/notes.toml"
    assert [(item.id, item.kind) for item in load(root).items] == [
        ("p-avsnitt-4", "podcast"),
        ("p-notes", "article"),
    ]


@pytest.mark.parametrize("name", ["a.mp3", "b.mp3", "borta.mp3", "theme.toml"])
def test_a_new_item_needs_a_media_file_that_nothing_describes(make, name: str) -> None:
    root = make(
        {
            "media/t/theme.toml": 'title = "T"\n[[items]]\nfile = "a.mp3"\n',
            "media/t/a.mp3": "",
            "media/t/b.mp3": "",
            "media/t/b.toml": "",
        }
    )
    with pytest.raises(SettingsError, match=r"described already|is no media file in media/"):
        new_item(root, root / "media/t" / name)
