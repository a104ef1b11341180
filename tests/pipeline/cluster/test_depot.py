"""Files that go by a depot, between a workspace and a worker that does not see it."""

import errno
import pickle
import socket
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from mediahub.catalog import Settings
from mediahub.errors import MediaError, SettingsError
from mediahub.models import Store
from mediahub.pipeline.execute.cluster.address import DepotPlace, parse_cluster, parse_depot
from mediahub.pipeline.execute.cluster.carried import Carried, unpacked
from mediahub.pipeline.execute.cluster.depot import Depot
from mediahub.pipeline.execute.cluster.depotconductor import DepotConductor, handles_in
from mediahub.pipeline.execute.cluster.depotworker import DepotWorker
from mediahub.pipeline.execute.cluster.made import Receipt
from mediahub.pipeline.execute.cluster.sides import Order
from mediahub.pipeline.execute.cluster.workshop import Workshop
from mediahub.pipeline.execute.values import Task
from mediahub.pipeline.passing import why_passing
from mediahub.pipeline.stage import Handle, Models, Scratch
from mediahub.pipeline.stages import BY_NAME
from mediahub.site.targets.store import FolderStore, StoreError
from mediahub.workspace.digests import sha256_of
from mediahub.workspace.paths import Workspace

AREA = "huset"
PLENTY = 1 << 30


@dataclass(frozen=True)
class Job:
    sound: Handle
    others: Mapping[str, tuple[Handle, ...]]


