"""The workspace as it stands: what is there, what was made of it, and what could be used."""

import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from mediahub.catalog import Catalogue, Item, load
from mediahub.catalog.moments import swedish_date
from mediahub.catalog.scan import is_written, kind_of, nfc, stem_and_ending
from mediahub.edits import Journal, journal_path, read_journal
from mediahub.edits.journal import SUFFIX as JOURNAL
from mediahub.edits.withholding import silenced, withholdings
from mediahub.errors import MediaError, SettingsError, system_reason
from mediahub.models import Model, Store, default_store, embedder_for, recogniser_for
from mediahub.pipeline.calibrations import Calibrations, read_calibrations
from mediahub.pipeline.identity import digests_of_hurt, keep_ids, renamed
from mediahub.pipeline.kinds import by_content
from mediahub.pipeline.plan import NOTHING_ASKED, Choices, Status, plan_item
from mediahub.pipeline.publicity import Publicity
from mediahub.pipeline.stage import Handle, Models, Sources, View
from mediahub.pipeline.stages import OUTPUTS
from mediahub.pipeline.titles import about_of, called, described, titled
from mediahub.pipeline.vocabulary import corrected_words
from mediahub.pipeline.wording import base_path
from mediahub.tongues import Said, Words
from mediahub.workspace.digests import Digests, sha256_of
from mediahub.workspace.documentnotices import document_abouts, document_titles
from mediahub.workspace.ledger import Ledger, Promise, read_ledger
from mediahub.workspace.paths import Workspace
from mediahub.workspace.state import ItemState, StageRecord, read_state


@dataclass(frozen=True)
class Survey:
    """Everything a plan or a run starts from, as it was when it was looked at.

    `sources` has an entry for each media item whose file can be read; `unreadable` says for the
    others why not. `orphans` are ids with results but no source. `now` is the time it goes by.
    """

    workspace: Workspace
    catalogue: Catalogue
    ledger: Ledger
    digests: Digests
    store: Store
    models: Models
    states: Mapping[str, ItemState]
    sources: Mapping[str, Sources] = field(default_factory=dict)
    unreadable: Mapping[str, str] = field(default_factory=dict)
    orphans: tuple[str, ...] = ()
    verify: bool = False
    """Whether files are read through, whatever their size and time say."""
    calibrations: Calibrations = field(default_factory=dict)
    """What the house's reviewed words tell of models that nobody measured, by the model's name."""
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    # Made when first asked for: each of a hundred series asks for its own of all.
    @cached_property
    def media_items(self) -> tuple[Item, ...]:
        """The items that are films or podcast episodes."""
        return tuple(item for item in self.catalogue.items if not item.written)

    @cached_property
    def _by_series(self) -> dict[str | None, tuple[Item, ...]]:
        found: dict[str | None, list[Item]] = {}
        for item in self.media_items:
            found.setdefault(item.series, []).append(item)
        return {series: tuple(own) for series, own in found.items()}

    def items_of(self, series: str) -> tuple[Item, ...]:
        """The films and podcast episodes of a series."""
        return self._by_series.get(series, ())

    @cached_property
    def orphaned(self) -> frozenset[str]:
        """The orphans, for those who look for many."""
        return frozenset(self.orphans)

    def state(self, item_id: str) -> ItemState:
        """What was made of the item so far."""
        return self.states.get(item_id) or ItemState(item_id)

    def edits(self, item: Item) -> Path:
        """Where the item's edits lie, or will lie."""
        return edits_of(self.workspace, item, self.states.get(item.id))

    def files(self, item_id: str) -> frozenset[str]:
        """The names of the results on disk."""
        return results_of(self.workspace, self.state(item_id), verify=self.verify)

    def view(self, item: Item) -> View:
        """What the stages of a media item, whose source can be read, are planned by."""
        sources = self.sources[item.id]
        return View(
            self.catalogue,
            item,
            self.state(item.id),
            sources,
            self.models,
            self.publicity.public(item, sources.media.sha256),
            calibrations=self.calibrations,
        )

    @cached_property
    def publicity(self) -> Publicity:
        """What is due, and how it stands in public."""
        return Publicity(self.workspace, self.catalogue, self.ledger, self.digests, self.now)

    def plan(self, item: Item, choices: Choices = NOTHING_ASKED) -> list[Status]:
        """The status of each stage of a media item whose source can be read."""
        return plan_item(self.view(item), self.files(item.id), choices)


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
    ledger = read_ledger(workspace)
    digests = Digests(workspace.private / "digests.json", workspace.root, verify=verify)
    store = store or default_store()
    models = models_at_hand(catalogue.settings.model, store, asked=model is not None)
    states = _states(workspace)
    sources, unreadable = read_sources(workspace, catalogue.items, states, digests)
    shas = {item_id: one.media.sha256 for item_id, one in sources.items()}
    shas |= digests_of_hurt(catalogue, digests)
    renames = keep_ids(catalogue, shas, states, ledger)
    if renames:
        catalogue = renamed(catalogue, renames)
        sources, unreadable = read_sources(workspace, catalogue.items, states, digests)
    catalogue = by_content(catalogue, sources, states)
    dated = Dating(catalogue, ledger)
    catalogue = replace(
        catalogue,
        items=tuple(dated.item(titled(item, states.get(item.id))) for item in catalogue.items),
    )
    catalogue = with_titles(workspace, catalogue)
    known = {item.id for item in catalogue.items if not item.written}
    return Survey(
        workspace,
        catalogue,
        ledger,
        digests,
        store,
        models,
        states,
        share_corrections(workspace, catalogue, sources),
        unreadable,
        tuple(sorted(item_id for item_id in states if item_id not in known)),
        verify=verify,
        calibrations=read_calibrations(workspace),
    )


