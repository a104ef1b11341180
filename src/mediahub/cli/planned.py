"""The plan for a terminal: what a run would do, with what is alike told once."""

from collections.abc import Sequence

from mediahub.cli.console import duration
from mediahub.cli.noticed import notice_lines
from mediahub.cli.shared import count
from mediahub.cli.summary import as_note, in_no_feed
from mediahub.pipeline.overview import Overview
from mediahub.pipeline.plan import Choices, Status
from mediahub.tongues import Said, Words, joined

ALIKE = 3
"""Up to so many items with the same to do are listed one by one."""
WIDTH = 78
_PAGES = {
    "": Said("first page", "första sidan"),
    "hitta": Said("search and register", "sökning och register"),
}
_CONDITIONS = {
    "missing": "saknas", "stale": "inaktuell", "renewable": "förnybar", "orphan": "utan källa",
    "again": "igen",
}  # fmt: skip
"""In Swedish, in the width that the English has."""


def plan_lines(view: Overview, *, all_items: bool = False) -> list[str]:
    """The plan; `all_items` lists every item by itself, also those with nothing to do."""
    by_item: dict[str, list[Status]] = {}
    for status in view.statuses:
        if status.stage != "index":
            by_item.setdefault(_heading(status), []).append(status)
    words = Words("UNUSABLE {item}: {reason}", "OANVÄNDBAR {item}: {reason}")
    lines: list[str] = [
        words.said(item=item, reason=reason) for item, reason in view.unreadable.items()
    ]
    if all_items:
        for name, statuses in by_item.items():
            lines.extend(
                [name, *(_item_lines(statuses, view.choices) or [Said("  fresh", "  klart")])]
            )
    else:
        lines.extend(_grouped(by_item, view.choices))
    index = _index_lines([status for status in view.statuses if status.stage == "index"])
    if index:
        lines.extend([Said("search index", "sökregistret"), *index])
    if view.pages:
        lines.extend([Said("pages that gather", "sidor som samlar"), *_page_lines(view.pages)])
    if lines:
        lines.append("")
    if view.chosen is not None and view.chosen.told is not None:
        lines.append(Words("{told}.", "{told}.").said(told=view.chosen.told))
    if by_item or view.unreadable or view.chosen is None or not view.chosen.narrowed:
        lines.append(_counts(view, by_item))
    if view.work:
        lines.extend(_cost(view))
    lines.extend(in_no_feed(view.drafts, view.scheduled))
    lines.extend(one.line for one in view.gold)
    lines.extend(as_note(note) for note in view.notes)
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
            words = Words("{number:,} alike: {names}", "{number:,} likadana: {names}")
            lines.extend([words.said(number=len(names), names=_some(names)), *told])
        elif told:
            for name in names:
                lines.extend([name, *told])
    return lines


def _heading(status: Status) -> str:
    item = status.item
    return Said(f"feed {item}", f"flödet {item}") if status.stage == "feed" else item


def _item_lines(statuses: Sequence[Status], choices: Choices) -> list[str]:
    """What is to be done for one item: stages with the same reason together, then what follows."""
    groups: dict[tuple[str, Said], list[str]] = {}
    after: list[str] = []
    for status in statuses:
        again = choices.due(status) and status.condition in ("fresh", "renewable")
        if status.condition == "fresh" and not again:
            continue
        reasons = _reasons(status) or Said("as asked for", "som det begärdes")
        if status.kept:
            reasons = joined("; ", (reasons, status.kept))
        if reasons.startswith("follows "):
            after.append(status.stage)
        else:
            condition = "again" if again else status.condition
            groups.setdefault((condition, reasons), []).append(status.stage)
    everything = [status.stage for status in statuses]
    lines: list[str] = [
        _line(condition, reasons, _named(stages, everything))
        for (condition, reasons), stages in groups.items()
    ]
    if after:
        stages = ", ".join(after)
        lines.append(Said(f"  then       {stages}", f"  sedan      {stages}"))
    return lines


def _reasons(status: Status) -> Said:
    return joined("; ", status.reasons)


def _named(stages: list[str], everything: list[str]) -> str:
    whole = len(stages) > 1 and stages == everything
    return Said("all stages", "alla steg") if whole else ", ".join(stages)


def _line(condition: str, reasons: str, stages: str) -> Said:
    told = Said(f"{condition:<10}", f"{_CONDITIONS.get(condition, condition):<10}")
    if stages in ("feed", "item"):
        line = joined(" ", (told, reasons))
        return Said(f"  {line}".rstrip(), f"  {line.swedish}".rstrip())
    words = Words("  {told} {stages}: {reasons}", "  {told} {stages}: {reasons}")
    return words.said(told=told, stages=stages, reasons=reasons)


