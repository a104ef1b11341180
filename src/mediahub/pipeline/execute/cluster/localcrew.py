"""A cluster on this machine alone, for as long as a run: `--cluster local:4`."""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from mediahub.pipeline.execute.cluster.scheduling import scheduler_options
from mediahub.workspace.paths import Workspace

ENDING_S = 20.0


class LocalCrew:
    """A scheduler in this process and worker processes that it starts, on loopback.

    When this process ends, however it does, the workers find their scheduler gone, and end.
    """

    def __init__(self, workspace: Workspace, processes: int, store: str) -> None:
        from distributed import Scheduler, SpecCluster

        options = scheduler_options("127.0.0.1", 0)
        self._cluster: Any = SpecCluster(
            scheduler={"cls": Scheduler, "options": options}, workers={}, silence_logs=False
        )
        self.address = str(self._cluster.scheduler_address)
        workspace.private.mkdir(parents=True, exist_ok=True)
        self._log = (workspace.private / "workers.log").open("w", encoding="utf-8")
        command = [sys.executable, "-m", "mediahub", "-C", str(workspace.root), "worker"]
        env = {**os.environ, **({"MEDIAHUB_MODELS": store} if store else {})}
        self._workers = subprocess.Popen(
            [*command, self.address, "--processes", str(processes), "--patience", "5"],
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
            env=env,
            start_new_session=True,  # Ctrl-C is the conductor's alone to hear
        )

    def trouble(self) -> str | None:
        """What the workers said last, where they have ended by themselves."""
        if self._workers.poll() is None:
            return None
        said = Path(self._log.name).read_text(encoding="utf-8", errors="replace").strip()
        return said.splitlines()[-1] if said else f"exit code {self._workers.returncode}"

    def end(self) -> None:
        """Let the workers end in good order, and kill those that do not."""
        with suppress(ProcessLookupError):
            self._workers.send_signal(signal.SIGTERM)
        try:
            self._workers.wait(ENDING_S)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(self._workers.pid, signal.SIGKILL)
            self._workers.wait()
        with suppress(Exception):
            self._cluster.close(timeout=5)
        self._log.close()
