"""Items overlap: one's speakers are told apart while the next one's words are recognised."""

import threading
from collections.abc import Callable

import pytest

from mediahub.pipeline import working
from mediahub.pipeline.bench import Bench
from mediahub.pipeline.tools import Tools
from tests.pipeline.conftest import Place

Step = Callable[[Bench, Tools], None]


def test_the_next_item_is_recognised_while_the_first_is_diarised(
    bare: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    recognising, diarising = threading.Event(), threading.Event()
    met: list[str] = []

    def meeting(real: Step, item: str, mine: threading.Event, other: threading.Event) -> Step:
        """The real step, which for one item waits until the other one's is under way."""

        def step(bench: Bench, tools: Tools) -> None:
            if bench.item.id == item:
                mine.set()
                if other.wait(60):
                    met.append(item)
            real(bench, tools)

        return step

    steps = dict(working.STEPS)
    steps["diarise"] = meeting(steps["diarise"], "podden-avsnitt-1", diarising, recognising)
    steps["recognise"] = meeting(steps["recognise"], "podden-avsnitt-2", recognising, diarising)
    monkeypatch.setattr(working, "STEPS", steps)
    assert bare.run().failures == []
    assert sorted(met) == ["podden-avsnitt-1", "podden-avsnitt-2"]
