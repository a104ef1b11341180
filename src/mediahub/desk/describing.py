"""What a person says of an item, theme, series, person or word: written, and what follows."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from mediahub.desk.after import Followed, follow
from mediahub.desk.people import forget
from mediahub.desk.publication import take_back
from mediahub.desk.sheets import (
    Decide,
    Sheet,
    Values,
    item_sheet,
    person_sheet,
    save,
    series_sheet,
    term_sheet,
    theme_sheet,
)
from mediahub.workspace.paths import Workspace
from mediahub.workspace.state import read_state


@dataclass(frozen=True, slots=True)
class Described:
    """What stands there now, whether that is new, and what could be done at once of what follows.

    `followed` is None where the rest is the next run's.
    """

    sheet: Sheet
    changed: bool
    followed: Followed | None = None


def describe_item(root: Path, item_id: str, decide: Decide) -> Described:
    """Describe an item; one that is given a time of publication and was withdrawn returns.

    What was made of it follows at once, where a run has made anything. Raises as `sheets.save`.
    """
    before, now = _saved(root, lambda: item_sheet(root, item_id), decide)
    if now.table == before.table:
        return Described(now, changed=False)
    published = now.table.get("published")
    if published is not None and published != before.table.get("published"):
        take_back(Workspace(root), now.of)
    made = read_state(Workspace(root).item(now.of) / "state.json", now.of)
    if made is None or "transcribe" not in made.stages:
        return Described(now, changed=True)
    return Described(now, changed=True, followed=follow(root, [now.of]))


def describe_theme(root: Path, theme_id: str, decide: Decide) -> Described:
    """Describe a theme; its page follows at once. Raises as `sheets.save`."""
    return _with_pages(root, lambda: theme_sheet(root, theme_id), decide)


def describe_series(root: Path, series_id: str, decide: Decide) -> Described:
    """Describe a series. Each of its pages shows it, so that they follow with the next run.

    Raises as `sheets.save`.
    """
    before, now = _saved(root, lambda: series_sheet(root, series_id), decide)
    return Described(now, changed=now.table != before.table)


def describe_term(root: Path, theme_id: str, term: str, decide: Decide) -> Described:
    """Describe a word of a theme's glossary, "" for a new one. Raises as `sheets.save`."""
    return _with_pages(root, lambda: term_sheet(root, theme_id, term), decide)


def describe_person(root: Path, person_id: str, decide: Decide) -> Described:
    """Describe a person, "" for a new one; a voice consent that is taken back erases the voice.

    Raises as `sheets.save`.
    """
    before, now = _saved(root, lambda: person_sheet(root, person_id), decide)
    if before.table.get("voice_consent") is True and now.table.get("voice_consent") is not True:
        forget(root, now.of)
    return Described(now, changed=now.table != before.table)


def _with_pages(root: Path, find: Callable[[], Sheet], decide: Decide) -> Described:
    before, now = _saved(root, find, decide)
    if now.table == before.table:
        return Described(now, changed=False)
    return Described(now, changed=True, followed=follow(root, []))


def _saved(root: Path, find: Callable[[], Sheet], decide: Decide) -> tuple[Sheet, Sheet]:
    """The sheet as it was when it was written, and as it is then."""
    seen: list[Sheet] = []

    def noted(sheet: Sheet) -> Values:
        seen.append(sheet)
        return decide(sheet)

    now = save(root, find, noted)
    return seen[-1], now
