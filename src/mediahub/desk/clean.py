"""Taking away what was made of files that are gone, and saying first what it means."""

import shutil
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from mediahub.desk.after import Followed, sent_to_target
from mediahub.desk.item import lock_of
from mediahub.feed import ascii_name
from mediahub.pipeline.refreshing import gather_feeds
from mediahub.pipeline.survey import Survey, survey
from mediahub.tongues import Said, Words, joined
from mediahub.workspace.ledger import read_promise, write_promise
from mediahub.workspace.locks import run_lock
from mediahub.workspace.paths import Workspace

REMOVED = Words("removed {item}", "tog bort {item}")
INDEX = Said(
    "The next `mediahub run` makes the index without them.",
    "Nästa `mediahub run` gör sökregistret utan dem.",
)
GONE = Words(
    "{item}: {source} is gone; its transcript and index entries will be removed",
    "{item}: {source} är borta; avskriften och det som står i sökregistret tas bort",
)
WITHDRAWN = Words(
    "It is an episode of the feed {feed}: it will be withdrawn, and apps that have not downloaded "
    "it will lose it",
    "Det är ett avsnitt i flödet {feed}: det dras tillbaka, och appar som inte har laddat ned det "
    "förlorar det",
)
SPEAKS = Words(
    "{file} speaks of it still: take it out there", "{file} nämner det ännu: ta bort det där"
)
REPLACED = Words(
    "{item}: {number} replaced enclosure(s); an app that has not read the feed since will have to "
    "read it again",
    "{item}: {number} ersatta filer; en app som inte har läst flödet sedan dess får läsa det igen",
)
UNFINISHED = Words(
    "{item}: unfinished work of an item that is gone",
    "{item}: ofärdigt arbete med ett avsnitt som är borta",
)


@dataclass(frozen=True, slots=True)
class Leftover:
    """Something without a source: an item's results, or an enclosure nobody names any more."""

    item: str
    published: bool
    """Whether subscribers have it as an episode."""
    meaning: str
    files: tuple[Path, ...] = ()


def leftovers(root: Path) -> list[Leftover]:
    """What `clean` would take away, each with its meaning in a sentence."""
    return _leftovers(survey(root))


class Cleaned(NamedTuple):
    """What was done, a line each; and why the target has still what was withdrawn, if it has."""

    lines: tuple[str, ...]
    unsent: str | None


def clean(root: Path) -> Cleaned:
    """Take the leftovers away, withdrawing what was published.

    It needs the run lock: no run may be making what is taken away. An item is withdrawn in
    published/ before anything of it goes, and keeps its file there: its GUID is never given to
    another. The feeds go before the files that they name. Media files and edits are never touched.
    """
    lines: list[str] = []
    workspace = Workspace(root.resolve())
    with run_lock(workspace):
        found = _leftovers(survey(root))
        published = [leftover for leftover in found if leftover.published]
        for leftover in published:
            _withdraw(workspace, leftover)
        failed = gather_feeds(root, searches=True) if published else ()
        for leftover in found:
            _take_away(workspace, leftover)
            lines.append(REMOVED.said(item=leftover.item))
    lines += [joined(": ", (failure.item, failure.message)) for failure in failed]
    after = sent_to_target(workspace.root) if published else Followed()
    lines += [after.sent.told] if after.sent is not None else []
    lines.append(INDEX)
    return Cleaned(tuple(lines), after.unsent)


def _withdraw(workspace: Workspace, leftover: Leftover) -> None:
    with lock_of(workspace, leftover.item):
        promise = read_promise(workspace, leftover.item)
        if promise is not None and promise.withdrawn is None:
            now = datetime.now(UTC).replace(microsecond=0)
            write_promise(workspace, replace(promise, withdrawn=now))


def _take_away(workspace: Workspace, leftover: Leftover) -> None:
    with lock_of(workspace, leftover.item):
        for path in leftover.files:
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)


def _leftovers(state: Survey) -> list[Leftover]:
    gone = [*state.orphans, *_listed_and_gone(state)]
    found = [_orphan(state, item_id) for item_id in gone if item_id not in state.ledger.damaged]
    found.extend(_old_enclosures(state))
    found.extend(_old_work(state))
    return found


def _listed_and_gone(state: Survey) -> list[str]:
    """The published items whose file is gone, though a TOML speaks of them still.

    What was not published stays: the file may only be elsewhere for a while, and nobody is asked.
    """
    missing = [item.id for item in state.catalogue.items if item.missing]
    return [item_id for item_id in missing if _is_published(state, item_id)]


def _is_published(state: Survey, item_id: str) -> bool:
    promise = state.ledger.promise(item_id)
    return promise is not None and promise.withdrawn is None


def _orphan(state: Survey, item_id: str) -> Leftover:
    published = _is_published(state, item_id)
    source = state.state(item_id).source or Said("its source", "dess fil")
    meanings = [GONE.said(item=item_id, source=source)]
    promise = state.ledger.promise(item_id)
    files = [state.workspace.item(item_id), state.workspace.copies(item_id)]
    if published and promise is not None:
        meanings.append(WITHDRAWN.said(feed=promise.series))
        files.insert(0, state.workspace.feed(promise.series) / ascii_name(item_id))
    described = next((one.described_in for one in state.catalogue.items if one.id == item_id), None)
    if described is not None:
        meanings.append(SPEAKS.said(file=state.workspace.relative(described)))
    there = tuple(path for path in files if path.exists())
    return Leftover(item_id, published, joined(". ", meanings), there)


def _old_enclosures(state: Survey) -> list[Leftover]:
    """Enclosures that the feed has replaced; apps with an old copy of the feed may still ask."""
    found = []
    for promise in state.ledger.promises:
        names = {url.url.rsplit("/", 1)[1] for url in promise.enclosures[:-1]}
        if promise.enclosures:
            names.discard(promise.enclosures[-1].url.rsplit("/", 1)[1])
        folder = state.workspace.feed(promise.series) / ascii_name(promise.item)
        files = tuple(folder / name for name in sorted(names) if (folder / name).exists())
        if files:
            meaning = REPLACED.said(item=promise.item, number=len(files))
            found.append(Leftover(promise.item, False, meaning, files))
    return found


def _old_work(state: Survey) -> list[Leftover]:
    """Unfinished work of items that are not there any more."""
    folder = state.workspace.private / "work"
    known = {item.id for item in state.media_items}
    if not folder.is_dir():
        return []
    return [
        Leftover(path.name, False, UNFINISHED.said(item=path.name), (path,))
        for path in sorted(folder.iterdir())
        if path.name not in known
    ]
