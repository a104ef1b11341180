"""The log of changes: added to by any number at once, read from its end, whole lines only."""

from pathlib import Path
from threading import Thread

from mediahub.workspace.audit import Audit


def told(root: Path) -> list[tuple[str, str, str, dict[str, str]]]:
    return [(one.what, one.by, one.item, dict(one.more)) for one in Audit(root).changes()]


def test_the_newest_change_is_told_first(tmp_path: Path) -> None:
    assert told(tmp_path) == []
    audit = Audit(tmp_path)
    audit.note("login", 'Åsa\n"')
    audit.note("segment", "Bo", "avsnitt-1", moment="0:03")
    assert told(tmp_path) == [
        ("segment", "Bo", "avsnitt-1", {"moment": "0:03"}),
        ("login", 'Åsa\n"', "", {}),
    ]
    path = tmp_path / "private" / "audit.jsonl"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.read_text(encoding="utf-8").count("\n") == 2


def test_a_line_that_was_halved_spoils_no_other(tmp_path: Path) -> None:
    audit = Audit(tmp_path)
    audit.note("login", "Anna")
    with (tmp_path / "private" / "audit.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"at": "2026-')
    audit.note("logout", "Anna")
    assert [what for what, *_ in told(tmp_path)] == ["logout", "unreadable", "login"]


def test_many_at_once_lose_nothing_and_long_logs_are_read_whole(tmp_path: Path) -> None:
    def work(who: str) -> None:
        for number in range(40):
            Audit(tmp_path).note("segment", who, "x" * 90, nr=f"{number}")

    threads = [Thread(target=work, args=(f"{n}",)) for n in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    found = told(tmp_path)
    assert len(found) == 320
    assert [more["nr"] for _, by, _, more in reversed(found) if by == "3"] == [
        f"{n}" for n in range(40)
    ]
