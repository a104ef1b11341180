"""Files in `private/`: what cannot be made again, and nobody else on the machine is to read."""

from pathlib import Path
from typing import Any

from mediahub.atomic import write_json


def write_private(path: Path, value: Any) -> None:
    """Write a value as JSON to a file that its owner alone may read, in a folder that is so too.

    The folder is closed first: the file has the usual rights for a moment, as any other.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.parent.chmod(0o700)
    write_json(path, value)
    path.chmod(0o600)
