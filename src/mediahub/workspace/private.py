"""What the staff site keeps that nothing can remake: users, questions, the log of changes.

It lies in `private/`, which nobody else on the machine may read and git never takes.
"""

from pathlib import Path
from typing import Any

from mediahub import atomic

PRIVATE = "private"
QUESTIONS = "questions"
AUDIT = "audit.jsonl"
SESSIONS = "sessions.json"
"""Who is logged in: the one file there that may be lost, and that no backup holds."""
_IGNORED = "# Users, readers' questions and the log of changes: for backups, never for git.\n*\n"


def private_folder(root: Path) -> Path:
    """The folder `private/` of a workspace, made where there is none, and hidden from git.

    Raises OSError when it cannot be written.
    """
    folder = root / PRIVATE
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    ignored = folder / ".gitignore"
    if not ignored.exists():
        atomic.write_text(ignored, _IGNORED)
    return folder


def write_private(path: Path, value: Any) -> None:
    """Write a value as JSON to a file in `private/` that its owner alone may read.

    The folder is closed first: the file has the usual rights for a moment, as any other.
    """
    private_folder(path.parent.parent).chmod(0o700)
    atomic.write_json(path, value)
    path.chmod(0o600)
