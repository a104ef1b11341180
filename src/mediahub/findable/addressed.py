"""Files named by what is in them, so that no name of this index ever stands for what is in another.

Whoever begins with the first file of an index finds the files of that one, or none: a page left
open while the site is published can tell that it is an old one, and shows nothing mixed.
"""

import base64
import hashlib
from collections.abc import Iterable
from typing import NamedTuple

BYTES = 3
"""Of a digest, in a name: a change goes unseen once in sixteen million, and the first file, which
tells of thousands, stays small.
"""
FORMAT = 4
"""What comes before them, so that a name ends as all do that tell their content: in eight digits.
It grows when files are to be read otherwise.
"""


class Stands(NamedTuple):
    """A file of the index that is not at hand itself: its SHA-256 (hex) and its length in bytes."""

    sha256: str
    length: int

    @property
    def digest(self) -> bytes:
        """What its name ends in."""
        return bytes.fromhex(self.sha256[: 2 * BYTES])


def stands(data: bytes) -> Stands:
    """What is told of a file."""
    return Stands(hashlib.sha256(data).hexdigest(), len(data))


def digest_of(data: bytes) -> bytes:
    """What a name tells of these bytes."""
    return hashlib.sha256(data).digest()[:BYTES]


def full_name(name: str, digest: bytes) -> str:
    """A plain name with the digest before its ending."""
    stem, dot, ending = name.rpartition(".")
    return f"{stem}-{FORMAT:02x}{digest.hex()}{dot}{ending}"


def told(digests: Iterable[bytes]) -> str:
    """Digests, or other bytes, one after another in base64, as the first file tells them."""
    return base64.b64encode(b"".join(digests)).decode("ascii")
