"""The first file of an index, which tells the names of all others."""

import json
from collections.abc import Mapping, Sequence

from mediahub.findable.addressed import FORMAT, Stands, told
from mediahub.findable.classes import ENDINGS
from mediahub.findable.contents import Part
from mediahub.findable.files import key_sum, leaf_name
from mediahub.findable.texts import PART, RUN, run_digests, sum_of
from mediahub.language.names import LETTERS, STEPS
from mediahub.language.stop_words import FILLERS, STOP_WORDS
from mediahub.search.readings import NAME

Synonyms = Mapping[str, Sequence[str]]


def beginning(
    parts: Sequence[Part], synonyms: Synonyms | None, begin: Sequence[str],
    files: Mapping[str, Stands],
) -> bytes:  # fmt: skip
    """The first file of an index of these parts, and of files by plain name; those of the
    dictionary begin with `begin`.
    """
    buckets = [_count(files, "p/", ".bin", but="-"), _count(files, "s/", ".txt")]
    start = {
        "format": f"{FORMAT:02x}",
        "passages": sum(len(part.sizes) for part in parts),
        "part": PART,
        "run": RUN,
        "begin": list(begin),
        "buckets": buckets,
        "items": [len(part.sizes) for part in parts],
        "folders": told(sum_of(part.folder) for part in parts),
        "digests": _digests(parts, begin, files, *buckets),
        "dull": sorted(STOP_WORDS | FILLERS),
        "endings": ENDINGS,
        "names": {"mark": NAME, "letters": LETTERS, "steps": [[*one] for one in STEPS]},
        "synonyms": {name: list(others) for name, others in sorted((synonyms or {}).items())},
    }
    return json.dumps(start, ensure_ascii=False, separators=(",", ":")).encode()


def _count(files: Mapping[str, Stands], start: str, end: str, but: str = " ") -> int:
    return sum(name.startswith(start) and name.endswith(end) and but not in name for name in files)


def _digests(
    parts: Sequence[Part], begin: Sequence[str], known: Mapping[str, Stands], buckets: int,
    slip_buckets: int,
) -> Mapping[str, str]:  # fmt: skip
    """What the names of all files end in, each kind in its order; of keys that have files of their
    own with the key's checksum before.
    """

    def of_keys(kind: str) -> str:
        start = f"p/{kind}-"
        own = sorted(
            (key_sum(name, start), known[name].digest) for name in known if name.startswith(start)
        )
        return told(part for one in own for part in one)

    return {
        "w": told(known[leaf_name(one)].digest for one in begin),
        "p": told(known[f"p/{number:x}.bin"].digest for number in range(buckets)),
        "own": of_keys("own"),
        "far": of_keys("far"),
        "s": told(known[f"s/{number:x}.txt"].digest for number in range(slip_buckets)),
        "text": told(one for part in parts for one in run_digests(part.texts)),
    }
