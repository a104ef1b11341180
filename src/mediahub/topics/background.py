"""What Swedish texts at large tell of words: what each means, and how a new paragraph begins.

`data/background.npz` is made by tools/topic_background.py from public documents; NOTICE says which.
"""

import io
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from mediahub.language import compound_stems, is_stop_word, stem

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Background:
    """Latent semantic vectors of stems, and the weights of signs that a sentence begins something.

    `vectors` is float32, a row a stem, `rarity` the stems' inverse document frequencies in nats;
    `rows` says which row is whose. `signs` are log odds, in nats.
    """

    rows: dict[str, int]
    vectors: "NDArray[np.float32]"
    rarity: "NDArray[np.float32]"
    signs: dict[str, float]


@lru_cache(maxsize=1)
def background() -> Background:
    """The table that comes with mediahub, read once."""
    import numpy as np

    packed = resources.files("mediahub.topics").joinpath("data/background.npz").read_bytes()
    with np.load(io.BytesIO(packed), allow_pickle=False) as table:
        stems = table["stems"].tobytes().decode("utf-8").split("\n")
        signs = table["signs"].tobytes().decode("utf-8").split("\n")
        return Background(
            rows={key: row for row, key in enumerate(stems)},
            vectors=table["vectors"].astype(np.float32) * table["steps"].astype(np.float32),
            rarity=table["rarity"].astype(np.float32),
            signs=dict(zip(signs, table["weights"].tolist(), strict=True)),
        )


@lru_cache(maxsize=50_000)
def keys(word: str) -> tuple[str, ...]:
    """The stem of a word in lower case and those of its parts, by which its meaning is looked up;
    none for a word that says nothing.
    """
    if is_stop_word(word) or len(word) < 3 or not word.isalpha():
        return ()
    whole = stem(word)
    return (whole, *(part for part in compound_stems(word) if len(part) > 2 and part != whole))
