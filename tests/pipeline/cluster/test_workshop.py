"""What a worker's process does with an order, without a scheduler."""

import pickle
import socket
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mediahub.catalog import Settings
from mediahub.errors import MediaError
from mediahub.models import Store
from mediahub.notices import Notice, Words
from mediahub.pipeline.execute.cluster import workshop
from mediahub.pipeline.execute.cluster.carried import Carried, unpacked
from mediahub.pipeline.execute.cluster.deaths import attempt, deaths, marks_of, pardon
from mediahub.pipeline.execute.cluster.made import Receipt, find_made, place_of
from mediahub.pipeline.execute.cluster.sharedfolder import FolderWorker
from mediahub.pipeline.execute.cluster.sides import Order
from mediahub.pipeline.execute.cluster.workshop import Workshop
from mediahub.pipeline.execute.values import Task
from mediahub.pipeline.stage import Models, Noticed, Progress, Scratch, Told
from mediahub.stopping import Stopped
from mediahub.tongues import Said
from mediahub.workspace.digests import sha256_of
from mediahub.workspace.paths import Workspace

NOTICE = Notice("odd", "media/ett.mp3", Words("It is odd.", "Den är underlig."))
TASK = Task("ett", "respell", "job", "w0", wants="f" * 64)


def carried(value: Any) -> Any:
    """The value as it is at the other end of a wire."""
    return pickle.loads(pickle.dumps(value))  # noqa: S301 - our own


class Bench:
    """A workspace with a workshop, and what was said of its tasks."""

    def __init__(self, root: Path) -> None:
        self.workspace = Workspace(root)
        self.shop = Workshop(self.workspace, Store(root / "models"), 1)
        self.said: list[dict[str, Any]] = []
        self.settings = Settings()
        self.ran = 0

    def do(self, task: Task = TASK, wanted: bool = True) -> Receipt | Carried:
        order = carried(Order("run-1", task, Models(), self.settings))
        answer = self.shop.do(order, self.said.append, lambda: wanted)
        return carried(answer)

    def run(self, _job: Any, scratch: Scratch) -> None:
        self.ran += 1
        scratch.tell(Progress(500))
        scratch.tell(Noticed(NOTICE))
        scratch.tell(Told(Said("It is done.", "Det är gjort.")))
        scratch.out("respelling.json").write_text("{}")


@pytest.fixture
def bench(tmp_path: Path, instead: Any) -> Bench:
    one = Bench(tmp_path)
    instead("respell", one.run)
    return one


def test_a_result_lies_in_the_workspace_and_a_receipt_comes_back(bench: Bench) -> None:
    receipt = bench.do()
    assert isinstance(receipt, Receipt)
    folder = bench.workspace.root / receipt.place
    assert receipt.outputs == {"respelling.json": sha256_of(folder / "respelling.json")}
    assert receipt.notices == (NOTICE,)
    assert bench.said == [
        {"kind": "began"},
        {"kind": "progress", "done_ms": 500, "resumed": False},
        {"kind": "told", "text": "It is done.", "swedish": "Det är gjort."},
    ]
    assert len(pickle.dumps(receipt)) < 1000
    work = bench.workspace.work("ett") / "w0"
    assert [one.name for one in work.iterdir()] == [folder.name]


def test_what_lies_there_already_is_not_made_again(bench: Bench) -> None:
    first = bench.do()
    assert (bench.do(), bench.ran) == (first, 1)


@pytest.mark.parametrize("harm", ["gone", "changed", "note"])
def test_what_does_not_lie_there_whole_is_made_again(bench: Bench, harm: str) -> None:
    first = bench.do()
    folder = place_of(bench.workspace, TASK)
    if harm == "gone":
        (folder / "respelling.json").unlink()
    else:
        name = "respelling.json" if harm == "changed" else "receipt.json"
        (folder / name).write_text("[")
    again = bench.do()
    assert (again.outputs, bench.ran) == (first.outputs, 2)  # type: ignore[union-attr]
    assert find_made(bench.workspace, TASK) is not None


def test_a_forced_run_makes_it_anew(bench: Bench) -> None:
    bench.do()
    forced = Task("ett", "respell", "job", "w0", wants="f" * 64, anew=True)
    assert isinstance(bench.do(forced), Receipt)
    assert bench.ran == 2


def test_another_task_finds_nothing_of_it(bench: Bench) -> None:
    bench.do()
    bench.do(Task("ett", "respell", "job", "w0", wants="e" * 64))
    assert bench.ran == 2


