"""Library: the door of the room; a workspace opened once, for any number who ask."""

import threading
import time
from pathlib import Path

from mediahub.catalog import Catalogue, Item, SavedSearch, Term
from mediahub.catalog.problems import did_you_mean
from mediahub.catalog.settings import SearchSettings
from mediahub.errors import SettingsError
from mediahub.library.written import KeptCatalogue
from mediahub.search.index import SearchIndex
from mediahub.search.known import require_known
from mediahub.search.values import Filters, Markers, Results, Sort
from mediahub.tongues import Words
from mediahub.transcript import Chapter, Transcript
from mediahub.workspace.paths import Workspace
from mediahub.workspace.peaks import PEAKS, Peaks, read_peaks

MOST_COUNTED = 60
"""So many words of the glossaries are counted for `most_spoken`: each is a search."""
COUNTED_EVERY_S = 300


class Library:
    """A workspace to ask and to read: what was made, and what is written as far as it can be read.

    Any threads may use one at once, while a run writes; nothing is ever changed or locked, and no
    TOML needs to be healthy. Each search is answered from one commit of the index, the newest
    there is when it begins; the words of the glossaries are as fresh as `KeptCatalogue` says: about
    a second.
    """

    def __init__(self, workspace: Workspace, catalogue: KeptCatalogue) -> None:
        self._workspace = workspace
        self._catalogue = catalogue
        self._counting = threading.Lock()
        self._counted: tuple[float, tuple[str, ...], tuple[tuple[str, int], ...]] = (0.0, (), ())
        self._opened: tuple[SearchSettings, SearchIndex] | None = None

    @classmethod
    def open(cls, root: Path, *, look_every_s: float = 1.0) -> "Library":
        """The library of the workspace at `root`; costs nothing until it is asked.

        Whether the catalogue has changed is looked at every `look_every_s` seconds at most.
        """
        workspace = Workspace(root.resolve())
        return cls(workspace, KeptCatalogue(workspace.root, look_every_s))

    def search(
        self,
        query: str,
        limit: int = 10,
        offset: int = 0,
        filters: Filters | None = None,
        sort: Sort = "relevance",
        markers: Markers | None = None,
    ) -> Results:
        """As `SearchIndex.search`, with the glossaries' other words beside the query's.

        Raises SettingsError when there is no index, or a damaged one, and for a theme or series
        that neither a TOML nor the index knows; QueryError for a query nobody can understand;
        SearchServerError when the server that holds the index cannot be asked.
        """
        written = self._catalogue.now()
        index = self._index
        if not index.newest():
            raise self._nothing_yet()
        require_known(
            filters or Filters(),
            index,
            themes=[theme.id for theme in written.catalogue.themes],
            series=[series.id for series in written.catalogue.series],
        )
        results = index.search(
            query,
            limit=limit,
            offset=offset,
            filters=filters,
            synonyms=written.synonyms,
            sort=sort,
            markers=markers,
        )
        if not results.total and not index.fingerprints():
            raise self._nothing_yet()
        return results

    @property
    def _index(self) -> SearchIndex:
        """The index, kept open for as long as it is set so."""
        settings = self._catalogue.now().catalogue.settings.search
        opened = self._opened
        if opened is None or opened[0] != settings:
            index = SearchIndex.open(self._workspace.index, settings)
            opened = self._opened = (settings, index)
        return opened[1]

    def item(self, item_id: str) -> Item:
        """The item with this id, titled as it is published. Raises SettingsError for none."""
        from mediahub.pipeline.titles import about_of, called, described, titled
        from mediahub.workspace.documentnotices import document_abouts, document_titles
        from mediahub.workspace.state import read_state

        catalogue = self._catalogue.now().catalogue
        try:
            item = catalogue.item(item_id)
        except KeyError:
            raise self._no_item(item_id) from None
        state = read_state(self._workspace.item(item_id) / "state.json", item_id)
        item = called(titled(item, state), document_titles(self._workspace))
        about = about_of(document_abouts(self._workspace).get(item_id))
        return described(item, about, catalogue.people)

    def public_moment(self, item_id: str, at_ms: int) -> str | None:
        """Where everybody can hear this moment (ms) of an item; None unless it is published.

        That is where its page lies in `feeds/`, and mediahub.toml says where that is on the web.
        """
        from mediahub.feed import ascii_name, url_under
        from mediahub.site.values import page_address
        from mediahub.workspace.ledger import read_promise

        public = self._catalogue.now().catalogue.public_url
        try:
            promise = read_promise(self._workspace, item_id) if public else None
        except SettingsError:
            return None  # what is promised of it is told where it is published
        if public is None or promise is None or promise.withdrawn is not None:
            return None
        name = ascii_name(item_id)
        if not (self._workspace.feeds / page_address(promise.series, name)).is_file():
            return None
        return f"{url_under(public, promise.series, name, '')}#t={at_ms / 1000:g}"

    def items(self) -> tuple[Item, ...]:
        """All items as they are written, in no order that means anything."""
        return self._catalogue.now().catalogue.items

    def transcript(self, item_id: str) -> Transcript:
        """What was said in the item, as the last run or edit left it; its source may be gone.

        Raises SettingsError when there is none, MediaError when it is damaged.
        """
        from mediahub.workspace.results import read_transcript

        return read_transcript(self._made(item_id, "transcript.json"))

    def chapters(self, item_id: str) -> tuple[Chapter, ...]:
        """The item's chapters, as the last run or edit left them. Raises as `transcript` does."""
        from mediahub.workspace.results import read_chapters

        return read_chapters(self._made(item_id, "chapters.json"))

    def peaks(self, item_id: str) -> Peaks:
        """How loud the recording is from moment to moment, as probed. Raises as `transcript`."""
        return read_peaks(self._made(item_id, PEAKS))

    def glossary(self, item_id: str) -> tuple[Term, ...]:
        """The words that the item's theme explains. Raises SettingsError for no such item."""
        catalogue = self._catalogue.now().catalogue
        try:
            theme = catalogue.item(item_id).theme
            return catalogue.theme(theme).glossary if theme is not None else ()
        except KeyError:
            raise self._no_item(item_id) from None

    def most_spoken(self, number: int) -> tuple[tuple[str, int], ...]:
        """The words of the glossaries that most is found of, each with how many passages.

        They are counted every `COUNTED_EVERY_S` at most, the first `MOST_COUNTED` of them, by one
        who asks; the others are answered as before, and nothing where nobody has counted yet.
        Raises as `search`.
        """
        terms = [term.term for theme in self.catalogue().themes for term in theme.glossary]
        wanted = tuple(dict.fromkeys(terms))[:MOST_COUNTED]
        at, of, _ = self._counted
        old = of != wanted or time.monotonic() >= at + COUNTED_EVERY_S
        if old and self._counting.acquire(blocking=False):
            try:
                heard = ((one, self._heard(one)) for one in wanted)
                ranked = sorted((one for one in heard if one[1]), key=lambda one: (-one[1], one[0]))
                self._counted = (time.monotonic(), wanted, tuple(ranked))
            finally:
                self._counting.release()
        return self._counted[2][:number]

    def _heard(self, term: str) -> int:
        """How many passages of what was said have a term."""
        quoted = term.replace('"', " ")
        found = self.search(f'"{quoted}"' if " " in quoted else quoted, limit=0)
        kinds = found.facets.get("kind", {})
        return 0 if found.relaxed else kinds.get("film", 0) + kinds.get("podcast", 0)

    def catalogue(self) -> Catalogue:
        """What is written in the workspace, as far as it can be read."""
        return self._catalogue.now().catalogue

    def look_again(self) -> None:
        """Read what was just written by the same program, without waiting until it is looked at."""
        self._catalogue.look_again()

    def searches(self) -> tuple[SavedSearch, ...]:
        """The searches that are saved in mediahub.toml."""
        return self._catalogue.now().catalogue.searches

    def unread(self) -> tuple[str, ...]:
        """A line for each thing in the TOML files that could not be read; empty when all is well.

        It is missing from the filters' names, the synonyms and the items, and nothing else.
        """
        return self._catalogue.now().unread

    def _made(self, item_id: str, name: str) -> Path:
        """The folder of an item's results. An id from outside must lead to no other folder."""
        folder = self._workspace.item(item_id)
        inside = Path(item_id).name == item_id and not item_id.startswith(".")
        if not inside or not (folder / name).is_file():
            known = any(item_id == item.id for item in self._catalogue.now().catalogue.items)
            if known:
                raise SettingsError(
                    f"{item_id} has no {name} yet; `mediahub run` makes it",
                    swedish=f"{item_id} har ingen {name} än. En körning gör den.",
                )
            raise self._no_item(item_id)
        return folder

    def _no_item(self, item_id: str) -> SettingsError:
        ids = [item.id for item in self._catalogue.now().catalogue.items]
        words = Words("there is no item '{item}'{near}", "Det finns inget avsnitt ”{item}”{near}")
        return SettingsError(words.said(item=item_id, near=did_you_mean(item_id, ids)))

    def _nothing_yet(self) -> SettingsError:
        return SettingsError(
            f"there is nothing to search in {self._workspace.root} yet; run `mediahub run` first",
            swedish="Det finns inget att söka i än. En körning skriver ut det som ligger här.",
        )
