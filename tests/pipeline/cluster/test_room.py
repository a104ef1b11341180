"""Who works beside others in a process, and who alone."""

import threading

import pytest

from mediahub.pipeline.execute.cluster.room import Room
from mediahub.stopping import Stopped


def test_others_are_there_together_and_a_suspect_is_alone() -> None:
    room, both, seen = Room(0.01), threading.Barrier(2), list[str]()

    def beside() -> None:
        with room.within(lambda: True, alone=False):
            both.wait(30)  # which two reach at once, or nobody
            seen.append("beside")

    def suspect() -> None:
        with room.within(lambda: True, alone=True):
            seen.append("alone")

    first = [threading.Thread(target=beside) for _ in range(2)]
    for one in first:
        one.start()
    for one in first:
        one.join()
    with room.within(lambda: True, alone=False):
        waiting = threading.Thread(target=suspect)
        waiting.start()
        waiting.join(0.05)
        assert seen == ["beside", "beside"]
    waiting.join()
    assert seen == ["beside", "beside", "alone"]


def test_nobody_comes_in_beside_a_suspect() -> None:
    room = Room(0.01)
    with room.within(lambda: True, alone=True):
        for alone in (False, True):
            with pytest.raises(Stopped), room.within(lambda: False, alone=alone):
                pass
    with room.within(lambda: True, alone=False):
        pass
