"""Saves in a row are followed once, the last one always, and none is lost when a server stops."""

import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from mediahub.desk import following
from mediahub.desk.after import Became, Followed, follow
from mediahub.desk.following import STILL_WAITS, Following
from mediahub.desk.turns import Turns
from mediahub.desk.wording import correct_segment, segment_version
from mediahub.library import Library
from mediahub.pipeline.survey_item import survey_item
from tests.pipeline.conftest import Place

ITEM = "2020-06-03-tema-samtal"


def saved(place: Place, at: int, text: str, **more: object) -> str:
    segment = Library.open(place.root).transcript(ITEM).segments[at]
    version = segment_version(segment)
    done = correct_segment(place.root, ITEM, segment.span.start_ms, version, text, **more)  # type: ignore[arg-type]
    return done.told


class Clock:
    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Which items were followed together, instead of following them."""
    found: list[list[str]] = []

    def instead(_root: Path, items: list[str]) -> Followed:
        found.append(items)
        return Followed()

    monkeypatch.setattr(following, "follow", instead)
    return found


def until(there: Callable[[], bool], one: Following) -> None:
    """Wait on the follower's own condition, which it tells whenever something happens."""
    with one._told:
        assert one._told.wait_for(there, timeout=30)


def test_ten_saves_are_followed_together_and_leave_no_note(tmp_path: Path, heard: list[list[str]]):
    one = Following(tmp_path, quiet_s=(0, 0), longest_s=0)
    for _ in range(10):
        one.ask("a")
    one.ask("b")
    kept = sorted(path.name for path in one._folder.iterdir())
    one.start()
    until(lambda: not list(one._folder.iterdir()), one)
    one.close()
    assert (kept, heard) == (["a", "b"], [["a", "b"]])


def test_who_keeps_saving_is_waited_for_but_not_for_ever(tmp_path: Path, heard: list[list[str]]):
    clock = Clock()
    one = Following(tmp_path, quiet_s=(2, 9), longest_s=20, now=clock)
    one.ask("a")
    first = one.left_s()
    clock.now_s += 1
    one.ask("a")
    again = one.left_s()
    clock.now_s += 18
    one.ask("a")
    assert (first, again, one.left_s()) == (2, 2, 1)


def test_who_is_saving_is_waited_for(themed: Place, monkeypatch: pytest.MonkeyPatch):
    clock, left = Clock(), list[float]()
    one = Following(themed.root, quiet_s=(2, 9), longest_s=1000, now=clock)

    def words(*_given: object) -> Became:
        clock.now_s += 7
        left.append(one.left_s())
        return Became("")

    monkeypatch.setattr(following, "part_at_once", words)
    state, item = survey_item(themed.root, ITEM)
    one.follows(themed.root, item.id, state)
    one.follows(themed.root, item.id, state)
    assert [*left, one.left_s()] == [2, 7, 7]  # as long as the save took


def test_what_was_saved_before_a_stop_follows_at_the_next_start(
    tmp_path: Path, heard: list[list[str]]
):
    before = Following(tmp_path, quiet_s=(1000, 1000), longest_s=1000)
    before.start()
    before.ask("a")
    before.close()
    assert heard == []
    after = Following(tmp_path, quiet_s=(1000, 1000), longest_s=1000)
    after.start()
    until(lambda: not list(after._folder.iterdir()), after)
    after.close()
    assert heard == [["a"]]


def test_what_could_not_be_followed_is_kept_for_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    tried = threading.Event()

    def full(_root: Path, _items: list[str]) -> Followed:
        tried.set()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(following, "follow", full)
    one = Following(tmp_path, quiet_s=(0, 0), longest_s=0)
    one.ask("a")
    one.start()
    assert tried.wait(30)
    one.close()
    assert [path.name for path in one._folder.iterdir()] == ["a"]
    assert one.late("a") == (
        "Readers do not have it yet; the next run brings it in. "
        "(It could not be done at once: No space left on device)"
    )


