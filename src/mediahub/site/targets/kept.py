"""What a target was last made to hold, kept at the target: address, digest and headers of each.

So it is known without asking for every file, also on another machine. An entry whose digest is ""
was being written, or taken away, when the line broke: what stands there is not known.
"""

import json
from collections.abc import Mapping
from typing import NamedTuple

from mediahub.site.targets.served import Served

NAME = ".mediahub-site.json"
"""Its name at the target; no address of a site begins with a full stop."""
_SCHEMA = 1
SERVED = Served("application/json", "no-store")


class Sent(NamedTuple):
    """A file as it was put: its SHA-256, "" where that is not certain, and its headers."""

    sha256: str
    type: str
    cache: str


def parse_kept(data: bytes) -> dict[str, Sent]:
    """What is kept, by address. Raises ValueError for what is no such file."""
    try:
        value = json.loads(data)
        if value["schema"] != _SCHEMA:
            raise ValueError(f"schema {value['schema']}")
        return {address: Sent(*map(str, one)) for address, one in value["files"].items()}
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(str(error)) from error


def kept_bytes(kept: Mapping[str, Sent]) -> bytes:
    """The file that keeps it, the same for the same."""
    value = {"schema": _SCHEMA, "files": {address: kept[address] for address in sorted(kept)}}
    return json.dumps(value, ensure_ascii=False, indent=0).encode()
