"""Dask's preload for tests: a worker that can be held in a stage, or dies of an item.

Each worker process leaves a file `gpu-PID`, with the GPU that it is let see, and `began-ITEM-PID`
for each item that it begins to transcribe. `$MEDIAHUB_TEST/hold` holds whoever does, until it is
taken away; each that is held leaves a file `held-ITEM-PID`. `$MEDIAHUB_TEST/poison` names an item
of which a worker dies.
"""

import os
import signal
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from mediahub.pipeline.stages import BY_NAME

HERE = Path(os.environ["MEDIAHUB_TEST"])
(HERE / f"gpu-{os.getpid()}").write_text(os.environ.get("CUDA_VISIBLE_DEVICES", "all"))
STAGE = BY_NAME["transcribe"]


def run(job: Any, scratch: Any) -> None:
    item = scratch.kept.parent.name
    (HERE / f"began-{item}-{os.getpid()}").touch()
    poison = HERE / "poison"
    if poison.exists() and poison.read_text().strip() == item:
        (HERE / f"died-{os.getpid()}").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    if (HERE / "hold").exists():
        (HERE / f"held-{item}-{os.getpid()}").touch()
        while (HERE / "hold").exists():
            time.sleep(0.05)
    REAL(job, scratch)


if STAGE.run.__module__.startswith("mediahub."):  # Dask may read a preload more than once
    REAL = STAGE.run
    BY_NAME["transcribe"] = replace(STAGE, run=run)