def test_an_error_comes_back_with_its_cause_and_leaves_no_mark(bench: Bench, instead: Any) -> None:
    def fails(_job: Any, scratch: Scratch) -> None:
        try:
            raise OSError(5, "Input/output error")
        except OSError as error:
            raise MediaError("media/ett.mp3 cannot be read") from error

    instead("respell", fails)
    answer = bench.do()
    assert isinstance(answer, Carried)
    error = unpacked(answer)
    assert (type(error), str(error)) == (MediaError, "media/ett.mp3 cannot be read")
    assert isinstance(error.__cause__, OSError)
    assert error.__cause__.errno == 5
    assert deaths(bench.workspace, TASK) == 0


def test_an_error_that_does_not_pickle_keeps_its_words(bench: Bench, instead: Any) -> None:
    class OddError(Exception):
        pass

    def fails(_job: Any, _scratch: Scratch) -> None:
        raise OddError("only here")

    instead("respell", fails)
    answer = bench.do()
    assert isinstance(answer, Carried)
    error = unpacked(answer)
    assert str(error) == "OddError: only here"
    assert "in fails" in "".join(error.__notes__)


def test_two_who_died_of_an_item_have_it_left_alone(bench: Bench) -> None:
    marks = marks_of(bench.workspace, TASK)
    marks.mkdir(parents=True)
    (marks / "first").touch()
    assert isinstance(bench.do(), Receipt)  # one death may be a coincidence
    (place_of(bench.workspace, TASK) / "receipt.json").unlink()
    (marks / "second").touch()
    answer = bench.do()
    assert isinstance(answer, Carried)
    assert "2 workers died while they were at it" in str(unpacked(answer))
    assert bench.ran == 1
    pardon(bench.workspace, TASK)
    assert isinstance(bench.do(), Receipt)


def test_a_worker_that_ends_in_good_order_did_not_die_of_its_item(
    bench: Bench, instead: Any
) -> None:
    def leaves(_job: Any, scratch: Scratch) -> None:
        assert deaths(bench.workspace, TASK) == 1
        bench.shop.leave()
        assert deaths(bench.workspace, TASK) == 0
        scratch.out("respelling.json").write_text("{}")

    instead("respell", leaves)
    assert isinstance(bench.do(), Receipt)


def test_a_run_that_is_halted_gets_stopped_and_can_be_gone_on_with(
    bench: Bench, instead: Any
) -> None:
    def halted(_job: Any, scratch: Scratch) -> None:
        bench.shop.halt("run-1")
        scratch.tools.lanes.run(lambda value: value, 1)

    real = instead("respell", halted)
    answer = bench.do()
    assert isinstance(answer, Carried)
    assert isinstance(unpacked(answer), Stopped)
    instead("respell", real)
    assert isinstance(bench.do(), Receipt)


def test_a_mark_goes_with_any_end(bench: Bench) -> None:
    with pytest.raises(KeyError), attempt(bench.workspace, TASK):
        raise KeyError
    assert not marks_of(bench.workspace, TASK).exists()


def lost(bench: Bench, instead: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A bench whose workspace is gone as soon as something is done in it; where it went."""
    named = bench.workspace.private / "cluster.json"
    named.parent.mkdir(parents=True, exist_ok=True)
    named.touch()
    bench.shop = Workshop(
        bench.workspace, Store(bench.workspace.root / "models"), 1,
        FolderWorker(bench.workspace, named=True),
    )  # fmt: skip
    monkeypatch.setattr(workshop, "LOOK_S", 0.01)
    monkeypatch.setattr(workshop, "AWAY_S", 0.05)

    def gone(job: Any, scratch: Scratch) -> None:
        bench.run(job, scratch)
        if bench.ran == 1:
            named.unlink()

    instead("respell", gone)
    return named


def test_a_worker_that_loses_the_workspace_blames_no_item_and_goes_on_when_it_is_back(
    bench: Bench, instead: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = lost(bench, instead, monkeypatch)
    monkeypatch.setattr(bench.shop, "_is_back", lambda _say, _wanted: named.touch() or True)
    anew = replace(TASK, anew=True)
    assert isinstance(bench.do(anew), Receipt)
    assert bench.ran == 2


def test_a_worker_whose_workspace_does_not_come_back_ends_and_says_so(
    bench: Bench, instead: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost(bench, instead, monkeypatch)
    ended: list[int] = []
    monkeypatch.setattr(bench.shop, "_end", ended.append)
    answer = bench.do()
    assert isinstance(answer, Carried)
    assert isinstance(unpacked(answer), Stopped)
    assert ended == [1]
    host, root = socket.gethostname(), bench.workspace.root
    assert bench.said[-1] == {
        "kind": "told",
        "text": f"{host} cannot reach {root}: what it had goes elsewhere",
        "swedish": f"{host} når inte {root}: det den hade i hand görs någon annanstans",
    }
