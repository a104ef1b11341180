"""Items overlap: one's speakers are told apart while the next one's words are recognised."""

import threading

from tests.pipeline.conftest import Place, Run


def test_the_next_item_is_recognised_while_the_first_is_diarised(bare: Place, instead) -> None:
    recognising, diarising = threading.Event(), threading.Event()
    met: list[str] = []
    real: dict[str, Run] = {}

    def meeting(stage: str, item: str, mine: threading.Event, other: threading.Event) -> Run:
        """The real stage, which for one item waits until the other one's is under way."""

        def run(job, scratch) -> None:
            if item in job.source.path:
                mine.set()
                if other.wait(60):
                    met.append(item)
            real[stage](job, scratch)

        return run

    for stage, item, mine, other in (
        ("diarise", "avsnitt-1", diarising, recognising),
        ("recognise", "avsnitt-2", recognising, diarising),
    ):
        real[stage] = instead(stage, meeting(stage, item, mine, other))
    assert bare.run().failures == ()
    assert sorted(met) == ["avsnitt-1", "avsnitt-2"]