class Far:
    """A workspace, a depot, and workers elsewhere."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.workspace = Workspace(folder / "ws")
        self.depot = Depot(FolderStore(folder / "bucket"), "s3://bucket")
        self.conductor = DepotConductor(self.depot, self.workspace, AREA)

    def handle(self, name: str, text: str) -> Handle:
        path = self.workspace.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return Handle(name, sha256_of(path))

    def worker(self, name: str = "en", most_bytes: int = PLENTY) -> Workshop:
        scratch = Workspace(self.folder / name)
        side = DepotWorker(self.depot, scratch, most_bytes)
        return Workshop(scratch, Store(self.folder / "models"), 1, side)

    def do(self, task: Task, worker: Workshop) -> Receipt | Carried:
        standing = self.conductor.send(task)
        order = Order("run-1", task, Models(), Settings(), AREA, standing)
        order = pickle.loads(pickle.dumps(order))  # noqa: S301 - our own
        return worker.do(order, lambda _said: None, lambda: True)

    def there(self) -> list[str]:
        return self.depot.names(AREA)


@pytest.fixture
def far(tmp_path: Path) -> Far:
    return Far(tmp_path)


@pytest.fixture
def task(far: Far) -> Task:
    sound = far.handle("media/podden/ett.mp3", "ljud")
    other = far.handle("transcripts/ett/media.json", "{}")
    return Task("ett", "respell", Job(sound, {"a": (other,)}), "w0", wants="f" * 64)


def joined(job: Any, scratch: Scratch) -> None:
    texts = [scratch.path(one).read_text() for one in handles_in(job)]
    scratch.out("respelling.json").write_text("+".join(texts))


def test_a_worker_that_sees_no_workspace_makes_what_the_conductor_takes_home(
    far: Far, task: Task, instead: Any
) -> None:
    instead("respell", joined)
    receipt = far.do(task, far.worker())
    assert isinstance(receipt, Receipt)
    place = far.workspace.root / far.conductor.take(task, receipt)
    assert {one.name: one.read_text() for one in place.iterdir()} == {"respelling.json": "ljud+{}"}
    assert place.is_relative_to(far.workspace.work("ett"))


def test_a_result_that_lies_there_is_not_made_again_by_any_worker(
    far: Far, task: Task, instead: Any
) -> None:
    instead("respell", joined)
    first = far.do(task, far.worker("en"))
    instead("respell", lambda _job, _scratch: pytest.fail("made again"))
    assert far.do(task, far.worker("två")) == first


def test_what_was_sent_for_an_item_goes_when_it_is_through_and_what_others_need_stays(
    far: Far, task: Task, instead: Any
) -> None:
    instead("respell", joined)
    picture = far.handle("media/podden/omslag.png", "bild")
    both = [replace(task, item=item, job=(task.job, picture)) for item in ("ett", "två")]
    both[1] = replace(both[1], job=picture)
    for one in both:
        receipt = far.do(one, far.worker())
        assert isinstance(receipt, Receipt)
        far.conductor.take(one, receipt)
    far.conductor.through("ett")
    files = {name.rpartition("/")[2] for name in far.there() if "/files/" in name}
    made = sha256_of(far.folder / "ws" / picture.path)
    assert made in files
    assert task.job.sound.sha256 not in files
    far.conductor.through("två")
    assert far.there() == []


def test_a_file_with_other_bytes_is_refused_and_sent_anew(
    far: Far, task: Task, instead: Any
) -> None:
    instead("respell", joined)
    far.conductor.send(task)
    name = far.depot.file(AREA, task.job.sound.sha256)
    (far.folder / "bucket" / name).write_text("trasa")
    answer = far.do(task, far.worker())
    assert isinstance(answer, Carried)
    error = unpacked(answer)
    assert isinstance(error, MediaError)
    assert "ett.mp3" in str(error)
    assert "other bytes than it was sent with" in str(error)
    assert why_passing(error) is not None  # so that the run tries again
    far.conductor.failed(task)
    assert isinstance(far.do(task, far.worker()), Receipt)


def test_a_worker_s_full_disk_is_told_as_its_own_and_not_as_the_bucket_s(
    far: Far, task: Task, instead: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    instead("respell", joined)
    far.conductor.send(task)

    def full(_store: FolderStore, _name: str, _target: Path) -> bool:
        raise StoreError("it could not be fetched") from OSError(errno.ENOSPC, "disk full")

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(FolderStore, "get", full)
        answer = far.do(task, far.worker())
    assert isinstance(answer, Carried)
    error = unpacked(answer)
    assert isinstance(error, MediaError)
    assert f"could not be kept on the machine {socket.gethostname()} (disk full)" in str(error)
    assert "(disken är full). Se till disken med dess --scratch-mapp" in error.said.swedish
    assert why_passing(error) is not None  # another worker may have room


def test_unfinished_work_of_a_worker_that_died_is_gone_on_with_by_another(
    far: Far, task: Task, instead: Any
) -> None:
    def dies(_job: Any, scratch: Scratch) -> None:
        (scratch.kept / "recognition.jsonl").write_text("chunk 1\n")
        (scratch.kept / "sound.s16").write_text("stort")
        raise MediaError("dog")

    def goes_on(_job: Any, scratch: Scratch) -> None:
        names = sorted(one.name for one in scratch.kept.iterdir() if one.is_file())
        scratch.out("respelling.json").write_text(" ".join(names))

    instead("respell", dies)
    far.do(task, far.worker("en"))
    instead("respell", goes_on)
    receipt = far.do(task, far.worker("två"))
    assert isinstance(receipt, Receipt)
    place = far.workspace.root / far.conductor.take(task, receipt)
    assert (place / "respelling.json").read_text() == "recognition.jsonl"


def test_two_who_died_of_an_item_have_it_left_alone(far: Far, task: Task, instead: Any) -> None:
    instead("respell", joined)
    for number in range(2):
        far.depot.write(f"{far.depot.tries(AREA, task)}/{number}", "en maskin\n")
    assert far.conductor.deaths(task) == 2
    answer = far.do(task, far.worker())
    assert isinstance(answer, Carried)
    assert "2 workers died while they were at it" in str(unpacked(answer))
    far.conductor.pardon(task)
    assert isinstance(far.do(task, far.worker()), Receipt)


def test_what_stands_in_public_is_seen_as_it_stands_and_not_fetched_home_again(
    far: Far, task: Task, instead: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    stands = far.handle("feeds/podden/ett/ett-1.mp3", "gammal")
    gone = Handle("feeds/podden/ett/ett-2.mp3", "0" * 64)

    def looks(_job: Any, scratch: Scratch) -> None:
        assert scratch.path(Handle(stands.path, "")).read_text() == "gammal"
        assert not scratch.path(gone).exists()
        scratch.out("respelling.json").write_text("{}")

    real = BY_NAME["respell"]
    stage = replace(
        real,
        run=looks,
        standing=lambda _job, _path: (stands.path, gone.path),
        beside=lambda _out: {stands.path: stands.sha256},
    )
    monkeypatch.setitem(BY_NAME, "respell", stage)
    receipt = far.do(task, far.worker())
    assert isinstance(receipt, Receipt)
    place = far.workspace.root / far.conductor.take(task, receipt)
    assert [one.name for one in place.rglob("*") if one.is_file()] == ["respelling.json"]


def test_scratch_keeps_what_was_used_last_and_no_more_than_it_may(
    far: Far, task: Task, instead: Any
) -> None:
    instead("respell", joined)
    worker = far.worker("trång", most_bytes=len("ljud{}"))
    for number in range(3):
        handle = far.handle(f"media/podden/{number}.mp3", f"{number} ljud")
        one = replace(task, item=f"del-{number}", job=handle)
        assert isinstance(far.do(one, worker), Receipt)
    left = [path.name for path in (far.folder / "trång").rglob("*") if path.is_file()]
    assert left == ["2.mp3"]


def test_a_depot_is_a_bucket_and_goes_with_a_cluster_elsewhere() -> None:
    place = parse_depot("s3://podd/arbete/", "http://127.0.0.1:8333")
    assert place == DepotPlace("s3://podd/arbete", "http://127.0.0.1:8333")
    assert parse_cluster("tcp://127.0.0.1:8786", None, place).depot == place
    assert parse_depot(None) is None
    with pytest.raises(SettingsError, match="is no bucket: write s3://BUCKET/FOLDER"):
        parse_depot("/mnt/podd")
    with pytest.raises(SettingsError, match="take --depot, or MEDIAHUB_DEPOT, away"):
        parse_cluster("local:2", None, place)
