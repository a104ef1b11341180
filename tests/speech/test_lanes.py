"""Lanes: order, how much at once, and what an error stops."""

import threading
from collections.abc import Iterator

import pytest

from mediahub.speech.lanes import LANE, MOST_LANES, Lanes, each


def test_results_come_in_order_whoever_is_done_first() -> None:
    second_done = threading.Event()

    def work(value: int) -> int:
        if value == 0:
            assert second_done.wait(60)
        if value == 1:
            second_done.set()
        return value * 10

    assert list(Lanes(2).map(work, range(4))) == [0, 10, 20, 30]
    assert Lanes(2).run(work, 3) == 30


def test_two_who_share_the_lanes_take_no_more_than_there_are() -> None:
    lanes, under_way, most, lock = Lanes(2), 0, 0, threading.Lock()
    both = threading.Barrier(2, timeout=60)

    def work(value: int) -> str:
        nonlocal under_way, most
        with lock:
            under_way += 1
            most = max(most, under_way)
        if value < 1:
            both.wait()  # so that two really are at it together
        with lock:
            under_way -= 1
        return threading.current_thread().name

    found: list[str] = []
    others = [
        threading.Thread(target=lambda: found.extend(lanes.map(work, range(8)))) for _ in range(2)
    ]
    for other in others:
        other.start()
    for other in others:
        other.join(60)
    assert most == 2
    assert len(found) == 16
    assert {name[: len(LANE)] for name in found} == {LANE}


def test_values_are_taken_when_there_is_room() -> None:
    taken = []

    def values() -> Iterator[int]:
        for value in range(10):
            taken.append(value)
            yield value

    results = Lanes(2).map(lambda value: value, values())
    assert next(results) == 0
    assert taken == [0, 1, 2]


def test_after_an_error_the_rest_is_not_begun() -> None:
    begun = []

    def work(value: int) -> int:
        begun.append(value)
        if value == 1:
            raise ValueError("damaged")
        return value

    with pytest.raises(ValueError, match="damaged"):
        list(Lanes(1).map(work, range(100)))
    assert len(begun) <= 4


def test_closed_lanes_leave_no_thread_behind() -> None:
    lanes = Lanes(2)
    thread = lanes.run(lambda _: threading.current_thread(), 0)
    assert thread.is_alive()
    lanes.close()
    assert not thread.is_alive()
    with pytest.raises(RuntimeError):
        lanes.run(lambda value: value, 0)


def test_many_cores_work_within_the_lanes() -> None:
    shapes = [(Lanes(threads).count, Lanes(threads).threads) for threads in (1, 2, 4, 8, 17)]
    assert shapes == [(1, 1), (2, 1), (4, 1), (MOST_LANES, 2), (MOST_LANES, 4)]
    assert Lanes().count >= 1


def test_so_many_lanes_that_few_cores_are_idle() -> None:
    shapes = [(Lanes(threads).count, Lanes(threads).threads) for threads in (3, 5, 6, 7, 9, 11, 12)]
    assert shapes == [(3, 1), (4, 1), (3, 2), (3, 2), (3, 3), (3, 3), (4, 3)]


def test_without_lanes_the_calling_thread_works() -> None:
    names = list(each(None, lambda _: threading.current_thread().name, range(2)))
    assert names == [threading.current_thread().name] * 2
