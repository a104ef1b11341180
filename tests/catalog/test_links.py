"""Links and paths that lead out of the workspace: the item fails, the workspace stands."""

import os
from pathlib import Path

import pytest

from mediahub.catalog import load
from mediahub.catalog.notices import LINKED_FOLDER


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    path = tmp_path / "outside" / "hemlig.mp3"
    path.parent.mkdir()
    path.write_bytes(b"x")
    return path


def test_a_link_that_leaves_the_workspace_is_an_item_with_a_problem(make, outside: Path) -> None:
    root = make({"media/a.mp3": ""})
    (root / "media/b.mp3").symlink_to(outside)
    assert {item.id: item.problem for item in load(root).items} == {
        "a": None,
        "b": "'media/b.mp3' is a link that leads out of the workspace. "
        "Put the file itself where the link stands.",
    }


def test_a_link_within_the_workspace_is_followed(make) -> None:
    root = make({"arkiv/a.mp3": ""})
    (root / "media/a.mp3").symlink_to("../arkiv/a.mp3")
    (item,) = load(root).items
    assert item.problem is None


def test_a_link_to_nothing_is_an_item_with_a_problem(make) -> None:
    root = make({})
    (root / "media/a.mp3").symlink_to("borta.mp3")
    (item,) = load(root).items
    assert item.problem == (
        "'media/a.mp3' is a link that leads to no file. Put the file where the link stands."
    )


def test_a_link_to_itself_is_an_item_with_a_problem(make) -> None:
    root = make({"media/b.mp3": ""})
    (root / "media/a.mp3").symlink_to("a.mp3")
    assert [(item.id, item.problem is None) for item in load(root).items] == [
        ("a", False),
        ("b", True),
    ]


def test_captions_linked_from_outside_are_a_problem_of_the_item(make, outside: Path) -> None:
    root = make({"media/a.mp3": ""})
    (root / "media/a.vtt").symlink_to(outside)
    (item,) = load(root).items
    assert item.problem == (
        "'media/a.vtt' is a link that leads out of the workspace. "
        "Put the file itself where the link stands."
    )


@pytest.mark.parametrize("there", [True, False])
def test_a_listed_path_that_leaves_the_workspace_is_a_problem(make, outside, there: bool) -> None:
    file = f"../../../outside/{outside.name if there else 'borta.mp3'}"
    root = make({"media/t/theme.toml": f'title = "T"\n[[items]]\nfile = "{file}"\n'})
    (item,) = load(root).items
    assert item.problem == (
        f"'{file}', named in media/t/theme.toml, lies outside the workspace. "
        "Copy the file into media/t/ and write its new name there."
    )


def test_an_absolute_path_out_of_the_workspace_is_a_problem(make, outside: Path) -> None:
    root = make({"media/t/theme.toml": f'title = "T"\n[[items]]\nfile = "{outside}"\n'})
    assert load(root).items[0].problem is not None


def test_a_linked_folder_is_named_and_not_followed(make, outside: Path) -> None:
    root = make({})
    (root / "media/mapp").symlink_to(outside.parent)
    (root / "media/runt").symlink_to(".")
    catalogue = load(root)
    assert catalogue.items == ()
    assert [notice for notice in catalogue.notices if notice.code == "link-to-folder"] == [
        LINKED_FOLDER.at(f"media/{name}") for name in ("mapp", "runt")
    ]


def test_a_listed_file_in_a_linked_folder_outside_is_a_problem(make, outside: Path) -> None:
    root = make({"media/t/theme.toml": 'title = "T"\n[[items]]\nfile = "mapp/hemlig.mp3"\n'})
    (root / "media/t/mapp").symlink_to(outside.parent)
    (item,) = load(root).items
    assert item.problem == (
        "'media/t/mapp/hemlig.mp3' is a link that leads out of the workspace. "
        "Put the file itself where the link stands."
    )


def test_media_itself_may_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "disk/a.mp3").touch()
    (tmp_path / "ws").mkdir()
    (tmp_path / "ws/media").symlink_to(tmp_path / "disk")
    (item,) = load(tmp_path / "ws").items
    assert (item.path, item.problem) == (tmp_path / "ws/media/a.mp3", None)


def test_an_image_from_outside_is_refused(make, outside: Path) -> None:
    outside.with_suffix(".png").touch()
    root = make({"media/t/theme.toml": 'title = "T"\nimage = "x.png"\n'})
    (root / "media/t/x.png").symlink_to(outside.with_suffix(".png"))
    (theme,) = load(root).themes
    assert (theme.image, theme.problem) == (
        None,
        "media/t/theme.toml: key 'image': 'x.png' lies outside the workspace; copy it into it",
    )


def test_a_pipe_is_no_media(make) -> None:
    root = make({})
    os.mkfifo(root / "media/a.mp3")
    assert load(root).items == ()


def test_a_name_that_is_no_unicode_is_an_item_with_a_problem(make) -> None:
    root = make({})
    path = os.fsencode(root / "media") + b"/sm\xe5.mp3"
    try:
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY))
    except OSError:
        pytest.skip("this file system takes no such name")
    (item,) = load(root).items
    assert (item.id, item.title) == ("sm", "Sm�")
    assert (
        item.problem == "The name 'media/sm�.mp3' is not valid Unicode. Rename the file or folder."
    )
