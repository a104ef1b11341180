"""Questions of readers: kept, answered by one at a time, and erased in time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mediahub.errors import SettingsError
from mediahub.workspace import questions as module
from mediahub.workspace.questions import (
    FullError,
    QuestionChangedError,
    Questions,
    ReaderQuestion,
    Reply,
)

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def put(root: Path, text: str = "Hur gör man?", asked: datetime = NOON) -> ReaderQuestion:
    return Questions(root).put("tema", text, "Eva", "Vi läser.", asked)


def test_a_question_is_kept_as_it_was_put_and_nobody_else_may_read_it(tmp_path: Path) -> None:
    one = put(tmp_path)
    assert one == ReaderQuestion(
        one.id, "tema", NOON, "Hur gör man?", "Eva", "Vi läser.", version=one.version
    )
    assert Questions(tmp_path).every() == ((one,), ())
    folder = tmp_path / "private" / "questions"
    assert (folder / f"{one.id}.json").stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "private" / ".gitignore").read_text(encoding="utf-8").endswith("\n*\n")


def test_of_two_who_answer_the_second_is_told(tmp_path: Path) -> None:
    one, every = put(tmp_path), Questions(tmp_path)
    reply = Reply("Hur gör man?", "Så.", "anna", "film", 1500)
    changed = every.change(one.id, one.version, "answered", reply, "Anna")
    assert replace(changed, version="") == replace(
        one, state="answered", reply=reply, by="Anna", version=""
    )
    with pytest.raises(QuestionChangedError):
        every.change(one.id, one.version, "answered", Reply(), "Bo")


def test_what_is_older_than_it_is_kept_is_erased_and_nothing_else(tmp_path: Path) -> None:
    old, new = put(tmp_path, asked=NOON - timedelta(days=2)), put(tmp_path, asked=NOON)
    every = Questions(tmp_path)
    damaged = tmp_path / "private" / "questions" / f"{'0' * 16}.json"
    damaged.write_text("{", encoding="utf-8")
    assert every.every() == ((new, old), (f"private/questions/{'0' * 16}.json",))
    assert every.erase(timedelta(days=2), NOON) == (old.id,)
    assert every.erase(timedelta(days=2), NOON) == ()
    assert every.erase(timedelta(days=2), datetime(2100, 1, 1, tzinfo=UTC)) == tuple(
        sorted((new.id, "0" * 16))
    )
    assert every.every() == ((), ())


@pytest.mark.parametrize("name", ["../../mediahub", "x", "0" * 16, ""])
def test_only_a_question_is_a_question(tmp_path: Path, name: str) -> None:
    put(tmp_path)
    with pytest.raises(SettingsError, match="there is no question"):
        Questions(tmp_path).question(name)
    assert not Questions(tmp_path).delete(name)


def test_no_more_are_kept_than_there_is_room_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST", 1)
    put(tmp_path)
    with pytest.raises(FullError):
        put(tmp_path)
