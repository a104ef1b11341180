"""Taking away what was made of files that are gone, and saying first what it means."""

import shutil
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from mediahub.feed import ascii_name
from mediahub.pipeline.survey import Survey, survey
from mediahub.workspace.ledger import write_promise
from mediahub.workspace.locks import run_lock
from mediahub.workspace.paths import Workspace


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
    state = survey(root)
    found = [
        _orphan(state, item_id) for item_id in state.orphans if item_id not in state.ledger.damaged
    ]
    found.extend(_old_enclosures(state))
    found.extend(_old_work(state))
    return found


def clean(root: Path) -> list[str]:
    """Take the leftovers away, withdrawing what was published; says what was done, a line each.

    A withdrawn episode keeps its file in published/: its GUID is never given to another. The
    feeds themselves are made anew by the next run. Media files and edits are never touched.
    """
    lines = []
    with run_lock(Workspace(root.resolve())):
        state = survey(root)
        now = datetime.now(UTC).replace(microsecond=0)
        for leftover in leftovers(root):
            promise = state.ledger.promise(leftover.item) if leftover.published else None
            if promise is not None:
                # Before anything goes: killed here, it is withdrawn, and not forgotten.
                write_promise(state.workspace, replace(promise, withdrawn=now))
                folder = state.workspace.feed(promise.series) / ascii_name(leftover.item)
                shutil.rmtree(folder, ignore_errors=True)
            for path in leftover.files:
                if path.is_dir():
                    shutil.rmtree(path)
                else:
                    path.unlink(missing_ok=True)
            lines.append(f"removed {leftover.item}")
    lines.append("The next `mediahub run` makes index and feeds without them.")
    return lines


def _orphan(state: Survey, item_id: str) -> Leftover:
    promise = state.ledger.promise(item_id)
    published = promise is not None and promise.withdrawn is None
    source = state.state(item_id).source or "its source"
    meaning = f"{item_id}: {source} is gone; its transcript and index entries will be removed"
    if published and promise is not None:
        meaning += (
            f". It is an episode of the feed {promise.series}: it will be withdrawn, and apps "
            "that have not downloaded it will lose it"
        )
    copies = state.workspace.copies(item_id)
    files = (state.workspace.item(item_id), *((copies,) if copies.exists() else ()))
    return Leftover(item_id, published, meaning, files)


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
            meaning = (
                f"{promise.item}: {len(files)} replaced enclosure(s); an app that has not read the "
                "feed since will have to read it again"
            )
            found.append(Leftover(promise.item, False, meaning, files))
    return found


def _old_work(state: Survey) -> list[Leftover]:
    """Unfinished work of items that are not there any more."""
    folder = state.workspace.private / "work"
    known = {item.id for item in state.media_items}
    if not folder.is_dir():
        return []
    return [
        Leftover(path.name, False, f"{path.name}: unfinished work of an item that is gone", (path,))
        for path in sorted(folder.iterdir())
        if path.name not in known
    ]
