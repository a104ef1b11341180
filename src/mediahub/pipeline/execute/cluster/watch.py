"""Who is at work for a run: which workers are fit, which are not and why, and that there are any.

Dask waits for ever, and says nothing, where no worker can do a task.
"""

import logging
import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from mediahub.pipeline.execute.cluster.badge import Needs, may_be_mended, read_badge, refusal
from mediahub.pipeline.execute.cluster.reaching import (
    ClusterAwayError,
    ClusterUnfitError,
    no_worker,
)
from mediahub.stopping import Stop
from mediahub.tongues import Said, Words, joined

log = logging.getLogger(__name__)

ENDED = Words("the workers ended at once: {trouble}", "Arbetsprocesserna slutade genast: {trouble}")

LOOK_S = 1.0
NO_WORKER = Said("no worker can do this run.", "Ingen arbetsprocess kan göra den här körningen.")
IDLE = Words(
    "the worker {name} gets nothing to do: {why}",
    "arbetsprocessen {name} får inget att göra: {why}",
)
PATIENCE_S = 30.0
"""How long there may be no worker before it is said; at the beginning twice that ends the run."""
GRACE_S = 5.0
"""How long is waited for others where all that are there are refused."""
AGAIN_S = 600.0
"""How often it is said once more."""
OWN_S = 600.0
"""How long a run waits for workers that it starts itself, and that live: a slow machine takes long
to load what they need."""
STARTING = Words(
    "the run's own workers have not been there for {seconds} s: they are starting still",
    "körningens egna arbetsprocesser har inte funnits på {seconds} s: de håller på att starta",
)


class Watch:
    """Looks at a scheduler's workers from a thread of its own; `say` hears what a person should.

    `trouble` says why the workers that the run itself started have ended, None while they live;
    without it all workers are others'.
    """

    def __init__(
        self,
        client: Any,
        builds: str,
        say: Callable[[str], None],
        trouble: Callable[[], str | None] | None = None,
    ) -> None:
        self._client = client
        self._trouble = trouble or (lambda: None)
        self._own = trouble is not None
        self._builds = builds
        self._say = say
        self._needs: Needs | None = None
        self._told: dict[str, str] = {}
        self._reasons: dict[str, Said] = {}
        self._mendable = False
        self._looks = 0
        self._ended = threading.Event()
        self._looked = threading.Condition()
        self._without_since: float | None = None
        self._said_at: float | None = None
        self.fit = 0
        """How many worker processes can do what the run needs."""
        self._thread = threading.Thread(target=self._keep_looking, name="workers", daemon=True)
        self._thread.start()

    def wait_for_fit(self, needs: Needs, stop: Stop) -> None:
        """Return once a worker is fit. Raises a SettingsError when none comes, and says why.

        It is a ClusterAwayError where one may come or be mended, else a ClusterUnfitError.

        A run that was told until when it may work waits so long. Raises Stopped when it is asked
        to end meanwhile.
        """
        with self._looked:
            self._needs, since = needs, time.monotonic()
            looks = self._looks + 1  # the one that is under way may know nothing of these needs
            while not (self.fit and self._looks > looks):
                stop.check()
                if (trouble := self._trouble()) is not None:
                    raise ClusterAwayError(ENDED.said(trouble=trouble), who="workers")
                waited = time.monotonic() - since
                if self._looks > looks and self._reasons and waited >= GRACE_S:
                    raise self._none_fit()
                most = OWN_S if self._own else 2 * PATIENCE_S
                if waited >= most and stop.until is None:
                    raise no_worker(waited)
                self._looked.wait(LOOK_S / 4)

    def seen(self, folder: Path, patience_s: float) -> None:
        """Return once what a worker has put into the workspace is seen here, or in any case then.

        A network folder is remembered for some seconds by who has just looked into it.
        """
        end = time.monotonic() + patience_s
        while not folder.exists() and time.monotonic() < end:
            with suppress(OSError):
                os.listdir(folder.parent)  # noqa: PTH208 - to have it asked anew
            self._ended.wait(LOOK_S / 4)

    def end(self) -> None:
        """Look no more."""
        self._ended.set()

    @property
    def deserted(self) -> bool:
        """Whether no worker has been fit for as long as a run waits for its first."""
        since = self._without_since
        return since is not None and time.monotonic() - since >= 2 * PATIENCE_S

    def _none_fit(self) -> ClusterAwayError | ClusterUnfitError:
        all_of_them = [joined(": ", pair) for pair in sorted(self._reasons.items())]
        message = joined("\n  ", (NO_WORKER, *all_of_them))
        return (
            ClusterAwayError(message, who="workers")
            if self._mendable
            else ClusterUnfitError(message)
        )

    def _keep_looking(self) -> None:
        while not self._ended.wait(LOOK_S):
            try:
                workers = self._client.scheduler_info(n_workers=-1)["workers"]
            except Exception as error:  # noqa: BLE001 - a scheduler that is gone ends its tasks
                log.debug("the scheduler does not answer: %s", error)
                continue
            with self._looked:
                if self._needs is not None:
                    self._look(workers, self._needs)
                self._looks += 1
                self._looked.notify_all()

    def _look(self, workers: dict[str, dict[str, Any]], needs: Needs) -> None:
        reasons: dict[str, Said] = {}
        fit, mendable = 0, False
        for address, told in workers.items():
            name = f"{told.get('name') or address}"
            badge = read_badge(told.get("resources") or {})
            if (why := refusal(badge, needs)) is not None:
                reasons[name] = why
                mendable = mendable or may_be_mended(badge, needs)
                self._tell(name, IDLE.said(name=name, why=why))
                continue
            fit += 1
            if badge is not None and badge.builds != self._builds:
                self._tell(
                    name,
                    Said(
                        f"the worker {name} has another processor, Python, ffmpeg or calculating "
                        "library than this machine: what it makes may differ in its last digits",
                        f"arbetsprocessen {name} har en annan processor, Python, ffmpeg eller "
                        "annat räknebibliotek än den här datorn: det den gör kan skilja i de sista "
                        "siffrorna",
                    ),
                )
        self._reasons, self._mendable, self.fit = reasons, mendable, fit
        self._tell_of_none(fit)

    def _tell(self, name: str, text: str) -> None:
        if self._told.get(name) != text:
            self._told[name] = text
            self._say(text)

    def _tell_of_none(self, fit: int) -> None:
        now = time.monotonic()
        if fit:
            if self._said_at is not None:
                self._say(Said("there are workers again", "nu finns det arbetsprocesser igen"))
            self._without_since = self._said_at = None
            return
        if self._without_since is None:
            self._without_since = now
        due = self._without_since + PATIENCE_S if self._said_at is None else self._said_at + AGAIN_S
        if now >= due:
            self._said_at = now
            if self._own:
                self._say(STARTING.said(seconds=f"{now - self._without_since:.0f}"))
                return
            self._say(
                Said(
                    f"no worker has been there for {now - self._without_since:.0f} s: the run "
                    "waits "
                    "for one; start some with `mediahub worker`, or stop the run with Ctrl-C",
                    f"ingen arbetsprocess har funnits på {now - self._without_since:.0f} s: "
                    "körningen väntar på en; starta några med `mediahub worker`, eller avbryt "
                    "körningen med Ctrl-C",
                )
            )
