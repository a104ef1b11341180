"""What the segmentation of voices heard in an item's sound: by one stage, for the next one."""

import io
import logging
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from mediahub.atomic import write_bytes
from mediahub.mediafile import Sound
from mediahub.pipeline.sound import kept_name
from mediahub.pipeline.stage import Scratch
from mediahub.transcript import ModelIdentity

if TYPE_CHECKING:
    from mediahub.speech.voices import Active

log = logging.getLogger(__name__)


def read_segmented(
    scratch: Scratch, sound: Sound, model: ModelIdentity | None
) -> dict[int, "Active"]:
    """Who is active in which windows of the decoded sound, by first frame; {} where nobody told.

    It spares the segmentation what it has heard already, and changes nothing in what comes of it.
    """
    import numpy as np  # slow to import, and no run needs it that has nothing to do

    path = _path(scratch, sound, model)
    try:
        with np.load(path) as kept:
            starts, shape, bits = kept["starts"], kept["shape"], kept["bits"]
            active = np.unpackbits(bits, axis=1, count=int(shape.prod())).astype(np.bool_)
        return dict(zip(starts.tolist(), active.reshape(-1, *shape.tolist()), strict=True))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:  # it costs only time
        log.info("%s cannot be read (%s): heard anew", path.name, error)
        return {}


def write_segmented(
    scratch: Scratch, sound: Sound, model: ModelIdentity | None, heard: dict[int, "Active"]
) -> None:
    """Keep what was heard beside the decoded sound, as long as that is kept."""
    if not heard:
        return
    import numpy as np

    starts = sorted(heard)
    active = np.stack([heard[start] for start in starts])
    parts: dict[str, Any] = {
        "starts": np.array(starts, np.int64),
        "shape": np.array(active.shape[1:], np.int64),
        "bits": np.packbits(active.reshape(len(active), -1), axis=1),
    }
    written = io.BytesIO()
    np.savez(written, **parts)
    write_bytes(_path(scratch, sound, model), written.getvalue())


def _path(scratch: Scratch, sound: Sound, model: ModelIdentity | None) -> Path:
    of = sha256(f"{kept_name(sound)} {model}".encode()).hexdigest()[:16]
    return scratch.kept / f"voices-{of}.npz"
