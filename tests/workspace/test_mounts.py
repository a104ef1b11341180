from pathlib import Path

import pytest

from mediahub.workspace.mounts import is_own_disk, network_kind

TABLE = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
40 22 0:45 / {root}/srv rw - nfs4 server:/export rw,vers=4.2
41 40 8:2 / {root}/srv/disk rw - xfs /dev/sdb1 rw
42 22 0:46 / {root}/med\\040blank rw,relatime - cifs //nas/podd rw
45 22 0:48 / {root}/vm rw - virtiofs podd rw
46 22 0:49 / {root}/new rw - fuse.something x rw
43 22 0:47 / {root}/twice rw - nfs4 server:/x rw
44 43 8:3 / {root}/twice rw - ext4 /dev/sdc1 rw
odd
"""


@pytest.mark.parametrize(
    ("folder", "kind", "own"),
    [
        ("home", None, True),
        ("srv", "nfs4", False),
        ("srv/podd", "nfs4", False),
        ("srv/disk/podd", None, True),
        ("srvx", None, True),
        ("med blank/podd", "cifs", False),
        ("twice", None, True),
        ("vm", "virtiofs", False),
        ("new", None, False),
    ],
)
def test_the_nearest_mount_tells(
    tmp_path: Path, folder: str, kind: str | None, *, own: bool
) -> None:
    table = tmp_path / "mountinfo"
    table.write_text(TABLE.format(root=tmp_path.resolve()), encoding="utf-8")
    assert network_kind(tmp_path / folder, table) == kind
    assert is_own_disk(tmp_path / folder, table) is own


def test_where_the_system_does_not_tell_nothing_is_said(tmp_path: Path) -> None:
    assert network_kind(tmp_path, tmp_path / "none") is None
    assert not is_own_disk(tmp_path, tmp_path / "none")
