"""The heavy tools of a run, each loaded when first needed and shared by all items."""

from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import TYPE_CHECKING, Self

from mediahub.catalog import Settings
from mediahub.errors import SettingsError
from mediahub.models import Store
from mediahub.pipeline.stage import Models
from mediahub.stopping import NEVER, Stop
from mediahub.transcript import ModelIdentity

if TYPE_CHECKING:
    from mediahub.speech import Lanes, Recogniser


class Tools:
    """The models of a run and the recogniser once it is loaded; safe to share between threads.

    As a context it lets go of the cores at its end: at once, when an error or Ctrl-C ends it.
    """

    def __init__(
        self, store: Store, models: Models, settings: Settings, stop: Stop = NEVER
    ) -> None:
        self.models = models
        self._stop = stop
        self._store = store
        self._settings = settings
        self._recogniser: Recogniser | None = None
        self._lanes: Lanes | None = None
        self._loading = RLock()
        self.stopped = False
        """Whether an error or Ctrl-C has taken the cores away from those who are still at work."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stopped = error is not None  # first: those at work then know why they get no core
        if self._lanes is not None:
            self._lanes.close(wait=error is None)

    @property
    def lanes(self) -> "Lanes":
        """The cores, shared by all that hears."""
        from mediahub.speech import Lanes

        with self._loading:
            if self._lanes is None:
                self._lanes = Lanes(self._settings.threads, self._stop)
            return self._lanes

    def recogniser(self, wanted: ModelIdentity | None) -> "Recogniser":
        """The recogniser once it is loaded. Raises MediaError when its files are damaged."""
        from mediahub.speech import Recogniser

        with self._loading:
            if self._recogniser is None:
                model = self.models.recogniser
                if model is None or model.identity != wanted:
                    raise SettingsError(
                        f"this worker has no model {wanted}; fetch it first",
                        swedish=f"Den här arbetsprocessen har inte modellen {wanted}. Hämta "
                        "den först.",
                    )
                self._recogniser = Recogniser(
                    model.identity,
                    self._store.open(model),
                    self.lanes,
                    device=self._settings.device,
                    batch_size=self._settings.batch_size,
                    compute_type=self._settings.compute_type,
                )
            return self._recogniser

    def embedder(self, wanted: ModelIdentity | None) -> Path | None:
        """The speaker embedding's file, None when none is wanted."""
        if wanted is None:
            return None
        model = self.models.embedder
        if model is None or model.identity != wanted:
            raise SettingsError(
                f"this worker has no model {wanted}; fetch it first",
                swedish=f"Den här arbetsprocessen har inte modellen {wanted}. Hämta den först.",
            )
        return self._store.open(model)
