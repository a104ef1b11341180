"""An item's part of the index as bytes, so that only what changed is read and counted again."""

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mediahub.findable.contents import Part
from mediahub.findable.kin import Kin
from mediahub.findable.texts import TextFile
from mediahub.findable.uncollected import uncollected

_ARRAYS = ("word", "passage", "position", "sizes")
_END = b"\n"
_SMALL = 1 << 16


def packed(part: Part, about: Mapping[str, Any]) -> bytes:
    """The part and what is to be known of it (a JSON value), without the bytes of its texts."""
    arrays = [_narrow(getattr(part, name)) for name in _ARRAYS]
    head = {
        "about": about,
        "folder": part.folder,
        "vocabulary": part.vocabulary,
        "texts": [[one.name, one.sha256, one.length, one.digest.hex()] for one in part.texts],
        "arrays": [[one.dtype.str, len(one)] for one in arrays],
    }
    text = json.dumps(head, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return text.encode() + _END + b"".join(one.tobytes() for one in arrays)


def about(data: bytes) -> Any:
    """What is to be known of a packed part. Raises ValueError where it is none."""
    return _head(data)["about"]


def unpacked(data: bytes) -> Part:
    """The part that was packed. Raises ValueError where it is damaged."""
    head = _head(data)
    at = data.index(_END) + 1
    arrays = []
    try:
        for dtype, length in head["arrays"]:
            one = np.frombuffer(data, np.dtype(dtype), length, at)
            arrays.append(one.astype(np.int32))
            at += one.nbytes
        texts = tuple(
            TextFile(name, sha, size, None, bytes.fromhex(digest))
            for name, sha, size, digest in head["texts"]
        )
        word, passage, position, sizes = arrays
        vocabulary = tuple(head["vocabulary"])
        part = Part(head["folder"], vocabulary, word, passage, position, sizes, texts)
    except (KeyError, TypeError) as error:
        raise ValueError(f"a part of the search is damaged: {error}") from error
    if at != len(data):
        raise ValueError("a part of the search is not as long as it says")
    return part


def packed_kin(kinship: Mapping[str, Kin]) -> bytes:
    """The kin of words as JSON."""
    rows = {word: [one.keys, one.fields, one.groups] for word, one in kinship.items()}
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()


@uncollected()
def unpacked_kin(data: bytes) -> dict[str, Kin]:
    """The kin that was packed. Raises ValueError where it is damaged."""
    try:
        return {
            word: Kin(tuple(keys), tuple(fields), tuple(map(tuple, groups)))
            for word, (keys, fields, groups) in json.loads(data).items()
        }
    except (AttributeError, TypeError) as error:
        raise ValueError(f"the kin of words is damaged: {error}") from error


def _head(data: bytes) -> Any:
    head = json.loads(data.partition(_END)[0])
    if not isinstance(head, dict) or "about" not in head:
        raise ValueError("no part of the search")
    return head


def _narrow(numbers: NDArray[np.int32]) -> NDArray[Any]:
    small = not len(numbers) or int(numbers.max()) < _SMALL
    return numbers.astype("<u2" if small else "<i4")
