"""Whether a folder lies on this machine's own disk, or on another's through a network."""

import re
from pathlib import Path

MOUNTS = Path("/proc/self/mountinfo")

_NETWORK = frozenset(
    (
        *("nfs", "nfs4", "cifs", "smb3", "smbfs", "ceph", "glusterfs", "lustre", "beegfs", "gpfs"),
        *("afs", "9p", "davfs", "fuse.sshfs", "fuse.rclone", "fuse.s3fs", "fuse.glusterfs"),
        *("fuse.ceph", "fuse.davfs", "fuse.juicefs", "fuse.gcsfuse", "fuse.mountpoint-s3"),
        *("virtiofs", "vboxsf", "prl_fs", "fuse.vmhgfs-fuse", "fuse.ceph-fuse", "fuse.mfs"),
        *("ocfs2", "gfs2", "orangefs", "wekafs", "panfs", "quobyte", "fuse.quobyte"),
        *("fuse.saunafs", "fuse.blobfuse2", "fuse.goofys"),
    )
)
"""Kinds of file system by which another machine's disk is seen, or several see one."""
_OWN = frozenset(
    (
        *("ext2", "ext3", "ext4", "xfs", "btrfs", "bcachefs", "zfs", "f2fs", "jfs", "overlay"),
        *("tmpfs", "vfat", "exfat", "ntfs", "ntfs3", "fuseblk"),
    )
)
"""Kinds that one running system alone can have mounted to write in."""


def network_kind(folder: Path, mounts: Path = MOUNTS) -> str | None:
    """The kind of network file system that a folder lies on, None for a disk of this machine.

    None, too, where the system does not tell (it is asked on Linux alone).
    """
    kind = _kind(folder, mounts)
    return kind if kind in _NETWORK else None


def is_own_disk(folder: Path, mounts: Path = MOUNTS) -> bool:
    """Whether a folder is known to lie on a disk that no other running system writes to itself.

    False where the system does not tell, and for kinds that we do not know.
    """
    return _kind(folder, mounts) in _OWN


def _kind(folder: Path, mounts: Path) -> str:
    """The kind of file system that a folder lies on; empty where the system does not tell."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
        place = folder.resolve()
    except OSError:
        return ""
    found: tuple[int, str] = (-1, "")
    for line in lines:
        # 36 35 98:0 /root /mount options - type source options
        ahead, _, behind = line.partition(" - ")
        fields, kinds = ahead.split(" "), behind.split(" ")
        if len(fields) < 5:
            continue
        mount = Path(_plain(fields[4]))
        if place.is_relative_to(mount) and len(mount.parts) >= found[0]:
            found = len(mount.parts), kinds[0]  # of two at one place the later one is seen
    return found[1]


def _plain(text: str) -> str:
    """A path as it is: blanks and the like stand there as octal numbers."""
    return re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), text)