def with_titles(workspace: Workspace, catalogue: Catalogue) -> Catalogue:
    """The catalogue with each document under the title that was read in it, where no TOML has one,
    and with what else it says of itself.

    Until the index has been brought up to date it is what the file said then.
    """
    titles, abouts = document_titles(workspace), document_abouts(workspace)
    return replace(
        catalogue,
        items=tuple(
            described(called(item, titles), about_of(abouts.get(item.id)), catalogue.people)
            for item in catalogue.items
        ),
    )


def models_at_hand(wanted: str, store: Store, *, asked: bool = False) -> Models:
    """The models that are used here; `asked` says that the command line named the recogniser.

    A model that a person named is used or refused: SettingsError when it is not at hand.
    """
    recogniser = _recogniser(wanted, store, asked=asked)
    if recogniser is not None and store.at_hand(recogniser) is None:
        if wanted != "auto":
            raise SettingsError(
                f"the model {recogniser.name} is not on this machine; "
                f"run `mediahub models fetch {recogniser.name}` first",
                swedish=f"Modellen {recogniser.name} finns inte på den här datorn. Kör "
                "`mediahub models "
                f"fetch {recogniser.name}` först.",
            )
        recogniser = None
    return Models(recogniser, embedder_for(store), named=wanted != "auto")


def _recogniser(name: str, store: Store, *, asked: bool) -> Model | None:
    try:
        return recogniser_for(name, store)
    except SettingsError as error:
        if not asked:
            raise
        words = Words('model = "{name}" in mediahub.toml', 'model = "{name}" i mediahub.toml')
        written, asked_for = words.said(name=name), f"--model {name}"
        raise SettingsError(
            str(error).replace(written, asked_for),
            swedish=error.said.swedish.replace(written.swedish, asked_for),
        ) from None


def results_of(workspace: Workspace, state: ItemState, *, verify: bool = False) -> frozenset[str]:
    """The names of an item's results on disk, also of such as stand elsewhere in the workspace.

    With `verify` each is read, and one that is not what its stage made is as good as gone.
    """
    try:
        # os.listdir: thousands of items are looked at in every run.
        names = set(os.listdir(workspace.item(state.item)))  # noqa: PTH208
    except OSError:
        return frozenset()
    for record in state.stages.values():
        names.update(
            name
            for name in record.outputs
            if "/" in name and os.path.exists(f"{workspace.root}/{name}")  # noqa: PTH110
        )
        if verify:
            names.difference_update(_damaged(workspace, state.item, record))
    return frozenset(names)


def _damaged(workspace: Workspace, item_id: str, record: StageRecord) -> Iterator[str]:
    for name, digest in record.outputs.items():
        path = workspace.root / name if "/" in name else workspace.item(item_id) / name
        try:
            if sha256_of(path) != digest:
                yield name
        except OSError:
            yield name


def kept_promise(ledger: Ledger, catalogue: Catalogue, item: Item) -> Promise | None:
    """The promise that alone keeps an item in its feed: no time is written, no series gives one."""
    promise = ledger.promise(item.id)
    if promise is None or promise.withdrawn is not None or not promise.enclosures:
        return None
    gives = any(one.id == item.series and one.autopublish for one in catalogue.series)
    return promise if item.published is None and not gives else None


