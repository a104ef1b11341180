"""The workspace as it stands: what is there, what was made of it, and what could be used."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from mediahub.catalog import Catalogue, Item, load
from mediahub.catalog.moments import swedish_date
from mediahub.edits import Journal, journal_path, read_journal
from mediahub.errors import MediaError, SettingsError
from mediahub.models import Model, Store, default_store, embedder_for, recogniser_for
from mediahub.pipeline.identity import keep_ids
from mediahub.pipeline.plan import Status, plan_item
from mediahub.pipeline.stages import Models, Sources, wanted_inputs
from mediahub.pipeline.vocabulary import corrected_words
from mediahub.workspace.digests import Digests
from mediahub.workspace.ledger import Ledger, Promise, read_ledger, write_changed
from mediahub.workspace.paths import Workspace
from mediahub.workspace.previewed import (
    as_read_again,
    previewed_of,
    read_previewed,
    with_previewed,
    write_previewed,
)
from mediahub.workspace.state import ItemState, read_state


@dataclass
class Survey:
    """Everything a plan or a run starts from.

    `sources` has an entry for each media item whose file can be read; `unreadable` says for the
    others why not. `orphans` are ids with results but no source. `kept` is the ledger as it was
    read or last written down.
    """

    workspace: Workspace
    catalogue: Catalogue
    ledger: Ledger
    digests: Digests
    store: Store
    models: Models
    states: dict[str, ItemState]
    sources: dict[str, Sources] = field(default_factory=dict)
    unreadable: dict[str, str] = field(default_factory=dict)
    orphans: tuple[str, ...] = ()
    kept: Ledger = field(default_factory=Ledger)

    def keep_promises(self) -> bool:
        """Write down what was promised since; False when nothing was."""
        changed = write_changed(self.workspace, self.kept, self.ledger)
        changed |= write_previewed(self.workspace, previewed_of(self.ledger))
        self.kept = self.ledger = as_read_again(self.ledger)
        return changed

    @property
    def media_items(self) -> tuple[Item, ...]:
        """The items that are films or podcast episodes."""
        return tuple(item for item in self.catalogue.items if not item.written)

    def state(self, item_id: str) -> ItemState:
        """What was made of the item so far."""
        return self.states.get(item_id) or ItemState(item_id)

    def files(self, item_id: str) -> frozenset[str]:
        """The names of the results on disk."""
        try:
            # os.listdir: a thousand items are looked at in every run.
            return frozenset(os.listdir(self.workspace.item(item_id)))  # noqa: PTH208
        except OSError:
            return frozenset()

    def plan(self, item: Item) -> list[Status]:
        """The status of each stage of a media item whose source can be read."""
        state = self.state(item.id)
        wanted = wanted_inputs(self.catalogue, item, state, self.sources[item.id], self.models)
        return plan_item(state, wanted, self.files(item.id))


def survey(
    root: Path,
    *,
    model: str | None = None,
    verify: bool = False,
    store: Store | None = None,
) -> Survey:
    """Look at the workspace in `root`; nothing is changed. Raises SettingsError when it is wrong.

    `model` overrides the recogniser that mediahub.toml names.
    """
    workspace = Workspace(root.resolve())
    catalogue = load(workspace.root)
    if model is not None:
        catalogue = replace(catalogue, settings=replace(catalogue.settings, model=model))
    ledger = with_previewed(read_ledger(workspace), read_previewed(workspace))
    digests = Digests(workspace.private / "digests.json", verify=verify)
    store = store or default_store()
    recogniser = _recogniser(catalogue.settings.model, store, asked=model is not None)
    if recogniser is not None and store.at_hand(recogniser) is None:
        if catalogue.settings.model != "auto":
            raise SettingsError(
                f"the model {recogniser.name} is not on this machine; "
                f"run `mediahub models fetch {recogniser.name}` first"
            )
        recogniser = None
    states = _states(workspace)
    result = Survey(
        workspace,
        catalogue,
        ledger,
        digests,
        store,
        Models(recogniser, embedder_for(store)),
        states,
        kept=ledger,
    )
    _read_sources(result)
    shas = {item_id: sources.media for item_id, sources in result.sources.items()}
    renames = keep_ids(catalogue, shas, states, ledger)
    if renames:
        _rename(result, renames)
    result.catalogue = replace(
        result.catalogue,
        items=tuple(
            _dated(result, titled(item, result.state(item.id))) for item in result.catalogue.items
        ),
    )
    _share_corrections(result)
    known = {item.id for item in result.media_items}
    result.orphans = tuple(sorted(item_id for item_id in states if item_id not in known))
    return result


def _recogniser(name: str, store: Store, *, asked: bool) -> Model | None:
    try:
        return recogniser_for(name, store)
    except SettingsError as error:
        if not asked:
            raise
        written = f'model = "{name}" in mediahub.toml'
        raise SettingsError(str(error).replace(written, f"--model {name}")) from None


def titled(item: Item, state: ItemState) -> Item:
    """A bare file is called what its tags say, where they say anything."""
    return replace(item, title=state.title) if item.bare and state.title else item


def kept_promise(result: Survey, item: Item) -> Promise | None:
    """The promise that alone keeps an item in its feed: no time is written, no series gives one."""
    promise = result.ledger.promise(item.id)
    if promise is None or promise.withdrawn is not None or not promise.enclosures:
        return None
    gives = any(one.id == item.series and one.autopublish for one in result.catalogue.series)
    return promise if item.published is None and not gives else None


def _dated(result: Survey, item: Item) -> Item:
    """An item that is published by its promise alone has the day of that, not its theme's."""
    promise = kept_promise(result, item)
    if promise is None:
        return item
    themes = [theme.date for theme in result.catalogue.themes if theme.id == item.theme]
    own = item.date is not None and item.date not in themes
    return item if own else replace(item, date=swedish_date(promise.published))


