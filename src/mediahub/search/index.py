"""SearchIndex: the door of the search; passages in, hits out."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from mediahub.search.values import (
    Filters,
    Markers,
    Passage,
    QueryError,
    Results,
    Sort,
)

if TYPE_CHECKING:  # numpy and Whoosh are slow to import, and a plan needs neither
    from mediahub.search.engine import Engine, Writer


class SearchIndex:
    """The passages of a workspace, and the answers to queries.

    Each call of `replace` or `remove` is a commit of its own, save inside `batch`. Any number of
    processes may read; a writer waits until it is the only one.
    """

    def __init__(self, engine: "Engine") -> None:
        self._engine = engine
        self._writer: Writer | None = None
        self._search: object | None = None

    @classmethod
    def open(cls, folder: Path, *, on_wait: Callable[[str], None] | None = None) -> "SearchIndex":
        """The index in `folder`, which need not exist yet: it is then empty.

        `on_wait` is called with a sentence when a writer has to wait for another one.
        """
        from mediahub.search.whoosh_engine import WhooshEngine

        return cls(WhooshEngine(Path(folder), on_wait))

    @contextmanager
    def batch(self, *, anew: bool = False) -> Iterator[None]:
        """One commit for all that is done inside; none at all when the block raises.

        With `anew` the index holds afterwards only what was put in inside; readers see the old
        one until then. A damaged index is begun anew in any case. Raises OSError when the folder
        cannot be written.
        """
        from mediahub.search.analysis import forms

        if self._writer is not None:
            raise RuntimeError("a batch inside a batch")
        self._writer = self._engine.writer(forms, anew=anew)
        try:
            yield
            self._writer.commit()
        finally:
            self._writer.cancel()
            self._writer = None

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

    @contextmanager
    def _change(self) -> "Iterator[Writer]":
        if self._writer is not None:
            yield self._writer
            return
        with self.batch():
            assert self._writer is not None  # noqa: S101  (batch has just set it)
            yield self._writer

    def fingerprints(self) -> Mapping[str, str]:
        """The fingerprint of each item in the newest commit.

        Empty when the index is missing or damaged: to the plan everything is then missing, and
        the next batch begins the index anew.
        """
        from mediahub.search.values import DamagedIndexError

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
        from mediahub.search.searching import Search

        snapshot = self._engine.snapshot()
        search = self._search
        if not isinstance(search, Search) or search.snapshot is not snapshot:
            search = self._search = Search(snapshot)
        try:
            return search.answer(
                query, limit, offset, filters, synonyms or {}, sort, markers or Markers()
            )
        except QueryError:
            raise
        except Exception:
            self._engine.verify()  # damage that no size betrays, or else a bug that must show
            raise
