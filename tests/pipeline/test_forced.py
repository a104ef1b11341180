"""A `run --force` that was stopped is gone on with by the same command."""

import pytest

from mediahub.pipeline.plan import Choices
from mediahub.pipeline.report import Silent
from mediahub.pipeline.run import Options, run
from mediahub.pipeline.stages import ITEM_STAGES
from mediahub.pipeline.summary import Summary
from mediahub.stopping import Stop
from mediahub.workspace.forced import unfinished_since
from mediahub.workspace.paths import Workspace
from tests.pipeline.conftest import Place

ONE, TWO = "podden-avsnitt-1", "podden-avsnitt-2"
ALL = tuple(stage.name for stage in ITEM_STAGES)


class Heard(Silent):
    """Keeps the sentences."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def say(self, text: str) -> None:
        self.told.append(text)


@pytest.fixture
def stopped(bare: Place, instead) -> Place:
    """Two items that were done, and a forced run that was stopped while the first was at work."""
    bare.run()
    stop = Stop()

    def diarise(job, scratch):
        stop.ask("ctrl-c")
        real(job, scratch)

    real = instead("diarise", diarise)
    first = forced(bare, stop=stop)[0]
    assert first.done == {ONE: ("probe", "recognise", "respell", "diarise"), TWO: ("probe",)}
    instead("diarise", real)
    return bare


def forced(
    place: Place, *, stop: Stop | None = None, anew: bool = False, only: tuple[str, ...] = ()
) -> tuple[Summary, list[str]]:
    options = Options(only, choices=Choices(force=True), jobs=1, anew=anew)
    heard = Heard()
    return run(place.root, options, heard, store=place.store, stop=stop or Stop()), heard.told


def test_what_a_stopped_forced_run_did_is_not_done_again(stopped: Place):
    assert unfinished_since(Workspace(stopped.root)) is not None
    summary, told = forced(stopped)
    assert summary.done == {ONE: ALL[4:], TWO: ALL[1:]}
    assert [line for line in told if "goes on with the forced run of" in line]
    # It has come to its end: the next one begins again.
    assert unfinished_since(Workspace(stopped.root)) is None
    assert forced(stopped)[0].done == {ONE: ALL, TWO: ALL}


def test_a_plain_run_in_between_takes_nothing_from_it(stopped: Place):
    assert stopped.run().done == {}
    assert forced(stopped)[0].done == {ONE: ALL[4:], TWO: ALL[1:]}


def test_a_forced_run_begins_again_when_it_is_told_to_or_asked_for_something_else(stopped: Place):
    assert forced(stopped, only=(ONE,))[0].done == {ONE: ALL}
    assert forced(stopped, anew=True)[0].done == {ONE: ALL, TWO: ALL}


def test_a_source_that_is_replaced_meanwhile_is_done_all_the_same(stopped: Place):
    captions = stopped.root / "media" / "podden" / "avsnitt-1.vtt"
    captions.write_text(captions.read_text().replace("hembesök", "hembesöken"), encoding="utf-8")
    assert forced(stopped)[0].done[ONE][:1] == ("recognise",)


def test_a_damaged_note_begins_again(stopped: Place):
    (stopped.root / ".mediahub" / "forced.jsonl").write_bytes(b"\xff{\n[")
    assert forced(stopped)[0].done == {ONE: ALL, TWO: ALL}
