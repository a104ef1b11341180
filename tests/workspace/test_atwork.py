"""What killed processes leave is swept, and only that."""

import os
import subprocess
import sys
from pathlib import Path

from mediahub.workspace.atwork import at_work, sweep_after_the_killed
from mediahub.workspace.paths import Workspace

KILLED = """
import os, signal, sys
from pathlib import Path
from mediahub.atomic import replacing
from mediahub.workspace.atwork import at_work
from mediahub.workspace.paths import Workspace

root = Path(sys.argv[1])
with at_work(Workspace(root)):
    for folder in ("media/podden", "transcripts/a", "feeds/media/a", "published/items"):
        with replacing(root / folder / "fil.txt") as temporary:
            temporary.write_text("halv")
            if folder == "published/items":
                os.kill(os.getpid(), signal.SIGKILL)
            os.link(temporary, temporary.with_name(".mediahub-00000000-aaaaaaaa.tmp.txt"))
"""


def hidden(root: Path) -> list[str]:
    return sorted(path.name for path in root.rglob(".mediahub-*") if path.is_file())


def test_what_a_killed_process_left_is_swept(tmp_path: Path):
    subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], check=False)
    (tmp_path / "media" / ".anteckning-20260101.txt").write_text("min egen", encoding="utf-8")
    assert len(hidden(tmp_path)) == 4
    assert len(sweep_after_the_killed(Workspace(tmp_path))) == 4
    assert hidden(tmp_path) == []
    assert (tmp_path / "media" / ".anteckning-20260101.txt").exists()
    assert sweep_after_the_killed(Workspace(tmp_path)) == []


def test_nothing_is_looked_at_while_all_live(tmp_path: Path):
    place = Workspace(tmp_path)
    (tmp_path / "feeds").mkdir()
    (tmp_path / "feeds" / ".mediahub-00000000-aaaaaaaa.tmp").touch()
    with at_work(place):
        assert (place.private / "at-work" / str(os.getpid())).exists()
    assert sweep_after_the_killed(place) == []
    assert hidden(tmp_path) == [".mediahub-00000000-aaaaaaaa.tmp"]


def test_in_a_shared_workspace_what_is_new_is_left_to_a_later_run(tmp_path: Path):
    place = Workspace(tmp_path)
    subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], check=False)
    assert sweep_after_the_killed(place, shared=True) == []
    assert sweep_after_the_killed(place, shared=True) == []
    assert len(hidden(tmp_path)) == 4
    for path in (*tmp_path.rglob(".mediahub-*"), place.private / "at-work" / "later"):
        os.utime(path, (0, 0))
    assert len(sweep_after_the_killed(place, shared=True)) == 4
    assert list((place.private / "at-work").iterdir()) == []