@dataclass(frozen=True, slots=True)
class Dating:
    """Gives an item what its promise tells where nobody says otherwise: its day, and its series."""

    catalogue: Catalogue
    ledger: Ledger

    def item(self, item: Item) -> Item:
        """The item with the day of the promise that alone publishes it, and in its series.

        One that no TOML speaks of, or whose TOML cannot be read as it is, stays where subscribers
        have it, and does not fall into the series of its kind.
        """
        item = self._where_promised(item)
        promise = kept_promise(self.ledger, self.catalogue, item)
        if promise is None:
            return item
        themes = [theme.date for theme in self.catalogue.themes if theme.id == item.theme]
        own = item.date is not None and item.date not in themes
        return item if own else replace(item, date=swedish_date(promise.published))

    def _where_promised(self, item: Item) -> Item:
        promise = self.ledger.promise(item.id)
        if promise is None or not promise.kept().enclosures or item.written:
            return item
        known = any(one.id == promise.series for one in self.catalogue.series)
        stays = item.problem is not None or (item.described_in is None and known)
        return replace(item, series=promise.series) if stays else item


def _states(workspace: Workspace) -> dict[str, ItemState]:
    try:
        names = sorted(entry.name for entry in os.scandir(workspace.transcripts) if entry.is_dir())
    except OSError:
        return {}
    return {name: state_of(workspace, name) for name in names}


def state_of(workspace: Workspace, item_id: str) -> ItemState:
    """What was made of an item, as its own note says it, or else its results."""
    return read_state(workspace.item(item_id) / "state.json", item_id, OUTPUTS)


def read_sources(
    workspace: Workspace,
    items: Collection[Item],
    states: Mapping[str, ItemState],
    digests: Digests,
) -> tuple[dict[str, Sources], dict[str, str]]:
    """The files of each media item that can be read; and for the others why not."""
    sources: dict[str, Sources] = {}
    unreadable: dict[str, str] = {}
    for item in items:
        if item.written:
            continue
        if item.problem is not None:
            unreadable[item.id] = item.problem
            continue
        try:
            sources[item.id] = sources_of(workspace, item, states.get(item.id), digests)
        except OSError as error:
            file, why = workspace.relative(item.path), system_reason(error)
            unreadable[item.id] = Said(
                f"{file} cannot be read ({why}); check that it is there and may be read",
                f"{file} går inte att läsa ({why.swedish}). Se efter att filen finns och får "
                "läsas.",
            )
    return sources, unreadable


def sources_of(
    workspace: Workspace, item: Item, state: ItemState | None, digests: Digests
) -> Sources:
    """The files an item is made from, as they are now. Raises OSError when one cannot be read."""

    def handle(path: Path) -> Handle:
        return Handle(workspace.relative(path), digests.of(path))

    journal = edits_of(workspace, item, state)
    edited = journal.exists()
    former = base_path(workspace, item.id) if edited else None
    withholding = _withholding(journal)
    return Sources(
        media=handle(item.path),
        captions=handle(item.captions) if item.captions else None,
        edits=handle(journal) if edited else None,
        former=handle(former) if former is not None else None,
        withheld=bool(withholdings(withholding)),
        silenced=silenced(withholding),
    )


def _withholding(path: Path) -> Journal:
    """The edits in a file where they withhold anything, which those of few items do."""
    try:
        if b'"withhold"' in path.read_bytes():
            return read_journal(path)
    except (MediaError, OSError):
        pass  # there is none, or the item itself tells what is wrong
    return Journal()


def edits_of(workspace: Workspace, item: Item, state: ItemState | None) -> Path:
    """Where the item's edits lie, or will lie when it has none.

    When the media file was renamed and its edits were not, they are used where they are, also when
    the folder with both was moved.
    """
    journal = journal_path(item.path)
    former = state.journal if state is not None else None
    if former is None or journal.exists():
        return journal
    kept = workspace.root / former
    if kept.exists():
        return kept
    beside = item.path.with_name(kept.name)
    return beside if beside.exists() and not _owned(beside) else journal


def _owned(journal: Path) -> bool:
    """Whether these edits are those of another recording beside them, by their name."""
    of = nfc(journal.name.removesuffix(JOURNAL))
    beside = (nfc(one.name) for one in journal.parent.iterdir())
    recordings = (name for name in beside if kind_of(name) is not None and not is_written(name))
    return any(of in (name, stem_and_ending(name)[0]) for name in recordings)


def share_corrections(
    workspace: Workspace, catalogue: Catalogue, sources: Mapping[str, Sources]
) -> dict[str, Sources]:
    """The sources, each told which rare words people put into siblings of its theme or series."""
    journals: dict[str, Journal] = {}
    for item_id, one in sources.items():
        if one.edits is not None:
            try:
                journals[item_id] = read_journal(workspace.root / one.edits.path)
            except MediaError:
                continue  # the item itself tells what is wrong
    if not journals:
        return dict(sources)
    families = {
        item.id: [group for group in (item.theme, item.series) if group]
        for item in catalogue.items
        if not item.written
    }
    shared = dict(sources)
    for item_id, words in corrected_words(journals, families).items():
        if item_id in shared:
            shared[item_id] = replace(shared[item_id], corrected=words)
    return shared