def _states(workspace: Workspace) -> dict[str, ItemState]:
    if not workspace.transcripts.is_dir():
        return {}
    folders = (entry for entry in workspace.transcripts.iterdir() if entry.is_dir())
    return {
        folder.name: read_state(folder / "state.json", folder.name) for folder in sorted(folders)
    }


def _read_sources(result: Survey) -> None:
    for item in result.media_items:
        if item.problem is not None:
            result.unreadable[item.id] = item.problem
            continue
        try:
            result.sources[item.id] = _sources(result, item)
        except OSError as error:
            result.unreadable[item.id] = (
                f"{result.workspace.relative(item.path)} cannot be read "
                f"({error.strerror or error}); check that it is there and may be read"
            )


def _sources(result: Survey, item: Item) -> Sources:
    digests = result.digests
    journal = edits_of(result, item)
    return Sources(
        media=digests.of(item.path),
        captions=digests.of(item.captions) if item.captions else None,
        edits=digests.of(journal) if journal.exists() else None,
        edits_path=journal if journal.exists() else None,
    )


def _share_corrections(result: Survey) -> None:
    """Tell each item which rare words people put into its siblings, of its theme or series."""
    journals: dict[str, Journal] = {}
    for item_id, sources in result.sources.items():
        if sources.edits_path is not None:
            try:
                journals[item_id] = read_journal(sources.edits_path)
            except MediaError:
                continue  # the item itself tells what is wrong
    if not journals:
        return
    families = {
        item.id: [group for group in (item.theme, item.series) if group]
        for item in result.media_items
    }
    for item_id, words in corrected_words(journals, families).items():
        if item_id in result.sources:
            result.sources[item_id] = replace(result.sources[item_id], corrected=words)


def edits_of(result: Survey, item: Item) -> Path:
    """Where the item's edits lie, or will lie when it has none.

    When the media file was renamed and its edits were not, they are used where they are.
    """
    journal = journal_path(item.path)
    former = result.state(item.id).journal
    if former is not None and not journal.exists():
        kept = result.workspace.root / former
        return kept if kept.exists() else journal
    return journal


def _rename(result: Survey, renames: Mapping[str, str]) -> None:
    def new(item_id: str) -> str:
        return renames.get(item_id, item_id)

    catalogue = result.catalogue
    result.catalogue = replace(
        catalogue,
        items=tuple(replace(item, id=new(item.id)) for item in catalogue.items),
        themes=tuple(
            replace(theme, items=tuple(new(item) for item in theme.items))
            for theme in catalogue.themes
        ),
    )
    for old in renames:
        result.sources.pop(old, None)
    for item in result.media_items:
        if item.id in renames.values():
            result.sources[item.id] = _sources(result, item)
