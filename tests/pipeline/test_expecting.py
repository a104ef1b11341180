"""What a run says it will do, held against what it tells of."""

import pytest

from mediahub.pipeline.plan import Choices
from mediahub.pipeline.report import Expected, Silent
from mediahub.pipeline.run import Options, run
from tests.pipeline.conftest import Place


class Told(Silent):
    """Notes what is expected, and which of it has come to an end since."""

    def __init__(self) -> None:
        self.expected: list[tuple[str, str]] = []
        self.ended: set[tuple[str, str]] = set()

    def expect(self, work: list[Expected]) -> None:
        self.expected = [(one.item, one.stage) for one in work]
        self.ended.clear()

    def end(self, item: str, stage: str, *, failed: bool = False) -> None:
        assert not failed
        self.ended.add((item, stage))


def told(place: Place, choices: Choices) -> tuple[Told, dict[str, list[str]]]:
    reporter = Told()
    done = run(place.root, Options(choices=choices), reporter, store=place.store).done
    return reporter, done


def test_a_stage_whose_input_came_out_the_same_ends_all_the_same(bare: Place):
    bare.run()
    captions = bare.root / "media" / "podden" / "avsnitt-1.vtt"
    captions.write_text(captions.read_text(encoding="utf-8") + "\nNOTE Läst en gång till.\n")
    reporter, done = told(bare, Choices())
    assert done == {"podden-avsnitt-1": ("recognise", "diarise")}
    stages = ["recognise", "respell", "diarise", "transcribe", "chapter", "render", "page"]
    assert reporter.expected == [("podden-avsnitt-1", stage) for stage in stages]
    assert set(reporter.expected) <= reporter.ended


@pytest.mark.parametrize("force", [False, True])
def test_all_that_was_expected_comes_to_an_end(bare: Place, force: bool):
    if force:
        bare.run()
    reporter, _ = told(bare, Choices(force=force))
    assert len(reporter.expected) == 14
    assert set(reporter.expected) <= reporter.ended
