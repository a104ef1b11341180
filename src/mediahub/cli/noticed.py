"""Notices for a terminal: what to look at, a line each, and how many there are."""

from collections.abc import Collection, Sequence

from mediahub.cli.shared import count
from mediahub.notices import Notice
from mediahub.pipeline.noticing import Notices

SHOWN = 30
"""So many are listed where nobody asked for all."""


def notice_lines(found: Notices, *, all_of_them: bool = False) -> list[str]:
    """Every notice, and their count at the end; nothing where there is none."""
    return _listed([*found], all_of_them=all_of_them)


def notice_lines_of(found: Notices, items: Collection[str]) -> list[str]:
    """The notices of these items and of the workspace, and the count of all there are."""
    return _listed([one for one in found if not one[0] or one[0] in items], total=found.count)


def notice_count(found: Notices) -> list[str]:
    """One line on how many notices there are; a run that comes back every night must not nag."""
    if not found.count:
        return []
    them = "it" if found.count == 1 else "them"
    return [f"{count(found.count, 'notice')} to look at: `mediahub plan` lists {them}."]


def _line(item: str, notice: Notice) -> str:
    if item:
        return f"Look at {item}: {notice}"
    return f"{'Look at' if notice.place else 'Note:'} {notice}"


def _listed(
    notices: Sequence[tuple[str, Notice]], *, all_of_them: bool = False, total: int | None = None
) -> list[str]:
    shown = notices if all_of_them else notices[:SHOWN]
    lines = [_line(item, notice) for item, notice in shown]
    total = len(notices) if total is None else total
    if not total:
        return []
    if len(shown) == total:
        return [*lines, f"{count(total, 'notice')} in all."]
    command = "mediahub plan --all" if total > SHOWN else "mediahub plan"
    return [*lines, f"{count(total, 'notice')} in all: `{command}` lists them."]
