"""Notices for a terminal: what to look at, a line each, and how many there are."""

from collections.abc import Collection, Sequence

from mediahub.cli.shared import count
from mediahub.notices import Notice
from mediahub.pipeline.noticing import Notices
from mediahub.tongues import Said, Words

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
    them = Said("it", "den") if found.count == 1 else Said("them", "dem")
    words = Words(
        "{notices} to look at: `mediahub plan` lists {them}.",
        "{notices} att titta på: `mediahub plan` visar {them}.",
    )
    return [words.said(notices=count(found.count, "notice"), them=them)]


def _line(item: str, notice: Notice) -> Said:
    told = Said(str(notice), notice.told(swedish=True))
    if item:
        words = Words("Look at {item}: {told}", "Titta på {item}: {told}")
        return words.said(item=item, told=told)
    words = Words("Look at {told}", "Titta på {told}")
    if not notice.place:
        words = Words("Note: {told}", "Obs: {told}")
    return words.said(told=told)


def _listed(
    notices: Sequence[tuple[str, Notice]], *, all_of_them: bool = False, total: int | None = None
) -> list[str]:
    shown = notices if all_of_them else notices[:SHOWN]
    lines: list[str] = [_line(item, notice) for item, notice in shown]
    total = len(notices) if total is None else total
    if not total:
        return []
    if len(shown) == total:
        words = Words("{notices} in all.", "{notices} i allt.")
        return [*lines, words.said(notices=count(total, "notice"))]
    command = "mediahub plan --all" if total > SHOWN else "mediahub plan"
    words = Words(
        "{notices} in all: `{command}` lists them.", "{notices} i allt: `{command}` visar dem."
    )
    return [*lines, words.said(notices=count(total, "notice"), command=command)]
