"""What commands add to people's TOML files is read back as it was meant."""

import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from mediahub.catalog.additions import add_items, add_series

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=30)


@given(st.lists(st.fixed_dictionaries({"title": TEXT, "description": TEXT}), max_size=3))
def test_items_are_read_back_as_they_were_given(items: list[dict[str, str]]):
    with TemporaryDirectory() as folder:
        path = Path(folder) / "theme.toml"
        for item in items:
            add_items(path, {"title": "Tema"}, [item])
        found = tomllib.loads(path.read_text(encoding="utf-8")) if items else {}
        assert found.get("items", []) == items


def test_items_stand_after_what_a_person_wrote(tmp_path: Path):
    path = tmp_path / "theme.toml"
    path.write_text('title = "Tema"  # vårt\n\n[[items]]\nfile = "a.mp3"\n# slut\n')
    marks = [{"start": "0:00", "title": "A"}, {"start": "1:00", "title": "B"}]
    add_items(path, {"title": "Annat"}, [{"file": "b.mp3", "chapters": marks}])
    assert path.read_text() == (
        'title = "Tema"  # vårt\n\n[[items]]\nfile = "a.mp3"\n# slut\n\n[[items]]\n'
        'file = "b.mp3"\nchapters = [\n    {start = "0:00", title = "A"},\n'
        '    {start = "1:00", title = "B"},\n]\n'
    )


def test_items_written_on_one_line_are_added_to(tmp_path: Path):
    path = tmp_path / "theme.toml"
    path.write_text('title = "Tema"\nitems = [{file = "a.mp3"}]\n')
    add_items(path, {}, [{"file": "b.mp3"}])
    assert tomllib.loads(path.read_text())["items"] == [{"file": "a.mp3"}, {"file": "b.mp3"}]


def test_items_stand_before_no_other_table(tmp_path: Path):
    path = tmp_path / "theme.toml"
    path.write_text('title = "Tema"\n\n[[glossary]]\nterm = "a"\ndefinition = "b"\n')
    add_items(path, {}, [{"file": "b.mp3"}])
    assert tomllib.loads(path.read_text()) == {
        "title": "Tema", "glossary": [{"term": "a", "definition": "b"}],
        "items": [{"file": "b.mp3"}],
    }  # fmt: skip


def test_a_series_and_a_publisher_are_added_to_what_stands_there(tmp_path: Path):
    path = tmp_path / "mediahub.toml"
    path.write_text('# Vi\n[publisher]\nname = "Vi"\n')
    add_series(tmp_path, {"id": "a", "title": "A"}, {"name": "Andra"})
    assert tomllib.loads(path.read_text()) == {
        "publisher": {"name": "Vi"}, "series": [{"id": "a", "title": "A"}],
    }  # fmt: skip
