"""An item's part of the index as bytes, so that only what changed is read and counted again."""

import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from mediahub.findable.contents import Part
from mediahub.findable.texts import TextFile

_ARRAYS = ("word", "passage", "position", "sizes")
_END = b"\n"


def packed(part: Part, about: Mapping[str, Any]) -> bytes:
    """The part and what is to be known of it (a JSON value), without the bytes of its texts."""
    arrays = [getattr(part, name) for name in _ARRAYS]
    head = {
        "about": about,
        "folder": part.folder,
        "mark": part.mark,
        "texts": [[one.name, one.sha256, one.length, one.digest.hex()] for one in part.texts],
        "words": len(part.words),
        "arrays": [[one.dtype.str, len(one)] for one in arrays],
    }
    text = json.dumps(head, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return b"".join((text.encode(), _END, part.words, *(one.tobytes() for one in arrays)))


def unpacked(data: bytes) -> tuple[Part, Any]:
    """The part that was packed, and what is to be known of it. Raises ValueError where it is
    damaged.
    """
    line = data.partition(_END)[0]
    head = json.loads(line)
    at = len(line) + len(_END)
    arrays = []
    try:
        known = head["about"]
        words = data[at : at + head["words"]]
        at += len(words)
        for dtype, length in head["arrays"]:
            one = np.frombuffer(data, np.dtype(dtype), length, at)
            arrays.append(one)
            at += one.nbytes
        texts = tuple(
            TextFile(name, sha, size, None, bytes.fromhex(digest))
            for name, sha, size, digest in head["texts"]
        )
        word, passage, position, sizes = arrays
        part = Part(head["folder"], words, word, passage, position, sizes, texts, head["mark"])
    except (KeyError, TypeError) as error:
        raise ValueError(f"a part of the search is damaged: {error}") from error
    if at != len(data):
        raise ValueError("a part of the search is not as long as it says")
    return part, known
