"""What commands add to people's TOML files is read back as it was meant."""

import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from mediahub.catalog.additions import add_answer, add_items, add_series, remove_answer

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


@given(st.lists(st.tuples(TEXT, TEXT), max_size=4), TEXT, TEXT)
def test_an_answer_that_was_added_goes_again_and_takes_no_other_along(
    others: list[tuple[str, str]], question: str, answer: str
):
    with TemporaryDirectory() as folder:
        path = Path(folder) / "theme.toml"
        path.write_text('title = "Tema"  # vårt\n', encoding="utf-8")
        for asked, said in others:
            add_answer(path, {"question": asked, "answer": said})
        add_answer(path, {"question": question, "answer": answer})
        before = tomllib.loads(path.read_text(encoding="utf-8"))["answers"]
        remove_answer(path, question, answer.strip())
        text = path.read_text(encoding="utf-8")
        assert tomllib.loads(text).get("answers", []) == [
            one for one in before if one["question"] != question
        ]
        assert text.startswith('title = "Tema"  # vårt\n')


def test_an_answer_whose_question_was_rewritten_is_known_by_its_words_if_no_other_has_them(
    tmp_path: Path,
):
    path = tmp_path / "theme.toml"
    path.write_text(
        '[[answers]]\nquestion = "A?"\nanswer = "Ja."\n\n# den sista\n'
        '[[answers]]\nquestion = "B?"\nanswer = "Ja."\n\n'
        '[[answers]]\nquestion = "C?"\nanswer = "Nej, aldrig."\n'
    )
    assert remove_answer(path, "D?", "Ja.") == 0
    assert remove_answer(path, "D?", "Nej, aldrig.") == 1
    assert remove_answer(path, "A?", "") == 1
    assert [one["question"] for one in tomllib.loads(path.read_text())["answers"]] == ["B?"]
