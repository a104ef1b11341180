"""A batch on workers that do not see the workspace: files go by a real S3 service."""

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cluster.conftest import PATIENCE_S, House, said, until
from tests.cluster.test_cluster import MADE
from tests.pipeline.test_feed_values import film
from tests.servers import KEY, SECRET, served_s3

DEPOT = ("--depot", "s3://podd/arbete")


@pytest.fixture
def bucket(house: House, tmp_path: Path) -> Iterator[Path]:
    """A bucket whose keys the house has; the scratch folder of its workers."""
    folder = tmp_path / "weed"
    folder.mkdir()
    with served_s3(folder, "podd") as address:
        house.env |= {
            "AWS_ACCESS_KEY_ID": KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET,
            "AWS_ENDPOINT_URL": address,
        }
        yield tmp_path / "scratch"


def test_the_same_bytes_come_from_workers_that_see_no_workspace(house: House, bucket: Path) -> None:
    house.make(2)
    picture = house.root / "media" / "podden" / "del-3.mp4"
    film(picture)  # its still stands in public, and a later page shows it
    for suffix in (".vtt", ".toml"):
        beside = picture.with_name("del-2.mp3").with_suffix(suffix)
        picture.with_suffix(suffix).write_text(beside.read_text().replace("del 2", "del 3"))
    alone = house.twin("alone")
    assert alone.run()[0] == 0
    shutil.copytree(alone.root / "published", house.root / "published")
    _, address = house.scheduler()
    elsewhere = House(house.folder / "elsewhere")
    elsewhere.env = house.env
    elsewhere.root.mkdir()
    hold = house.control / "hold"
    hold.touch()
    try:
        far = (*DEPOT, "--scratch", str(bucket), "--processes", "2")
        elsewhere.worker(address, *far)
        run = house.start("run", "--cluster", address, *DEPOT)
        until(lambda: bool(house.held()), "an item is under way")
        # Killed in the middle, its item goes on by what lies in the bucket.
        pid = next(iter(house.held().values()))
        os.kill(pid, signal.SIGKILL)
        hold.unlink()
        assert run.wait(PATIENCE_S) == 0, said(run)
        assert house.went_on(pid)
        assert house.files(*MADE) == alone.files(*MADE), said(run)
        assert list(elsewhere.root.iterdir()) == []
        for one in (house, alone):
            edited = one.root / "media" / "podden" / "del-3.vtt"
            edited.write_text(edited.read_text().replace("samtal", "seminarium"))
        assert alone.run()[0] == 0
        code, text = house.run("--cluster", address, *DEPOT)
        assert code == 0, text
        assert house.files(*MADE) == alone.files(*MADE), text
        page = house.root / "transcripts" / "podden-del-3" / "transcript.txt"
        assert "seminarium" in page.read_text()
        # What was on its way has gone again.
        import s3fs

        system = s3fs.S3FileSystem(
            key=KEY, secret=SECRET, endpoint_url=house.env["AWS_ENDPOINT_URL"]
        )
        assert system.find("podd") == ["podd/arbete/cluster.json"]
    finally:
        elsewhere.end()


def test_a_depot_with_a_wrong_key_is_told_before_anything_starts(
    house: House, bucket: Path
) -> None:
    house.make(1)
    house.env["AWS_SECRET_ACCESS_KEY"] = "fel-hemlighet"  # noqa: S105
    _, address = house.scheduler()
    code, text = house.run("--cluster", address, *DEPOT)
    assert code == 2
    assert "--depot s3://podd/arbete" in text
    assert "hemlighet" not in text
    assert not (house.root / "transcripts").exists()
    worker = house.start("worker", address, *DEPOT, "--scratch", str(bucket))
    assert worker.wait(PATIENCE_S) == 2
    assert "--depot s3://podd/arbete" in said(worker)
