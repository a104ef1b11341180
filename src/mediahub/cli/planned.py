"""The plan for a terminal: what a run would do, with what is alike told once."""

from collections.abc import Sequence

from mediahub.cli.console import duration
from mediahub.cli.noticed import notice_lines
from mediahub.cli.shared import count
from mediahub.cli.summary import in_no_feed
from mediahub.pipeline.overview import Overview
from mediahub.pipeline.plan import Choices, Status

ALIKE = 3
"""Up to so many items with the same to do are listed one by one."""
WIDTH = 78
_PAGES = {"": "first page", "hitta": "search and register"}


def plan_lines(view: Overview, *, all_items: bool = False) -> list[str]:
    """The plan; `all_items` lists every item by itself, also those with nothing to do."""
    by_item: dict[str, list[Status]] = {}
    for status in view.statuses:
        if status.stage != "index":
            by_item.setdefault(_heading(status), []).append(status)
    lines = [f"UNUSABLE {item}: {reason}" for item, reason in view.unreadable.items()]
    if all_items:
        for name, statuses in by_item.items():
            lines.extend([name, *(_item_lines(statuses, view.choices) or ["  fresh"])])
    else:
        lines.extend(_grouped(by_item, view.choices))
    index = _index_lines([status for status in view.statuses if status.stage == "index"])
    if index:
        lines.extend(["search index", *index])
    if view.pages:
        lines.extend(["pages that gather", *_page_lines(view.pages)])
    if lines:
        lines.append("")
    if view.chosen is not None and view.chosen.told is not None:
        lines.append(f"{view.chosen.told}.")
    if by_item or view.unreadable or view.chosen is None or not view.chosen.narrowed:
        lines.append(_counts(view, by_item))
    if view.work:
        lines.extend(_cost(view))
    lines.extend(in_no_feed(view.drafts, view.scheduled))
    lines.extend(one.line for one in view.gold)
    lines.extend(f"Note: {note}" for note in view.notes)
    lines.extend(notice_lines(view.notices, all_of_them=all_items))
    return lines


def _grouped(by_item: dict[str, list[Status]], choices: Choices) -> list[str]:
    """The items that have anything to do; many with the very same to do are told in one."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for name, statuses in by_item.items():
        alike.setdefault(tuple(_item_lines(statuses, choices)), []).append(name)
    lines = []
    for told, names in alike.items():
        if told and len(names) > ALIKE:
            lines.extend([f"{len(names):,} alike: {_some(names)}", *told])
        elif told:
            for name in names:
                lines.extend([name, *told])
    return lines


def _heading(status: Status) -> str:
    return f"feed {status.item}" if status.stage == "feed" else status.item


def _item_lines(statuses: Sequence[Status], choices: Choices) -> list[str]:
    """What is to be done for one item: stages with the same reason together, then what follows."""
    groups: dict[tuple[str, str], list[str]] = {}
    after: list[str] = []
    for status in statuses:
        again = choices.due(status) and status.condition in ("fresh", "renewable")
        if status.condition == "fresh" and not again:
            continue
        reasons = "; ".join(status.reasons) or "as asked for"
        if status.kept:
            reasons += f"; {status.kept}"
        if reasons.startswith("follows "):
            after.append(status.stage)
        else:
            condition = "again" if again else status.condition
            groups.setdefault((condition, reasons), []).append(status.stage)
    everything = [status.stage for status in statuses]
    lines = [
        _line(condition, reasons, _named(stages, everything))
        for (condition, reasons), stages in groups.items()
    ]
    if after:
        lines.append(f"  then       {', '.join(after)}")
    return lines


def _named(stages: list[str], everything: list[str]) -> str:
    whole = len(stages) > 1 and stages == everything
    return "all stages" if whole else ", ".join(stages)


def _line(condition: str, reasons: str, stages: str) -> str:
    if stages in ("feed", "item"):
        return f"  {condition:<10} {reasons}".rstrip()
    return f"  {condition:<10} {stages}: {reasons}"


def _index_lines(statuses: Sequence[Status]) -> list[str]:
    """What the index lacks: transcripts, articles, glossaries and questions alike are texts."""
    groups: dict[tuple[str, str], list[str]] = {}
    for status in statuses:
        if status.condition != "fresh":
            key = (status.condition, "; ".join(status.reasons))
            groups.setdefault(key, []).append(status.item)
    return [
        f"  {condition:<10} {count(len(names), 'text')}: {reasons}"
        for (condition, reasons), names in groups.items()
    ]


def _page_lines(pages: Sequence[Status]) -> list[str]:
    """Those alike in one line; the first page and the search by what they are called."""
    groups: dict[tuple[str, str], list[str]] = {}
    for page in pages:
        key = (page.condition, "; ".join(page.reasons))
        groups.setdefault(key, []).append(_PAGES.get(page.item, page.item))
    return [
        f"  {condition:<10} {_some(names)}: {reasons}"
        for (condition, reasons), names in groups.items()
    ]


def _some(names: Sequence[str]) -> str:
    """As many names as fit on the line, and how many more."""
    room = WIDTH - 24
    shown: list[str] = []
    for name in names:
        if shown and len(", ".join([*shown, name])) > room:
            break
        shown.append(name)
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" and {more:,} more" if more else "")


def _counts(view: Overview, by_item: dict[str, list[Status]]) -> str:
    """How the media items stand, each counted by the most urgent thing about it."""
    media = [statuses for statuses in by_item.values() if _is_media(statuses)]
    conditions = [{status.condition for status in statuses} for statuses in media]
    busy = [any(map(view.choices.due, statuses)) for statuses in media]
    idle = [found for found, at_work in zip(conditions, busy, strict=True) if not at_work]
    due = sum(busy)
    better = sum("renewable" in found for found in idle)
    fresh = sum(found == {"fresh"} for found in idle)
    gone = sum("orphan" in found for found in conditions)
    parts = [
        f"{number:,} {words}"
        for number, words in (
            (len(view.unreadable), "unusable"),
            (due, "to do"),
            (better, "that could be better"),
            (gone, "without a source (`mediahub clean`)"),
            (fresh, "up to date"),
        )
        if number
    ]
    total = len(media) + len(view.unreadable)
    return f"{count(total, 'item')}: {', '.join(parts)}." if parts else "There is no item yet."


def _is_media(statuses: Sequence[Status]) -> bool:
    return statuses[0].stage in ("probe", "item")


def _cost(view: Overview) -> list[str]:
    if view.seconds is None:
        time = "A run takes a time unknown as yet (this machine has no past run to go by)"
    elif view.seconds < 1:
        time = "A run takes a moment"
    else:
        time = f"A run takes about {duration(view.seconds)}"
    times = [f"{time}.", *(f"  {guess}." for guess in view.guesses)]
    needed = view.scratch_bytes + view.kept_bytes
    if needed < 1_000_000:
        return times
    disk = f"  It needs {_size(needed)} of disk"
    if view.scratch_bytes >= 1_000_000 and view.kept_bytes:
        disk += f" ({_size(view.scratch_bytes)} only while it works)"
    if needed > view.free_bytes:
        return [*times, f"{disk}, and only {_size(view.free_bytes)} are free: make room first."]
    return [*times, f"{disk}; {_size(view.free_bytes)} are free."]


def _size(size: int) -> str:
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{max(1, round(size / 1e6))} MB"