def test_what_readers_do_not_have_yet_is_told_until_they_have_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    troubles = [("the disk is full",), ()]

    def follow(_root: Path, _items: list[str]) -> Followed:
        return Followed(failures=troubles.pop(0))

    monkeypatch.setattr(following, "follow", follow)
    one = Following(tmp_path, quiet_s=(0, 0), longest_s=0)
    one.start()
    told = []
    for left in (1, 0):
        one.ask("a")
        until(lambda left=left: len(troubles) == left and not list(one._folder.iterdir()), one)
        told.append(one.late("a"))
    one.close()
    assert told == [
        "Readers do not have it yet; the next run brings it in. "
        "(It could not be done at once: the disk is full)",
        "",
    ]


def test_saves_followed_later_give_the_bytes_of_a_run_from_nothing(themed: Place):
    themed.run()
    one = Following(themed.root)
    told = saved(themed, 0, "Hjärtligt välkomna till samtalet.", follows=one.follows)
    assert told == "It stands in captions now, and soon in search and page."
    assert "Hjärtligt" in themed.text(f"transcripts/{ITEM}/captions.vtt")
    assert "Hjärtligt" not in themed.text(f"feeds/podden/{ITEM}/index.html")
    saved(themed, 1, "Och så börjar vi om socialtjänsten.", follows=one.follows)
    saved(themed, 0, "Mycket välkomna till samtalet.", follows=one.follows)
    assert follow(themed.root, [ITEM]).failures == ()
    followed = {name: themed.files(name) for name in (f"transcripts/{ITEM}", "feeds")}
    assert "Mycket välkomna" in themed.text(f"feeds/podden/{ITEM}/index.html")
    assert themed.run().idle
    for name in ("feeds", f"transcripts/{ITEM}", "index"):
        shutil.rmtree(themed.root / name)
    themed.run()
    assert {name: themed.files(name) for name in followed} == followed


def test_threads_that_wait_share_one_doing():
    turns, begun, go = Turns(), threading.Event(), threading.Event()
    did: list[int] = []

    def work() -> int:
        did.append(len(did))
        begun.set()
        assert go.wait(30)
        return did[-1]

    got: list[int] = []
    first = threading.Thread(target=lambda: got.append(turns.share("a", work)))
    first.start()
    assert begun.wait(30)
    second = threading.Thread(target=lambda: got.append(turns.share("a", work)))
    second.start()
    while "a" not in turns._next:
        pass  # it waits for the first by now, or is about to
    third = threading.Thread(target=lambda: got.append(turns.share("a", work)))
    third.start()
    go.set()
    for one in (first, second, third):
        one.join(30)
    # The third has that of the second, or came when it had begun and has its own.
    assert (got[0], sorted(got)[1], sorted(got)[2] in (1, 2)) == (0, 1, True)


def test_what_one_raises_all_who_share_it_hear():
    def fails() -> None:
        raise ValueError("full")

    turns = Turns()
    with pytest.raises(ValueError, match="full"):
        turns.share("a", fails)
    assert turns.share("a", lambda: 1) == 1


def test_what_could_not_be_followed_is_tried_again_and_no_longer_told_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    told = []
    one = Following(tmp_path, quiet_s=(0, 0), longest_s=0, again_s=0)

    def follow(_root: Path, _items: list[str]) -> Followed:
        told.append(one.late("a"))
        if len(told) == 1:
            raise OSError(28, "No space left on device")
        return Followed(failures=("the disk is full",) if len(told) == 2 else ())

    monkeypatch.setattr(following, "follow", follow)
    one.ask("a")
    one.start()
    until(lambda: len(told) == 3 and not one.late("a"), one)
    one.close()
    why = "Readers do not have it yet; the next run brings it in. (It could not be done at once: "
    assert told == ["", f"{why}No space left on device)", f"{why}the disk is full)"]


def test_who_waits_long_is_told(tmp_path: Path, heard: list[list[str]]):
    clock = Clock()
    one = Following(tmp_path, quiet_s=(0, 0), longest_s=0, now=clock)
    one.ask("a")
    clock.now_s += 59
    soon = one.late("a")
    clock.now_s += 2
    assert (soon, one.late("a"), one.late("b")) == ("", STILL_WAITS, "")
    one.start()
    until(lambda: not list(one._folder.iterdir()), one)
    one.close()
    assert one.late("a") == ""
