"""Files named by what is in them, so that no name of this index ever stands for what is in another.

Whoever begins with the first file of an index finds the files of that one, or none: a page left
open while the site is published can tell that it is an old one, and shows nothing mixed.
"""

import base64
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

BYTES = 3
"""Of a digest, in a name: a change goes unseen once in sixteen million, and the first file, which
tells of thousands, stays small.
"""
FORMAT = 3
"""What comes before them, so that a name ends as all do that tell their content: in eight digits.
It grows when files are to be read otherwise.
"""


@dataclass(frozen=True)
class Addressed:
    """Files by names that end in their digests, and each one's digest by its plain name."""

    files: Mapping[str, bytes]
    digests: Mapping[str, bytes]


def addressed(files: Mapping[str, bytes]) -> Addressed:
    """The files, which have plain names (`w/ba.txt`), under their full ones (`w/ba-DIGEST.txt`)."""
    digests = {name: digest_of(data) for name, data in files.items()}
    named = {full_name(name, digests[name]): data for name, data in files.items()}
    return Addressed(named, digests)


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