def _index_lines(statuses: Sequence[Status]) -> list[str]:
    """What the index lacks: transcripts, articles, glossaries and questions alike are texts."""
    groups: dict[tuple[str, str], list[str]] = {}
    for status in statuses:
        if status.condition != "fresh":
            key = (status.condition, _reasons(status))
            groups.setdefault(key, []).append(status.item)
    return [
        _line(condition, reasons, count(len(names), "text"))
        for (condition, reasons), names in groups.items()
    ]


def _page_lines(pages: Sequence[Status]) -> list[str]:
    """Those alike in one line; the first page and the search by what they are called."""
    groups: dict[tuple[str, str], list[str]] = {}
    for page in pages:
        key = (page.condition, _reasons(page))
        groups.setdefault(key, []).append(_PAGES.get(page.item, page.item))
    return [
        _line(condition, reasons, _some(names)) for (condition, reasons), names in groups.items()
    ]


def _some(names: Sequence[str]) -> Said:
    """As many names as fit on the line, and how many more."""
    room = WIDTH - 24
    shown: list[str] = []
    for name in names:
        if shown and len(", ".join([*shown, name])) > room:
            break
        shown.append(name)
    more = len(names) - len(shown)
    named = joined(", ", shown)
    words = Words("{named} and {more:,} more", "{named} och {more:,} till")
    return words.said(named=named, more=more) if more else named


def _counts(view: Overview, by_item: dict[str, list[Status]]) -> Said:
    """How the media items stand, each counted by the most urgent thing about it."""
    media = [statuses for statuses in by_item.values() if _is_media(statuses)]
    conditions = [{status.condition for status in statuses} for statuses in media]
    busy = [any(map(view.choices.due, statuses)) for statuses in media]
    idle = [found for found, at_work in zip(conditions, busy, strict=True) if not at_work]
    due = sum(busy)
    better = sum("renewable" in found for found in idle)
    fresh = sum(found == {"fresh"} for found in idle)
    gone, bad = sum("orphan" in found for found in conditions), len(view.unreadable)
    parts = [
        Said(f"{number:,} {words.english}", f"{number:,} {words.swedish}")
        for number, words in (
            (bad, Words("unusable", "oanvändbart" if bad == 1 else "oanvändbara")),
            (due, Words("to do", "att göra")),
            (better, Words("that could be better", "som kan bli bättre")),
            (gone, Words("without a source (`mediahub clean`)", "utan källa (`mediahub clean`)")),
            (fresh, Words("up to date", "klart" if fresh == 1 else "klara")),
        )
        if number
    ]
    total = len(media) + len(view.unreadable)
    if not parts:
        return Said("There is no item yet.", "Det finns inget avsnitt än.")
    words = Words("{items}: {parts}.", "{items}: {parts}.")
    return words.said(items=count(total, "item"), parts=joined(", ", parts))


def _is_media(statuses: Sequence[Status]) -> bool:
    return statuses[0].stage in ("probe", "item")


def _cost(view: Overview) -> list[str]:
    if view.seconds is None:
        time = Said(
            "A run takes a time unknown as yet (this machine has no past run to go by).",
            "Hur lång tid en körning tar vet datorn när den har gjort en.",
        )
    elif view.seconds < 1:
        time = Said("A run takes a moment.", "En körning tar en liten stund.")
    else:
        takes = duration(view.seconds)
        time = Said(f"A run takes about {takes}.", f"En körning tar ungefär {takes}.")
    guess = Words("  {told}.", "  {told}.")
    times: list[str] = [time, *(guess.said(told=one) for one in view.guesses)]
    needed = view.scratch_bytes + view.kept_bytes
    if needed < 1_000_000:
        return times
    passing = Words(" ({size} only while it works)", " ({size} bara under arbetet)")
    told = passing.said(size=_size(view.scratch_bytes))
    words = (
        Words(
            "  It needs {size} of disk{passing}, and only {free} are free: make room first.",
            "  Den behöver {size} disk{passing}, och bara {free} är ledigt: gör plats först.",
        )
        if needed > view.free_bytes
        else Words(
            "  It needs {size} of disk{passing}; {free} are free.",
            "  Den behöver {size} disk{passing}; {free} är ledigt.",
        )
    )
    both = view.scratch_bytes >= 1_000_000 and view.kept_bytes
    return [
        *times,
        words.said(size=_size(needed), passing=told if both else "", free=_size(view.free_bytes)),
    ]


def _size(size: int) -> Said:
    if size < 1e9:
        told = f"{max(1, round(size / 1e6))} MB"
        return Said(told, told)
    told = f"{size / 1e9:.1f} GB"
    return Said(told, told.replace(".", ","))
