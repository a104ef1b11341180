"""SearchIndex: the door of the search; passages in, hits out."""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from mediahub.catalog.settings import OWN_ENGINE, SearchSettings
from mediahub.search.values import (
    DamagedIndexError,
    Filters,
    Markers,
    Passage,
    QueryError,
    Results,
    SearchServerError,
    Sort,
)

if TYPE_CHECKING:  # an engine is slow to import, and not all who index or plan need one
    from mediahub.search.engine import Engine, Writer


class SearchIndex:
    """The passages of a workspace, and the answers to queries.

    Each call of `replace` or `remove` is a commit of its own, save inside `batch`. Any number of
    processes may read; a writer waits until it is the only one.

    Any threads may use one index at once. Each search answers from the newest commit there is when
    it begins, whichever process made it, so an index is opened once and kept. A batch belongs to
    the thread that began it: what another thread changes meanwhile waits, as another process does.
    """

    def __init__(self, engine: "Engine", forget: Callable[[], None] | None = None) -> None:
        """`forget` takes away what another engine keeps of the index; called after a commit."""
        self._engine = engine
        self._forget = forget
        self._own = threading.local()
        """The writer of this thread's batch."""

    @classmethod
    def open(
        cls,
        folder: Path,
        settings: SearchSettings = OWN_ENGINE,
        *,
        on_wait: Callable[[str], None] | None = None,
    ) -> "SearchIndex":
        """The index of the workspace that has its own in `folder`; it need not exist yet.

        `settings` say on which engine. `on_wait` is called with a sentence when a writer has to
        wait for another one. Raises SettingsError when the engine cannot be used as it is set.
        """
        from mediahub.search.engines.opening import forget_others, open_engine

        engine = open_engine(Path(folder), settings, on_wait)
        return cls(engine, forget_others(Path(folder), settings))

    @contextmanager
    def batch(self, *, anew: bool = False) -> Iterator[None]:
        """One commit for all that is done inside; none at all when the block raises.

        With `anew` the index holds afterwards only what was put in inside; readers see the old
        one until then. A damaged index is begun anew in any case. Raises OSError when the folder
        cannot be written.
        """
        from mediahub.search.analysis import forms

        if self._writer() is not None:
            raise RuntimeError("a batch inside a batch")
        writer = self._own.writer = self._engine.writer(forms, anew=anew)
        try:
            yield
            writer.commit()
            if self._forget is not None:
                self._forget()
        finally:
            self._own.writer = None
            writer.cancel()

    def _writer(self) -> "Writer | None":
        writer: Writer | None = getattr(self._own, "writer", None)
        return writer

    def replace(self, item: str, passages: Iterable[Passage], *, fingerprint: str = "") -> None:
        """Put `passages` in place of all that the item has, and remember the fingerprint."""
        from mediahub.search.storing import stored

        passages = [
            passage if passage.item == item else replace(passage, item=item) for passage in passages
        ]
        with self._change() as writer:
            writer.replace(item, map(stored, passages), fingerprint)

    def remove(self, item: str) -> None:
        """Take out all that the item has; nothing happens when it has none."""
        with self._change() as writer:
            writer.remove(item)

    def compact(self) -> None:
        """Leave nothing on the disk of what was replaced or removed, and change nothing else.

        Without it that goes when enough has gathered.
        """
        if self.newest():
            with self._change() as writer:
                writer.compact()

    @contextmanager
    def _change(self) -> "Iterator[Writer]":
        if (writer := self._writer()) is not None:
            yield writer
            return
        with self.batch():
            writer = self._writer()
            assert writer is not None  # noqa: S101  (batch has just set it)
            yield writer

    def newest(self) -> str:
        """A mark of the newest commit, another one for each; empty when there is none.

        Costs a look into the folder and opens nothing: whoever keeps what was found can tell by it
        whether that still holds.
        """
        return self._engine.newest()

    def fingerprints(self) -> Mapping[str, str]:
        """The fingerprint of each item in the newest commit.

        Empty when the index is missing or damaged: to the plan everything is then missing, and
        the next batch begins the index anew.
        """
        try:
            return self._engine.fingerprints()
        except DamagedIndexError:
            return {}

    def verify(self) -> None:
        """Read everything and compare it with its checksums. Raises DamagedIndexError."""
        self._engine.verify()

    def search(
        self,
        query: str,
        limit: int = 10,
        offset: int = 0,
        filters: Filters | None = None,
        synonyms: Mapping[str, Sequence[str]] | None = None,
        sort: Sort = "relevance",
        markers: Markers | None = None,
    ) -> Results:
        """The hits `offset` to `offset + limit`, best first, or newest first by `sort="date"`.

        `synonyms` are other words to look for beside one, one way. Raises QueryError when the
        query cannot be understood, DamagedIndexError when the index cannot be read.
        """
        from mediahub.search.searching import Page, answer

        page = Page(filters or Filters(), sort, limit, offset)
        try:
            with self._engine.reading() as snapshot:
                return answer(snapshot, query, page, synonyms or {}, markers or Markers())
        except (QueryError, DamagedIndexError, SearchServerError):
            raise
        except Exception:
            self._engine.verify()  # damage that no size betrays, or else a bug that must show
            raise
